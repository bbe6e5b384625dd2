//! Verbs on deliveries.

use cupola_base::{Arn, Timestamp};

use super::super::access::{AskDelivery, DeliveryRequest};
use super::super::configuration::{check_way, of_changed, of_new};
use super::super::delivery::{KeptDelivery, LogDelivery, OfferedDestination, To, delivery_arn};
use super::super::destination::{bucket, log_group, sink_arn};
use super::super::files::Files;
use super::super::kind::DeliveryDestinationType;
use super::super::source::{KeptSource, source_arn};
use super::super::{CreateDelivery, DeliveryConfiguration, DeliveryError};
use super::new_tags;
use super::sources::check_room;
use crate::engine::Engine;
use crate::error::UnknownLog;

impl Engine {
    /// Makes a delivery from a source to a destination of this place. A source has one delivery for each type of
    /// destination.
    ///
    /// A log group gets an event at once, in a stream of its own, that shows that it can be written to
    /// ([`Policies::validate_log_deliveries`](crate::Policies::validate_log_deliveries)).
    ///
    /// # Errors
    /// [`DeliveryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateDelivery.
    #[doc(alias = "CreateDelivery")]
    pub fn create_delivery(&mut self, now: Timestamp, create: &CreateDelivery) -> Result<LogDelivery, DeliveryError> {
        let root = self.root_of(self.place.account.as_str());
        let nowhere = |request: &DeliveryRequest| Err(no_sink(request.destination.as_str()));
        self.create_delivery_as(now, create, &root, &nowhere)
    }

    /// As [`create_delivery`](Self::create_delivery), by somebody, among places that can be asked whether their
    /// destinations take what comes from here.
    ///
    /// # Errors
    /// [`DeliveryError`].
    pub fn create_delivery_as(
        &mut self,
        now: Timestamp,
        create: &CreateDelivery,
        by: &Arn,
        ask: AskDelivery<'_>,
    ) -> Result<LogDelivery, DeliveryError> {
        let now = self.at(now);
        let source = self.deliveries.sources.get(&create.source);
        let source = source.ok_or_else(|| UnknownLog::DeliverySource(create.source.clone()))?;
        let (to, offered) = self.destination_of(&create.destination, &create.source, by, ask)?;
        self.check_new(create, source, &offered)?;
        let managed = self.policies.managed_suffix_paths;
        let in_force = of_new(source.kind(), offered.kind, offered.resource.as_ref(), &create.configuration, managed)?;
        let tags = new_tags(&create.tags)?;
        let group = self.check_target(&to, &offered)?;
        let (id, source) = (self.deliveries.new_id(), create.source.clone());
        let (fields, delimiter, layout) = (in_force.fields, in_force.delimiter, in_force.layout);
        let kept = KeptDelivery { id, source, to, fields, delimiter, layout, tags, files: Files::default() };
        let delivery = self.described(&kept).ok_or_else(|| no_sink(&create.destination))?;
        self.deliveries.made += 1;
        self.deliveries.joined.insert(self.deliveries.made, kept);
        group.into_iter().for_each(|group| self.validate_delivery(now, &group));
        Ok(delivery)
    }

    fn destination_of(
        &self,
        destination: &str,
        source: &str,
        by: &Arn,
        ask: AskDelivery<'_>,
    ) -> Result<(To, OfferedDestination), DeliveryError> {
        let arn = Arn::parse(destination)?;
        let request = DeliveryRequest::to(&arn, &source_arn(&self.place, source), by);
        let request = request.ok_or_else(|| no_sink(destination))?;
        if request.to != self.place {
            let offered = ask(&request)?;
            return Ok((To::There(offered.clone()), offered));
        }
        let found = self.deliveries.sinks.get(request.name()).ok_or_else(|| no_sink(destination))?;
        let (kind, format, resource) = (found.kind, found.format, found.resource.clone());
        Ok((To::Here(request.name().to_owned()), OfferedDestination { arn, kind, format, resource }))
    }

    fn check_new(
        &self,
        create: &CreateDelivery,
        source: &KeptSource,
        offered: &OfferedDestination,
    ) -> Result<(), DeliveryError> {
        check_way(source.kind(), &source.log_type, offered.kind, offered.format)?;
        let of_source = self.deliveries.joined.values().filter(|delivery| delivery.source == create.source);
        for way in of_source.filter_map(|delivery| self.way(delivery)) {
            if way.destination == offered.arn {
                return Err(DeliveryError::Exists);
            }
            if way.kind == offered.kind {
                return Err(DeliveryError::SameType(way.kind));
            }
        }
        check_room("deliveries", self.deliveries.joined.len(), self.limits.log_deliveries)
    }

    /// That what is written to is there, where that is known; answers the log group.
    fn check_target(&self, to: &To, offered: &OfferedDestination) -> Result<Option<String>, DeliveryError> {
        let (To::Here(_), Some(arn)) = (to, &offered.resource) else { return Ok(None) };
        match offered.kind {
            DeliveryDestinationType::Cwl => {
                let group = log_group(arn);
                self.group(group)?;
                Ok(Some(group.to_owned()))
            }
            DeliveryDestinationType::S3 if !self.exports.has_bucket(bucket(arn).0) => {
                Err(DeliveryError::NoBucket(bucket(arn).0.into()))
            }
            _ => Ok(None),
        }
    }

    /// Shows that a log group can be written to. That it cannot is told when records come.
    fn validate_delivery(&mut self, now: Timestamp, group: &str) {
        if self.policies.validate_log_deliveries {
            let _exists = self.create_log_stream(now, group, VALIDATION_STREAM);
            let _written = self.put_log_events(now, group, VALIDATION_STREAM, [(now, VALIDATION)]);
        }
    }

    /// A delivery.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    #[doc(alias = "GetDelivery")]
    pub fn delivery(&self, id: &str) -> Result<LogDelivery, DeliveryError> {
        let found = self.deliveries.numbered(id).and_then(|(_, delivery)| self.described(delivery));
        Ok(found.ok_or_else(|| UnknownLog::Delivery(id.into()))?)
    }

    /// The deliveries, in the order in which they were made.
    #[doc(alias = "DescribeDeliveries")]
    pub fn deliveries(&self) -> impl Iterator<Item = LogDelivery> {
        self.deliveries_after(None).map(|(_, delivery)| delivery)
    }

    /// As [`deliveries`](Self::deliveries) with the numbers, after the one of this number.
    pub(crate) fn deliveries_after(&self, after: Option<u64>) -> impl Iterator<Item = (u64, LogDelivery)> {
        let from = after.map_or(0, |after| after.saturating_add(1));
        let described = |(number, delivery): (&u64, &KeptDelivery)| Some((*number, self.described(delivery)?));
        self.deliveries.joined.range(from..).filter_map(described)
    }

    pub(in crate::vended) fn described(&self, kept: &KeptDelivery) -> Option<LogDelivery> {
        let (kind, destination) = match &kept.to {
            To::Here(name) => (self.deliveries.sinks.get(name)?.kind, sink_arn(&self.place, name)),
            To::There(offered) => (offered.kind, offered.arn.clone()),
        };
        let KeptDelivery { id, source, fields, delimiter, layout, tags, .. } = kept.clone();
        let arn = delivery_arn(&self.place, &id);
        Some(LogDelivery { id, arn, source, destination, kind, fields, delimiter, layout, tags })
    }

    /// Changes fields, delimiter and path of a delivery; what is not given stays. Files that wait are written first, as
    /// they were meant to be.
    ///
    /// # Errors
    /// [`DeliveryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, UpdateDeliveryConfiguration. A path is taken as it is given, with nothing before it,
    /// as was seen of the service.
    #[doc(alias = "UpdateDeliveryConfiguration")]
    pub fn update_delivery_configuration(
        &mut self,
        now: Timestamp,
        id: &str,
        change: &DeliveryConfiguration,
    ) -> Result<(), DeliveryError> {
        let now = self.at(now);
        let unknown = || UnknownLog::Delivery(id.into());
        let (number, found) = self.deliveries.numbered(id).ok_or_else(unknown)?;
        let source = self.deliveries.sources.get(&found.source).ok_or_else(unknown)?;
        let kind = self.described(found).ok_or_else(unknown)?.kind;
        let in_force = of_changed(source.kind(), kind, found, change)?;
        self.write_files(now, number);
        if let Some(found) = self.deliveries.joined.get_mut(&number) {
            (found.fields, found.delimiter, found.layout) = (in_force.fields, in_force.delimiter, in_force.layout);
        }
        Ok(())
    }

    /// Ends a delivery. Files that wait are written first.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteDelivery.
    #[doc(alias = "DeleteDelivery")]
    pub fn delete_delivery(&mut self, now: Timestamp, id: &str) -> Result<(), DeliveryError> {
        let now = self.at(now);
        let (number, _) = self.deliveries.numbered(id).ok_or_else(|| UnknownLog::Delivery(id.into()))?;
        self.write_files(now, number);
        self.deliveries.joined.remove(&number);
        Ok(())
    }
}

fn no_sink(destination: &str) -> DeliveryError {
    UnknownLog::DeliveryDestination(destination.into()).into()
}

/// The stream in which the service shows that it can write, and what it writes there.
const VALIDATION_STREAM: &str = "log_stream_created_by_aws_to_validate_log_delivery_subscriptions";
const VALIDATION: &str =
    "Permissions are set correctly to allow AWS CloudWatch Logs to write into your logs while creating a subscription.";
