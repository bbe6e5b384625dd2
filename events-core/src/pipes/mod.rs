//! Pipes that carry the records of one source to one target: EventBridge Pipes.
//!
//! The verbs stand on [`Engine`](crate::Engine) ([`create_pipe`](crate::Engine::create_pipe), ...), and
//! [`Engine::call_pipes`](crate::Engine::call_pipes) is the door of the service's own API, whose actions stand in
//! [`OPERATIONS`].
//!
//! Nothing is polled here: whoever keeps a source hands its records in with
//! [`Engine::pipe_records`](crate::Engine::pipe_records). Each that a filter lets in waits for its batch, goes through the
//! enrichment, and on to the target:
//!
//! - what is called comes out as [`Output::Delivery`](crate::Output::Delivery);
//!   [`Engine::report`](crate::Engine::report) takes how it went, [`Engine::answer`](crate::Engine::answer) that it went
//!   well and what was answered, which the enrichment's stage goes on with;
//! - what became of records comes out as [`Output::Pipe`](crate::Output::Pipe): which messages are to be deleted from
//!   their queue, and which stay there;
//! - what the pipe logs comes out as [`Output::PipeLog`](crate::Output::PipeLog).
//!
//! ```
//! use cupola_base::{Arn, Place, Timestamp};
//! use cupola_events::pipes::{CallSettings, CreatePipe, PipeName, PipeNews, PipeRecord, PipeSource, PipeTemplate};
//! use cupola_events::{Engine, Output};
//!
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let queue = "arn:aws:sqs:us-east-1:111122223333:orders";
//! let arn = |text| Arn::parse(text);
//! let create = CreatePipe::new(
//!     PipeName::new("bills")?,
//!     PipeSource::new(queue)?,
//!     arn("arn:aws:sns:us-east-1:111122223333:bills")?,
//!     arn("arn:aws:iam::111122223333:role/pipe")?,
//! );
//! let create = create
//!     .enriched_by(arn("arn:aws:lambda:us-east-1:111122223333:function:price")?)
//!     .with_target_settings(CallSettings::default().with_template(PipeTemplate::parse("to pay: <$.price>")?));
//! engine.create_pipe(now, create)?;
//!
//! engine.pipe_records(now, queue, vec![PipeRecord::message("m-1", "h", r#"{"crates": 3}"#)]);
//! let Some(Output::Delivery(enrichment)) = engine.drain().pop() else { panic!() };
//! engine.answer(now, enrichment.id, r#"[{"messageId": "m-1", "price": 12}]"#);
//! let Some(Output::Delivery(call)) = engine.drain().pop() else { panic!() };
//! assert_eq!(call.payload.to_string(), "to pay: 12");
//! engine.answer(now, call.id, "");
//! let Some(Output::Pipe(notice)) = engine.drain().pop() else { panic!() };
//! assert!(matches!(&notice.news, PipeNews::Done(records) if records[0].id == "m-1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How records that failed are treated
//!
//! | source | |
//! |---|---|
//! | SQS | they stay in their queue ([`PipeNews::Returned`]); a batch can fail in part |
//! | Kinesis, DynamoDB | they are tried again, as often and as long as [`StreamSettings`] says, in halves when it does; then they are given up, and a dead letter tells where they were. A batch can fail in part |
//! | Kafka, Amazon MQ | the whole batch is tried again until it arrives |
//!
//! A call that fails in a way that may pass is made again within the execution, which takes five minutes at most. A call
//! that nobody ever reports counts as made then, see
//! [`Policies::untold_pipe_calls_succeed`](crate::Policies::untold_pipe_calls_succeed); an enrichment that never answers has
//! failed. An event bus of this place takes its events at once.
//!
//! # Measurements
//!
//! An engine [with metrics](crate::Engine::with_metrics) measures in the namespace `AWS/EventBridge/Pipes`, with the
//! dimension `PipeName`: `EventCount` and `EventSize` of each batch, `Invocations`, `Duration`, `ExecutionFailed`,
//! `ExecutionPartiallyFailed`, `ExecutionThrottled`, `ExecutionTimeout`, `EnrichmentStageFailed`, `TargetStageFailed`,
//! `TargetStagePartiallyFailed` and `TargetStageSkipped`.
//!
//! # Source
//!
//! EventBridge User Guide, "Amazon EventBridge Pipes"; EventBridge Pipes API Reference.

mod api;
mod check;
mod error;
mod explain;
mod filter;
mod log;
mod members;
mod name;
mod notice;
mod pipe;
mod record;
mod run;
mod settings;
mod shapes;
mod source;
mod source_kind;
mod state;
mod step;
mod target;
mod template;
mod variable;
mod verbs;
mod view;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Timers, Timestamp};
use serde::{Deserialize, Serialize};

pub use error::{PipeProblem, PipesError};
pub use explain::{FilterDecision, PipeDecision};
pub use filter::FilterVerdict;
pub use log::{PipeLogBucket, PipeLogConfig, PipeLogError, PipeLogLevel, PipeLogRecord};
pub use name::PipeName;
pub use notice::{GaveUp, PipeNews, PipeNotice, RecordName};
pub use pipe::Pipe;
pub use record::{PipeRecord, PipeRecordError};
pub use run::PipeIntake;
pub use settings::{CreatePipe, SettingsUpdate, UpdatePipe};
pub use shapes::OPERATIONS;
pub use source::{PipeSource, SourceSettings, StartingPosition, StreamSettings};
pub use source_kind::SourceKind;
pub use state::{DesiredState, PipeState};
pub use step::PipeStep;
pub use target::CallSettings;
pub use template::{PipeTemplate, PipeTemplateError};

use run::{Entry, Execution, Kept, Task};

/// All pipes, and what they are at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Pipes {
    entries: BTreeMap<PipeName, Entry>,
    streams: BTreeMap<String, Kept>,
    executions: BTreeMap<String, Execution>,
    timers: Timers<Task>,
    /// Executions that were begun so far.
    begun: u64,
    /// Batches that were made to be tried again so far.
    batches: u64,
    /// Pipes with a batch that could not begin, because too many were under way.
    throttled: BTreeSet<PipeName>,
}

impl Pipes {
    /// When something is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.timers.next_due()
    }

    /// The pipes of a source, by name.
    fn names_of(&self, source: &str) -> Vec<PipeName> {
        let of_source = self.entries.values().filter(|entry| entry.pipe.source.arn == source);
        of_source.map(|entry| entry.pipe.name.clone()).collect()
    }

    /// The running pipes of a source, each with how many records wait in it.
    fn running_of(&self, source: &str) -> Vec<(usize, PipeName)> {
        let running = |entry: &&Entry| entry.pipe.source.arn == source && entry.pipe.state == PipeState::Running;
        self.entries.values().filter(running).map(|entry| (entry.waiting(), entry.pipe.name.clone())).collect()
    }

    /// Messages of queues that wait in pipes.
    fn waiting(&self) -> usize {
        self.entries.values().filter(|entry| entry.pipe.source.kind.is_queue()).map(Entry::waiting).sum()
    }

    /// The timer of a pipe's lanes has gone off.
    fn woken(&mut self, name: &PipeName) {
        if let Some(entry) = self.entries.get_mut(name) {
            entry.forget_wake();
        }
    }

    /// Lets the oldest records of streams go until at most so many are kept, with so many bytes; tells how many went.
    fn fit_kept(&mut self, most: usize, most_bytes: u64) -> u64 {
        let mut records: usize = self.streams.values().map(Kept::len).sum();
        let mut bytes: u64 = self.streams.values().map(Kept::bytes).sum();
        let mut lost = 0;
        while (records > most || bytes > most_bytes)
            && let Some(oldest) = self.oldest_stream()
        {
            bytes -= oldest.drop_first();
            (records, lost) = (records - 1, lost + 1);
        }
        lost
    }

    fn oldest_stream(&mut self) -> Option<&mut Kept> {
        self.streams.values_mut().filter(|kept| kept.len() > 0).min_by_key(|kept| kept.oldest())
    }

    /// Streams of which nothing is kept and that no pipe reads are forgotten.
    fn forget_streams(&mut self) {
        if self.streams.values().all(|kept| kept.len() > 0) {
            return;
        }
        let read: BTreeSet<&str> = self.entries.values().map(|entry| entry.pipe.source.arn.as_str()).collect();
        self.streams.retain(|source, kept| kept.len() > 0 || read.contains(source.as_str()));
    }
}
