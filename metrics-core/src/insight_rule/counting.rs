//! Counting log events.

use cupola_base::{Place, Timestamp};

use super::counted::MINUTE;
use super::judge::Contribution;
use super::rule::{InsightRule, InsightRuleState};
use super::rules::{Entry, InsightRules, kept_from};
use crate::engine::Engine;
use crate::limits::Limits;
use crate::output::Lost;
use crate::policies::Policies;

/// A log event, as rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a time and two texts are all there is")]
pub struct RuleEvent<'a> {
    /// The event's own time, by which it counts.
    pub at: Timestamp,
    /// The event's message.
    pub message: &'a str,
    /// What the transformer of its group made of it, where there is one; none in it where that failed.
    pub transformed: Option<Option<&'a str>>,
}

impl<'a> RuleEvent<'a> {
    /// An event of a group without a transformer.
    #[must_use]
    pub const fn new(at: Timestamp, message: &'a str) -> Self {
        Self { at, message, transformed: None }
    }

    /// What a rule sees of it: nothing where it wants what a transformer failed to make.
    const fn seen_by(&self, rule: &InsightRule) -> Option<&'a str> {
        match self.transformed {
            Some(transformed) if rule.on_transformed_logs => transformed,
            _ => Some(self.message),
        }
    }
}

impl Engine {
    /// Lays log events of a group before the enabled rules that watch it. What is due for rules and alarms at this very
    /// instant comes after it, as for [`accept`](Self::accept).
    ///
    /// An event counts in the minute of its own time; one that is older than what is kept does not count.
    ///
    /// ```
    /// use cupola_metrics::{Engine, InsightRuleReportRequest, InsightRuleSettings, Place, RuleEvent, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:10Z")?;
    /// let rule = r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access"],
    ///     "LogFormat": "JSON", "Contribution": {"Keys": ["$.ip"]}, "AggregateOn": "Count"}"#;
    /// engine.put_insight_rule(now, "talkers", rule, InsightRuleSettings::default())?;
    ///
    /// let lines = [r#"{"ip": "a"}"#, r#"{"ip": "b"}"#, r#"{"ip": "a"}"#];
    /// engine.count_contributors(now, "access", lines.map(|line| RuleEvent::new(now, line)));
    /// let request = InsightRuleReportRequest::new("talkers", now.plus_secs(-600), now.plus_secs(60), 60);
    /// let report = engine.insight_rule_report(now, &request)?;
    /// assert_eq!((report.contributors[0].keys[0].as_str(), report.contributors[0].value), ("a", 2.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_contributors<'a>(
        &mut self,
        at: Timestamp,
        group: &str,
        events: impl IntoIterator<Item = RuleEvent<'a>>,
    ) {
        let at = self.reach(at);
        let Self { insight_rules, place, limits, policies, .. } = self;
        let events: Vec<RuleEvent<'_>> = events.into_iter().collect();
        let mut lost = insight_rules.count(at, (place, group), &events, (limits, policies));
        lost += insight_rules.forget(at, limits);
        self.waiting.lose(at, Lost::Contributors, lost as u64);
    }
}

impl InsightRules {
    /// Lays events of a group before all rules that watch it. Answers how many contributors had to go.
    fn count(
        &mut self,
        now: Timestamp,
        (place, group): (&Place, &str),
        events: &[RuleEvent<'_>],
        terms: (&Limits, &Policies),
    ) -> usize {
        let enabled = self.all.values_mut().filter(|entry| entry.rule.state == InsightRuleState::Enabled);
        let watches = |rule: &InsightRule| {
            rule.definition.as_ref().is_some_and(|definition| definition.log_groups().hold(place, group))
        };
        let mut counting = Counting { now, terms, came: 0, gone: 0, late: 0 };
        for entry in enabled.filter(|entry| watches(&entry.rule)) {
            events.iter().for_each(|event| counting.count(entry, event));
        }
        self.held = self.held + counting.came - counting.gone;
        self.revision += counting.late;
        counting.gone
    }
}

/// Events on their way into rules.
struct Counting<'a> {
    now: Timestamp,
    terms: (&'a Limits, &'a Policies),
    /// How many contributors came.
    came: usize,
    /// How many had to go.
    gone: usize,
    /// How many events came for an hour that was over.
    late: u64,
}

impl Counting<'_> {
    fn count(&mut self, entry: &mut Entry, event: &RuleEvent<'_>) {
        let (limits, policies) = self.terms;
        let minute = event.at.floor_to(MINUTE).as_millis();
        let seen = event.seen_by(&entry.rule).filter(|_| minute >= kept_from(self.now, limits));
        let (Some(message), Some(definition)) = (seen, &entry.rule.definition) else { return };
        let Contribution::Counts { keys, value } = definition.judge(message, policies.absent_is_other) else { return };
        let contributor = keys.into_iter().map(String::into_boxed_str).collect();
        let (came, gone) = entry.counted.count(minute, contributor, value, limits.insight_contributors_per_minute);
        (self.came, self.gone) = (self.came + came, self.gone + gone);
        self.late += u64::from(minute < self.now.floor_to(60 * MINUTE).as_millis());
    }
}
