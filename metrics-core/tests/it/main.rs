//! Tests of the engine through its public API, in one program: it links once.

mod absolute_bounds;
mod agent;
mod alarm_sources;
mod alarms;
mod anomaly;
mod bounds;
mod canaries;
mod composites;
mod dashboards;
mod expressions;
mod late_data;
mod lints;
mod not_yet;
mod oracle;
mod paging;
mod percentile_errors;
mod prop_alarms;
mod prop_backtest;
mod prop_bands;
mod prop_composites;
mod prop_door;
mod prop_math;
mod prop_statistics;
mod recorder;
mod streams;
mod worked_examples;
