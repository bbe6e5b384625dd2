//! Rules put, changed and looked at.

use std::collections::BTreeMap;

use cupola_base::{Arn, Timestamp};

use super::{Rule, RulePattern};
use crate::error::{ChangeRuleError, DeleteRuleError, PutRuleError, UnknownRule};
use crate::schedule::RuleSchedule;
use crate::{BusName, Engine, PutRule, RuleId, RuleName, RuleState};

impl Engine {
    /// Puts a rule, or replaces one: what is left out is unset, only targets and tags stay. Returns its ARN.
    ///
    /// # Errors
    /// [`PutRuleError`] when the pattern is refused, there is none, a service manages the rule, the bus is not
    /// there or has 300 rules.
    ///
    /// # Source
    /// EventBridge API Reference, PutRule.
    #[doc(alias = "PutRule")]
    pub fn put_rule(&mut self, now: Timestamp, put: PutRule) -> Result<Arn, PutRuleError> {
        if let Some(rule) = self.state.rules.get(&put.id) {
            rule.check_not_managed()?;
        }
        self.set_rule(now, put, None)
    }

    /// Puts a rule, whoever manages the one that is there.
    pub(crate) fn set_rule(
        &mut self,
        now: Timestamp,
        put: PutRule,
        managed_by: Option<String>,
    ) -> Result<Arn, PutRuleError> {
        let now = self.see(now);
        self.check_bus(&put.id.bus)?;
        if put.state == RuleState::EnabledWithAllCloudtrailManagementEvents && put.id.bus.is_partner() {
            return Err(PutRuleError::PartnerState);
        }
        if put.schedule.is_some() && !put.id.bus.is_default() {
            return Err(PutRuleError::ScheduleElsewhere);
        }
        let schedule = put.schedule.as_ref().map(|text| RuleSchedule::parse(text, now)).transpose();
        let schedule = schedule.map_err(PutRuleError::Schedule)?;
        let most = self.state.limits.description_length;
        if put.description.as_ref().is_some_and(|text| text.chars().count() > most) {
            return Err(PutRuleError::Description(most));
        }
        let pattern = put.pattern.as_ref().map(|text| RulePattern::parse(text, &self.state.limits.pattern));
        let pattern = pattern.transpose()?;
        if pattern.is_none() && schedule.is_none() {
            return Err(PutRuleError::Nothing);
        }
        let old = self.state.rules.get(&put.id);
        if old.is_none() && self.rules_of(&put.id.bus).count() >= self.state.limits.rules_per_bus {
            return Err(PutRuleError::TooMany);
        }
        let (targets, tags) =
            old.map_or_else(|| (BTreeMap::new(), put.tags), |old| (old.targets.clone(), old.tags.clone()));
        let created_by = old.map_or(put.created_by, |old| old.created_by);
        let old = old.filter(|_| !self.state.policies.putting_restarts_rates);
        let schedule = schedule.map(|schedule| schedule.going_on_from(old.and_then(|old| old.schedule.as_ref())));
        let PutRule { id, state, description, role_arn, .. } = put;
        let rule = Rule {
            id: id.clone(),
            pattern,
            schedule,
            state,
            description,
            role_arn,
            created_by,
            managed_by,
            tags,
            targets,
        };
        let arn = rule.arn(self.place());
        self.state.disarm_rule(&id);
        self.state.rules.insert(id.clone(), rule);
        self.state.arm_rule(&id, now);
        self.follow(&id);
        Ok(arn)
    }

    /// A rule.
    ///
    /// # Errors
    /// [`UnknownRule`].
    #[doc(alias = "DescribeRule")]
    pub fn describe_rule(&self, id: &RuleId) -> Result<&Rule, UnknownRule> {
        self.check_bus(&id.bus)?;
        self.state.rules.get(id).ok_or_else(|| unknown(id))
    }

    /// The rules of a bus, by name.
    ///
    /// # Errors
    /// [`UnknownRule::Bus`].
    #[doc(alias = "ListRules")]
    pub fn list_rules<'a>(&'a self, bus: &BusName) -> Result<impl Iterator<Item = &'a Rule>, UnknownRule> {
        self.check_bus(bus)?;
        Ok(self.rules_of(bus))
    }

    /// Deletes a rule without targets. One that is not there counts as deleted.
    ///
    /// # Errors
    /// [`DeleteRuleError`] when targets are left, a service manages the rule or the bus is not there.
    #[doc(alias = "DeleteRule")]
    pub fn delete_rule(&mut self, now: Timestamp, id: &RuleId) -> Result<(), DeleteRuleError> {
        if let Some(rule) = self.state.rules.get(id) {
            rule.check_not_managed()?;
        }
        self.delete_rule_by_force(now, id)
    }

    /// Deletes a rule without targets, be it managed by a service or not.
    ///
    /// # Errors
    /// As [`delete_rule`](Self::delete_rule), but for managed rules.
    #[doc(alias = "Force")]
    pub fn delete_rule_by_force(&mut self, now: Timestamp, id: &RuleId) -> Result<(), DeleteRuleError> {
        self.see(now);
        self.check_bus(&id.bus)?;
        if self.state.rules.get(id).is_some_and(|rule| !rule.targets.is_empty() && !rule.is_of_archive()) {
            return Err(DeleteRuleError::HasTargets);
        }
        self.state.disarm_rule(id);
        self.state.rules.remove(id);
        self.follow(id);
        Ok(())
    }

    /// Makes a rule watch.
    ///
    /// # Errors
    /// [`ChangeRuleError`].
    #[doc(alias = "EnableRule")]
    pub fn enable_rule(&mut self, now: Timestamp, id: &RuleId) -> Result<(), ChangeRuleError> {
        let keeps = self.state.policies.enabling_keeps_management_events;
        self.change_state(now, id, |state| match state {
            RuleState::EnabledWithAllCloudtrailManagementEvents if keeps => state,
            _ => RuleState::Enabled,
        })
    }

    /// Makes a rule match nothing.
    ///
    /// # Errors
    /// [`ChangeRuleError`].
    #[doc(alias = "DisableRule")]
    pub fn disable_rule(&mut self, now: Timestamp, id: &RuleId) -> Result<(), ChangeRuleError> {
        self.change_state(now, id, |_| RuleState::Disabled)
    }

    pub(crate) fn rule_mut(&mut self, id: &RuleId) -> Result<&mut Rule, UnknownRule> {
        self.check_bus(&id.bus)?;
        self.state.rules.get_mut(id).ok_or_else(|| unknown(id))
    }

    pub(crate) fn check_bus(&self, bus: &BusName) -> Result<(), UnknownRule> {
        self.describe_event_bus(bus).map(|_| ())
    }

    /// The rules of a bus, by name, without a look at those of others.
    pub(crate) fn rules_of<'a>(&'a self, bus: &BusName) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let first = RuleId { bus: bus.clone(), name: RuleName::first() };
        let last = bus.clone();
        self.state.rules.range(first..).map(|(_, rule)| rule).take_while(move |rule| rule.id.bus == last)
    }

    fn change_state(
        &mut self,
        now: Timestamp,
        id: &RuleId,
        change: impl FnOnce(RuleState) -> RuleState,
    ) -> Result<(), ChangeRuleError> {
        let now = self.see(now);
        let rule = self.rule_mut(id)?;
        rule.check_not_managed()?;
        rule.state = change(rule.state);
        self.state.arm_rule(id, now);
        self.follow(id);
        Ok(())
    }
}

fn unknown(id: &RuleId) -> UnknownRule {
    UnknownRule::Rule { rule: id.name.to_string(), bus: id.bus.to_string() }
}
