//! One evaluation of an alarm, and its reason.

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::check::percentile;
use super::configuration::AlarmConfiguration;
use super::decision::{Clause, Decision, Window, decide};
use super::range::{Point, Range};
use super::reason::{Bound, Filled, ReasonPoint, StateReason};
use super::reason_data::reason_data;
use super::schedule::rule;
use super::state::{LowSamples, StateValue};
use crate::policies::Policies;

/// What an evaluation saw and decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Evaluation {
    pub(crate) range: Range,
    pub(crate) decision: Decision,
}

pub(crate) fn evaluate(range: Range, alarm: &AlarmConfiguration, policies: &Policies) -> Evaluation {
    let decision = match has_low_samples(&range, alarm) {
        true => Decision { state: None, clause: Clause::LowSamples },
        false => decide(&rule(alarm, policies), &range.verdicts()),
    };
    Evaluation { range, decision }
}

/// Whether one of the datapoints that are looked at stands for too few samples to tell its percentile, and the alarm is to
/// ignore such.
fn has_low_samples(range: &Range, alarm: &AlarmConfiguration) -> bool {
    let Some(least) = least_samples(alarm) else { return false };
    let counts = range.real(alarm.evaluation_periods as usize).filter_map(|index| range.windows[index].point);
    counts.filter_map(|point| point.sample_count).any(|count| count < least)
}

/// How many samples a datapoint must stand for, for alarms that ignore lower ones: 10/(1-q) for the percentile q, and 10/q
/// below the median.
fn least_samples(alarm: &AlarmConfiguration) -> Option<f64> {
    let fraction = percentile(alarm.source.metric()?.statistic)?;
    let ignores = alarm.low_samples == Some(LowSamples::Ignore);
    let tail = if fraction >= 0.5 { 1.0 - fraction } else { fraction };
    (ignores && tail > 0.0).then_some(10.0 / tail)
}

impl Evaluation {
    /// The windows with data that were looked at, newest first.
    pub(crate) fn considered(&self, alarm: &AlarmConfiguration) -> Vec<usize> {
        self.range.real(alarm.evaluation_periods as usize).collect()
    }

    /// The text of the reason for a state that this evaluation led to.
    pub(crate) fn reason(&self, alarm: &AlarmConfiguration, from: StateValue, to: StateValue) -> String {
        let supporting = self.supporting(&self.considered(alarm), to);
        self.text(alarm, from, to, &supporting).to_string()
    }

    /// The data of that reason.
    pub(crate) fn reason_data(&self, now: Timestamp, alarm: &AlarmConfiguration, to: StateValue) -> Json {
        let supporting = self.supporting(&self.considered(alarm), to);
        reason_data(now, alarm, to, &self.range, &supporting)
    }

    /// The text of the reason of a contributor's state.
    pub(crate) fn contributor_reason(&self, alarm: &AlarmConfiguration, from: StateValue, to: StateValue) -> String {
        let supporting = self.supporting(&self.considered(alarm), to);
        self.text(alarm, from, to, &supporting).of_contributor().to_string()
    }

    fn text(&self, alarm: &AlarmConfiguration, from: StateValue, to: StateValue, supporting: &[usize]) -> StateReason {
        let received = self.considered(alarm).len();
        let points: Vec<Point> = supporting.iter().filter_map(|index| self.range.windows[*index].point).collect();
        StateReason::new(alarm.comparison_operator, bound(alarm, &points), alarm.evaluation_periods)
            .with_datapoints_to_alarm(alarm.datapoints_to_alarm)
            .between(from, to)
            .with_points(supporting.iter().filter_map(|index| self.point(*index)).collect())
            .with_received(received)
            .with_filled(self.filled(alarm, received))
    }

    fn supporting(&self, considered: &[usize], to: StateValue) -> Vec<usize> {
        let wanted = match to {
            StateValue::Alarm => Window::Breaching,
            StateValue::Ok => Window::NonBreaching,
            StateValue::InsufficientData => return Vec::new(),
        };
        considered.iter().copied().filter(|index| self.range.windows[*index].verdict == wanted).collect()
    }

    fn point(&self, index: usize) -> Option<ReasonPoint> {
        let Point { value, .. } = self.range.windows[index].point?;
        Some(ReasonPoint { value, at: self.range.start_of(index) })
    }

    fn filled(&self, alarm: &AlarmConfiguration, real: usize) -> Option<Filled> {
        let count = alarm.evaluation_periods as usize - real;
        match self.decision.clause {
            Clause::FilledBreaching => Some(Filled { count, breaching: true }),
            Clause::FilledNotBreaching => Some(Filled { count, breaching: false }),
            _ => None,
        }
    }
}

/// What datapoints were compared with: the threshold, or the band at each.
fn bound(alarm: &AlarmConfiguration, points: &[Point]) -> Bound {
    match alarm.threshold {
        Some(threshold) => Bound::Threshold(threshold),
        None => {
            let (lower, upper) = points.iter().filter_map(|point| point.band).unzip();
            Bound::Band { lower, upper }
        }
    }
}
