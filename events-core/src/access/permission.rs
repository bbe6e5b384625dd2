//! Permissions given and taken.

use cupola_base::policy::{Condition, Policy, Principal, Statement};
use cupola_base::{AccountId, Timestamp};

use super::{PutPermissionError, RemovePermissionError};
use crate::{BusName, Engine};

/// A permission in the short form: an account, or everybody, may put events on a bus.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PutPermission {
    /// The bus.
    pub bus: BusName,
    /// Names the statement: 1 to 64 letters, digits, hyphens and underscores. One that is there is replaced.
    pub statement_id: String,
    /// The account; none: everybody.
    pub account: Option<AccountId>,
    /// Only accounts of this organisation.
    pub organization: Option<String>,
}

impl PutPermission {
    /// An account may put events on a bus.
    #[must_use]
    pub fn account(bus: BusName, statement_id: impl Into<String>, account: AccountId) -> Self {
        Self { bus, statement_id: statement_id.into(), account: Some(account), organization: None }
    }

    /// Everybody may.
    #[must_use]
    pub fn everybody(bus: BusName, statement_id: impl Into<String>) -> Self {
        Self { bus, statement_id: statement_id.into(), account: None, organization: None }
    }

    /// Only accounts of an organisation may.
    #[must_use]
    pub fn of_organization(self, organization: impl Into<String>) -> Self {
        Self { organization: Some(organization.into()), ..self }
    }
}

impl Engine {
    /// Lets an account, or everybody, put events on a bus: adds a statement to the bus's policy, or replaces the
    /// one of the same id.
    ///
    /// ```
    /// use cupola_base::{AccountId, Place, Timestamp};
    /// use cupola_events::{BusName, Engine, PutPermission};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let bus = BusName::default();
    /// let other = AccountId::new("444455556666")?;
    /// engine.put_permission(Timestamp::EPOCH, PutPermission::account(bus.clone(), "other", other))?;
    /// let policy = engine.describe_event_bus(&bus)?.policy.clone().unwrap().to_string();
    /// assert!(policy.contains(r#""Principal":{"AWS":"arn:aws:iam::444455556666:root"}"#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutPermissionError`].
    ///
    /// # Source
    /// EventBridge API Reference, PutPermission.
    #[doc(alias = "PutPermission")]
    pub fn put_permission(&mut self, now: Timestamp, put: PutPermission) -> Result<(), PutPermissionError> {
        let PutPermission { bus, statement_id, account, organization } = put;
        if !is_statement_id(&statement_id) {
            return Err(PutPermissionError::StatementId);
        }
        let principal = match account {
            None => Principal::Everyone,
            Some(account) => Principal::Arn(self.root_of(account.as_str())),
        };
        let resource = bus.arn(self.place());
        let mut statement = Statement::allow(principal, "events:PutEvents", resource.as_str()).with_sid(statement_id);
        if let Some(organization) = organization {
            let condition = Condition::new("StringEquals", "aws:PrincipalOrgID", [organization.as_str()])?;
            statement = statement.with_condition(condition);
        }
        let mut policy = self.describe_event_bus(&bus)?.policy.clone().unwrap_or_else(Policy::empty);
        policy.put(statement);
        self.set_policy(now, &bus, Some(policy))
    }

    /// Replaces a bus's whole policy. Each statement must say to whom and to which resources it applies.
    ///
    /// # Errors
    /// [`PutPermissionError`]; [`TooLong`](PutPermissionError::TooLong) past 10,240 characters.
    ///
    /// # Source
    /// EventBridge API Reference, PutPermission.
    #[doc(alias = "PutPermission")]
    pub fn put_policy(&mut self, now: Timestamp, bus: &BusName, policy: &str) -> Result<(), PutPermissionError> {
        self.check_bus(bus)?;
        let most = self.state.limits.policy_length;
        if policy.chars().count() > most {
            return Err(PutPermissionError::TooLong(most));
        }
        let policy = Policy::parse(policy)?;
        for (number, statement) in (1..).zip(policy.statements()) {
            match (statement.has_principal(), statement.has_resource()) {
                (false, _) => return Err(PutPermissionError::Lacks { number, lacks: "Principal" }),
                (_, false) => return Err(PutPermissionError::Lacks { number, lacks: "Resource" }),
                (true, true) => {}
            }
        }
        self.set_policy(now, bus, Some(policy))
    }

    /// Takes one statement out of a bus's policy.
    ///
    /// # Errors
    /// [`RemovePermissionError`] when the bus, its policy or the statement is not there.
    ///
    /// # Source
    /// EventBridge API Reference, RemovePermission.
    #[doc(alias = "RemovePermission")]
    pub fn remove_permission(
        &mut self,
        now: Timestamp,
        bus: &BusName,
        statement_id: &str,
    ) -> Result<(), RemovePermissionError> {
        let now = self.see(now);
        let bus = self.bus_mut(bus)?;
        let policy = bus.policy.as_mut().ok_or(RemovePermissionError::NoPolicy)?;
        if !policy.remove(statement_id) {
            return Err(RemovePermissionError::NoStatement);
        }
        if policy.statements().is_empty() {
            bus.policy = None;
        }
        bus.modified = Some(now);
        Ok(())
    }

    /// Takes a bus's policy away. A bus without one stays as it is.
    ///
    /// # Errors
    /// [`RemovePermissionError::Unknown`].
    #[doc(alias = "RemovePermission")]
    pub fn remove_all_permissions(&mut self, now: Timestamp, bus: &BusName) -> Result<(), RemovePermissionError> {
        let now = self.see(now);
        let bus = self.bus_mut(bus)?;
        if bus.policy.take().is_some() {
            bus.modified = Some(now);
        }
        Ok(())
    }

    fn set_policy(&mut self, now: Timestamp, bus: &BusName, policy: Option<Policy>) -> Result<(), PutPermissionError> {
        let now = self.see(now);
        let most = self.state.limits.policy_length;
        if policy.as_ref().is_some_and(|policy| policy.to_string().chars().count() > most) {
            return Err(PutPermissionError::TooLong(most));
        }
        let bus = self.bus_mut(bus)?;
        bus.policy = policy;
        bus.modified = Some(now);
        Ok(())
    }
}

fn is_statement_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_')
}
