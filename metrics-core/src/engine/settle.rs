//! From changed alarms to composite alarms, and from transitions to actions.

use cupola_base::json::Json;
use cupola_base::{Draft, Payload, Timestamp};

use super::Engine;
use crate::alarm::{AlarmAction, AlarmType, HistoryItemType, StateChange, StateValue};
use crate::composite::{Before, Changed, CompositeAlarm, CompositeMessages, Suppression};
use crate::message::{Operation, action_started, configuration_update, state_update};
use crate::name::AlarmName;
use crate::output::Output;
use crate::withheld::{Occasion, Withholder};

impl Engine {
    /// Evaluates the composite alarms that something happened to, and tells what came of it.
    pub(super) fn settle(&mut self, at: Timestamp) {
        if self.composites.is_touched() {
            self.settle_after(at, Vec::new());
        }
    }

    /// The same, when some composite alarms have changed already. Suppressors are where they come to at this instant
    /// before anything is said about actions.
    pub(super) fn settle_after(&mut self, at: Timestamp, mut changed: Vec<Changed>) {
        let arn = self.place.arn("cloudwatch", "alarm:").to_string();
        changed.extend(self.composites.settle(at, &arn));
        for change in &changed {
            self.tell_composite(at, change);
        }
        for name in self.composites.take_guarded() {
            let before = self.composites.suppress(at, name.as_str(), false);
            self.unsuppress(at, &name, before);
        }
    }

    /// The time of a suppression has come.
    pub(super) fn elapse_suppression(&mut self, horizon: Timestamp) {
        if let Some((at, name, before)) = self.composites.elapse(horizon) {
            self.done = at.max(self.done);
            self.unsuppress(at, &name, before);
        }
    }

    /// The time of a window of mute rules has come.
    pub(super) fn elapse_mute(&mut self, horizon: Timestamp) {
        if let Some((at, name)) = self.withheld.first_due(horizon) {
            self.done = at.plus_millis(-1).max(self.done);
            self.unmute(at, &name);
        }
    }

    /// An alarm changed its state: its actions run, or wait.
    pub(super) fn act(&mut self, at: Timestamp, name: &AlarmName, before: Suppression) {
        self.withheld.release(name.as_str());
        let Some(alarm) = self.any_alarm(name.as_str()) else { return };
        if !alarm.actions_enabled() {
            return;
        }
        if !alarm.suppression().is_open() {
            self.withheld.hold(name, Withholder::Suppressor);
        } else if !self.hold_muted(at, name) {
            self.run_actions(at, name, before, Occasion::Transition);
        }
    }

    /// Nothing suppresses an alarm's actions any more, when that is so.
    fn unsuppress(&mut self, at: Timestamp, name: &AlarmName, before: Suppression) {
        let is_open = self.composites.record(name.as_str()).is_some_and(|record| record.alarm.suppression.is_open());
        let owes = self.withheld.by(name.as_str()) == Some(Withholder::Suppressor);
        if is_open && owes && !self.hold_muted(at, name) {
            self.withheld.release(name.as_str());
            self.run_actions(at, name, before, Occasion::Unsuppressed);
        }
    }

    /// Nothing mutes an alarm's actions any more, when that is so.
    pub(super) fn unmute(&mut self, at: Timestamp, name: &AlarmName) {
        let owes = matches!(self.withheld.by(name.as_str()), Some(Withholder::Mute(_)));
        if owes && !self.hold_muted(at, name) {
            self.withheld.release(name.as_str());
            self.run_actions(at, name, Suppression::default(), Occasion::Unmuted);
        }
    }

    /// Withholds an alarm's actions when it is muted; answers whether it is.
    fn hold_muted(&mut self, at: Timestamp, name: &AlarmName) -> bool {
        let until = self.mutes.muting(at, name.as_str()).map(|muting| muting.until);
        if let Some(until) = until {
            self.withheld.hold(name, Withholder::Mute(until));
        }
        until.is_some()
    }

    fn run_actions(&mut self, at: Timestamp, name: &AlarmName, before: Suppression, occasion: Occasion) {
        match self.book.id(name.as_str()) {
            Some(id) => self.run_metric_actions(at, id, occasion),
            None => self.run_composite_actions(at, name, before, occasion),
        }
    }

    fn run_composite_actions(&mut self, at: Timestamp, name: &AlarmName, before: Suppression, occasion: Occasion) {
        let Some(record) = self.composites.record_mut(name.as_str()) else { return };
        let Some(came_from) = record.came_from.clone().filter(|_| record.alarm.configuration.actions_enabled) else {
            return;
        };
        let suppressed = record.alarm.state.clone();
        // That nothing suppresses the actions any more is told as an update of the state, which stays.
        if occasion == Occasion::Unsuppressed {
            record.alarm.state.updated = at;
        }
        let state = if occasion == Occasion::Unsuppressed { &suppressed } else { &came_from };
        let before = Before { state, suppression: before, old: came_from.value };
        let started = self.started(at, name, &before, occasion);
        for (draft, summary, data) in started {
            self.emit(Output::Action(draft));
            self.log(at, name, AlarmType::Composite, HistoryItemType::Action, summary, data);
        }
    }

    fn started(
        &self,
        at: Timestamp,
        name: &AlarmName,
        before: &Before<'_>,
        occasion: Occasion,
    ) -> Vec<(Draft, String, Json)> {
        let Some(record) = self.composites.record(name.as_str()) else { return Vec::new() };
        let messages = CompositeMessages { place: &self.place, record };
        let CompositeAlarm { arn, configuration, state, .. } = &record.alarm;
        let runs = |action: &&AlarmAction| state.value == StateValue::Alarm || !action.kind.only_in_alarm();
        let start = |action: &AlarmAction| {
            let payload = Payload::Json(messages.payload(at, action, before, occasion));
            let draft = Draft::new(at, arn.clone(), action.arn.clone(), payload);
            (draft, format!("Successfully executed action {action}"), action_started(state, action))
        };
        configuration.actions(state.value).iter().filter(runs).map(start).collect()
    }

    /// Tells of a composite alarm's transition, and lets its actions run or wait.
    fn tell_composite(&mut self, at: Timestamp, changed: &Changed) {
        let Changed { name, before } = changed;
        let suppression = self.composites.suppress(at, name.as_str(), true);
        let Some(record) = self.composites.record(name.as_str()) else { return };
        let CompositeAlarm { arn, state, .. } = &record.alarm;
        let change = StateChange {
            at,
            alarm: name.to_string(),
            arn: arn.clone(),
            from: before.value,
            to: state.value,
            reason: state.reason.clone(),
            reason_data: state.reason_data.clone(),
        };
        let messages = CompositeMessages { place: &self.place, record };
        let told = Before { state: before, suppression, old: before.value };
        let detail = messages.state_change(&told, self.mute_detail(at, name.as_str()));
        let event = self.event(at, arn, "CloudWatch Alarm State Change", detail);
        let summary = format!("Alarm updated from {} to {}", before.value, state.value);
        let data = state_update(before, state);
        self.log(at, name, AlarmType::Composite, HistoryItemType::StateUpdate, summary, data);
        self.emit(Output::StateChange(change));
        self.emit(Output::Event(event));
        self.act(at, name, suppression);
    }

    /// Tells of a change of a composite alarm's configuration.
    pub(super) fn tell_composite_configuration(
        &mut self,
        at: Timestamp,
        name: &str,
        operation: Operation,
        before: Option<&CompositeAlarm>,
    ) {
        let Some(record) = self.composites.record(name) else { return };
        let messages = CompositeMessages { place: &self.place, record };
        let detail = messages.configuration_change(operation, before);
        let event = self.event(at, &record.alarm.arn, "CloudWatch Alarm Configuration Change", detail);
        let name = record.alarm.configuration.name.clone();
        let summary = format!("Alarm \"{name}\" {}d", operation.word());
        let data = configuration_update(operation, messages.configuration());
        self.log(at, &name, AlarmType::Composite, HistoryItemType::ConfigurationUpdate, summary, data);
        self.emit(Output::Event(event));
    }
}
