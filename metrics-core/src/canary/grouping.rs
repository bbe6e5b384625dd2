//! Verbs on groups of canaries.

use std::collections::BTreeSet;

use cupola_base::{Rng, Tags, Timestamp};

use super::book::Canaries;
use super::error::{CanaryError, CanaryName};
use super::group::CanaryGroup;
use super::state::Canary;
use crate::engine::Engine;

impl Engine {
    /// Makes a group of canaries, with none in it.
    ///
    /// # Errors
    /// [`CanaryError`] when the name is none or taken, there are as many groups as there may be, or the tags are not
    /// those of a resource.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, CreateGroup. That a taken name is a conflict is our decision.
    #[doc(alias = "CreateGroup")]
    pub fn create_canary_group(
        &mut self,
        now: Timestamp,
        name: &str,
        given: Vec<(String, String)>,
    ) -> Result<&CanaryGroup, CanaryError> {
        self.advance(now);
        check_name(name)?;
        if self.canaries.groups.contains_key(name) {
            return Err(CanaryError::GroupExists(name.into()));
        }
        within(self.canaries.groups.len(), self.limits.canary_groups, "groups of canaries")?;
        let mut tags = Tags::default();
        tags.set(given)?;
        let id = new_id(&self.rng);
        let arn = self.place.arn("synthetics", format_args!("group:{id}")).to_string();
        let (created, modified, canaries) = (self.now, self.now, BTreeSet::new());
        let group = CanaryGroup { id, arn, name: name.into(), created, modified, canaries, tags };
        Ok(self.canaries.groups.entry(name.into()).or_insert(group))
    }

    /// A group.
    ///
    /// # Errors
    /// [`CanaryError::UnknownGroup`] when none has this name, id or ARN.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, GetGroup.
    #[doc(alias = "GetGroup")]
    pub fn canary_group(&mut self, now: Timestamp, group: &str) -> Result<&CanaryGroup, CanaryError> {
        self.advance(now);
        self.canaries.group(group)
    }

    /// All groups, by name.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, ListGroups.
    #[doc(alias = "ListGroups")]
    pub fn canary_groups(&mut self, now: Timestamp) -> impl Iterator<Item = &CanaryGroup> {
        self.advance(now);
        self.canaries.groups.values()
    }

    /// The groups that a canary is in, by name; the canary is told by its ARN.
    ///
    /// # Errors
    /// [`CanaryError::Unknown`] when there is no such canary here.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, ListAssociatedGroups.
    #[doc(alias = "ListAssociatedGroups")]
    pub fn groups_of_canary(&mut self, now: Timestamp, canary: &str) -> Result<Vec<&CanaryGroup>, CanaryError> {
        self.advance(now);
        let name = self.canaries.by_arn(canary)?.configuration.name.clone();
        Ok(self.canaries.groups_of(&name).collect())
    }

    /// Puts a canary, told by its ARN, into a group. One that is in it already stays there.
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such group or canary, the group is full, or the canary is in as many groups as
    /// it may be.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, AssociateResource; CloudWatch User Guide, "CloudWatch Synthetics quotas".
    #[doc(alias = "AssociateResource")]
    pub fn associate_canary(&mut self, now: Timestamp, group: &str, canary: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let found = self.canaries.group(group)?;
        let name = self.canaries.by_arn(canary)?.configuration.name.clone();
        if found.canaries.contains(&name) {
            return Ok(());
        }
        within(found.canaries.len(), self.limits.canaries_per_group, "canaries in the group")?;
        within(self.canaries.groups_of(&name).count(), self.limits.groups_per_canary, "groups of the canary")?;
        let found = self.canaries.group_mut(group)?;
        found.canaries.insert(name);
        found.modified = self.now;
        Ok(())
    }

    /// Takes a canary, told by its ARN, out of a group.
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such group, or the canary is not in it.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, DisassociateResource.
    #[doc(alias = "DisassociateResource")]
    pub fn disassociate_canary(&mut self, now: Timestamp, group: &str, canary: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let name = self.canaries.by_arn(canary)?.configuration.name.clone();
        let found = self.canaries.group_mut(group)?;
        if !found.canaries.remove(&name) {
            return Err(CanaryError::Unknown(canary.into()));
        }
        found.modified = self.now;
        Ok(())
    }

    /// Deletes a group; its canaries stay.
    ///
    /// # Errors
    /// [`CanaryError::UnknownGroup`] when none has this name, id or ARN.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, DeleteGroup.
    #[doc(alias = "DeleteGroup")]
    pub fn delete_canary_group(&mut self, now: Timestamp, group: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let name = self.canaries.group(group)?.name.clone();
        self.canaries.groups.remove(&name);
        Ok(())
    }
}

impl Canaries {
    pub(super) fn group(&self, called: &str) -> Result<&CanaryGroup, CanaryError> {
        let unknown = || CanaryError::UnknownGroup(called.into());
        self.groups.values().find(|group| group.is_called(called)).ok_or_else(unknown)
    }

    fn group_mut(&mut self, called: &str) -> Result<&mut CanaryGroup, CanaryError> {
        let unknown = || CanaryError::UnknownGroup(called.into());
        self.groups.values_mut().find(|group| group.is_called(called)).ok_or_else(unknown)
    }

    pub(super) fn groups_of(&self, name: &CanaryName) -> impl Iterator<Item = &CanaryGroup> {
        self.groups.values().filter(move |group| group.canaries.contains(name))
    }

    pub(super) fn by_arn(&self, arn: &str) -> Result<&Canary, CanaryError> {
        let mut all = self.all.values().map(|entry| &entry.canary);
        all.find(|canary| canary.arn == arn).ok_or_else(|| CanaryError::Unknown(arn.into()))
    }
}

fn check_name(name: &str) -> Result<(), CanaryError> {
    let needed = "1 to 64 characters";
    let fits = (1..=64).contains(&name.chars().count());
    if fits { Ok(()) } else { Err(CanaryError::Value { member: "Name", value: format!("{name:?}"), needed }) }
}

fn within(there: usize, most: usize, what: &'static str) -> Result<(), CanaryError> {
    if there < most { Ok(()) } else { Err(CanaryError::Quota { what, most }) }
}

/// The service's ids of groups: ten small letters and digits.
fn new_id(rng: &Rng) -> String {
    const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let letter = || LETTERS.get(usize::try_from(rng.below(36)).unwrap_or(0)).copied().unwrap_or(b'0');
    (0..10).map(|_| char::from(letter())).collect()
}
