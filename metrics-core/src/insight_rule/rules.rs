//! All rules of a place.

use std::collections::BTreeMap;
use std::ops::Bound;

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
#[serde(from = "Kept")]
pub(crate) struct InsightRules {
    pub(super) all: BTreeMap<InsightRuleName, Entry>,
    /// How many contributors of minutes all rules hold.
    #[serde(skip)]
    pub(super) held: usize,
    /// Counts up whenever what was counted before the last full hour changes.
    pub(super) revision: u64,
    /// The log groups that were told last to be watched.
    pub(super) told: Vec<LogGroupPattern>,
}

/// The form of snapshots: how much is held is counted again.
#[derive(Deserialize)]
struct Kept {
    all: BTreeMap<InsightRuleName, Entry>,
    revision: u64,
    told: Vec<LogGroupPattern>,
}

impl From<Kept> for InsightRules {
    fn from(Kept { all, revision, told }: Kept) -> Self {
        let held = all.values().map(|entry| entry.counted.len()).sum();
        Self { all, held, revision, told }
    }
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
        let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.all.range::<str, _>((lower, Bound::Unbounded)).map(|(_, entry)| &entry.rule)
    }

    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        self.all.values_mut().map(|entry| &mut entry.rule).find(|rule| rule.arn == arn).map(|rule| &mut rule.tags)
    }

    /// Differs whenever what lies before the last full hour does, save what grows too old.
    pub(crate) const fn revision(&self) -> u64 {
        self.revision
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

    /// Puts a rule in the place of the one of this name. It goes on with what that has counted, if it counts the same.
    pub(super) fn put(&mut self, rule: InsightRule) {
        if self.all.get(&rule.name).is_some_and(|before| !before.rule.counts_as(&rule)) {
            self.remove(rule.name.as_str());
        }
        let counted = self.all.remove(&rule.name).map(|before| before.counted).unwrap_or_default();
        self.all.insert(rule.name.clone(), Entry { rule, counted });
    }

    /// Forgets a rule, and what it has counted; whether it was there.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let Some(entry) = self.all.remove(name) else { return false };
        self.held -= entry.counted.len();
        self.revision += 1;
        true
    }

    /// Forgets what is too old, then the oldest of all until there is not too much; tells how much the latter is.
    pub(super) fn forget(&mut self, now: Timestamp, limits: &Limits) -> usize {
        let kept = kept_from(now, limits);
        self.held -= self.all.values_mut().map(|entry| entry.counted.forget_before(kept)).sum::<usize>();
        let mut lost = 0;
        while self.held > limits.insight_contributors {
            let Some(entry) = self.with_oldest() else { break };
            let gone = entry.counted.forget_oldest();
            self.held -= gone;
            lost += gone;
        }
        self.revision += u64::from(lost > 0);
        lost
    }

    /// The rule with the oldest minute.
    fn with_oldest(&mut self) -> Option<&mut Entry> {
        let counting = self.all.values_mut().filter(|entry| entry.counted.oldest().is_some());
        counting.min_by_key(|entry| entry.counted.oldest())
    }
}

/// The start of the oldest minute that is kept.
pub(super) fn kept_from(now: Timestamp, limits: &Limits) -> i64 {
    now.floor_to(MINUTE).plus_secs(i64::from(limits.insight_days).saturating_mul(-86_400)).as_millis()
}
