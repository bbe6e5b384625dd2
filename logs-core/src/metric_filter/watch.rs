//! A metric filter at work.

use std::sync::Arc;

use cupola_base::{Datum, Dimension, Place, Sample, Timestamp};
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::minutes::{MINUTE, Minutes};
use super::pairs::Pairs;
use super::{DescribedMetricFilter, FilterState, MetricFilter, MetricFilterError};
use crate::explain::{FilterVerdict, Measured};
use crate::name::LogGroupName;

/// A metric filter of a group, with what it remembers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub(crate) struct Watch {
    pub(crate) filter: MetricFilter,
    pub(crate) created: Timestamp,
    minutes: Minutes,
    pairs: Pairs,
    fields: Fields,
}

/// A watch without what follows from its filter.
#[derive(Serialize, Deserialize)]
struct Kept {
    filter: MetricFilter,
    created: Timestamp,
    minutes: Minutes,
    pairs: Pairs,
}

/// What a filter made of one batch.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Measurements, in the order of the events.
    pub(crate) data: Vec<Datum>,
    /// When minutes close that were not open before, or were to close then anyway.
    pub(crate) closing: Vec<Timestamp>,
    /// Whether the filter made too many dimensions, and measures no more.
    pub(crate) throttled: bool,
}

/// What a filter must know to look at a batch.
#[derive(Debug)]
pub(crate) struct Batch<'a, M, C> {
    pub(crate) now: Timestamp,
    /// In order of time.
    pub(crate) events: &'a [(Timestamp, M)],
    /// When a minute is to close.
    pub(crate) closes: C,
    /// No event before this can come in any more.
    pub(crate) oldest: Timestamp,
    /// Different dimensions that a filter may make in an hour.
    pub(crate) most_pairs: usize,
    /// Where the events come from.
    pub(crate) place: &'a Place,
}

impl Watch {
    pub(crate) fn new(filter: MetricFilter, created: Timestamp) -> Result<Self, MetricFilterError> {
        Kept { filter, created, minutes: Minutes::default(), pairs: Pairs::default() }.try_into()
    }

    /// The filter that replaces this one: it acts on events that come in from now on.
    pub(crate) fn replaced(&self, filter: MetricFilter) -> Result<Self, MetricFilterError> {
        let mut minutes = self.minutes.clone();
        minutes.forget_open();
        Kept { filter, created: self.created, minutes, pairs: Pairs::default() }.try_into()
    }

    /// Looks at the events of a batch, of which those at these indexes match.
    pub(crate) fn read<M: AsRef<str>, C: Fn(Timestamp) -> Timestamp>(
        &mut self,
        batch: &Batch<'_, M, C>,
        mut matching: &[usize],
    ) -> Reading {
        let mut reading = Reading::default();
        if self.pairs.state() != FilterState::Active || !self.filter.looks_at(batch.place) {
            return reading;
        }
        self.minutes.forget_before(batch.oldest);
        let system = self.system_dimensions(batch.place);
        let mut seen = 0;
        for events in batch.events.chunk_by(|(a, _), (b, _)| a.floor_to(MINUTE) == b.floor_to(MINUTE)) {
            let Some((first, _)) = events.first() else { continue };
            seen += events.len();
            let (here, later) = matching.split_at(matching.partition_point(|index| *index < seen));
            self.read_minute(here.iter().map(|index| &batch.events[*index]), &system, &mut reading.data);
            if self.filter.default_value.is_some() {
                self.note(first.floor_to(MINUTE), !here.is_empty(), &batch.closes, &mut reading.closing);
            }
            matching = later;
        }
        if !self.filter.dimensions.is_empty() {
            reading.data.retain(|datum| self.pairs.admit(batch.now, &datum.dimensions, batch.most_pairs));
            reading.throttled = self.pairs.state() != FilterState::Active;
        }
        reading
    }

    /// The dimensions that all measurements of events of a place have.
    fn system_dimensions(&self, place: &Place) -> Arc<[Dimension]> {
        self.filter.system_dimensions().map(|field| Dimension::new(field.as_str(), field.of(place))).collect()
    }

    fn note(
        &mut self,
        minute: Timestamp,
        matched: bool,
        closes: impl Fn(Timestamp) -> Timestamp,
        closing: &mut Vec<Timestamp>,
    ) {
        let at = closes(minute);
        if matched {
            self.minutes.saw_match(minute);
        } else if self.minutes.saw_events(minute, at) {
            closing.push(at);
        }
    }

    /// Measures the matching events of one minute.
    fn read_minute<'e, M: AsRef<str> + 'e>(
        &self,
        matching: impl Iterator<Item = &'e (Timestamp, M)>,
        system: &Arc<[Dimension]>,
        data: &mut Vec<Datum>,
    ) {
        match self.fields.constant() {
            Some(value) => data.extend(self.count(matching.map(|(at, _)| *at), value, system)),
            None => data.extend(matching.filter_map(|(at, message)| self.measure(*at, message.as_ref(), system))),
        }
    }

    /// The data of events that all have the same value and no dimensions but system fields.
    ///
    /// One datum stands for all of them when summing it up that way is exact.
    fn count(&self, mut times: impl Iterator<Item = Timestamp>, value: f64, system: &Arc<[Dimension]>) -> Vec<Datum> {
        let Some(first) = times.next() else { return Vec::new() };
        if !is_small_integer(value) {
            return std::iter::once(first).chain(times).map(|at| self.datum(at, value, Arc::clone(system))).collect();
        }
        let datum = self.datum(first, value, Arc::clone(system));
        match times.count() {
            0 => vec![datum],
            more => vec![datum.with_sample(Sample::Values(vec![(value, as_float(more + 1))]))],
        }
    }

    /// The datum of one matching event; `None` when its value or one of its dimensions is missing.
    fn measure(&self, at: Timestamp, message: &str, system: &Arc<[Dimension]>) -> Option<Datum> {
        let pattern = self.filter.pattern();
        let value = self.fields.value(pattern, message)?;
        let found = self.fields.dimensions(pattern, message)?;
        Some(self.datum(at, value, joined(found, system)))
    }

    fn datum(&self, at: Timestamp, value: f64, dimensions: Arc<[Dimension]>) -> Datum {
        Datum::new(Arc::clone(&self.filter.namespace), Arc::clone(&self.filter.metric), at, value)
            .with_unit(self.filter.unit.unwrap_or_default())
            .with_dimensions(dimensions)
    }

    /// The default values of the minutes that close.
    pub(crate) fn close(&mut self, now: Timestamp) -> Vec<Datum> {
        let minutes = self.minutes.close(now);
        let Some(value) = self.filter.default_value else { return Vec::new() };
        minutes.into_iter().map(|minute| self.datum(minute, value, Arc::default())).collect()
    }

    pub(crate) fn describe(&self, log_group: &LogGroupName) -> DescribedMetricFilter {
        let (log_group, filter) = (log_group.clone(), self.filter.clone());
        DescribedMetricFilter { log_group, filter, created: self.created, state: self.pairs.state() }
    }

    /// What it makes of a message, and why.
    pub(crate) fn explain(&self, message: &str) -> FilterVerdict {
        let explanation = self.filter.pattern().explain(message);
        let measured = match explanation.matched {
            true => self.fields.measured(&self.filter, message),
            false => Measured::NoMatch,
        };
        FilterVerdict { filter: self.filter.name().clone(), explanation, measured }
    }

    /// When its open minutes close.
    pub(crate) fn closing(&self) -> impl Iterator<Item = Timestamp> {
        self.minutes.closing()
    }
}

impl TryFrom<Kept> for Watch {
    type Error = MetricFilterError;

    fn try_from(kept: Kept) -> Result<Self, MetricFilterError> {
        let Kept { filter, created, minutes, pairs } = kept;
        let fields = Fields::of(&filter)?;
        Ok(Self { filter, created, minutes, pairs, fields })
    }
}

impl From<Watch> for Kept {
    fn from(watch: Watch) -> Self {
        let Watch { filter, created, minutes, pairs, .. } = watch;
        Self { filter, created, minutes, pairs }
    }
}

fn joined(found: Arc<[Dimension]>, system: &Arc<[Dimension]>) -> Arc<[Dimension]> {
    if system.is_empty() { found } else { found.iter().chain(system.iter()).cloned().collect() }
}

/// Whether a few thousand millions of this number can be summed up without rounding.
fn is_small_integer(value: f64) -> bool {
    value.fract() == 0.0 && value.abs() < 1_048_576.0
}

#[expect(clippy::cast_precision_loss, reason = "events of one batch")]
const fn as_float(count: usize) -> f64 {
    count as f64
}
