//! Reading many streams at once, by pattern.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Bound;

use cupola_base::constraint::Violations;
use cupola_base::paging::Token;
use cupola_base::{ApiError, Timestamp};

use super::view::View;
use super::{LogEvent, PageError, Space};
use crate::engine::Engine;
use crate::error::{ForbiddenByClass, UnknownLog};
use crate::filter::{FilterPattern, Prospects};
use crate::group::Stream;
use crate::kms::UnusableKmsKey;
use crate::limits::Limits;
use crate::name::LogStreamName;
use crate::store::{Cursor, Gap, Mark};

/// Which events of a group are asked for.
///
/// ```
/// use cupola_logs::{FilterLogEvents, FilterPattern};
///
/// let request = FilterLogEvents::of("app").streams(["host-1", "host-2"]).matching(FilterPattern::parse("ERROR")?);
/// assert_ne!(request, FilterLogEvents::of("app"));
/// # Ok::<(), cupola_logs::FilterPatternError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FilterLogEvents {
    group: String,
    pub(crate) streams: Vec<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) start: Option<Timestamp>,
    pub(crate) end: Option<Timestamp>,
    pub(crate) pattern: Option<FilterPattern>,
    pub(crate) limit: Option<usize>,
    pub(crate) token: Option<String>,
    pub(crate) unmask: bool,
}

impl FilterLogEvents {
    /// All events of a group, from the first.
    #[must_use]
    pub fn of(group: impl Into<String>) -> Self {
        let group = group.into();
        let (streams, prefix, start, end) = (Vec::new(), None, None, None);
        Self { group, streams, prefix, start, end, pattern: None, limit: None, token: None, unmask: false }
    }

    /// Only events of these streams: 1 to 100, each of which must be there.
    #[must_use]
    pub fn streams<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        Self { streams: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// Only events of streams whose names begin with this.
    #[must_use]
    pub fn stream_prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..self }
    }

    /// No events before this instant.
    #[must_use]
    pub fn from(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// No events after this instant; those at it are wanted.
    #[must_use]
    pub fn until(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// Only events that match.
    #[must_use]
    pub fn matching(self, pattern: FilterPattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// At most so many events on the page: 1 to 10,000.
    #[must_use]
    pub fn limit(self, events: usize) -> Self {
        Self { limit: Some(events), ..self }
    }

    /// The page that the token of the page before leads to.
    #[must_use]
    pub fn after(self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// The original texts, where sensitive data is masked; then the pattern sees them too.
    #[must_use]
    pub fn unmasked(self) -> Self {
        Self { unmask: true, ..self }
    }

    /// All that the answer depends on, save limit and token.
    fn identity(&self) -> String {
        let pattern = self.pattern.as_ref().map(FilterPattern::as_str);
        format!(
            "FilterLogEvents {:?}",
            (&self.group, &self.streams, &self.prefix, self.start, self.end, pattern, self.unmask)
        )
    }

    fn accepts(&self, message: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.matches(message))
    }
}

/// A page of events of many streams, in ascending order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilteredPage {
    /// The events.
    pub events: Vec<LogEvent>,
    /// Leads to the next page; `None` when there is none.
    pub next: Option<String>,
}

impl Engine {
    /// Reads a page of the events of a group: by time, then by arrival.
    ///
    /// Only the absence of a token ends. A page is never empty and yet has a token, unless
    /// [`Limits::events_scanned_per_page`] is set.
    ///
    /// # Errors
    /// [`FilterLogEventsError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, FilterLogEvents.
    #[doc(alias = "FilterLogEvents")]
    pub fn filter_log_events(
        &mut self,
        now: Timestamp,
        request: &FilterLogEvents,
    ) -> Result<FilteredPage, FilterLogEventsError> {
        let now = self.at(now);
        self.view(now, &request.group)?.filtered(request)
    }
}

impl View<'_> {
    pub(super) fn filtered(&self, request: &FilterLogEvents) -> Result<FilteredPage, FilterLogEventsError> {
        self.check_group(&request.group)?;
        self.allow("FilterLogEvents")?;
        let streams = choose(self.streams, request, self.limits)?;
        let identity = request.identity();
        let start = Gap::at(request.start.unwrap_or(Timestamp::MIN).max(self.cutoff));
        let (began, from) = match &request.token {
            None => (self.now, start),
            Some(token) => resume(token, &identity).map(|(began, gap)| (began, gap.max(start)))?,
        };
        let space = Space::new(request.limit, self.limits)?;
        let mut merge = Merge::new(&streams, from, self.prospects(request).as_ref(), request.unmask);
        let (events, rest) = merge.read(request, space, self)?;
        let next = rest.map(|gap| Token::new(&identity, began, format!("{}:{}", gap.at.as_millis(), gap.sequence)));
        Ok(FilteredPage { events, next: next.map(|token| token.encode()) })
    }

    /// What the pattern looks for in whole chunks; none where every event must be looked at.
    fn prospects(&self, request: &FilterLogEvents) -> Option<Prospects> {
        let pattern = request
            .pattern
            .as_ref()
            .filter(|_| self.limits.events_scanned_per_page == usize::MAX && self.seals.are_all_open());
        pattern.and_then(FilterPattern::prospects)
    }
}

type Streams = BTreeMap<LogStreamName, Stream>;
type Named<'a> = (&'a LogStreamName, &'a Stream);

fn choose<'a>(
    all: &'a Streams,
    request: &FilterLogEvents,
    limits: &Limits,
) -> Result<Vec<Named<'a>>, FilterLogEventsError> {
    let (given, most) = (request.streams.len(), limits.streams_per_filter);
    if given > most {
        return Err(FilterLogEventsError::TooManyStreams { given, most });
    }
    match &request.prefix {
        Some(_) if given > 0 => Err(FilterLogEventsError::NamesAndPrefix),
        Some(prefix) => {
            let streams = all.range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded));
            Ok(streams.take_while(|(name, _)| name.as_str().starts_with(prefix.as_str())).collect())
        }
        None if given == 0 => Ok(all.iter().collect()),
        None => Ok(choose_by_name(all, &request.streams)?),
    }
}

fn choose_by_name<'a>(all: &'a Streams, names: &[String]) -> Result<Vec<Named<'a>>, UnknownLog> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_unstable();
    names.dedup();
    let find = |name: &String| all.get_key_value(name.as_str()).ok_or_else(|| UnknownLog::Stream(name.clone()));
    names.into_iter().map(find).collect()
}

/// When paging began, and where it goes on.
fn resume(token: &str, identity: &str) -> Result<(Timestamp, Gap), PageError> {
    let token = Token::decode(token, identity).map_err(|_| PageError::Token)?;
    let (at, sequence) = token.position.split_once(':').ok_or(PageError::Token)?;
    let at = Timestamp::from_millis(at.parse().map_err(|_| PageError::Token)?);
    Ok((token.now, Gap { at, sequence: sequence.parse().map_err(|_| PageError::Token)? }))
}

/// Several streams as one.
struct Merge<'a> {
    readers: Vec<Reader<'a>>,
    /// The next event of each reader that has one.
    heads: BinaryHeap<Reverse<(Mark, usize)>>,
    from: Gap,
}

/// One stream of several.
struct Reader<'a> {
    named: Named<'a>,
    cursor: Cursor<'a>,
    /// What is looked for in the text of the chunk of this number.
    prospects: Option<(Prospects, usize)>,
}

impl<'a> Reader<'a> {
    /// A masked message may match where the original does not.
    fn new(named: Named<'a>, from: Gap, prospects: Option<&Prospects>, unmask: bool) -> Self {
        let prospects = prospects.filter(|_| unmask || named.1.margin.is_empty());
        let cursor = Cursor::forward(&named.1.strand, from);
        Self { named, cursor, prospects: prospects.map(|prospects| (prospects.clone(), usize::MAX)) }
    }

    /// Passes an event, and those after it that cannot match, as far as the text at hand goes.
    fn step(&mut self) {
        self.cursor.step();
        let Some((prospects, known)) = &mut self.prospects else { return };
        self.cursor.pass_over(|text, from, chunk| {
            if std::mem::replace(known, chunk) != chunk {
                prospects.forget();
            }
            prospects.at_or_after(text, from)
        });
    }
}

impl<'a> Merge<'a> {
    fn new(streams: &[Named<'a>], from: Gap, prospects: Option<&Prospects>, unmask: bool) -> Self {
        let readers: Vec<_> = streams.iter().map(|named| Reader::new(*named, from, prospects, unmask)).collect();
        let head = |(index, reader): (usize, &Reader<'a>)| Some(Reverse((reader.cursor.peek()?, index)));
        let heads = readers.iter().enumerate().filter_map(head).collect();
        Self { readers, heads, from }
    }

    fn next(&mut self) -> Option<(Named<'a>, Mark, &str)> {
        let mut head = self.heads.peek_mut()?;
        let Reverse((mark, index)) = *head;
        let reader = self.readers.get_mut(index)?;
        reader.step();
        match reader.cursor.peek() {
            Some(next) => *head = Reverse((next, index)),
            None => drop(PeekMut::pop(head)),
        }
        Some((reader.named, mark, reader.cursor.message()))
    }

    /// Where a page begins that ends the one before at this event: right after the event before it, so that what comes
    /// in between the two is not missed.
    fn rest(&self, mark: Mark) -> Gap {
        let before = self.readers.iter().filter_map(|reader| reader.named.1.strand.last_before(Gap::before(mark)));
        let before = before.filter(|mark| !self.from.is_after(*mark)).max();
        before.map_or_else(|| Gap::before(mark), Gap::after)
    }

    /// The events of a page, and where the next page begins.
    fn read(
        &mut self,
        request: &FilterLogEvents,
        mut space: Space,
        view: &View<'_>,
    ) -> Result<(Vec<LogEvent>, Option<Gap>), UnusableKmsKey> {
        let mut events = Vec::new();
        let mut scanned = 0;
        while let Some(((name, stream), mark, message)) = self.next() {
            if request.end.is_some_and(|end| mark.at > end) {
                break;
            }
            if scanned == view.limits.events_scanned_per_page {
                return Ok((events, Some(self.rest(mark))));
            }
            view.seals.check(mark.sequence)?;
            let shown = stream.margin.shown(mark, message, request.unmask);
            if request.accepts(&shown) {
                if !space.take(message) {
                    drop(shown);
                    return Ok((events, Some(self.rest(mark))));
                }
                events.push(LogEvent::new(name, mark, &shown));
            }
            scanned += 1;
        }
        Ok((events, None))
    }
}

/// Why a page of a group was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterLogEventsError {
    /// The group or a stream is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class does not allow it.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The limit or the token is refused.
    #[error(transparent)]
    Page(#[from] PageError),
    /// An event that was looked at is under a key that cannot be used.
    #[error(transparent)]
    Key(#[from] UnusableKmsKey),
    /// Streams by name and by prefix.
    #[error("streams are asked for by their names or by a prefix, not both")]
    NamesAndPrefix,
    /// More streams than one request may name.
    #[error("{given} streams are more than the {most} that one request may name")]
    TooManyStreams {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
}

impl From<FilterLogEventsError> for ApiError {
    fn from(error: FilterLogEventsError) -> Self {
        match error {
            FilterLogEventsError::Unknown(error) => error.into(),
            FilterLogEventsError::Class(error) => error.into(),
            FilterLogEventsError::Page(error) => error.into(),
            FilterLogEventsError::Key(error) => error.into(),
            FilterLogEventsError::NamesAndPrefix => Self::caller(
                "InvalidParameterException",
                "LogStream names and LogStream name prefix are mutually exclusive parameters.",
            ),
            FilterLogEventsError::TooManyStreams { most, .. } => {
                let bound = format!("Member must have length less than or equal to {most}");
                let violation = Violations::one("[...]", "logStreamNames", &bound);
                Self::caller("InvalidParameterException", violation.to_string())
            }
        }
    }
}
