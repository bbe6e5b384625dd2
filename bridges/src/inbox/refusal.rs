//! What an observatory did not take.

use cupola::audit::BuildError;
use cupola::logs::{CreateLogStreamError, PutLogEventsError};
use cupola::metrics::PutMetricDataError;
use cupola::traces::SegmentRefusal;

use super::Destination;

/// Why something that was sent is not in the observatory.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such stream, and it could not be made.
    #[error("{} events for the stream `{}` of `{}`: {cause}", .events, .to.stream(), .to.group())]
    Stream {
        /// The stream.
        to: Destination,
        /// How many events were for it.
        events: usize,
        /// Why it could not be made.
        cause: CreateLogStreamError,
    },
    /// A log event is none that the service takes.
    #[error("an event for the stream `{}` of `{}`: {cause}", .to.stream(), .to.group())]
    LogEvent {
        /// The stream.
        to: Destination,
        /// What is wrong.
        cause: PutLogEventsError,
    },
    /// Log events are too old, too new, or older than their group keeps them.
    #[error("{} events for the stream `{}` of `{}` are too old or too new", .events, .to.stream(), .to.group())]
    Times {
        /// The stream.
        to: Destination,
        /// How many.
        events: usize,
    },
    /// A measurement is none that the service takes.
    #[error(transparent)]
    Datum(#[from] PutMetricDataError),
    /// A document is no segment.
    #[error(transparent)]
    Segment(#[from] SegmentRefusal),
    /// A call is none that can be recorded.
    #[error(transparent)]
    Call(#[from] BuildError),
}
