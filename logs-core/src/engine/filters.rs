//! Verbs on metric filters.

use std::collections::BTreeMap;

use cupola_base::constraint::Violations;
use cupola_base::{ApiError, Timestamp};

use super::Engine;
use crate::error::UnknownLog;
use crate::explain::FilterVerdict;
use crate::filter::FilterPattern;
use crate::group::Group;
use crate::metric_filter::{DescribedMetricFilter, MetricFilter, PutMetricFilterError, Watch};
use crate::name::LogGroupName;

/// Which metric filters are asked for; the default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct MetricFilterQuery {
    /// The log group.
    pub log_group: Option<String>,
    /// What the filter's name begins with.
    pub prefix: Option<String>,
    /// Namespace and name of the metric.
    pub metric: Option<(String, String)>,
}

impl MetricFilterQuery {
    fn accepts(&self, filter: &MetricFilter) -> bool {
        let metric = |(namespace, name): &(String, String)| namespace == filter.namespace() && name == filter.metric();
        self.prefix.as_ref().is_none_or(|prefix| filter.name().as_str().starts_with(prefix.as_str()))
            && self.metric.as_ref().is_none_or(metric)
    }
}

impl Engine {
    /// Adds a metric filter to a group, or replaces the one of the same name. It acts on events that
    /// come in from now on.
    ///
    /// # Errors
    /// [`PutMetricFilterError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutMetricFilter.
    #[doc(alias = "PutMetricFilter")]
    pub fn put_metric_filter(
        &mut self,
        now: Timestamp,
        group: &str,
        filter: MetricFilter,
    ) -> Result<(), PutMetricFilterError> {
        let now = self.at(now);
        filter.check(&self.limits)?;
        let found = self.group(group)?;
        found.allow(group, "metric filters")?;
        self.check_room_for(found, &filter)?;
        let watch = match found.filters.get(filter.name()) {
            Some(old) => old.replaced(filter)?,
            None => Watch::new(filter, now)?,
        };
        let name = watch.filter.name().clone();
        self.agenda.forget_filter(group, name.as_str());
        let found = self.group_mut(group)?;
        found.filters.insert(name, watch);
        found.judge.forget();
        Ok(())
    }

    fn check_room_for(&self, group: &Group, filter: &MetricFilter) -> Result<(), PutMetricFilterError> {
        let others = || group.filters.values().filter(|old| old.filter.name() != filter.name());
        if others().count() >= self.limits.metric_filters_per_group {
            return Err(PutMetricFilterError::TooMany(self.limits.metric_filters_per_group));
        }
        let subscribed = group.subscriptions.values().filter(|old| old.filter.has_regex()).count();
        let regexes = others().filter(|old| old.filter.has_regex()).count() + subscribed;
        if filter.has_regex() && regexes >= self.limits.regex_filters_per_group {
            return Err(PutMetricFilterError::TooManyRegexes(self.limits.regex_filters_per_group));
        }
        Ok(())
    }

    /// Takes a metric filter from a group.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group or filter.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteMetricFilter.
    #[doc(alias = "DeleteMetricFilter")]
    pub fn delete_metric_filter(&mut self, now: Timestamp, group: &str, filter: &str) -> Result<(), UnknownLog> {
        self.at(now);
        let found = self.group_mut(group)?;
        found.filters.remove(filter).ok_or_else(|| UnknownLog::MetricFilter(filter.into()))?;
        found.judge.forget();
        self.agenda.forget_filter(group, filter);
        Ok(())
    }

    /// The metric filters that the query accepts, by name, those of the same name by group.
    ///
    /// # Errors
    /// [`UnknownLog`] when the query names a group that is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeMetricFilters.
    #[doc(alias = "DescribeMetricFilters")]
    pub fn describe_metric_filters(
        &mut self,
        now: Timestamp,
        query: &MetricFilterQuery,
    ) -> Result<impl Iterator<Item = DescribedMetricFilter>, UnknownLog> {
        self.at(now);
        self.filters_after(query, None)
    }

    /// As [`describe_metric_filters`](Self::describe_metric_filters), after the filter and the group of
    /// these names.
    pub(crate) fn filters_after(
        &self,
        query: &MetricFilterQuery,
        after: Option<(&str, &str)>,
    ) -> Result<impl Iterator<Item = DescribedMetricFilter>, UnknownLog> {
        if let Some(group) = &query.log_group {
            self.group(group)?;
        }
        let groups = self.groups.iter();
        let groups = groups.filter(|(name, _)| query.log_group.as_ref().is_none_or(|group| name.as_str() == group));
        let filters = groups.flat_map(|(name, group)| group.filters.values().map(move |watch| (name, watch)));
        let mut accepted: Vec<_> = filters.filter(|(_, watch)| query.accepts(&watch.filter)).collect();
        accepted.sort_by_key(|(name, watch)| (watch.filter.name(), *name));
        let passed = |(name, watch): &(&LogGroupName, &Watch)| {
            after.is_some_and(|after| (watch.filter.name().as_str(), name.as_str()) <= after)
        };
        let from = accepted.partition_point(passed);
        Ok(accepted.into_iter().skip(from).map(|(name, watch)| watch.describe(name)))
    }

    /// The messages that a pattern matches, with what can be taken from them.
    ///
    /// ```
    /// use cupola_logs::{Engine, FilterPattern, Place};
    ///
    /// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let tested = engine.test_metric_filter(&FilterPattern::parse("late")?, ["on time", "late again"])?;
    /// assert_eq!((tested.len(), tested[0].number), (1, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TestMetricFilterError`] when there are no messages, or too many.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, TestMetricFilter.
    #[doc(alias = "TestMetricFilter")]
    pub fn test_metric_filter<M: Into<String>>(
        &self,
        pattern: &FilterPattern,
        messages: impl IntoIterator<Item = M>,
    ) -> Result<Vec<TestedMessage>, TestMetricFilterError> {
        let most = self.limits.test_messages;
        let messages: Vec<String> = messages.into_iter().take(most.saturating_add(1)).map(Into::into).collect();
        match messages.len() {
            0 => return Err(TestMetricFilterError::NoMessages),
            given if given > most => return Err(TestMetricFilterError::TooManyMessages { most }),
            _ => {}
        }
        let test = |(index, message): (usize, String)| {
            let extracted = extract(pattern, &message)?;
            Some(TestedMessage { number: index + 1, message, extracted })
        };
        Ok(messages.into_iter().enumerate().filter_map(test).collect())
    }

    /// Which metric filters of a group a message matches, and why; by the filters' names.
    ///
    /// Nothing is stored or measured.
    ///
    /// ```
    /// use cupola_logs::{Engine, MetricFilter, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// engine.create_log_group(now, "auth")?;
    /// engine.put_metric_filter(now, "auth", MetricFilter::new("root", "root -cron", "Auth", "Root")?)?;
    /// let verdicts = engine.explain_filters("auth", "session opened for root by cron")?;
    /// assert!(!verdicts[0].explanation.matched);
    /// assert!(verdicts[0].to_string().starts_with("root: does not match"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    pub fn explain_filters(&self, group: &str, message: &str) -> Result<Vec<FilterVerdict>, UnknownLog> {
        let filters = self.group(group)?.filters.values();
        Ok(filters.map(|watch| watch.explain(message)).collect())
    }
}

/// What a pattern takes from a message; `None` when it does not match.
fn extract(pattern: &FilterPattern, message: &str) -> Option<BTreeMap<String, String>> {
    let pairs = pattern.test(message)?.into_iter();
    Some(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

/// A message that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestedMessage {
    /// Its place among the messages, counted from 1.
    pub number: usize,
    /// The message.
    pub message: String,
    /// What the pattern takes from it: `$name`, `$3` or `$.path`, with their values as text.
    pub extracted: BTreeMap<String, String>,
}

/// Why a pattern was not tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TestMetricFilterError {
    /// No message at all.
    #[error("there is no message to test")]
    NoMessages,
    /// More messages than one test may have.
    #[error("more than {most} messages in one test")]
    TooManyMessages {
        /// How many may be.
        most: usize,
    },
}

impl From<TestMetricFilterError> for ApiError {
    fn from(error: TestMetricFilterError) -> Self {
        let (value, bound) = match error {
            TestMetricFilterError::NoMessages => ("[]", "greater than or equal to 1".into()),
            TestMetricFilterError::TooManyMessages { most } => ("[...]", format!("less than or equal to {most}")),
        };
        let violation = Violations::one(value, "logEventMessages", &format!("Member must have length {bound}"));
        Self::caller("InvalidParameterException", violation.to_string())
    }
}
