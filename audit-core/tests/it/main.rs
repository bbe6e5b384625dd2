//! Tests through the public API, in one program: it links once.

#![expect(clippy::unwrap_used, reason = "tests may")]

mod channels;
mod digests;
mod history;
mod insight_data;
mod lake;
mod lake_queries;
mod real_records;
mod trail_insights;
mod trails;
