//! Asking for statistics of one metric.

use cupola_base::{ApiError, Timestamp, Unit};

use crate::code;
use crate::dimensions::DimensionsError;
use crate::limits::Limits;
use crate::metric::Metric;
use crate::name::NameError;
use crate::period::{Period, PeriodError};
use crate::statistic::{Statistic, StatisticError};
use crate::store::{Grid, Slot, Store};
use crate::summary::Summary;

/// A question for statistics of one metric: exactly this set of dimensions, over a range of time.
///
/// ```
/// use cupola_metrics::{Metric, Period, Statistic, StatisticsQuery, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let query = StatisticsQuery::new(Metric::new("App", "Latency")?, start, start.plus_secs(600), Period::MINUTE)
///     .with(Statistic::Average);
/// assert_eq!(query.statistics, [Statistic::Average]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatisticsQuery {
    /// The metric.
    pub metric: Metric,
    /// From when on, rounded down before use: to the minute (to the period for periods of 5, 10,
    /// 20 and 30 seconds), to five minutes when 15 to 63 days ago, to the hour before that.
    pub start: Timestamp,
    /// Until when; no slot begins here or later.
    pub end: Timestamp,
    /// The length of a slot. Slots are counted from the rounded start.
    pub period: Period,
    /// Which statistics: one to five simple ones, or one to ten of the others.
    pub statistics: Vec<Statistic>,
    /// Data of this unit alone; without it there is one data point for each unit.
    pub unit: Option<Unit>,
}

impl StatisticsQuery {
    /// A question that asks for no statistic yet.
    #[must_use]
    pub const fn new(metric: Metric, start: Timestamp, end: Timestamp, period: Period) -> Self {
        Self { metric, start, end, period, statistics: Vec::new(), unit: None }
    }

    /// Asks for one more statistic.
    #[must_use]
    pub fn with(mut self, statistic: Statistic) -> Self {
        self.statistics.push(statistic);
        self
    }

    /// Looks at data of one unit only.
    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }

    fn grid(&self, now: Timestamp) -> Grid {
        grid(now, self.start, self.end, self.period)
    }

    fn check(&self, limits: &Limits) -> Result<(), StatisticsError> {
        check_statistics(&self.statistics)?;
        check_period(self.period).map_err(StatisticsError::Period)?;
        // What is below a second does not count.
        if self.start.as_secs() >= self.end.as_secs() {
            return Err(StatisticsError::EmptyRange);
        }
        let points = Grid::spanning(self.start, self.end, self.period).len;
        let most = limits.datapoints_per_query;
        if points > i64::from(most) { Err(StatisticsError::TooManyPoints { points, most }) } else { Ok(()) }
    }
}

/// One to five simple statistics, or one to ten others.
fn check_statistics(statistics: &[Statistic]) -> Result<(), StatisticsError> {
    let given = statistics.len();
    let extended = statistics.iter().filter(|statistic| statistic.is_extended()).count();
    match (given, extended) {
        (0, _) => Err(StatisticsError::NoStatistic),
        (_, 0) if given > 5 => Err(StatisticsError::TooManyStatistics { given, most: 5 }),
        (_, 0) => Ok(()),
        _ if extended < given => Err(StatisticsError::BothStatistics),
        _ if given > 10 => Err(StatisticsError::TooManyStatistics { given, most: 10 }),
        _ => Ok(()),
    }
}

/// One slot's statistics in one unit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Datapoint {
    /// Where the slot begins.
    pub at: Timestamp,
    /// The unit of the data.
    pub unit: Unit,
    /// What the data come to: all five simple statistics, also those not asked for.
    pub summary: Summary,
    /// The percentiles and trimmed statistics that were asked for and that the data have.
    pub extended: Vec<(Statistic, f64)>,
}

impl Datapoint {
    /// A statistic that was asked for, or a simple one; absent where the data do not have it.
    #[must_use]
    pub fn statistic(&self, statistic: Statistic) -> Option<f64> {
        let asked = self.extended.iter().find(|(asked, _)| *asked == statistic).map(|(_, value)| *value);
        asked.or_else(|| self.summary.statistic(statistic))
    }

    /// A slot without any of the percentiles that were asked for is no data point.
    fn of(slot: &Slot, unit: Unit, asked: &[Statistic]) -> Option<Self> {
        let extended = asked.iter().filter(|statistic| statistic.is_extended());
        let extended: Vec<_> = extended.filter_map(|asked| Some((*asked, slot.statistic(*asked)?))).collect();
        let is_point = !extended.is_empty() || asked.iter().any(|asked| !asked.is_extended());
        let at = Timestamp::from_millis(slot.at);
        is_point.then_some(Self { at, unit, summary: slot.summary, extended })
    }
}

/// The longest period of a query, in seconds.
const LONGEST_PERIOD: u32 = 86_400;

/// Answers a question, by slot and then by unit.
pub(crate) fn answer(
    store: &mut Store,
    now: Timestamp,
    query: &StatisticsQuery,
    limits: &Limits,
) -> Result<Vec<Datapoint>, StatisticsError> {
    query.check(limits)?;
    let Some(id) = store.find(&query.metric) else { return Ok(Vec::new()) };
    let grid = query.grid(now);
    let units = query.unit.map_or_else(|| store.units(now, id, query.period, grid), |unit| vec![unit]);
    let mut points = Vec::new();
    for unit in units {
        let slots = store.read(now, id, unit, query.period, grid, &query.statistics);
        points.extend(slots.iter().filter_map(|slot| Datapoint::of(slot, unit, &query.statistics)));
    }
    points.sort_by_key(|point| (point.at, point.unit));
    Ok(points)
}

/// The slots that a query over a range answers.
pub(crate) fn grid(now: Timestamp, start: Timestamp, end: Timestamp, period: Period) -> Grid {
    let start = round_start(now, start, period);
    let end = if has_short_steps(period) { end.floor_to(period.millis()) } else { end };
    Grid::spanning(start, end, period)
}

/// Queries take periods of up to a day.
pub(crate) const fn check_period(period: Period) -> Result<(), PeriodError> {
    let seconds = period.seconds();
    if seconds > LONGEST_PERIOD { Err(PeriodError(seconds)) } else { Ok(()) }
}

fn round_start(now: Timestamp, start: Timestamp, period: Period) -> Timestamp {
    let age = now.millis_since(start);
    let day = 86_400_000;
    let step = match age {
        _ if age > 63 * day => 3_600_000,
        _ if age >= 15 * day => 300_000,
        _ if has_short_steps(period) => period.millis(),
        _ => 60_000,
    };
    start.floor_to(step)
}

/// Periods to whose multiples both ends of a range are rounded. One second is not among them.
const fn has_short_steps(period: Period) -> bool {
    matches!(period.seconds(), 5 | 10 | 20 | 30)
}

/// Why a question was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatisticsError {
    /// The range would give more data points than one answer holds.
    #[error(
        "You have requested up to {points} datapoints, which exceeds the limit of {most}. You may reduce the \
         datapoints requested by increasing Period, or decreasing the time range."
    )]
    TooManyPoints {
        /// How many it would give.
        points: i64,
        /// How many may be.
        most: u32,
    },
    /// The range is empty or backwards.
    #[error("The parameter StartTime must be less than the parameter EndTime.")]
    EmptyRange,
    /// Namespace, metric name or dimensions break their rules.
    #[error(transparent)]
    Metric(#[from] DimensionsError),
    /// The period is none, or longer than a day.
    #[error("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60 up to {LONGEST_PERIOD}: {0}")]
    Period(PeriodError),
    /// No statistic was asked for.
    #[error("Must specify either Statistics or ExtendedStatistics")]
    NoStatistic,
    /// Both kinds of statistics were asked for.
    #[error("The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.")]
    BothStatistics,
    /// More statistics than one question may ask for.
    #[error("{given} statistics are more than {most}")]
    TooManyStatistics {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// A text is no percentile or trimmed statistic.
    #[error("The value {text} for parameter ExtendedStatistics is not supported: {cause}.")]
    Extended {
        /// The text.
        text: String,
        /// What is wrong with it.
        cause: ExtendedError,
    },
}

/// Why a text is not one of the statistics beside the five simple ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtendedError {
    /// It is a simple one.
    #[error("it is a simple statistic")]
    Simple,
    /// It is none.
    #[error("{}", .0.diagnostic().message())]
    Statistic(#[from] StatisticError),
}

/// Reads one of the statistics beside the five simple ones.
pub(crate) fn extended(text: &str) -> Result<Statistic, ExtendedError> {
    let statistic: Statistic = text.parse()?;
    if statistic.is_extended() { Ok(statistic) } else { Err(ExtendedError::Simple) }
}

impl From<NameError> for StatisticsError {
    fn from(error: NameError) -> Self {
        Self::Metric(error.into())
    }
}

impl From<StatisticsError> for ApiError {
    fn from(error: StatisticsError) -> Self {
        let code = match error {
            StatisticsError::TooManyPoints { .. } | StatisticsError::NoStatistic | StatisticsError::BothStatistics => {
                code::INVALID_COMBINATION
            }
            StatisticsError::Metric(_)
            | StatisticsError::EmptyRange
            | StatisticsError::Period(_)
            | StatisticsError::TooManyStatistics { .. }
            | StatisticsError::Extended { .. } => code::INVALID_VALUE,
        };
        Self::caller(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn starts_are_rounded_by_age_and_period() {
        let now = at("2026-05-04T08:00:00Z");
        for (start, period, rounded) in [
            ("2026-05-04T07:01:47Z", 60, "2026-05-04T07:01:00Z"),
            ("2026-05-04T07:01:47Z", 300, "2026-05-04T07:01:00Z"),
            ("2026-05-04T07:01:47Z", 10, "2026-05-04T07:01:40Z"),
            ("2026-05-04T07:01:47Z", 1, "2026-05-04T07:01:00Z"),
            ("2026-04-18T07:08:47Z", 300, "2026-04-18T07:05:00Z"),
            ("2026-01-18T07:58:47Z", 3600, "2026-01-18T07:00:00Z"),
        ] {
            assert_eq!(round_start(now, at(start), Period::new(period).unwrap()), at(rounded), "{start} {period}");
        }
    }

    #[test]
    fn an_unfinished_last_part_of_a_minute_is_left_out() {
        let (start, end) = (at("2026-05-04T07:00:00Z"), at("2026-05-04T07:00:47Z"));
        let metric = Metric::new("A", "B").unwrap();
        let slots =
            |period| StatisticsQuery::new(metric.clone(), start, end, Period::new(period).unwrap()).grid(end).len;
        assert_eq!((slots(10), slots(20), slots(60), slots(1)), (4, 2, 1, 47));
    }

    #[test]
    fn the_limit_quotes_both_numbers() {
        let (start, end) = (at("2026-05-01T00:00:00Z"), at("2026-05-03T00:00:00Z"));
        let query =
            StatisticsQuery::new(Metric::new("A", "B").unwrap(), start, end, Period::MINUTE).with(Statistic::Sum);
        let error = query.check(&Limits::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "You have requested up to 2880 datapoints, which exceeds the limit of 1440. You may reduce the datapoints \
             requested by increasing Period, or decreasing the time range."
        );
        let exactly = StatisticsQuery { end: start.plus_secs(86_400), ..query };
        assert_eq!(exactly.check(&Limits::default()), Ok(()));
    }
}
