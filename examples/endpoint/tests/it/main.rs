//! Tests through the public API, in one program: it links once.

mod codecs;
mod control;
mod daemon;
mod durability;
mod errors;
mod hostile;
mod protocols;
mod support;
