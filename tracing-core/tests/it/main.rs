//! Tests through the public API, in one program: it links once.

mod compat;
mod daemon;
mod manifests;
mod memory;
mod missing;
mod otel;
mod read_engine;
mod read_laws;
mod real_traces;
mod recorder;
mod segments;
mod service;
mod stress;
