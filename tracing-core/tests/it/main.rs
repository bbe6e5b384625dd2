//! Tests through the public API, in one program: it links once.

mod compat;
mod daemon;
mod graph_parts;
mod manifests;
mod memory;
mod missing;
mod monitoring;
mod otel;
mod oversampling;
mod plan;
mod read_engine;
mod read_laws;
mod real_traces;
mod recorder;
mod segments;
mod service;
mod stress;
