//! One evaluation: from a range to a decision and its reasons.

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::configuration::AlarmConfiguration;
use super::decision::{Clause, Decision, Window, decide};
use super::range::Range;
use super::reason::{Bound, Filled, ReasonPoint, StateReason};
use super::reason_data::reason_data;
use super::schedule::rule;
use super::state::StateValue;
use crate::policies::Policies;

/// What an evaluation saw and decided.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) range: Range,
    pub(crate) decision: Decision,
}

pub(crate) fn evaluate(range: Range, alarm: &AlarmConfiguration, policies: &Policies) -> Evaluation {
    let decision = decide(&rule(alarm, policies), &range.verdicts());
    Evaluation { range, decision }
}

impl Evaluation {
    /// The windows with data that were looked at, newest first.
    pub(crate) fn considered(&self, alarm: &AlarmConfiguration) -> Vec<usize> {
        self.range.real(alarm.evaluation_periods as usize).collect()
    }

    /// The text and the data of the reason for a state that this evaluation led to.
    pub(crate) fn reason(
        &self,
        now: Timestamp,
        alarm: &AlarmConfiguration,
        from: StateValue,
        to: StateValue,
    ) -> (String, Json) {
        let considered = self.considered(alarm);
        let supporting = self.supporting(&considered, to);
        let points = supporting.iter().filter_map(|index| self.point(*index)).collect();
        let text =
            StateReason::new(alarm.comparison_operator, Bound::Threshold(alarm.threshold), alarm.evaluation_periods)
                .with_datapoints_to_alarm(alarm.datapoints_to_alarm)
                .between(from, to)
                .with_points(points)
                .with_received(considered.len())
                .with_filled(self.filled(alarm, considered.len()));
        (text.to_string(), reason_data(now, alarm, to, &self.range, &supporting))
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
        let (value, _) = self.range.windows[index].point?;
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
