//! Metric store, statistics and alarms with the semantics of Amazon CloudWatch.
