//! One minute of one metric, as a record carries it.

use std::collections::BTreeMap;

use cupola_base::{Place, Timestamp, Unit, wire};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::open_telemetry::Export;
use super::{MetricStream, OutputFormat};
use crate::metric::Metric;
use crate::summary::Summary;

/// One closed minute of a metric in one unit.
///
/// ```
/// use cupola_metrics::{Metric, MetricStreamUpdate, Place, Sample, Summary, Timestamp, Unit};
///
/// let minute = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let summary = Summary::of(&Sample::Values(vec![(2.0, 1.0), (5.0, 1.0)])).expect("there are samples");
/// let update = MetricStreamUpdate::new(Metric::new("Orders", "Placed")?, Unit::Count, minute, summary);
/// let line = update.to_json_line("all", &Place::parse("111122223333", "us-east-1")?);
/// assert!(line.ends_with(r#""value":{"max":5.0,"min":2.0,"sum":7.0,"count":2.0},"unit":"Count"}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetricStreamUpdate {
    /// The metric.
    pub metric: Metric,
    /// The unit of its data.
    pub unit: Unit,
    /// Where the minute begins.
    pub minute: Timestamp,
    /// The minute's data.
    pub summary: Summary,
    /// Statistics besides, with their names; those that cannot be told are left out.
    pub statistics: Vec<(String, f64)>,
}

impl MetricStreamUpdate {
    /// An update without further statistics.
    #[must_use]
    pub const fn new(metric: Metric, unit: Unit, minute: Timestamp, summary: Summary) -> Self {
        Self { metric, unit, minute, summary, statistics: Vec::new() }
    }

    /// The line of the format `json`, without its line feed.
    #[must_use]
    pub fn to_json_line(&self, stream: &str, place: &Place) -> String {
        wire::answer(&Line {
            metric_stream_name: stream,
            account_id: place.account.as_str(),
            region: place.region.as_str(),
            namespace: self.metric.namespace.as_str(),
            metric_name: self.metric.name.as_str(),
            dimensions: self.metric.dimensions.iter().map(|d| (d.name.as_ref(), d.value.as_ref())).collect(),
            timestamp: self.minute.as_millis(),
            value: Value(self),
            unit: self.unit,
        })
    }

    /// The line of a stream's own format.
    pub(super) fn line(&self, stream: &MetricStream, place: &Place) -> String {
        match stream.configuration.format {
            OutputFormat::Json => self.to_json_line(stream.configuration.name.as_str(), place),
            OutputFormat::OpenTelemetry07 => wire::answer(&Export::version_0_7(self, &stream.arn, place)),
            OutputFormat::OpenTelemetry10 => wire::answer(&Export::version_1_0(self, &stream.arn, place)),
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    metric_stream_name: &'a str,
    account_id: &'a str,
    region: &'a str,
    namespace: &'a str,
    metric_name: &'a str,
    dimensions: BTreeMap<&'a str, &'a str>,
    timestamp: i64,
    value: Value<'a>,
    unit: Unit,
}

struct Value<'a>(&'a MetricStreamUpdate);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let MetricStreamUpdate { summary, statistics, .. } = self.0;
        let mut map = serializer.serialize_map(Some(4 + statistics.len()))?;
        map.serialize_entry("max", &summary.maximum)?;
        map.serialize_entry("min", &summary.minimum)?;
        map.serialize_entry("sum", &summary.sum)?;
        map.serialize_entry("count", &summary.count)?;
        statistics.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}
