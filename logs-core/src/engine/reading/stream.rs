//! Reading one stream, page by page, in either direction.

use cupola_base::{ApiError, Timestamp};

use super::position::{Direction, Position, Stream};
use super::view::View;
use super::{LogEvent, PageError, Space};
use crate::engine::Engine;
use crate::error::{ForbiddenByClass, UnknownLog};
use crate::group;
use crate::kms::UnusableKmsKey;
use crate::name::LogStreamName;
use crate::store::{Cursor, Gap};

/// Which events of a stream are asked for.
///
/// ```
/// use cupola_logs::{GetLogEvents, Timestamp};
///
/// let last_ten = GetLogEvents::of("app", "host-1").limit(10);
/// let first_ten_since = last_ten.clone().from(Timestamp::EPOCH).from_head();
/// assert_ne!(last_ten, first_ten_since);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetLogEvents {
    group: String,
    stream: String,
    pub(crate) start: Option<Timestamp>,
    pub(crate) end: Option<Timestamp>,
    pub(crate) limit: Option<usize>,
    pub(crate) from_head: bool,
    pub(crate) token: Option<String>,
    pub(crate) unmask: bool,
}

impl GetLogEvents {
    /// The last page of a stream.
    #[must_use]
    pub fn of(group: impl Into<String>, stream: impl Into<String>) -> Self {
        let (group, stream) = (group.into(), stream.into());
        Self { group, stream, start: None, end: None, limit: None, from_head: false, token: None, unmask: false }
    }

    /// No events before this instant.
    #[must_use]
    pub fn from(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// No events at this instant or after it.
    #[must_use]
    pub fn until(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// At most so many events on the page: 1 to 10,000.
    #[must_use]
    pub fn limit(self, events: usize) -> Self {
        Self { limit: Some(events), ..self }
    }

    /// The first page instead of the last.
    #[must_use]
    pub fn from_head(self) -> Self {
        Self { from_head: true, ..self }
    }

    /// The page that a token of an earlier page leads to; the token alone says in which direction.
    #[must_use]
    pub fn after(self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// The original texts, where sensitive data is masked.
    #[must_use]
    pub fn unmasked(self) -> Self {
        Self { unmask: true, ..self }
    }

    /// The part of the stream that is asked for.
    fn window(&self, cutoff: Timestamp) -> Window {
        let start = Gap::at(self.start.unwrap_or(Timestamp::MIN).max(cutoff));
        let end = self.end.map_or(Gap::past(Timestamp::MAX), Gap::at);
        Window { start, end: end.max(start) }
    }

    /// The gaps before and after an empty page: one goes on from where one stood, or from the start.
    const fn ends_of_nothing(&self, window: Window, position: Position) -> (Gap, Gap) {
        let gap = if self.token.is_some() { position.gap } else { window.start };
        (gap, gap)
    }

    fn position(&self, window: Window) -> Result<Position, PageError> {
        let stream = Stream { group: &self.group, name: &self.stream };
        match &self.token {
            Some(token) => Position::decode(token, stream),
            None if self.from_head => Ok(Position { direction: Direction::Forward, gap: window.start }),
            None => Ok(Position { direction: Direction::Backward, gap: window.end }),
        }
    }
}

/// A page of a stream: events in ascending order, and the ways on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventPage {
    /// The events.
    pub events: Vec<LogEvent>,
    /// Leads to what comes after the page. Kept, it leads to events that come in later.
    pub next_forward: String,
    /// Leads to what comes before the page.
    pub next_backward: String,
}

/// The events of a page, and the gaps before and after them if there are any.
#[derive(Debug, Default)]
struct Found {
    events: Vec<LogEvent>,
    ends: Option<(Gap, Gap)>,
}

/// From the first gap to the second.
#[derive(Clone, Copy, Debug)]
struct Window {
    start: Gap,
    end: Gap,
}

impl Engine {
    /// Reads a page of a stream. The end is reached when a page is empty; its token is then the one
    /// that was given.
    ///
    /// # Errors
    /// [`GetLogEventsError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogEvents.
    #[doc(alias = "GetLogEvents")]
    pub fn get_log_events(&mut self, now: Timestamp, request: &GetLogEvents) -> Result<EventPage, GetLogEventsError> {
        let now = self.at(now);
        self.view(now, &request.group)?.page(request)
    }
}

impl View<'_> {
    pub(super) fn page(&self, request: &GetLogEvents) -> Result<EventPage, GetLogEventsError> {
        self.check_group(&request.group)?;
        let entry = self.streams.get_key_value(request.stream.as_str());
        let (name, stream) = entry.ok_or_else(|| UnknownLog::Stream(request.stream.clone()))?;
        self.allow("GetLogEvents")?;
        let window = request.window(self.cutoff);
        let position = request.position(window)?;
        let space = Space::new(request.limit, self.limits)?;
        let Found { events, ends } = self.read((name, stream), window, position, space, request.unmask)?;
        let (before, after) = ends.unwrap_or_else(|| request.ends_of_nothing(window, position));
        let encode = |direction, gap| {
            Position { direction, gap }.encode(Stream { group: &request.group, name: &request.stream })
        };
        let (next_forward, next_backward) = (encode(Direction::Forward, after), encode(Direction::Backward, before));
        Ok(EventPage { events, next_forward, next_backward })
    }

    fn read(
        &self,
        (name, stream): (&LogStreamName, &group::Stream),
        window: Window,
        position: Position,
        mut space: Space,
        unmask: bool,
    ) -> Result<Found, UnusableKmsKey> {
        let from = position.gap.clamp(window.start, window.end);
        let mut cursor = Cursor::forward(&stream.strand, from);
        let mut found = Found::default();
        let forward = position.direction == Direction::Forward;
        while let Some((mark, message)) = if forward { cursor.next() } else { cursor.previous() } {
            let inside = window.start <= Gap::before(mark) && Gap::before(mark) < window.end;
            if !inside || !space.take(message) {
                break;
            }
            self.seals.check(mark.sequence)?;
            found.events.push(LogEvent::new(name, mark, &stream.margin.shown(mark, message, unmask)));
            let (before, after) = found.ends.unwrap_or_else(|| (Gap::before(mark), Gap::after(mark)));
            found.ends = Some((before.min(Gap::before(mark)), after.max(Gap::after(mark))));
        }
        if !forward {
            found.events.reverse();
        }
        Ok(found)
    }
}

/// Why a page of a stream was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GetLogEventsError {
    /// The group or the stream is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class does not allow it.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The limit or the token is refused.
    #[error(transparent)]
    Page(#[from] PageError),
    /// An event of the page is under a key that cannot be used.
    #[error(transparent)]
    Key(#[from] UnusableKmsKey),
}

impl From<GetLogEventsError> for ApiError {
    fn from(error: GetLogEventsError) -> Self {
        match error {
            GetLogEventsError::Unknown(error) => error.into(),
            GetLogEventsError::Class(error) => error.into(),
            GetLogEventsError::Page(error) => error.into(),
            GetLogEventsError::Key(error) => error.into(),
        }
    }
}
