//! `tracing`: spans as segments, events as log events.

mod event_layer;
mod failure;
mod fields;
mod known;
mod span_layer;

pub use event_layer::EventLayer;
pub use span_layer::{SpanLayer, part_of};
