//! Evaluations, transitions, and what follows from them.

use cupola_base::json::Json;
use cupola_base::{Draft, EventEnvelope, Payload, Timestamp};

use super::Engine;
use crate::alarm::{
    ActionKind, AlarmAction, AlarmId, AlarmQueries, AlarmState, AlarmType, Contributor, HistoryItemType, Messages,
    MetricAlarm, Record, StateChange, StateValue, Task,
};
use crate::composite::Suppression;
use crate::explain::Explanation;
use crate::message::{Operation, action_started, state_update};
use crate::name::AlarmName;
use crate::output::{Lost, Output};
use crate::withheld::Occasion;

const MINUTE: i64 = 60_000;

/// A state that an alarm is to take on.
pub(super) struct NewState {
    pub(super) value: StateValue,
    pub(super) reason: String,
    pub(super) reason_data: Option<Json>,
    pub(super) explanation: Option<Explanation>,
}

impl Engine {
    /// Takes a new state on and tells everybody.
    pub(super) fn transition(&mut self, at: Timestamp, id: AlarmId, new: NewState) {
        let Some(record) = self.book.record_mut(id) else { return };
        let state = AlarmState {
            value: new.value,
            reason: new.reason,
            reason_data: new.reason_data,
            updated: at,
            transitioned: at,
            evaluation: record.alarm.state.evaluation,
        };
        let before = std::mem::replace(&mut record.alarm.state, state);
        record.came_from = Some(Box::new(before.clone()));
        record.last_transition = new.explanation.map(Box::new);
        self.tell_transition(at, id, &before);
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

    fn tell_transition(&mut self, at: Timestamp, id: AlarmId, before: &AlarmState) {
        let Some(record) = self.book.record(id) else { return };
        let messages = Messages::of(&self.place, record);
        let MetricAlarm { arn, configuration, state, .. } = &record.alarm;
        let change = StateChange {
            at,
            alarm: configuration.name.to_string(),
            arn: arn.clone(),
            from: before.value,
            to: state.value,
            reason: state.reason.clone(),
            reason_data: state.reason_data.clone(),
        };
        let mute_detail = self.mute_detail(at, configuration.name.as_str());
        let event = self.event(at, arn, "CloudWatch Alarm State Change", messages.state_change(before, mute_detail));
        let summary = format!("Alarm updated from {} to {}", before.value, state.value);
        let data = state_update(before, state);
        let name = configuration.name.clone();
        self.composites.heard(name.as_str(), state.value, at);
        self.log(at, &name, AlarmType::Metric, HistoryItemType::StateUpdate, summary, data);
        self.emit(Output::StateChange(change));
        self.emit(Output::Event(event));
        self.act(at, &name, Suppression::default());
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
        let start = |action: &AlarmAction| {
            let summary = format!("Successfully executed action {action}");
            (draft(&messages, at, action, before, occasion), summary, action_started(state, action))
        };
        let actions = configuration.actions(state.value).iter().filter(runs);
        let started: Vec<(Draft, String, Json)> = actions.map(start).collect();
        let name = configuration.name.clone();
        for (draft, summary, data) in started {
            self.emit(Output::Action(draft));
            self.log(at, &name, AlarmType::Metric, HistoryItemType::Action, summary, data);
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
        let name = &record.alarm.configuration.name;
        let summary = format!("Alarm \"{name}\" {}d", operation.word());
        let data = messages.configuration_update(operation);
        self.log(at, name, AlarmType::Metric, HistoryItemType::ConfigurationUpdate, summary, data);
        self.emit(Output::Event(event));
    }

    pub(super) fn event(&self, at: Timestamp, arn: &str, detail_type: &str, detail: Json) -> EventEnvelope {
        EventEnvelope::new(self.rng.uuid(), self.place.clone(), at, "aws.cloudwatch", detail_type, detail)
            .with_resources(vec![arn.to_owned()])
    }

    pub(super) fn log(
        &mut self,
        at: Timestamp,
        name: &AlarmName,
        alarm_type: AlarmType,
        kind: HistoryItemType,
        summary: String,
        data: Json,
    ) {
        let dropped = self.history.push(at, (name.as_str(), alarm_type), kind, summary, data, &self.limits);
        self.waiting.lose(at, Lost::HistoryItems, dropped as u64);
    }

    pub(super) fn log_contributor(
        &mut self,
        at: Timestamp,
        name: &AlarmName,
        kind: HistoryItemType,
        contributor: &Contributor,
        summary: String,
        data: Json,
    ) {
        self.log(at, name, AlarmType::Metric, kind, summary, data);
        self.history.name_contributor(contributor);
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
    Draft::new(at, messages.record.alarm.arn.clone(), action.arn.clone(), payload)
}
