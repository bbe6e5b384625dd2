//! Keeping rules.

use cupola_base::{Arn, Tags, Timestamp};

use super::Held;
use crate::{Engine, RuleName, SamplingRule, SamplingRuleRecord, SamplingRuleRefusal, SamplingRuleUpdate};

/// Which rule is meant: by name or by ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleSelector {
    /// By name.
    Name(String),
    /// By ARN.
    Arn(String),
}

impl From<RuleName> for RuleSelector {
    fn from(name: RuleName) -> Self {
        Self::Name(name.as_str().to_owned())
    }
}

impl Engine {
    /// All rules in the order in which they are asked; the default rule is the last.
    #[doc(alias = "GetSamplingRules")]
    pub fn sampling_rules(&self) -> impl Iterator<Item = &SamplingRuleRecord> {
        let mut all: Vec<_> = self.state.rules.values().map(|held| &held.record).collect();
        all.sort_by(|a, b| a.rule.order().cmp(&b.rule.order()));
        all.into_iter()
    }

    /// Adds rules; those of names that are there are replaced.
    pub(crate) fn set_rules(&mut self, now: Timestamp, rules: &[SamplingRule]) {
        let held = |rule: &SamplingRule| (rule.name.clone(), Held::new(rule.clone(), now, Tags::default()));
        self.state.rules.extend(rules.iter().map(held));
    }

    /// The ARN of a rule of this name.
    #[must_use]
    pub fn sampling_rule_arn(&self, name: &RuleName) -> Arn {
        self.state.place.arn("xray", format_args!("sampling-rule/{name}"))
    }

    /// Creates a rule.
    ///
    /// # Errors
    /// [`SamplingRuleRefusal`] when the rule breaks a bound, its name is taken, or there are too many.
    ///
    /// # Source
    /// X-Ray API Reference, CreateSamplingRule.
    #[doc(alias = "CreateSamplingRule")]
    pub fn create_sampling_rule(
        &mut self,
        now: Timestamp,
        rule: SamplingRule,
        tags: Tags,
    ) -> Result<&SamplingRuleRecord, SamplingRuleRefusal> {
        let now = self.see(now);
        rule.check()?;
        let most = self.state.limits.sampling_rules;
        if rule.is_default() {
            return Err(SamplingRuleRefusal::Default);
        }
        if self.state.rules.contains_key(&rule.name) {
            return Err(SamplingRuleRefusal::Exists(rule.name.to_string()));
        }
        if self.state.rules.len() > most {
            return Err(SamplingRuleRefusal::TooMany { most });
        }
        let name = rule.name.clone();
        Ok(&self.state.rules.entry(name).or_insert_with(|| Held::new(rule, now, tags)).record)
    }

    /// Changes a rule. Of the default rule, rate and reservoir alone can be changed.
    ///
    /// # Errors
    /// [`SamplingRuleRefusal`] when there is no such rule, or the changed rule breaks a bound.
    ///
    /// # Source
    /// X-Ray API Reference, UpdateSamplingRule.
    #[doc(alias = "UpdateSamplingRule")]
    pub fn update_sampling_rule(
        &mut self,
        now: Timestamp,
        rule: &RuleSelector,
        update: SamplingRuleUpdate,
    ) -> Result<&SamplingRuleRecord, SamplingRuleRefusal> {
        let now = self.see(now);
        let name = self.find(rule)?;
        if name.is_default() && update.changes_more_than_numbers() {
            return Err(SamplingRuleRefusal::Default);
        }
        let held = self.state.rules.get_mut(&name).ok_or_else(|| SamplingRuleRefusal::Unknown(name.to_string()))?;
        let changed = update.of(held.record.rule.clone());
        changed.check()?;
        held.record.rule = changed;
        held.record.modified_at = now;
        Ok(&held.record)
    }

    /// Deletes a rule and gives it back.
    ///
    /// # Errors
    /// [`SamplingRuleRefusal`] when there is no such rule, or it is the default.
    ///
    /// # Source
    /// X-Ray API Reference, DeleteSamplingRule.
    #[doc(alias = "DeleteSamplingRule")]
    pub fn delete_sampling_rule(
        &mut self,
        now: Timestamp,
        rule: &RuleSelector,
    ) -> Result<SamplingRuleRecord, SamplingRuleRefusal> {
        self.see(now);
        let name = self.find(rule)?;
        if name.is_default() {
            return Err(SamplingRuleRefusal::Default);
        }
        let gone = self.state.rules.remove(&name).map(|held| held.record);
        gone.ok_or_else(|| SamplingRuleRefusal::Unknown(name.to_string()))
    }

    /// The tags of a rule.
    #[must_use]
    pub fn sampling_rule_tags(&self, name: &RuleName) -> Option<&Tags> {
        self.state.rules.get(name).map(|held| &held.tags)
    }

    /// The name of a rule that is there.
    fn find(&self, rule: &RuleSelector) -> Result<RuleName, SamplingRuleRefusal> {
        let mut names = self.state.rules.keys();
        let (found, asked) = match rule {
            RuleSelector::Name(asked) => (names.find(|name| name.as_str() == asked), asked),
            RuleSelector::Arn(asked) => (names.find(|name| self.sampling_rule_arn(name).as_str() == asked), asked),
        };
        found.cloned().ok_or_else(|| SamplingRuleRefusal::Unknown(asked.clone()))
    }
}
