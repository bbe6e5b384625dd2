//! Verbs on destinations.

use std::ops::Bound;

use cupola_base::policy::Policy;
use cupola_base::{Arn, Tags, Timestamp};

use super::{Destination, DestinationError, Kept, KeptPolicy, PutDestinationPolicyError};
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::name::DestinationName;
use crate::subscription::SubscriptionTarget;
use crate::tag_letters;

impl Engine {
    /// Adds a destination, or changes where the one of the same name sends; its policy stays.
    ///
    /// # Errors
    /// [`DestinationError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDestination.
    #[doc(alias = "PutDestination")]
    pub fn put_destination(
        &mut self,
        now: Timestamp,
        name: &str,
        target: &str,
        role: &str,
    ) -> Result<Destination, DestinationError> {
        self.put_destination_with(now, name, target, role, [] as [(&str, &str); 0])
    }

    /// As [`put_destination`](Self::put_destination), with tags for a new one.
    ///
    /// # Errors
    /// [`DestinationError`].
    pub fn put_destination_with<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        name: &str,
        target: &str,
        role: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Destination, DestinationError> {
        let now = self.at(now);
        let (name, target) = (DestinationName::new(name)?, Arn::parse(target)?);
        let kind = SubscriptionTarget::of(&target)?;
        if kind == SubscriptionTarget::Destination {
            return Err(DestinationError::Target("another destination".into()));
        }
        let mut new_tags = Tags::default();
        tag_letters::set(&mut new_tags, tags)?;
        let old = self.destinations.remove(&name);
        if old.is_none() && self.destinations.len() >= self.limits.destinations {
            return Err(DestinationError::TooMany(self.limits.destinations));
        }
        let (policy, created, tags) = match old {
            Some(old) => (old.policy, old.created, old.tags),
            None => (None, now, new_tags),
        };
        let kept = Kept { target, kind, role: role.into(), policy, created, tags };
        let destination = kept.describe(&self.place, &name);
        self.destinations.insert(name, kept);
        Ok(destination)
    }

    /// Says who may subscribe to a destination. Each statement must say to whom it applies.
    ///
    /// # Errors
    /// [`PutDestinationPolicyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDestinationPolicy.
    #[doc(alias = "PutDestinationPolicy")]
    pub fn put_destination_policy(
        &mut self,
        now: Timestamp,
        name: &str,
        policy: &str,
    ) -> Result<(), PutDestinationPolicyError> {
        self.at(now);
        let (bytes, most) = (policy.len(), self.limits.destination_policy_bytes);
        if bytes > most {
            return Err(PutDestinationPolicyError::TooLong { bytes, most });
        }
        let kept = KeptPolicy { text: policy.into(), policy: Policy::parse(policy)? };
        let lacks = kept.policy.statements().iter().position(|statement| !statement.has_principal());
        if let Some(index) = lacks {
            return Err(PutDestinationPolicyError::NoPrincipal(index + 1));
        }
        let found = self.destinations.get_mut(name);
        found.ok_or_else(|| UnknownLog::Destination(name.into()))?.policy = Some(kept);
        Ok(())
    }

    /// Takes a destination away. Filters that send to it fail from now on.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such destination.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteDestination.
    #[doc(alias = "DeleteDestination")]
    pub fn delete_destination(&mut self, now: Timestamp, name: &str) -> Result<(), UnknownLog> {
        self.at(now);
        self.destinations.remove(name).map(|_| ()).ok_or_else(|| UnknownLog::Destination(name.into()))
    }

    /// The destinations whose names begin with a text, by name.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeDestinations.
    #[doc(alias = "DescribeDestinations")]
    pub fn describe_destinations(&mut self, now: Timestamp, prefix: &str) -> impl Iterator<Item = Destination> {
        self.at(now);
        self.destinations_after(prefix, None)
    }

    /// As [`describe_destinations`](Self::describe_destinations), after the destination of this name.
    pub(crate) fn destinations_after(&self, prefix: &str, after: Option<&str>) -> impl Iterator<Item = Destination> {
        let from = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let found = self.destinations.range::<str, _>((from, Bound::Unbounded));
        found
            .take_while(move |(name, _)| name.as_str().starts_with(prefix))
            .map(|(name, kept)| kept.describe(&self.place, name))
    }
}
