//! Tests through the public API, in one program: it links once.

mod access;
mod codecs;
mod control;
mod daemon;
mod deliver;
mod durability;
mod errors;
mod hostile;
mod limits;
mod page;
mod protocols;
mod support;
