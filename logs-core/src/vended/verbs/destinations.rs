//! Verbs on delivery destinations and their policies.

use std::ops::Bound;

use cupola_base::Timestamp;
use cupola_base::policy::Policy;

use super::super::configuration::{check_format, check_way};
use super::super::delivery::{KeptDelivery, To};
use super::super::destination::{DeliveryDestination, KeptDestination, target};
use super::super::kind::{DeliveryDestinationType, OutputFormat};
use super::super::{DeliveryError, PutDeliveryDestination};
use super::sources::check_room;
use super::{check_name, tags_of_put};
use crate::destination::KeptPolicy;
use crate::engine::Engine;
use crate::error::UnknownLog;

impl Engine {
    /// Makes a delivery destination, or changes what the one of the same name writes to. Its format, its type and its
    /// policy stay. Files that wait are written first, to where they were meant for.
    ///
    /// # Errors
    /// [`DeliveryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDeliveryDestination. That the type stays is ours.
    #[doc(alias = "PutDeliveryDestination")]
    pub fn put_delivery_destination(
        &mut self,
        now: Timestamp,
        put: &PutDeliveryDestination,
    ) -> Result<DeliveryDestination, DeliveryError> {
        let now = self.at(now);
        check_name(&put.name)?;
        let (kind, resource) = target(&self.place, put)?;
        put.format.map_or(Ok(()), |format| check_format(format, kind, kind.formats()))?;
        let old = self.deliveries.sinks.get(&put.name);
        let tags = tags_of_put(&put.name, old.map(|old| &old.tags), &put.tags)?;
        match old {
            Some(old) => self.check_sink_change(old, kind, put)?,
            None => {
                check_room("delivery destinations", self.deliveries.sinks.len(), self.limits.delivery_destinations)?
            }
        }
        let format = put.format.or_else(|| old.and_then(|old| old.format));
        let policy = old.and_then(|old| old.policy.clone());
        self.write_files_of(now, &put.name);
        let kept = KeptDestination { kind, format, resource, policy, tags };
        let destination = kept.describe(&self.place, &put.name);
        self.deliveries.sinks.insert(put.name.clone(), kept);
        Ok(destination)
    }

    /// That type and format stay; a format that is new must be one of all logs that are delivered there.
    fn check_sink_change(
        &self,
        old: &KeptDestination,
        kind: DeliveryDestinationType,
        put: &PutDeliveryDestination,
    ) -> Result<(), DeliveryError> {
        let name = || put.name.clone();
        if old.kind != kind {
            return Err(DeliveryError::TypeChanged { name: name(), kind: old.kind });
        }
        match (old.format, put.format) {
            (Some(format), Some(new)) if format != new => Err(DeliveryError::FormatChanged { name: name(), format }),
            (None, Some(_)) => self.check_logs_of(&put.name, kind, put.format),
            _ => Ok(()),
        }
    }

    fn check_logs_of(
        &self,
        sink: &str,
        kind: DeliveryDestinationType,
        format: Option<OutputFormat>,
    ) -> Result<(), DeliveryError> {
        let mut sources = self.deliveries_to(sink).filter_map(|(_, one)| self.deliveries.sources.get(&one.source));
        sources.try_for_each(|source| check_way(source.kind(), &source.log_type, kind, format))
    }

    fn deliveries_to(&self, sink: &str) -> impl Iterator<Item = (&u64, &KeptDelivery)> {
        let to = To::Here(sink.to_owned());
        self.deliveries.joined.iter().filter(move |(_, delivery)| delivery.to == to)
    }

    fn write_files_of(&mut self, now: Timestamp, sink: &str) {
        let numbers: Vec<u64> = self.deliveries_to(sink).map(|(number, _)| *number).collect();
        numbers.into_iter().for_each(|number| self.write_files(now, number));
    }

    /// A delivery destination.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    #[doc(alias = "GetDeliveryDestination")]
    pub fn delivery_destination(&self, name: &str) -> Result<DeliveryDestination, DeliveryError> {
        Ok(self.sink(name)?.describe(&self.place, name))
    }

    /// The delivery destinations, by name.
    #[doc(alias = "DescribeDeliveryDestinations")]
    pub fn delivery_destinations(&self) -> impl Iterator<Item = DeliveryDestination> {
        self.delivery_destinations_after(None)
    }

    /// As [`delivery_destinations`](Self::delivery_destinations), after the one of this name.
    pub(crate) fn delivery_destinations_after(&self, after: Option<&str>) -> impl Iterator<Item = DeliveryDestination> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let found = self.deliveries.sinks.range::<str, _>((from, Bound::Unbounded));
        found.map(|(name, sink)| sink.describe(&self.place, name))
    }

    /// Takes a delivery destination away that has no deliveries of this place.
    ///
    /// # Errors
    /// [`DeliveryError`] when it is not there, or has deliveries.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteDeliveryDestination. Deliveries of other accounts are not known here: they
    /// write on, which is ours.
    #[doc(alias = "DeleteDeliveryDestination")]
    pub fn delete_delivery_destination(&mut self, now: Timestamp, name: &str) -> Result<(), DeliveryError> {
        self.at(now);
        self.sink(name)?;
        if self.deliveries_to(name).next().is_some() {
            return Err(DeliveryError::InUse { what: "delivery destination", name: name.into() });
        }
        self.deliveries.sinks.remove(name);
        Ok(())
    }

    /// Says who in other accounts may deliver to a destination, by a policy of 1 to 51,200 characters. Each statement must
    /// say to whom it applies.
    ///
    /// # Errors
    /// [`DeliveryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDeliveryDestinationPolicy.
    #[doc(alias = "PutDeliveryDestinationPolicy")]
    pub fn put_delivery_destination_policy(
        &mut self,
        now: Timestamp,
        name: &str,
        policy: &str,
    ) -> Result<(), DeliveryError> {
        self.at(now);
        self.sink(name)?;
        let length = policy.chars().count();
        if !(1..=51_200).contains(&length) {
            return Err(DeliveryError::PolicyLength(length));
        }
        let kept = KeptPolicy { text: policy.into(), policy: Policy::parse(policy)? };
        let lacks = kept.policy.statements().iter().position(|statement| !statement.has_principal());
        if let Some(index) = lacks {
            return Err(DeliveryError::NoPrincipal(index + 1));
        }
        self.sink_mut(name)?.policy = Some(kept);
        Ok(())
    }

    /// The policy of a delivery destination, as it was put; `None` when there is none.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    #[doc(alias = "GetDeliveryDestinationPolicy")]
    pub fn delivery_destination_policy(&self, name: &str) -> Result<Option<&str>, DeliveryError> {
        Ok(self.sink(name)?.policy.as_ref().map(|policy| policy.text.as_str()))
    }

    /// Takes the policy of a delivery destination away; one that has none stays so.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    #[doc(alias = "DeleteDeliveryDestinationPolicy")]
    pub fn delete_delivery_destination_policy(&mut self, now: Timestamp, name: &str) -> Result<(), DeliveryError> {
        self.at(now);
        self.sink_mut(name)?.policy = None;
        Ok(())
    }

    fn sink(&self, name: &str) -> Result<&KeptDestination, DeliveryError> {
        Ok(self.deliveries.sinks.get(name).ok_or_else(|| UnknownLog::DeliveryDestination(name.into()))?)
    }

    fn sink_mut(&mut self, name: &str) -> Result<&mut KeptDestination, DeliveryError> {
        Ok(self.deliveries.sinks.get_mut(name).ok_or_else(|| UnknownLog::DeliveryDestination(name.into()))?)
    }
}
