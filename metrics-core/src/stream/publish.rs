//! Minutes that close.
//!
//! A minute goes out at its end. Data that come in later, or while the minute's end is being
//! served, send the whole minute again at the next full minute. Minutes without new data while a
//! stream runs are never sent: there is no back-fill.

use cupola_base::{Datum, Draft, Payload, Timestamp, Unit};

use super::{MetricStream, MetricStreamUpdate, Pending, StreamRecord, Streams};
use crate::engine::Engine;
use crate::metric::Metric;
use crate::output::{Lost, Output};
use crate::period::Period;
use crate::statistic::Statistic;
use crate::store::{Arrival, Grid};

/// Where streams tell about themselves. They do not stream that: it would never end.
const OWN: &str = "AWS/CloudWatch/MetricStreams";
const MINUTE: i64 = 60_000;

impl Engine {
    /// Remembers that a minute has new data, when a stream takes it.
    pub(crate) fn note_for_streams(&mut self, now: Timestamp, datum: &Datum) {
        if self.streams.running().next().is_none() {
            return;
        }
        let Ok(metric) = Metric::new(&datum.namespace, &datum.name) else { return };
        let Ok(metric) = metric.with_dimensions(datum.dimensions.iter().cloned()) else { return };
        self.note_metric_for_streams(now, metric, datum.into());
    }

    /// The same for data that came in otherwise.
    pub(crate) fn note_metric_for_streams(&mut self, now: Timestamp, metric: Metric, arrival: Arrival) {
        if metric.namespace.as_str() == OWN {
            return;
        }
        if !self.streams.running().any(|stream| stream.configuration.metrics.accepts(&metric)) {
            return;
        }
        let minute = arrival.at.floor_to(MINUTE);
        let closes = minute.plus_millis(MINUTE);
        if now.millis_since(closes) <= i64::from(self.limits.streamed_age_seconds) * 1000 {
            let due = closes.max(self.done.floor_to(MINUTE).plus_millis(MINUTE));
            self.streams.pending.insert(Pending { due, metric, unit: arrival.unit, minute });
            self.fit_pending(now);
        }
    }

    fn fit_pending(&mut self, now: Timestamp) {
        while self.streams.pending.len() > self.limits.streamed_minutes {
            self.streams.pending.pop_first();
            self.waiting.lose(now, Lost::StreamedMinutes, 1);
        }
    }

    /// Sends every minute that is due at `at`, stream by stream.
    pub(crate) fn publish_streams(&mut self, at: Timestamp) {
        let due = self.streams.take_due(at);
        let running: Vec<MetricStream> = self.streams.running().cloned().collect();
        for stream in running {
            let taken = due.iter().filter(|pending| stream.configuration.metrics.accepts(&pending.metric));
            let updates: Vec<MetricStreamUpdate> =
                taken.filter_map(|pending| self.update(at, &stream, pending)).collect();
            self.send(at, &stream, &updates);
            self.count_updates(at, &stream, &updates);
        }
    }

    /// A minute as the store has it now.
    fn update(&mut self, at: Timestamp, stream: &MetricStream, pending: &Pending) -> Option<MetricStreamUpdate> {
        let Pending { metric, unit, minute, .. } = pending;
        let id = self.store.find(metric)?;
        let grid = Grid::spanning(*minute, minute.plus_millis(MINUTE), Period::MINUTE);
        let wanted = stream.configuration.statistics_of(metric).into_iter();
        let wanted: Vec<(&str, Statistic)> = wanted.filter_map(|text| Some((text, text.parse().ok()?))).collect();
        let statistics: Vec<Statistic> = wanted.iter().map(|(_, statistic)| *statistic).collect();
        let slot = self.store.read(at, id, *unit, Period::MINUTE, grid, &statistics).pop()?;
        let values = wanted.iter().filter_map(|(text, asked)| Some(((*text).to_owned(), slot.statistic(*asked)?)));
        let update = MetricStreamUpdate::new(metric.clone(), *unit, *minute, slot.summary);
        Some(MetricStreamUpdate { statistics: values.collect(), ..update })
    }

    /// Hands the updates out, in records of bounded size.
    fn send(&mut self, at: Timestamp, stream: &MetricStream, updates: &[MetricStreamUpdate]) {
        let mut record = (String::new(), 0);
        for update in updates {
            let line = update.line(stream, &self.place);
            if record.1 > 0 && record.0.len() + line.len() + 1 > self.limits.stream_record_bytes {
                let full = std::mem::take(&mut record);
                self.hand_out(at, stream, full);
            }
            record.0.push_str(&line);
            record.0.push('\n');
            record.1 += 1;
        }
        if record.1 > 0 {
            self.hand_out(at, stream, record);
        }
    }

    fn hand_out(&mut self, at: Timestamp, stream: &MetricStream, (text, updates): (String, usize)) {
        let target = stream.configuration.firehose_arn.as_str();
        let draft = Draft::new(at, stream.arn.as_str(), target, Payload::of(text));
        let role = stream.configuration.role_arn.clone();
        self.emit(Output::StreamRecord(StreamRecord { role, updates, draft }));
    }

    /// The streams' own metrics, of the minute that ended.
    fn count_updates(&mut self, at: Timestamp, stream: &MetricStream, updates: &[MetricStreamUpdate]) {
        if updates.is_empty() {
            return;
        }
        let extra = |update: &MetricStreamUpdate| stream.configuration.statistics_of(&update.metric).len().div_ceil(5);
        let total = updates.len() + updates.iter().map(extra).sum::<usize>();
        for (name, value) in [("MetricUpdate", updates.len()), ("TotalMetricUpdate", total), ("PublishErrorRate", 0)] {
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            let datum = Datum::new(OWN, name, at.plus_millis(-MINUTE), value as f64).with_unit(Unit::None);
            let name = stream.configuration.name.as_str();
            self.keep_own(at, &datum.clone().with_dimension("MetricStreamName", name));
            self.keep_own(at, &datum);
        }
    }
}

impl Streams {
    fn take_due(&mut self, at: Timestamp) -> Vec<Pending> {
        let mut due = Vec::new();
        while let Some(first) = self.pending.first()
            && first.due <= at
        {
            due.extend(self.pending.pop_first());
        }
        due
    }
}
