//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

/// Every quota of the service and every memory budget of ours.
///
/// The default is the documented service; budgets that are ours say so.
///
/// ```
/// use cupola_logs::Limits;
///
/// let limits = Limits { event_bytes: 262_144, ..Limits::default() };
/// assert_eq!(limits.events_per_batch, 10_000);
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "CloudWatch Logs quotas"; CloudWatch Logs API Reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "limits are written with a struct update, which needs an open struct")]
pub struct Limits {
    /// Events in one `PutLogEvents`. Default 10,000.
    pub events_per_batch: usize,
    /// Bytes of one `PutLogEvents`: the messages and 26 an event. Default 1,048,576.
    pub batch_bytes: usize,
    /// Bytes of one event: the message and 26. Default 1,048,576 (262,144 until 2025); at most 4 GiB.
    pub event_bytes: usize,
    /// Milliseconds between the first and the last accepted event of a batch. Default 24 hours.
    pub batch_span_millis: i64,
    /// Milliseconds that an event may lie in the past. Default 14 days.
    pub oldest_event_millis: i64,
    /// Milliseconds that an event may lie in the future. Default 2 hours.
    pub newest_event_millis: i64,
    /// Events on one page of `GetLogEvents` and `FilterLogEvents`. Default 10,000.
    pub events_per_page: usize,
    /// Bytes on one page: the messages and 26 an event; a page holds one event at least. Default 1,048,576.
    pub page_bytes: usize,
    /// Events that `FilterLogEvents` looks at for one page; then the page may be short or empty and
    /// have a token. Default: all (ours).
    pub events_scanned_per_page: usize,
    /// Streams named in one `FilterLogEvents`. Default 100.
    pub streams_per_filter: usize,
    /// Log groups of this engine. Default 1,000,000.
    pub log_groups: usize,
    /// Log streams of this engine. Default 1,000,000 (ours; the service has no bound).
    pub log_streams: usize,
    /// Metric filters of a group. Default 100.
    pub metric_filters_per_group: usize,
    /// Log groups of a live tail session. Default 10.
    pub live_tail_groups: usize,
    /// Live tail sessions that run at once. Default 15.
    pub live_tail_sessions: usize,
    /// Events of a live tail update; of more, so many are drawn. Default 500.
    pub live_tail_events_per_second: usize,
    /// Milliseconds after which a live tail session ends. Default 3 hours.
    pub live_tail_millis: i64,
    /// Live tail updates that wait for a slow client; the oldest go first. Default 10.
    pub live_tail_buffer_updates: usize,
    /// Events in live tail updates that wait; the oldest updates go first. Default 5,000.
    pub live_tail_buffer_events: usize,
    /// Bytes of messages in live tail updates that wait; the oldest updates go first. Default 16 MiB (ours).
    pub live_tail_buffer_bytes: usize,
    /// Export tasks that have not ended. Default 1.
    pub active_export_tasks: usize,
    /// Export tasks that are remembered; the oldest go first. Default 1,000 (ours).
    pub export_tasks: usize,
    /// Bytes of an exported file before it is compressed; one event at least. Default 64 MiB (ours).
    pub export_file_bytes: usize,
    /// Delivery sources of this engine. Default 1,000 (ours).
    pub delivery_sources: usize,
    /// Delivery destinations of this engine. Default 1,000 (ours).
    pub delivery_destinations: usize,
    /// Log deliveries of this engine. Default 1,000 (ours).
    pub log_deliveries: usize,
    /// Bytes of lines after which a log delivery writes its files at once. Default 64 MiB (ours).
    pub delivery_file_bytes: usize,
    /// Bytes of lines that wait for files of all log deliveries; past it the files of the delivery that has more are
    /// written at once. Default 256 MiB (ours).
    pub delivery_waiting_bytes: usize,
    /// Subscription filters of a group. Default 2; see [`twenty_subscriptions`](Self::twenty_subscriptions).
    pub subscription_filters_per_group: usize,
    /// Bytes of what a function is called with by a subscription. Default 6 MiB.
    pub lambda_payload_bytes: usize,
    /// Bytes of a record that a subscription writes to a Kinesis stream, compressed. Default 1 MiB.
    pub kinesis_record_bytes: usize,
    /// Bytes of a record that a subscription writes to a Firehose delivery stream, compressed. Default 1,024,000.
    pub firehose_record_bytes: usize,
    /// Deliveries whose outcome is open; past it the oldest are let go. Default 10,000 (ours).
    pub deliveries: usize,
    /// Bytes of the payloads of deliveries whose outcome is open; past it the oldest are let go. Default 64 MiB (ours).
    pub delivery_bytes: usize,
    /// Destinations of this engine. Default 100,000 (ours).
    pub destinations: usize,
    /// Bytes of a destination's policy. Default 5,120.
    pub destination_policy_bytes: usize,
    /// Filters with a regular expression in a group, metric and subscription filters together. Default 5.
    pub regex_filters_per_group: usize,
    /// Dimensions of a metric filter. Default 3.
    pub dimensions_per_filter: usize,
    /// Different names and values of dimensions that a filter may make in an hour of arrival before it is
    /// throttled. Default 1,000.
    pub dimension_pairs_per_hour: usize,
    /// Policies of the account of one type, where there may be one. Default 1.
    pub account_policies_per_type: usize,
    /// Points that one event in embedded metric format may give. Default 10,000 (ours).
    pub emf_points_per_event: usize,
    /// Transformers and index policies of the account, each with prefixes of its own, and as many index
    /// policies for data sources. Default 20.
    pub account_policies_with_prefix: usize,
    /// Resource policies of the account. Default 10.
    pub resource_policies: usize,
    /// Messages in one `TestMetricFilter` or `TestTransformer`. Default 50.
    pub test_messages: usize,
    /// Fields that queries find in one message. Default 200.
    pub discovered_fields_per_event: usize,
    /// Different fields that a query finds in a log group. Default 1,000.
    pub discovered_fields_per_group: usize,
    /// Rows of a query's answer unless the request says otherwise. Default 10,000.
    pub query_rows: usize,
    /// Rows of a query's answer that a request may ask for. Default 100,000.
    pub query_rows_at_most: usize,
    /// Log groups that a query may name. Default 50.
    pub query_groups: usize,
    /// Queries that run at the same time. Default 100.
    pub concurrent_queries: usize,
    /// Milliseconds that the answer of a query is kept. Default 7 days.
    pub query_results_kept_millis: i64,
    /// Bytes of all answers that are kept, about; the oldest go first. Default 256 MiB (ours).
    pub query_results_bytes: u64,
    /// Saved queries. Default 1,000.
    pub query_definitions: usize,
    /// Scheduled queries. Default 1,000.
    pub scheduled_queries: usize,
    /// Runs of a scheduled query that are remembered; the oldest go first. Default 1,000 (ours).
    pub scheduled_query_executions: usize,
    /// Lookup tables. Default 100.
    pub lookup_tables: usize,
    /// Log anomaly detectors. Default 500 (ours).
    pub anomaly_detectors: usize,
    /// Patterns that a log anomaly detector knows; the rarest go first. The service finds 300 many. Default 1,000 (ours).
    pub patterns_per_detector: usize,
    /// Anomalies of a log anomaly detector, and patterns that it suppresses; the oldest go first. Default 1,000 (ours).
    pub anomalies_per_detector: usize,
    /// Bytes that a query holds in memory, about. Default 1 GiB (ours).
    pub query_bytes: u64,
    /// Bytes of columns of fields that queries leave with the events that they read, so that the next one need not
    /// read them; 0 for none. Default 256 MiB (ours).
    pub query_column_bytes: u64,
    /// Rows that a query makes of others, by `unnest`, `join` and their like. Default 10,000,000 (ours).
    pub query_made_rows: usize,
    /// Bytes of all events kept, 26 an event included; when there are more, the oldest go first. What
    /// transformers made of events is not counted.
    /// Default 1 GiB (ours).
    pub stored_bytes: u64,
    /// Outputs that wait to be drained; the oldest go first. Default 100,000 (ours).
    pub outputs: usize,
}

impl Limits {
    /// The service's quotas, save that a log group may have twenty subscription filters, as it once could.
    #[must_use]
    pub fn twenty_subscriptions() -> Self {
        Self { subscription_filters_per_group: 20, ..Self::default() }
    }

    /// No quota and no budget.
    #[must_use]
    pub const fn unbounded() -> Self {
        Self {
            events_per_batch: usize::MAX,
            batch_bytes: usize::MAX,
            event_bytes: usize::MAX,
            batch_span_millis: i64::MAX,
            oldest_event_millis: i64::MAX,
            newest_event_millis: i64::MAX,
            events_per_page: usize::MAX,
            page_bytes: usize::MAX,
            events_scanned_per_page: usize::MAX,
            streams_per_filter: usize::MAX,
            log_groups: usize::MAX,
            log_streams: usize::MAX,
            metric_filters_per_group: usize::MAX,
            live_tail_groups: usize::MAX,
            live_tail_sessions: usize::MAX,
            live_tail_events_per_second: usize::MAX,
            live_tail_millis: i64::MAX,
            live_tail_buffer_updates: usize::MAX,
            live_tail_buffer_events: usize::MAX,
            live_tail_buffer_bytes: usize::MAX,
            active_export_tasks: usize::MAX,
            export_tasks: usize::MAX,
            export_file_bytes: usize::MAX,
            delivery_sources: usize::MAX,
            delivery_destinations: usize::MAX,
            log_deliveries: usize::MAX,
            delivery_file_bytes: usize::MAX,
            delivery_waiting_bytes: usize::MAX,
            subscription_filters_per_group: usize::MAX,
            lambda_payload_bytes: usize::MAX,
            kinesis_record_bytes: usize::MAX,
            firehose_record_bytes: usize::MAX,
            deliveries: usize::MAX,
            delivery_bytes: usize::MAX,
            destinations: usize::MAX,
            destination_policy_bytes: usize::MAX,
            regex_filters_per_group: usize::MAX,
            dimensions_per_filter: usize::MAX,
            dimension_pairs_per_hour: usize::MAX,
            account_policies_per_type: usize::MAX,
            emf_points_per_event: usize::MAX,
            account_policies_with_prefix: usize::MAX,
            resource_policies: usize::MAX,
            test_messages: usize::MAX,
            discovered_fields_per_event: usize::MAX,
            discovered_fields_per_group: usize::MAX,
            query_rows: usize::MAX,
            query_rows_at_most: usize::MAX,
            query_groups: usize::MAX,
            concurrent_queries: usize::MAX,
            query_results_kept_millis: i64::MAX,
            query_results_bytes: u64::MAX,
            query_definitions: usize::MAX,
            scheduled_queries: usize::MAX,
            scheduled_query_executions: usize::MAX,
            lookup_tables: usize::MAX,
            anomaly_detectors: usize::MAX,
            patterns_per_detector: usize::MAX,
            anomalies_per_detector: usize::MAX,
            query_bytes: u64::MAX,
            query_column_bytes: u64::MAX,
            query_made_rows: usize::MAX,
            stored_bytes: u64::MAX,
            outputs: usize::MAX,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            events_per_batch: 10_000,
            batch_bytes: 1 << 20,
            event_bytes: 1 << 20,
            batch_span_millis: 24 * 3_600_000,
            oldest_event_millis: 14 * 86_400_000,
            newest_event_millis: 2 * 3_600_000,
            events_per_page: 10_000,
            page_bytes: 1 << 20,
            events_scanned_per_page: usize::MAX,
            streams_per_filter: 100,
            log_groups: 1_000_000,
            log_streams: 1_000_000,
            metric_filters_per_group: 100,
            live_tail_groups: 10,
            live_tail_sessions: 15,
            live_tail_events_per_second: 500,
            live_tail_millis: 3 * 3_600_000,
            live_tail_buffer_updates: 10,
            live_tail_buffer_events: 5000,
            live_tail_buffer_bytes: 16 << 20,
            active_export_tasks: 1,
            export_tasks: 1000,
            export_file_bytes: 64 << 20,
            delivery_sources: 1000,
            delivery_destinations: 1000,
            log_deliveries: 1000,
            delivery_file_bytes: 64 << 20,
            delivery_waiting_bytes: 256 << 20,
            subscription_filters_per_group: 2,
            lambda_payload_bytes: 6 << 20,
            kinesis_record_bytes: 1 << 20,
            firehose_record_bytes: 1_024_000,
            deliveries: 10_000,
            delivery_bytes: 64 << 20,
            destinations: 100_000,
            destination_policy_bytes: 5120,
            regex_filters_per_group: 5,
            dimensions_per_filter: 3,
            dimension_pairs_per_hour: 1000,
            account_policies_per_type: 1,
            emf_points_per_event: 10_000,
            account_policies_with_prefix: 20,
            resource_policies: 10,
            test_messages: 50,
            discovered_fields_per_event: 200,
            discovered_fields_per_group: 1000,
            query_rows: 10_000,
            query_rows_at_most: 100_000,
            query_groups: 50,
            concurrent_queries: 100,
            query_results_kept_millis: 7 * 86_400_000,
            query_results_bytes: 256 << 20,
            query_definitions: 1000,
            scheduled_queries: 1000,
            scheduled_query_executions: 1000,
            lookup_tables: 100,
            anomaly_detectors: 500,
            patterns_per_detector: 1000,
            anomalies_per_detector: 1000,
            query_bytes: 1 << 30,
            query_column_bytes: 256 << 20,
            query_made_rows: 10_000_000,
            stored_bytes: 1 << 30,
            outputs: 100_000,
        }
    }
}
