//! Alarms on grouped queries: each time series is an alarm of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::{Tags, Timestamp};

use super::transition::draft;
use super::{Engine, UnknownAlarm};
use crate::alarm::{
    ActionKind, AlarmAction, AlarmId, AlarmState, AlarmType, Contributor, ContributorChange, ContributorState, GONE,
    MOST_IN_ALARM, Messages, MetricAlarm, Range, Record, StateValue, Why, contributors_summary, evaluate,
};
use crate::message::Happening;
use crate::output::Output;
use crate::withheld::Occasion;

/// What the time series of an alarm come to.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    in_alarm: usize,
    /// Whether more of them breach than are kept.
    has_more: bool,
}

impl Count {
    fn state(&self) -> StateValue {
        match (self.in_alarm, self.all) {
            (1.., _) => StateValue::Alarm,
            (0, 0) => StateValue::InsufficientData,
            (0, _) => StateValue::Ok,
        }
    }
}

impl Engine {
    /// Evaluates every time series, and with them the alarm as a whole. One without data in the windows is gone.
    /// Those in `ALARM` come first, so that others do not take their places there.
    pub(super) fn decide_contributors(&mut self, at: Timestamp, id: AlarmId, mut seen: Vec<(Contributor, Range)>) {
        let Some(record) = self.book.record(id) else { return };
        let mut before = record.contributors.clone();
        let was_in_alarm = |id: &str| before.get(id).is_some_and(|old| old.value == StateValue::Alarm);
        seen.sort_by_key(|(contributor, _)| !was_in_alarm(&contributor.id));
        let mut count = Count::default();
        for (contributor, range) in seen.into_iter().filter(|(_, range)| !range.is_empty()) {
            let old = before.remove(&contributor.id);
            self.decide_contributor(at, id, contributor, range, old, &mut count);
        }
        for gone in before.into_values() {
            self.let_contributor_go(at, id, gone);
        }
        self.sum_up(at, id, &count);
    }

    fn decide_contributor(
        &mut self,
        at: Timestamp,
        id: AlarmId,
        contributor: Contributor,
        range: Range,
        old: Option<ContributorState>,
        count: &mut Count,
    ) {
        let Some(record) = self.book.record(id) else { return };
        let alarm = &record.alarm.configuration;
        let from = old.as_ref().map_or(StateValue::Ok, |old| old.value);
        let evaluation = evaluate(range, alarm, &self.policies);
        let decided = evaluation.decision.state.unwrap_or(from);
        let to = if decided == StateValue::Alarm { StateValue::Alarm } else { StateValue::Ok };
        count.all += 1;
        if to == StateValue::Alarm && count.in_alarm == MOST_IN_ALARM {
            count.has_more = true;
            return;
        }
        count.in_alarm += usize::from(to == StateValue::Alarm);
        let reason = if to == from { String::new() } else { evaluation.contributor_reason(alarm, from, to) };
        let state = match old {
            Some(old) if to == from => old,
            _ => ContributorState { contributor, value: to, reason, transitioned: at },
        };
        self.note_contributor(at, id, from, state);
    }

    fn let_contributor_go(&mut self, at: Timestamp, id: AlarmId, gone: ContributorState) {
        let from = gone.value;
        let name = gone.contributor.id.clone();
        if from == StateValue::Alarm {
            let state = ContributorState { value: StateValue::Ok, reason: GONE.into(), transitioned: at, ..gone };
            self.note_contributor(at, id, from, state);
        }
        if let Some(record) = self.book.record_mut(id) {
            record.contributors.remove(&name);
        }
    }

    /// Keeps how a contributor stands, and tells when that is new.
    fn note_contributor(&mut self, at: Timestamp, id: AlarmId, from: StateValue, state: ContributorState) {
        let Some(record) = self.book.record_mut(id) else { return };
        record.contributors.insert(state.contributor.id.clone(), state.clone());
        if state.value != from {
            self.tell_contributor(at, id, from, &state);
        }
    }

    /// Tells of a contributor, and runs its actions. What a mute rule keeps of them does not run later: when its window ends,
    /// the actions of the alarm as a whole do.
    fn tell_contributor(&mut self, at: Timestamp, id: AlarmId, from: StateValue, state: &ContributorState) {
        let Some(record) = self.book.record(id) else { return };
        let record = as_if_alarm(record, state);
        let before = AlarmState { value: from, ..(*record.alarm.state).clone() };
        let messages = Messages { place: &self.place, record: &record, contributor: Some(&state.contributor) };
        let alarm = &record.alarm;
        let mute_detail = self.mute_detail(at, record.name());
        let is_muted = mute_detail.is_some();
        let event = self.event(
            at,
            &alarm.arn,
            "CloudWatch Alarm Contributor State Change",
            messages.contributor_change(mute_detail.as_ref()),
        );
        let change = ContributorChange {
            at,
            alarm: record.name().to_owned(),
            arn: alarm.arn.to_string(),
            contributor: state.contributor.clone(),
            to: state.value,
            reason: state.reason.clone(),
        };
        let actions = alarm.configuration.actions(state.value).iter();
        let runs = |action: &&AlarmAction| {
            alarm.configuration.actions_enabled && !is_muted && is_of_contributors(action.kind, state.value)
        };
        let drafts: Vec<_> = actions
            .filter(runs)
            .map(|action| {
                (draft(&messages, at, action, &before, Occasion::Transition), Happening::started(action, &alarm.state))
            })
            .collect();
        let name = alarm.configuration.name.clone();
        let (who, contributor) = ((&name, AlarmType::Metric), Some(&state.contributor));
        self.log(at, who, contributor, Happening::StateUpdate { before: before.into(), state: alarm.state.clone() });
        self.emit(Output::ContributorChange(change));
        self.emit(Output::Event(event));
        for (draft, what) in drafts {
            self.emit(Output::Action(draft));
            self.log(at, who, contributor, what);
        }
    }

    fn sum_up(&mut self, at: Timestamp, id: AlarmId, count: &Count) {
        let to = count.state();
        if self.state_of(id).is_some_and(|from| from != to) {
            let reason = contributors_summary(count.in_alarm, count.all, count.has_more);
            self.transition(at, id, to, Why::Told(reason, None));
        }
    }

    /// How the time series of an alarm on a grouped query stand, by id; none where it is no such alarm.
    ///
    /// # Errors
    /// [`UnknownAlarm`] when there is no such alarm.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarmContributors.
    #[doc(alias = "DescribeAlarmContributors")]
    pub fn alarm_contributors(&self, name: &str) -> Result<&BTreeMap<String, ContributorState>, UnknownAlarm> {
        let record = self.book.named(name).ok_or_else(|| UnknownAlarm(name.into()))?;
        Ok(&record.contributors)
    }
}

/// An alarm's record with the state of one of its contributors.
fn as_if_alarm(record: &Record, state: &ContributorState) -> Record {
    let MetricAlarm { arn, configuration, configuration_updated, .. } = record.alarm.clone();
    let query_id = record.metric_query_id;
    let mut record = Record::new(configuration_updated, arn, configuration, query_id, Tags::default());
    let alarm = Arc::make_mut(&mut record.alarm.state);
    (alarm.value, alarm.why) = (state.value, Why::Told(state.reason.clone(), None));
    (alarm.updated, alarm.transitioned) = (state.transitioned, state.transitioned);
    record
}

/// Which actions run for each time series; all but those on instances run for the alarm as a whole.
const fn is_of_contributors(kind: ActionKind, to: StateValue) -> bool {
    match kind {
        ActionKind::Sns | ActionKind::Lambda | ActionKind::Ec2(_) => true,
        ActionKind::OpsItem => matches!(to, StateValue::Alarm),
        _ => false,
    }
}
