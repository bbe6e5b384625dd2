//! Taking data in: what a datum must be.

use cupola_base::{ApiError, Datum, Sample, StatisticSet, Timestamp};
use serde::{Deserialize, Serialize};

use crate::alarm::JavaDouble;
use crate::code;
use crate::dimensions::DimensionsError;
use crate::limits::Limits;
use crate::name::{NameError, NameKind, is_reserved};

/// Who publishes data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a publisher is privileged or not")]
pub enum Origin {
    /// A user, whose namespaces must not begin with `AWS/`.
    #[default]
    User,
    /// A simulated service.
    Service,
}

/// The largest magnitude of a value: 2^360.
pub const LARGEST_VALUE: f64 = f64::from_bits((360 + 1023) << 52);

/// Checks a datum as such, not its names.
#[inline]
pub(crate) fn check(now: Timestamp, origin: Origin, datum: &Datum, limits: &Limits) -> Result<(), DatumError> {
    if origin == Origin::User && is_reserved(&datum.namespace) {
        return Err(DatumError::Reserved(datum.namespace.as_ref().into()));
    }
    check_time(now, datum.at, limits)?;
    check_sample(&datum.sample, limits)
}

pub(crate) fn check_time(now: Timestamp, at: Timestamp, limits: &Limits) -> Result<(), DatumError> {
    let oldest = now.plus_secs(-i64::from(limits.oldest_datum_seconds));
    let newest = now.plus_secs(i64::from(limits.newest_datum_seconds));
    if (oldest..=newest).contains(&at) { Ok(()) } else { Err(DatumError::Time { at, oldest, newest }) }
}

fn check_sample(sample: &Sample, limits: &Limits) -> Result<(), DatumError> {
    match sample {
        Sample::Value(value) => in_range("Value", *value),
        Sample::Values(values) => check_values(values, limits),
        Sample::Set(set) => check_set(set),
    }
}

fn check_values(values: &[(f64, f64)], limits: &Limits) -> Result<(), DatumError> {
    if values.is_empty() {
        return Err(DatumError::NoValue);
    }
    if values.len() > limits.values_per_datum {
        return Err(DatumError::TooManyValues { given: values.len(), most: limits.values_per_datum });
    }
    values.iter().try_for_each(|(value, count)| {
        in_range("Values", *value)?;
        require(count.is_finite() && *count >= 0.0, "Counts", *count)
    })
}

fn check_set(set: &StatisticSet) -> Result<(), DatumError> {
    require(set.sample_count.is_finite() && set.sample_count > 0.0, "StatisticValues.SampleCount", set.sample_count)?;
    require(set.sum.is_finite(), "StatisticValues.Sum", set.sum)?;
    in_range("StatisticValues.Minimum", set.minimum)?;
    in_range("StatisticValues.Maximum", set.maximum)?;
    require(set.minimum <= set.maximum, "StatisticValues.Minimum", set.minimum)
}

fn in_range(member: &'static str, value: f64) -> Result<(), DatumError> {
    require(value.is_finite() && value.abs() <= LARGEST_VALUE, member, value)
}

const fn require(holds: bool, member: &'static str, value: f64) -> Result<(), DatumError> {
    if holds { Ok(()) } else { Err(DatumError::Value { member, value }) }
}

/// Why data were refused; nothing of the request was stored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutMetricDataError {
    /// One datum is not acceptable.
    #[error("MetricData.member.{member}: {cause}")]
    Datum {
        /// Which one, counted from 1.
        member: usize,
        /// Why.
        cause: DatumError,
    },
    /// More data than one request may hold.
    #[error("{given} data in one request are more than {most}")]
    TooMany {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The request has more bytes than one may have before it is compressed.
    #[error("a request of {given} bytes is larger than {most}")]
    TooLarge {
        /// How many [`request_bytes`](crate::request_bytes) counts.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// No datum at all.
    #[error("the request holds no data")]
    Empty,
}

/// Why one datum was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DatumError {
    /// A user's namespace begins with `AWS/`.
    #[error("the namespace `{0}` belongs to the services: one that does not begin with AWS/ is needed")]
    Reserved(String),
    /// Namespace, metric name or dimensions break their rules.
    #[error(transparent)]
    Identity(#[from] DimensionsError),
    /// The timestamp lies outside the window.
    #[error("the time {at} is outside {oldest} to {newest}")]
    Time {
        /// The time given.
        at: Timestamp,
        /// The oldest accepted.
        oldest: Timestamp,
        /// The newest accepted.
        newest: Timestamp,
    },
    /// A number is not finite, out of range or contradicts another.
    #[error("{member} cannot be {}", JavaDouble(*.value))]
    Value {
        /// The service's word for the member.
        member: &'static str,
        /// The number.
        value: f64,
    },
    /// More values than one datum may hold.
    #[error("{given} values in one datum are more than {most}")]
    TooManyValues {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// There is no value of any form.
    #[error("no value is given")]
    NoValue,
}

impl From<NameError> for DatumError {
    fn from(error: NameError) -> Self {
        Self::Identity(error.into())
    }
}

impl From<PutMetricDataError> for ApiError {
    fn from(error: PutMetricDataError) -> Self {
        match error {
            PutMetricDataError::Datum { member, cause } => datum_refusal(&format!("MetricData.member.{member}"), cause),
            PutMetricDataError::TooMany { given, most } => Self::caller(
                code::INVALID_VALUE,
                format!("The collection MetricData must not have a size greater than {most}, {given} were given."),
            ),
            PutMetricDataError::TooLarge { given, most } => {
                let message = format!("The request has {given} bytes, more than the {most} that it may have.");
                Self::caller(code::TOO_LARGE, message).with_status(413)
            }
            PutMetricDataError::Empty => Self::caller(code::MISSING, "The parameter MetricData is required."),
        }
    }
}

/// A refusal of the datum that stands at `place` in a request.
pub(crate) fn datum_refusal(place: &str, cause: DatumError) -> ApiError {
    let invalid = |value: &dyn std::fmt::Display, parameter: &str| {
        ApiError::caller(code::INVALID_VALUE, format!("The value {value} for parameter {parameter} is invalid."))
    };
    let path = |parameter: &str| format!("{place}.{parameter}");
    match cause {
        DatumError::Reserved(namespace) => invalid(&namespace, "Namespace"),
        DatumError::Value { member, value } => invalid(&JavaDouble(value), &path(member)),
        DatumError::Identity(DimensionsError::Name(NameError { kind: NameKind::Namespace, text })) => {
            invalid(&text, "Namespace")
        }
        DatumError::Identity(DimensionsError::Name(NameError { kind, text })) => {
            invalid(&text, &path(kind.parameter()))
        }
        DatumError::Identity(error) => {
            ApiError::caller(code::INVALID_VALUE, format!("The parameter {} is invalid: {error}.", path("Dimensions")))
        }
        DatumError::Time { at, oldest, newest } => ApiError::caller(
            code::INVALID_VALUE,
            format!("The parameter {} must specify a time between {oldest} and {newest}, not {at}.", path("Timestamp")),
        ),
        DatumError::TooManyValues { given, most } => ApiError::caller(
            code::INVALID_VALUE,
            format!("The collection {} must not have a size greater than {most}, {given} were given.", path("Values")),
        ),
        DatumError::NoValue => {
            ApiError::caller(code::INVALID_COMBINATION, "At least one of the parameters must be specified.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(sample_count: f64, sum: f64, minimum: f64, maximum: f64) -> Sample {
        Sample::Set(StatisticSet { sample_count, sum, minimum, maximum })
    }

    #[test]
    fn numbers_must_be_finite_and_in_range() {
        let limits = Limits::default();
        for (sample, accepted) in [
            (Sample::Value(LARGEST_VALUE), true),
            (Sample::Value(-LARGEST_VALUE), true),
            (Sample::Value(LARGEST_VALUE.next_up()), false),
            (Sample::Value(f64::NAN), false),
            (Sample::Values(vec![(1.0, 0.5), (2.0, 0.0)]), true),
            (Sample::Values(vec![]), false),
            (Sample::Values(vec![(1.0, -0.5)]), false),
            (Sample::Values(vec![(1.0, f64::INFINITY)]), false),
            (Sample::Values(vec![(0.0, 1.0); 150]), true),
            (Sample::Values(vec![(0.0, 1.0); 151]), false),
            (set(3.0, 30.0, 5.0, 20.0), true),
            (set(0.0, 0.0, 0.0, 0.0), false),
            (set(2.0, 3.0, 2.0, 1.0), false),
            (set(2.0, 999.0, 1.0, 1.0), true),
            (set(2.0, f64::INFINITY, 1.0, 1.0), false),
        ] {
            assert_eq!(check_sample(&sample, &limits).is_ok(), accepted, "{sample:?}");
        }
    }

    #[test]
    fn numbers_are_told_as_the_service_writes_them() {
        for (value, word) in
            [(f64::NAN, "NaN"), (f64::INFINITY, "Infinity"), (f64::NEG_INFINITY, "-Infinity"), (3e108, "3.0E108")]
        {
            let refused = check_sample(&Sample::Value(value), &Limits::default()).unwrap_err();
            assert_eq!(refused.to_string(), format!("Value cannot be {word}"));
            let told = datum_refusal("MetricData.member.2", refused).message;
            assert_eq!(told, format!("The value {word} for parameter MetricData.member.2.Value is invalid."));
        }
    }

    #[test]
    fn the_largest_value_is_two_to_the_360() {
        assert!((LARGEST_VALUE - 2f64.powi(360)).abs() < 1.0);
    }

    #[test]
    fn both_ends_of_the_window_are_in() {
        let now = Timestamp::parse("2026-05-04T08:00:00Z").unwrap();
        let at = |text: &str| check_time(now, Timestamp::parse(text).unwrap(), &Limits::default()).is_ok();
        assert!(at("2026-04-20T08:00:00Z") && at("2026-05-04T10:00:00Z"));
        assert!(!at("2026-04-20T07:59:59.999Z") && !at("2026-05-04T10:00:00.001Z"));
    }
}
