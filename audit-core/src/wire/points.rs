//! Insights of data events, and the numbers behind insights.

use std::collections::BTreeMap;

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::{InsightDataError, InsightEventsRequest, InsightPoints, InsightPointsRequest, InsightType, LookupKey};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DataOf {
    insight_source: String,
    data_type: String,
    dimensions: Option<BTreeMap<String, String>>,
    start_time: Option<WireTime>,
    end_time: Option<WireTime>,
    max_results: Option<i64>,
    pub(crate) next_token: Option<String>,
}

impl DataOf {
    pub(crate) fn question(&self) -> Result<InsightEventsRequest, InsightDataError> {
        if self.data_type != "InsightsEvents" {
            let accepted = "InsightsEvents is accepted";
            return Err(InsightDataError::Word { name: "DataType", word: self.data_type.clone(), accepted });
        }
        let mut question = InsightEventsRequest::new(&self.insight_source);
        if let Some(dimensions) = &self.dimensions {
            let [(key, value)] = &dimensions.iter().collect::<Vec<_>>()[..] else {
                return Err(InsightDataError::Dimensions(dimensions.len()));
            };
            let accepted = "EventId, EventName and EventSource are accepted";
            let unknown = || InsightDataError::Word { name: "dimension", word: (*key).clone(), accepted };
            question = question.by(LookupKey::from_name(key).ok_or_else(unknown)?, *value);
        }
        question = self.start_time.into_iter().fold(question, |question, start| question.from(start.0));
        question = self.end_time.into_iter().fold(question, |question, end| question.to(end.0));
        Ok(self.max_results.into_iter().fold(question, InsightEventsRequest::at_most))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PointsOf {
    trail_name: Option<String>,
    event_source: String,
    event_name: String,
    insight_type: String,
    error_code: Option<String>,
    start_time: Option<WireTime>,
    end_time: Option<WireTime>,
    period: Option<i64>,
    data_type: Option<String>,
    max_results: Option<i64>,
    pub(crate) next_token: Option<String>,
}

impl PointsOf {
    pub(crate) fn question(&self) -> Result<InsightPointsRequest, InsightDataError> {
        let accepted = "ApiCallRateInsight and ApiErrorRateInsight are accepted";
        let unknown = |_| InsightDataError::Word { name: "InsightType", word: self.insight_type.clone(), accepted };
        let kind: InsightType = self.insight_type.parse().map_err(unknown)?;
        let (source, name) = (self.event_source.clone(), self.event_name.clone());
        let mut question = InsightPointsRequest::of(source, name, kind, self.error_code.clone());
        question = self.trail_name.iter().fold(question, InsightPointsRequest::in_data_of);
        question = self.start_time.into_iter().fold(question, |question, start| question.from(start.0));
        question = self.end_time.into_iter().fold(question, |question, end| question.to(end.0));
        question = self.period.into_iter().fold(question, InsightPointsRequest::each);
        question = self.max_results.into_iter().fold(question, InsightPointsRequest::at_most);
        match self.data_type.as_deref() {
            None | Some("NonZeroData") => Ok(question),
            Some("FillWithZeros") => Ok(question.with_zeros()),
            Some(word) => {
                let accepted = "NonZeroData and FillWithZeros are accepted";
                Err(InsightDataError::Word { name: "DataType", word: word.into(), accepted })
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Points<'a> {
    #[serde(rename = "TrailARN", skip_serializing_if = "Option::is_none")]
    trail_arn: Option<&'a str>,
    event_source: &'a str,
    event_name: &'a str,
    insight_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    timestamps: Vec<WireTime>,
    values: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<&'a str>,
}

impl<'a> Points<'a> {
    pub(crate) fn of(request: &'a PointsOf, found: &'a InsightPoints) -> Self {
        Self {
            trail_arn: found.trail.as_ref().map(|arn| arn.as_str()),
            event_source: &request.event_source,
            event_name: &request.event_name,
            insight_type: &request.insight_type,
            error_code: request.error_code.as_deref(),
            timestamps: found.points.iter().map(|(at, _)| WireTime(*at)).collect(),
            values: found.points.iter().map(|(_, value)| *value).collect(),
            next_token: found.next_token.as_deref(),
        }
    }
}
