//! Taking events in.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::Engine;
use super::admission::{PutLogEventsError, Rejected, check_batch, check_span, oldest, sort_out};
use crate::agenda::Due;
use crate::metric_filter::{Batch, MINUTE, Reading, Watch};
use crate::name::{FilterName, LogGroupName};
use crate::output::{FilterDatum, FilterThrottled, Output};
use crate::store::Mark;

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
        self.tell_watched(arrived);
        let subscribed = self.watch(arrived);
        self.subscribe(arrived, &subscribed);
        self.tail(arrived);
        self.detect(arrived);
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
