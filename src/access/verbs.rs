//! How an authorizer is set and asked.

use std::sync::Arc;

use cupola_base::{AccountId, Caller};

use super::{AccessVerdict, Attempt, Authorizer};
use crate::{Observatory, Service, Universe};

impl Observatory {
    /// Has the door ask who may call what. The authorizer is part of snapshots.
    #[must_use]
    pub fn with_authorizer(mut self, access: Authorizer) -> Self {
        self.set_authorizer(Some(access));
        self
    }

    /// Has the door ask from now on, or nobody any more.
    pub fn set_authorizer(&mut self, access: Option<Authorizer>) {
        self.access = access.map(Arc::new);
    }

    /// Who may call what, if that is asked.
    #[must_use]
    pub fn authorizer(&self) -> Option<&Authorizer> {
        self.access.as_deref()
    }

    /// Whether the door would let a call through now, and which statement of which policy decides. The call is not made.
    /// `None` when nobody is asked, or when the request is not JSON.
    #[must_use]
    pub fn explain_access(
        &self,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
    ) -> Option<AccessVerdict> {
        let attempt = Attempt { now: self.now, caller, service, action, input, organization: None };
        self.access.as_deref()?.judge(&self.engines, attempt)
    }
}

impl Universe {
    /// As [`Observatory::with_authorizer`], for all places.
    #[must_use]
    pub fn with_authorizer(mut self, access: Authorizer) -> Self {
        self.set_authorizer(Some(access));
        self
    }

    /// As [`Observatory::set_authorizer`], for all places.
    pub fn set_authorizer(&mut self, access: Option<Authorizer>) {
        self.share_authorizer(access.map(Arc::new));
    }

    /// One authorizer for all: each place asks it, also when it is called by itself.
    pub(crate) fn share_authorizer(&mut self, access: Option<Arc<Authorizer>>) {
        self.observatories.values_mut().for_each(|sky| sky.access.clone_from(&access));
        self.access = access;
    }

    /// Who may call what, if that is asked.
    #[must_use]
    pub fn authorizer(&self) -> Option<&Authorizer> {
        self.access.as_deref()
    }

    /// As [`Observatory::explain_access`], in the caller's account and region; `None` as well when nobody has used that
    /// place.
    #[must_use]
    pub fn explain_access(
        &self,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
    ) -> Option<AccessVerdict> {
        let sky = self.observatories.get(&caller.place)?;
        let organization = self.organization_of(caller);
        self.access
            .as_deref()?
            .judge(&sky.engines, Attempt { now: self.now, caller, service, action, input, organization })
    }

    /// The organization of a caller's account.
    pub(crate) fn organization_of(&self, caller: &Caller) -> Option<&str> {
        let account = AccountId::new(caller.principal.account()).ok()?;
        self.organization.as_ref().filter(|one| one.has(account)).map(|one| one.id.as_str())
    }
}
