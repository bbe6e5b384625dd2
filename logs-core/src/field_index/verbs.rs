//! Verbs on field indexes, and what happens to events as they come in.

use std::collections::BTreeSet;
use std::fmt;

use cupola_base::{ApiError, Arn, Timestamp};

use super::{DEFAULT_FIELDS, IndexPolicy, Sightings};
use crate::engine::{Arrived, Engine};
use crate::error::{ForbiddenByClass, UnknownLog};
use crate::group::group_arn;
use crate::transformer::present;

/// The index policy in force for a group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedIndexPolicy {
    /// The group's ARN.
    pub log_group: Arn,
    /// The policy.
    pub policy: IndexPolicy,
    /// When it was put.
    pub updated: Timestamp,
    /// Whose it is.
    pub source: PolicySource,
}

/// Whose policy it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicySource {
    /// The group's own.
    LogGroup,
    /// The account's, of this name.
    Account(String),
}

impl fmt::Display for PolicySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LogGroup => f.write_str("of the group"),
            Self::Account(name) => write!(f, "of the account, `{name}`"),
        }
    }
}

/// One indexed field of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldIndex {
    /// The group's ARN.
    pub log_group: Arn,
    /// The field.
    pub field: String,
    /// When an event that has it last came in.
    pub last_scan: Option<Timestamp>,
    /// The earliest time of an event that has it, since it has been indexed.
    pub first_event: Option<Timestamp>,
    /// The latest time of such an event.
    pub last_event: Option<Timestamp>,
}

impl Engine {
    /// Indexes fields of events that come into a group from now on. A policy that was there is replaced;
    /// one of the account no longer counts for the group.
    ///
    /// ```
    /// use cupola_logs::{Engine, IndexPolicy, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// engine.put_index_policy(now, "app", IndexPolicy::parse(r#"{"Fields": ["RequestId"]}"#)?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, r#"{"RequestId": "7f"}"#)])?;
    /// let indexes = engine.describe_field_indexes("app")?;
    /// let request = indexes.iter().find(|index| index.field == "RequestId").expect("of the policy");
    /// assert_eq!(request.first_event, Some(now));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutIndexPolicyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutIndexPolicy.
    #[doc(alias = "PutIndexPolicy")]
    pub fn put_index_policy(
        &mut self,
        now: Timestamp,
        group: &str,
        policy: IndexPolicy,
    ) -> Result<(), PutIndexPolicyError> {
        let now = self.at(now);
        let found = self.group_mut(group)?;
        found.allow(group, "field indexes")?;
        found.indexes.own = Some((policy, now));
        self.keep_indexed(group);
        Ok(())
    }

    /// Takes the index policy from a group, if it has one.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteIndexPolicy.
    #[doc(alias = "DeleteIndexPolicy")]
    pub fn delete_index_policy(&mut self, now: Timestamp, group: &str) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.indexes.own = None;
        self.keep_indexed(group);
        Ok(())
    }

    /// The index policy in force for a group: its own, or the account's for the group.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeIndexPolicies.
    #[doc(alias = "DescribeIndexPolicies")]
    pub fn index_policy(&self, group: &str) -> Result<Option<DescribedIndexPolicy>, UnknownLog> {
        let found = self.group(group)?;
        let described = |policy: &IndexPolicy, updated, source| DescribedIndexPolicy {
            log_group: group_arn(&self.place, group),
            policy: policy.clone(),
            updated,
            source,
        };
        if let Some((policy, updated)) = &found.indexes.own {
            return Ok(Some(described(policy, *updated, PolicySource::LogGroup)));
        }
        let of_account = self.account_policies.index(group, || found.data_source());
        Ok(of_account.map(|(name, policy, updated)| described(policy, updated, PolicySource::Account(name.into()))))
    }

    /// The indexed fields of a group, by name: those of its policy, and those of the defaults that events
    /// have shown.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeFieldIndexes.
    #[doc(alias = "DescribeFieldIndexes")]
    pub fn describe_field_indexes(&self, group: &str) -> Result<Vec<FieldIndex>, UnknownLog> {
        let policy = self.index_policy(group)?;
        let seen = &self.group(group)?.indexes.seen;
        let fields: BTreeSet<&str> =
            policy.iter().flat_map(|of| of.policy.fields()).chain(seen.keys().map(String::as_str)).collect();
        let index = |field: &str| {
            let sightings: Option<&Sightings> = seen.get(field);
            FieldIndex {
                log_group: group_arn(&self.place, group),
                field: field.into(),
                last_scan: sightings.map(|seen| seen.scanned),
                first_event: sightings.map(|seen| seen.first),
                last_event: sightings.map(|seen| seen.last),
            }
        };
        Ok(fields.into_iter().map(index).collect())
    }

    /// Notes which indexed fields are in events that came in.
    pub(crate) fn index<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        let name = arrived.group.as_str();
        let Ok(Some(policy)) = self.index_policy(name) else { return };
        let Ok(group) = self.group_mut(name) else { return };
        let fields: Vec<&str> = policy.policy.fields().chain(["traceId"]).collect();
        for (index, (at, message)) in arrived.events.iter().enumerate() {
            let of_every_event = DEFAULT_FIELDS.iter().filter(|field| field.starts_with('@'));
            of_every_event.for_each(|field| group.indexes.see(field, *at, arrived.now));
            let text = arrived.transformed(index).unwrap_or_else(|| message.as_ref());
            let found = present(text, fields.iter().copied()).into_iter().zip(&fields);
            found.filter(|(there, _)| *there).for_each(|(_, field)| group.indexes.see(field, *at, arrived.now));
        }
    }

    /// Forgets when fields were seen that are indexed no more.
    fn keep_indexed(&mut self, name: &str) {
        let policy = self.index_policy(name).ok().flatten().map(|of| of.policy);
        let indexed = |field: &str| {
            DEFAULT_FIELDS.contains(&field) || policy.iter().flat_map(IndexPolicy::fields).any(|of| of == field)
        };
        if let Ok(group) = self.group_mut(name) {
            group.indexes.keep(indexed);
        }
    }
}

/// Why an index policy was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutIndexPolicyError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class does not allow it.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
}

impl From<PutIndexPolicyError> for ApiError {
    fn from(error: PutIndexPolicyError) -> Self {
        match error {
            PutIndexPolicyError::Unknown(error) => error.into(),
            PutIndexPolicyError::Class(error) => error.into(),
        }
    }
}
