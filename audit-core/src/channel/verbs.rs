//! What can be done with channels.

use cupola_base::{Arn, Tags, Timestamp};

use super::{Channel, ChannelChanges, ChannelError, ChannelIngestion, ChannelRequest};
use crate::lake::{can_be_known, is_name};
use crate::{Engine, LakeError, ListPage, ListRequest};

/// Destinations of a channel.
const DESTINATIONS: usize = 200;

impl Engine {
    /// Makes a channel.
    ///
    /// # Errors
    /// [`ChannelError`].
    ///
    /// # Source
    /// CloudTrail API Reference, CreateChannel.
    #[doc(alias = "CreateChannel")]
    pub fn create_channel(&mut self, now: Timestamp, request: ChannelRequest) -> Result<&Channel, ChannelError> {
        let now = self.see(now);
        check_name(&request.name)?;
        check_source(&request.source)?;
        self.free_channel(&request.name)?;
        let destinations = self.channel_destinations(&request.destinations)?;
        let source = |channel: &Channel| channel.source == request.source;
        if self.state.policies.one_channel_per_source && self.channels().any(source) {
            return Err(ChannelError::SourceTaken(request.source));
        }
        let (count, place) = (self.state.channels.all().len(), &self.state.place);
        if count >= self.state.limits.channels {
            return Err(ChannelError::TooMany { account: place.account, count });
        }
        let mut tags = Tags::default();
        tags.set(request.tags)?;
        Ok(self.state.channels.put(Channel {
            arn: place.arn("cloudtrail", format_args!("channel/{}", self.state.rng.uuid())),
            name: request.name,
            source: request.source,
            destinations,
            created: now,
            tags,
            policy: None,
            ingestion: ChannelIngestion::default(),
        }))
    }

    /// Changes a channel.
    ///
    /// # Errors
    /// [`ChannelError`]; nothing is changed then.
    ///
    /// # Source
    /// CloudTrail API Reference, UpdateChannel.
    #[doc(alias = "UpdateChannel")]
    pub fn update_channel(
        &mut self,
        now: Timestamp,
        channel: &str,
        changes: ChannelChanges,
    ) -> Result<&Channel, ChannelError> {
        self.see(now);
        let old = self.channel(channel)?;
        if let Some(name) = changes.name.as_ref().filter(|name| **name != old.name) {
            check_name(name)?;
            self.free_channel(name)?;
        }
        let destinations = changes.destinations.map(|list| self.channel_destinations(&list)).transpose()?;
        self.change_channel(channel, |channel| {
            channel.name = changes.name.unwrap_or_else(|| channel.name.clone());
            channel.destinations = destinations.unwrap_or_else(|| channel.destinations.clone());
        })
    }

    /// Deletes a channel. What came by it stays in the event data stores.
    ///
    /// # Errors
    /// [`ChannelError`].
    ///
    /// # Source
    /// CloudTrail API Reference, DeleteChannel.
    #[doc(alias = "DeleteChannel")]
    pub fn delete_channel(&mut self, now: Timestamp, channel: &str) -> Result<(), ChannelError> {
        self.see(now);
        self.channel(channel)?;
        self.state.channels.remove(channel);
        Ok(())
    }

    /// A channel by its ARN or its id.
    ///
    /// # Errors
    /// [`ChannelError`]: not the ARN of one of this account, no such channel.
    ///
    /// # Source
    /// CloudTrail API Reference, GetChannel.
    #[doc(alias = "GetChannel")]
    pub fn channel(&self, channel: &str) -> Result<&Channel, ChannelError> {
        if !can_be_known(channel, "channel", &self.state.place) {
            return Err(ChannelError::Arn(channel.into()));
        }
        self.state.channels.find(channel).ok_or_else(|| ChannelError::Unknown(channel.into()))
    }

    /// The channels of this account and region, in order of making.
    #[doc(alias = "ListChannels")]
    pub fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.state.channels.all().iter()
    }

    /// A page of the channels of this account and region, in order of making.
    ///
    /// # Errors
    /// [`LakeError`]: the size of the page, a foreign token.
    ///
    /// # Source
    /// CloudTrail API Reference, ListChannels; the order is our decision.
    #[doc(alias = "ListChannels")]
    pub fn list_channels(&self, request: ListRequest<'_>) -> Result<ListPage<'_, Channel>, LakeError> {
        fn key(channel: &Channel) -> (Timestamp, &str) {
            (channel.created, channel.arn.as_str())
        }
        ListPage::of(request, "ListChannels", self.now(), self.state.channels.all(), key)
    }

    pub(crate) fn change_channel(
        &mut self,
        channel: &str,
        change: impl FnOnce(&mut Channel),
    ) -> Result<&Channel, ChannelError> {
        let found = self.state.channels.change(channel).ok_or_else(|| ChannelError::Unknown(channel.into()))?;
        change(found);
        Ok(found)
    }

    fn free_channel(&self, name: &str) -> Result<(), ChannelError> {
        let is_taken = self.channels().any(|channel| channel.name == name);
        if is_taken { Err(ChannelError::Exists(name.into())) } else { Ok(()) }
    }

    /// Destinations are event data stores for activity of elsewhere, named by their ARNs.
    fn channel_destinations(&self, list: &[String]) -> Result<Vec<Arn>, ChannelError> {
        if !(1..=DESTINATIONS).contains(&list.len()) {
            return Err(ChannelError::Destinations(list.len()));
        }
        let mut destinations: Vec<Arn> = Vec::with_capacity(list.len());
        for text in list {
            if !text.starts_with("arn:") {
                return Err(LakeError::Arn(text.clone()).into());
            }
            let store = self.active_store(text)?;
            if store.settings.sole_category() != Some("ActivityAuditLog") {
                return Err(LakeError::Category(text.clone()).into());
            }
            if destinations.contains(&store.arn) {
                return Err(ChannelError::Twice(text.clone()));
            }
            destinations.push(store.arn.clone());
        }
        Ok(destinations)
    }
}

fn check_name(name: &str) -> Result<(), ChannelError> {
    if is_name(name) { Ok(()) } else { Err(ChannelError::Name(name.into())) }
}

/// The list of partners is an open one.
fn check_source(source: &str) -> Result<(), ChannelError> {
    let is_good = (1..=256).contains(&source.chars().count()) && !source.chars().any(char::is_control);
    if is_good { Ok(()) } else { Err(ChannelError::Source(source.into())) }
}
