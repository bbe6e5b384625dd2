//! All mute rules of an engine.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::rule::{AlarmMuteRule, MuteRuleFilter};
use super::schedule::MuteWindow;
use crate::name::{AlarmName, MuteRuleName};

/// Mute rules, and which alarms they mute.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<AlarmMuteRule>", into = "Vec<AlarmMuteRule>")]
pub(crate) struct Mutes {
    rules: BTreeMap<MuteRuleName, AlarmMuteRule>,
    by_alarm: BTreeMap<AlarmName, BTreeSet<MuteRuleName>>,
}

/// A mute rule that keeps an alarm's actions from running.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Muting<'a> {
    pub(crate) arn: &'a str,
    pub(crate) window: MuteWindow,
    /// When to look again.
    pub(crate) until: Timestamp,
}

impl Mutes {
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    pub(crate) fn rule(&self, name: &str) -> Option<&AlarmMuteRule> {
        self.rules.get(name)
    }

    /// The rules after `after` that a filter accepts, by name.
    pub(crate) fn list<'a>(
        &'a self,
        now: Timestamp,
        filter: &'a MuteRuleFilter,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = &'a AlarmMuteRule> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rules = self.rules.range::<str, _>((from, Bound::Unbounded)).map(|(_, rule)| rule);
        rules.filter(move |rule| filter.accepts(now, rule))
    }

    /// Adds a rule or replaces one of the same name; answers that.
    pub(crate) fn put(&mut self, rule: AlarmMuteRule) -> Option<AlarmMuteRule> {
        let before = self.remove(rule.name.as_str());
        for alarm in rule.alarms.iter().flatten() {
            self.by_alarm.entry(alarm.clone()).or_default().insert(rule.name.clone());
        }
        self.rules.insert(rule.name.clone(), rule);
        before
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<AlarmMuteRule> {
        let rule = self.rules.remove(name)?;
        for alarm in rule.alarms.iter().flatten() {
            let Some(names) = self.by_alarm.get_mut(alarm) else { continue };
            names.remove(name);
            if names.is_empty() {
                self.by_alarm.remove(alarm);
            }
        }
        Some(rule)
    }

    /// The rule that mutes an alarm, the first by name where several do.
    pub(crate) fn muting(&self, at: Timestamp, alarm: &str) -> Option<Muting<'_>> {
        let rules = self.by_alarm.get(alarm)?.iter().filter_map(|name| self.rules.get(name));
        let mut active = rules.filter_map(|rule| Some((rule, rule.window_at(at)?)));
        let (first, window) = active.next()?;
        let until = active.map(|(_, window)| window.end).fold(window.end, Timestamp::max);
        Some(Muting { arn: &first.arn, window, until: extended(first, until) })
    }

    /// When an alarm may be muted next after `at`; never later than it is.
    pub(crate) fn next_start(&self, at: Timestamp, alarm: &str) -> Option<Timestamp> {
        let rules = self.by_alarm.get(alarm)?.iter().filter_map(|name| self.rules.get(name));
        let starts = rules.flat_map(|rule| [rule.schedule.next_start(at), rule.starts.filter(|starts| *starts > at)]);
        starts.flatten().min()
    }

    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        let name = arn.splitn(7, ':').nth(6)?;
        self.rules.get_mut(name).filter(|rule| rule.arn == arn).map(|rule| &mut rule.tags)
    }
}

/// The end of the windows that follow each other without a gap from one that ends at `end` on; or some end among them.
fn extended(rule: &AlarmMuteRule, mut end: Timestamp) -> Timestamp {
    for _ in 0..MOST_WINDOWS {
        match rule.window_at(end) {
            Some(next) if next.end > end => end = next.end,
            _ => break,
        }
    }
    end
}

/// How many windows are looked at in one go.
const MOST_WINDOWS: usize = 1000;

impl From<Vec<AlarmMuteRule>> for Mutes {
    fn from(rules: Vec<AlarmMuteRule>) -> Self {
        let mut mutes = Self::default();
        for rule in rules {
            mutes.put(rule);
        }
        mutes
    }
}

impl From<Mutes> for Vec<AlarmMuteRule> {
    fn from(mutes: Mutes) -> Self {
        mutes.rules.into_values().collect()
    }
}
