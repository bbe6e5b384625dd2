//! Tests through the public API, in one program: it links once.

mod agent;
mod emf;
mod filter_cases;
mod filter_chunks;
mod filter_laws;
mod filter_real_lines;
mod filter_sets;
mod flow_log;
mod formats;
mod laws;
mod store_laws;
mod vended;
