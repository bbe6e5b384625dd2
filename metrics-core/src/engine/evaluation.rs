//! Evaluations of metric alarms, and when they are due.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::Engine;
use crate::alarm::{
    AlarmConfiguration, AlarmId, AlarmSource, Evaluated, EvaluationState, EvaluationWindow, Eye, LowSamples, Range,
    Record, Sight, Spans, StateValue, Task, Why, Windows, awake_at, decide_bits, evaluate, is_quiet, next_tick,
    oldest_wanted, rule,
};
use crate::data::Terms;
use crate::store::{Asked, MetricId};

impl Engine {
    /// Evaluates an alarm and plans the next evaluation.
    pub(super) fn evaluate(&mut self, at: Timestamp, id: AlarmId) {
        if self.warms_up(at, id) {
            return self.plan(at, id, false);
        }
        match self.stays(at, id) {
            Some(Stays { has_data_next: true }) => return self.plan_next(at, id),
            Some(_) => return self.plan(at, id, true),
            None => {}
        }
        let before = self.book.record(id).map(|record| record.alarm.state.value);
        self.look_and_decide(at, id);
        let after = self.book.record(id).map(|record| record.alarm.state.value);
        self.plan(at, id, before == after);
    }

    /// Whether an evaluation leaves the state of an alarm on one metric as it is. Most do, and this is the short way to see
    /// it, on bits; of other alarms it says nothing.
    fn stays(&mut self, at: Timestamp, id: AlarmId) -> Option<Stays> {
        let Self { book, store, policies, .. } = self;
        let (record, [metric, ..]) = book.watching(id)? else { return None };
        let alarm = &record.alarm.configuration;
        let (source, threshold) = (alarm.source.metric()?, alarm.threshold?);
        let ignores_some = alarm.low_samples == Some(LowSamples::Ignore);
        if ignores_some || alarm.evaluation_window != EvaluationWindow::Sliding {
            return None;
        }
        let spans = Spans::of(alarm, at, policies);
        let (len, operator) = (spans.count(), alarm.comparison_operator);
        let grid = spans.grid().filter(|_| len <= Windows::MOST)?;
        let breaches = |value| operator.is_breaching(value, threshold).unwrap_or(false);
        let asked = Asked { unit: source.unit, period: source.period, statistic: source.statistic };
        let (present, breaching) = store.verdicts(at, *metric, asked, grid, breaches);
        let decision = decide_bits(&rule(alarm, policies), Windows::from_bits(present, breaching), len);
        let stays = decision.state.is_none_or(|state| state == record.alarm.state.value);
        // The newest window is one of those of the next evaluation, where that looks at more than one.
        stays.then_some(Stays { has_data_next: len > 1 && present & 1 != 0 })
    }

    fn look_and_decide(&mut self, at: Timestamp, id: AlarmId) {
        match self.look(at, id) {
            None => {}
            Some(Err(_)) => self.set_evaluation_state(id, Some(EvaluationState::EvaluationError)),
            Some(Ok(Sight::One(range))) => {
                self.set_evaluation_state(id, None);
                self.decide(at, id, range);
            }
            Some(Ok(Sight::Many { contributors, is_partial })) => {
                self.set_evaluation_state(id, is_partial.then_some(EvaluationState::PartialData));
                self.decide_contributors(at, id, contributors);
            }
        }
    }

    /// What an alarm sees at an instant; `None` when there is no such alarm.
    pub(super) fn look(&mut self, at: Timestamp, id: AlarmId) -> Option<Result<Sight, crate::MetricDataError>> {
        let Self { book, store, detectors, place, limits, policies, insight_rules: rules, .. } = self;
        let (record, metrics) = book.watching(id)?;
        let mut eye = Eye { store, detectors, terms: Terms { place, now: at, limits, policies, rules } };
        Some(eye.look(&record.alarm.configuration, metrics))
    }

    fn decide(&mut self, at: Timestamp, id: AlarmId, range: Range) {
        let Some(record) = self.book.record(id) else { return };
        let alarm = &record.alarm.configuration;
        let from = record.alarm.state.value;
        let evaluation = evaluate(range, alarm, &self.policies);
        if let Some(to) = evaluation.decision.state.filter(|to| *to != from) {
            let evaluated = Evaluated::new(at, (from, to), alarm, rule(alarm, &self.policies), evaluation);
            self.transition(at, id, to, Why::Evaluation(Arc::new(evaluated)));
        }
    }

    fn set_evaluation_state(&mut self, id: AlarmId, state: Option<EvaluationState>) {
        if let Some(record) = self.book.record_mut(id) {
            record.set_evaluation(state);
        }
    }

    /// Whether an alarm still warms up. Where it need not do so to the end, it is done once there are enough data.
    fn warms_up(&mut self, at: Timestamp, id: AlarmId) -> bool {
        let Some((record, _)) = self.book.watching(id) else { return false };
        let Some(until) = record.warms_up_until else { return false };
        let to_the_end = record.alarm.configuration.warm_up.is_some_and(|warm_up| warm_up.to_the_end);
        if at < until && (to_the_end || !self.has_enough(at, id)) {
            return true;
        }
        if let Some(record) = self.book.record_mut(id) {
            record.warms_up_until = None;
            record.set_evaluation(None);
        }
        false
    }

    /// Whether the newest window has a datapoint, and the oldest data of the metrics lie so far back that they fill all
    /// evaluation periods.
    fn has_enough(&mut self, at: Timestamp, id: AlarmId) -> bool {
        let Some(Ok(sight)) = self.look(at, id) else { return false };
        let ranges: Vec<&Range> = match &sight {
            Sight::One(range) => vec![range],
            Sight::Many { contributors, .. } => contributors.iter().map(|(_, range)| range).collect(),
        };
        let is_fresh = ranges.iter().any(|range| range.windows.first().is_some_and(|slot| slot.point.is_some()));
        let Some((record, metrics)) = self.book.watching(id) else { return false };
        let alarm = &record.alarm.configuration;
        let span = alarm.period().millis().saturating_mul(i64::from(alarm.evaluation_periods));
        let wanted = Spans::of(alarm, at, &self.policies).end.plus_millis(span.saturating_neg());
        let oldest = metrics.iter().filter_map(|metric| self.store.first_from(*metric, None, i64::MIN)).min();
        // Where the queries find the metrics themselves, windows with data so far back do.
        let far_back = |range: &&Range| {
            let found = (0..range.windows.len()).find(|index| range.start_of(*index) <= wanted);
            found.is_some_and(|index| range.windows[index..].iter().any(|slot| slot.point.is_some()))
        };
        is_fresh
            && match oldest {
                Some(oldest) => oldest <= wanted.as_millis(),
                None => ranges.iter().any(far_back),
            }
    }
}

/// An evaluation leaves the state as it is.
struct Stays {
    /// Whether some of what it saw is in the windows of the next evaluation.
    has_data_next: bool,
}

impl Engine {
    /// Plans the next evaluation of an alarm that has data for it.
    fn plan_next(&mut self, at: Timestamp, id: AlarmId) {
        let Some(tick) = self.book.record(id).map(|record| next_tick(&record.alarm.configuration, at)) else { return };
        let next = (tick > at).then_some(tick);
        self.book.set_date(id, Task::Evaluate, next);
        self.book.set_asleep(id, next.is_none());
    }

    /// Plans the next evaluation of an alarm after `at`; `is_settled` when an evaluation at `at` left the state as it was.
    pub(super) fn plan(&mut self, at: Timestamp, id: AlarmId, is_settled: bool) {
        let Some((record, metrics)) = self.book.watching(id) else { return };
        let alarm = &record.alarm.configuration;
        let tick = next_tick(alarm, at);
        let next = match record.warms_up_until {
            _ if tick <= at => None,
            Some(until) if alarm.warm_up.is_some_and(|warm_up| warm_up.to_the_end) => {
                Some(next_tick(alarm, until.plus_millis(-1)).max(tick))
            }
            Some(_) => Some(tick),
            None if !self.may_sleep(at, record, metrics, is_settled) => Some(tick),
            None => awake_at(alarm, at, self.first_wanted(record, metrics, oldest_wanted(alarm, at, &self.policies))),
        };
        self.book.set_date(id, Task::Evaluate, next);
        self.book.set_asleep(id, next != Some(tick));
    }

    /// Whether nothing can change until data come in, as long as there are none in the windows.
    ///
    /// What queries come to without any data is not known before they were evaluated without: the same ever after, unless
    /// they tell the time.
    fn may_sleep(&self, at: Timestamp, record: &Record, metrics: &[MetricId], is_settled: bool) -> bool {
        let alarm = &record.alarm.configuration;
        match &alarm.source {
            AlarmSource::Metric(_) => is_quiet(alarm, record.alarm.state.value, &self.policies),
            AlarmSource::Queries(queries) => {
                let oldest = self.looks_back_to(alarm, at);
                is_settled && !queries.tells_time() && self.first_wanted(record, metrics, oldest).is_none()
            }
        }
    }

    /// From when on data have a say in an evaluation at an instant.
    fn looks_back_to(&self, alarm: &AlarmConfiguration, at: Timestamp) -> i64 {
        Spans::of(alarm, at, &self.policies).start().as_millis()
    }

    /// The oldest data from an instant on that an alarm looks at.
    fn first_wanted(&self, record: &Record, metrics: &[MetricId], from: i64) -> Option<i64> {
        if record.looks_everywhere() {
            return self.store.has_newer(from).then_some(from);
        }
        let unit = record.alarm.configuration.source.metric().and_then(|source| source.unit);
        metrics.iter().filter_map(|metric| self.store.first_from(*metric, unit, from)).min()
    }

    /// How an alarm stands, for those who want to know why.
    pub(super) fn state_of(&self, id: AlarmId) -> Option<StateValue> {
        self.book.record(id).map(|record| record.alarm.state.value)
    }
}
