//! Tags of trails, event data stores and channels.

use cupola_base::{Tags, Timestamp};

use crate::trail::{TrailError, trail_arn};
use crate::{ChannelError, Engine, LakeError};

impl Engine {
    /// Adds tags to a trail, an event data store or a channel, or replaces their values. The resource is named by its ARN.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, AddTags.
    #[doc(alias = "AddTags")]
    pub fn add_tags<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        resource: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TrailError> {
        self.see(now);
        self.tags_mut(resource)?.set(tags)?;
        Ok(())
    }

    /// Takes tags from a trail, an event data store or a channel. A value that is given must be the tag's; others stay.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, RemoveTags.
    #[doc(alias = "RemoveTags")]
    pub fn remove_tags(
        &mut self,
        now: Timestamp,
        resource: &str,
        tags: &[(String, Option<String>)],
    ) -> Result<(), TrailError> {
        self.see(now);
        let there = self.tags_mut(resource)?;
        let is_it =
            |key: &str, value: &Option<String>| value.as_deref().is_none_or(|value| there.get(key) == Some(value));
        let gone: Vec<&str> = tags.iter().filter(|(key, value)| is_it(key, value)).map(|(key, _)| &**key).collect();
        there.unset(gone);
        Ok(())
    }

    /// The tags of a trail, an event data store or a channel, by its ARN.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, ListTags.
    #[doc(alias = "ListTags")]
    pub fn tags(&self, resource: &str) -> Result<&Tags, TrailError> {
        match kind(resource) {
            Kind::Store => Ok(&self.active_store(resource)?.tags),
            Kind::Channel => Ok(&self.channel(resource)?.tags),
            Kind::Trail => {
                let name = self.tagged_trail(resource)?;
                let found = self.state.trails.by_name(&name).map(|trail| &trail.tags);
                found.ok_or_else(|| TrailError::Resource(resource.into()))
            }
        }
    }

    fn tags_mut(&mut self, resource: &str) -> Result<&mut Tags, TrailError> {
        match kind(resource) {
            Kind::Store => {
                self.active_store(resource)?;
                let found = self.state.lake.change(resource).map(|store| &mut store.tags);
                found.ok_or_else(|| LakeError::Unknown(resource.into()).into())
            }
            Kind::Channel => {
                self.channel(resource)?;
                let found = self.state.channels.change(resource).map(|channel| &mut channel.tags);
                found.ok_or_else(|| ChannelError::Unknown(resource.into()).into())
            }
            Kind::Trail => {
                let name = self.tagged_trail(resource)?;
                let found = self.state.trails.change(&name).map(|trail| &mut trail.tags);
                found.ok_or_else(|| TrailError::Resource(resource.into()))
            }
        }
    }

    fn tagged_trail(&self, arn: &str) -> Result<String, TrailError> {
        let known = trail_arn(arn)?;
        let own = self.state.trails.own().find(|trail| trail.arn == known);
        own.map(|trail| trail.name.to_string()).ok_or_else(|| TrailError::Resource(arn.into()))
    }
}

/// What a resource is, as its ARN tells.
enum Kind {
    Trail,
    Store,
    Channel,
}

fn kind(arn: &str) -> Kind {
    match arn.splitn(6, ':').nth(5).map(|resource| resource.split('/').next().unwrap_or_default()) {
        Some("eventdatastore") => Kind::Store,
        Some("channel") => Kind::Channel,
        _ => Kind::Trail,
    }
}
