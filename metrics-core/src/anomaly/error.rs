//! What is refused.

use cupola_base::ApiError;

use crate::code;
use crate::data::MetricDataError;

/// Why a detector was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutAnomalyDetectorError {
    /// More ranges than a detector excludes.
    #[error(
        "The collection Configuration.ExcludedTimeRanges must not have a size greater than {most}, {given} were given."
    )]
    TooManyRanges {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// A range ends where it starts, or before. Ranges count from 1.
    #[error("The parameter Configuration.ExcludedTimeRanges.member.{0}.StartTime must be less than EndTime.")]
    Range(usize),
    /// Not exactly one of the queries returns its data.
    #[error("Exactly one of the MetricDataQueries of a MetricMathAnomalyDetector must have ReturnData set to true.")]
    NotOneResult,
    /// A Metrics Insights query, which detectors do not take.
    #[error("A MetricMathAnomalyDetector takes metrics and metric math, no Metrics Insights query.")]
    Insights,
    /// The math is none, or comes to something else than one series.
    #[error("The MetricDataQueries of the MetricMathAnomalyDetector cannot be computed: {0}")]
    Math(MetricDataError),
    /// The math does not come to one time series.
    #[error("The expression of a MetricMathAnomalyDetector must come to a single time series.")]
    NotASeries,
    /// A band is made of a band.
    #[error("An anomaly detector cannot watch an ANOMALY_DETECTION_BAND.")]
    BandOfBand,
    /// There are as many detectors as there may be.
    #[error("There are {0} anomaly detectors already, as many as there may be.")]
    TooManyDetectors(usize),
}

impl From<PutAnomalyDetectorError> for ApiError {
    fn from(error: PutAnomalyDetectorError) -> Self {
        let code = match error {
            PutAnomalyDetectorError::TooManyDetectors(_) => code::LIMIT_EXCEEDED_EXCEPTION,
            _ => code::INVALID_VALUE,
        };
        Self::caller(code, error.to_string())
    }
}

/// A text is no statistic of a detector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The value {0} for parameter Stat is not supported.")]
pub struct DetectorStatisticError(pub(super) String);

impl From<DetectorStatisticError> for ApiError {
    fn from(error: DetectorStatisticError) -> Self {
        Self::caller(code::INVALID_VALUE, error.to_string())
    }
}

/// Nothing of this kind is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no anomaly detector of this metric and statistic, or of this math.")]
#[non_exhaustive]
pub struct UnknownAnomalyDetector;

impl From<UnknownAnomalyDetector> for ApiError {
    fn from(error: UnknownAnomalyDetector) -> Self {
        Self::caller(code::RESOURCE_NOT_FOUND, error.to_string()).with_status(404)
    }
}
