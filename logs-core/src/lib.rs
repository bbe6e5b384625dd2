//! Log store, filter patterns and metric filters, in process.
//!
//! This crate keeps log groups, streams and events, reads them back page by page, matches filter
//! patterns and turns matching events into measurements, with the semantics documented for Amazon
//! CloudWatch Logs. It does no I/O, starts no thread and reads no clock: the caller says what happened
//! and what time it is.
//!
//! ```
//! use cupola_logs::{Engine, GetLogEvents, MetricFilter, Output, Place, Timestamp};
//!
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! engine.create_log_group(now, "auth")?;
//! engine.create_log_stream(now, "auth", "host-1")?;
//! engine.put_metric_filter(now, "auth", MetricFilter::new("failed", "\"Failed password\"", "Auth", "Failed")?)?;
//!
//! let lines = ["Failed password for root", "Accepted password for ana"];
//! engine.put_log_events(now, "auth", "host-1", lines.map(|line| (now, line)))?;
//! assert!(matches!(&engine.drain()[..], [Output::Datum(made)] if &*made.datum.name == "Failed"));
//! let page = engine.get_log_events(now, &GetLogEvents::of("auth", "host-1"))?;
//! assert_eq!(page.events.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`Engine`]: the log groups of one account in one region; [`Engine::put_log_events`] takes lines in.
//! - [`MetricFilter`]: what is looked for and measured; [`Engine::explain_filters`] says why.
//! - [`FilterPattern`]: the pattern language alone, for any text.
//! - [`Engine::call`]: the service's own API in its own JSON.
//!
//! # What is modelled
//!
//! | feature | status |
//! |---|---|
//! | log groups, classes, deletion protection, tags | whole |
//! | log streams | whole; the order by last event is exact, where the service's lags |
//! | PutLogEvents | every check; rejected events by index |
//! | [`LogReader`] | a group's events at one instant, for reading on other threads |
//! | retention | expired events vanish at once, from memory by the hour |
//! | encryption keys | which events are under which key; events under a key that cannot be used are not read |
//! | GetLogEvents, FilterLogEvents | stateless tokens; pages of 10,000 events or 1 MiB |
//! | filter patterns | all three forms: see [`filter`]; many at once: [`FilterSet`] |
//! | data protection | policies of groups and of the account, masking, `unmask`, findings; the service's own identifiers are approximations |
//! | transformers | all processors but parseToOCSF; grok without look-around; metric filters may look at what is transformed |
//! | field indexes | policies and when fields were seen; queries answer the same without them |
//! | account policies | all five types |
//! | resource policies | checked and kept; permissions are for the caller to model |
//! | [`insights`] | the query language, plans, run over columns of any events or raw lines, in parts that merge, in threads (feature `rayon`); queries of log groups and their answers, saved queries, fields, records |
//! | embedded metric format | whole, every fault named: see [`emf`] |
//! | VPC flow logs | all fields of versions 2 to 10, and the resource: see [`flow_log`] |
//! | lines of Lambda, Route 53, API Gateway | typed, read and written: see [`mod@format`] |
//! | the agent's `logs_collected` | files of text: see [`agent`] |
//! | metric filters | values, default values, units, dimensions, selection by system fields, TestMetricFilter |
//! | data sources | by tags or told; their groups and the fields of their events; queries know none |
//! | live tail | sessions with an update a second, a sample of 500, a slow client's buffer, three hours |
//! | log anomaly detectors | training, patterns, anomalies, suppression, `AnomalyCount`; by which statistics is ours: [`AnomalyRules`] |
//! | export tasks | states on virtual time, files as outputs; buckets are told as data |
//! | log deliveries ("vended logs") | sources, destinations, deliveries, policies, templates; records to log groups, buckets, delivery streams; no Parquet |
//! | scheduled queries | runs by the calendar of a time zone, history, results as objects, an event at each end; roles are kept and not asked |
//! | subscription filters | to functions, streams and logical destinations, of other accounts too; tried again for a day |
//!
//! Where the service is silent the decision is ours and has a name in [`Policies`] or [`Semantics`].
//! Further decisions of ours: an event that is too old is not told as expired besides; late events
//! count for the minute of their own time, and a default value that was given stands even when a later
//! event of its minute matches; matches of one batch, minute and value come as one datum where summing
//! up is exact; a measurement whose dimension is missing or empty is not made; events come in under a
//! key that cannot be used all the same.
//! Filters of one destination that select the same events of a batch send them once, under all their names; other
//! deliveries carry one filter's events. Binary records (streams) are given as base64 text. An exported file holds up to
//! 64 MiB before compression.
//!
//! # What is not
//!
//! Other query languages, parseToOCSF.
//! Their actions are `UnknownOperationException`, and members of other actions that ask for them are refused.
//! The entity of PutLogEvents is accepted and not kept.
//!
//! # Crate features
//!
//! - `compression`: events that nothing is expected to come between lie compressed in memory (LZ4); no
//!   answer changes, reading costs the unpacking.
//! - `testing`: generators and slow twins for tests; exempt from stability.

mod account_policy;
mod agenda;
pub mod agent;
mod anomaly;
mod api;
mod class;
mod data_source;
mod destination;
pub mod emf;
mod engine;
mod english;
mod error;
mod explain;
mod export;
mod field_index;
pub mod filter;
pub mod flow_log;
pub mod format;
mod group;
pub mod insights;
mod kms;
mod limits;
mod lookup_table;
mod margin;
mod metric_filter;
mod name;
mod name_pattern;
mod output;
mod policies;
#[cfg(any(test, feature = "testing"))]
pub mod policy_laws;
mod protection;
mod resource_policy;
mod retention;
mod scheduled_query;
mod selection_criteria;
mod shapes;
mod snapshot;
mod store;
mod subscription;
mod tag_letters;
mod tail;
mod transformer;
mod vended;
mod watch;
mod wire;

pub use account_policy::{
    AccountPolicy, AccountPolicyError, AccountPolicyType, AccountRule, AccountSubscription, DescribedAccountPolicy,
    PoliciesInForce, PutAccountPolicyError, Selection, SelectionError, UnknownAccountPolicy,
};
pub use anomaly::{
    AnomalyRules, EvaluationFrequency, LogAnomaly, LogAnomalyDetector, LogAnomalyDetectorChange,
    LogAnomalyDetectorStatus, LogAnomalyError, LogAnomalyExplanation, LogAnomalyKind, LogAnomalyPriority,
    LogAnomalyQuery, LogAnomalyState, LogAnomalyTarget, LogAnomalyUpdate, LogPatternToken, LogSample,
    NewLogAnomalyDetector, SuppressFor, Suppression, UnknownEvaluationFrequency, UnknownLogAnomaly,
    UpdateLogAnomalyError, UsualCounts,
};
pub use api::Elsewhere;
pub use class::{LogGroupClass, LogGroupClassError};
pub use cupola_base::{Datum, Place, PlaceError, RestoreError, Timestamp, TimestampError, Unit, schedule};
pub use data_source::{
    DataSource, DataSourceField, DataSourceFilter, LogFieldType, LogGroupSummary, UnknownDataSource,
};
pub use destination::{
    Ask, Destination, DestinationError, DestinationRefusal, DestinationRequest, Message, PutDestinationPolicyError,
};
pub use engine::{
    Engine, EventId, EventPage, FilterLogEvents, FilterLogEventsError, FilteredPage, GetLogEvents, GetLogEventsError,
    LogEvent, LogGroupQuery, LogReader, LogStreamQuery, MetricFilterQuery, PageError, PutLogEventsAnswer,
    PutLogEventsError, Rejected, StreamOrder, TestMetricFilterError, TestedMessage,
};
pub use error::{CreateLogGroupError, CreateLogStreamError, DeleteLogError, ForbiddenByClass, TagError, UnknownLog};
pub use explain::{FilterVerdict, Measured};
pub use export::{
    Bucket, BucketEncryption, CancelExportTaskError, CreateExportTask, CreateExportTaskError, ExportStatus, ExportTask,
    ExportTaskQuery, ExportedObject, UnknownExportStatus,
};
pub use field_index::{
    DescribedIndexPolicy, FieldIndex, IndexPolicy, IndexPolicyError, PolicySource, PutIndexPolicyError,
};
pub use filter::{
    Dialect, Duplicates, Extracted, FilterClause, FilterExplanation, FilterObstacle, FilterOutcome, FilterPattern,
    FilterPatternError, FilterPatternErrorKind, FilterScratch, FilterSelector, FilterSet, LastField, MatchingLines,
    Missing, PatternForm, Semantics, Strictness, Unclosed,
};
pub use group::{LogGroup, LogGroupSettings, LogStream, Seen};
pub use kms::{AssociateKmsKeyError, KmsKey, KmsKeyError, KmsKeyState, RefusedKmsKey, UnusableKmsKey};
pub use limits::Limits;
pub use lookup_table::{KeepLookupTableError, KeptLookupTable, LookupTableBody, LookupTableChange, NewLookupTable};
pub use metric_filter::{
    DescribedMetricFilter, FieldReference, FieldReferenceError, FilterState, MetricFilter, MetricFilterError,
    MetricValue, PutMetricFilterError,
};
pub use name::{DestinationName, FilterName, LogGroupName, LogStreamName, NameError, NameKind};
pub use name_pattern::{LogGroupNamePattern, LogGroupNamePatternError};
pub use output::{
    EmfDatum, EmfFailure, Expired, FilterDatum, FilterThrottled, Lost, Output, Overflow, ServiceDatum,
    SubscriptionFailed,
};
pub use policies::{Policies, Unmask};
pub use protection::{
    DataProtection, DataProtectionError, DataProtectionPolicy, DataProtectionStatus, Finding, FindingsDestination,
    Inspection, SensitiveData,
};
pub use resource_policy::{
    PutResourcePolicyError, ResourcePolicy, ResourcePolicyDocument, ResourcePolicyKey, UnknownResourcePolicy,
};
pub use retention::{PutRetentionPolicyError, Retention, RetentionError};
pub use scheduled_query::{
    DeliveredResult, DeliveryStatus, Execution, ExecutionQuery, ExecutionStatus, NewScheduledQuery, S3Destination,
    S3Uri, S3UriError, ScheduledQuery, ScheduledQueryError, ScheduledQuerySettings, ScheduledQueryState,
};
pub use selection_criteria::{
    SelectionCriteria, SelectionCriteriaError, SelectionCriteriaErrorKind, SystemField, UnknownSystemField,
};
pub use shapes::OPERATIONS;
pub use snapshot::Snapshot;
pub use subscription::{
    DescribedSubscriptionFilter, Distribution, MessageType, PutSubscriptionFilterError, SubscriptionEvent,
    SubscriptionFilter, SubscriptionFilterError, SubscriptionFilterQuery, SubscriptionMessage,
    SubscriptionMessageError, SubscriptionTarget,
};
pub use tag_letters::TagRuleError;
pub use tail::{LiveTailEvent, LiveTailOutput, LiveTailUpdate, StartLiveTail, StartLiveTailError, UnknownLiveTail};
pub use transformer::{
    GroupTransformer, PutTransformerError, TestTransformerError, TransformExplanation, TransformFailure,
    TransformSource, TransformStep, TransformedMessage, Transformer, TransformerError,
};
pub use watch::{TransformedText, WatchedEvent, WatchedEvents};

pub use vended::{
    AskDelivery, ConfigurationTemplate, ConfigurationTemplateQuery, CreateDelivery, DeliveryConfiguration,
    DeliveryDestination, DeliveryDestinationType, DeliveryError, DeliveryRequest, DeliverySource, DeliverySourceStatus,
    ExplainedDelivery, LogDelivery, OfferedDestination, OutputFormat, PathVariable, PutDeliveryDestination,
    PutDeliverySource, RecordField, RecordValue, S3DeliveryConfiguration, S3Layout, SuffixPath, SuffixPathError,
    SuffixPathErrorKind, UnknownOutputFormat, VendedFailed, VendedRecord, VendedRecordError, VendedTraces, Vending,
    VendingExplanation, VendingOutcome, VendingRefusal,
};

/// The examples of the crate's page are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
