//! Queries as an alarm may have them.

use crate::alarm::check::PutAlarmError;
use crate::alarm::source::AlarmQueries;
use crate::data::{DataSource, MetricDataQuery, Plan, check_queries};
use crate::math::ValueType;
use crate::period::Period;

/// How many queries an alarm may have, and how many of each kind.
const MOST: usize = 20;
const MOST_OF_A_KIND: usize = 10;

/// Checks the queries of an alarm, and finds the one that is watched; `band` is the id of the one that it is compared with.
pub(super) fn checked(queries: Vec<MetricDataQuery>, band: Option<&str>) -> Result<AlarmQueries, PutAlarmError> {
    check_counts(&queries)?;
    check_queries(&queries)?;
    check_searches(&queries)?;
    let band = band.map(|id| place_of_band(&queries, id)).transpose()?;
    let watched = watched(&queries, band)?;
    check_types(&queries, watched, band)?;
    let period = period(&queries, watched)?;
    if band.is_some() && period < Period::MINUTE {
        return Err(PutAlarmError::BandPeriod(period));
    }
    let queries = AlarmQueries { queries, watched, band, period };
    if queries.looks_everywhere() && period < Period::MINUTE {
        return Err(PutAlarmError::InsightsPeriod(period));
    }
    Ok(queries)
}

fn check_counts(queries: &[MetricDataQuery]) -> Result<(), PutAlarmError> {
    let metrics = queries.iter().filter(|query| query.metric().is_some()).count();
    let counts = [
        ("queries", queries.len(), MOST),
        ("metrics", metrics, MOST_OF_A_KIND),
        ("expressions", queries.len() - metrics, MOST_OF_A_KIND),
    ];
    match counts.into_iter().find(|(_, given, most)| given > most) {
        Some((what, given, most)) => Err(PutAlarmError::TooManyQueries { what, given, most }),
        None => Ok(()),
    }
}

fn check_searches(queries: &[MetricDataQuery]) -> Result<(), PutAlarmError> {
    let searches =
        |query: &&MetricDataQuery| matches!(&query.source, DataSource::Expression(math) if math.searches() > 0);
    match queries.iter().find(searches) {
        Some(query) => Err(PutAlarmError::Search(query.id.clone())),
        None => Ok(()),
    }
}

fn place_of_band(queries: &[MetricDataQuery], id: &str) -> Result<usize, PutAlarmError> {
    let is_band = |query: &MetricDataQuery| {
        query.id == id
            && query.return_data
            && matches!(&query.source, DataSource::Expression(math) if math.is_anomaly_band())
    };
    queries.iter().position(is_band).ok_or_else(|| PutAlarmError::ThresholdMetricId(id.to_owned()))
}

/// The one that returns data and is not the band.
fn watched(queries: &[MetricDataQuery], band: Option<usize>) -> Result<usize, PutAlarmError> {
    let returned: Vec<usize> = (0..queries.len()).filter(|index| queries[*index].return_data).collect();
    let wanted = if band.is_some() { 2 } else { 1 };
    let watched = returned.iter().copied().find(|index| Some(*index) != band);
    match watched.filter(|_| returned.len() == wanted) {
        Some(watched) => Ok(watched),
        None => Err(PutAlarmError::Returned { wanted, given: returned.len() }),
    }
}

fn check_types(queries: &[MetricDataQuery], watched: usize, band: Option<usize>) -> Result<(), PutAlarmError> {
    let plan = Plan::new(queries)?;
    let is_insights = |index: usize| matches!(queries[index].source, DataSource::Insights(_));
    let is_one = plan.type_of(watched) != ValueType::Array || (is_insights(watched) && band.is_none());
    if is_one { Ok(()) } else { Err(PutAlarmError::NotOneSeries(queries[watched].id.clone())) }
}

/// The period of all metrics, which must be one; else that of the query itself.
fn period(queries: &[MetricDataQuery], watched: usize) -> Result<Period, PutAlarmError> {
    let mut periods = queries.iter().filter_map(MetricDataQuery::metric).map(|source| source.period);
    let own = queries[watched].period;
    let Some(first) = periods.next() else {
        let id = || queries[watched].id.clone();
        return own.filter(usable).ok_or_else(|| PutAlarmError::NoPeriod(id()));
    };
    if !usable(&first) {
        return Err(PutAlarmError::Period(first.seconds()));
    }
    match periods.find(|period| *period != first).or_else(|| own.filter(|own| *own != first)) {
        Some(other) => Err(PutAlarmError::Periods(first, other)),
        None => Ok(first),
    }
}

/// No alarm has a period of one or five seconds.
const fn usable(period: &Period) -> bool {
    !matches!(period.seconds(), 1 | 5)
}
