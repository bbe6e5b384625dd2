//! Asking the history.

use cupola_base::paging::Token;
use cupola_base::{ApiError, Timestamp};

use super::posting::key_of;
use super::store::{FoundEvent, Position, Range, oldest_visible};
use crate::engine::State;
use crate::{Access, Engine};

/// A question to event history: what, from when to when, how many on a page.
///
/// ```
/// use cupola_audit::{Engine, Lookup, LookupKey, Principal, RecordBuilder};
/// use cupola_base::{Place, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// for user in ["ana", "bo"] {
///     let call = RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder");
///     engine.record_call(now, call.by(Principal::user(&place, user)))?;
/// }
///
/// let page = engine.lookup_events(now, &Lookup::new().by(LookupKey::Username, "bo"), None)?;
/// assert_eq!(page.events.len(), 1);
/// assert_eq!(page.events[0].event_name.as_deref(), Some("CancelOrder"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, LookupEvents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Lookup {
    pub(super) attributes: Vec<(LookupKey, String)>,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) insights: bool,
    most: Option<i64>,
}

impl Lookup {
    /// All management events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those with this value. The service accepts one such word.
    pub fn by(mut self, key: LookupKey, value: impl Into<String>) -> Self {
        self.attributes.push((key, value.into()));
        self
    }

    /// From this instant on, itself included; otherwise from the oldest that is kept.
    pub fn from(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// Up to this instant, itself included; otherwise up to now.
    pub fn to(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// Insights instead of management events.
    pub fn insights(self) -> Self {
        Self { insights: true, ..self }
    }

    /// How many events a page has at most: 1 to 50, otherwise 50.
    pub fn at_most(self, events: i64) -> Self {
        Self { most: Some(events), ..self }
    }

    fn check(&self, first_counts: bool) -> Result<(), LookupEventsError> {
        if self.attributes.len() > 1 && !first_counts {
            return Err(LookupEventsError::SeveralAttributes(self.attributes.len()));
        }
        if let Some((key, value)) = self.attributes.first() {
            let length = counted_length(value);
            match () {
                () if length == 0 || length > VALUE_LENGTH => {
                    return Err(LookupEventsError::Value { key: *key, length });
                }
                () if self.insights && !key.finds_insights() => return Err(LookupEventsError::InsightKey(*key)),
                () => {}
            }
        }
        match (self.start, self.end, self.most) {
            (Some(start), Some(end), _) if start > end => Err(LookupEventsError::TimeRange { start, end }),
            (_, _, Some(most)) if !(1..=PAGE).contains(&most) => Err(LookupEventsError::MaxResults(most)),
            _ => Ok(()),
        }
    }

    /// All that the answer depends on, save the page's size.
    fn fingerprint(&self) -> String {
        let Self { attributes, start, end, insights, .. } = self;
        format!("LookupEvents {attributes:?} {start:?} {end:?} {insights}")
    }
}

/// The most events on a page, and how many there are unless told.
const PAGE: i64 = 50;
const PAGE_EVENTS: usize = 50;
const VALUE_LENGTH: usize = 2000;

/// Characters of a value; some count twice.
fn counted_length(value: &str) -> usize {
    value.chars().map(|c| if matches!(c, '_' | ' ' | ',' | '\n') { 2 } else { 1 }).sum()
}

/// What events are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum LookupKey {
    /// The record's id.
    EventId,
    /// The action.
    EventName,
    /// `true` or `false`.
    ReadOnly,
    /// The caller's name.
    Username,
    /// A resource's type.
    ResourceType,
    /// A resource's name or ARN.
    ResourceName,
    /// The service.
    EventSource,
    /// The caller's key.
    AccessKeyId,
}

impl LookupKey {
    /// All keys, in the service's order.
    pub const ALL: [Self; 8] = [
        Self::EventId,
        Self::EventName,
        Self::ReadOnly,
        Self::Username,
        Self::ResourceType,
        Self::ResourceName,
        Self::EventSource,
        Self::AccessKeyId,
    ];

    /// The word on the wire; letter case matters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EventId => "EventId",
            Self::EventName => "EventName",
            Self::ReadOnly => "ReadOnly",
            Self::Username => "Username",
            Self::ResourceType => "ResourceType",
            Self::ResourceName => "ResourceName",
            Self::EventSource => "EventSource",
            Self::AccessKeyId => "AccessKeyId",
        }
    }

    /// The key of that word.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == word)
    }

    pub(crate) const fn finds_insights(self) -> bool {
        matches!(self, Self::EventId | Self::EventName | Self::EventSource)
    }

    /// What an event has under this key.
    pub(crate) fn values(self, event: &FoundEvent) -> impl Iterator<Item = &str> {
        let one = match self {
            Self::EventId => event.event_id.as_deref(),
            Self::EventName => event.event_name.as_deref(),
            Self::ReadOnly => Some(read_only(event)),
            Self::Username => event.username.as_deref(),
            Self::EventSource => event.event_source.as_deref(),
            Self::AccessKeyId => event.access_key_id.as_deref(),
            Self::ResourceType | Self::ResourceName => None,
        };
        let of_resources = event.resources.iter().flat_map(move |resource| match self {
            Self::ResourceType => [resource.kind.as_deref(), None],
            Self::ResourceName => [Some(resource.name.as_str()), resource.arn.as_deref()],
            _ => [None, None],
        });
        one.into_iter().chain(of_resources.flatten())
    }
}

/// The service's word for whether an action only reads.
pub(crate) fn read_only(event: &FoundEvent) -> &'static str {
    if event.access == Access::Read { "true" } else { "false" }
}

/// A page of events, newest first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LookupPage {
    /// The events.
    pub events: Vec<FoundEvent>,
    /// Asks for the next page, with the same question; `None` on the last.
    pub next_token: Option<String>,
}

impl Engine {
    /// Finds events of the last 90 days in the history, newest first; of one instant what came last
    /// comes first.
    ///
    /// Management events and insights about them are kept, whatever trails log. The token of a page
    /// pins the question and the instant at which the first page was asked for: pages neither repeat nor skip
    /// anything when records come in between.
    ///
    /// # Errors
    /// [`LookupEventsError`].
    ///
    /// # Source
    /// CloudTrail API Reference, LookupEvents.
    #[doc(alias = "LookupEvents")]
    pub fn lookup_events(
        &mut self,
        now: Timestamp,
        lookup: &Lookup,
        token: Option<&str>,
    ) -> Result<LookupPage, LookupEventsError> {
        let now = self.see(now);
        self.state.throttle(now)?;
        lookup.check(self.state.policies.first_attribute_counts)?;
        let request = lookup.fingerprint();
        let page = Page::of(token, &request, now, self.state.history.arrivals())?;
        let most = lookup.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE_EVENTS);
        let found = self.state.history.before(&lookup.range(&page), &self.state.policies);
        let mut events = Vec::with_capacity(most.saturating_add(1));
        events.extend(found.filter(|event| lookup.admits(event, page.now)).take(most.saturating_add(1)));
        let is_more = events.len() > most;
        events.truncate(most);
        let next_token = events.last().filter(|_| is_more).map(|last| page.next(&request, last));
        Ok(LookupPage { events, next_token })
    }
}

impl State {
    /// Counts a question to the history against the limit, if one is set.
    fn throttle(&mut self, now: Timestamp) -> Result<(), LookupEventsError> {
        let Some(most) = self.limits.lookups_per_second else { return Ok(()) };
        while self.lookups.front().is_some_and(|at| now.millis_since(*at) >= 1000) {
            self.lookups.pop_front();
        }
        if self.lookups.len() >= most {
            return Err(LookupEventsError::Throttled);
        }
        self.lookups.push_back(now);
        Ok(())
    }
}

impl Lookup {
    /// The part of the index in which a page lies.
    fn range(&self, page: &Page) -> Range {
        let newest = (self.end.map_or(page.now, |end| end.min(page.now)), u64::MAX);
        let oldest = oldest_visible(page.now);
        Range {
            key: key_of(self.insights, self.attributes.first().map(|(key, value)| (*key, value.as_str()))),
            before: page.after.map_or(newest, |after| after.min(newest)),
            oldest: self.start.map_or(oldest, |start| start.max(oldest)),
            arrivals: page.arrivals,
        }
    }
}

/// Where a page begins.
struct Page {
    now: Timestamp,
    /// What came in later is not shown.
    arrivals: u64,
    after: Option<Position>,
}

impl Page {
    fn of(token: Option<&str>, request: &str, now: Timestamp, arrivals: u64) -> Result<Self, LookupEventsError> {
        let Some(token) = token else { return Ok(Self { now, arrivals, after: None }) };
        let token = Token::decode(token, request).map_err(|_| LookupEventsError::NextToken)?;
        let numbers: Vec<i64> = token.position.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [at, arrival, arrivals] = numbers[..] else { return Err(LookupEventsError::NextToken) };
        let after = (Timestamp::from_millis(at), arrival.unsigned_abs());
        Ok(Self { now: token.now, arrivals: arrivals.unsigned_abs(), after: Some(after) })
    }

    fn next(&self, request: &str, last: &FoundEvent) -> String {
        let position = format!("{} {} {}", last.at.as_millis(), last.arrival, self.arrivals);
        Token::new(request, self.now, position).encode()
    }
}

/// Why event history gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookupEventsError {
    /// More than one attribute.
    #[error("{0} lookup attributes: one at most is accepted")]
    SeveralAttributes(usize),
    /// The attribute's key is none.
    #[error(
        "`{0}` is not a lookup attribute: EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource and AccessKeyId are"
    )]
    UnknownKey(String),
    /// Insights are not found by this key.
    #[error("insights are not found by {}: EventId, EventName and EventSource are accepted", .0.as_str())]
    InsightKey(LookupKey),
    /// The attribute's value is empty or too long.
    #[error("the value of {} has {length} characters: 1 to 2000 are accepted; `_`, space, comma and line break count twice", key.as_str())]
    Value {
        /// The key.
        key: LookupKey,
        /// The value's length, as it is counted.
        length: usize,
    },
    /// The end lies before the start.
    #[error("the start {start} lies after the end {end}")]
    TimeRange {
        /// The start.
        start: Timestamp,
        /// The end.
        end: Timestamp,
    },
    /// Not a page's size.
    #[error("{0} results: 1 to 50 are accepted")]
    MaxResults(i64),
    /// The token is none of ours, or belongs to another question.
    #[error("the token is not one that this question was answered with")]
    NextToken,
    /// The category is not `insight`.
    #[error("`{0}` is not an event category: insight is, or none at all")]
    EventCategory(String),
    /// More questions in a second than the limit allows.
    #[error("Rate exceeded")]
    Throttled,
}

impl LookupEventsError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SeveralAttributes(_) | Self::UnknownKey(_) | Self::InsightKey(_) | Self::Value { .. } => {
                "InvalidLookupAttributesException"
            }
            Self::TimeRange { .. } => "InvalidTimeRangeException",
            Self::MaxResults(_) => "InvalidMaxResultsException",
            Self::NextToken => "InvalidNextTokenException",
            Self::EventCategory(_) => "InvalidEventCategoryException",
            Self::Throttled => "ThrottlingException",
        }
    }
}

impl From<LookupEventsError> for ApiError {
    fn from(error: LookupEventsError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
