//! Actions on subscription filters and destinations.

use super::filters::{criteria, system_fields};
use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::subscription::{DescribedSubscriptionFilter, Distribution, SubscriptionFilter, SubscriptionFilterQuery};
use crate::wire::Whole;
use crate::wire::filters::NamedFilter;
use crate::wire::subscriptions::{
    DescribeDestinations, DescribeSubscriptionFilters, Destinations, NamedDestination, PutDestination,
    PutDestinationAnswer, PutDestinationPolicy, PutSubscriptionFilter, SubscriptionFilters,
};

pub(super) fn put_subscription_filter(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutSubscriptionFilter = call.read()?;
    let (name, pattern) = (&request.filter_name, &request.filter_pattern);
    let filter = SubscriptionFilter::new_with(name, pattern, &engine.policies.patterns, &request.destination_arn)?;
    let filter = request.role_arn.into_iter().fold(filter, SubscriptionFilter::with_role);
    let filter = match request.distribution.as_deref() {
        Some("Random") => filter.with_distribution(Distribution::Random),
        _ => filter,
    };
    let filter =
        criteria(request.field_selection_criteria)?.into_iter().fold(filter, SubscriptionFilter::with_criteria);
    let fields = system_fields(request.emit_system_fields)?;
    let filter = fields.into_iter().fold(filter, SubscriptionFilter::with_system_field);
    let transformed = request.apply_on_transformed_logs == Some(true);
    let filter = if transformed { filter.on_transformed_logs() } else { filter };
    let by = call.caller.principal.clone();
    engine.put_subscription_filter_as(call.now, &request.log_group_name, filter, by, call.ask)?;
    nothing()
}

pub(super) fn delete_subscription_filter(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedFilter = call.read()?;
    engine.delete_subscription_filter(call.now, &request.log_group_name, &request.filter_name)?;
    nothing()
}

pub(super) fn describe_subscription_filters(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeSubscriptionFilters = call.read()?;
    let query = SubscriptionFilterQuery { log_group: request.log_group_name, prefix: request.filter_name_prefix };
    let page = Page::of(format!("DescribeSubscriptionFilters {query:?}"), request.next_token.as_deref(), call.now)?;
    let filters = engine.subscriptions_after(&query, page.after.as_deref())?;
    let name = |filter: &DescribedSubscriptionFilter| filter.filter.name().to_string();
    let (filters, next_token) = page.cut(filters, request.limit.map_or(DEFAULT_PAGE, Whole::count), name);
    answer(&SubscriptionFilters { subscription_filters: filters.into_iter().map(Into::into).collect(), next_token })
}

pub(super) fn put_destination(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let PutDestination { destination_name, target_arn, role_arn, tags } = call.read()?;
    let tags = tags.unwrap_or_default();
    let destination = engine.put_destination_with(call.now, &destination_name, &target_arn, &role_arn, tags)?;
    answer(&PutDestinationAnswer { destination: destination.into() })
}

pub(super) fn put_destination_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutDestinationPolicy = call.read()?;
    engine.put_destination_policy(call.now, &request.destination_name, &request.access_policy)?;
    nothing()
}

pub(super) fn delete_destination(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedDestination = call.read()?;
    engine.delete_destination(call.now, &request.destination_name)?;
    nothing()
}

pub(super) fn describe_destinations(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeDestinations = call.read()?;
    let prefix = request.destination_name_prefix.unwrap_or_default();
    let page = Page::of(format!("DescribeDestinations {prefix:?}"), request.next_token.as_deref(), call.now)?;
    let found = engine.destinations_after(&prefix, page.after.as_deref());
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(found, most, |destination| destination.name.to_string());
    answer(&Destinations { destinations: found.into_iter().map(Into::into).collect(), next_token })
}
