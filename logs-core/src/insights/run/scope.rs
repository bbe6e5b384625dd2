//! Which events a query is about.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// Which events a query reads, and when it is asked.
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::insights::Scope;
///
/// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
/// let scope = Scope::new(noon.plus_secs(-3600), noon).limit(100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub(in crate::insights) start: Timestamp,
    pub(in crate::insights) end: Timestamp,
    pub(in crate::insights) now: Timestamp,
    pub(in crate::insights) limit: Option<usize>,
}

impl Scope {
    /// Events from one instant to another, both included; asked at the second.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start, end, now: end, limit: None }
    }

    /// Asked at another instant.
    #[must_use]
    pub const fn asked_at(self, now: Timestamp) -> Self {
        Self { now, ..self }
    }

    /// At most so many rows.
    #[must_use]
    pub const fn limit(self, rows: usize) -> Self {
        Self { limit: Some(rows), ..self }
    }

    /// The same, so many milliseconds earlier.
    pub(super) const fn earlier(self, millis: i64) -> Self {
        Self { start: self.start.plus_millis(-millis), end: self.end.plus_millis(-millis), ..self }
    }

    pub(super) const fn millis(&self) -> i64 {
        self.end.millis_since(self.start)
    }
}
