//! All rules of a place.

use std::collections::BTreeMap;

use cupola_base::{Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::counted::{Counted, MINUTE};
use super::error::UnknownInsightRule;
use super::log_groups::LogGroupPattern;
use super::name::InsightRuleName;
use super::rule::{InsightRule, InsightRuleState};
use crate::limits::Limits;

/// All rules, by name, and what they have counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct InsightRules {
    pub(super) all: BTreeMap<InsightRuleName, Entry>,
    /// How many contributors of minutes all rules hold.
    pub(super) held: usize,
    /// How often something counted for an hour that was over.
    pub(super) late: u64,
    /// The log groups that were told last to be watched.
    pub(super) told: Vec<LogGroupPattern>,
}

/// A rule, and what it has counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) rule: InsightRule,
    pub(super) counted: Counted,
}

impl InsightRules {
    pub(super) fn entry(&self, name: &str) -> Result<&Entry, UnknownInsightRule> {
        self.all.get(name).ok_or_else(|| UnknownInsightRule(name.into()))
    }

    /// The rules after `after`, by name.
    pub(crate) fn after(&self, after: Option<&str>) -> impl Iterator<Item = &InsightRule> {
        let is_after = move |name: &InsightRuleName| after.is_none_or(|after| name.as_str() > after);
        self.all.iter().filter(move |(name, _)| is_after(name)).map(|(_, entry)| &entry.rule)
    }

    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        self.all.values_mut().map(|entry| &mut entry.rule).find(|rule| rule.arn == arn).map(|rule| &mut rule.tags)
    }

    /// Differs whenever what lies before the last full hour does.
    pub(crate) const fn revision(&self) -> u64 {
        self.late
    }

    /// The log groups of a place whose events count for rules, in order.
    pub(super) fn watched(&self, place: &Place) -> Vec<LogGroupPattern> {
        let enabled = self.all.values().filter(|entry| entry.rule.state == InsightRuleState::Enabled);
        let definitions = enabled.filter_map(|entry| entry.rule.definition.as_ref());
        let mut patterns: Vec<_> =
            definitions.flat_map(|definition| definition.log_groups().of(place)).cloned().collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns
    }

    /// Forgets a rule, and what it has counted.
    pub(super) fn remove(&mut self, name: &str) -> Option<InsightRule> {
        let entry = self.all.remove(name)?;
        self.held -= entry.counted.len();
        Some(entry.rule)
    }

    /// Forgets what is too old, then the oldest of all until there is not too much; tells how much the latter is.
    pub(super) fn forget(&mut self, now: Timestamp, limits: &Limits) -> usize {
        let oldest_kept = kept_from(now, limits);
        while let Some(entry) = self.oldest_before(oldest_kept) {
            let gone = entry.counted.forget_oldest();
            self.held -= gone;
        }
        let mut lost = 0;
        while self.held > limits.insight_contributors {
            let Some(entry) = self.oldest_before(i64::MAX) else { break };
            let gone = entry.counted.forget_oldest();
            self.held -= gone;
            lost += gone;
        }
        lost
    }

    /// The rule with the oldest minute, when that is before an instant.
    fn oldest_before(&mut self, before: i64) -> Option<&mut Entry> {
        let oldest = |entry: &&mut Entry| entry.counted.oldest().unwrap_or(i64::MAX);
        self.all.values_mut().min_by_key(oldest).filter(|entry| entry.counted.oldest().is_some_and(|at| at < before))
    }
}

/// The start of the oldest minute that is kept.
pub(super) fn kept_from(now: Timestamp, limits: &Limits) -> i64 {
    now.floor_to(MINUTE).plus_secs(i64::from(limits.insight_days).saturating_mul(-86_400)).as_millis()
}
