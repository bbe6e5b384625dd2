//! What a stream takes, where it goes, in which form.

use std::fmt;

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use super::{MetricStreamName, PutMetricStreamError, StreamedMetrics};
use crate::metric::Metric;
use crate::name::{MetricName, Namespace};
use crate::statistic::Statistic;

/// What a metric stream takes, where it goes and in which form.
///
/// ```
/// use cupola_metrics::{MetricStreamConfiguration, OutputFormat};
///
/// let firehose = "arn:aws:firehose:us-east-1:111122223333:deliverystream/lake";
/// let role = "arn:aws:iam::111122223333:role/stream";
/// let stream = MetricStreamConfiguration::new("all", firehose, role, OutputFormat::Json)?;
/// assert!(stream.metrics == Default::default());
/// # Ok::<(), cupola_metrics::MetricStreamNameError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, PutMetricStream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricStreamConfiguration {
    /// The name.
    pub name: MetricStreamName,
    /// Which metrics it takes.
    pub metrics: StreamedMetrics,
    /// The Firehose delivery stream.
    pub firehose_arn: String,
    /// The role in which records are written.
    pub role_arn: String,
    /// The form of the records.
    pub format: OutputFormat,
    /// Statistics besides minimum, maximum, count and sum.
    pub statistics: Vec<StatisticsConfiguration>,
    /// Whether metrics of linked accounts go out too; there are none here.
    pub include_linked_accounts_metrics: bool,
}

impl MetricStreamConfiguration {
    /// A stream that takes every metric.
    ///
    /// # Errors
    /// [`MetricStreamNameError`](super::MetricStreamNameError) when the name is none.
    pub fn new(
        name: &str,
        firehose_arn: impl Into<String>,
        role_arn: impl Into<String>,
        format: OutputFormat,
    ) -> Result<Self, super::MetricStreamNameError> {
        Ok(Self {
            name: MetricStreamName::new(name)?,
            metrics: StreamedMetrics::All,
            firehose_arn: firehose_arn.into(),
            role_arn: role_arn.into(),
            format,
            statistics: Vec::new(),
            include_linked_accounts_metrics: false,
        })
    }

    /// Takes these metrics.
    #[must_use]
    pub fn taking(self, metrics: StreamedMetrics) -> Self {
        Self { metrics, ..self }
    }

    /// Adds statistics for some metrics.
    #[must_use]
    pub fn with_statistics(mut self, statistics: StatisticsConfiguration) -> Self {
        self.statistics.push(statistics);
        self
    }

    /// The statistics that a metric gets besides the four, in the order of the configurations.
    pub(super) fn statistics_of<'a>(&'a self, metric: &'a Metric) -> Vec<&'a str> {
        let fitting = self.statistics.iter().filter(|entry| entry.names(metric));
        let mut all: Vec<&str> = Vec::new();
        for statistic in fitting.flat_map(|entry| &entry.statistics) {
            if !all.contains(&statistic.as_str()) {
                all.push(statistic);
            }
        }
        all
    }

    pub(super) fn check(&self) -> Result<(), PutMetricStreamError> {
        check_arn("FirehoseArn", &self.firehose_arn, "firehose", "deliverystream/")?;
        check_arn("RoleArn", &self.role_arn, "iam", "role/")?;
        self.metrics.check()?;
        at_most("StatisticsConfigurations", self.statistics.len(), 100)?;
        self.statistics.iter().try_for_each(|entry| entry.check(self.format))
    }
}

fn check_arn(parameter: &'static str, text: &str, service: &str, resource: &str) -> Result<(), PutMetricStreamError> {
    let fits = |arn: Arn| arn.service() == service && arn.resource().starts_with(resource);
    if Arn::parse(text).is_ok_and(fits) {
        return Ok(());
    }
    let needed = if service == "iam" { "a role's ARN is needed" } else { "a delivery stream's ARN is needed" };
    Err(PutMetricStreamError::Value { parameter, value: text.into(), needed })
}

fn at_most(parameter: &'static str, given: usize, most: usize) -> Result<(), PutMetricStreamError> {
    if given > most { Err(PutMetricStreamError::TooMany { parameter, given, most }) } else { Ok(()) }
}

/// Statistics that some metrics get besides minimum, maximum, count and sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatisticsConfiguration {
    /// The metrics, up to 100.
    pub metrics: Vec<(Namespace, MetricName)>,
    /// The statistics, up to 20; percentiles alone for OpenTelemetry.
    pub statistics: Vec<String>,
}

impl StatisticsConfiguration {
    /// These statistics for these metrics.
    #[must_use]
    pub fn new<S: Into<String>>(
        metrics: impl IntoIterator<Item = (Namespace, MetricName)>,
        statistics: impl IntoIterator<Item = S>,
    ) -> Self {
        let statistics = statistics.into_iter().map(Into::into).collect();
        Self { metrics: metrics.into_iter().collect(), statistics }
    }

    fn names(&self, metric: &Metric) -> bool {
        self.metrics.iter().any(|(namespace, name)| *namespace == metric.namespace && *name == metric.name)
    }

    fn check(&self, format: OutputFormat) -> Result<(), PutMetricStreamError> {
        at_most("StatisticsConfigurations.IncludeMetrics", self.metrics.len(), 100)?;
        at_most("StatisticsConfigurations.AdditionalStatistics", self.statistics.len(), 20)?;
        let unfit = self.statistics.iter().find(|statistic| !format.carries(statistic));
        unfit.map_or(Ok(()), |statistic| Err(PutMetricStreamError::Statistic { statistic: statistic.clone(), format }))
    }
}

/// The form of a stream's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum OutputFormat {
    /// One object a line.
    #[serde(rename = "json")]
    Json,
    /// An export request of OpenTelemetry 0.7 a line, in its JSON mapping.
    #[serde(rename = "opentelemetry0.7")]
    OpenTelemetry07,
    /// An export request of OpenTelemetry 1.0 a line, in its JSON mapping.
    #[serde(rename = "opentelemetry1.0")]
    OpenTelemetry10,
}

impl OutputFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Json, Self::OpenTelemetry07, Self::OpenTelemetry10];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::OpenTelemetry07 => "opentelemetry0.7",
            Self::OpenTelemetry10 => "opentelemetry1.0",
        }
    }

    fn carries(self, statistic: &str) -> bool {
        match (self, statistic.parse::<Statistic>()) {
            (Self::Json, Ok(statistic)) => statistic.is_extended(),
            (_, Ok(Statistic::Percentile(_))) => percentile(statistic).is_some(),
            (_, _) => false,
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The quantile of a percentile: 0.999 of `p99.9`.
pub(super) fn percentile(statistic: &str) -> Option<f64> {
    let digits = statistic.strip_prefix('p')?;
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !digits.ends_with('.');
    let quantile: f64 = format!("{digits}e-2").parse().ok().filter(|_| plain)?;
    (0.0..=1.0).contains(&quantile).then_some(quantile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_read_without_rounding_twice() {
        for (text, quantile) in [("p99", 0.99), ("p99.9", 0.999), ("p0", 0.0), ("p100", 1.0), ("p12.34", 0.1234)] {
            assert_eq!(percentile(text).map(f64::to_bits), Some(f64::to_bits(quantile)), "{text}");
        }
        for text in ["p", "p101", "p9.", "p-1", "p1e1", "99", "P99", "p.5"] {
            assert_eq!(percentile(text), None, "{text}");
        }
    }

    #[test]
    fn json_carries_more_than_open_telemetry() {
        for statistic in ["IQM", "tm90", "TM(10%:90%)", "PR(:100)", "wm99.9"] {
            assert!(OutputFormat::Json.carries(statistic), "{statistic}");
            assert!(!OutputFormat::OpenTelemetry10.carries(statistic), "{statistic}");
        }
        for statistic in ["Average", "TM(:)", "TM(10)", "iqm", "", "TM(90%:10%)", "PR(10%:20%)", "tc0x", "TM(-5%:)"] {
            assert!(!OutputFormat::Json.carries(statistic), "{statistic}");
        }
    }
}
