//! Evaluations, transitions, and what follows from them.

use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::{Draft, EventEnvelope, Payload, Timestamp};

use super::Engine;
use super::settle::Stance;
use crate::alarm::{
    ActionKind, AlarmAction, AlarmId, AlarmQueries, AlarmState, AlarmType, Contributor, Messages, MetricAlarm, Record,
    StateValue, Task, Why,
};
use crate::composite::Suppression;
use crate::message::{Configured, Happening, Operation, Turn, Turned};
use crate::name::AlarmName;
use crate::notice::Notice;
use crate::output::{Lost, Output};
use crate::withheld::Occasion;

const MINUTE: i64 = 60_000;

impl Engine {
    /// Takes a new state on and tells everybody.
    pub(super) fn transition(&mut self, at: Timestamp, id: AlarmId, value: StateValue, why: Why) {
        let Some(record) = self.book.record_mut(id) else { return };
        let evaluation = record.alarm.state.evaluation;
        let state = AlarmState { evaluation, ..AlarmState::new(value, at, why) };
        let before = std::mem::replace(&mut record.alarm.state, Arc::new(state));
        record.came_from = Some(Arc::clone(&before));
        self.tell_transition(at, id, before);
        self.plan_repetition(at, id);
    }

    /// Scaling actions are repeated every minute while the state lasts.
    pub(super) fn plan_repetition(&mut self, at: Timestamp, id: AlarmId) {
        let Some(record) = self.book.record(id) else { return };
        let next = at.floor_to(MINUTE).plus_millis(MINUTE);
        let repeats = record.came_from.is_some() && scaling_actions(record).next().is_some() && next > at;
        self.book.set_date(id, Task::Repeat, repeats.then_some(next));
    }

    /// Repeats scaling actions. Repetitions of which none could wait for a drain, because newer
    /// ones fill the queue before `horizon`, are counted as lost without being made.
    pub(super) fn repeat(&mut self, at: Timestamp, id: AlarmId, horizon: Timestamp) {
        let Some(record) = self.book.record(id) else { return };
        let Some(before) = &record.came_from else { return };
        if let Some(muting) = self.mutes.muting(at, record.name()) {
            return self.book.set_date(id, Task::Repeat, Some(muting.until.ceil_to(MINUTE)));
        }
        let messages = Messages::of(&self.place, record);
        let actions = scaling_actions(record);
        let drafts: Vec<Draft> =
            actions.map(|action| draft(&messages, at, action, before, Occasion::Transition)).collect();
        let count = drafts.len() as u64;
        drafts.into_iter().for_each(|draft| self.emit(Output::Action(draft)));
        self.plan_repetition(at, id);
        self.skip_repetitions(at, id, horizon, count);
    }

    fn skip_repetitions(&mut self, at: Timestamp, id: AlarmId, horizon: Timestamp, count: u64) {
        let muted = self.book.record(id).and_then(|record| self.mutes.next_start(at, record.name()));
        let ends = [self.book.date(id, Task::Evaluate), muted];
        let until = ends.into_iter().flatten().fold(horizon, Timestamp::min);
        let kept = i64::try_from(self.limits.outputs).unwrap_or(i64::MAX).saturating_add(1).saturating_mul(MINUTE);
        let first_kept = until.plus_millis(kept.saturating_neg()).floor_to(MINUTE);
        let next = at.floor_to(MINUTE).plus_millis(MINUTE);
        if first_kept > next && count > 0 {
            let skipped = first_kept.millis_since(next) / MINUTE;
            let newest = first_kept.plus_millis(-MINUTE);
            self.waiting.lose(newest, Lost::Outputs, skipped.unsigned_abs().saturating_mul(count));
            self.book.set_date(id, Task::Repeat, Some(first_kept));
        }
    }

    fn tell_transition(&mut self, at: Timestamp, id: AlarmId, before: Arc<AlarmState>) {
        let Some(record) = self.book.record(id) else { return };
        let MetricAlarm { arn, configuration, state, .. } = &record.alarm;
        let (configuration, query_id) = (Arc::clone(configuration), record.metric_query_id);
        let (name, stance) = (configuration.name.clone(), Stance::of_metric(&record.alarm));
        let turn = Turn {
            at,
            arn: Arc::clone(arn),
            alarm: Turned::Metric { configuration, query_id },
            before,
            state: Arc::clone(state),
            mute: self.mute_detail(at, name.as_str()),
            event: self.rng.next_uuid(),
        };
        self.composites.heard(name.as_str(), turn.state.value, at);
        self.tell_turn((&name, AlarmType::Metric), turn);
        self.act(at, &name, stance, Suppression::default());
    }

    /// Tells of a transition, before its actions.
    pub(super) fn tell_turn(&mut self, alarm: (&AlarmName, AlarmType), turn: Turn) {
        let (before, state) = (Arc::clone(&turn.before), Arc::clone(&turn.state));
        self.log(turn.at, alarm, None, Happening::StateUpdate { before, state });
        let turn = Arc::new(turn);
        self.push(Notice::StateChange(Arc::clone(&turn)));
        self.push(Notice::Event(turn));
    }

    /// Runs the actions of an alarm's state.
    pub(super) fn run_metric_actions(&mut self, at: Timestamp, id: AlarmId, occasion: Occasion) {
        let Some(record) = self.book.record(id) else { return };
        let Some(before) = record.came_from.as_ref().filter(|_| record.alarm.configuration.actions_enabled) else {
            return;
        };
        let messages = Messages::of(&self.place, record);
        let MetricAlarm { configuration, state, .. } = &record.alarm;
        let of_all = runs_for_all(&record.alarm);
        let runs = |action: &&AlarmAction| of_all(action.kind);
        let start =
            |action: &AlarmAction| (draft(&messages, at, action, before, occasion), Happening::started(action, state));
        let actions = configuration.actions(state.value).iter().filter(runs);
        let started: Vec<(Draft, Happening)> = actions.map(start).collect();
        let name = configuration.name.clone();
        for (draft, what) in started {
            self.emit(Output::Action(draft));
            self.log(at, (&name, AlarmType::Metric), None, what);
        }
        self.plan_repetition(at, id);
    }

    /// Tells of a change of the configuration.
    pub(super) fn tell_configuration(
        &mut self,
        at: Timestamp,
        record: &Record,
        operation: Operation,
        before: Option<&MetricAlarm>,
    ) {
        let messages = Messages::of(&self.place, record);
        let detail = messages.configuration_change(operation, before);
        let event = self.event(at, &record.alarm.arn, "CloudWatch Alarm Configuration Change", detail);
        let what = Happening::Configuration { operation, alarm: Configured::metric(record) };
        self.log(at, (&record.alarm.configuration.name, AlarmType::Metric), None, what);
        self.emit(Output::Event(event));
    }

    pub(super) fn event(&self, at: Timestamp, arn: &str, detail_type: &str, detail: Json) -> EventEnvelope {
        EventEnvelope::new(self.rng.uuid(), self.place.clone(), at, "aws.cloudwatch", detail_type, detail)
            .with_resources(vec![arn.to_owned()])
    }

    pub(super) fn log(
        &mut self,
        at: Timestamp,
        alarm: (&AlarmName, AlarmType),
        contributor: Option<&Contributor>,
        what: Happening,
    ) {
        let dropped = self.history.push(at, alarm, contributor, what, &self.limits);
        self.waiting.lose(at, Lost::HistoryItems, dropped as u64);
    }
}

/// Which kinds of actions run for the alarm as a whole on the way to its state.
fn runs_for_all(alarm: &MetricAlarm) -> impl Fn(ActionKind) -> bool + use<> {
    let is_alarm = alarm.state.value == StateValue::Alarm;
    let queries = alarm.configuration.source.queries();
    let has_contributors = queries.is_some_and(AlarmQueries::has_contributors);
    move |kind| {
        let is_left_to_contributors = has_contributors && matches!(kind, ActionKind::Ec2(_));
        (is_alarm || !kind.only_in_alarm()) && !is_left_to_contributors
    }
}

fn scaling_actions(record: &Record) -> impl Iterator<Item = &AlarmAction> {
    let MetricAlarm { configuration, state, .. } = &record.alarm;
    let enabled = configuration.actions_enabled;
    configuration.actions(state.value).iter().filter(move |action| enabled && action.kind == ActionKind::AutoScaling)
}

pub(super) fn draft(
    messages: &Messages<'_>,
    at: Timestamp,
    action: &AlarmAction,
    before: &AlarmState,
    occasion: Occasion,
) -> Draft {
    let payload = Payload::Json(messages.payload(at, action, before, occasion));
    Draft::new(at, messages.record.alarm.arn.to_string(), action.arn.clone(), payload)
}
