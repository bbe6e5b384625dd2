//! Verbs on subscription filters.

use cupola_base::{Arn, Timestamp};

use super::target::logs_into;
use super::{
    DescribedSubscriptionFilter, PutSubscriptionFilterError, Shipment, Subscription, SubscriptionFilter,
    SubscriptionFilterQuery, SubscriptionMessage,
};
use crate::destination::{Ask, DestinationRefusal, DestinationRequest};
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::group::Group;
use crate::name::LogGroupName;

impl Engine {
    /// Adds a subscription filter to a group, or replaces the one of the same name. It acts on events that come in
    /// from now on. A new one, or one that has a new destination, first sends a control message there.
    ///
    /// Whether a destination of another account lets this one in is not asked here: it is when events come to it.
    /// [`put_subscription_filter_as`](Self::put_subscription_filter_as) asks.
    ///
    /// ```
    /// use cupola_logs::{Engine, Output, Place, SubscriptionFilter, SubscriptionFilterQuery, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// engine.create_log_group(now, "app")?;
    /// let function = "arn:aws:lambda:us-east-1:111122223333:function:eat";
    /// engine.put_subscription_filter(now, "app", SubscriptionFilter::new("all", "", function)?)?;
    /// assert!(matches!(&engine.drain()[..], [Output::Delivery(control)] if control.target == function));
    /// assert_eq!(engine.describe_subscription_filters(now, &SubscriptionFilterQuery::of("app"))?.count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutSubscriptionFilterError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutSubscriptionFilter.
    #[doc(alias = "PutSubscriptionFilter")]
    pub fn put_subscription_filter(
        &mut self,
        now: Timestamp,
        group: &str,
        filter: SubscriptionFilter,
    ) -> Result<(), PutSubscriptionFilterError> {
        let root = self.root_of(self.place.account.as_str());
        self.put_subscription_filter_as(now, group, filter, root, &|_| Ok(()))
    }

    /// As [`put_subscription_filter`](Self::put_subscription_filter), by a principal and among places that can be
    /// asked whether they let it in.
    ///
    /// # Errors
    /// [`PutSubscriptionFilterError`].
    pub fn put_subscription_filter_as(
        &mut self,
        now: Timestamp,
        group: &str,
        filter: SubscriptionFilter,
        by: Arn,
        ask: Ask<'_>,
    ) -> Result<(), PutSubscriptionFilterError> {
        let now = self.at(now);
        filter.check(&self.place, &self.policies)?;
        let found = self.group(group)?;
        found.allow(group, "subscription filters")?;
        if logs_into(filter.destination(), &self.place, group) {
            return Err(PutSubscriptionFilterError::OwnLogs(group.into()));
        }
        self.check_room_for_subscription(found, &filter)?;
        self.ask_destination(filter.destination(), &by, ask)?;
        self.keep_subscription(now, group, filter, by)
    }

    fn check_room_for_subscription(
        &self,
        group: &Group,
        filter: &SubscriptionFilter,
    ) -> Result<(), PutSubscriptionFilterError> {
        let others = || group.subscriptions.values().filter(|old| old.filter.name() != filter.name());
        let most = self.limits.subscription_filters_per_group;
        if others().count() >= most {
            return Err(PutSubscriptionFilterError::TooMany(most));
        }
        let regexes = group.filters.values().filter(|watch| watch.filter.has_regex()).count();
        let regexes = regexes + others().filter(|old| old.filter.has_regex()).count();
        if filter.has_regex() && regexes >= self.limits.regex_filters_per_group {
            return Err(PutSubscriptionFilterError::TooManyRegexes(self.limits.regex_filters_per_group));
        }
        Ok(())
    }

    /// Asks a logical destination whether it lets somebody in.
    pub(super) fn ask_destination(&self, destination: &Arn, by: &Arn, ask: Ask<'_>) -> Result<(), DestinationRefusal> {
        let Some(request) = DestinationRequest::to(destination, by) else { return Ok(()) };
        if request.to == self.place { self.may_subscribe(&request) } else { ask(&request) }
    }

    fn keep_subscription(
        &mut self,
        now: Timestamp,
        group: &str,
        filter: SubscriptionFilter,
        by: Arn,
    ) -> Result<(), PutSubscriptionFilterError> {
        let name = filter.name().clone();
        let old = self.group_mut(group)?.subscriptions.get(&name);
        let checked = old.is_some_and(|old| old.filter.destination() == filter.destination());
        let created = old.map_or(now, |old| old.created);
        let subscription = Subscription { filter, created, by, paused: None };
        if !checked {
            self.ship_control(now, Some(self.group_name(group)?), &subscription);
        }
        let found = self.group_mut(group)?;
        found.subscriptions.insert(name, subscription);
        found.judge.forget();
        Ok(())
    }

    /// Looks whether the destination of a filter is reachable, or, without a group, that of a policy of the account.
    pub(super) fn ship_control(&mut self, now: Timestamp, group: Option<LogGroupName>, subscription: &Subscription) {
        let message = SubscriptionMessage::control(now, subscription.filter.target().title());
        let filters = vec![subscription.filter.name().clone()];
        self.ship(Shipment::new(now, (group, filters), subscription, message));
    }

    /// Takes a subscription filter from a group. What waits for another try ends.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group or filter.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteSubscriptionFilter.
    #[doc(alias = "DeleteSubscriptionFilter")]
    pub fn delete_subscription_filter(&mut self, now: Timestamp, group: &str, filter: &str) -> Result<(), UnknownLog> {
        let now = self.at(now);
        let found = self.group_mut(group)?;
        let removed = found.subscriptions.remove(filter);
        removed.ok_or_else(|| UnknownLog::SubscriptionFilter(filter.into()))?;
        found.judge.forget();
        self.end_shipments(now, group, Some(filter));
        Ok(())
    }

    /// The subscription filters of a group that the query accepts, by name.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeSubscriptionFilters.
    #[doc(alias = "DescribeSubscriptionFilters")]
    pub fn describe_subscription_filters(
        &mut self,
        now: Timestamp,
        query: &SubscriptionFilterQuery,
    ) -> Result<impl Iterator<Item = DescribedSubscriptionFilter>, UnknownLog> {
        self.at(now);
        self.subscriptions_after(query, None)
    }

    /// As [`describe_subscription_filters`](Self::describe_subscription_filters), after the filter of this name.
    pub(crate) fn subscriptions_after(
        &self,
        query: &SubscriptionFilterQuery,
        after: Option<&str>,
    ) -> Result<impl Iterator<Item = DescribedSubscriptionFilter>, UnknownLog> {
        let name: LogGroupName = self.group_name(&query.log_group)?;
        let filters = self.group(&query.log_group)?.subscriptions.iter();
        let wanted = move |filter: &str| query.accepts(filter) && after.is_none_or(|after| filter > after);
        let filters = filters.filter(|(filter, _)| wanted(filter.as_str()));
        Ok(filters.map(|(_, subscription)| subscription.describe(&name)).collect::<Vec<_>>().into_iter())
    }
}
