//! Tests through the public API, in one program: it links once.

mod a_day;
mod access;
mod audit_to_events;
mod buses_between_places;
mod event_data_stores;
mod findings;
mod joined;
mod laws;
mod linked_traces;
mod log_subscriptions;
mod old_snapshots;
mod report_page;
mod rule_to_log_group;
mod trails;
