//! Verbs on data protection, and what happens to events as they come in.

use std::borrow::Cow;

use cupola_base::text::Span;
use cupola_base::{Datum, Timestamp};
use serde::{Deserialize, Serialize};

use super::SensitiveData;
use super::{DataProtectionPolicy, Masks, findings, masked};
use crate::engine::{Arrived, Engine};
use crate::error::UnknownLog;
use crate::group::group_arn;
use crate::output::{Output, ServiceDatum};

/// The data protection policy of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataProtection {
    /// The policy.
    pub policy: DataProtectionPolicy,
    /// When it was put.
    pub updated: Timestamp,
}

/// Whether a group has a data protection policy of its own, or had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DataProtectionStatus {
    /// It has one.
    Activated,
    /// It had one.
    Deleted,
}

impl DataProtectionStatus {
    /// As the service writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activated => "ACTIVATED",
            Self::Deleted => "DELETED",
        }
    }
}

/// What a group knows of its data protection.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Protection {
    own: Option<DataProtection>,
    had: bool,
}

impl Protection {
    pub(crate) const fn status(&self) -> Option<DataProtectionStatus> {
        match (&self.own, self.had) {
            (Some(_), _) => Some(DataProtectionStatus::Activated),
            (None, true) => Some(DataProtectionStatus::Deleted),
            (None, false) => None,
        }
    }
}

impl Engine {
    /// Masks sensitive data in events that come into a group from now on. A policy that was there is
    /// replaced; events that are there stay as they are.
    ///
    /// What is found is told in an [`Output::SensitiveData`] for each event, and counted in the metric
    /// `LogEventsWithFindings` of the namespace `AWS/Logs`: one point a batch, by log group (the dimension is ours).
    ///
    /// ```
    /// use cupola_logs::{DataProtectionPolicy, Engine, GetLogEvents, Output, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// engine.put_data_protection_policy(now, "app", DataProtectionPolicy::masking("pii", ["EmailAddress"])?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, "mail to ana@example.com")])?;
    ///
    /// let page = engine.get_log_events(now, &GetLogEvents::of("app", "host-1"))?;
    /// assert_eq!(page.events[0].message, "mail to ***************");
    /// let page = engine.get_log_events(now, &GetLogEvents::of("app", "host-1").unmasked())?;
    /// assert_eq!(page.events[0].message, "mail to ana@example.com");
    /// assert!(matches!(&engine.drain()[..], [Output::SensitiveData(found), Output::ServiceDatum(_)] if found.findings[0].count() == 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDataProtectionPolicy.
    #[doc(alias = "PutDataProtectionPolicy")]
    pub fn put_data_protection_policy(
        &mut self,
        now: Timestamp,
        group: &str,
        policy: DataProtectionPolicy,
    ) -> Result<(), UnknownLog> {
        let updated = self.at(now);
        self.group_mut(group)?.protection = Protection { own: Some(DataProtection { policy, updated }), had: true };
        Ok(())
    }

    /// The data protection policy of a group; `None` when it has none of its own.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetDataProtectionPolicy.
    #[doc(alias = "GetDataProtectionPolicy")]
    pub fn data_protection_policy(&self, group: &str) -> Result<Option<&DataProtection>, UnknownLog> {
        Ok(self.group(group)?.protection.own.as_ref())
    }

    /// Takes the data protection policy from a group, if it has one. What was masked stays masked.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteDataProtectionPolicy.
    #[doc(alias = "DeleteDataProtectionPolicy")]
    pub fn delete_data_protection_policy(&mut self, now: Timestamp, group: &str) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.protection.own = None;
        Ok(())
    }

    /// Finds sensitive data in events that came in, tells it and notes what is to be masked. Answers the
    /// masked events when any is.
    pub(crate) fn mask<'m, M: AsRef<str>>(
        &mut self,
        arrived: &Arrived<'m, M>,
    ) -> Option<Vec<(Timestamp, Cow<'m, str>)>> {
        let policies = self.protections(arrived.group.as_str());
        if policies.is_empty() {
            return None;
        }
        let masks: Vec<Masks> = arrived.events.iter().map(|event| self.find(arrived, &policies, event)).collect();
        if masks.iter().all(Masks::is_empty) {
            return None;
        }
        self.count_findings(arrived, masks.iter().filter(|masks| !masks.is_empty()).count());
        let shown = |((at, message), masks): (&'m (Timestamp, M), &Masks)| (*at, masked(message.as_ref(), masks));
        let events = arrived.events.iter().zip(&masks).map(shown).collect();
        self.note_masks(arrived, masks);
        Some(events)
    }

    /// The policies in force for a group: the account's and its own.
    fn protections(&self, group: &str) -> Vec<DataProtectionPolicy> {
        let own = self.group(group).ok().and_then(|group| group.protection.own.as_ref());
        let account = self.account_policies.data_protection();
        account.into_iter().chain(own.map(|own| &own.policy)).cloned().collect()
    }

    /// What is to be masked in an event; what each policy found is told.
    fn find<M: AsRef<str>>(
        &mut self,
        arrived: &Arrived<'_, M>,
        policies: &[DataProtectionPolicy],
        (event_at, message): &(Timestamp, M),
    ) -> Masks {
        let message = message.as_ref();
        let mut spans: Vec<Span> = Vec::new();
        for policy in policies {
            let found = policy.find(message);
            if found.is_empty() {
                continue;
            }
            spans.extend(found.iter().flat_map(|(_, spans)| spans));
            self.emit(Output::SensitiveData(SensitiveData {
                at: arrived.now,
                log_group: arrived.group.clone().into(),
                log_stream: arrived.stream.into(),
                log_group_arn: group_arn(&self.place, arrived.group.as_str()),
                event_at: *event_at,
                policy: policy.name().into(),
                findings: findings(message, found),
                destinations: policy.destinations().to_vec(),
            }));
        }
        Masks::of(spans.into_iter())
    }

    /// Counts the events in which something was found in a metric of the service's own.
    fn count_findings<M>(&mut self, arrived: &Arrived<'_, M>, events: usize) {
        let (at, count) = (arrived.now, f64::from(u32::try_from(events).unwrap_or(u32::MAX)));
        let datum = Datum::new("AWS/Logs", "LogEventsWithFindings", at, count);
        let datum = datum.with_dimension("LogGroupName", arrived.group.as_str());
        self.emit(Output::ServiceDatum(ServiceDatum { at, datum }));
    }

    fn note_masks<M>(&mut self, arrived: &Arrived<'_, M>, masks: Vec<Masks>) {
        let stream = self.groups.get_mut(arrived.group).and_then(|group| group.streams.get_mut(arrived.stream));
        let Some(stream) = stream else { return };
        for ((sequence, (at, _)), masks) in (arrived.first..).zip(arrived.events).zip(masks) {
            stream.margin.mask(*at, sequence, masks);
        }
    }
}
