//! When an engine wants to be woken.

use crate::Timestamp;

/// The next instant at which an engine has something to do, and what it is.
///
/// Ordered by instant, then by reason. The reason is for logs and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "an instant and a reason are all there is")]
pub struct Deadline {
    /// The instant.
    pub at: Timestamp,
    /// What is due then, in a few words: `alarm evaluation`.
    pub why: &'static str,
}

impl Deadline {
    /// The earlier of two, either of which may be absent.
    ///
    /// ```
    /// use cupola_base::{Deadline, Timestamp};
    ///
    /// let late = Deadline { at: Timestamp::from_secs(9), why: "alarm evaluation" };
    /// let soon = Deadline { at: Timestamp::from_secs(3), why: "minute of a filter closes" };
    /// assert_eq!(Deadline::sooner(Some(late), Some(soon)), Some(soon));
    /// assert_eq!(Deadline::sooner(None, Some(late)), Some(late));
    /// ```
    #[must_use]
    pub fn sooner(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}
