//! Rules that run by a schedule.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::schedule::{Dialect, Expression, ScheduleError, Zone};
use cupola_base::{EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use super::Job;
use crate::engine::State;
use crate::forward::Hop;
use crate::{RuleId, RuleState};

/// A rule's schedule: its text as it was given, and its next run.
///
/// ```
/// use cupola_base::{Place, Timestamp};
/// use cupola_events::{Engine, PutRule, RuleName};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:10Z")?;
/// let rule = RuleName::new("five")?;
/// engine.put_rule(now, PutRule::scheduled(rule.clone(), "rate(5 minutes)"))?;
/// let schedule = engine.describe_rule(&rule.into())?.schedule.as_ref().unwrap();
/// assert_eq!((schedule.text(), schedule.next()), ("rate(5 minutes)", Some(now.plus_secs(300))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Creating a scheduled rule"; that a rate runs for the first time one period after its
/// rule was put is our decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSchedule {
    text: Arc<str>,
    expression: Expression,
    /// The first run of a rate.
    first: Timestamp,
    next: Option<Timestamp>,
}

impl RuleSchedule {
    /// Reads a schedule of a rule that is put now.
    pub(crate) fn parse(text: &str, now: Timestamp) -> Result<Self, ScheduleError> {
        let expression = Expression::parse(text, Dialect::Rules)?;
        let first = match &expression {
            Expression::Rate(rate) => now.plus(rate.period()),
            _ => now,
        };
        Ok(Self { text: text.into(), expression, first, next: None })
    }

    /// The same schedule, if it says the same as another: its rate counts on from there.
    pub(crate) fn going_on_from(self, old: Option<&Self>) -> Self {
        let first = old.filter(|old| old.text == self.text).map_or(self.first, |old| old.first);
        Self { first, ..self }
    }

    /// The text as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says.
    #[must_use]
    pub const fn expression(&self) -> &Expression {
        &self.expression
    }

    /// The next run; none while the rule is disabled, and when no run is left.
    #[must_use]
    pub const fn next(&self) -> Option<Timestamp> {
        self.next
    }
}

impl State {
    /// A rule waits for its first run after `t`, if it has a schedule and is enabled.
    pub(crate) fn arm_rule(&mut self, id: &RuleId, t: Timestamp) {
        self.disarm_rule(id);
        let Some(rule) = self.rules.get_mut(id).filter(|rule| rule.state != RuleState::Disabled) else { return };
        let Some(schedule) = &mut rule.schedule else { return };
        schedule.next = schedule.expression.next_after(schedule.first, t, Zone::UTC);
        if let Some(next) = schedule.next {
            self.schedules.due.set(next, Job::Rule(id.clone()));
        }
    }

    /// A rule waits for no run.
    pub(crate) fn disarm_rule(&mut self, id: &RuleId) {
        let schedule = self.rules.get_mut(id).and_then(|rule| rule.schedule.as_mut());
        if let Some(next) = schedule.and_then(|schedule| schedule.next.take()) {
            self.schedules.due.cancel(next, Job::Rule(id.clone()));
        }
    }

    /// Sends the rule's own targets a scheduled event, and none of another rule. What goes to a bus is given back.
    ///
    /// # Source
    /// EventBridge User Guide, "Scheduled events": source, detail type, resources; the time is the minute.
    pub(super) fn run_rule(&mut self, at: Timestamp, id: &RuleId) -> Vec<Hop> {
        self.arm_rule(id, at);
        let Some(arn) = self.rules.get(id).map(|rule| rule.arn(&self.place)) else { return Vec::new() };
        let (place, minute) = (self.place.clone(), at.floor_to(60_000));
        let detail = Json::of(&BTreeMap::<String, String>::new());
        let event = EventEnvelope::new(self.rng.uuid(), place, minute, "aws.events", "Scheduled Event", detail)
            .with_resources(vec![arn.into()]);
        let json = event.to_json();
        self.trigger(at, id, &event, &json)
    }
}
