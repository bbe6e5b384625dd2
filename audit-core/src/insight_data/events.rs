//! Insights of the data events that a trail logs.

use cupola_base::Timestamp;
use cupola_base::paging::Token;

use super::InsightDataError;
use crate::history::oldest_visible;
use crate::{Engine, FoundEvent, LookupKey, LookupPage, Record};

/// A question for the insights of the data events that a trail logs.
///
/// # Source
/// CloudTrail API Reference, ListInsightsData.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct InsightEventsRequest {
    trail: String,
    dimension: Option<(LookupKey, String)>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    most: Option<i64>,
}

impl InsightEventsRequest {
    /// All insights of the trail of this ARN.
    pub fn new(trail: impl Into<String>) -> Self {
        Self { trail: trail.into(), dimension: None, start: None, end: None, most: None }
    }

    /// Those with this value: of `EventId`, `EventName` or `EventSource`.
    pub fn by(self, key: LookupKey, value: impl Into<String>) -> Self {
        Self { dimension: Some((key, value.into())), ..self }
    }

    /// From this instant on, itself included; otherwise of the last 90 days.
    pub fn from(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// Up to this instant, itself included; otherwise up to now.
    pub fn to(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// How many insights a page has at most: 1 to 50, otherwise 50.
    pub fn at_most(self, insights: i64) -> Self {
        Self { most: Some(insights), ..self }
    }

    fn check(&self) -> Result<usize, InsightDataError> {
        if let (Some(start), Some(end)) = (self.start, self.end)
            && start > end
        {
            return Err(InsightDataError::TimeRange { start, end });
        }
        if let Some((key, value)) = &self.dimension {
            let length = value.chars().count();
            if !key.finds_insights() {
                let accepted = "EventId, EventName and EventSource are accepted";
                return Err(InsightDataError::Word { name: "dimension", word: key.as_str().into(), accepted });
            }
            if !(1..=VALUE_LENGTH).contains(&length) {
                return Err(InsightDataError::Length { name: "the dimension's value", length, most: VALUE_LENGTH });
            }
        }
        let most = self.most.map_or(Some(PAGE), |most| usize::try_from(most).ok());
        most.filter(|most| (1..=PAGE).contains(most))
            .ok_or_else(|| InsightDataError::MaxResults { found: self.most.unwrap_or_default(), most: PAGE })
    }

    fn fingerprint(&self) -> String {
        let Self { trail, dimension, start, end, .. } = self;
        format!("ListInsightsData {trail} {dimension:?} {start:?} {end:?}")
    }

    fn admits(&self, event: &FoundEvent) -> bool {
        self.dimension.as_ref().is_none_or(|(key, value)| key.values(event).any(|seen| seen == value))
    }
}

/// The longest page.
const PAGE: usize = 50;
const VALUE_LENGTH: usize = 2000;

impl Engine {
    /// Finds insights of the last 90 days in the data events that a trail logs, newest first. Insights of management events are
    /// found by [`lookup_events`](Self::lookup_events).
    ///
    /// The token of a page pins the question and its instant: pages neither repeat nor skip anything.
    ///
    /// # Errors
    /// [`InsightDataError`].
    ///
    /// # Source
    /// CloudTrail API Reference, ListInsightsData.
    #[doc(alias = "ListInsightsData")]
    pub fn list_insights_data(
        &mut self,
        now: Timestamp,
        request: &InsightEventsRequest,
        token: Option<&str>,
    ) -> Result<LookupPage, InsightDataError> {
        let now = self.see(now);
        let most = request.check()?;
        let trail = self.trail(&request.trail)?.arn.clone();
        let page = Page::of(token, &request.fingerprint(), now, self.state.data_insights.arrivals())?;
        let oldest = oldest_visible(page.now);
        let from = request.start.map_or(oldest, |start| start.max(oldest));
        let newest = (request.end.map_or(page.now, |end| end.min(page.now)), u64::MAX);
        let before = page.after.map_or(newest, |after| after.min(newest));
        let policies = &self.state.policies;
        let found = self.state.data_insights.of(trail.as_str(), from, before);
        let found = found.filter(|((_, arrival), _)| *arrival <= page.arrivals).filter_map(|((at, arrival), json)| {
            let record = Record::parse(json.as_str()).ok()?;
            let event = FoundEvent::insight(&record, json, at, policies);
            Some(FoundEvent { arrival, ..event })
        });
        let mut events: Vec<FoundEvent> = found.filter(|event| request.admits(event)).take(most + 1).collect();
        let is_more = events.len() > most;
        events.truncate(most);
        let last = events.last().filter(|_| is_more);
        let next_token = last.map(|last| page.next(&request.fingerprint(), last));
        Ok(LookupPage { events, next_token })
    }
}

/// Where a page begins.
struct Page {
    now: Timestamp,
    /// What came in later is not shown.
    arrivals: u64,
    after: Option<(Timestamp, u64)>,
}

impl Page {
    fn of(token: Option<&str>, request: &str, now: Timestamp, arrivals: u64) -> Result<Self, InsightDataError> {
        let Some(token) = token else { return Ok(Self { now, arrivals, after: None }) };
        let token = Token::decode(token, request).map_err(|_| InsightDataError::Token)?;
        let numbers: Vec<i64> = token.position.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [at, arrival, arrivals] = numbers[..] else { return Err(InsightDataError::Token) };
        let after = (Timestamp::from_millis(at), arrival.unsigned_abs());
        Ok(Self { now: token.now, arrivals: arrivals.unsigned_abs(), after: Some(after) })
    }

    fn next(&self, request: &str, last: &FoundEvent) -> String {
        let position = format!("{} {} {}", last.at.as_millis(), last.arrival, self.arrivals);
        Token::new(request, self.now, position).encode()
    }
}
