//! What queries read.

use std::sync::{Arc, OnceLock};

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::discover::Found;

/// A log event as a query sees it. Cheap to clone.
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::insights::Event;
///
/// let event = Event::new(Timestamp::EPOCH, "GET /v1/docks 200").in_stream("web", "host-1");
/// assert_eq!((event.stream(), event.message()), ("host-1", "GET /v1/docks 200"));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event(Arc<Inner>);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Inner {
    at: Timestamp,
    received: Timestamp,
    message: Arc<str>,
    stream: Arc<str>,
    /// The group, with the account and a colon before it.
    log: Arc<str>,
    region: Arc<str>,
    pointer: Arc<str>,
    /// The message before parts of it were masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clear: Option<Arc<str>>,
    #[serde(skip)]
    found: OnceLock<Found>,
}

impl Event {
    /// An event that came in when it happened, in no stream.
    #[must_use]
    pub fn new(at: Timestamp, message: impl Into<Arc<str>>) -> Self {
        let empty: Arc<str> = "".into();
        Self(Arc::new(Inner {
            at,
            received: at,
            message: message.into(),
            stream: empty.clone(),
            log: empty.clone(),
            region: empty.clone(),
            pointer: empty,
            clear: None,
            found: OnceLock::new(),
        }))
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// The log group, as `account:name` or by name alone, and the stream.
    #[must_use]
    pub fn in_stream(self, log: impl Into<Arc<str>>, stream: impl Into<Arc<str>>) -> Self {
        self.with(|inner| (inner.log, inner.stream) = (log.into(), stream.into()))
    }

    /// When it came in.
    #[must_use]
    pub fn received(self, at: Timestamp) -> Self {
        self.with(|inner| inner.received = at)
    }

    /// The region of its log group.
    #[must_use]
    pub fn in_region(self, region: impl Into<Arc<str>>) -> Self {
        self.with(|inner| inner.region = region.into())
    }

    /// What `@ptr` shows: a text that leads back to the event.
    #[must_use]
    pub fn with_pointer(self, pointer: impl Into<Arc<str>>) -> Self {
        self.with(|inner| inner.pointer = pointer.into())
    }

    /// The message before parts of it were masked, which `unmask` shows.
    #[must_use]
    pub fn masked_from(self, clear: impl Into<Arc<str>>) -> Self {
        self.with(|inner| inner.clear = Some(clear.into()))
    }

    /// When it happened.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.0.at
    }

    /// When it came in.
    #[must_use]
    pub fn received_at(&self) -> Timestamp {
        self.0.received
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The log stream.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.0.stream
    }

    /// The log group.
    #[must_use]
    pub fn log(&self) -> &str {
        &self.0.log
    }

    /// What `@ptr` shows.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    pub(super) fn region(&self) -> &str {
        &self.0.region
    }

    /// The message before parts of it were masked; `None` where nothing was, or it is not to be seen.
    pub(super) fn clear(&self) -> Option<&Arc<str>> {
        self.0.clear.as_ref()
    }

    pub(super) fn message_text(&self) -> Arc<str> {
        self.0.message.clone()
    }

    /// The fields in its message, once somebody looked for them.
    pub(super) fn found(&self) -> Option<&Found> {
        self.0.found.get()
    }

    /// Keeps the fields in its message.
    pub(super) fn keep(self, found: Found) -> Self {
        self.with(|inner| {
            inner.found = OnceLock::new();
            let _ = inner.found.set(found);
        })
    }
}
