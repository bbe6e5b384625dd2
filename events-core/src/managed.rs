//! Rules that a service makes on an account's behalf.

use cupola_base::{Arn, Timestamp};

use crate::error::{ManagedRule, PutRuleError, PutTargetsError};
use crate::rule::Rule;
use crate::{Engine, PutRule, RuleId, Target};

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
}

impl Rule {
    /// Refuses when a service manages the rule.
    pub(crate) fn check_not_managed(&self) -> Result<(), ManagedRule> {
        match self.managed_by {
            Some(_) => Err(ManagedRule(self.id.name.to_string())),
            None => Ok(()),
        }
    }
}
