//! Answering requests for data, page by page.

use std::collections::BTreeSet;

use cupola_base::{Place, Timestamp, Unit};

use super::template::{self, Series};
use super::{
    MetricDataError, MetricDataPage, MetricDataPosition, MetricDataQuery, MetricDataRequest, MetricDataResult,
    StatusCode, label,
};
use crate::alarm::{MetricSource, ScanBy};
use crate::limits::Limits;
use crate::statistics::{check_period, grid};
use crate::store::Store;

/// Answers one page.
pub(crate) fn answer(
    store: &mut Store,
    place: &Place,
    now: Timestamp,
    request: &MetricDataRequest,
    limits: &Limits,
) -> Result<MetricDataPage, MetricDataError> {
    check(request, limits)?;
    let from = request.from.unwrap_or(MetricDataPosition { began: now, query: 0, after: None });
    let labels = label::defaults(&request.queries);
    let mut page = MetricDataPage::default();
    let mut room = request.max_datapoints.unwrap_or(limits.datapoints_per_page).max(1) as usize;
    for (index, query) in request.queries.iter().enumerate().skip(from.query).filter(|(_, query)| query.return_data) {
        let position = MetricDataPosition { query: index, after: None, ..from };
        if room == 0 {
            return Ok(MetricDataPage { next: Some(position), ..page });
        }
        let (points, units) = read(store, now, from.began, request, &query.source);
        let series =
            Series { place, now, zone: request.label_zone, query, default_label: &labels[index], points: &points };
        let label = query.label.as_ref().map_or_else(|| labels[index].clone(), |label| series.render(label));
        let points = rest(points, request.scan_by, from.after.filter(|_| index == from.query));
        let (points, cut) = fill(points, room);
        room -= points.len();
        let next = cut.map(|after| MetricDataPosition { after: Some(after), ..position });
        let status = if next.is_some() { StatusCode::PartialData } else { StatusCode::Complete };
        page.results.push(MetricDataResult { id: query.id.clone(), label, points, status, units });
        if next.is_some() {
            return Ok(MetricDataPage { next, ..page });
        }
    }
    Ok(page)
}

/// A whole series, oldest first, of one unit; and all units that there are when there are several.
fn read(
    store: &mut Store,
    now: Timestamp,
    began: Timestamp,
    request: &MetricDataRequest,
    source: &MetricSource,
) -> (Vec<(Timestamp, f64)>, Vec<Unit>) {
    let Some(id) = store.find(&source.metric) else { return Default::default() };
    let grid = grid(began, request.start, request.end, source.period);
    let units = source.unit.map_or_else(|| store.units(now, id, source.period, grid), |unit| vec![unit]);
    let Some(unit) = units.first() else { return Default::default() };
    let slots = store.read(now, id, *unit, source.period, grid).into_iter();
    let point = |(at, summary): (i64, crate::Summary)| {
        summary.statistic(source.statistic).map(|value| (Timestamp::from_millis(at), value))
    };
    (slots.filter_map(point).collect(), if units.len() > 1 { units } else { Vec::new() })
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
    match request.start.cmp(&request.end) {
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
    let mut ids = BTreeSet::new();
    request.queries.iter().enumerate().try_for_each(|(index, query)| {
        let is_new = ids.insert(query.id.as_str());
        check_query(index, query, is_new)
    })
}

fn check_query(index: usize, query: &MetricDataQuery, is_new: bool) -> Result<(), MetricDataError> {
    if !is_id(&query.id) {
        return Err(MetricDataError::Id(query.id.clone()));
    }
    if !is_new {
        return Err(MetricDataError::IdTwice(query.id.clone()));
    }
    let path = || format!("MetricDataQueries.member.{}.MetricStat.Period", index + 1);
    check_period(query.source.period).map_err(|cause| MetricDataError::Period(path(), cause))?;
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
