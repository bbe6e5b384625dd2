//! Why a metric filter measures a message or does not.

use std::fmt;

use crate::filter::FilterExplanation;
use crate::name::FilterName;

/// What one metric filter makes of a message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FilterVerdict {
    /// The filter.
    pub filter: FilterName,
    /// Whether its pattern matches, and why.
    pub explanation: FilterExplanation,
    /// What it would measure.
    pub measured: Measured,
}

/// What a metric filter would measure.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Measured {
    /// Nothing: the message does not match.
    NoMatch,
    /// This value.
    Value(f64),
    /// Nothing: the field of the value is missing or no finite number.
    NoValue(String),
    /// Nothing: the field of a dimension is missing.
    NoDimension(String),
}

impl fmt::Display for FilterVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.filter, self.explanation)?;
        match &self.measured {
            Measured::NoMatch => Ok(()),
            Measured::Value(value) => write!(f, "\n  measures {value}"),
            Measured::NoValue(field) => write!(f, "\n  measures nothing: {field} is missing or no finite number"),
            Measured::NoDimension(field) => write!(f, "\n  measures nothing: {field} is missing"),
        }
    }
}
