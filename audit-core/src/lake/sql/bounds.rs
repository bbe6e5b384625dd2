//! How much a query may take.

use serde::{Deserialize, Serialize};

/// How much one query of event data stores may take; past it, it fails.
///
/// ```
/// use cupola_audit::LakeBounds;
///
/// assert_eq!(LakeBounds::default().with_rows(10).rows, 10);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LakeBounds {
    /// Steps: a record read, a pair of rows that a join looks at, a list's item taken apart or asked of a lambda, two
    /// values compared, a function called, a match of a regular expression; and one more for each 64 bytes (of the
    /// record, of what is compared or given to a function, of what comes out). Default 200,000,000; our decision.
    pub steps: u64,
    /// Bytes held at a time, about: of groups, rows to sort, sides of joins, the result. Default 256 MiB; our
    /// decision.
    pub bytes: usize,
    /// Rows of the result. Default 100,000; our decision.
    pub rows: usize,
}

impl LakeBounds {
    /// Sets how many steps a query has.
    #[must_use]
    pub const fn with_steps(self, steps: u64) -> Self {
        Self { steps, ..self }
    }

    /// Sets how many bytes a query holds.
    #[must_use]
    pub const fn with_bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// Sets how many rows a result has.
    #[must_use]
    pub const fn with_rows(self, rows: usize) -> Self {
        Self { rows, ..self }
    }
}

impl Default for LakeBounds {
    fn default() -> Self {
        Self { steps: 200_000_000, bytes: 256 << 20, rows: 100_000 }
    }
}
