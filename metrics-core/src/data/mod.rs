//! Asking for data of many metrics at once.

mod answer;
mod error;
mod label;
mod template;
mod zone;

use std::fmt;
use std::str::FromStr;

use cupola_base::{Timestamp, Unit};

pub use error::MetricDataError;
pub use zone::{LabelZone, LabelZoneError};

pub(crate) use answer::answer;

use crate::alarm::{MetricSource, ScanBy};

/// A question for data of many metrics over one range of time, answered in pages.
///
/// ```
/// use cupola_metrics::{
///     Datum, Engine, Metric, MetricDataQuery, MetricDataRequest, MetricSource, Period, Place, Statistic, Timestamp,
/// };
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// engine.put(t0, Datum::new("Orders", "Placed", t0, 4.0))?;
///
/// let placed = MetricSource::new(Metric::new("Orders", "Placed")?, Statistic::Sum, Period::MINUTE);
/// let request = MetricDataRequest::new(t0, t0.plus_secs(60)).with(MetricDataQuery::new("a", placed));
/// let page = engine.metric_data(t0, &request)?;
/// assert_eq!((page.results[0].label.as_str(), page.results[0].points[0]), ("Placed", (t0, 4.0)));
/// assert_eq!(page.next, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, GetMetricData.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetricDataRequest {
    /// Which data: up to 500 queries, each with an id of its own.
    pub queries: Vec<MetricDataQuery>,
    /// From when on, rounded down as for [`StatisticsQuery`](crate::StatisticsQuery).
    pub start: Timestamp,
    /// Until when; no slot begins here or later.
    pub end: Timestamp,
    /// In which order the points of each result stand.
    pub scan_by: ScanBy,
    /// How many points one page holds; as many as may be unless told.
    pub max_datapoints: Option<u32>,
    /// The offset at which labels tell times.
    pub label_zone: LabelZone,
    /// Where the page before ended.
    pub from: Option<MetricDataPosition>,
}

impl MetricDataRequest {
    /// A request without queries, newest points first.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp) -> Self {
        let scan_by = ScanBy::TimestampDescending;
        let label_zone = LabelZone::UTC;
        Self { queries: Vec::new(), start, end, scan_by, max_datapoints: None, label_zone, from: None }
    }

    /// Asks for one more series.
    #[must_use]
    pub fn with(mut self, query: MetricDataQuery) -> Self {
        self.queries.push(query);
        self
    }

    /// Sets the order of points.
    #[must_use]
    pub fn scan_by(self, scan_by: ScanBy) -> Self {
        Self { scan_by, ..self }
    }

    /// Sets how many points one page holds.
    #[must_use]
    pub fn max_datapoints(self, most: u32) -> Self {
        Self { max_datapoints: Some(most), ..self }
    }

    /// The page after the one that ended here.
    #[must_use]
    pub fn from(self, position: MetricDataPosition) -> Self {
        Self { from: Some(position), ..self }
    }
}

/// One series of a [`MetricDataRequest`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetricDataQuery {
    /// Names the series: a small letter, then letters, digits and underscores.
    pub id: String,
    /// Which metric, and how it is summed up. Without a unit, data of the unit that comes first by
    /// name are answered.
    pub source: MetricSource,
    /// The label; may hold up to five placeholders such as `${MAX}` and `${PROP('Dim.Host')}`.
    pub label: Option<String>,
    /// Whether the series is in the answer.
    pub return_data: bool,
}

impl MetricDataQuery {
    /// A series that is answered under the label that the service gives it.
    #[must_use]
    pub fn new(id: impl Into<String>, source: MetricSource) -> Self {
        Self { id: id.into(), source, label: None, return_data: true }
    }

    /// Sets the label.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }
}

/// Some of the answer to a [`MetricDataRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetricDataPage {
    /// Series in the order of the queries.
    pub results: Vec<MetricDataResult>,
    /// Where the next page begins; `None` when this was the last.
    pub next: Option<MetricDataPosition>,
}

/// One series, or a part of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetricDataResult {
    /// The query's id.
    pub id: String,
    /// What the series is called.
    pub label: String,
    /// Where each slot begins, and its value, in the order asked for.
    pub points: Vec<(Timestamp, f64)>,
    /// Whether more of this series follows on the next page.
    pub status: StatusCode,
    /// The units that the range holds, by name, when no unit was asked for and there are several;
    /// the points are of the first.
    pub units: Vec<Unit>,
}

impl MetricDataResult {
    /// What the service says when several units were found.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        let names: Vec<&str> = self.units.iter().map(|unit| unit.as_str()).collect();
        (names.len() > 1).then(|| format!("Multiple units returned: '[{}]'", names.join(", ")))
    }
}

/// Whether a result is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusCode {
    /// Nothing of the series follows.
    Complete,
    /// The page was full: more follows.
    PartialData,
}

impl StatusCode {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "Complete",
            Self::PartialData => "PartialData",
        }
    }
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetricDataPosition {
    /// When the first page was asked for: all pages round alike.
    pub began: Timestamp,
    /// Which query is next.
    pub query: usize,
    /// The last point of it that was given.
    pub after: Option<Timestamp>,
}

impl fmt::Display for MetricDataPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.began.as_millis(), self.query)?;
        self.after.map_or(Ok(()), |after| write!(f, " {}", after.as_millis()))
    }
}

impl FromStr for MetricDataPosition {
    type Err = MetricDataError;

    fn from_str(text: &str) -> Result<Self, MetricDataError> {
        let mut parts = text.split(' ');
        let mut number = || parts.next().map(str::parse::<i64>).transpose().map_err(|_| MetricDataError::Position);
        let began = number()?.map(Timestamp::from_millis).ok_or(MetricDataError::Position)?;
        let query = number()?.and_then(|query| usize::try_from(query).ok()).ok_or(MetricDataError::Position)?;
        Ok(Self { began, query, after: number()?.map(Timestamp::from_millis) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_read_back() {
        let began = Timestamp::from_millis(1_777_874_400_250);
        for after in [None, Some(Timestamp::EPOCH)] {
            let position = MetricDataPosition { began, query: 7, after };
            assert_eq!(position.to_string().parse(), Ok(position));
        }
        assert!("".parse::<MetricDataPosition>().is_err() && "1 -1".parse::<MetricDataPosition>().is_err());
    }
}
