//! The fields that a metric filter reads, found in its pattern.

use std::sync::Arc;

use cupola_base::Dimension;

use super::{FieldReference, MetricFilter, MetricFilterError};
use crate::explain::Measured;
use crate::filter::{FilterPattern, FilterSelector};

/// What a filter measures, ready to be read from messages.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    value: Value,
    dimensions: Vec<(Arc<str>, FilterSelector)>,
}

#[derive(Clone, Debug)]
enum Value {
    Number(f64),
    Field(FilterSelector),
}

impl Fields {
    pub(super) fn of(filter: &MetricFilter) -> Result<Self, MetricFilterError> {
        let find = |field: &FieldReference| find(filter.pattern(), field);
        let value = match (filter.value.number(), filter.value.field()) {
            (_, Some(field)) => Value::Field(find(field)?),
            (number, None) => Value::Number(number.unwrap_or_default()),
        };
        let dimension = |(name, field): &(Arc<str>, _)| Ok((Arc::clone(name), find(field)?));
        let dimensions: Result<_, MetricFilterError> = filter.dimensions.iter().map(dimension).collect();
        Ok(Self { value, dimensions: dimensions? })
    }

    /// The value, when it is the same for all events and there are no dimensions.
    pub(super) const fn constant(&self) -> Option<f64> {
        match self.value {
            Value::Number(value) if self.dimensions.is_empty() => Some(value),
            _ => None,
        }
    }

    /// The value of a message; `None` when its field is missing or no finite number.
    pub(super) fn value(&self, pattern: &FilterPattern, message: &str) -> Option<f64> {
        match &self.value {
            Value::Number(value) => Some(*value),
            Value::Field(field) => pattern.number(message, field),
        }
    }

    /// The dimensions of a message; `None` when one is missing.
    pub(super) fn dimensions(&self, pattern: &FilterPattern, message: &str) -> Option<Arc<[Dimension]>> {
        let dimension = |(name, field): &(Arc<str>, _)| {
            let value = pattern.value(message, field).filter(|value| !value.is_empty())?;
            Some(Dimension::new(Arc::clone(name), value.into_owned()))
        };
        self.dimensions.iter().map(dimension).collect()
    }

    /// What a matching message would give.
    pub(super) fn measured(&self, filter: &MetricFilter, message: &str) -> Measured {
        let pattern = filter.pattern();
        let lacks = |field: &FilterSelector| pattern.value(message, field).is_none_or(|value| value.is_empty());
        let missing = self.dimensions.iter().position(|(_, field)| lacks(field));
        match (self.value(pattern, message), missing.and_then(|missing| filter.dimensions.get(missing))) {
            (None, _) => Measured::NoValue(filter.value.as_str().into()),
            (_, Some((_, field))) => Measured::NoDimension(field.as_str().into()),
            (Some(value), None) => Measured::Value(value),
        }
    }
}

fn find(pattern: &FilterPattern, field: &FieldReference) -> Result<FilterSelector, MetricFilterError> {
    let missing = |cause| MetricFilterError::NoSuchField { field: field.as_str().into(), cause };
    pattern.selector(field.as_str()).map_err(missing)
}
