//! What an observatory hands out.

use cupola_base::outbox;
use cupola_base::{Delivery, Overflow};
use serde::{Deserialize, Serialize};

use crate::Area;
use crate::audit::{DigestDue, LogFileDelivery};
use crate::events::pipes::PipeNotice;
use crate::logs::ExportedObject;
use crate::metrics::{CanaryRunDue, StateChange};

/// One thing that comes out of [`Observatory::drain`](crate::Observatory::drain).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Something to deliver to a target.
    Delivery(Delivery),
    /// An alarm changed its state.
    StateChange(StateChange),
    /// A canary's run is to be made; how it went is told with
    /// [`report_canary_run`](crate::metrics::Engine::report_canary_run).
    CanaryRun(CanaryRunDue),
    /// Something became of records of a pipe's source: which messages are to be deleted from their queue, which stay.
    Pipe(PipeNotice),
    /// A file that an export task or a log delivery writes into a bucket, or the result of a scheduled query.
    Object(ExportedObject),
    /// A log file that a trail delivers into its bucket.
    TrailFile(LogFileDelivery),
    /// A trail that validates its log files has a digest due; [`DigestWriters`](crate::audit::DigestWriters) make its file
    /// with your signer.
    TrailDigest(DigestDue),
    /// Something was lost on the way, because a bound was reached.
    Lost(Lost),
    /// Outputs were dropped before these, because nobody drained them.
    Overflow(Overflow),
}

/// Something that was lost because a bound was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Lost {
    /// Signals between areas were cut off: they had gone round the hop budget's number of times
    /// within one instant.
    Hops {
        /// How many signals.
        signals: usize,
    },
    /// An area dropped data or outputs of its own, or could not do something.
    Dropped {
        /// The area.
        area: Area,
        /// What, in words.
        what: String,
    },
    /// An area refused what a route brought.
    Refused {
        /// The area that refused.
        area: Area,
        /// Why, in its words.
        why: String,
    },
}

/// What the outbox carries beside deliveries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Notice {
    StateChange(StateChange),
    CanaryRun(CanaryRunDue),
    Object(ExportedObject),
    TrailFile(LogFileDelivery),
    TrailDigest(DigestDue),
    Lost(Lost),
    Pipe(PipeNotice),
}

impl From<outbox::Output<Notice>> for Output {
    fn from(output: outbox::Output<Notice>) -> Self {
        match output {
            outbox::Output::Delivery(delivery) => Self::Delivery(delivery),
            outbox::Output::Notice(Notice::StateChange(change)) => Self::StateChange(change),
            outbox::Output::Notice(Notice::CanaryRun(due)) => Self::CanaryRun(due),
            outbox::Output::Notice(Notice::Object(object)) => Self::Object(object),
            outbox::Output::Notice(Notice::TrailFile(file)) => Self::TrailFile(file),
            outbox::Output::Notice(Notice::TrailDigest(due)) => Self::TrailDigest(due),
            outbox::Output::Notice(Notice::Lost(lost)) => Self::Lost(lost),
            outbox::Output::Notice(Notice::Pipe(notice)) => Self::Pipe(notice),
            outbox::Output::Overflow(overflow) => Self::Overflow(overflow),
        }
    }
}
