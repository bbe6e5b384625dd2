//! Statistics of a service, window by window.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::graphs::{GraphRefusal, is_old};
use crate::filter::EntitySelector;
use crate::graph::{Histogram, Tally, micros};
use crate::insight::RateModel;
use crate::trace::{Part, Trace};
use crate::{Engine, GroupSelector, HistogramEntry, SummaryStatistics, Within};

/// What is to be counted, and how.
///
/// ```
/// use cupola_traces::{Engine, Place, SeriesQuery, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:16:02Z")?;
/// let text = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay",
///     "start_time": 1777875360, "end_time": 1777875361.5, "fault": true}"#;
/// engine.put_trace_segments(now, &[text]);
/// let query = SeriesQuery::new(now.plus_secs(-600), now).of("service(\"quay\")");
/// let windows = engine.time_series(&query)?.windows;
/// assert_eq!(windows[0].start, Timestamp::from_secs(1_777_875_360));
/// assert_eq!(windows[0].statistics.fault_statistics.total_count, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeriesQuery {
    /// From when.
    pub start: Timestamp,
    /// Up to but not including when.
    pub end: Timestamp,
    /// Of which group; of all traces by default.
    pub group: Option<GroupSelector>,
    /// `service(...)`, `edge(..., ...)` or `id(...)`; the calls of clients by default.
    pub selector: Option<String>,
    /// Seconds of a window: 60 or 300. Default 60.
    pub period: u32,
    /// Whether to tell how many faults were to be expected; needs `id(...)`.
    pub forecast: bool,
}

/// Statistics by window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TimeSeries {
    /// Windows in which something ended, oldest first.
    pub windows: Vec<SeriesWindow>,
    /// Whether they count calls; else they count segments.
    pub is_of_edge: bool,
    /// Whether the group's expression was another in a part of the range.
    pub contains_old_group_versions: bool,
}

/// One window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeriesWindow {
    /// Its start, a multiple of the period.
    pub start: Timestamp,
    /// What ended in it.
    pub statistics: SummaryStatistics,
    /// How long that took.
    pub response_times: Vec<HistogramEntry>,
    /// The least and the most faults that were to be expected, where enough windows came before.
    pub forecast: Option<FaultForecast>,
}

/// How many faults are to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultForecast {
    /// No fewer.
    pub low: u64,
    /// No more.
    pub high: u64,
}

impl SeriesQuery {
    /// The calls of clients from `start` up to but not including `end`, minute by minute.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start, end, group: None, selector: None, period: 60, forecast: false }
    }

    /// Sets what is counted.
    #[must_use]
    pub fn of(self, selector: impl Into<String>) -> Self {
        Self { selector: Some(selector.into()), ..self }
    }
}

/// What is counted in one window.
#[derive(Default)]
struct Account {
    tally: Tally,
    response_times: Histogram,
}

impl Engine {
    /// Statistics window by window. Something falls in the window in which it ends; windows in which nothing ended are
    /// left out.
    ///
    /// # Errors
    /// [`GraphRefusal`] for a range that ends before it begins, an unknown group, a selector that is none, another period,
    /// and a forecast of anything but `id(...)`.
    ///
    /// # Source
    /// X-Ray API Reference, GetTimeSeriesServiceStatistics.
    #[doc(alias = "GetTimeSeriesServiceStatistics")]
    pub fn time_series(&self, query: &SeriesQuery) -> Result<TimeSeries, GraphRefusal> {
        let group = self.range_and_group(query.start, query.end, query.group.as_ref())?;
        let selector = query.selector.as_deref().map(EntitySelector::parse).transpose();
        let selector = selector.map_err(GraphRefusal::Selector)?.unwrap_or(EntitySelector::Clients);
        if !matches!(query.period, 60 | 300) {
            return Err(GraphRefusal::Period(query.period));
        }
        if query.forecast && !selector.is_id() {
            return Err(GraphRefusal::Forecast);
        }
        let mut accounts: BTreeMap<i64, Account> = BTreeMap::new();
        let within = Within::new(query.start, query.end);
        for id in self.trace_ids().filter(|id| group.is_none_or(|group| self.is_member(*id, group.serial))) {
            self.with_trace(id, |trace| {
                selector.each(trace, &mut |part| count(&mut accounts, part, within, query.period));
            });
        }
        let windows = windows(accounts, query.forecast);
        let is_of_edge = selector.is_edge();
        Ok(TimeSeries { windows, is_of_edge, contains_old_group_versions: is_old(group, query.start) })
    }
}

fn count(accounts: &mut BTreeMap<i64, Account>, part: &Part<'_>, within: Within, period: u32) {
    let ended = part.end_time().filter(|end| within.has(*end));
    let (Some(end), Some(seconds)) = (ended, part.seconds()) else { return };
    let Some(end) = Timestamp::from_secs_f64(end) else { return };
    let account = accounts.entry(end.floor_to(i64::from(period) * 1000).as_secs()).or_default();
    account.tally.add(part.standing, micros(seconds));
    account.response_times.add(micros(seconds));
}

fn windows(accounts: BTreeMap<i64, Account>, is_forecast: bool) -> Vec<SeriesWindow> {
    let mut model = RateModel::default();
    let window = |(start, account): (i64, Account)| {
        let (total, faults) = (account.tally.total(), account.tally.fault);
        let forecast = model.band(total).filter(|_| is_forecast).map(FaultForecast::of);
        if !model.is_unusual(total, faults) {
            model.learn(total, faults);
        }
        let start = Timestamp::from_secs(start);
        SeriesWindow {
            start,
            statistics: account.tally.summary(),
            response_times: account.response_times.entries(),
            forecast,
        }
    };
    accounts.into_iter().map(window).collect()
}

impl FaultForecast {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a band is at least 0, and finite")]
    fn of((low, high): (f64, f64)) -> Self {
        Self { low: low.floor() as u64, high: high.ceil() as u64 }
    }
}

impl EntitySelector {
    /// The parts that tell of what is meant: segments of services, callers' pieces of calls.
    fn each(&self, trace: &Trace<'_>, see: &mut dyn FnMut(&Part<'_>)) {
        match self {
            Self::Clients => trace.root().iter().for_each(|root| see(trace.part(*root))),
            Self::Expression { term, .. } => term.each_counted(trace, see),
        }
    }
}
