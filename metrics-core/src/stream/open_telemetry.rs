//! Updates in the data model of OpenTelemetry, in its JSON mapping.

use cupola_base::{Place, Timestamp};
use serde::Serialize;

use super::configuration::percentile;
use super::unit::open_telemetry_unit;
use super::update::MetricStreamUpdate;

/// An export request with one metric, as OpenTelemetry's JSON mapping writes it: 64-bit numbers are
/// texts, names are camel case.
///
/// ```
/// use cupola_metrics::{Export, Metric, MetricStreamUpdate, Place, Sample, Summary, Timestamp, Unit};
///
/// let minute = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let summary = Summary::of(&Sample::Value(2.5)).expect("there is a sample");
/// let update = MetricStreamUpdate::new(Metric::new("Orders", "Placed")?, Unit::Count, minute, summary);
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let json = serde_json::to_value(Export::version_1_0(&update, "arn:of:the:stream", &place))?;
/// let metric = &json["resourceMetrics"][0]["scopeMetrics"][0]["metrics"][0];
/// assert_eq!(metric["name"], "amazonaws.com/Orders/Placed");
/// assert_eq!(metric["summary"]["dataPoints"][0]["timeUnixNano"], "1777881660000000000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// OpenTelemetry Protocol Specification; CloudWatch User Guide, "Metric stream output in OpenTelemetry format".
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    resource_metrics: [ResourceMetrics; 1],
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ResourceMetrics {
    resource: Resource,
    #[serde(flatten)]
    library: Library,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Resource {
    attributes: Vec<KeyValue>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
enum Library {
    #[serde(rename = "instrumentationLibraryMetrics")]
    Version07([Metrics; 1]),
    #[serde(rename = "scopeMetrics")]
    Version10([Metrics; 1]),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Metrics {
    metrics: [Metric; 1],
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Metric {
    name: String,
    unit: &'static str,
    #[serde(flatten)]
    data: Data,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
enum Data {
    #[serde(rename = "doubleSummary")]
    Version07(Summary),
    #[serde(rename = "summary")]
    Version10(Summary),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    data_points: [DataPoint; 1],
}

/// A summary of one minute.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataPoint {
    /// Namespace, name and dimensions in 0.7; absent in 1.0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Namespace, name and dimensions in 1.0; absent in 0.7.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<KeyValue>,
    /// Where the minute begins, in nanoseconds.
    pub start_time_unix_nano: String,
    /// Where it ends, in nanoseconds.
    pub time_unix_nano: String,
    /// How many samples; weights that are no whole number are rounded, because the format has none.
    pub count: String,
    /// Their sum.
    pub sum: f64,
    /// The smallest at 0, the largest at 1, percentiles between.
    pub quantile_values: Vec<QuantileValue>,
}

/// The value at a quantile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "the format has two members")]
pub struct QuantileValue {
    /// From 0 to 1.
    pub quantile: f64,
    /// The value there.
    pub value: f64,
}

/// A label of 0.7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "the format has two members")]
pub struct Label {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "the format has two members")]
pub struct KeyValue {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: AnyValue,
}

/// The value of an attribute: a text, or attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum AnyValue {
    /// A text.
    #[serde(rename = "stringValue")]
    Text(String),
    /// Attributes.
    #[serde(rename = "kvlistValue")]
    List {
        /// The attributes, by name.
        values: Vec<KeyValue>,
    },
}

impl Export {
    /// An update in the data model of 0.7: dimensions are flat labels.
    #[must_use]
    pub fn version_0_7(update: &MetricStreamUpdate, stream_arn: &str, place: &Place) -> Self {
        let dimensions = update.metric.dimensions.iter().map(|d| (d.name.to_string(), d.value.to_string()));
        let labels = identity(update).into_iter().chain(dimensions);
        let labels = labels.map(|(key, value)| Label { key, value }).collect();
        let data = Data::Version07(summary(DataPoint { labels, ..point(update) }));
        Self::of(update, stream_arn, place, data, Library::Version07)
    }

    /// An update in the data model of 1.0: dimensions are an attribute that holds attributes.
    #[must_use]
    pub fn version_1_0(update: &MetricStreamUpdate, stream_arn: &str, place: &Place) -> Self {
        let values = update.metric.dimensions.iter().map(|d| text(&d.name, &d.value)).collect();
        let dimensions = KeyValue { key: "Dimensions".into(), value: AnyValue::List { values } };
        let identity = identity(update).into_iter().map(|(key, value)| text(&key, &value));
        let attributes = identity.chain([dimensions]).collect();
        let data = Data::Version10(summary(DataPoint { attributes, ..point(update) }));
        Self::of(update, stream_arn, place, data, Library::Version10)
    }

    fn of(
        update: &MetricStreamUpdate,
        stream_arn: &str,
        place: &Place,
        data: Data,
        library: fn([Metrics; 1]) -> Library,
    ) -> Self {
        let name = format!("amazonaws.com/{}/{}", update.metric.namespace, update.metric.name);
        let metric = Metric { name, unit: open_telemetry_unit(update.unit), data };
        let attributes = vec![
            text("cloud.provider", "aws"),
            text("cloud.account.id", place.account.as_str()),
            text("cloud.region", place.region.as_str()),
            text("aws.exporter.arn", stream_arn),
        ];
        let library = library([Metrics { metrics: [metric] }]);
        Self { resource_metrics: [ResourceMetrics { resource: Resource { attributes }, library }] }
    }
}

fn text(key: &str, value: &str) -> KeyValue {
    KeyValue { key: key.into(), value: AnyValue::Text(value.into()) }
}

fn identity(update: &MetricStreamUpdate) -> [(String, String); 2] {
    let metric = &update.metric;
    [("Namespace".into(), metric.namespace.to_string()), ("MetricName".into(), metric.name.to_string())]
}

const fn summary(point: DataPoint) -> Summary {
    Summary { data_points: [point] }
}

fn point(update: &MetricStreamUpdate) -> DataPoint {
    let inner = update.statistics.iter().filter_map(|(name, value)| Some((percentile(name)?, *value)));
    let ends = [(0.0, update.summary.minimum), (1.0, update.summary.maximum)];
    let mut quantiles: Vec<(f64, f64)> = ends.into_iter().chain(inner).collect();
    quantiles.sort_by(|a, b| a.0.total_cmp(&b.0));
    quantiles.dedup_by(|a, b| a.0.to_bits() == b.0.to_bits());
    DataPoint {
        labels: Vec::new(),
        attributes: Vec::new(),
        start_time_unix_nano: nanos(update.minute),
        time_unix_nano: nanos(update.minute.plus_secs(60)),
        count: format!("{:.0}", update.summary.count.clamp(0.0, 1.8e19)),
        sum: update.summary.sum,
        quantile_values: quantiles.into_iter().map(|(quantile, value)| QuantileValue { quantile, value }).collect(),
    }
}

fn nanos(at: Timestamp) -> String {
    (i128::from(at.as_millis()) * 1_000_000).max(0).to_string()
}
