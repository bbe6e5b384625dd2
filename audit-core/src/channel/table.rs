//! The channels of a place.

use serde::{Deserialize, Serialize};

use super::Channel;

/// The channels of a place, in order of making.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Channels(Vec<Channel>);

impl Channels {
    pub(crate) fn all(&self) -> &[Channel] {
        &self.0
    }

    /// A channel by its ARN or id.
    pub(crate) fn find(&self, text: &str) -> Option<&Channel> {
        self.0.iter().find(|channel| channel.arn.as_str() == text || channel.id() == text)
    }

    /// A channel, to be changed.
    pub(crate) fn change(&mut self, text: &str) -> Option<&mut Channel> {
        self.0.iter_mut().find(|channel| channel.arn.as_str() == text || channel.id() == text)
    }

    /// Takes a channel in; of one instant they stand in the order of their ARNs.
    pub(super) fn put(&mut self, channel: Channel) -> &Channel {
        let at = self.0.partition_point(|other| (other.created, &other.arn) < (channel.created, &channel.arn));
        self.0.insert(at, channel);
        &self.0[at]
    }

    pub(super) fn remove(&mut self, text: &str) {
        self.0.retain(|channel| channel.arn.as_str() != text && channel.id() != text);
    }
}
