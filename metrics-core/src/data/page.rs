//! What is answered.

use std::fmt;
use std::str::FromStr;

use cupola_base::{Timestamp, Unit};

use super::MetricDataError;

/// Some of the answer to a [`MetricDataRequest`](super::MetricDataRequest).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetricDataPage {
    /// Series in the order of the queries; those of an array follow each other under one id.
    pub results: Vec<MetricDataResult>,
    /// Where the next page begins; `None` when this was the last. Answers with expressions have one page.
    pub next: Option<MetricDataPosition>,
    /// What is to be said about the request as a whole.
    pub messages: Vec<DataMessage>,
}

/// What is to be said about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataMessage {
    /// The service's word for it, e.g. `MaxMetricsExceeded`.
    pub code: &'static str,
    /// What happened.
    pub value: String,
}

impl DataMessage {
    pub(super) fn too_many_found() -> Self {
        Self { code: "MaxMetricsExceeded", value: "Maximum number of allowed metrics exceeded".into() }
    }
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
    /// More follows on the next page; or a Metrics Insights query would have had more than it may look at.
    PartialData,
    /// The data belong to an account that cannot be looked at.
    Forbidden,
}

impl StatusCode {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "Complete",
            Self::PartialData => "PartialData",
            Self::Forbidden => "Forbidden",
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
