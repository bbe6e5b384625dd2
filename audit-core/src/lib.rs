//! API records with the semantics of AWS CloudTrail, in process.
//!
//! This crate reads, checks, classifies and makes CloudTrail records, reads log files of every
//! form, and turns records into events for the bus. It does no I/O, starts no thread and reads no
//! clock: the caller hands in bytes and says what time it is.
//!
//! ```
//! use cupola_audit::{Access, LogFile};
//!
//! let file = LogFile::read(br#"{"Records": [{"eventVersion": "1.08", "eventTime": "2026-05-04T06:00:00Z",
//!     "eventSource": "iam.amazonaws.com", "eventName": "CreateRole", "readOnly": false,
//!     "userIdentity": {"type": "Root"}, "requestParameters": {"roleName": "App"}}]}"#)?;
//! let record = file.records().next().unwrap()?;
//! assert_eq!(record.classify().access, Access::Write);
//! assert_eq!(record.user_identity().and_then(|who| who.display_name()).as_deref(), Some("root"));
//! assert_eq!(record.bus_event()?.source, "aws.iam");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`LogFile`], [`LogStream`] and [`records_in`] read files; [`Record`] is one record, [`Identity`] who called.
//! - [`Recorder`] records the calls of one's own API; [`RecordBuilder`] makes one record, [`Engine::record_call`] takes it in.
//! - [`Engine::lookup_events`] asks the history as the service does, [`Query`] anything of any records; [`Table`] shows them as rows.
//! - [`Record::classify`] says read or write, management or data, and why.
//! - [`Engine::create_trail`] makes a [`Trail`], [`Engine::explain_trail`] tells why it logs something.
//! - [`Engine::create_event_data_store`] makes an [`EventDataStore`], [`Engine::explain_event_data_store`] tells why it keeps something.
//! - [`Selectors`] say which events a trail logs, and explain it; [`SelectorSet`] asks those of many trails.
//!
//! # What is modelled
//!
//! | feature | source |
//! |---|---|
//! | the record's schema up to version 1.11, `userIdentity` of every type, sizes | CloudTrail User Guide, "CloudTrail record contents" |
//! | log files, plain or gzip, also as arrays, JSON Lines, bus events and lookup answers | "CloudTrail log file examples" |
//! | keys of log and digest files | "Finding your CloudTrail log files" |
//! | read or write, management or data where the record does not say | our decision, see [`ReadActions`] |
//! | trails: names, regions, shadow and organization trails, global services, states, tags | CloudTrail User Guide, "Working with CloudTrail trails" |
//! | log files of five minutes, events of log groups | "Finding your CloudTrail log files", "Sending events to CloudWatch Logs" |
//! | basic and advanced event selectors of many trails, checked, explained, linted, compared | CloudTrail API Reference, PutEventSelectors |
//! | event history of 90 days, LookupEvents with stable pages | CloudTrail API Reference, LookupEvents |
//! | questions to many records: predicates, fields, counts of groups | our own |
//! | records as rows of event data stores and of Athena's table, by partition | CloudTrail User Guide, "Supported schema for event records"; Athena User Guide |
//! | event data stores: selectors, retention, states, regions and accounts, sizes of records | CloudTrail API Reference, CreateEventDataStore; CloudTrail User Guide, "Working with AWS CloudTrail Lake" |
//! | queries of event data stores in SQL, their states and results | CloudTrail User Guide, "CloudTrail Lake SQL constraints"; Trino documentation; CloudTrail API Reference, StartQuery |
//! | channels: events of other systems into event data stores, and who may put them | CloudTrail API Reference, CreateChannel, PutResourcePolicy; CloudTrail Data Service API Reference, PutAuditEvents |
//! | counts of data events over five minutes, delivered as files | "Aggregated events" |
//! | insights: call rate and error rate, their records | CloudTrail User Guide, "Working with CloudTrail Insights"; the rule is ours, see [`InsightModel`] |
//! | insights of data events listed, and the calls behind insights of the last seven days | CloudTrail API Reference, ListInsightsData, ListInsightsMetricData |
//! | digests of trails that validate log files: due each hour on virtual time, last ones, new chains | CloudTrail User Guide, "Validating CloudTrail log file integrity"; see [`DigestDue`] |
//! | digest files: written, and their chain checked offline with the CLI's texts | CloudTrail User Guide, "Validating CloudTrail log file integrity" |
//! | events on the default bus | EventBridge User Guide, "AWS service events delivered via AWS CloudTrail" |
//!
//! # What is not
//!
//! Buckets, topics, roles and keys belong to other services: that they exist and let trails in is taken for granted.
//! Imports into event data stores, federation and dashboards are not modelled.
//!
//! # Crate features
//!
//! - `rsa`: [`RsaVerifier`](https://docs.rs/cupola-audit/latest/cupola_audit/struct.RsaVerifier.html), which checks signatures of
//!   digests in pure Rust. Costs the crate `rsa` and what it needs.
//! - `testing`: laws and slow twins for property tests and fuzz targets. Exempt from stability; no cost unless on.

mod aggregate;
mod api;
mod builder;
mod bus;
mod channel;
mod classify;
mod delivery;
mod digest;
mod engine;
mod error;
mod field;
mod file;
mod history;
mod identity;
mod insight;
mod insight_data;
mod kind;
mod lake;
mod limits;
mod looks;
mod object_key;
mod output;
mod policies;
mod principal;
#[cfg(test)]
mod prop;
mod query;
mod raw;
mod record;
mod recorder;
mod resource;
mod round_trip;
mod selector;
mod shapes;
mod snapshot;
mod table;
mod tagging;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trail;
mod version;
mod wire;

pub use aggregate::{AggregationTemplate, UnknownTemplate};
pub use builder::{BuildError, RecordBuilder};
pub use bus::{BusEvent, NoBusEvent, Reach};
pub use channel::{
    AuditEvent, AuditEventError, Channel, ChannelChanges, ChannelError, ChannelIngestion, ChannelRequest,
    FailedAuditEvent, PutAuditEventsError, PutAuditEventsResult, TakenAuditEvent,
};
pub use classify::{Access, AccessReason, CategoryReason, Classification, ReadActions};
pub use cupola_base::{Overflow, RestoreError};
pub use delivery::{LogFileDelivery, TrailLogEvent};
#[cfg(feature = "rsa")]
pub use digest::RsaVerifier;
pub use digest::{
    Coverage, CoverageClass, DigestCheck, DigestCounts, DigestDue, DigestEvent, DigestFault, DigestFile, DigestFinding,
    DigestKeys, DigestPublicKey, DigestReport, DigestStatus, DigestTrail, DigestWriter, DigestWriters, DigestedLog,
    InvalidDigest, LogStatus, NotVerified, ObjectSource, Objects, PreviousDigest, PublicKey, PublicKeyRange,
    SignatureVerifier, StoredObject, Unsigned,
};
pub use engine::Engine;
pub use error::{Fault, FaultKind, ReadError, RecordError};
pub use field::{Field, Form};
pub use file::{FileError, LogFile, LogStream, Records, records_in};
pub use history::{
    Evicted, FoundEvent, FoundResource, Lookup, LookupEventsError, LookupKey, LookupPage, Miss, ResourceRule,
    ResourceRules,
};
pub use identity::{Identity, IdentityType, Session};
pub use insight::{
    AttributedValue, Attribution, Average, GapModel, Insight, InsightBudget, InsightCall, InsightDetector,
    InsightLosses, InsightModel, InsightReading, InsightSelector, InsightSeries, InsightState, InsightStatistics,
    InsightType, InsightVerdict, SourceCategory, UnknownInsightWord, insight_average, insight_baseline_minutes,
};
pub use insight_data::{InsightDataError, InsightEventsRequest, InsightPoints, InsightPointsRequest};
pub use kind::{Category, EventType};
pub use lake::sql::{
    LakeAnswer, LakeBounds, LakeColumn, LakeFault, LakeQuery, LakeQueryError, LakeQueryErrorKind, LakeSource, LakeType,
};
pub use lake::{
    BillingMode, ContextKeySelector, ContextKeyType, EventDataStore, EventDataStoreChanges, EventDataStoreRequest,
    EventDataStoreSettings, EventDataStoreStatus, EventDataStoreVerdict, LakeError, LakeKept, LakePolicy,
    LakePolicyError, LakeQueryList, LakeQueryListRequest, LakeQueryRefusal, LakeQueryRequest, LakeQueryStatus,
    LakeResultPage, ListPage, ListRequest, S3UriFault, StartedLakeQuery, StoreLoss, StoreRecord,
    UnknownLakeQueryStatus,
};
pub use limits::Limits;
pub use looks::LooksLike;
pub use object_key::{DigestKey, Folder, KeyRoot, LogKey, ObjectKey, ObjectKeyError};
pub use output::{Output, Unsent};
pub use policies::Policies;
pub use principal::Principal;
pub use query::{Predicate, Query, QueryAnswer, QueryField, QueryRow};
pub use raw::{JsonKind, Presence, Raw};
pub use record::{Cut, CutKind, Fitted, Record, RecordKey, SizeClass};
pub use recorder::{CallFailure, Recorder};
pub use resource::Resource;
pub use round_trip::{RoundTrip, round_trip};
pub use selector::{
    AdvancedSelector, BasicSelector, Condition, DataResource, Deciding, FieldExplanation, FieldSelector, Operator,
    ReadWriteType, SelectorExplanation, SelectorField, SelectorLint, SelectorLintKind, SelectorProblem,
    SelectorProblemKind, SelectorSet, Selectors, SelectorsDiff, SelectorsDiffEntry, SelectorsError,
    SelectorsExplanation, Target,
};
pub use shapes::OPERATIONS;
pub use snapshot::Snapshot;
pub use table::{Cell, Column, ColumnType, Partition, Table, partitions};
pub use trail::{
    GlobalServices, Organization, Trail, TrailChanges, TrailError, TrailName, TrailNameError, TrailRequest,
    TrailSettings, TrailStatus, TrailVerdict, TrailsBefore,
};
pub use version::{EventVersion, EventVersionError};

/// CloudTrail's data service: what goes into channels.
pub mod data {
    pub use crate::shapes::DATA_OPERATIONS as OPERATIONS;
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
