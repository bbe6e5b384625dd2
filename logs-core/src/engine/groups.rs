//! Verbs on log groups.

use std::ops::Bound;

use cupola_base::Timestamp;

use super::Engine;
use crate::agenda::Due;
use crate::class::LogGroupClass;
use crate::data_source::DataSourceFilter;
use crate::error::{CreateLogGroupError, DeleteLogError, UnknownLog};
use crate::group::{Group, LogGroup, LogGroupSettings};
use crate::kms::History;
use crate::name::LogGroupName;
use crate::name_pattern::LogGroupNamePattern;
use crate::retention::{PutRetentionPolicyError, Retention};
use crate::tag_letters;

/// Which log groups are asked for; the default is all.
///
/// ```
/// use cupola_logs::{Engine, LogGroupQuery, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// for name in ["app/b", "app/a", "web"] {
///     engine.create_log_group(Timestamp::EPOCH, name)?;
/// }
/// let query = LogGroupQuery { prefix: Some("app/".into()), ..LogGroupQuery::default() };
/// let names: Vec<_> = engine.describe_log_groups(Timestamp::EPOCH, &query).map(|group| group.name.to_string()).collect();
/// assert_eq!(names, ["app/a", "app/b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct LogGroupQuery {
    /// What the name begins with.
    pub prefix: Option<String>,
    /// What the name holds, letter case included.
    pub holds: Option<String>,
    /// A pattern that the name matches.
    pub pattern: Option<LogGroupNamePattern>,
    /// The class.
    pub class: Option<LogGroupClass>,
    /// The only names wanted; empty: any.
    pub names: Vec<String>,
    /// Tags that the group has, each with one of the values; no values: any.
    pub tags: Vec<(String, Vec<String>)>,
    /// What the group holds, one of these; empty: anything.
    pub sources: Vec<DataSourceFilter>,
}

impl LogGroupQuery {
    pub(crate) fn accepts(&self, name: &str, group: &Group) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
            && self.holds.as_ref().is_none_or(|part| name.contains(part.as_str()))
            && self.pattern.as_ref().is_none_or(|pattern| pattern.matches(name))
            && self.class.is_none_or(|class| group.class == class)
            && (self.names.is_empty() || self.names.iter().any(|wanted| wanted == name))
            && self.tags.iter().all(|(key, values)| group.has_tag(key, values))
            && self.accepts_source(group)
    }

    fn accepts_source(&self, group: &Group) -> bool {
        let holds = |source| self.sources.iter().any(|filter| filter.accepts(&source));
        self.sources.is_empty() || group.data_source().is_some_and(holds)
    }
}

impl Engine {
    /// Creates a log group of the standard class.
    ///
    /// # Errors
    /// [`CreateLogGroupError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLogGroup.
    #[doc(alias = "CreateLogGroup")]
    pub fn create_log_group(&mut self, now: Timestamp, name: &str) -> Result<(), CreateLogGroupError> {
        self.create_log_group_with(now, name, LogGroupSettings::default())
    }

    /// Creates a log group of a class, with tags, a key, protection.
    ///
    /// # Errors
    /// [`CreateLogGroupError`].
    pub fn create_log_group_with(
        &mut self,
        now: Timestamp,
        name: &str,
        settings: LogGroupSettings,
    ) -> Result<(), CreateLogGroupError> {
        let now = self.at(now);
        let LogGroupSettings { class, tags, kms_key, deletion_protected } = settings;
        let name = LogGroupName::new(name)?;
        let mut group = Group { deletion_protected, ..Group::new(now, class) };
        tag_letters::set(&mut group.tags, tags)?;
        if let Some(key) = &kms_key {
            self.check_key(key)?;
        }
        group.keys = History::of(kms_key);
        if self.groups.contains_key(&name) {
            return Err(CreateLogGroupError::Exists(name.as_str().into()));
        }
        if self.groups.len() >= self.limits.log_groups {
            return Err(CreateLogGroupError::TooMany(self.limits.log_groups));
        }
        self.groups.insert(name, group);
        Ok(())
    }

    /// Deletes a log group with all it holds.
    ///
    /// # Errors
    /// [`DeleteLogError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteLogGroup.
    #[doc(alias = "DeleteLogGroup")]
    pub fn delete_log_group(&mut self, now: Timestamp, name: &str) -> Result<(), DeleteLogError> {
        let now = self.at(now);
        if self.group(name)?.deletion_protected {
            return Err(DeleteLogError::Protected(name.into()));
        }
        if let Some((key, group)) = self.groups.remove_entry(name) {
            self.fail_detectors(&key);
            self.streams -= group.streams.len();
            self.stored -= group.size();
            self.agenda.forget_group(name);
            self.end_shipments(now, name, None);
        }
        Ok(())
    }

    /// The log groups that the query accepts, by name in ASCII order.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeLogGroups and ListLogGroups.
    #[doc(alias("DescribeLogGroups", "ListLogGroups"))]
    pub fn describe_log_groups<'a>(
        &'a mut self,
        now: Timestamp,
        query: &'a LogGroupQuery,
    ) -> impl Iterator<Item = LogGroup> + 'a {
        let now = self.at(now);
        self.groups_after(now, query, None)
    }

    pub(crate) fn groups_after<'a>(
        &'a self,
        now: Timestamp,
        query: &'a LogGroupQuery,
        after: Option<&str>,
    ) -> impl Iterator<Item = LogGroup> + 'a {
        let from = match (after, query.prefix.as_deref()) {
            (Some(after), prefix) if prefix.is_none_or(|prefix| prefix <= after) => Bound::Excluded(after),
            (_, Some(prefix)) => Bound::Included(prefix),
            (_, None) => Bound::Unbounded,
        };
        let groups = self.groups.range::<str, _>((from, Bound::Unbounded));
        let in_reach = |name: &str| query.prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()));
        let inherits_data_protection = self.account_policies.data_protection().is_some();
        groups
            .take_while(move |(name, _)| in_reach(name.as_str()))
            .filter(|(name, group)| query.accepts(name.as_str(), group))
            .map(move |(name, group)| LogGroup { inherits_data_protection, ..group.describe(now, &self.place, name) })
    }

    /// Sets how long the events of a group are kept, in days after their own time.
    ///
    /// Events that are older vanish from every answer at once and from memory a little later (see
    /// [`Policies::sweep_minutes`](crate::Policies::sweep_minutes)); until then a longer retention
    /// brings them back.
    ///
    /// # Errors
    /// [`PutRetentionPolicyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutRetentionPolicy.
    #[doc(alias = "PutRetentionPolicy")]
    pub fn put_retention_policy(
        &mut self,
        now: Timestamp,
        group: &str,
        days: u32,
    ) -> Result<(), PutRetentionPolicyError> {
        let now = self.at(now);
        let retention = Retention::days(days)?;
        Ok(self.set_retention(now, group, Some(retention))?)
    }

    /// Lets the events of a group never expire.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteRetentionPolicy.
    #[doc(alias = "DeleteRetentionPolicy")]
    pub fn delete_retention_policy(&mut self, now: Timestamp, group: &str) -> Result<(), UnknownLog> {
        self.set_retention(now, group, None)
    }

    fn set_retention(&mut self, now: Timestamp, name: &str, retention: Option<Retention>) -> Result<(), UnknownLog> {
        let now = self.at(now);
        let name = self.group_name(name)?;
        let group = self.group_mut(name.as_str())?;
        group.retention = retention;
        if let Some(planned) = group.sweep.take() {
            self.agenda.unset(planned, Due::Sweep(name.clone()));
        }
        self.plan_sweep(now, &name);
        Ok(())
    }

    /// Protects a group from deletion, or no longer.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutLogGroupDeletionProtection.
    #[doc(alias = "PutLogGroupDeletionProtection")]
    pub fn put_log_group_deletion_protection(
        &mut self,
        now: Timestamp,
        group: &str,
        protected: bool,
    ) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.deletion_protected = protected;
        Ok(())
    }
}
