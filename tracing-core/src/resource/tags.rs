//! Tags of groups and sampling rules.

use cupola_base::{ApiError, Arn, Tags, TagsError, Timestamp};

use crate::Engine;

impl Engine {
    /// Tags a group or a sampling rule.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let rule = engine.sampling_rules().next().map(|rule| engine.sampling_rule_arn(&rule.rule.name)).unwrap();
    /// engine.tag_resource(Timestamp::EPOCH, &rule, [("team", "quay")])?;
    /// assert_eq!(engine.tags_of(&rule)?.get("team"), Some("quay"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TagError`] when there is no such resource, or a tag breaks a bound.
    ///
    /// # Source
    /// X-Ray API Reference, TagResource.
    #[doc(alias = "TagResource")]
    pub fn tag_resource<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        resource: &Arn,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TagError> {
        self.see(now);
        Ok(self.tags_mut(resource)?.set(tags)?)
    }

    /// Takes tags away; unknown keys do not matter.
    ///
    /// # Errors
    /// [`TagError::Unknown`] when there is no such resource.
    ///
    /// # Source
    /// X-Ray API Reference, UntagResource.
    #[doc(alias = "UntagResource")]
    pub fn untag_resource<'a>(
        &mut self,
        now: Timestamp,
        resource: &Arn,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), TagError> {
        self.see(now);
        self.tags_mut(resource)?.unset(keys);
        Ok(())
    }

    /// The tags of a group or a sampling rule.
    ///
    /// # Errors
    /// [`TagError::Unknown`] when there is no such resource.
    #[doc(alias = "ListTagsForResource")]
    pub fn tags_of(&self, resource: &Arn) -> Result<&Tags, TagError> {
        let unknown = || TagError::Unknown(resource.clone());
        match self.tagged(resource).ok_or_else(unknown)? {
            Tagged::Rule(name) => self.state.rules.get(&*name).map(|held| &held.tags).ok_or_else(unknown),
            Tagged::Group(name) => self.state.read.groups.tags(&name).ok_or_else(unknown),
        }
    }

    fn tags_mut(&mut self, resource: &Arn) -> Result<&mut Tags, TagError> {
        let unknown = || TagError::Unknown(resource.clone());
        match self.tagged(resource).ok_or_else(unknown)? {
            Tagged::Rule(name) => self.state.rules.get_mut(&*name).map(|held| &mut held.tags).ok_or_else(unknown),
            Tagged::Group(name) => self.state.read.groups.tags_mut(&name).ok_or_else(unknown),
        }
    }

    /// What has this ARN.
    fn tagged(&self, resource: &Arn) -> Option<Tagged> {
        let rule = self.state.rules.keys().find(|name| self.sampling_rule_arn(name) == *resource);
        let group = || self.state.read.groups.iter().find(|group| group.arn == *resource);
        let rule = rule.map(|name| Tagged::Rule(name.as_str().to_owned()));
        rule.or_else(|| group().map(|group| Tagged::Group(group.name.clone())))
    }
}

/// A resource that has tags.
enum Tagged {
    Rule(String),
    Group(String),
}

/// Why tags were not changed or told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagError {
    /// Nothing has this ARN.
    #[error("there is no group and no sampling rule {0}")]
    Unknown(Arn),
    /// A tag breaks a bound.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<TagError> for ApiError {
    fn from(error: TagError) -> Self {
        let code = match &error {
            TagError::Unknown(_) => "ResourceNotFoundException",
            TagError::Tags(TagsError::TooMany(_)) => "TooManyTagsException",
            TagError::Tags(_) => "InvalidRequestException",
        };
        Self::caller(code, error.to_string())
    }
}
