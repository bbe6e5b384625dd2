//! The service's own API: each rule of the reference, in the service's own JSON.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod anomalies;
mod data_sources;
mod deliveries;
mod door;
mod export;
mod filters;
mod groups;
mod hostile;
mod keys;
mod live_tail;
mod lookup_tables;
mod protection;
mod put;
mod queries;
mod read;
mod scheduled_queries;
mod subscriptions;
mod transformers;
