//! From changed alarms to composite alarms, and from transitions to actions.

use std::sync::Arc;

use cupola_base::{Draft, Payload, Timestamp};

use super::Engine;
use crate::alarm::{AlarmAction, AlarmType, MetricAlarm, StateValue};
use crate::composite::{
    Before, Changed, CompositeAlarm, CompositeConfiguration, CompositeMessages, NodeId, Suppression,
};
use crate::message::{Configured, Happening, Operation, Turn, Turned};
use crate::name::AlarmName;
use crate::output::Output;
use crate::withheld::{Occasion, Withholder};

/// How an alarm that changed its state stands to actions.
#[derive(Clone, Copy)]
pub(super) struct Stance {
    /// Whether its actions are enabled.
    is_enabled: bool,
    /// Whether there are any for its state.
    has_actions: bool,
    /// Whether nothing suppresses them.
    is_open: bool,
}

impl Stance {
    pub(super) fn of_metric(alarm: &MetricAlarm) -> Self {
        let MetricAlarm { configuration, state, .. } = alarm;
        let has_actions = !configuration.actions(state.value).is_empty();
        Self { is_enabled: configuration.actions_enabled, has_actions, is_open: true }
    }

    fn of_composite(configuration: &CompositeConfiguration, state: StateValue, suppression: Suppression) -> Self {
        let has_actions = !configuration.actions(state).is_empty();
        Self { is_enabled: configuration.actions_enabled, has_actions, is_open: suppression.is_open() }
    }
}

impl Engine {
    /// Evaluates the composite alarms that something happened to, and tells what came of it.
    pub(super) fn settle(&mut self, at: Timestamp) {
        if self.composites.is_touched() {
            self.settle_after(at, None);
        }
    }

    /// The same, when a composite alarm has changed already. Suppressors are where they come to at this instant
    /// before anything is said about actions; without any, a rank is told of while it is still at hand.
    pub(super) fn settle_after(&mut self, at: Timestamp, changed: Option<Changed>) {
        let arn = Arc::from(self.place.arn("cloudwatch", "alarm:").as_str());
        let mut changed: Vec<Changed> = changed.into_iter().collect();
        while self.composites.settle_rank(at, &arn, &mut changed) {
            if !self.composites.has_suppressors() {
                self.tell_composites(at, &mut changed);
            }
        }
        self.tell_composites(at, &mut changed);
        for (name, id) in self.composites.take_guarded() {
            let before = self.composites.suppress(at, id, false);
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
    pub(super) fn act(&mut self, at: Timestamp, name: &AlarmName, stance: Stance, before: Suppression) {
        self.withheld.release(name.as_str());
        if !stance.is_enabled {
            return;
        }
        if !stance.is_open {
            self.withheld.hold(name, Withholder::Suppressor);
        } else if !self.hold_muted(at, name) && stance.has_actions {
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
            Arc::make_mut(&mut record.alarm.state).updated = at;
        }
        let state = if occasion == Occasion::Unsuppressed { &suppressed } else { &came_from };
        let before = Before { state, suppression: before, old: came_from.value };
        let started = self.started(at, name, &before, occasion);
        for (draft, what) in started {
            self.emit(Output::Action(draft));
            self.log(at, (name, AlarmType::Composite), None, what);
        }
    }

    fn started(
        &self,
        at: Timestamp,
        name: &AlarmName,
        before: &Before<'_>,
        occasion: Occasion,
    ) -> Vec<(Draft, Happening)> {
        let Some(record) = self.composites.record(name.as_str()) else { return Vec::new() };
        let messages = CompositeMessages { place: &self.place, record };
        let CompositeAlarm { arn, configuration, state, .. } = &record.alarm;
        let runs = |action: &&AlarmAction| state.value == StateValue::Alarm || !action.kind.only_in_alarm();
        let start = |action: &AlarmAction| {
            let payload = Payload::Json(messages.payload(at, action, before, occasion));
            (Draft::new(at, arn.to_string(), action.arn.clone(), payload), Happening::started(action, state))
        };
        configuration.actions(state.value).iter().filter(runs).map(start).collect()
    }

    fn tell_composites(&mut self, at: Timestamp, changed: &mut Vec<Changed>) {
        changed.drain(..).for_each(|change| self.tell_composite(at, change));
    }

    /// Tells of a composite alarm's transition, and lets its actions run or wait.
    fn tell_composite(&mut self, at: Timestamp, changed: Changed) {
        let Changed { id, arn, configuration, before, state } = changed;
        let [before_it, now] = self.suppress(at, id, &configuration);
        let stance = Stance::of_composite(&configuration, state.value, now);
        let name = configuration.name.clone();
        let mute = self.mute_detail(at, name.as_str());
        let alarm = Turned::Composite { configuration, before: before_it, now };
        let turn = Turn { at, arn, alarm, before, state, mute, event: self.rng.next_uuid() };
        self.tell_turn((&name, AlarmType::Composite), turn);
        self.act(at, &name, stance, before_it);
    }

    /// What suppresses the actions of a composite alarm before it changed, and what does now.
    fn suppress(&mut self, at: Timestamp, id: NodeId, configuration: &CompositeConfiguration) -> [Suppression; 2] {
        if configuration.suppressor.is_none() {
            return [Suppression::default(); 2];
        }
        let before = self.composites.suppress(at, id, true);
        [before, self.composites.record_of(id).map(|record| record.alarm.suppression).unwrap_or_default()]
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
        let what = Happening::Configuration { operation, alarm: Configured::composite(&record.alarm) };
        self.log(at, (&name, AlarmType::Composite), None, what);
        self.emit(Output::Event(event));
    }
}
