//! Which events of a batch are stored.

use std::ops::Range;

use cupola_base::constraint::Violations;
use cupola_base::{ApiError, Timestamp};

use crate::error::UnknownLog;
use crate::group::Group;
use crate::limits::Limits;
use crate::store::EVENT_OVERHEAD;

/// Which events of a batch were not stored, by their indices from 0.
///
/// An event that is too old is not counted as expired besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// The first event that is too far in the future; so are all after it.
    pub too_new_from: Option<usize>,
    /// The index after the last event that is too old; so are all before it.
    pub too_old_until: Option<usize>,
    /// The index after the last event that the group's retention has outlived.
    pub expired_until: Option<usize>,
}

/// Checks what does not depend on the time.
pub(super) fn check_batch<M: AsRef<str>>(events: &[(Timestamp, M)], limits: &Limits) -> Result<(), PutLogEventsError> {
    check_count(events.len(), limits)?;
    if let Some(index) = events.iter().position(|(_, message)| message.as_ref().is_empty()) {
        return Err(PutLogEventsError::EmptyMessage { index });
    }
    let bytes = |message: &M| message.as_ref().len().saturating_add(EVENT_OVERHEAD);
    let all = events.iter().fold(0usize, |all, (_, message)| all.saturating_add(bytes(message)));
    if all > limits.batch_bytes {
        return Err(PutLogEventsError::BatchTooLarge { bytes: all, most: limits.batch_bytes });
    }
    let most = limits.event_bytes.min(MOST_EVENT_BYTES);
    if let Some((index, (_, message))) = events.iter().enumerate().find(|(_, (_, message))| bytes(message) > most) {
        return Err(PutLogEventsError::EventTooLarge { index, bytes: bytes(message), most });
    }
    match events.windows(2).position(|pair| pair[0].0 > pair[1].0) {
        Some(before) => Err(PutLogEventsError::NotChronological { index: before + 1 }),
        None => Ok(()),
    }
}

fn check_count(given: usize, limits: &Limits) -> Result<(), PutLogEventsError> {
    match given {
        0 => Err(PutLogEventsError::NoEvents),
        _ if given > limits.events_per_batch => Err(PutLogEventsError::TooManyEvents { most: limits.events_per_batch }),
        _ => Ok(()),
    }
}

/// What the store can hold in one piece.
const MOST_EVENT_BYTES: usize = u32::MAX as usize;

/// Which events are stored, and which are not because of their times. The events are in order.
pub(super) fn sort_out<M>(
    events: &[(Timestamp, M)],
    now: Timestamp,
    group: &Group,
    limits: &Limits,
) -> (Range<usize>, Option<Rejected>) {
    let before = |at: Timestamp| events.partition_point(|(time, _)| *time < at);
    let too_old = before(oldest(now, limits));
    let expired = before(group.cutoff(now)).max(too_old);
    let newest = now.plus_millis(limits.newest_event_millis);
    let too_new = events.partition_point(|(time, _)| *time <= newest).max(expired);
    let rejected = Rejected {
        too_new_from: (too_new < events.len()).then_some(too_new),
        too_old_until: (too_old > 0).then_some(too_old),
        expired_until: (expired > too_old).then_some(expired),
    };
    (expired..too_new, (rejected != Rejected::default()).then_some(rejected))
}

/// Events before this are too old at `now`.
pub(super) const fn oldest(now: Timestamp, limits: &Limits) -> Timestamp {
    now.plus_millis(limits.oldest_event_millis.saturating_neg())
}

pub(super) fn check_span<M>(accepted: &[(Timestamp, M)], limits: &Limits) -> Result<(), PutLogEventsError> {
    let (Some((first, _)), Some((last, _))) = (accepted.first(), accepted.last()) else { return Ok(()) };
    let millis = last.millis_since(*first);
    if millis > limits.batch_span_millis { Err(PutLogEventsError::Span { millis }) } else { Ok(()) }
}

/// Why a batch was refused; nothing of it was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutLogEventsError {
    /// The group or the stream is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// No event at all.
    #[error("the batch holds no events")]
    NoEvents,
    /// More events than a batch may have.
    #[error("the batch holds more than {most} events")]
    TooManyEvents {
        /// How many may be.
        most: usize,
    },
    /// A message is empty.
    #[error("the message of event {index} is empty")]
    EmptyMessage {
        /// Which, counted from 0.
        index: usize,
    },
    /// The batch has more bytes than it may have, 26 an event included.
    #[error("a batch of {bytes} bytes is larger than {most}")]
    BatchTooLarge {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// An event has more bytes than it may have, 26 included.
    #[error("event {index} of {bytes} bytes is larger than {most}")]
    EventTooLarge {
        /// Which, counted from 0.
        index: usize,
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// An event is older than the one before it.
    #[error("event {index} is older than the one before it")]
    NotChronological {
        /// Which, counted from 0.
        index: usize,
    },
    /// The accepted events span more than a day.
    #[error("the accepted events span {millis} ms, more than a batch may span")]
    Span {
        /// Milliseconds between the first and the last.
        millis: i64,
    },
}

impl From<PutLogEventsError> for ApiError {
    fn from(error: PutLogEventsError) -> Self {
        let violation = |value: &str, path: &str, bound: &str| Violations::one(value, path, bound).to_string();
        let message = match error {
            PutLogEventsError::Unknown(error) => return error.into(),
            PutLogEventsError::NoEvents => {
                violation("[]", "logEvents", "Member must have length greater than or equal to 1")
            }
            PutLogEventsError::TooManyEvents { most } => {
                violation("[...]", "logEvents", &format!("Member must have length less than or equal to {most}"))
            }
            PutLogEventsError::EmptyMessage { index } => {
                let path = format!("logEvents.{}.member.message", index + 1);
                violation("", &path, "Member must have length greater than or equal to 1")
            }
            PutLogEventsError::BatchTooLarge { bytes, most } => {
                format!("Upload too large: {bytes} bytes exceeds limit of {most}")
            }
            PutLogEventsError::EventTooLarge { bytes, most, .. } => {
                format!("Log event too large: {bytes} bytes exceeds limit of {most}")
            }
            PutLogEventsError::NotChronological { .. } => {
                "Log events in a single PutLogEvents request must be in chronological order.".into()
            }
            PutLogEventsError::Span { .. } => {
                "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.".into()
            }
        };
        Self::caller("InvalidParameterException", message)
    }
}
