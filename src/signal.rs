//! What an area says.

use std::sync::Arc;

use cupola_base::{Datum, Delivery, Draft, EventEnvelope};

use crate::audit::{DigestDue, LogFileDelivery, StoreRecord, TrailLogEvent};
use crate::events::pipes::{PipeLogRecord, PipeNotice};
use crate::logs::{EmfDatum, Expired, ExportedObject, FilterDatum, SensitiveData, VendedTraces, WatchedEvents};
use crate::metrics::{CanaryRunDue, StateChange, StreamRecord, WatchedLogGroups};
use crate::output::Lost;
use crate::{Area, audit, events, logs, metrics, traces};

/// What an area said.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Signal {
    /// A metric filter made a measurement.
    FilterDatum(FilterDatum),
    /// A log event in embedded metric format held a measurement.
    EmfDatum(EmfDatum),
    /// The logs area measured something about itself.
    LogsDatum(Datum),
    /// Log events have outlived their group's retention.
    LogEventsExpired(Expired),
    /// What subscription filters send is to be delivered. The logs area owns the delivery.
    Subscription(Delivery),
    /// What subscription filters send goes to a destination of another place.
    LogMessage(Box<logs::Message>),
    /// A data protection policy found sensitive data in a log event.
    SensitiveData(Box<SensitiveData>),
    /// Events came in, in a log group that insight rules watch.
    WatchedEvents(Arc<WatchedEvents>),
    /// A file of an export of log events, or of a log delivery, or the result of a scheduled query.
    Object(ExportedObject),
    /// A log delivery hands traces to X-Ray.
    VendedTraces(VendedTraces),
    /// A run of a scheduled query has ended.
    LogsEvent(Box<EventEnvelope>),
    /// An alarm changed its state.
    AlarmChange(StateChange),
    /// The metrics area has an event for the bus.
    AlarmEvent(EventEnvelope),
    /// An alarm's action is to run.
    AlarmAction(Draft),
    /// A record of a metric stream is to be delivered.
    StreamRecord(StreamRecord),
    /// A canary's run is to be made.
    CanaryRun(CanaryRunDue),
    /// Insight rules want to see the events of other log groups from now on.
    WatchedLogGroups(WatchedLogGroups),
    /// An API record makes an event for the bus.
    AuditEvent(EventEnvelope),
    /// A trail delivers a log file.
    TrailFile(LogFileDelivery),
    /// A trail has a digest due.
    TrailDigest(DigestDue),
    /// A trail writes a record to its log group.
    TrailEvent(TrailLogEvent),
    /// An event data store of another place keeps a record.
    StoreRecord(StoreRecord),
    /// A target of a rule, a schedule or a pipe is to be called, or a dead letter of it sent. The events area owns the
    /// delivery.
    RuleTarget(Delivery),
    /// The events area measured something about its rules.
    RuleDatum(Datum),
    /// Something became of records of a pipe's source.
    PipeNotice(PipeNotice),
    /// A pipe logs a step.
    PipeLog(Box<PipeLogRecord>),
    /// An event goes to a bus of another place.
    Message(events::Message),
    /// The traces area counted a group's traces.
    TraceDatum(Datum),
    /// The traces area has an insight to tell of.
    TraceEvent(EventEnvelope),
    /// A core lost something.
    Lost(Lost),
}

impl Signal {
    fn dropped(area: Area, what: impl ToString) -> Self {
        Self::Lost(Lost::Dropped { area, what: what.to_string() })
    }
}

impl From<audit::Output> for Signal {
    fn from(output: audit::Output) -> Self {
        match output {
            audit::Output::Event { event, .. } => Self::AuditEvent(event),
            audit::Output::LogFile(file) => Self::TrailFile(file),
            audit::Output::Digest(due) => Self::TrailDigest(due),
            audit::Output::LogEvent(event) => Self::TrailEvent(event),
            audit::Output::StoreRecord(record) => Self::StoreRecord(record),
            audit::Output::Unsent(unsent) => Self::dropped(Area::Audit, unsent),
            audit::Output::Evicted(evicted) => Self::dropped(Area::Audit, evicted),
            audit::Output::StoreLoss(loss) => Self::dropped(Area::Audit, loss),
            audit::Output::Overflow(overflow) => Self::dropped(Area::Audit, overflow),
            other => Self::dropped(Area::Audit, format_args!("no route knows {other:?}")),
        }
    }
}

impl From<traces::Output> for Signal {
    fn from(output: traces::Output) -> Self {
        match output {
            traces::Output::Overflow(overflow) => Self::dropped(Area::Traces, overflow),
            traces::Output::Datum { datum, .. } => Self::TraceDatum(datum),
            traces::Output::Event { event, .. } => Self::TraceEvent(event),
            other => Self::dropped(Area::Traces, format_args!("no route knows {other:?}")),
        }
    }
}

impl From<logs::Output> for Signal {
    fn from(output: logs::Output) -> Self {
        match output {
            logs::Output::Datum(made) => Self::FilterDatum(made),
            logs::Output::FilterThrottled(throttled) => {
                let (filter, log_group) = (throttled.filter, throttled.log_group);
                let why = "made too many different dimensions in an hour and measures no more";
                Self::dropped(Area::Logs, format_args!("metric filter {filter} of {log_group} {why}"))
            }
            logs::Output::EmfDatum(made) => Self::EmfDatum(made),
            logs::Output::EmfFailure(failure) => {
                let (event, log_group) = (failure.event_id, failure.log_group);
                Self::dropped(Area::Logs, format_args!("metrics of event {event} of {log_group}: {}", failure.error))
            }
            logs::Output::ServiceDatum(made) => Self::LogsDatum(made.datum),
            logs::Output::Delivery(delivery) => Self::Subscription(delivery),
            logs::Output::Message(message) => Self::LogMessage(message),
            logs::Output::SensitiveData(found) => Self::SensitiveData(Box::new(found)),
            logs::Output::Watched(seen) => Self::WatchedEvents(Arc::from(seen)),
            logs::Output::Object(object) => Self::Object(object),
            logs::Output::VendedTraces(traces) => Self::VendedTraces(traces),
            logs::Output::VendedFailed(failed) => {
                let (delivery, records, why) = (failed.delivery, failed.records, failed.why);
                Self::dropped(Area::Logs, format_args!("{records} records of log delivery {delivery}: {why}"))
            }
            logs::Output::Event(event) => Self::LogsEvent(event),
            logs::Output::SubscriptionFailed(failed) => {
                let (filter, log_group, why) = (failed.filter, failed.log_group, failed.why);
                Self::dropped(Area::Logs, format_args!("what subscription filter {filter} of {log_group} sent: {why}"))
            }
            logs::Output::Expired(expired) => Self::LogEventsExpired(expired),
            logs::Output::Overflow(overflow) => Self::dropped(Area::Logs, overflow),
            other => Self::dropped(Area::Logs, format_args!("no route knows {other:?}")),
        }
    }
}

impl From<metrics::Output> for Signal {
    fn from(output: metrics::Output) -> Self {
        match output {
            metrics::Output::StateChange(change) => Self::AlarmChange(change),
            metrics::Output::Event(event) => Self::AlarmEvent(event),
            metrics::Output::Action(draft) => Self::AlarmAction(draft),
            metrics::Output::StreamRecord(record) => Self::StreamRecord(record),
            metrics::Output::CanaryRun(due) => Self::CanaryRun(due),
            metrics::Output::WatchedLogGroups(watched) => Self::WatchedLogGroups(watched),
            metrics::Output::Overflow(overflow) => Self::dropped(Area::Metrics, overflow),
            other => Self::dropped(Area::Metrics, format_args!("no route knows {other:?}")),
        }
    }
}

impl From<events::Output> for Signal {
    fn from(output: events::Output) -> Self {
        match output {
            events::Output::Delivery(delivery) => Self::RuleTarget(delivery),
            events::Output::Datum(datum) => Self::RuleDatum(datum),
            events::Output::Ended(ended) => Self::dropped(Area::Events, ended),
            events::Output::Lost(loss) => Self::dropped(Area::Events, loss),
            events::Output::Pipe(notice) => Self::PipeNotice(notice),
            events::Output::PipeLog(record) => Self::PipeLog(record),
            events::Output::Message(message) => Self::Message(message),
            events::Output::Failure(failure) => Self::dropped(Area::Events, failure),
            events::Output::Undiscovered(undiscovered) => Self::dropped(Area::Events, undiscovered),
            events::Output::Overflow(overflow) => Self::dropped(Area::Events, overflow),
            other => Self::dropped(Area::Events, format_args!("no route knows {other:?}")),
        }
    }
}
