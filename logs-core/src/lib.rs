//! Log store, filter patterns and metric filters with the semantics of Amazon CloudWatch Logs.

pub mod filter;
