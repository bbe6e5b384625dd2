//! Verbs on delivery sources.

use std::ops::Bound;

use cupola_base::{Arn, Timestamp};

use super::super::source::{DeliverySource, DeliverySourceStatus, KeptSource, check_configuration, checked_kind};
use super::super::{DeliveryError, PutDeliverySource};
use super::{check_name, tags_of_put};
use crate::engine::Engine;
use crate::error::UnknownLog;

impl Engine {
    /// Makes a delivery source, or changes the one of the same name. The resource stays, and so does the log type while
    /// there are deliveries.
    ///
    /// ```
    /// use cupola_logs::{DeliveryError, Engine, Place, PutDeliverySource, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let site = "arn:aws:cloudfront::111122223333:distribution/E1";
    /// let put = |log_type| PutDeliverySource::new("site", site, log_type);
    /// let made = engine.put_delivery_source(Timestamp::EPOCH, &put("ACCESS_LOGS"))?;
    /// assert_eq!(made.arn.as_str(), "arn:aws:logs:us-east-1:111122223333:delivery-source:site");
    /// assert_eq!(made.service(), "cloudfront");
    ///
    /// let refused = engine.put_delivery_source(Timestamp::EPOCH, &put("EVENT_LOGS")).unwrap_err();
    /// assert!(refused.to_string().ends_with("ACCESS_LOGS, CONNECTION_LOGS are accepted"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DeliveryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDeliverySource. That a resource has one source for each log type was seen of the
    /// service ([`Policies::one_delivery_source_per_resource`](crate::Policies::one_delivery_source_per_resource)).
    #[doc(alias = "PutDeliverySource")]
    pub fn put_delivery_source(
        &mut self,
        now: Timestamp,
        put: &PutDeliverySource,
    ) -> Result<DeliverySource, DeliveryError> {
        self.at(now);
        check_name(&put.name)?;
        let resource = Arn::parse(&put.resource)?;
        checked_kind(&self.place, &resource, &put.log_type, self.policies.any_delivery_source)?;
        check_configuration(&put.configuration)?;
        let old = self.deliveries.sources.get(&put.name);
        let tags = tags_of_put(&put.name, old.map(|old| &old.tags), &put.tags)?;
        let status = old.and_then(|old| old.status);
        match old {
            Some(old) => self.check_change(&put.name, old, &resource, &put.log_type)?,
            None => check_room("delivery sources", self.deliveries.sources.len(), self.limits.delivery_sources)?,
        }
        self.check_taken(&put.name, &resource, &put.log_type)?;
        let (log_type, configuration) = (put.log_type.clone(), put.configuration.clone());
        let kept = KeptSource { resource, log_type, configuration, status, tags };
        let source = kept.describe(&self.place, &put.name);
        self.deliveries.sources.insert(put.name.clone(), kept);
        Ok(source)
    }

    fn check_change(&self, name: &str, old: &KeptSource, resource: &Arn, log_type: &str) -> Result<(), DeliveryError> {
        if old.resource != *resource {
            return Err(DeliveryError::ResourceChanged(name.into()));
        }
        let is_used = self.deliveries.joined.values().any(|delivery| delivery.source == name);
        if is_used && old.log_type != log_type {
            return Err(DeliveryError::LogTypeChanged(name.into()));
        }
        Ok(())
    }

    fn check_taken(&self, name: &str, resource: &Arn, log_type: &str) -> Result<(), DeliveryError> {
        let is_same = |source: &KeptSource| source.resource == *resource && source.log_type == log_type;
        let mut others = self.deliveries.sources.iter().filter(|(other, _)| *other != name);
        let taken =
            others.find(|(_, source)| is_same(source)).filter(|_| self.policies.one_delivery_source_per_resource);
        taken.map_or(Ok(()), |(other, _)| Err(DeliveryError::ResourceTaken(other.clone())))
    }

    /// A delivery source.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    #[doc(alias = "GetDeliverySource")]
    pub fn delivery_source(&self, name: &str) -> Result<DeliverySource, DeliveryError> {
        let found = self.deliveries.sources.get(name).map(|source| source.describe(&self.place, name));
        Ok(found.ok_or_else(|| UnknownLog::DeliverySource(name.into()))?)
    }

    /// The delivery sources, by name.
    #[doc(alias = "DescribeDeliverySources")]
    pub fn delivery_sources(&self) -> impl Iterator<Item = DeliverySource> {
        self.delivery_sources_after(None)
    }

    /// As [`delivery_sources`](Self::delivery_sources), after the one of this name.
    pub(crate) fn delivery_sources_after(&self, after: Option<&str>) -> impl Iterator<Item = DeliverySource> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let found = self.deliveries.sources.range::<str, _>((from, Bound::Unbounded));
        found.map(|(name, source)| source.describe(&self.place, name))
    }

    /// Takes a delivery source away that has no deliveries.
    ///
    /// # Errors
    /// [`DeliveryError`] when it is not there, or has deliveries.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteDeliverySource.
    #[doc(alias = "DeleteDeliverySource")]
    pub fn delete_delivery_source(&mut self, now: Timestamp, name: &str) -> Result<(), DeliveryError> {
        self.at(now);
        self.delivery_source(name)?;
        if self.deliveries.joined.values().any(|delivery| delivery.source == name) {
            return Err(DeliveryError::InUse { what: "delivery source", name: name.into() });
        }
        self.deliveries.sources.remove(name);
        Ok(())
    }

    /// Tells whether the resource with this ARN is there. Sources of one that was deleted are inactive: nothing that it
    /// sends is delivered. Answers how many sources it has.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeliverySource.
    pub fn tell_delivery_resource(&mut self, now: Timestamp, resource: &str, is_there: bool) -> usize {
        self.at(now);
        let sources = self.deliveries.sources.values_mut().filter(|source| source.resource.as_str() == resource);
        let status = if is_there { DeliverySourceStatus::Active } else { DeliverySourceStatus::ResourceDeleted };
        sources.map(|source| source.status = Some(status)).count()
    }
}

pub(super) fn check_room(what: &'static str, given: usize, most: usize) -> Result<(), DeliveryError> {
    if given >= most { Err(DeliveryError::TooMany(what, most)) } else { Ok(()) }
}
