//! `PutMetricData`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Datum, Resolution, Sample, StatisticSet, Timestamp, Unit};
use serde::Deserialize;

use super::{Double, Whole, WireDimension, dimensions};
use crate::code;

/// Data of one namespace, partly grouped by entity. Entities are no part of a metric's identity and
/// not kept: no answer of the service shows them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutMetricData {
    namespace: Arc<str>,
    metric_data: Option<Vec<MetricDatum>>,
    entity_metric_data: Option<Vec<EntityMetricData>>,
    strict_entity_validation: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct EntityMetricData {
    entity: Option<Entity>,
    metric_data: Option<Vec<MetricDatum>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetricDatum {
    metric_name: Arc<str>,
    dimensions: Option<Vec<WireDimension>>,
    timestamp: Option<WireTime>,
    value: Option<Double>,
    statistic_values: Option<StatisticValues>,
    values: Option<Vec<Double>>,
    counts: Option<Vec<Double>>,
    unit: Option<Unit>,
    storage_resolution: Option<Whole>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StatisticValues {
    sample_count: Option<Double>,
    sum: Option<Double>,
    minimum: Option<Double>,
    maximum: Option<Double>,
}

impl PutMetricData {
    /// The data in the order in which they stand, and where each stands.
    pub(crate) fn data(self, now: Timestamp) -> Result<(Vec<Datum>, Places), ApiError> {
        self.check_entities()?;
        let groups = self.entity_metric_data.into_iter().flatten().map(|group| group.metric_data.unwrap_or_default());
        let lists: Vec<Vec<MetricDatum>> =
            std::iter::once(self.metric_data.unwrap_or_default()).chain(groups).collect();
        let places = Places(lists.iter().map(Vec::len).collect());
        let all = lists.into_iter().flatten().enumerate();
        let data = all.map(|(index, datum)| datum.read(now, &self.namespace, &places.path(index)));
        Ok((data.collect::<Result<_, _>>()?, places))
    }
}

/// What a metric is of; it is checked when the request wants that.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entity {
    key_attributes: Option<BTreeMap<String, String>>,
    attributes: Option<BTreeMap<String, String>>,
}

impl PutMetricData {
    fn check_entities(&self) -> Result<(), ApiError> {
        if self.strict_entity_validation != Some(true) {
            return Ok(());
        }
        let groups = self.entity_metric_data.iter().flatten().zip(1..);
        groups.filter_map(|(group, place)| Some((group.entity.as_ref()?, place))).try_for_each(|(entity, place)| {
            let place = format!("EntityMetricData.member.{place}.Entity");
            KEY_ATTRIBUTES.check(entity.key_attributes.as_ref(), &format!("{place}.KeyAttributes"))?;
            ATTRIBUTES.check(entity.attributes.as_ref(), &format!("{place}.Attributes"))
        })
    }
}

/// How many attributes an entity has, and how long their names are; values have 1 to 2048 characters.
struct AttributeRule {
    items: RangeInclusive<usize>,
    longest_name: usize,
}

/// Which entity it is: its type and identifier, for instance.
const KEY_ATTRIBUTES: AttributeRule = AttributeRule { items: 2..=4, longest_name: 32 };
/// What else is known of it.
const ATTRIBUTES: AttributeRule = AttributeRule { items: 0..=10, longest_name: 256 };

impl AttributeRule {
    fn check(&self, attributes: Option<&BTreeMap<String, String>>, place: &str) -> Result<(), ApiError> {
        let Some(attributes) = attributes else { return Ok(()) };
        if !self.items.contains(&attributes.len()) {
            let (least, most) = (self.items.start(), self.items.end());
            return Err(invalid(format!(
                "The map {place} must have between {least} and {most} items, {} were given.",
                attributes.len()
            )));
        }
        let is_within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
        let is_bad =
            |(name, value): &(&String, &String)| !is_within(name, self.longest_name) || !is_within(value, 2048);
        attributes
            .iter()
            .find(is_bad)
            .map_or(Ok(()), |(name, _)| Err(invalid(format!("The value {name} for parameter {place} is invalid."))))
    }
}

fn invalid(message: String) -> ApiError {
    ApiError::caller(code::INVALID_VALUE, message)
}

/// How many data stand in each list of a request.
pub(crate) struct Places(Vec<usize>);

impl Places {
    /// Where the datum of an index over all lists stands, e.g. `MetricData.member.1`.
    pub(crate) fn path(&self, index: usize) -> String {
        let mut within = index;
        for (list, len) in self.0.iter().enumerate() {
            match (within < *len, list) {
                (true, 0) => return format!("MetricData.member.{}", within + 1),
                (true, _) => return format!("EntityMetricData.member.{list}.MetricData.member.{}", within + 1),
                (false, _) => within -= len,
            }
        }
        format!("MetricData.member.{}", index + 1)
    }
}

impl MetricDatum {
    fn read(self, now: Timestamp, namespace: &Arc<str>, path: &str) -> Result<Datum, ApiError> {
        let resolution = resolution(self.storage_resolution, path)?;
        let sample = sample(self.value, self.values, self.counts, self.statistic_values, path)?;
        let at = self.timestamp.map_or(now, |at| at.0);
        Ok(Datum::new(namespace.clone(), self.metric_name, at, 0.0)
            .with_dimensions(dimensions(self.dimensions))
            .with_unit(self.unit.unwrap_or_default())
            .with_resolution(resolution)
            .with_sample(sample))
    }
}

fn resolution(given: Option<Whole>, path: &str) -> Result<Resolution, ApiError> {
    match given {
        None | Some(Whole(60)) => Ok(Resolution::Standard),
        Some(Whole(1)) => Ok(Resolution::High),
        Some(Whole(other)) => Err(invalid(format!(
            "The value {other} for parameter {path}.StorageResolution is invalid: 1 or 60 is needed."
        ))),
    }
}

/// Chooses among the three forms of a value. Lists without items count as absent.
fn sample(
    value: Option<Double>,
    values: Option<Vec<Double>>,
    counts: Option<Vec<Double>>,
    set: Option<StatisticValues>,
    path: &str,
) -> Result<Sample, ApiError> {
    let values = values.filter(|values| !values.is_empty());
    let counts = counts.filter(|counts| !counts.is_empty());
    match (value, set, values, counts) {
        (Some(_), _, Some(_), _) => Err(both(path, "Values")),
        (Some(_), Some(_), _, _) => Err(both(path, "StatisticValues")),
        (Some(Double(value)), None, None, None) => Ok(Sample::Value(value)),
        (None, Some(set), _, _) => set.read(path).map(Sample::Set),
        (None, None, Some(values), counts) => weighted(values, counts, path),
        (_, None, None, Some(_)) => {
            Err(combination(format!("The parameter {path}.Counts needs the parameter {path}.Values.")))
        }
        (None, None, None, None) => Err(combination("At least one of the parameters must be specified.".into())),
    }
}

fn weighted(values: Vec<Double>, counts: Option<Vec<Double>>, path: &str) -> Result<Sample, ApiError> {
    let counts = counts.unwrap_or_else(|| vec![Double(1.0); values.len()]);
    if counts.len() != values.len() {
        return Err(invalid(format!("The parameters {path}.Values and {path}.Counts must be of the same size.")));
    }
    Ok(Sample::Values(values.into_iter().zip(counts).map(|(value, count)| (value.0, count.0)).collect()))
}

impl StatisticValues {
    fn read(self, path: &str) -> Result<StatisticSet, ApiError> {
        let member = |given: Option<Double>, name: &str| {
            given.map(|number| number.0).ok_or_else(|| {
                let message = format!("The parameter {path}.StatisticValues.{name} is required.");
                ApiError::caller(code::MISSING, message)
            })
        };
        Ok(StatisticSet {
            sample_count: member(self.sample_count, "SampleCount")?,
            sum: member(self.sum, "Sum")?,
            minimum: member(self.minimum, "Minimum")?,
            maximum: member(self.maximum, "Maximum")?,
        })
    }
}

fn both(path: &str, other: &str) -> ApiError {
    combination(format!(
        "The parameters {path}.Value and {path}.{other} are mutually exclusive and you have specified both."
    ))
}

fn combination(message: String) -> ApiError {
    ApiError::caller(code::INVALID_COMBINATION, message)
}
