//! Tests through the public API, in one program: it links once.

mod manifests;
mod segments;
mod service;
mod stress;
