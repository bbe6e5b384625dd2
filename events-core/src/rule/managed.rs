//! Rules that a service makes on an account's behalf.

use std::collections::BTreeMap;

use cupola_base::{Arn, Tags, Timestamp};

use super::{Rule, RulePattern};
use crate::error::{ManagedRule, PutRuleError, PutTargetsError};
use crate::{Engine, PutRule, RuleId, RuleState, Target};

impl Engine {
    /// Puts a rule as a service does that manages it, or replaces the one that is there. Its owner may delete it
    /// and its targets by force, and change nothing else.
    ///
    /// ```
    /// use cupola_base::{Place, Timestamp};
    /// use cupola_events::{Engine, PutRule, RuleName};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let rule = PutRule::new(RuleName::new("AutoScalingManagedRule")?, r#"{"source": ["aws.ec2"]}"#);
    /// engine.put_managed_rule(Timestamp::EPOCH, "autoscaling.amazonaws.com", rule.clone())?;
    /// let refused = engine.put_rule(Timestamp::EPOCH, rule.clone()).unwrap_err().to_string();
    /// assert!(refused.starts_with("AutoScalingManagedRule is a managed rule."));
    /// engine.delete_rule_by_force(Timestamp::EPOCH, &rule.id)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`put_rule`](Self::put_rule), but for managed rules.
    pub fn put_managed_rule(
        &mut self,
        now: Timestamp,
        service: impl Into<String>,
        put: PutRule,
    ) -> Result<Arn, PutRuleError> {
        self.set_rule(now, put, Some(service.into()))
    }

    /// Puts targets on a rule as the service does that manages it.
    ///
    /// # Errors
    /// As [`put_targets`](Self::put_targets), but for managed rules.
    pub fn put_managed_targets(
        &mut self,
        now: Timestamp,
        rule: &RuleId,
        targets: Vec<Target>,
    ) -> Result<(), PutTargetsError> {
        self.set_targets(now, rule, targets)
    }

    /// Puts a rule without targets that shows on its bus what a service does there, or changes its pattern and state.
    /// A rule of the name that somebody else has made stays as it is.
    pub(crate) fn show_rule(&mut self, id: &RuleId, service: &str, pattern: String, state: RuleState) {
        let ours = self.state.rules.get(id).is_none_or(|rule| rule.is_managed_by(service));
        if ours && self.check_bus(&id.bus).is_ok() {
            self.state.rules.insert(id.clone(), Rule::shown(id.clone(), service, pattern, state));
            self.follow(id);
        }
    }

    /// Takes such a rule away.
    pub(crate) fn hide_rule(&mut self, id: &RuleId, service: &str) {
        if self.state.rules.get(id).is_some_and(|rule| rule.is_managed_by(service)) {
            self.state.rules.remove(id);
            self.follow(id);
        }
    }
}

impl Rule {
    fn shown(id: RuleId, service: &str, pattern: String, state: RuleState) -> Self {
        Self {
            id,
            pattern: RulePattern::try_from(pattern).ok(),
            schedule: None,
            state,
            description: None,
            role_arn: None,
            created_by: None,
            managed_by: Some(service.to_owned()),
            tags: Tags::default(),
            targets: BTreeMap::new(),
        }
    }

    pub(crate) fn is_managed_by(&self, service: &str) -> bool {
        self.managed_by.as_deref() == Some(service)
    }

    /// Refuses when a service manages the rule.
    pub(crate) fn check_not_managed(&self) -> Result<(), ManagedRule> {
        match self.managed_by {
            Some(_) => Err(ManagedRule(self.id.name.to_string())),
            None => Ok(()),
        }
    }
}
