//! A bench while it runs.

use std::collections::BTreeSet;

use cupola::base::{Caller, Datum, Dimension, Resolution};
use cupola::metrics::{AlarmRule, Engine, Output, Policies};
use cupola::{Place, Timestamp};
use serde_json::{Value, json};

use super::error::BenchError;
use super::expectation::Expectations;
use super::report::{Change, Line, Report, Track};
use super::{AlarmBench, Feed, Kind, Source, Watched};

/// An engine, a clock and what is seen of each alarm.
pub(super) struct Run {
    engine: Engine,
    start: Timestamp,
    step: u32,
    tracks: Vec<Track>,
    watched: BTreeSet<Watched>,
}

impl Run {
    pub(super) fn new(policies: Policies, step: u32) -> Self {
        let place = Place::parse("111122223333", "us-east-1").expect("a place");
        let start = Timestamp::parse("2026-01-05T00:00:00Z").expect("a time");
        let engine = Engine::new(place, 0).with_policies(policies);
        Self { engine, start, step, tracks: Vec::new(), watched: BTreeSet::new() }
    }

    /// Puts alarms, those that name others after them: what is refused is tried again as long as others are not.
    pub(super) fn put_all(&mut self, alarms: Vec<Source>) -> Result<(), BenchError> {
        let mut left = alarms;
        while !left.is_empty() {
            let (before, mut errors) = (left.len(), Vec::new());
            left.retain(|alarm| self.put(alarm.clone()).map_err(|error| errors.push(error)).is_err());
            if left.len() == before {
                return errors.into_iter().next().map_or(Ok(()), Err);
            }
        }
        self.look()
    }

    fn put(&mut self, alarm: Source) -> Result<(), BenchError> {
        match alarm {
            Source::Typed(alarm) => self.engine.put_metric_alarm(self.start, *alarm).map_err(BenchError::Alarm),
            Source::Composite(alarm) => {
                self.engine.put_composite_alarm(self.start, *alarm).map_err(BenchError::Composite)
            }
            Source::Json(put) => self.call(put.action, &put.input).map(drop),
        }
    }

    /// Reads the alarms back: their names and what they watch.
    fn look(&mut self) -> Result<(), BenchError> {
        let mut token = None;
        loop {
            let input = json!({"AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "NextToken": token});
            let answer = self.call("DescribeAlarms", &input.to_string())?;
            let alarms = |list: &str| answer.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
            for alarm in [alarms("MetricAlarms"), alarms("CompositeAlarms")].concat() {
                self.watched.extend(watched(&alarm));
                self.tracks.push(Track::new(text(&alarm, "AlarmName"), children(&alarm)));
            }
            token = answer.get("NextToken").and_then(Value::as_str).map(str::to_owned);
            if token.is_none() {
                return Ok(());
            }
        }
    }

    pub(super) fn expect(
        &mut self,
        alarm: Option<String>,
        expected: Expectations,
        kind: Kind,
    ) -> Result<(), BenchError> {
        let alarms: Vec<String> = self.tracks.iter().map(|track| track.name.clone()).collect();
        let found = match (&alarm, self.tracks.as_mut_slice()) {
            (None, [track]) => Ok(track),
            (None, _) => Err(BenchError::WhichAlarm { alarms: alarms.clone() }),
            (Some(name), tracks) => tracks
                .iter_mut()
                .find(|track| track.name == *name)
                .ok_or_else(|| BenchError::NoSuchAlarm { name: name.clone(), alarms }),
        };
        let track = found?;
        match kind {
            Kind::States => track.expected.extend(expected.0),
            Kind::Changes => track.exactly.get_or_insert_default().extend(expected.0),
        }
        Ok(())
    }

    pub(super) fn feed(mut self, feeds: Vec<Feed>) -> Result<Report, BenchError> {
        let feeds = feeds.into_iter().map(|feed| Ok((self.metric(feed.metric)?, feed.values)));
        let feeds = feeds.collect::<Result<Vec<_>, BenchError>>()?;
        let steps = feeds.iter().map(|(_, values)| values.len()).max().unwrap_or(0).max(self.last_expectation());
        if steps > AlarmBench::MOST_STEPS {
            return Err(BenchError::TooLong { most: AlarmBench::MOST_STEPS });
        }
        let mut values: Vec<_> = feeds.iter().map(|(metric, values)| (metric, values.iter())).collect();
        for index in 0..u32::try_from(steps).unwrap_or(u32::MAX) {
            let at = self.start.plus_secs(i64::from(index) * i64::from(self.step));
            for (metric, values) in &mut values {
                values.next().flatten().map_or(Ok(()), |value| self.put_datum(at, metric, value))?;
            }
            self.go_to(index + 1);
        }
        Ok(Report { start: self.start, step: self.step, tracks: self.tracks })
    }

    /// Steps until the last expectation is due.
    fn last_expectation(&self) -> usize {
        let all = self.tracks.iter().flat_map(|track| track.expected.iter().chain(track.exactly.iter().flatten()));
        let last = all.map(|expectation| expectation.to).max().unwrap_or(0);
        last.div_ceil(self.step) as usize
    }

    fn metric(&self, given: Option<Watched>) -> Result<Watched, BenchError> {
        let mut watched = self.watched.iter();
        match (given, watched.next(), watched.next()) {
            (Some(metric), ..) => {
                let unit = self.watched.iter().find(|known| known.is(&metric)).and_then(|known| known.unit.clone());
                Ok(Watched { unit, ..metric })
            }
            (None, Some(metric), None) => Ok(metric.clone()),
            _ => Err(BenchError::WhichMetric { watched: self.watched.iter().map(ToString::to_string).collect() }),
        }
    }

    fn put_datum(&mut self, at: Timestamp, metric: &Watched, value: f64) -> Result<(), BenchError> {
        let dimension = |(name, value): &(String, String)| Dimension::new(name.as_str(), value.as_str());
        let dimensions: Vec<Dimension> = metric.dimensions.iter().map(dimension).collect();
        let resolution = if self.step < 60 { Resolution::High } else { Resolution::Standard };
        let datum = Datum::new(metric.namespace.as_str(), metric.name.as_str(), at, value);
        let datum = datum.with_dimensions(dimensions).with_resolution(resolution);
        let datum = match metric.unit.as_deref().and_then(|unit| unit.parse().ok()) {
            Some(unit) => datum.with_unit(unit),
            None => datum,
        };
        self.engine.put(at, datum).map(drop).map_err(|error| BenchError::Datum(error.to_string()))
    }

    /// Turns the clock to a step and looks at every alarm.
    fn go_to(&mut self, step: u32) {
        let at = step.saturating_mul(self.step);
        let now = self.start.plus_secs(i64::from(at));
        self.engine.advance(now);
        for output in self.engine.drain() {
            let Output::StateChange(change) = output else { continue };
            let track = self.tracks.iter_mut().find(|track| track.name == change.alarm);
            let (from, to, reason) = (change.from, change.to, change.reason);
            track
                .into_iter()
                .for_each(|track| track.changes.push(Change { at: change.at, from, to, reason: reason.clone() }));
        }
        for track in &mut self.tracks {
            let explained = self.engine.explain_alarm(now, &track.name).ok();
            let newest = explained.and_then(|explanation| explanation.windows.first().copied());
            track.lines.push(Line { at, window: newest.map(|window| (window.value, window.verdict)) });
        }
    }

    fn call(&mut self, action: &str, input: &str) -> Result<Value, BenchError> {
        let caller = Caller::root(self.engine.place().clone());
        let answer = self.engine.call(self.start, &caller, action, input).map_err(BenchError::Refused)?;
        serde_json::from_str(&answer).map_err(|cause| BenchError::Json(cause.to_string()))
    }
}

/// The metrics that an alarm of a description watches.
fn watched(alarm: &Value) -> Vec<Watched> {
    let one = |metric: &Value, unit: &Value| {
        let dimension = |of: &Value| (text(of, "Name"), text(of, "Value"));
        let dimensions = metric.get("Dimensions").and_then(Value::as_array);
        Watched {
            namespace: text(metric, "Namespace"),
            name: text(metric, "MetricName"),
            dimensions: dimensions.into_iter().flatten().map(dimension).collect(),
            unit: unit.get("Unit").and_then(Value::as_str).map(Into::into),
        }
    };
    if alarm.get("MetricName").is_some() {
        return vec![one(alarm, alarm)];
    }
    let queries = alarm.get("Metrics").and_then(Value::as_array).into_iter().flatten();
    let stats = queries.filter_map(|query| query.get("MetricStat"));
    stats.filter_map(|stat| Some(one(stat.get("Metric")?, stat))).collect()
}

/// The names of the alarms that a rule looks at.
fn children(alarm: &Value) -> Vec<String> {
    let rule = AlarmRule::parse(&text(alarm, "AlarmRule")).ok();
    let name = |text: &str| {
        text.split_once(":alarm:").filter(|_| text.starts_with("arn:")).map_or(text, |arn| arn.1).to_owned()
    };
    rule.iter().flat_map(AlarmRule::references).map(name).collect()
}

fn text(object: &Value, member: &str) -> String {
    object.get(member).and_then(Value::as_str).unwrap_or_default().into()
}
