//! Whether a trace id's second is looked at.

use std::time::Duration;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::TraceId;

/// Whether the second in a trace id must lie near the present.
///
/// The developer guide once refused ids from too far back; today's API text says that the second
/// is neither required nor validated, and ids from W3C systems have random digits there.
///
/// ```
/// use cupola_traces::{Timestamp, TraceId, TraceIdTime};
///
/// let id = TraceId::parse("1-00000000-00112233445566778899aabb")?;
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// assert!(TraceIdTime::Unchecked.check(now, id).is_ok());
/// assert!(TraceIdTime::THIRTY_DAYS.check(now, id).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray API Reference, PutTraceSegments. The width of the window is our decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TraceIdTime {
    /// Any second will do.
    #[default]
    Unchecked,
    /// The second must lie in a window around the present.
    Window {
        /// How far it may lie in the past.
        max_age: Duration,
        /// How far it may lie in the future.
        max_future: Duration,
    },
}

impl TraceIdTime {
    /// 30 days back, 5 minutes ahead.
    pub const THIRTY_DAYS: Self =
        Self::Window { max_age: Duration::from_secs(30 * 86_400), max_future: Duration::from_secs(300) };

    /// 28 days back, 5 minutes ahead: what the exporter of OpenTelemetry lets pass.
    pub const TWENTY_EIGHT_DAYS: Self =
        Self::Window { max_age: Duration::from_secs(28 * 86_400), max_future: Duration::from_secs(300) };

    /// Judges an id at `now`; both ends of the window are in it.
    ///
    /// # Errors
    /// [`TraceIdTimeError`] when there is a window and the id's second lies outside of it.
    pub fn check(self, now: Timestamp, id: TraceId) -> Result<(), TraceIdTimeError> {
        let Self::Window { max_age, max_future } = self else { return Ok(()) };
        let started = id.started();
        let inside = started <= now.plus(max_future) && started.plus(max_age) >= now.floor_to(1000);
        inside.then_some(()).ok_or(TraceIdTimeError { id, now })
    }
}

/// A trace id's second lies too far from the present.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("trace id {id} is of {}, too far from {now}", .id.started())]
#[non_exhaustive]
pub struct TraceIdTimeError {
    /// The id.
    pub id: TraceId,
    /// The present.
    pub now: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_the_window_are_in_it() {
        let id = TraceId::from_bits(1_000_000_000 << 96);
        for (now, inside) in [
            (1_000_000_000 + 30 * 86_400, true),
            (1_000_000_001 + 30 * 86_400, false),
            (1_000_000_000 - 300, true),
            (1_000_000_000 - 301, false),
        ] {
            let verdict = TraceIdTime::THIRTY_DAYS.check(Timestamp::from_secs(now), id);
            assert_eq!(verdict.is_ok(), inside, "{now}");
        }
    }
}
