//! Event bus, rules and pattern matching, in process, with the semantics of Amazon EventBridge.
//!
//! Events go in, rules judge them by their patterns, and what the targets are to be sent comes out as data.
//! This crate does no I/O, starts no thread and reads no clock: the caller says what happened and what time
//! it is.
//!
//! ```
//! use cupola_base::{Arn, Place, Timestamp};
//! use cupola_events::{Engine, Entry, Output, Pattern, PutRule, RuleName, Target, TargetId};
//!
//! // A pattern alone:
//! let heavy = r#"{"source": ["my.quay"], "detail": {"kg": [{"numeric": [">", 1000]}]}}"#;
//! assert!(Pattern::parse(heavy)?.matches(br#"{"source": "my.quay", "detail": {"kg": 1.2e3}}"#)?);
//!
//! // A bus with a rule:
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let rule = RuleName::new("heavy")?;
//! engine.put_rule(now, PutRule::new(rule.clone(), heavy))?;
//! let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:scales")?;
//! engine.put_targets(now, &rule.into(), vec![Target::new(TargetId::new("q")?, queue)])?;
//! engine.put_events(now, vec![Entry::new("my.quay", "Crate weighed", r#"{"kg": 1200}"#)])?;
//! assert!(matches!(&engine.drain()[..], [Output::Delivery(delivery)] if delivery.target.ends_with(":scales")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`Pattern`]: the pattern language, usable alone; [`Pattern::explain`] says why an event matches or not.
//! - [`Matcher`]: thousands of patterns at once, added and removed while other threads ask.
//! - [`Pattern::lint`], [`Pattern::implies`], [`Pattern::is_disjoint_from`], [`Pattern::loops`] and
//!   [`Pattern::explain_complexity`]: what can be said of patterns without an event, for reviews and CI.
//! - [`Engine`]: the bus of one account in one region, its verbs named as the service's actions;
//!   [`Engine::explain_event`] says what each rule makes of an event.
//! - [`scheduler`]: EventBridge Scheduler's schedules, on the same engine; [`Engine::explain_schedule`] says when one
//!   runs next, and why not.
//! - [`pipes`]: EventBridge Pipes, from sources whose records are handed in; [`Engine::explain_pipe`] says what one makes of
//!   a record.
//! - [`Engine::call`]: the same in the service's own JSON, by action name; [`OPERATIONS`] lists the actions.
//!
//! # What is modelled
//!
//! | feature | how far | source |
//! |---|---|---|
//! | event patterns | whole language: equality, `prefix`, `suffix`, `equals-ignore-case`, `wildcard` with its complexity limit, `anything-but`, `numeric`, `exists`, `cidr`, `exactly`, `$or`, array consistency; the dialect of Pipes | EventBridge User Guide, "Creating event patterns"; the open engine's cases |
//! | PutEvents | results entry by entry, sizes, refusals in the service's words | API Reference, PutEvents |
//! | buses | custom buses beside the default one, each with its own rules, all settings kept and shown | API Reference, CreateEventBus |
//! | access | policies of buses judge other accounts' events and calls, permissions in both forms, [`Engine::explain_access`] | User Guide, "Permissions for Amazon EventBridge event buses" |
//! | buses as targets | in this place at once, to others as [`Output::Message`] that [`Engine::receive`] takes there; one hop | User Guide, "Sending and receiving events between event buses" |
//! | partners' event sources | both sides, their states, [`Engine::put_partner_events`] | API Reference, CreatePartnerEventSource |
//! | connections, API destinations, global endpoints | state and settings, secrets forgotten; a target that is an API destination leaves as a delivery to its ARN | API Reference, CreateConnection |
//! | managed rules | made by [`Engine::put_managed_rule`], changed by their service alone | API Reference, ManagedRuleException |
//! | rules | put, described, listed, deleted, enabled, disabled on any bus; the three states | API Reference, PutRule |
//! | targets | constant, path, transformer; what each kind needs beyond the payload, with paths into the event | User Guide, "Input transformation", "Event bus targets" |
//! | deliveries | outcomes by code, retries on virtual time, dead letters with attributes, metrics of rules and schedules | User Guide, "How EventBridge retries delivering events", "Using dead-letter queues", "Monitoring Amazon EventBridge" |
//! | archives, replays | all verbs; events expire by their own time, replays go minute by minute at a documented pace | User Guide, "Archiving and replaying events" |
//! | services' events | [`Engine::publish`] takes alarm changes, API records and the like as they are | User Guide, "Events from AWS services" |
//! | rules' schedules | rates and crons on the default bus, the scheduled event | User Guide, "Creating a scheduled rule" |
//! | EventBridge Scheduler | [`scheduler`]: schedules, groups, time zones, flexible windows, context attributes, dead letters | Scheduler User Guide |
//! | EventBridge Pipes | [`pipes`]: all sources and targets, filters, batches, enrichments, templates, retries and dead letters, log records | User Guide, "Amazon EventBridge Pipes" |
//! | tags, TestEventPattern | whole | API Reference |
//! | schemas | inference, merging, OpenAPI 3 and JSON Schema draft 4, comparison; registries, versions, discoverers, code bindings in Rust, Python and TypeScript: see [`schema`] and [`schemas`] | User Guide, "Amazon EventBridge schemas"; Schema Registry API Reference |
//! | snapshots | everything, outputs that wait included | |
//!
//! # What is not
//!
//! A request for what is not there is an unknown action; nothing is silently ignored. Global endpoints do not fail over,
//! logs of buses are not written, nothing is throttled. Pipes poll nothing: their sources' records are handed in.
//! Deliveries are not performed: an [`Output::Delivery`] says what is to be sent where, and
//! [`Engine::report`] takes how it went.
//!
//! # Cost
//!
//! An event is read once for all rules of the bus, and only the fields that some pattern names are looked at.
//! A rule costs something only when a value that it waits for comes by: see [`Matcher`]. No pattern and no event costs more than a bounded
//! number of steps: see [`Limits`].
//!
//! # Crate features
//!
//! - `testing`: slow obvious twins and the laws that hold fast and slow equal. Exempt from stability; costs
//!   nothing but code.
//! - `proptest`: strategies for property tests in `testing::strategies`: patterns, events, events that match a
//!   pattern for sure, and near misses. Brings the package proptest.

mod access;
mod api;
mod archive;
mod bus;
mod delivery;
mod destination;
mod engine;
mod entry;
mod error;
mod event;
mod explain;
mod forward;
mod limits;
mod matcher;
mod name;
mod output;
mod partner;
mod pattern;
pub mod pipes;
mod policies;
mod radix;
mod rule;
mod schedule;
pub mod scheduler;
pub mod schema;
pub mod schemas;
mod shapes;
mod snapshot;
mod tags;
mod target;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transform;
mod turn;
mod wire;

pub use access::{AccessExplanation, BusQuestion, PutPermission, PutPermissionError, RemovePermissionError};
pub use archive::{
    Archive, ArchiveSize, ArchiveState, CancelReplayError, CreateArchive, CreateArchiveError, Replay, ReplayPace,
    ReplayState, StartReplay, StartReplayError, UnknownArchive, UnknownReplay, UpdateArchive, UpdateArchiveError,
};
pub use bus::{
    Bus, BusLogConfig, BusLogDetail, BusLogLevel, BusSettings, BusSettingsError, CreateBus, CreateBusError,
    DeleteBusError, UpdateBus, UpdateBusError,
};
pub use cupola_base::{Overflow, RestoreError};
pub use delivery::{EndedDelivery, Origin, PipePart, Tally};
pub use destination::{
    ApiDestination, ApiDestinationSettings, AuthorizationType, Connection, ConnectionSettings, ConnectionState,
    DestinationError, DestinationName, Endpoint, EndpointSettings,
};
pub use engine::Engine;
pub use entry::{Entry, EntryError};
pub use error::{
    ChangeRuleError, DeleteRuleError, ManagedRule, PutEventsError, PutRuleError, PutTargetsError, TagError,
    TargetError, TestEventPatternError, UnknownRule,
};
pub use event::EventError;
pub use explain::RuleDecision;
pub use forward::{Ask, Forward, ForwardRefusal, Message, MessageBody, Sender};
pub use limits::Limits;
pub use matcher::{Matcher, MatcherView, Scratch};
pub use name::{ArchiveName, BusName, NameError, ReplayName, RuleId, RuleName, TargetId};
pub use output::{Failure, FailureReason, Lost, Output};
pub use partner::{EventSource, EventSourceError, EventSourceName, EventSourceState, SourceNotice};
pub use pattern::{
    Answer, Assume, Emission, EmissionError, Explanation, Lint, LintKind, LoopAnswer, LoopCheck, MatchError,
    PathExplanation, Pattern, PatternDialect, PatternError, PatternOptions, RuleExplanation, Verdict,
    WildcardComplexity,
};
pub use policies::Policies;
pub use rule::{PutRule, Rule, RulePattern, RuleState, RuleStateError};
pub use schedule::RuleSchedule;
pub use shapes::OPERATIONS;
pub use snapshot::Snapshot;
pub use target::{Target, TargetInput};
pub use transform::{InputPath, InputPathError, InputTransformer, Rendered, Rendering, TemplateError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
