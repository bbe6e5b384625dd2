//! Answering requests for data: metrics alone page by page, with expressions all at once.

use std::collections::BTreeSet;

use cupola_base::{Place, Timestamp};

use super::compute::{Bounds, Outcome, compute};
use super::fetch::{Fetch, StoreFetch};
use super::plan::Plan;
use super::template::{self, Series};
use super::{
    DataMessage, DataSource, MetricDataError, MetricDataPage, MetricDataPosition, MetricDataQuery, MetricDataRequest,
    MetricDataResult, StatusCode, label,
};
use crate::alarm::{MetricSource, ScanBy};
use crate::anomaly::{Bands, Detectors};
use crate::insight_rule::InsightRules;
use crate::limits::Limits;
use crate::math::{self, Host, MathErrorKind, Value};
use crate::period::Period;
use crate::policies::Policies;
use crate::statistics::{check_period, grid};
use crate::store::Store;

/// Whose data are answered, when, and within what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'a> {
    pub(crate) place: &'a Place,
    pub(crate) now: Timestamp,
    pub(crate) limits: &'a Limits,
    pub(crate) policies: &'a Policies,
    pub(crate) rules: &'a InsightRules,
}

/// Answers one page.
pub(crate) fn answer(
    store: &mut Store,
    terms: Terms<'_>,
    request: &MetricDataRequest,
    detectors: &mut Detectors,
    host: &mut dyn Host,
) -> Result<MetricDataPage, MetricDataError> {
    check(request, terms.limits)?;
    let plan = Plan::new(&request.queries)?;
    let from = request.from.unwrap_or(MetricDataPosition { began: terms.now, query: 0, after: None });
    let grid = |period: Period| grid(from.began, request.start, request.end, period);
    let bands = Bands { detectors, queries: &request.queries, terms };
    let mut fetch = StoreFetch::new(store, terms, &grid, host).with_bands(bands);
    let page = Pages { request, terms, from };
    if plan.is_plain() { Ok(page.metrics(&mut fetch)) } else { page.all(&plan, &mut fetch) }
}

struct Pages<'a> {
    request: &'a MetricDataRequest,
    terms: Terms<'a>,
    from: MetricDataPosition,
}

impl Pages<'_> {
    /// Metrics, up to as many points as fit on the page.
    fn metrics(&self, fetch: &mut StoreFetch<'_>) -> MetricDataPage {
        let Self { request, terms, from } = self;
        let sources: Vec<&MetricSource> = request.queries.iter().filter_map(MetricDataQuery::metric).collect();
        let labels = label::defaults(&sources);
        let mut page = MetricDataPage::default();
        let mut room = request.max_datapoints.unwrap_or(terms.limits.datapoints_per_page).max(1) as usize;
        let queries = request.queries.iter().zip(sources).zip(labels).enumerate().skip(from.query);
        for (index, ((query, source), label)) in queries.filter(|(_, ((query, _), _))| query.return_data) {
            let position = MetricDataPosition { query: index, after: None, ..*from };
            if room == 0 {
                return MetricDataPage { next: Some(position), ..page };
            }
            let is_ours = query.account.as_ref().is_none_or(|account| account == terms.place.account.as_str());
            let found = if is_ours { fetch.metric(source) } else { Default::default() };
            let label = self.label(query.label.as_deref(), &label, Some(source), source.period, &found.points);
            let points = rest(found.points, request.scan_by, from.after.filter(|_| index == from.query));
            let (points, cut) = fill(points, room);
            room -= points.len();
            let next = cut.map(|after| MetricDataPosition { after: Some(after), ..position });
            let status = match next {
                _ if !is_ours => StatusCode::Forbidden,
                Some(_) => StatusCode::PartialData,
                None => StatusCode::Complete,
            };
            page.results.push(MetricDataResult { id: query.id.clone(), label, points, status, units: found.units });
            if next.is_some() {
                return MetricDataPage { next, ..page };
            }
        }
        page
    }

    /// Everything, in the order of the queries.
    fn all(&self, plan: &Plan<'_>, fetch: &mut StoreFetch<'_>) -> Result<MetricDataPage, MetricDataError> {
        if self.request.from.is_some() {
            return Err(MetricDataError::Position);
        }
        let bounds = Bounds::of(self.terms);
        let mut outcomes = compute(plan, self.terms.place.account.as_str(), bounds, fetch)?;
        outcomes.sort_by_key(|outcome| outcome.query);
        let mut page = MetricDataPage::default();
        let mut room = bounds.budget;
        for outcome in outcomes.into_iter().filter(|outcome| self.request.queries[outcome.query].return_data) {
            self.results(outcome, &mut room, &mut page.results)?;
        }
        page.messages.extend(fetch.found_too_many.then(DataMessage::too_many_found));
        Ok(page)
    }

    /// One result for a series, one for each member of an array.
    fn results(
        &self,
        outcome: Outcome,
        room: &mut u64,
        results: &mut Vec<MetricDataResult>,
    ) -> Result<(), MetricDataError> {
        let query = &self.request.queries[outcome.query];
        let (members, is_array) = match outcome.value {
            Value::Series(series) => (vec![series], false),
            Value::Array(members) => (members, true),
            Value::Scalar(_) => return Err(MetricDataError::Scalar(query.id.clone())),
        };
        let most = self.terms.limits.series_per_result;
        if members.len() > most {
            return Err(
                self.refuse(query, format!("the result has {} time series, {most} are the most", members.len()))
            );
        }
        for series in members {
            let points: Vec<(Timestamp, f64)> = series.points().collect();
            *room = room.checked_sub(points.len() as u64 + 1).ok_or_else(|| self.too_much(query))?;
            let label = if is_array {
                self.member_label(query, &series, outcome.period, &points)
            } else {
                self.label(query.label.as_deref(), &outcome.label, series.origin(), outcome.period, &points)
            };
            *room = room.checked_sub(label.len() as u64).ok_or_else(|| self.too_much(query))?;
            let points = rest(points, self.request.scan_by, None);
            let (id, units) = (query.id.clone(), outcome.units.clone());
            results.push(MetricDataResult { id, label, points, status: outcome.status, units });
        }
        Ok(())
    }

    /// A label as given, with its placeholders filled in, else the one that the service gives.
    fn label(
        &self,
        given: Option<&str>,
        default: &str,
        source: Option<&MetricSource>,
        period: Period,
        points: &[(Timestamp, f64)],
    ) -> String {
        let Some(given) = given else { return default.to_owned() };
        let Terms { place, now, .. } = self.terms;
        let zone = self.request.label_zone;
        Series { place, now, zone, source, period, default_label: default, points }.render(given)
    }

    /// The label of the query, then that of the member, unless the label says itself where the
    /// member's stands. Groups of an Insights query without a label are called by their values.
    fn member_label(
        &self,
        query: &MetricDataQuery,
        series: &math::Series,
        period: Period,
        points: &[(Timestamp, f64)],
    ) -> String {
        let member = self.label(Some(series.label()), series.label(), series.origin(), period, points);
        let given = match (&query.label, &query.source) {
            (Some(label), _) => label.as_str(),
            (None, DataSource::Insights(_)) => "",
            (None, _) => query.id.as_str(),
        };
        let label = self.label(Some(given), &member, series.origin(), period, points);
        match (label.is_empty(), member.is_empty()) {
            (true, _) => member,
            (false, true) => label,
            (false, false) if template::holds_label(given) => label,
            (false, false) => format!("{label} {member}"),
        }
    }

    fn too_much(&self, query: &MetricDataQuery) -> MetricDataError {
        let most = self.terms.limits.expression_slots;
        self.refuse(query, format!("the answer has more than {most} points and bytes of labels"))
    }

    fn refuse(&self, query: &MetricDataQuery, message: String) -> MetricDataError {
        match &query.source {
            DataSource::Expression(expression) => MetricDataError::Expression {
                id: query.id.clone(),
                cause: Box::new(expression.refuse(MathErrorKind::Budget, message)),
            },
            DataSource::Metric(_) | DataSource::Insights(_) => MetricDataError::TooMuch(message),
        }
    }
}

/// The points that come after `after`, in the order asked for.
fn rest(mut points: Vec<(Timestamp, f64)>, scan_by: ScanBy, after: Option<Timestamp>) -> Vec<(Timestamp, f64)> {
    match scan_by {
        ScanBy::TimestampAscending => points.retain(|(at, _)| after.is_none_or(|after| *at > after)),
        ScanBy::TimestampDescending => {
            points.retain(|(at, _)| after.is_none_or(|after| *at < after));
            points.reverse();
        }
    }
    points
}

/// As many points as there is room for, and the last of them when not all fit.
fn fill(mut points: Vec<(Timestamp, f64)>, room: usize) -> (Vec<(Timestamp, f64)>, Option<Timestamp>) {
    if points.len() <= room {
        return (points, None);
    }
    points.truncate(room);
    let last = points.last().map(|(at, _)| *at);
    (points, last)
}

fn check(request: &MetricDataRequest, limits: &Limits) -> Result<(), MetricDataError> {
    // What is below a second does not count.
    match request.start.as_secs().cmp(&request.end.as_secs()) {
        std::cmp::Ordering::Greater => return Err(MetricDataError::BackwardRange),
        std::cmp::Ordering::Equal => return Err(MetricDataError::EmptyRange),
        std::cmp::Ordering::Less => {}
    }
    let (given, most) = (request.queries.len(), limits.queries_per_request);
    if given > most {
        return Err(MetricDataError::TooManyQueries { given, most });
    }
    let most = limits.datapoints_per_page;
    if let Some(given) = request.max_datapoints.filter(|given| *given > most) {
        return Err(MetricDataError::TooManyPoints { given, most });
    }
    check_queries(&request.queries)?;
    check_counts(request, limits)
}

/// Checks what each query says of itself: ids, periods and labels.
pub(crate) fn check_queries(queries: &[MetricDataQuery]) -> Result<(), MetricDataError> {
    let mut ids = BTreeSet::new();
    queries.iter().enumerate().try_for_each(|(index, query)| {
        let is_new = ids.insert(query.id.as_str());
        check_query(index, query, is_new)
    })
}

/// One Insights query and a bounded number of searches.
fn check_counts(request: &MetricDataRequest, limits: &Limits) -> Result<(), MetricDataError> {
    let insights = request.queries.iter().filter(|query| matches!(query.source, DataSource::Insights(_)));
    if insights.count() > 1 {
        return Err(MetricDataError::TwoInsightsQueries);
    }
    let searches = request.queries.iter().map(|query| match &query.source {
        DataSource::Expression(expression) => expression.searches(),
        DataSource::Metric(_) | DataSource::Insights(_) => 0,
    });
    let (given, most) = (searches.sum(), limits.searches_per_request);
    if given > most { Err(MetricDataError::TooManySearches { given, most }) } else { Ok(()) }
}

fn check_query(index: usize, query: &MetricDataQuery, is_new: bool) -> Result<(), MetricDataError> {
    if !is_id(&query.id) {
        return Err(MetricDataError::Id(query.id.clone()));
    }
    if !is_new {
        return Err(MetricDataError::IdTwice(query.id.clone()));
    }
    let path = |member: &str| format!("MetricDataQueries.member.{}.{member}", index + 1);
    let period = match query.metric() {
        Some(source) => Some((source.period, "MetricStat.Period")),
        None => query.period.map(|period| (period, "Period")),
    };
    if let Some((period, member)) = period {
        check_period(period).map_err(|cause| MetricDataError::Period(path(member), cause))?;
    }
    match query.label.as_ref().filter(|label| !template::is_within_bounds(label)) {
        Some(label) => Err(MetricDataError::Label { label: label.clone(), most: template::MOST }),
        None => Ok(()),
    }
}

/// A small letter, then letters, digits and underscores: up to 255.
fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text.len() <= 255
}
