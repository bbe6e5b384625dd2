//! What is to be done about what an area says.

use std::sync::Arc;

use cupola_base::{Datum, Delivery, Draft, EventEnvelope};

use crate::audit::{DigestDue, LogFileDelivery, StoreRecord, TrailLogEvent};
use crate::events::Message;
use crate::events::pipes::PipeNotice;
use crate::finding::FindingLine;
use crate::log_line::LogLine;
use crate::logs::{self, ExportedObject, WatchedEvents};
use crate::metrics::{CanaryRunDue, StateChange};
use crate::output::Lost;
use crate::pipe_line::PipeLine;

/// What is to be done about a signal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Put a measurement into the metric store.
    PutDatum(Datum),
    /// Put a service's event on the default bus.
    Publish(EventEnvelope),
    /// Hand a delivery out, and own it.
    Deliver(Draft),
    /// Hand a delivery out that an area owns.
    HandOn(Delivery),
    /// Write a log event that a rule or a pipe sends, if the place has its log group, and tell the events area how that went.
    WriteLog(LogLine),
    /// Write what data protection found into a log group of the place.
    WriteFinding(FindingLine),
    /// Write a log record of a pipe into a log group of the place.
    WritePipeLog(PipeLine),
    /// Send something to another place.
    Send(Message),
    /// Send log events to a destination of another place.
    SendLogs(Box<logs::Message>),
    /// Put segment documents into the trace store; those that it refuses are lost, and told.
    PutSegments(Vec<String>),
    /// Hand the owner a file that log events are exported or delivered into, or the result of a scheduled query.
    TellObject(ExportedObject),
    /// Hand the owner a log file of a trail.
    TellTrailFile(LogFileDelivery),
    /// Tell the owner of a digest that a trail has due.
    TellTrailDigest(DigestDue),
    /// Write a record that a trail logs, in the place of its log group.
    WriteTrailEvent(TrailLogEvent),
    /// Keep a record in an event data store of another place.
    KeepRecord(StoreRecord),
    /// Tell the owner of an alarm's change.
    TellChange(StateChange),
    /// Tell the owner what became of records of a pipe's source.
    TellPipe(PipeNotice),
    /// Tell the owner that a canary's run is to be made.
    TellRun(CanaryRunDue),
    /// Tell the logs area which groups insight rules watch: names, or how they begin with `*` behind.
    WatchLogGroups(Vec<String>),
    /// Lay log events before insight rules.
    CountContributors(Arc<WatchedEvents>),
    /// Tell the owner of a loss.
    TellLoss(Lost),
}
