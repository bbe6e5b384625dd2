//! Events as they are answered.

use std::fmt;

use cupola_base::Timestamp;

use crate::name::LogStreamName;
use crate::store::Mark;

/// One log event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEvent {
    /// Names the event, and tells its place among all others.
    pub id: EventId,
    /// The stream.
    pub stream: LogStreamName,
    /// When it happened.
    pub at: Timestamp,
    /// When it came in.
    pub received: Timestamp,
    /// The message.
    pub message: String,
}

impl LogEvent {
    pub(super) fn new(stream: &LogStreamName, mark: Mark, message: &str) -> Self {
        let Mark { at, received, .. } = mark;
        Self { id: EventId(mark), stream: stream.clone(), at, received, message: message.into() }
    }
}

/// Names an event: 56 digits as text. Ids order as events do: by time, then by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(Mark);

impl EventId {
    /// Where the event stands.
    pub(crate) const fn mark(self) -> Mark {
        self.0
    }

    /// The id of the event with this number.
    pub(crate) const fn of(at: Timestamp, received: Timestamp, sequence: u64) -> Self {
        Self(Mark { at, received, sequence })
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark { at, received, sequence } = self.0;
        write!(f, "{:016}{:016}{sequence:024}", since_min(at), since_min(received))
    }
}

/// Milliseconds since the first instant that there is: never negative, at most 15 digits.
pub(super) const fn since_min(at: Timestamp) -> i64 {
    at.millis_since(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_56_digits_and_order_as_events_do() {
        let times = [Timestamp::MIN, Timestamp::EPOCH, Timestamp::MAX];
        let marks = times.into_iter().flat_map(|at| {
            times
                .into_iter()
                .flat_map(move |received| [1, 2, u64::MAX].map(|sequence| EventId(Mark { at, received, sequence })))
        });
        let ids: Vec<EventId> = marks.collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1] && pair[0].to_string() < pair[1].to_string()));
        assert!(ids.iter().all(|id| id.to_string().len() == 56));
    }
}
