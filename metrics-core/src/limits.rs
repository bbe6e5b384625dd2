//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

/// Every quota of the service and every memory budget of ours.
///
/// The default is the documented service; budgets that are ours say so.
///
/// ```
/// use cupola_metrics::Limits;
///
/// let limits = Limits { data_per_request: 20, ..Limits::default() };
/// assert_eq!(limits.values_per_datum, 150);
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch service quotas"; CloudWatch API Reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "limits are written with a struct update, which needs an open struct")]
pub struct Limits {
    /// Data in one `PutMetricData`. Default 1,000.
    pub data_per_request: usize,
    /// Bytes of one `PutMetricData` request before it is compressed. Default 1,048,576.
    pub request_bytes: usize,
    /// Entries of `Values` in one datum. Default 150.
    pub values_per_datum: usize,
    /// Distinct values of one storage bucket that are kept exactly; past it the values of the bucket
    /// are known within half a percent. Default 256 (ours).
    pub distinct_values: usize,
    /// Seconds that a datum may lie in the past. Default 1,209,600 (14 days).
    pub oldest_datum_seconds: u32,
    /// Seconds that a datum may lie in the future. Default 7,200 (2 hours).
    pub newest_datum_seconds: u32,
    /// Data points that `GetMetricStatistics` answers at most. Default 1,440.
    pub datapoints_per_query: u32,
    /// Queries in one `GetMetricData`. Default 500.
    pub queries_per_request: usize,
    /// Data points on one page of `GetMetricData`. Default 100,800.
    pub datapoints_per_page: u32,
    /// `SEARCH` expressions in one `GetMetricData`. Default 100.
    pub searches_per_request: usize,
    /// Time series that one `SEARCH` finds at most. Default 500.
    pub series_per_search: usize,
    /// Time series that one expression answers at most. Default 500.
    pub series_per_result: usize,
    /// Metrics that a Metrics Insights query looks at; the first in the order of lists. Default 10,000.
    pub metrics_per_insights_query: usize,
    /// Slots that the expressions of one request may fill on their way to an answer, and points that they
    /// may answer: a measure of time and memory. Default 50,000,000 (ours).
    pub expression_slots: u64,
    /// Metrics on one page of `ListMetrics`. Default 500.
    pub metrics_per_page: usize,
    /// Alarms on one page of `DescribeAlarms`. Default 100.
    pub alarms_per_page: usize,
    /// Items on one page of `DescribeAlarmHistory`. Default 100.
    pub history_per_page: usize,
    /// Alarms of this engine. Default 100,000 (ours; the service's quota is adjustable).
    pub alarms: usize,
    /// Actions in each of an alarm's three lists. Default 5.
    pub actions_per_state: usize,
    /// Alarms that the rule of one composite alarm names, each counted once. Default 100.
    pub rule_children: usize,
    /// Elements of the rule of one composite alarm. Default 500.
    pub rule_elements: usize,
    /// Composite alarms whose rules name the same alarm. Default 150.
    pub rules_per_alarm: usize,
    /// Alarms that one mute rule mutes. Default 100.
    pub alarms_per_mute_rule: usize,
    /// Mute rules of this engine. Default 10,000 (ours).
    pub mute_rules: usize,
    /// Mute rules on one page of `ListAlarmMuteRules`. Default 50.
    pub mute_rules_per_page: usize,
    /// Names in one call that takes alarm names. Default 100.
    pub names_per_call: usize,
    /// Days that history items are kept. Default 30.
    pub history_days: u32,
    /// History items kept at most; the oldest go first. Default 100,000 (ours).
    pub history_items: usize,
    /// Metrics with data kept at most; those that were silent longest go first. Default 200,000 (ours).
    pub metrics: usize,
    /// Storage buckets kept at most: about 2 bytes each when they hold single values, more when they
    /// hold many; the oldest go first. Default 50,000,000 (ours).
    pub buckets: usize,
    /// Dashboards of this engine. Default 10,000 (ours).
    pub dashboards: usize,
    /// Bytes of one dashboard's body. Default 1,048,576 (ours).
    pub dashboard_bytes: usize,
    /// Dashboards on one page of `ListDashboards`. Default 1,000.
    pub dashboards_per_page: usize,
    /// Metric streams of this engine. Default 1,000 (ours; the service's quota is adjustable).
    pub metric_streams: usize,
    /// Metric streams on one page of `ListMetricStreams`. Default 500.
    pub metric_streams_per_page: usize,
    /// Seconds after its end within which data still send a minute out. Default 7,200 (ours).
    pub streamed_age_seconds: u32,
    /// Minutes that wait to go out through metric streams; those due first go. Default 1,000,000 (ours).
    pub streamed_minutes: usize,
    /// Bytes of one record of a metric stream, save that a single update may have more. Default 1,024,000.
    pub stream_record_bytes: usize,
    /// Bytes of memory that the store takes at most: the data of all buckets, sealed or open, and the names of the
    /// metrics that have any. Default 268,435,456 (ours).
    ///
    /// Names may take half of it; past that the metrics go that were silent longest. Past the whole the oldest buckets
    /// go, of whatever metric. A sixteenth goes at a time, and what went is told in an output. Not counted: what lists
    /// keep free in advance, some 400 bytes that each metric takes beside its names and data, and what searches for
    /// whole texts remember of the names.
    pub bucket_bytes: usize,
    /// Buckets of one series that a recorder keeps until somebody absorbs them; the oldest go first.
    /// Default 1,440 (ours).
    pub recorded_buckets: usize,
    /// Anomaly detectors of this engine. Default 100,000 (ours; the service's quota is adjustable).
    pub anomaly_detectors: usize,
    /// Anomaly detectors on one page of `DescribeAnomalyDetectors`. Default 100.
    pub anomaly_detectors_per_page: usize,
    /// Trained models of metrics that are kept until the next hour, of about 10,000 bytes each; what is not kept
    /// is trained again when it is needed. Default 10,000 (ours).
    pub band_models: usize,
    /// Canaries of this engine. Default 1,000 (ours; the service's quota is adjustable).
    pub canaries: usize,
    /// Runs of canaries that are kept; the oldest go first. Default 100,000 (ours).
    pub canary_runs: usize,
    /// Groups of canaries. Default 20.
    pub canary_groups: usize,
    /// Canaries in one group. Default 10.
    pub canaries_per_group: usize,
    /// Groups that one canary is in. Default 10.
    pub groups_per_canary: usize,
    /// Dry runs that are kept of one canary; the oldest go first. Default 10 (ours).
    pub dry_runs_per_canary: usize,
    /// Contributor Insights rules of this engine. Default 100.
    pub insight_rules: usize,
    /// Rules on one page of `DescribeInsightRules`. Default 500.
    pub insight_rules_per_page: usize,
    /// Days that what rules have counted is kept. Default 15.
    pub insight_days: u32,
    /// Contributors that a rule keeps of one minute; those with the smallest sums go first. Default 10,000 (ours).
    pub insight_contributors_per_minute: usize,
    /// Contributors of minutes that all rules keep together, of some hundred bytes each; the oldest minutes go first.
    /// Default 500,000 (ours).
    pub insight_contributors: usize,
    /// Outputs that wait to be drained; the oldest go first. Default 100,000 (ours).
    pub outputs: usize,
}

impl Limits {
    /// No quota and no budget, save that a datum stays within the retention of its metric.
    #[must_use]
    pub const fn unbounded() -> Self {
        Self {
            data_per_request: usize::MAX,
            request_bytes: usize::MAX,
            values_per_datum: usize::MAX,
            distinct_values: 65_536,
            oldest_datum_seconds: 455 * 86_400,
            newest_datum_seconds: u32::MAX,
            datapoints_per_query: 10_000_000,
            queries_per_request: usize::MAX,
            datapoints_per_page: u32::MAX,
            searches_per_request: usize::MAX,
            series_per_search: usize::MAX,
            series_per_result: usize::MAX,
            metrics_per_insights_query: usize::MAX,
            expression_slots: u64::MAX,
            metrics_per_page: 100_000,
            alarms_per_page: 100_000,
            history_per_page: 100_000,
            alarms: usize::MAX,
            actions_per_state: usize::MAX,
            rule_children: usize::MAX,
            rule_elements: usize::MAX,
            rules_per_alarm: usize::MAX,
            alarms_per_mute_rule: usize::MAX,
            mute_rules: usize::MAX,
            mute_rules_per_page: 100_000,
            names_per_call: usize::MAX,
            history_days: 36_500,
            history_items: usize::MAX,
            metrics: usize::MAX,
            buckets: usize::MAX,
            dashboards: usize::MAX,
            dashboard_bytes: usize::MAX,
            dashboards_per_page: 100_000,
            metric_streams: usize::MAX,
            metric_streams_per_page: 100_000,
            streamed_age_seconds: u32::MAX,
            streamed_minutes: usize::MAX,
            stream_record_bytes: usize::MAX,
            bucket_bytes: usize::MAX,
            recorded_buckets: usize::MAX,
            anomaly_detectors: usize::MAX,
            anomaly_detectors_per_page: 100_000,
            band_models: 1_000_000,
            canaries: usize::MAX,
            canary_runs: usize::MAX,
            canary_groups: usize::MAX,
            canaries_per_group: usize::MAX,
            groups_per_canary: usize::MAX,
            dry_runs_per_canary: 1000,
            insight_rules: usize::MAX,
            insight_rules_per_page: 100_000,
            insight_days: 36_500,
            insight_contributors_per_minute: usize::MAX,
            insight_contributors: usize::MAX,
            outputs: usize::MAX,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            data_per_request: 1000,
            request_bytes: 1 << 20,
            values_per_datum: 150,
            distinct_values: 256,
            oldest_datum_seconds: 14 * 86_400,
            newest_datum_seconds: 2 * 3600,
            datapoints_per_query: 1440,
            queries_per_request: 500,
            datapoints_per_page: 100_800,
            searches_per_request: 100,
            series_per_search: 500,
            series_per_result: 500,
            metrics_per_insights_query: 10_000,
            expression_slots: 50_000_000,
            metrics_per_page: 500,
            alarms_per_page: 100,
            history_per_page: 100,
            alarms: 100_000,
            actions_per_state: 5,
            rule_children: 100,
            rule_elements: 500,
            rules_per_alarm: 150,
            alarms_per_mute_rule: 100,
            mute_rules: 10_000,
            mute_rules_per_page: 50,
            names_per_call: 100,
            history_days: 30,
            history_items: 100_000,
            metrics: 200_000,
            dashboards: 10_000,
            dashboard_bytes: 1 << 20,
            dashboards_per_page: 1000,
            metric_streams: 1000,
            metric_streams_per_page: 500,
            streamed_age_seconds: 7200,
            streamed_minutes: 1_000_000,
            stream_record_bytes: 1_024_000,
            buckets: 50_000_000,
            bucket_bytes: 256 << 20,
            recorded_buckets: 1440,
            anomaly_detectors: 100_000,
            anomaly_detectors_per_page: 100,
            band_models: 10_000,
            canaries: 1000,
            canary_runs: 100_000,
            canary_groups: 20,
            canaries_per_group: 10,
            groups_per_canary: 10,
            dry_runs_per_canary: 10,
            insight_rules: 100,
            insight_rules_per_page: 500,
            insight_days: 15,
            insight_contributors_per_minute: 10_000,
            insight_contributors: 500_000,
            outputs: 100_000,
        }
    }
}
