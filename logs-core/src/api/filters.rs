//! Actions on metric filters.

use cupola_base::{ApiError, Unit};

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::{Engine, MetricFilterQuery, PageError};
use crate::filter::FilterPattern;
use crate::metric_filter::{DescribedMetricFilter, FieldReference, MetricFilter, MetricFilterError, MetricValue};
use crate::selection_criteria::{SelectionCriteria, SystemField, UnknownSystemField};
use crate::wire::Whole;
use crate::wire::filters::{
    DescribeMetricFilters, Match, Matches, MetricFilters, MetricTransformation, NamedFilter, PutMetricFilter,
    TestMetricFilter,
};

pub(super) fn put_metric_filter(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutMetricFilter = call.read()?;
    let criteria = criteria(request.field_selection_criteria)?;
    let system_dimensions = system_fields(request.emit_system_field_dimensions)?;
    let mut transformations = request.metric_transformations.into_iter();
    let Some(transformation) = transformations.next() else {
        return Err(invalid("No metric transformation is given."));
    };
    let (name, pattern) = (&request.filter_name, &request.filter_pattern);
    let (namespace, metric) = (&transformation.metric_namespace, &transformation.metric_name);
    let mut filter = MetricFilter::new_with(name, pattern, &engine.policies.patterns, namespace, metric)?;
    if request.apply_on_transformed_logs == Some(true) {
        filter = filter.on_transformed_logs();
    }
    filter = criteria.into_iter().fold(filter, MetricFilter::with_criteria);
    filter = system_dimensions.into_iter().fold(filter, MetricFilter::with_system_dimension);
    engine.put_metric_filter(call.now, &request.log_group_name, transform(filter, transformation)?)?;
    nothing()
}

/// The criteria of a request; an empty text is none.
pub(super) fn criteria(text: Option<String>) -> Result<Option<SelectionCriteria>, ApiError> {
    let text = text.filter(|text| !text.is_empty());
    Ok(text.map(|text| SelectionCriteria::parse(&text)).transpose()?)
}

pub(super) fn system_fields(names: Option<Vec<String>>) -> Result<Vec<SystemField>, ApiError> {
    let read = |name: String| name.parse().map_err(|error: UnknownSystemField| invalid(error.to_string()));
    names.unwrap_or_default().into_iter().map(read).collect()
}

fn transform(filter: MetricFilter, transformation: MetricTransformation) -> Result<MetricFilter, ApiError> {
    let MetricTransformation { metric_value, default_value, dimensions, unit, .. } = transformation;
    let mut filter = filter.with_value(MetricValue::parse(&metric_value).map_err(MetricFilterError::from)?);
    if let Some(value) = default_value {
        filter = filter.with_default_value(value);
    }
    for (name, field) in dimensions.unwrap_or_default() {
        filter = filter.with_dimension(&name, FieldReference::parse(&field).map_err(MetricFilterError::from)?);
    }
    let unit = unit.map(|unit| unit.parse::<Unit>()).transpose().map_err(|error| invalid(error.to_string()))?;
    Ok(match unit {
        Some(unit) => filter.with_unit(unit),
        None => filter,
    })
}

pub(super) fn delete_metric_filter(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedFilter = call.read()?;
    engine.delete_metric_filter(call.now, &request.log_group_name, &request.filter_name)?;
    nothing()
}

pub(super) fn describe_metric_filters(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeMetricFilters = call.read()?;
    let metric = match (request.metric_namespace, request.metric_name) {
        (None, None) => None,
        (Some(namespace), Some(name)) => Some((namespace, name)),
        _ => return Err(invalid("metricName and metricNamespace must be specified together.")),
    };
    let query = MetricFilterQuery { log_group: request.log_group_name, prefix: request.filter_name_prefix, metric };
    let page = Page::of(format!("DescribeMetricFilters {query:?}"), request.next_token.as_deref(), call.now)?;
    let after = page.after.as_deref().map(|after| after.split_once('\0').ok_or(PageError::Token)).transpose()?;
    let filters = engine.filters_after(&query, after)?;
    let (filters, next_token) = page.cut(filters, request.limit.map_or(DEFAULT_PAGE, Whole::count), position);
    answer(&MetricFilters { metric_filters: filters.into_iter().map(Into::into).collect(), next_token })
}

/// Sorts as the list does: neither name can hold the character between them.
fn position(filter: &DescribedMetricFilter) -> String {
    format!("{}\0{}", filter.filter.name(), filter.log_group)
}

pub(super) fn test_metric_filter(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: TestMetricFilter = call.read()?;
    let pattern = FilterPattern::parse_with(&request.filter_pattern, &engine.policies.patterns)?;
    let tested = engine.test_metric_filter(&pattern, request.log_event_messages)?;
    let matches = tested.into_iter().map(|tested| Match {
        event_number: tested.number,
        event_message: tested.message,
        extracted_values: tested.extracted,
    });
    answer(&Matches { matches: matches.collect() })
}
