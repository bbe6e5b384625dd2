//! The numbers behind insights, over time.

use std::collections::BTreeMap;

use cupola_base::paging::Token;
use cupola_base::{Arn, Timestamp};

use super::InsightDataError;
use crate::{Engine, InsightSeries, InsightType, SourceCategory};

/// A question for the calls of an API as insights count them.
///
/// # Source
/// CloudTrail API Reference, ListInsightsMetricData.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct InsightPointsRequest {
    event_source: String,
    event_name: String,
    kind: InsightType,
    error_code: Option<String>,
    trail: Option<String>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    period: Option<i64>,
    fills: bool,
    most: Option<i64>,
}

impl InsightPointsRequest {
    /// Calls of an API in management events.
    pub fn calls(event_source: impl Into<String>, event_name: impl Into<String>) -> Self {
        Self {
            event_source: event_source.into(),
            event_name: event_name.into(),
            kind: InsightType::ApiCallRate,
            error_code: None,
            trail: None,
            start: None,
            end: None,
            period: None,
            fills: false,
            most: None,
        }
    }

    /// Calls of an API that fail with this error.
    pub fn errors(
        event_source: impl Into<String>,
        event_name: impl Into<String>,
        error_code: impl Into<String>,
    ) -> Self {
        let calls = Self::calls(event_source, event_name);
        Self { kind: InsightType::ApiErrorRate, error_code: Some(error_code.into()), ..calls }
    }

    pub(crate) fn of(source: String, name: String, kind: InsightType, error_code: Option<String>) -> Self {
        Self { kind, error_code, ..Self::calls(source, name) }
    }

    /// In data events that a trail logs, by name or ARN.
    pub fn in_data_of(self, trail: impl Into<String>) -> Self {
        Self { trail: Some(trail.into()), ..self }
    }

    /// From this instant on, itself included; otherwise of the last 90 days.
    pub fn from(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// Up to this instant, itself not included; otherwise up to now.
    pub fn to(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// Over how many seconds a point counts: 60, 300 or 3,600, otherwise 3,600.
    pub fn each(self, seconds: i64) -> Self {
        Self { period: Some(seconds), ..self }
    }

    /// With points of zero where nothing was called.
    pub fn with_zeros(self) -> Self {
        Self { fills: true, ..self }
    }

    /// How many points a page has at most: 1 to 21,600, otherwise 21,600.
    pub fn at_most(self, points: i64) -> Self {
        Self { most: Some(points), ..self }
    }

    fn check(&self) -> Result<(), InsightDataError> {
        let names = [("EventSource", Some(&self.event_source), 256), ("EventName", Some(&self.event_name), 128)];
        for (name, text, most) in names.into_iter().chain([("ErrorCode", self.error_code.as_ref(), 128)]) {
            let length = text.map_or(1, |text| text.chars().count());
            if !(1..=most).contains(&length) {
                return Err(InsightDataError::Length { name, length, most });
            }
        }
        match (self.kind, &self.error_code) {
            (InsightType::ApiErrorRate, None) => Err(InsightDataError::ErrorCodeNeeded),
            (InsightType::ApiCallRate, Some(_)) => Err(InsightDataError::ErrorCodeOfCalls),
            _ => Ok(()),
        }
    }

    fn period(&self) -> Result<Period, InsightDataError> {
        let seconds = self.period.unwrap_or(3600);
        let days = match seconds {
            60 => 15,
            300 => 63,
            3600 => 90,
            _ => return Err(InsightDataError::Period(seconds)),
        };
        Ok(Period { seconds, days })
    }

    fn page(&self) -> Result<usize, InsightDataError> {
        let most = self.most.map_or(Some(PAGE), |most| usize::try_from(most).ok());
        most.filter(|most| (1..=PAGE).contains(most))
            .ok_or_else(|| InsightDataError::MaxResults { found: self.most.unwrap_or_default(), most: PAGE })
    }

    fn fingerprint(&self) -> String {
        format!("ListInsightsMetricData {:?}", Self { most: None, ..self.clone() })
    }
}

/// The longest page.
const PAGE: usize = 21_600;

/// How long a point is, and for how many days the service has such points.
#[derive(Clone, Copy)]
struct Period {
    seconds: i64,
    days: i64,
}

/// Points of time and what was there, oldest first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InsightPoints {
    /// The trail, of data events.
    pub trail: Option<Arn>,
    /// When each point begins, and its calls a minute.
    pub points: Vec<(Timestamp, f64)>,
    /// Asks for the next page, with the same question; `None` on the last.
    pub next_token: Option<String>,
}

impl Engine {
    /// The calls of an API, or those that failed with one error, as insights count them: calls a minute over each period.
    ///
    /// Only what is looked for is counted, from when it is. The detector keeps minutes since midnight UTC seven days ago; of
    /// what is older the answer has no points, where the service keeps minutes for 15, five minutes for 63 and hours for 90
    /// days. A point of zero says that nothing is known to have been called.
    ///
    /// ```
    /// use cupola_audit::{Engine, InsightPointsRequest, InsightSelector, InsightType, RecordBuilder};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let mut engine = Engine::new(place.clone(), 0);
    /// let now = Timestamp::parse("2026-05-01T06:00:00Z")?;
    /// engine.watch_insights(now, &[InsightSelector::new(InsightType::ApiCallRate)]);
    /// for _ in 0..3 {
    ///     engine.record_call(now, RecordBuilder::new(now, &place, "iam.amazonaws.com", "CreateAccessKey"))?;
    /// }
    /// let request = InsightPointsRequest::calls("iam.amazonaws.com", "CreateAccessKey");
    /// let later = now.plus_secs(3600);
    /// assert_eq!(engine.list_insights_metric_data(later, &request.clone().each(60), None)?.points, [(now, 3.0)]);
    /// assert_eq!(engine.list_insights_metric_data(later, &request, None)?.points, [(now, 0.05)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`InsightDataError`].
    ///
    /// # Source
    /// CloudTrail API Reference, ListInsightsMetricData; that a value is of one minute is our decision.
    #[doc(alias = "ListInsightsMetricData")]
    pub fn list_insights_metric_data(
        &mut self,
        now: Timestamp,
        request: &InsightPointsRequest,
        token: Option<&str>,
    ) -> Result<InsightPoints, InsightDataError> {
        let now = self.see(now);
        request.check()?;
        let (period, most) = (request.period()?, request.page()?);
        let trail = request.trail.as_deref().map(|name| self.trail(name)).transpose()?.map(|trail| trail.arn.clone());
        let (now, after) = page(token, &request.fingerprint(), now)?;
        let oldest = now.plus_secs(-period.days * 86_400);
        let start = request.start.map_or(oldest, |start| start.max(oldest));
        let end = request.end.map_or(now, |end| end.min(now));
        if let (Some(start), Some(end)) = (request.start, request.end)
            && start > end
        {
            return Err(InsightDataError::TimeRange { start, end });
        }
        let series = self.series_of(request, trail.is_some());
        let mut points = self.points(&series, (start, end), period, request.fills);
        after.into_iter().for_each(|after| points.retain(|at, _| *at > after));
        let is_more = points.len() > most;
        let points: Vec<_> = points.into_iter().take(most).collect();
        let last = points.last().filter(|_| is_more);
        let position = |at: Timestamp| at.as_millis().to_string();
        let next_token = last.map(|(at, _)| Token::new(&request.fingerprint(), now, position(*at)).encode());
        Ok(InsightPoints { trail, points, next_token })
    }

    fn series_of(&self, request: &InsightPointsRequest, is_of_data: bool) -> InsightSeries {
        let place = &self.state.place;
        InsightSeries {
            account: place.account.as_str().into(),
            region: place.region.as_str().into(),
            category: if is_of_data { SourceCategory::Data } else { SourceCategory::Management },
            source: request.event_source.as_str().into(),
            name: request.event_name.as_str().into(),
            kind: request.kind,
            error: request.error_code.as_deref().map(Into::into),
        }
    }

    /// The periods that begin in a range, its end not included.
    fn points(
        &self,
        series: &InsightSeries,
        (start, end): (Timestamp, Timestamp),
        period: Period,
        fills: bool,
    ) -> BTreeMap<Timestamp, f64> {
        let millis = period.seconds * 1000;
        let mut calls: BTreeMap<Timestamp, u64> = BTreeMap::new();
        if fills {
            let first = start.plus_millis(millis - 1).floor_to(millis);
            let stamps = std::iter::successors(Some(first), |at| Some(at.plus_millis(millis)));
            calls.extend(stamps.take_while(|at| *at < end).map(|at| (at, 0)));
        }
        for (at, count) in self.state.insights.minutes(series, self.state.now) {
            let stamp = at.floor_to(millis);
            if start <= stamp && stamp < end && at < end {
                *calls.entry(stamp).or_default() += u64::from(count);
            }
        }
        let minutes = u64::try_from(period.seconds / 60).unwrap_or(1);
        calls.into_iter().map(|(at, calls)| (at, crate::insight_average(calls, minutes))).collect()
    }
}

/// When paging began, and the last point that was told.
fn page(
    token: Option<&str>,
    request: &str,
    now: Timestamp,
) -> Result<(Timestamp, Option<Timestamp>), InsightDataError> {
    let Some(token) = token else { return Ok((now, None)) };
    let token = Token::decode(token, request).map_err(|_| InsightDataError::Token)?;
    let after = token.position.parse().map_err(|_| InsightDataError::Token)?;
    Ok((token.now, Some(Timestamp::from_millis(after))))
}
