//! What cannot be replayed.

use cupola_base::Timestamp;

use crate::alarm::PutAlarmError;
use crate::period::Period;

/// Values that are no series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// There is no point, so that nothing tells where the series begins.
    #[error("a series of points needs a point")]
    Empty,
    /// The step is none of those at which data are kept.
    #[error("a step of {0} s: 1, 5, 10, 20, 30 or a multiple of 60 is needed")]
    Step(u32),
    /// The start lies between two places of the grid on which alarms look.
    #[error(
        "a series with a step of {step} s cannot begin at {start}: begin at a multiple of the step, or of a minute"
    )]
    Start {
        /// The start.
        start: Timestamp,
        /// The step in seconds.
        step: u32,
    },
    /// A point lies between the places of the grid.
    #[error("the point at {0} is not on the grid of the series")]
    OffGrid(Timestamp),
    /// A point is not after the one before.
    #[error("the point at {0} is not after the one before")]
    Order(Timestamp),
    /// A value that no metric has.
    #[error("the value {value} of slot {index} is not a number within 2^360 of zero")]
    Value {
        /// The slot, from 0.
        index: usize,
        /// The value.
        value: f64,
    },
    /// More slots than a series may have.
    #[error("a series has at most {} slots", super::Series::MOST_SLOTS)]
    TooLong,
}

/// A setting that cannot be replayed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BacktestError {
    /// An alarm so set would be refused.
    #[error("setting {setting}: {cause}")]
    Setting {
        /// The setting, as [`Display`](std::fmt::Display) writes it.
        setting: String,
        /// Why.
        cause: PutAlarmError,
    },
    /// The period cuts the places of the series.
    #[error("a period of {period} needs data finer than one in {step} s")]
    Finer {
        /// The period.
        period: Period,
        /// Seconds of a slot of the series.
        step: i64,
    },
    /// The alarm watches more than one metric with one statistic; its own series can be replayed as
    /// that of one metric.
    #[error("the alarm does not watch one metric with one statistic")]
    Source,
    /// What an alarm may be told beside, and a setting does not hold.
    #[error("windows of the calendar, low samples that are ignored, and warm-ups are not replayed")]
    Options,
}
