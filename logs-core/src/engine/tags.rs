//! Verbs on tags of log groups, destinations, deliveries, scheduled queries and log anomaly detectors.

use cupola_base::{Tags, Timestamp};

use super::Engine;
use crate::error::{TagError, UnknownLog};
use crate::tag_letters;

impl Engine {
    /// Adds tags to what has this ARN (a log group, a destination, a delivery source, a delivery destination, a
    /// delivery, a scheduled query or a log anomaly detector), or replaces the values of those there.
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
        Ok(tag_letters::set(self.tags_mut(arn)?, tags)?)
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

    /// Takes tags of what has this ARN away; keys that are not there do not matter.
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
        self.tags_mut(arn)?.unset(keys);
        Ok(())
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

    /// The tags of what has this ARN.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "ListTagsForResource")]
    pub fn list_tags_for_resource(&self, arn: &str) -> Result<&Tags, TagError> {
        Ok(match self.tagged(arn)? {
            Tagged::Group(name) => &self.group(name)?.tags,
            Tagged::Destination(name) => {
                let found = self.destinations.get(name);
                &found.ok_or_else(|| UnknownLog::Destination(name.into()))?.tags
            }
            Tagged::DeliverySource(name) => {
                let found = self.deliveries.sources.get(name);
                &found.ok_or_else(|| UnknownLog::DeliverySource(name.into()))?.tags
            }
            Tagged::DeliveryDestination(name) => {
                let found = self.deliveries.sinks.get(name);
                &found.ok_or_else(|| UnknownLog::DeliveryDestination(name.into()))?.tags
            }
            Tagged::Delivery(id) => {
                let found = self.deliveries.numbered(id);
                &found.ok_or_else(|| UnknownLog::Delivery(id.into()))?.1.tags
            }
            Tagged::ScheduledQuery => {
                self.scheduled_queries.tags(arn).ok_or_else(|| UnknownLog::ScheduledQuery(arn.into()))?
            }
            Tagged::Detector => self.detector_tags(arn).ok_or_else(|| UnknownLog::AnomalyDetector(arn.into()))?,
        })
    }

    /// The tags of a log group.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    #[doc(alias = "ListTagsLogGroup")]
    pub fn list_tags_log_group(&self, group: &str) -> Result<&Tags, UnknownLog> {
        Ok(&self.group(group)?.tags)
    }

    fn tags_mut(&mut self, arn: &str) -> Result<&mut Tags, TagError> {
        Ok(match self.tagged(arn)? {
            Tagged::Group(name) => &mut self.group_mut(name)?.tags,
            Tagged::Destination(name) => {
                let found = self.destinations.get_mut(name);
                &mut found.ok_or_else(|| UnknownLog::Destination(name.into()))?.tags
            }
            Tagged::DeliverySource(name) => {
                let found = self.deliveries.sources.get_mut(name);
                &mut found.ok_or_else(|| UnknownLog::DeliverySource(name.into()))?.tags
            }
            Tagged::DeliveryDestination(name) => {
                let found = self.deliveries.sinks.get_mut(name);
                &mut found.ok_or_else(|| UnknownLog::DeliveryDestination(name.into()))?.tags
            }
            Tagged::Delivery(id) => {
                let found = self.deliveries.find_mut(id);
                &mut found.ok_or_else(|| UnknownLog::Delivery(id.into()))?.tags
            }
            Tagged::ScheduledQuery => {
                self.scheduled_queries.tags_mut(arn).ok_or_else(|| UnknownLog::ScheduledQuery(arn.into()))?
            }
            Tagged::Detector => self.detector_tags_mut(arn).ok_or_else(|| UnknownLog::AnomalyDetector(arn.into()))?,
        })
    }

    /// What this ARN names; that of a log group may end with `:*`.
    fn tagged<'a>(&self, arn: &'a str) -> Result<Tagged<'a>, TagError> {
        let resource = arn.strip_prefix(self.place.arn("logs", "").as_str());
        match resource.and_then(|resource| resource.split_once(':')) {
            Some(("log-group", name)) => Ok(Tagged::Group(name.strip_suffix(":*").unwrap_or(name))),
            Some(("destination", name)) => Ok(Tagged::Destination(name)),
            Some(("delivery-source", name)) => Ok(Tagged::DeliverySource(name)),
            Some(("delivery-destination", name)) => Ok(Tagged::DeliveryDestination(name)),
            Some(("delivery", id)) => Ok(Tagged::Delivery(id)),
            Some(("scheduled-query", _)) => Ok(Tagged::ScheduledQuery),
            Some(("anomaly-detector", _)) => Ok(Tagged::Detector),
            _ => Err(TagError::Arn(arn.into())),
        }
    }
}

/// What has tags, by name.
enum Tagged<'a> {
    Group(&'a str),
    Destination(&'a str),
    DeliverySource(&'a str),
    DeliveryDestination(&'a str),
    Delivery(&'a str),
    ScheduledQuery,
    Detector,
}
