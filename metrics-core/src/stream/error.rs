//! Names of streams, and what is refused.

use cupola_base::json::Json;
use cupola_base::{ApiError, TagsError};

use super::OutputFormat;
use crate::code;

cupola_base::names! {
    /// A metric stream's name: 1 to 255 letters, digits, dashes and underscores.
    ///
    /// ```
    /// use cupola_metrics::MetricStreamName;
    /// assert!(MetricStreamName::new("all-of_it").is_ok() && MetricStreamName::new("all of it").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch API Reference, PutMetricStream.
    MetricStreamName: MetricStreamNameError = |text| check(text);
}

fn check(text: &str) -> Result<(), MetricStreamNameError> {
    let letters = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if letters && (1..=255).contains(&text.len()) { Ok(()) } else { Err(MetricStreamNameError(text.into())) }
}

/// A text is no metric stream's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a metric stream: 1 to 255 letters, digits, dashes and underscores are needed")]
pub struct MetricStreamNameError(String);

impl From<MetricStreamNameError> for ApiError {
    fn from(error: MetricStreamNameError) -> Self {
        let text = format!("The value {} for parameter Name is invalid.", error.0);
        Self::caller(code::INVALID_VALUE, text)
    }
}

/// Why a metric stream was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutMetricStreamError {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] MetricStreamNameError),
    /// There are filters of both kinds.
    #[error("The parameters IncludeFilters and ExcludeFilters are mutually exclusive and you have specified both.")]
    BothFilters,
    /// A member cannot have this value.
    #[error("The value {value} for parameter {parameter} is invalid: {needed}.")]
    Value {
        /// The service's word for the member.
        parameter: &'static str,
        /// What was given.
        value: String,
        /// What is needed.
        needed: &'static str,
    },
    /// A list has too many items.
    #[error("The collection {parameter} must not have a size greater than {most}, {given} were given.")]
    TooMany {
        /// The service's word for the member.
        parameter: &'static str,
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// A statistic that the output format does not carry, or none at all.
    #[error("The value {statistic} for parameter AdditionalStatistics is invalid for the output format {format}.")]
    Statistic {
        /// The statistic as given.
        statistic: String,
        /// The output format.
        format: OutputFormat,
    },
    /// There are as many streams as there may be.
    #[error("there are {0} metric streams already, as many as there may be")]
    TooManyStreams(usize),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<PutMetricStreamError> for ApiError {
    fn from(error: PutMetricStreamError) -> Self {
        let text = error.to_string();
        match error {
            PutMetricStreamError::Name(error) => error.into(),
            PutMetricStreamError::BothFilters => Self::caller(code::INVALID_COMBINATION, text),
            _ => Self::caller(code::INVALID_VALUE, text),
        }
    }
}

/// There is no metric stream of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no metric stream `{0}`")]
pub struct UnknownMetricStream(pub(crate) String);

impl From<UnknownMetricStream> for ApiError {
    fn from(error: UnknownMetricStream) -> Self {
        let text = format!("MetricStream {} does not exist.", error.0);
        Self::caller(code::RESOURCE_NOT_FOUND, text)
            .with_status(404)
            .with_member("ResourceType", Json::of("MetricStream"))
            .with_member("ResourceId", Json::of(&error.0))
    }
}
