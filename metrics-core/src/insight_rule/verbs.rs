//! Verbs on rules.

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::definition::InsightRuleDefinition;
use super::error::{PutInsightRuleError, UnknownInsightRule};
use super::explain::ContributionExplanation;
use super::log_groups::LogGroupPattern;
use super::name::InsightRuleName;
use super::rule::{InsightRule, InsightRuleSettings, InsightRuleState};
use crate::engine::Engine;
use crate::output::Output;

/// The log groups whose events rules want to see from now on; those that are no longer among them are no longer wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WatchedLogGroups {
    /// From when on.
    pub at: Timestamp,
    /// Which, in order.
    pub groups: Vec<LogGroupPattern>,
}

impl Engine {
    /// Creates a rule, or gives the one of this name another definition and settings. Answers it.
    ///
    /// What was counted stays, unless the new definition has other keys, another value or another aggregate.
    ///
    /// # Errors
    /// [`PutInsightRuleError`] with what is not acceptable. A text that is no definition is refused, unless
    /// [`keeps_unreadable_insight_rules`](crate::Policies::keeps_unreadable_insight_rules) says otherwise.
    ///
    /// # Source
    /// CloudWatch API Reference, PutInsightRule. That a rule which is there keeps its state, when none is told, is our
    /// decision, as is what becomes of what was counted.
    #[doc(alias = "PutInsightRule")]
    pub fn put_insight_rule(
        &mut self,
        now: Timestamp,
        name: &str,
        definition: &str,
        settings: InsightRuleSettings,
    ) -> Result<&InsightRule, PutInsightRuleError> {
        self.advance(now);
        let name = InsightRuleName::new(name)?;
        let read = match InsightRuleDefinition::parse(definition) {
            Err(_) if self.policies.keeps_unreadable_insight_rules => None,
            read => Some(read?),
        };
        let rule = self.new_rule(&name, definition, read, settings)?;
        self.insight_rules.put(rule);
        self.tell_watched();
        Ok(&self.insight_rules.all[&name].rule)
    }

    fn new_rule(
        &self,
        name: &InsightRuleName,
        text: &str,
        definition: Option<InsightRuleDefinition>,
        settings: InsightRuleSettings,
    ) -> Result<InsightRule, PutInsightRuleError> {
        let (text, name, updated) = (text.to_owned(), name.clone(), self.now);
        let on_transformed_logs = settings.on_transformed_logs;
        if let Ok(before) = self.insight_rules.entry(name.as_str()).map(|entry| &entry.rule) {
            let (arn, tags) = (before.arn.clone(), before.tags.clone());
            let state = settings.state.unwrap_or(before.state);
            return Ok(InsightRule { name, arn, state, text, definition, on_transformed_logs, updated, tags });
        }
        if self.insight_rules.all.len() >= self.limits.insight_rules {
            return Err(PutInsightRuleError::TooMany(self.limits.insight_rules));
        }
        let mut tags = Tags::default();
        tags.set(settings.tags)?;
        let arn = self.place.arn("cloudwatch", format_args!("insight-rule/{name}")).to_string();
        let state = settings.state.unwrap_or_default();
        Ok(InsightRule { name, arn, state, text, definition, on_transformed_logs, updated, tags })
    }

    /// All rules, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeInsightRules.
    #[doc(alias = "DescribeInsightRules")]
    pub fn insight_rules(&mut self, now: Timestamp) -> impl Iterator<Item = &InsightRule> {
        self.advance(now);
        self.insight_rules.after(None)
    }

    /// Lets rules count from now on. Answers those that are not there; the others are enabled all the same.
    ///
    /// # Source
    /// CloudWatch API Reference, EnableInsightRules.
    #[doc(alias = "EnableInsightRules")]
    pub fn enable_insight_rules<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Vec<UnknownInsightRule> {
        self.set_rules(now, names, InsightRuleState::Enabled)
    }

    /// Lets rules count no more. Answers those that are not there; the others are disabled all the same.
    ///
    /// # Source
    /// CloudWatch API Reference, DisableInsightRules.
    #[doc(alias = "DisableInsightRules")]
    pub fn disable_insight_rules<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Vec<UnknownInsightRule> {
        self.set_rules(now, names, InsightRuleState::Disabled)
    }

    fn set_rules<S: AsRef<str>>(
        &mut self,
        now: Timestamp,
        names: &[S],
        state: InsightRuleState,
    ) -> Vec<UnknownInsightRule> {
        self.advance(now);
        let mut unknown = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            match self.insight_rules.all.get_mut(name) {
                Some(entry) => entry.rule.state = state,
                None => unknown.push(UnknownInsightRule(name.into())),
            }
        }
        self.tell_watched();
        unknown
    }

    /// Deletes rules with all that they have counted. Answers those that are not there; the others are deleted all the
    /// same.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteInsightRules.
    #[doc(alias = "DeleteInsightRules")]
    pub fn delete_insight_rules<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Vec<UnknownInsightRule> {
        self.advance(now);
        let mut unknown = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            if !self.insight_rules.remove(name) {
                unknown.push(UnknownInsightRule(name.into()));
            }
        }
        self.tell_watched();
        unknown
    }

    /// Why a log event would count for a rule, or would not.
    ///
    /// # Errors
    /// [`UnknownInsightRule`] when there is no such rule, or its text is no definition.
    pub fn explain_contribution(
        &mut self,
        now: Timestamp,
        rule: &str,
        message: &str,
    ) -> Result<ContributionExplanation, UnknownInsightRule> {
        self.advance(now);
        let definition = &self.insight_rules.entry(rule)?.rule.definition;
        let definition = definition.as_ref().ok_or_else(|| UnknownInsightRule(rule.into()))?;
        Ok(definition.explained(message, self.policies.absent_is_other))
    }

    /// The log groups whose events enabled rules want to see. An [`Output::WatchedLogGroups`] tells whenever they change.
    #[must_use]
    pub fn watched_log_groups(&self) -> Vec<LogGroupPattern> {
        self.insight_rules.watched(&self.place)
    }

    fn tell_watched(&mut self) {
        let groups = self.watched_log_groups();
        if groups != self.insight_rules.told {
            self.insight_rules.told.clone_from(&groups);
            self.emit(Output::WatchedLogGroups(WatchedLogGroups { at: self.now, groups }));
        }
    }
}
