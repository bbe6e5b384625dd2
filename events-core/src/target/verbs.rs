//! Targets put, looked at and taken away.

use cupola_base::{Arn, RetryPolicy, Timestamp};

use crate::delivery::check_parameters;
use crate::error::{ChangeRuleError, PutTargetsError, TargetError, UnknownRule};
use crate::{BusName, Engine, Limits, RuleId, RuleName, Target, TargetId, TargetInput};

impl Engine {
    /// Puts up to ten targets on a rule; one of an id that is there is replaced. All or none.
    ///
    /// # Errors
    /// [`PutTargetsError`] when the rule is not there, would have more than five targets, or a target is
    /// refused.
    ///
    /// # Source
    /// EventBridge API Reference, PutTargets.
    #[doc(alias = "PutTargets")]
    pub fn put_targets(&mut self, now: Timestamp, rule: &RuleId, targets: Vec<Target>) -> Result<(), PutTargetsError> {
        if let Some(rule) = self.state.rules.get(rule) {
            rule.check_not_managed()?;
        }
        self.set_targets(now, rule, targets)
    }

    /// Puts targets, whether a service manages the rule or not.
    pub(crate) fn set_targets(
        &mut self,
        now: Timestamp,
        rule: &RuleId,
        targets: Vec<Target>,
    ) -> Result<(), PutTargetsError> {
        self.see(now);
        let (given, most) = (targets.len(), self.state.limits.targets_per_request);
        if given == 0 || given > most {
            return Err(PutTargetsError::Count { given, most });
        }
        targets.iter().try_for_each(|target| self.check(target))?;
        self.describe_rule(rule)?;
        let own = rule.bus.arn(self.place());
        if let Some(target) = targets.iter().find(|target| target.arn == own) {
            return Err(TargetError::SameBus(target.id.clone()).into());
        }
        let room = self.state.limits.targets_per_rule;
        let rule = self.rule_mut(rule)?;
        let mut all = rule.targets.clone();
        all.extend(targets.into_iter().map(|target| (target.id.clone(), target)));
        if all.len() > room {
            return Err(PutTargetsError::TooMany);
        }
        rule.targets = all;
        Ok(())
    }

    /// Takes targets away; ids that are not there do not matter. Deliveries that wait for another try end with
    /// their target, each told as [`Output::Ended`](crate::Output::Ended), unless
    /// [`Policies::removing_targets_ends_retries`](crate::Policies::removing_targets_ends_retries) says otherwise.
    ///
    /// # Errors
    /// [`ChangeRuleError`].
    #[doc(alias = "RemoveTargets")]
    pub fn remove_targets(&mut self, now: Timestamp, rule: &RuleId, ids: &[TargetId]) -> Result<(), ChangeRuleError> {
        self.describe_rule(rule)?.check_not_managed()?;
        Ok(self.remove_targets_by_force(now, rule, ids)?)
    }

    /// Takes targets away, whether a service manages the rule or not.
    ///
    /// # Errors
    /// [`UnknownRule`].
    #[doc(alias = "Force")]
    pub fn remove_targets_by_force(
        &mut self,
        now: Timestamp,
        id: &RuleId,
        ids: &[TargetId],
    ) -> Result<(), UnknownRule> {
        let now = self.see(now);
        let rule = self.rule_mut(id)?;
        rule.targets.retain(|id, _| !ids.contains(id));
        if self.state.policies.removing_targets_ends_retries {
            self.state.end_deliveries(now, |origin| origin.is_of(id, ids));
        }
        Ok(())
    }

    /// A rule's targets, by id.
    ///
    /// # Errors
    /// [`UnknownRule`].
    #[doc(alias = "ListTargetsByRule")]
    pub fn list_targets_by_rule(&self, rule: &RuleId) -> Result<impl Iterator<Item = &Target>, UnknownRule> {
        Ok(self.describe_rule(rule)?.targets.values())
    }

    /// The names of a bus's rules that have a target of this ARN, in order.
    ///
    /// # Errors
    /// [`UnknownRule::Bus`].
    #[doc(alias = "ListRuleNamesByTarget")]
    pub fn list_rule_names_by_target<'a>(
        &'a self,
        bus: &BusName,
        target: &str,
    ) -> Result<impl Iterator<Item = &'a RuleName>, UnknownRule> {
        let calls = move |arn: &Arn| arn.as_str() == target;
        let rules = self.list_rules(bus)?;
        Ok(rules.filter(move |rule| rule.targets.values().any(|t| calls(&t.arn))).map(|rule| &rule.id.name))
    }
}

impl Engine {
    fn check(&self, target: &Target) -> Result<(), TargetError> {
        let id = || target.id.clone();
        if target.retry.is_some_and(|retry| !is_within_bounds(retry)) {
            return Err(TargetError::Retry(id()));
        }
        let region = self.place().region.as_str();
        if target.dead_letter.as_ref().is_some_and(|queue| !is_standard_queue(queue, region)) {
            return Err(TargetError::DeadLetter(id()));
        }
        check_lengths(target, &self.state.limits)?;
        check_parameters(target)?;
        let is_elsewhere = target.is_event_bus() && target.arn.account() != self.place().account.as_str();
        match &target.input {
            TargetInput::Event => Ok(()),
            _ if is_elsewhere => Err(TargetError::BusInput(id())),
            TargetInput::Constant(_) | TargetInput::Path(_) if target.is_log_group() => {
                Err(TargetError::LogGroupInput(id()))
            }
            TargetInput::Transformer(transformer) if target.is_log_group() && !transformer.fits_log_group() => {
                Err(TargetError::NotJson(id()))
            }
            _ => Ok(()),
        }
    }
}

fn check_lengths(target: &Target, limits: &Limits) -> Result<(), TargetError> {
    let within = |what: &'static str, text: &str, most: usize| match text.chars().count() > most {
        true => Err(TargetError::TooLong { id: target.id.clone(), what, most }),
        false => Ok(()),
    };
    match &target.input {
        TargetInput::Event => Ok(()),
        TargetInput::Constant(json) => within("Input", json.as_str(), limits.input_length),
        TargetInput::Path(path) => within("InputPath", path.as_str(), limits.input_path_length),
        TargetInput::Transformer(transformer) => {
            let (paths, most) = (transformer.paths(), limits.template_variables);
            if paths.len() > most {
                return Err(TargetError::TooManyPaths { id: target.id.clone(), most });
            }
            within("InputTemplate", transformer.template(), limits.input_length)?;
            paths.values().try_for_each(|path| within("InputPathsMap", path.as_str(), limits.input_path_length))
        }
    }
}

fn is_within_bounds(retry: RetryPolicy) -> bool {
    retry.attempts <= 185 && (60..=86_400).contains(&retry.age_seconds)
}

fn is_standard_queue(queue: &Arn, region: &str) -> bool {
    queue.service() == "sqs" && queue.region() == region && !queue.resource().ends_with(".fifo")
}
