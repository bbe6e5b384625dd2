//! The record that a window becomes.

use std::cmp::Reverse;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::Serialize;

use super::window::{WINDOW, Window};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    event_version: &'static str,
    account_id: &'a str,
    event_id: &'a str,
    event_category: &'static str,
    event_type: &'static str,
    aws_region: &'a str,
    event_source: &'a str,
    time_window: TimeWindow,
    summary: Summary<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TimeWindow {
    window_start: String,
    window_end: String,
    window_size: &'static str,
}

impl TimeWindow {
    fn from(start: Timestamp) -> Self {
        let end = start.plus_millis(WINDOW);
        Self { window_start: start.to_seconds_text(), window_end: end.to_seconds_text(), window_size: "PT5M" }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    primary_dimension: Counts<'a>,
    details: Vec<Counts<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts<'a> {
    dimension: &'static str,
    statistics: Vec<Statistic<'a>>,
    aggregation_type: &'static str,
}

#[derive(Serialize)]
struct Statistic<'a> {
    name: &'a str,
    value: u64,
}

impl Window {
    /// The record; the largest counts come first, then names in order.
    pub(super) fn record(&self, event_id: &str) -> Json {
        let mut counts = self.template.dimensions().into_iter().zip(&self.counts).map(|(dimension, counts)| {
            let mut statistics: Vec<Statistic<'_>> =
                counts.iter().map(|(name, value)| Statistic { name, value: *value }).collect();
            statistics.sort_by_key(|statistic| Reverse(statistic.value));
            Counts { dimension: dimension.as_str(), statistics, aggregation_type: "Count" }
        });
        let nothing = || Counts { dimension: "", statistics: Vec::new(), aggregation_type: "Count" };
        let summary = Summary { primary_dimension: counts.next().unwrap_or_else(nothing), details: counts.collect() };
        Json::of(&Wire {
            event_version: "1.0",
            account_id: self.place.account.as_str(),
            event_id,
            event_category: "Aggregated",
            event_type: "AwsAggregatedEvent",
            aws_region: self.place.region.as_str(),
            event_source: &self.source,
            time_window: TimeWindow::from(self.start),
            summary,
        })
    }
}
