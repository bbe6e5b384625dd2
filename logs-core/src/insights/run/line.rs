//! Log events as they are read: borrowed, many at a time.

use std::sync::Arc;

use cupola_base::Timestamp;

use crate::insights::event::Event;

/// A log event that a query reads where it stands.
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::insights::{Line, LineHome};
///
/// let home = LineHome::new("web", "host-1");
/// let line = Line::new(Timestamp::EPOCH, "GET /v1/docks 200", &home);
/// assert_eq!((line.message(), line.at()), ("GET /v1/docks 200", Timestamp::EPOCH));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub(super) at: Timestamp,
    pub(super) received: Timestamp,
    /// Where it stands among events of the same time.
    pub(super) position: u64,
    pub(super) message: &'a str,
    pub(super) kept: Kept<'a>,
    /// Whether all lines are read in order of time, whatever the order in which they come.
    is_by_time: bool,
}

/// What is known of it besides.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept<'a> {
    Event(&'a Event),
    At(&'a LineHome),
}

/// Where log events come from: what they share.
#[derive(Clone, Debug, Default)]
pub struct LineHome {
    pub(in crate::insights) log: Arc<str>,
    pub(in crate::insights) stream: Arc<str>,
    pub(in crate::insights) region: Arc<str>,
    /// The name of the log group, where `@ptr` leads back to its events.
    pub(in crate::insights) group: Option<Arc<str>>,
}

impl LineHome {
    /// A log group, as `account:name` or by name alone, and a stream; either may be empty.
    #[must_use]
    pub fn new(log: impl Into<Arc<str>>, stream: impl Into<Arc<str>>) -> Self {
        Self { log: log.into(), stream: stream.into(), ..Self::default() }
    }
}

impl<'a> Line<'a> {
    /// A line that came in when it happened.
    #[must_use]
    pub const fn new(at: Timestamp, message: &'a str, home: &'a LineHome) -> Self {
        Self { at, received: at, position: 0, message, kept: Kept::At(home), is_by_time: false }
    }

    /// An event.
    #[must_use]
    pub fn of(event: &'a Event) -> Self {
        let (at, received) = (event.at(), event.received_at());
        Self { at, received, position: 0, message: event.message(), kept: Kept::Event(event), is_by_time: false }
    }

    /// The same, come in at another time.
    #[must_use]
    pub const fn came_in(self, received: Timestamp) -> Self {
        Self { received, ..self }
    }

    /// The same, as the one of this number among those of the same time.
    #[must_use]
    pub const fn numbered(self, position: u64) -> Self {
        Self { position, ..self }
    }

    /// The same, in a log group, which is read in order of time.
    pub(in crate::insights) const fn by_time(self) -> Self {
        Self { is_by_time: true, ..self }
    }

    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The message.
    #[must_use]
    pub const fn message(&self) -> &'a str {
        self.message
    }

    /// Where it stands in the order of reading: a log group is read in order of time, all else as it comes.
    pub(super) const fn order(&self) -> (i64, u64) {
        (if self.is_by_time { self.at.as_millis() } else { 0 }, self.position)
    }

    pub(super) fn log(&self) -> &'a str {
        match self.kept {
            Kept::Event(event) => event.log(),
            Kept::At(home) => &home.log,
        }
    }

    pub(super) fn stream(&self) -> &'a str {
        match self.kept {
            Kept::Event(event) => event.stream(),
            Kept::At(home) => &home.stream,
        }
    }

    pub(super) fn region(&self) -> &'a str {
        match self.kept {
            Kept::Event(event) => event.region(),
            Kept::At(home) => &home.region,
        }
    }

    pub(super) fn pointer(&self) -> Arc<str> {
        match self.kept {
            Kept::Event(event) => event.pointer().into(),
            Kept::At(home) => home.pointer(self.at, self.position),
        }
    }

    /// The event, with a copy of the message unless it is one.
    #[must_use]
    pub fn to_event(self) -> Event {
        match self.kept {
            Kept::Event(event) => event.clone(),
            Kept::At(home) => Event::new(self.at, self.message)
                .received(self.received)
                .in_stream(home.log.clone(), home.stream.clone())
                .in_region(home.region.clone())
                .with_pointer(self.pointer()),
        }
    }
}

impl LineHome {
    fn pointer(&self, at: Timestamp, position: u64) -> Arc<str> {
        match &self.group {
            Some(group) => pointer(at, position, group, &self.stream).into(),
            None => "".into(),
        }
    }
}

/// What leads back to an event of a log group.
pub(in crate::insights) fn pointer(at: Timestamp, sequence: u64, group: &str, stream: &str) -> String {
    let text = format!("{}\0{sequence}\0{group}\0{stream}", at.as_millis());
    crate::insights::evaluate::base64_encode(&text).to_string()
}
