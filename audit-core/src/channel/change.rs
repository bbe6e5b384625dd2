//! Asking for a channel, and changing it.

/// A channel that is to be made.
///
/// # Source
/// CloudTrail API Reference, CreateChannel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ChannelRequest {
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) destinations: Vec<String>,
    pub(crate) tags: Vec<(String, String)>,
}

impl ChannelRequest {
    /// A channel of this name, for events of a source (`Custom`, or the name of a partner), into event data stores that are
    /// named by their ARNs.
    pub fn new<D: Into<String>>(
        name: impl Into<String>,
        source: impl Into<String>,
        destinations: impl IntoIterator<Item = D>,
    ) -> Self {
        let destinations = destinations.into_iter().map(Into::into).collect();
        Self { name: name.into(), source: source.into(), destinations, tags: Vec::new() }
    }

    /// Adds a tag.
    pub fn tagged(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}

/// What is to be set of a channel; all else stays as it is.
///
/// # Source
/// CloudTrail API Reference, UpdateChannel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ChannelChanges {
    pub(crate) name: Option<String>,
    pub(crate) destinations: Option<Vec<String>>,
}

impl ChannelChanges {
    /// No change.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name: 3 to 128 letters, digits, `.`, `_` and `-`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The ARNs of the event data stores that keep its events.
    pub fn destinations<D: Into<String>>(self, destinations: impl IntoIterator<Item = D>) -> Self {
        Self { destinations: Some(destinations.into_iter().map(Into::into).collect()), ..self }
    }
}
