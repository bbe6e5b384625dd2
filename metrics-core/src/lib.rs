//! Metrics, statistics and alarms, evaluated in process.
//!
//! This crate keeps time series, answers questions for statistics and runs alarms with the
//! semantics documented for Amazon CloudWatch. It does no I/O, starts no thread and reads no
//! clock: the caller says what happened and what time it is.
//!
//! ```
//! use cupola_metrics::{Alarm, Datum, Engine, Output, Period, Place, StateValue, Timestamp};
//!
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let t0 = Timestamp::parse("2026-05-04T06:00:10Z")?;
//! let alarm = Alarm::on("App", "Latency").named("slow").average(Period::MINUTE).above(250.0);
//! engine.put_metric_alarm(t0, alarm.on_alarm("arn:aws:sns:us-east-1:111122223333:ops"))?;
//! engine.put(t0, Datum::new("App", "Latency", t0, 900.0))?;
//!
//! engine.advance(t0.plus_secs(60));
//! let outputs = engine.drain();
//! let changed = outputs.iter().find_map(|output| match output {
//!     Output::StateChange(change) => Some((change.at.to_string(), change.to)),
//!     _ => None,
//! });
//! assert_eq!(changed, Some(("2026-05-04T06:01:00Z".to_owned(), StateValue::Alarm)));
//! assert!(outputs.iter().any(|output| matches!(output, Output::Action(draft) if draft.target.ends_with(":ops"))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`Engine`]: all verbs, what is due and what came out.
//! - [`Engine::explain_alarm`] and [`Engine::explain_composite`]: why an alarm is in its state, and what would change it.
//! - [`Engine::lint_alarm`], [`Engine::lint_composite_alarms`], [`Engine::lint_dashboard`]: what looks wrong, though the service would take it.
//! - [`backtest`]: what an alarm, or hundreds of settings of it, would have done over a history.
//! - [`Recorder`]: values from many threads, for an engine to absorb.
//! - [`Engine::call`]: the service's own API in its own JSON, for emulators and harnesses.
//!
//! The pure parts stand alone: [`decide`] is the M-of-N rule, [`decide_bits`] the same on bits, [`StateReason`] the wording;
//! [`math::Expression`] computes over any series, [`search::Search`] finds among any metrics.
//!
//! # What is modelled
//!
//! | feature | status | source |
//! |---|---|---|
//! | `PutMetricData`: values, weighted values, statistic sets, units, 1 s and 60 s, all or nothing | whole; entities are read, checked when asked for, and not kept | API Reference, PutMetricData |
//! | retention by age: 1 s, 60 s, 300 s, 3600 s for 3 h, 15 d, 63 d, 455 d | whole | User Guide, "Metrics retention" |
//! | statistics: the five simple ones, percentiles, trimmed and winsorized means, counts, sums, ranks | whole; past 256 distinct values of a bucket within half a percent | User Guide, "CloudWatch statistics definitions" |
//! | `GetMetricStatistics` | whole | API Reference |
//! | `GetMetricData` | metrics, math, searches and Insights queries: pages, labels with placeholders, units | API Reference |
//! | metric math ([`math`]): every operator and function | whole; what comes from outside (quotas, databases, connectors) is answered by a [`math::Host`] | User Guide, "Using math expressions with CloudWatch metrics" |
//! | `SEARCH` ([`search`]): schemas, tokens, exact texts, properties, operators | whole, for one account | User Guide, "CloudWatch search expression syntax" |
//! | Metrics Insights ([`insights`]) in `GetMetricData` | whole, with `OR`, parentheses and `IN`; no tags of metrics | User Guide, "Metrics Insights query components and syntax" |
//! | `ListMetrics` | whole, for one account | API Reference |
//! | alarms on one metric: M of N, missing data, low samples, 10 s to a week, sliding and calendar windows, warm-up, reasons and their data | whole, with every statistic | User Guide, "Using Amazon CloudWatch alarms" |
//! | alarms on metric math and on anomaly bands | whole; no `SEARCH` | User Guide, "Create an alarm based on a metric math expression" |
//! | alarms on Metrics Insights queries, with a state for each time series of a grouped one | whole; a new time series begins in `OK` and tells only `ALARM` and the way back | User Guide, "Alarming on Metrics Insights queries" |
//! | backtests of alarms on one metric ([`backtest`]): grids of settings, transitions, reasons, differences | ours; data that come late are not replayed | |
//! | composite alarms ([`AlarmRule`], [`Composite`]): rules with `AT_LEAST`, order of evaluation, cycles, suppression of actions | whole, within one place | User Guide, "Combining alarms"; API Reference, PutCompositeAlarm |
//! | mute rules ([`MuteRule`]): crons, dates and zones, actions that run when the window has ended | whole; scaling actions are not repeated while they are muted | User Guide, "Alarm mute rules" |
//! | state and configuration events, history, actions with the payloads of topics and functions | whole; actions are handed out, never performed | EventBridge events, recorded payloads |
//! | dashboards: kept, checked with the place of each error and warning, resolved into queries | whole; the texts are ours | API Reference, "Dashboard Body Structure and Syntax" |
//! | anomaly detection: detectors of metrics and of math, bands in `GetMetricData` | whole; the service does not disclose its model, [`SeasonalRobust`] is ours and another can be set | User Guide, "Using CloudWatch anomaly detection" |
//! | metric streams: filters, JSON and OpenTelemetry, their own metrics | whole; OpenTelemetry in its JSON mapping, no protobuf; no linked accounts | User Guide, "Metric streams" |
//! | the agent: catalogue, configuration file, derived values, differences, distributions, copies; `/proc` as texts | Linux and counters of Windows; `statsd`, `collectd`, `procstat` and others are refused by name | User Guide, "Metrics collected by the CloudWatch agent" |
//! | Contributor Insights: rules in JSON and CLF, counting by minute, reports, `INSIGHT_RULE_METRIC` in math and alarms | whole, for log events that [`Engine::count_contributors`] is handed; no managed rules | User Guide, "Contributor Insights rule syntax"; API Reference, PutInsightRule, GetInsightRuleReport |
//! | canaries: kept, run on schedule, tried again, measured; the door of Synthetics | whole, with groups (seen in one Region) and dry runs; scripts are not run, [`Engine::report_canary_run`] takes their results in | CloudWatch Synthetics API Reference |
//! | EC2's basic and detailed monitoring, as data | whole | EC2 User Guide; User Guide, "CloudWatch metrics published by canaries" |
//! | pages of data as comma-separated values | whole | RFC 4180 |
//! | tags of alarms, mute rules, dashboards, metric streams and insight rules | whole | API Reference, TagResource |
//!
//! Where the service does not say what it does, the decision is a field of [`Policies`]; its
//! quotas, and our budgets of memory, are fields of [`Limits`].
//!
//! # What is not
//!
//! Each of these is refused by name, never dropped: tags of metrics, PromQL alarms, other accounts.
//! The service's delays (data that show up late, alarms that trail by seconds) and
//! its throttling are not simulated: data are seen by the next call. Entities of `PutMetricData`
//! are read and checked, never kept, and no answer tells them.
//! [`Limits::request_bytes`] bounds requests at the door ([`Engine::call`]); calls of the typed
//! verbs are bounded by the counts of what they hold.
//!
//! # Crate features
//!
//! - `testing`: slow obvious twins of the decision, the store and the alarm, generated requests and
//!   the laws that hold them equal. It changes no answer and adds no dependency.
//! - `proptest`: strategies for property tests: histories with gaps, with values that flap, with data that come late,
//!   and settings of alarms. It adds the dependency `proptest`.

mod agent;
mod alarm;
mod anomaly;
mod api;
pub mod backtest;
mod canary;
mod code;
mod composite;
mod csv;
mod dashboard;
mod data;
mod dimensions;
mod distribution;
mod ec2;
mod engine;
mod explain;
mod ingest;
mod insight_rule;
pub mod insights;
mod language;
mod limits;
mod lint;
mod listing;
pub mod math;
mod message;
mod metric;
mod mute;
mod name;
mod notice;
mod output;
mod period;
mod policies;
mod ranked;
mod request_size;
pub mod search;
mod shapes;
mod shared;
mod snapshot;
mod statistic;
mod statistics;
mod store;
mod stream;
mod summary;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod under_way;
mod wire;
mod withheld;

pub use agent::{
    Agent, AgentConfiguration, AgentConfigurationError, AgentHost, AgentMetric, AgentSection, AgentSnapshot,
    CounterReading, CpuReading, DiskIoReading, DiskReading, EthtoolReading, HostFact, Measurement, MemoryReading,
    Mount, NetstatReading, NetworkReading, ProcError, ProcessesReading, SectionConfiguration, Seh1, Seh1Error,
    SwapReading, proc, windows_metric_name,
};
pub use alarm::{
    ActionKind, Alarm, AlarmAction, AlarmConfiguration, AlarmFilter, AlarmQueries, AlarmSource, AlarmState, AlarmType,
    AlarmsForMetric, Bound, Clause, ComparisonOperator, Contributor, ContributorChange, ContributorState, Decision,
    DecisionRule, Ec2Operation, EvaluationState, EvaluationWindow, Filled, HistoryFilter, HistoryItem, HistoryItemType,
    JavaDouble, LowSamples, MetricAlarm, MetricSource, PutAlarmError, ReasonPoint, ScanBy, StateChange, StateReason,
    StateValue, TreatMissingData, WallZone, WallZoneError, WarmUp, Window, Windows, WordError, decide, decide_bits,
};
pub use anomaly::{
    AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, BandExplanation, BandModel, DescribedAnomalyDetector,
    DetectorKind, DetectorSource, DetectorStatistic, DetectorStatisticError, ExcludedRange, Expected,
    PutAnomalyDetectorError, Season, SeasonalRobust, TrainedBand, Training, UnknownAnomalyDetector,
};
pub use canary::{
    ArtifactEncryption, Canary, CanaryBlueprint, CanaryBrowser, CanaryCode, CanaryConfiguration, CanaryDependency,
    CanaryDryRun, CanaryError, CanaryFailure, CanaryFailureKind, CanaryGroup, CanaryName, CanaryNameError,
    CanaryRequest, CanaryRun, CanaryRunConfig, CanaryRunDue, CanaryRunState, CanarySchedule, CanaryScheduleError,
    CanaryState, CanaryStep, CanaryUpdate, CanaryVpc, KeptCanaryRun, RUNTIMES, RuntimeVersion, ScreenshotBaseline,
    VisualComparison, VisualReference,
};
pub use composite::{
    AlarmReferenceError, AlarmRule, AlarmRuleError, AlarmRuleErrorKind, Composite, CompositeAlarm,
    CompositeConfiguration, CompositeExplanation, ExplainedPart, Flip, PutCompositeAlarmError, SuppressedBy,
    Suppression, SuppressionPeriods, SuppressionPhase, Suppressor,
};
/// The door of CloudWatch Synthetics.
pub mod synthetics {
    pub use crate::canary::synthetics::OPERATIONS;
}

pub use cupola_base::{
    Datum, Dimension, Place, PlaceError, Resolution, RestoreError, Sample, StatisticSet, Timestamp, TimestampError,
    Unit,
};
pub use dashboard::{
    Dashboard, DashboardBody, DashboardMessage, DashboardName, DashboardNameError, DeleteDashboardsError, Frame,
    InvalidDashboard, PutDashboardError, UnknownDashboard, Widget, WidgetKind, WidgetQuery, WidgetQueryError,
    WidgetSource,
};
pub use data::{
    DataMessage, DataSource, LabelZone, LabelZoneError, MetricDataError, MetricDataPage, MetricDataPosition,
    MetricDataQuery, MetricDataRequest, MetricDataResult, StatusCode,
};
pub use dimensions::{Dimensions, DimensionsError};
pub use ec2::{Ec2Instance, Ec2Monitor, Ec2Monitoring, Ec2Reading};
pub use engine::{
    AlarmNamesError, AnyAlarm, DeleteAlarmsError, Engine, ExplainAlarmError, SetAlarmStateError, TagResourceError,
    UnknownAlarm,
};
pub use explain::{ExplainedWindow, Explanation, Role, WhatIf};
pub use ingest::{DatumError, LARGEST_VALUE, Origin, PutMetricDataError};
pub use insight_rule::{
    AggregateOn, Contribution, ContributionExplanation, ContributorFilter, ContributorOrder, ExplainedFilter,
    FilterTest, InsightRule, InsightRuleDatapoint, InsightRuleDefinition, InsightRuleError, InsightRuleErrorKind,
    InsightRuleMetric, InsightRuleName, InsightRuleNameError, InsightRuleReport, InsightRuleReportError,
    InsightRuleReportRequest, InsightRuleSettings, InsightRuleState, LogField, LogGroupArn, LogGroupPattern,
    PutInsightRuleError, ReportedContributor, RuleEvent, RuleLogFormat, RuleLogGroups, UnknownInsightRule,
    WatchedLogGroups,
};
pub use language::LanguageError;
pub use limits::Limits;
pub use lint::{AlarmLint, AlarmLintKind, CompositeLint, CompositeLintKind, DashboardLint, DashboardLintKind};
pub use listing::{DimensionFilter, MetricFilter};
pub use metric::Metric;
pub use mute::{
    AlarmMuteRule, MuteRule, MuteRuleFilter, MuteRuleStatus, MuteSchedule, MuteScheduleError, MuteWindow,
    PutMuteRuleError, UnknownMuteRule,
};
pub use name::{AlarmName, DimensionName, DimensionValue, MetricName, MuteRuleName, NameError, NameKind, Namespace};
pub use output::{Lost, Output, Overflow};
pub use period::{Period, PeriodError};
pub use policies::{EvaluationRange, Policies, YoungBreach};
pub use request_size::request_bytes;
pub use shapes::OPERATIONS;
pub use shared::{Absorbed, Recorder, SeriesError, SeriesHandle, ValueError};
pub use snapshot::Snapshot;
pub use statistic::{Bounds, Percent, PercentBounds, Statistic, StatisticError, Trim, ValueBound, ValueBounds};
pub use statistics::{Datapoint, ExtendedError, StatisticsError, StatisticsQuery};
pub use stream::{
    AnyValue, DataPoint, Export, KeyValue, Label, MetricStream, MetricStreamConfiguration, MetricStreamFilter,
    MetricStreamName, MetricStreamNameError, MetricStreamState, MetricStreamUpdate, OutputFormat, PutMetricStreamError,
    QuantileValue, StatisticsConfiguration, StreamRecord, StreamedMetrics, UnknownMetricStream, open_telemetry_unit,
};
pub use summary::Summary;
