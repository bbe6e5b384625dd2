//! Things that are alike, counted.

use cupola_base::Timestamp;

/// Log events of one pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a row of a table")]
pub struct LogPattern {
    /// The log group.
    pub group: String,
    /// The pattern: what changes from event to event stands as a sign.
    pub pattern: String,
    /// How many events are of it.
    pub events: u64,
}

/// Calls of one action by one caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a row of a table")]
pub struct CallCount {
    /// The service.
    pub source: String,
    /// The action.
    pub action: String,
    /// Who called.
    pub caller: String,
    /// How many calls there are.
    pub calls: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Deliveries to one target of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a row of a table")]
pub struct DeliveryCount {
    /// Where they go.
    pub target: String,
    /// What caused them.
    pub cause: String,
    /// How many there are.
    pub deliveries: u64,
    /// The first.
    pub first: Timestamp,
    /// The last.
    pub last: Timestamp,
}
