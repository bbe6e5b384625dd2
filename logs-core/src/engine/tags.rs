//! Verbs on tags of log groups.

use cupola_base::{Tags, Timestamp};

use super::Engine;
use crate::error::{TagError, UnknownLog};
use crate::tag_letters;

impl Engine {
    /// Adds tags to the log group of this ARN, or replaces the values of those there.
    ///
    /// # Errors
    /// [`TagError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, TagResource.
    #[doc(alias = "TagResource")]
    pub fn tag_resource<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        arn: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TagError> {
        self.at(now);
        let group = self.name_in_arn(arn)?.to_owned();
        self.tag_log_group(now, &group, tags)
    }

    /// Adds tags to a log group, or replaces the values of those there.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "TagLogGroup")]
    pub fn tag_log_group<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        group: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TagError> {
        self.at(now);
        Ok(tag_letters::set(&mut self.group_mut(group)?.tags, tags)?)
    }

    /// Takes tags of the log group of this ARN away; keys that are not there do not matter.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "UntagResource")]
    pub fn untag_resource<'a>(
        &mut self,
        now: Timestamp,
        arn: &str,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), TagError> {
        self.at(now);
        let group = self.name_in_arn(arn)?.to_owned();
        Ok(self.untag_log_group(now, &group, keys)?)
    }

    /// Takes tags of a log group away; keys that are not there do not matter.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    #[doc(alias = "UntagLogGroup")]
    pub fn untag_log_group<'a>(
        &mut self,
        now: Timestamp,
        group: &str,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.tags.unset(keys);
        Ok(())
    }

    /// The tags of the log group of this ARN.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "ListTagsForResource")]
    pub fn list_tags_for_resource(&self, arn: &str) -> Result<&Tags, TagError> {
        Ok(self.list_tags_log_group(self.name_in_arn(arn)?)?)
    }

    /// The tags of a log group.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    #[doc(alias = "ListTagsLogGroup")]
    pub fn list_tags_log_group(&self, group: &str) -> Result<&Tags, UnknownLog> {
        Ok(&self.group(group)?.tags)
    }

    /// The name of the log group of this ARN, with or without `:*`.
    pub(crate) fn name_in_arn<'a>(&self, arn: &'a str) -> Result<&'a str, TagError> {
        let here = self.place.arn("logs", "log-group:").to_string();
        let name = arn.strip_prefix(&here).ok_or_else(|| TagError::Arn(arn.into()))?;
        Ok(name.strip_suffix(":*").unwrap_or(name))
    }
}
