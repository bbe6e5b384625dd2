//! Anomaly detectors.

use cupola_base::schedule::Zone;
use cupola_base::wire::WireTime;
use cupola_base::{AccountId, ApiError};
use serde::{Deserialize, Serialize};

use super::data::WireQuery;
use super::{Whole, WireDimension, dimensions};
use crate::anomaly::{
    AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, DescribedAnomalyDetector, DetectorKind,
    DetectorSource, ExcludedRange, PutAnomalyDetectorError,
};
use crate::code;
use crate::metric::Metric;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutAnomalyDetector {
    #[serde(flatten)]
    of: OneAnomalyDetector,
    configuration: Option<WireConfiguration>,
    metric_characteristics: Option<WireCharacteristics>,
}

/// What a detector is known by, in one of three forms. For `DeleteAnomalyDetector` it is everything.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneAnomalyDetector {
    #[serde(flatten)]
    plain: WireSingle,
    single_metric_anomaly_detector: Option<WireSingle>,
    metric_math_anomaly_detector: Option<WireMath>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireSingle {
    #[serde(skip_serializing)]
    account_id: Option<String>,
    namespace: Option<String>,
    metric_name: Option<String>,
    dimensions: Option<Vec<WireDimension>>,
    stat: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireMath {
    metric_data_queries: Option<Vec<WireQuery>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireConfiguration {
    excluded_time_ranges: Option<Vec<WireRange>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_timezone: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRange {
    start_time: WireTime,
    end_time: WireTime,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireCharacteristics {
    periodic_spikes: Option<bool>,
}

impl PutAnomalyDetector {
    pub(crate) fn read(self, own: &AccountId) -> Result<AnomalyDetector, ApiError> {
        let configuration = self.configuration;
        let (ranges, zone) =
            configuration.map(|given| (given.excluded_time_ranges, given.metric_timezone)).unwrap_or_default();
        let ranges = ranges.unwrap_or_default().into_iter();
        let zone = zone.filter(|name| !name.is_empty()).map(|name| Zone::parse(&name)).transpose();
        let zone = zone.map_err(|error| invalid("Configuration.MetricTimezone", &error))?;
        Ok(AnomalyDetector {
            excluded: ranges.map(|range| ExcludedRange { start: range.start_time.0, end: range.end_time.0 }).collect(),
            zone,
            periodic_spikes: self.metric_characteristics.and_then(|given| given.periodic_spikes),
            ..AnomalyDetector::of(self.of.read(own)?)
        })
    }
}

const SINGLE: &str = "SingleMetricAnomalyDetector";
const MATH: &str = "MetricMathAnomalyDetector";

impl OneAnomalyDetector {
    pub(crate) fn read(self, own: &AccountId) -> Result<DetectorSource, ApiError> {
        let plain = self.plain.first_given();
        match (plain, self.single_metric_anomaly_detector, self.metric_math_anomaly_detector) {
            (_, Some(_), Some(_)) => Err(both(SINGLE, MATH)),
            (Some(member), Some(_), None) => Err(both(member, SINGLE)),
            (Some(member), None, Some(_)) => Err(both(member, MATH)),
            (None, Some(single), None) => single.read(own, "SingleMetricAnomalyDetector."),
            (None, None, Some(math)) => math.read(),
            (Some(_), None, None) => self.plain.read(own, ""),
            (None, None, None) => Err(missing(format_args!("{SINGLE} or {MATH}"))),
        }
    }
}

impl WireSingle {
    /// The first member that was given, which must not stand besides others.
    fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("Namespace", self.namespace.is_some()),
            ("MetricName", self.metric_name.is_some()),
            ("Dimensions", self.dimensions.as_ref().is_some_and(|dimensions| !dimensions.is_empty())),
            ("Stat", self.stat.is_some()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(member, _)| member)
    }

    fn read(self, own: &AccountId, path: &str) -> Result<DetectorSource, ApiError> {
        let required = |member: &str| missing(format_args!("{path}{member}"));
        let namespace = self.namespace.ok_or_else(|| required("Namespace"))?;
        let name = self.metric_name.ok_or_else(|| required("MetricName"))?;
        let statistic = self.stat.ok_or_else(|| required("Stat"))?;
        if let Some(account) = self.account_id.filter(|account| account != own.as_str()) {
            let refused = format_args!("data of account {account} are not kept");
            return Err(invalid(&format!("{path}AccountId"), &refused));
        }
        let metric = Metric::new(&namespace, &name).map_err(|error| invalid(path, &error))?;
        let metric =
            metric.with_dimensions(dimensions(self.dimensions)).map_err(|error| invalid("Dimensions", &error))?;
        Ok(DetectorSource::Metric { metric, statistic: statistic.parse()? })
    }
}

impl WireMath {
    fn read(self) -> Result<DetectorSource, ApiError> {
        let queries = self.metric_data_queries.filter(|queries| !queries.is_empty());
        let queries = queries.ok_or_else(|| missing(format_args!("{MATH}.MetricDataQueries")))?;
        let queries: Result<Vec<_>, _> = queries.into_iter().zip(1..).map(|(query, place)| query.read(place)).collect();
        Ok(DetectorSource::Math { queries: queries.map_err(PutAnomalyDetectorError::Math)? })
    }
}

fn both(one: &str, other: &str) -> ApiError {
    let text = format!("The parameters {one} and {other} are mutually exclusive and you have specified both.");
    ApiError::caller(code::INVALID_COMBINATION, text)
}

fn missing(member: std::fmt::Arguments<'_>) -> ApiError {
    ApiError::caller(code::MISSING, format!("The parameter {member} is required."))
}

fn invalid(member: &str, why: &dyn std::fmt::Display) -> ApiError {
    let member = member.trim_end_matches('.');
    ApiError::caller(code::INVALID_VALUE, format!("The value for parameter {member} is not valid: {why}."))
}

/// The members after `MaxResults` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAnomalyDetectors {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_results: Option<Whole>,
    namespace: Option<String>,
    metric_name: Option<String>,
    dimensions: Option<Vec<WireDimension>>,
    anomaly_detector_types: Option<Vec<DetectorKind>>,
}

impl DescribeAnomalyDetectors {
    pub(crate) fn filter(self) -> AnomalyDetectorFilter {
        AnomalyDetectorFilter {
            namespace: self.namespace,
            metric_name: self.metric_name,
            dimensions: dimensions(self.dimensions),
            kinds: self.anomaly_detector_types.unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedAnomalyDetectors {
    pub(crate) anomaly_detectors: Vec<WireAnomalyDetector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireAnomalyDetector {
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    plain: Option<WireSingle>,
    configuration: WireConfiguration,
    state_value: AnomalyDetectorState,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_characteristics: Option<WireCharacteristics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_metric_anomaly_detector: Option<WireSingle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_math_anomaly_detector: Option<WireMath>,
}

impl From<DescribedAnomalyDetector> for WireAnomalyDetector {
    fn from(DescribedAnomalyDetector { detector, state, .. }: DescribedAnomalyDetector) -> Self {
        let AnomalyDetector { source, excluded, zone, periodic_spikes, .. } = detector;
        let ranges =
            excluded.iter().map(|range| WireRange { start_time: WireTime(range.start), end_time: WireTime(range.end) });
        let configuration = WireConfiguration {
            excluded_time_ranges: Some(ranges.collect()),
            metric_timezone: zone.map(|zone| zone.name().to_owned()),
        };
        Self {
            plain: WireSingle::of(&source),
            configuration,
            state_value: state,
            metric_characteristics: periodic_spikes.map(|spikes| WireCharacteristics { periodic_spikes: Some(spikes) }),
            single_metric_anomaly_detector: WireSingle::of(&source),
            metric_math_anomaly_detector: WireMath::of(&source),
        }
    }
}

impl WireSingle {
    fn of(source: &DetectorSource) -> Option<Self> {
        let DetectorSource::Metric { metric, statistic } = source else { return None };
        Some(Self {
            account_id: None,
            namespace: Some(metric.namespace.to_string()),
            metric_name: Some(metric.name.to_string()),
            dimensions: Some(metric.dimensions.iter().map(WireDimension::from).collect()),
            stat: Some(statistic.to_string()),
        })
    }
}

impl WireMath {
    fn of(source: &DetectorSource) -> Option<Self> {
        let DetectorSource::Math { queries } = source else { return None };
        Some(Self { metric_data_queries: Some(queries.iter().map(WireQuery::from).collect()) })
    }
}
