//! What keeps a bench from running.

use std::fmt;

use cupola::base::ApiError;
use cupola::metrics::{PutAlarmError, PutCompositeAlarmError};

use super::expectation::ExpectationsError;
use super::values::ValuesError;

/// Why a bench did not run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BenchError {
    /// The text is no alarm in the service's JSON.
    Json(String),
    /// The alarm was refused, as the service would refuse it.
    Refused(ApiError),
    /// The typed alarm was refused.
    Alarm(PutAlarmError),
    /// The typed composite alarm was refused.
    Composite(PutCompositeAlarmError),
    /// Values that are no shorthand.
    Values(ValuesError),
    /// Expectations that are no shorthand.
    Expectations(ExpectationsError),
    /// Values without the name of a metric, but the alarms watch none, or more than one.
    WhichMetric {
        /// The metrics that they watch.
        watched: Vec<String>,
    },
    /// Expectations without the name of an alarm, but there are several.
    WhichAlarm {
        /// The alarms on the bench.
        alarms: Vec<String>,
    },
    /// Expectations of an alarm that is not on the bench.
    NoSuchAlarm {
        /// Its name.
        name: String,
        /// The alarms on the bench.
        alarms: Vec<String>,
    },
    /// A datum was refused.
    Datum(String),
    /// More steps than a bench runs.
    TooLong {
        /// How many there may be.
        most: usize,
    },
    /// The step is none of those at which data are kept.
    Step(u32),
}

impl fmt::Display for BenchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(cause) => write!(f, "this is no alarm in the service's JSON: {cause}"),
            Self::Refused(error) => write!(f, "the alarm was refused: {error}"),
            Self::Alarm(error) => write!(f, "the alarm was refused: {error}"),
            Self::Composite(error) => write!(f, "the alarm was refused: {error}"),
            Self::Values(error) => error.fmt(f),
            Self::Expectations(error) => error.fmt(f),
            Self::WhichMetric { watched } => {
                write!(f, "which metric do the values belong to? the alarms watch [{}]", watched.join(", "))
            }
            Self::WhichAlarm { alarms } => {
                write!(f, "of which alarm is this expected? on the bench are [{}]", alarms.join(", "))
            }
            Self::NoSuchAlarm { name, alarms } => {
                write!(f, "no alarm \"{name}\" is on the bench, which has [{}]", alarms.join(", "))
            }
            Self::Datum(error) => write!(f, "a value was refused: {error}"),
            Self::TooLong { most } => write!(f, "a bench runs at most {most} steps"),
            Self::Step(seconds) => write!(f, "a step of {seconds} s: 1, 5, 10, 20, 30 or a multiple of 60 is needed"),
        }
    }
}

impl std::error::Error for BenchError {}
