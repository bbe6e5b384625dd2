//! Taking events in.

use std::ops::Range;
use std::sync::Arc;

use cupola_base::constraint::Violations;
use cupola_base::{ApiError, Timestamp};

use super::Engine;
use crate::agenda::Due;
use crate::error::UnknownLog;
use crate::group::Group;
use crate::limits::Limits;
use crate::metric_filter::{Batch, MINUTE, Reading, Watch};
use crate::name::{FilterName, LogGroupName};
use crate::output::{FilterDatum, FilterThrottled, Output};
use crate::store::{EVENT_OVERHEAD, Mark};

/// What became of a batch that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PutLogEventsAnswer {
    /// How many events were stored.
    pub accepted: usize,
    /// Which events were not, because of their times; `None` when all were.
    pub rejected: Option<Rejected>,
    /// An opaque token of 56 digits, another at each call; nothing asks for it.
    pub next_sequence_token: String,
}

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

/// Events that were stored just now, in one stream.
#[derive(Debug)]
pub(crate) struct Arrived<'a, M> {
    pub(crate) now: Timestamp,
    pub(crate) group: &'a LogGroupName,
    pub(crate) stream: &'a str,
    /// The number of the first event; those of the others follow it.
    pub(crate) first: u64,
    /// In order of time.
    pub(crate) events: &'a [(Timestamp, M)],
    /// What a transformer made of each, where one is in force; nothing where it failed.
    pub(crate) transformed: &'a [Option<Box<str>>],
}

impl<'a, M> Arrived<'a, M> {
    /// What a transformer made of an event.
    pub(crate) fn transformed(&self, index: usize) -> Option<&'a str> {
        self.transformed.get(index)?.as_deref()
    }
}

impl<M> Arrived<'_, M> {
    /// Group and stream, for outputs.
    pub(crate) fn names(&self) -> (Arc<str>, Arc<str>) {
        (self.group.clone().into(), self.stream.into())
    }
}

impl Engine {
    /// Takes a batch of events into a stream, in order of their times.
    ///
    /// Events that are too old (14 days), too new (2 hours) or already expired are left out and told
    /// in the answer; all others are stored and laid before the group's metric filters. The iterator
    /// is not asked for more events than a batch may have.
    ///
    /// ```
    /// use cupola_logs::{Engine, MetricFilter, Output, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "auth")?;
    /// engine.create_log_stream(now, "auth", "host-1")?;
    /// engine.put_metric_filter(now, "auth", MetricFilter::new("failed", "Failed", "Auth", "Failed")?)?;
    ///
    /// let lines = [(now.plus_secs(-14 * 86_400 - 1), "Failed long ago"), (now, "Failed now")];
    /// let answer = engine.put_log_events(now, "auth", "host-1", lines)?;
    /// assert_eq!(answer.rejected.and_then(|rejected| rejected.too_old_until), Some(1));
    /// assert!(matches!(&engine.drain()[..], [Output::Datum(made)] if made.datum.at == now));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutLogEventsError`] when the batch is refused as a whole; then nothing is stored.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutLogEvents.
    #[doc(alias = "PutLogEvents")]
    pub fn put_log_events(
        &mut self,
        now: Timestamp,
        group: &str,
        stream: &str,
        events: impl IntoIterator<Item = (Timestamp, impl AsRef<str>)>,
    ) -> Result<PutLogEventsAnswer, PutLogEventsError> {
        let now = self.at(now);
        let name = self.group_name(group)?;
        let found = self.group(group)?;
        found.stream(stream)?;
        let most = self.limits.events_per_batch;
        let events: Vec<_> = events.into_iter().take(most.saturating_add(1)).collect();
        check_batch(&events, &self.limits)?;
        let (accepted, rejected) = sort_out(&events, now, found, &self.limits);
        let events = &events[accepted];
        check_span(events, &self.limits)?;
        let first = self.store(now, &name, stream, events);
        let arrived = Arrived { now, group: &name, stream, first, events, transformed: &[] };
        match self.mask(&arrived) {
            Some(masked) => self.feed(&Arrived { now, group: &name, stream, first, events: &masked, transformed: &[] }),
            None => self.feed(&arrived),
        }
        self.make_room(now);
        let next_sequence_token = self.sequence_token();
        Ok(PutLogEventsAnswer { accepted: events.len(), rejected, next_sequence_token })
    }

    /// Keeps the events, and answers the number of the first.
    fn store<M: AsRef<str>>(
        &mut self,
        now: Timestamp,
        name: &LogGroupName,
        stream: &str,
        events: &[(Timestamp, M)],
    ) -> u64 {
        let number = self.sequence + 1;
        let (Some((first, _)), Some((last, _))) = (events.first(), events.last()) else { return number };
        let found = self.groups.get_mut(name).and_then(|group| group.streams.get_mut(stream));
        let Some(found) = found else { return number };
        let before = found.size();
        found.see(*first, *last, now);
        for (at, message) in events {
            self.sequence += 1;
            found.strand.insert(Mark { at: *at, received: now, sequence: self.sequence }, message.as_ref());
        }
        self.stored += found.size() - before;
        self.plan_sweep_of(now, name, *first);
        number
    }

    /// Lays stored events before all that looks at events as they come in.
    fn feed<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        let transformed = self.transform(arrived);
        let arrived = &Arrived { transformed: &transformed, ..*arrived };
        self.index(arrived);
        self.extract(arrived);
        let subscribed = self.watch(arrived);
        self.subscribe(arrived, &subscribed);
        self.tail(arrived);
    }

    /// Lays the events before the group's filters, and answers which of them each subscription filter matches.
    fn watch<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) -> Vec<Vec<usize>> {
        let &Arrived { now, group: name, events, .. } = arrived;
        let (oldest, most_pairs) = (oldest(now, &self.limits), self.limits.dimension_pairs_per_hour);
        let grace = i64::from(self.policies.minute_grace_seconds) * 1000;
        let this_minute = now.plus_millis(1).ceil_to(MINUTE);
        let closes = |minute: Timestamp| minute.plus_millis(MINUTE).max(this_minute).plus_millis(grace);
        let is_transformed = !arrived.transformed.is_empty();
        let of_transformed = if is_transformed { transformed_events(arrived) } else { Vec::new() };
        let place = &self.place;
        let transformed = Batch { now, events: &of_transformed, closes, oldest, most_pairs, place };
        let batch = Batch { now, events, closes, oldest, most_pairs, place };
        let Some(group) = self.groups.get_mut(name) else { return Vec::new() };
        let of_transformed = is_transformed.then_some(&of_transformed);
        let matching = group.judge.matching(&group.filters, &group.subscriptions, events, of_transformed);
        let read = |watch: &mut Watch, matching: &[usize]| match is_transformed && watch.filter.sees_transformed() {
            true => watch.read(&transformed, matching),
            false => watch.read(&batch, matching),
        };
        let watches = group.filters.iter_mut().zip(&matching.metrics);
        let readings: Vec<_> = watches.map(|((filter, watch), at)| (filter.clone(), read(watch, at))).collect();
        readings.into_iter().for_each(|(filter, reading)| self.take(now, name, &filter, reading));
        matching.subscriptions
    }

    fn take(&mut self, now: Timestamp, group: &LogGroupName, filter: &FilterName, reading: Reading) {
        let names = || (Arc::<str>::from(group.clone()), Arc::<str>::from(filter.clone()));
        for datum in reading.data {
            let (log_group, filter) = names();
            self.emit(Output::Datum(FilterDatum { at: now, log_group, filter, datum }));
        }
        if reading.throttled {
            let (log_group, filter) = names();
            self.emit(Output::FilterThrottled(FilterThrottled { at: now, log_group, filter }));
        }
        let due = || Due::CloseMinutes(group.clone(), filter.clone());
        reading.closing.into_iter().for_each(|at| self.agenda.set(at, due()));
    }

    fn sequence_token(&self) -> String {
        format!("496{:020}{:020}{:013}", self.rng.next_u64(), self.rng.next_u64(), self.rng.below(10_000_000_000_000))
    }
}

/// The events as transformers made them; those that they did not make stay as they are.
fn transformed_events<'a, M: AsRef<str>>(arrived: &Arrived<'a, M>) -> Vec<(Timestamp, &'a str)> {
    let shown = |(index, (at, message)): (usize, &'a (Timestamp, M))| {
        (*at, arrived.transformed(index).unwrap_or_else(|| message.as_ref()))
    };
    arrived.events.iter().enumerate().map(shown).collect()
}

/// Checks what does not depend on the time.
fn check_batch<M: AsRef<str>>(events: &[(Timestamp, M)], limits: &Limits) -> Result<(), PutLogEventsError> {
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
fn sort_out<M>(
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
const fn oldest(now: Timestamp, limits: &Limits) -> Timestamp {
    now.plus_millis(limits.oldest_event_millis.saturating_neg())
}

fn check_span<M>(accepted: &[(Timestamp, M)], limits: &Limits) -> Result<(), PutLogEventsError> {
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
