//! The fields of spans and events.

use std::error::Error;
use std::fmt::Debug;

use cupola::traces::AnnotationValue;
use serde_json::Value;
use tracing::field::{Field, Visit};

use super::failure::Failure;
use crate::json_line::number;

/// Fields with their values, in the order in which they were told.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, Told)>);

/// The value of a field.
#[derive(Debug)]
pub(super) enum Told {
    Bool(bool),
    Int(i64),
    Whole(u64),
    Float(f64),
    Text(String),
    Failure(Failure),
}

impl Fields {
    pub(super) fn of(record: impl FnOnce(&mut Self)) -> Self {
        let mut fields = Self::default();
        record(&mut fields);
        fields
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &Told)> {
        self.0.iter().map(|(name, told)| (*name, told))
    }

    pub(super) fn text(&self, names: &[&str]) -> Option<&str> {
        self.iter().find(|(name, _)| names.contains(name)).and_then(|(_, told)| told.as_text())
    }
}

impl Told {
    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Whole(number) => i64::try_from(*number).ok(),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// As an annotation; `None` for what none can hold as it is.
    #[expect(clippy::cast_precision_loss, reason = "only numbers that a double holds are cast")]
    pub(super) fn annotation(&self) -> Option<AnnotationValue> {
        match self {
            Self::Bool(truth) => Some((*truth).into()),
            Self::Int(number) if number.unsigned_abs() <= EXACT => Some((*number as f64).into()),
            Self::Whole(number) if *number <= EXACT => Some((*number as f64).into()),
            Self::Float(number) if number.is_finite() => Some((*number).into()),
            Self::Text(text) if text.chars().count() <= AnnotationValue::MOST => Some(text.clone().into()),
            _ => None,
        }
    }

    /// As a scalar of JSON.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Bool(truth) => (*truth).into(),
            Self::Int(whole) => (*whole).into(),
            Self::Whole(whole) => (*whole).into(),
            Self::Float(float) => number(*float),
            Self::Text(text) => text.as_str().into(),
            Self::Failure(failure) => failure.to_string().into(),
        }
    }
}

/// Whole numbers up to here are doubles without loss.
const EXACT: u64 = 1 << 53;

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.push((field.name(), Told::Float(value)));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.push((field.name(), Told::Int(value)));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.push((field.name(), Told::Whole(value)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.push((field.name(), Told::Bool(value)));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), Told::Text(value.to_owned())));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.0.push((field.name(), Told::Failure(Failure::of(value))));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name(), Told::Text(format!("{value:?}"))));
    }
}
