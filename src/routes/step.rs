//! What is to be done about what an area says.

use cupola_base::{Datum, Delivery, Draft, EventEnvelope};

use crate::audit::{DigestDue, LogFileDelivery, StoreRecord, TrailLogEvent};
use crate::events::Message;
use crate::finding::FindingLine;
use crate::log_line::LogLine;
use crate::logs::{self, ExportedObject};
use crate::metrics::{CanaryRunDue, StateChange};
use crate::output::Lost;

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
    /// Write a log event that a rule sends, if the place has its log group, and tell the events area how that went.
    WriteLog(LogLine),
    /// Write what data protection found into a log group of the place.
    WriteFinding(FindingLine),
    /// Send something to another place.
    Send(Message),
    /// Send log events to a destination of another place.
    SendLogs(Box<logs::Message>),
    /// Hand the owner a file that log events are exported into.
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
    /// Tell the owner that a canary's run is to be made.
    TellRun(CanaryRunDue),
    /// Tell the owner of a loss.
    TellLoss(Lost),
}
