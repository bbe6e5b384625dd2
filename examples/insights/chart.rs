//! Rows as a picture.

use std::collections::BTreeMap;
use std::error::Error;

use cupola::Timestamp;
use cupola::logs::insights::{QueryResults, ResultRow};
use cupola_report::{BarChart, LineChart, Series};

use crate::output::columns;

/// How many lines or bars are drawn.
const MOST: usize = 40;

/// Lines over time where the first column has times; bars elsewhere.
pub(crate) fn draw(title: &str, results: &QueryResults) -> Result<String, Box<dyn Error>> {
    let columns = columns(results);
    let is_all =
        |name: &str, fits: &dyn Fn(&str) -> bool| results.rows.iter().all(|row| row.get(name).is_none_or(fits));
    let times = columns.iter().find(|name| is_all(name, &|text| time(text).is_some()));
    let (numbers, texts): (Vec<&str>, Vec<&str>) = columns
        .iter()
        .copied()
        .filter(|name| Some(name) != times)
        .partition(|name| is_all(name, &|text| text.parse::<f64>().is_ok()));
    if results.rows.is_empty() || numbers.is_empty() {
        return Err("there is nothing to draw: no column has numbers alone".into());
    }
    let label = |row: &ResultRow| texts.iter().filter_map(|name| row.get(name)).collect::<Vec<_>>().join(" ");
    Ok(match times {
        Some(times) => over_time(title, results, times, &numbers, &label),
        None => bars(title, results, &numbers, &label),
    })
}

/// `2026-05-04 12:00:00.000`, as queries print times.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(' ')?;
    Timestamp::parse(&format!("{date}T{time}Z")).ok()
}

fn over_time(
    title: &str,
    results: &QueryResults,
    times: &str,
    numbers: &[&str],
    label: &dyn Fn(&ResultRow) -> String,
) -> String {
    let mut series: BTreeMap<String, Vec<(Timestamp, f64)>> = BTreeMap::new();
    for row in &results.rows {
        for name in numbers {
            let point = (row.get(times).and_then(time), row.get(name).and_then(|text| text.parse().ok()));
            if let (Some(at), Some(value)) = point {
                series.entry(format!("{} {name}", label(row)).trim().to_owned()).or_default().push((at, value));
            }
        }
    }
    let chart = series.into_iter().take(MOST).fold(LineChart::new(title), |chart, (name, mut points)| {
        points.sort_by_key(|(at, _)| *at);
        chart.with_series(Series::new(name, points))
    });
    chart.draw().to_svg()
}

fn bars(title: &str, results: &QueryResults, numbers: &[&str], label: &dyn Fn(&ResultRow) -> String) -> String {
    let mut chart = BarChart::new();
    for row in results.rows.iter().take(MOST) {
        for name in numbers {
            let text = if numbers.len() > 1 { format!("{} {name}", label(row)) } else { label(row) };
            if let Some(value) = row.get(name).and_then(|text| text.parse().ok()) {
                chart = chart.with(if text.is_empty() { (*name).to_owned() } else { text }, value);
            }
        }
    }
    chart.draw_alone(title).to_svg()
}
