//! Widgets that show metrics.

use cupola_base::Timestamp;
use cupola_metrics::{Engine, MetricDataError, MetricDataRequest, MetricDataResult, Widget};
use cupola_report::{BarChart, Gauge, Gauges, NumberEntry, Numbers, PieChart, Series, Table, Widget as Drawn};

use super::DashboardPage;
use super::look::Look;

pub(super) fn widget(
    page: &DashboardPage,
    metrics: &mut Engine,
    now: Timestamp,
    widget: &Widget,
    title: String,
    look: &Look,
) -> Drawn {
    if let Some(place) = elsewhere(metrics, widget) {
        return Drawn::note(title, format!("Its data are those of {place}, which is not this place."));
    }
    let request = match widget.metric_data_request(page.from, page.until) {
        Ok(request) => request,
        Err(error) => return Drawn::note(title, error.to_string()),
    };
    match results(metrics, now, request) {
        Ok(results) => view(page, widget, title, look, &results),
        Err(error) => Drawn::note(title, error.to_string()),
    }
}

/// The account or region of a line, where it is not the engine's own.
fn elsewhere(metrics: &Engine, widget: &Widget) -> Option<String> {
    let place = metrics.place();
    let other = |of: &Option<String>, here: &str| of.clone().filter(|of| of != here);
    widget.queries.iter().find_map(|query| {
        other(&query.region, place.region.as_str()).or_else(|| other(&query.account, place.account.as_str()))
    })
}

/// All pages of an answer as one; series that come in parts are joined.
pub(crate) fn results(
    metrics: &mut Engine,
    now: Timestamp,
    request: MetricDataRequest,
) -> Result<Vec<MetricDataResult>, MetricDataError> {
    let mut all: Vec<MetricDataResult> = Vec::new();
    let mut next = Some(request.clone());
    while let Some(asked) = next {
        let page = metrics.metric_data(now, &asked)?;
        for result in page.results {
            match all.iter_mut().find(|known| (&known.id, &known.label) == (&result.id, &result.label)) {
                Some(known) => known.points.extend(result.points),
                None => all.push(result),
            }
        }
        next = page.next.map(|position| request.clone().from(position));
    }
    Ok(all)
}

pub(crate) fn series(result: &MetricDataResult) -> Series {
    Series::new(result.label.as_str(), result.points.iter().copied())
}

fn latest(result: &MetricDataResult) -> Option<f64> {
    result.points.iter().max_by_key(|(at, _)| *at).map(|(_, value)| *value)
}

fn view(page: &DashboardPage, widget: &Widget, title: String, look: &Look, results: &[MetricDataResult]) -> Drawn {
    match look.text("/view") {
        Some("singleValue") => Drawn::numbers(title, numbers(look, results)),
        Some("gauge") => Drawn::gauges(title, gauges(look, results)),
        Some("bar") => Drawn::bars(title, values(results).fold(BarChart::new(), |all, (label, v)| all.with(label, v))),
        Some("pie") => Drawn::pie(title, values(results).fold(PieChart::new(), |all, (label, v)| all.with(label, v))),
        Some("table") => Drawn::table(title, table(results)),
        _ => over_time(page, widget, title, look, results),
    }
}

fn over_time(page: &DashboardPage, widget: &Widget, title: String, look: &Look, results: &[MetricDataResult]) -> Drawn {
    let is_right = |id: &str| widget.queries.iter().any(|query| query.id == id && query.on_right);
    let chart = look.chart().with_range(page.from, page.until);
    let chart = results.iter().fold(chart, |chart, result| match is_right(&result.id) {
        true => chart.with_series_at_right(series(result)),
        false => chart.with_series(series(result)),
    });
    Drawn::time(title, chart)
}

fn numbers(look: &Look, results: &[MetricDataResult]) -> Numbers {
    results.iter().fold(Numbers::new(), |numbers, result| {
        let entry = NumberEntry::new(result.label.as_str(), latest(result));
        numbers.with(if look.is_set("/sparkline") { entry.with_line(series(result)) } else { entry })
    })
}

fn gauges(look: &Look, results: &[MetricDataResult]) -> Gauges {
    let [min, max] = ["min", "max"].map(|end| look.number(&format!("/yAxis/left/{end}")).unwrap_or(f64::NAN));
    let gauge = |result: &MetricDataResult| Gauge::new(result.label.as_str(), latest(result), min, max);
    results.iter().fold(Gauges::new(), |gauges, result| gauges.with(gauge(result)))
}

fn values(results: &[MetricDataResult]) -> impl Iterator<Item = (&str, f64)> {
    results.iter().filter_map(|result| Some((result.label.as_str(), latest(result)?)))
}

/// As consoles show it: the last value, then the least, the most and the sum of the range.
fn table(results: &[MetricDataResult]) -> Table {
    let head = ["Metric", "Last", "Minimum", "Maximum", "Sum"];
    let table = (1..head.len()).fold(Table::new(head), Table::with_numbers_in);
    results.iter().fold(table, |table, result| {
        let values = || result.points.iter().map(|(_, value)| *value);
        let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let sum = (!result.points.is_empty()).then(|| values().sum());
        let cells = [latest(result), values().reduce(f64::min), values().reduce(f64::max), sum].map(cell);
        table.with_row([result.label.clone()].into_iter().chain(cells))
    })
}
