//! What leaves the engine.

use std::fmt;
use std::sync::Arc;

use cupola_base::outputs::{Emitted, Loss};
use cupola_base::{Datum, Delivery, EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::destination::Message;
use crate::emf::EmfError;
use crate::export::ExportedObject;
use crate::protection::SensitiveData;
use crate::vended::{VendedFailed, VendedTraces};
use crate::watch::WatchedEvents;

/// One thing that happened because of time or data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// A metric filter made a measurement.
    Datum(FilterDatum),
    /// A metric filter measures no more: it made too many different dimensions.
    FilterThrottled(FilterThrottled),
    /// A measurement was taken out of an event in embedded metric format.
    EmfDatum(EmfDatum),
    /// An event in embedded metric format is not right.
    EmfFailure(EmfFailure),
    /// The service measured something about itself, in the namespace `AWS/Logs`.
    ServiceDatum(ServiceDatum),
    /// What subscription filters or log deliveries send is to be delivered; how that went is told with
    /// [`report`](crate::Engine::report).
    Delivery(Delivery),
    /// What subscription filters send goes to a destination of another place.
    Message(Box<Message>),
    /// An export task or a log delivery writes a file, or a scheduled query its result.
    Object(ExportedObject),
    /// A log delivery did not write records.
    VendedFailed(VendedFailed),
    /// A log delivery hands traces to X-Ray.
    VendedTraces(VendedTraces),
    /// A run of a scheduled query has ended: an event for the default bus.
    Event(Box<EventEnvelope>),
    /// What a subscription filter sent did not arrive.
    SubscriptionFailed(SubscriptionFailed),
    /// Events were removed from memory because their group's retention was over.
    Expired(Expired),
    /// Sensitive data was found in an event and masked.
    SensitiveData(SensitiveData),
    /// Events came in, in a log group that is [watched](crate::Engine::watch_log_groups).
    Watched(Box<WatchedEvents>),
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Datum(made) => made.at,
            Self::FilterThrottled(throttled) => throttled.at,
            Self::EmfDatum(made) => made.at,
            Self::EmfFailure(failure) => failure.at,
            Self::ServiceDatum(made) => made.at,
            Self::Delivery(delivery) => delivery.at,
            Self::Message(message) => message.at,
            Self::Object(object) => object.at,
            Self::VendedFailed(failed) => failed.at,
            Self::VendedTraces(traces) => traces.at,
            Self::Event(event) => event.time,
            Self::SubscriptionFailed(failed) => failed.at,
            Self::Expired(expired) => expired.at,
            Self::SensitiveData(found) => found.at,
            Self::Watched(seen) => seen.at,
            Self::Overflow(overflow) => overflow.at,
        }
    }
}

/// A measurement that a metric filter made.
///
/// The datum's own time is that of the event (of the first of them, where several of one minute were
/// put together), or the start of the minute for a default value. `at` is when it was made: when the
/// event came in, or when the minute closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilterDatum {
    /// When it was made.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The filter's name.
    pub filter: Arc<str>,
    /// The measurement.
    pub datum: Datum,
}

/// A metric filter that measures no more: it made more different dimensions in one hour than
/// [`Limits::dimension_pairs_per_hour`](crate::Limits::dimension_pairs_per_hour).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilterThrottled {
    /// When.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The filter's name.
    pub filter: Arc<str>,
}

/// A measurement that stood in an event in embedded metric format. The datum's own time is that of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EmfDatum {
    /// When the event came in.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The log stream.
    pub log_stream: Arc<str>,
    /// The measurement.
    pub datum: Datum,
}

/// An event that was to be a document in embedded metric format, and what is wrong with it.
///
/// The service drops such events in silence, but for the metrics `EMFParsingErrors` and `EMFValidationErrors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EmfFailure {
    /// When the event came in.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The log stream.
    pub log_stream: Arc<str>,
    /// The event's id, as reading it gives it.
    pub event_id: String,
    /// What is wrong.
    pub error: EmfError,
}

/// What the service measured about itself, in the namespace `AWS/Logs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServiceDatum {
    /// When.
    pub at: Timestamp,
    /// The measurement.
    pub datum: Datum,
}

/// What a subscription filter sent did not arrive: it was refused for good, or for a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionFailed {
    /// When it was told.
    pub at: Timestamp,
    /// The log group; empty where a policy of the account looked whether its destination is reachable.
    pub log_group: Arc<str>,
    /// The name of the filter, or of the account's policy.
    pub filter: Arc<str>,
    /// Why, in words.
    pub why: String,
}

/// Events that were removed because their group's retention was over.
///
/// They had vanished from every answer before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Expired {
    /// When they were removed.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// How many.
    pub events: u64,
    /// What they counted in bytes, 26 an event included.
    pub bytes: u64,
}

impl Emitted for Output {
    type Lost = Lost;
    const UNDRAINED: Lost = Lost::Outputs;

    fn when(&self) -> Timestamp {
        self.at()
    }

    fn lost(loss: Overflow) -> Self {
        Self::Overflow(loss)
    }
}

/// Something was lost because a budget was reached.
pub type Overflow = Loss<Lost>;

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Lost {
    /// Outputs that nobody drained.
    Outputs,
    /// Log events: the oldest.
    Events,
    /// Log events that are too large for the target of a subscription.
    LargeEvents,
    /// Deliveries that waited for another try: the oldest.
    Retries,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outputs => "outputs",
            Self::Events => "log events",
            Self::LargeEvents => "log events that are too large to be sent",
            Self::Retries => "deliveries that waited for another try",
        })
    }
}
