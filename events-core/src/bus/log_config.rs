//! What a bus is to log.

use serde::{Deserialize, Serialize};

/// What a bus is to log about the events it gets. It is kept and shown; the engine writes no such logs.
///
/// # Source
/// EventBridge API Reference, LogConfig.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BusLogConfig {
    /// How much of an event a record shows; not said: nothing.
    pub detail: Option<BusLogDetail>,
    /// Which steps are recorded; not said: none.
    pub level: Option<BusLogLevel>,
}

impl BusLogConfig {
    /// Records steps of this level, with this much of the events.
    #[must_use]
    pub const fn new(level: BusLogLevel, detail: BusLogDetail) -> Self {
        Self { detail: Some(detail), level: Some(level) }
    }
}

/// How much of an event a log record shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these two")]
pub enum BusLogDetail {
    /// Neither the event's detail nor the target's input.
    None,
    /// Both.
    Full,
}

/// Which steps of an event's way are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these four")]
pub enum BusLogLevel {
    /// None.
    Off,
    /// Those that failed.
    Error,
    /// Those and the main steps.
    Info,
    /// All.
    Trace,
}
