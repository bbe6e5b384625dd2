//! Insights as records.

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use super::kind::{InsightType, SourceCategory};
use super::math::{insight_average, instant};
use super::names::Names;
use super::series::{Change, Total};
use super::series_key::InsightSeries;
use super::values::{ATTRIBUTES, Counts};
use crate::{Field, JsonKind, Record};

/// That something unusual started or ended, with its numbers.
///
/// ```
/// use cupola_audit::{Insight, InsightState, Record};
///
/// let record = Record::parse(r#"{"eventVersion": "1.07", "eventType": "AwsCloudTrailInsight", "eventID": "e", "sharedEventID": "s",
///     "eventTime": "2026-05-04T06:00:00Z", "awsRegion": "us-east-1", "recipientAccountId": "111122223333",
///     "insightDetails": {"state": "Start", "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances",
///         "insightType": "ApiCallRateInsight", "insightContext": {"statistics": {"baseline": {"average": 0.02}, "insight": {"average": 4}}}}}"#)?;
/// let insight = Insight::read(&record).unwrap();
/// assert_eq!((insight.state, insight.event_name.as_str()), (InsightState::Start, "RunInstances"));
/// assert_eq!((insight.statistics.insight.average, insight.statistics.baseline_duration), (4.0, None));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail record contents for Insights events".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Insight {
    /// Whether it starts or ends.
    pub state: InsightState,
    /// The whole minute in which it does.
    pub at: Timestamp,
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// This record's id.
    pub event_id: String,
    /// What the records of start and end have in common.
    pub shared_event_id: String,
    /// The service.
    pub event_source: String,
    /// The action.
    pub event_name: String,
    /// The type.
    pub kind: InsightType,
    /// The error code of an error rate.
    pub error_code: Option<String>,
    /// The category of the calls.
    pub category: SourceCategory,
    /// How many calls there were, and how many are usual.
    pub statistics: InsightStatistics,
    /// Who called, with what, with which outcome; empty in old records.
    pub attributions: Vec<Attribution>,
    /// The trail, for insights of data events.
    pub source: Option<String>,
}

/// Whether an insight starts or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "an insight starts and ends")]
pub enum InsightState {
    /// It starts.
    Start,
    /// It ends.
    End,
}

/// How many calls there were a minute, and how many are usual.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InsightStatistics {
    /// What is usual.
    pub baseline: Average,
    /// What there was: at the start in the window, at the end from start to end.
    pub insight: Average,
    /// Minutes of the window, or from start to end. Some records have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insight_duration: Option<u64>,
    /// Minutes of the baseline. Old records have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_duration: Option<u64>,
}

/// Calls a minute.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the record has one member")]
pub struct Average {
    /// Calls a minute, to ten decimals.
    #[serde(serialize_with = "decimal")]
    pub average: f64,
}

/// The values of one attribute that had the most calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribution {
    /// `userIdentityArn`, `userAgent` or `errorCode`.
    pub attribute: String,
    /// Up to five of the insight, the most first.
    #[serde(default)]
    pub insight: Vec<AttributedValue>,
    /// Up to five of the baseline, the most first.
    #[serde(default)]
    pub baseline: Vec<AttributedValue>,
}

/// A value and its calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the record has two members")]
pub struct AttributedValue {
    /// The value; `null` in four letters for calls without an error.
    pub value: String,
    /// Calls a minute, to ten decimals.
    #[serde(serialize_with = "decimal")]
    pub average: f64,
}

impl Insight {
    pub(super) fn of(key: &InsightSeries, change: &Change, names: &Names, event_id: String, shared: String) -> Self {
        let minutes = change.minutes.unsigned_abs();
        let average = |calls, minutes| Average { average: insight_average(calls, minutes) };
        Self {
            state: if change.is_start { InsightState::Start } else { InsightState::End },
            at: instant(change.at),
            account: key.account.to_string(),
            region: key.region.to_string(),
            event_id,
            shared_event_id: shared,
            event_source: key.source.to_string(),
            event_name: key.name.to_string(),
            kind: key.kind,
            error_code: key.error.as_deref().map(str::to_owned),
            category: key.category,
            statistics: InsightStatistics {
                baseline: average(change.baseline.calls, change.baseline.minutes),
                insight: average(change.inside.calls, minutes),
                insight_duration: Some(minutes),
                baseline_duration: Some(change.baseline.minutes),
            },
            attributions: attributions(key.kind, change, names),
            source: None,
        }
    }

    /// Reads an insight's record; `None` when the record is none, or lacks what every insight has.
    #[must_use]
    pub fn read(record: &Record<'_>) -> Option<Self> {
        let details = record.get(Field::InsightDetails).value().filter(|details| details.kind() == JsonKind::Object)?;
        let details: OwnDetails = serde_json::from_str(details.as_str()).ok()?;
        let text = |text: Option<std::borrow::Cow<'_, str>>| text.map(std::borrow::Cow::into_owned).unwrap_or_default();
        Some(Self {
            state: details.state,
            at: record.event_time().ok()?,
            account: text(record.recipient_account()),
            region: text(record.aws_region()),
            event_id: text(record.event_id()),
            shared_event_id: text(record.text(Field::SharedEventId)),
            event_source: details.event_source,
            event_name: details.event_name,
            kind: details.insight_type,
            error_code: details.error_code,
            category: details.source_event_category.unwrap_or(SourceCategory::Management),
            statistics: details.insight_context.statistics,
            attributions: details.insight_context.attributions,
            source: details.insight_source,
        })
    }

    /// The record, as trails log it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::of(&WireRecord {
            event_version: "1.09",
            event_time: self.at.to_seconds_text(),
            aws_region: &self.region,
            event_id: &self.event_id,
            event_type: "AwsCloudTrailInsight",
            recipient_account_id: &self.account,
            shared_event_id: &self.shared_event_id,
            insight_details: Details {
                state: self.state,
                event_source: &self.event_source,
                event_name: &self.event_name,
                insight_type: self.kind,
                error_code: self.error_code.as_deref(),
                source_event_category: self.category,
                insight_context: Context { statistics: self.statistics, attributions: &self.attributions },
                insight_source: self.source.as_deref(),
            },
            event_category: "Insight",
        })
    }
}

fn attributions(kind: InsightType, change: &Change, names: &Names) -> Vec<Attribution> {
    let attributes = if kind == InsightType::ApiErrorRate { &ATTRIBUTES[..2] } else { &ATTRIBUTES };
    let Total { values: inside, .. } = &change.inside;
    let minutes = (change.minutes.unsigned_abs(), change.baseline.minutes);
    let of = |(at, attribute): (usize, &&str)| Attribution {
        attribute: (*attribute).to_owned(),
        insight: most(inside, at, minutes.0, names),
        baseline: most(&change.baseline_values, at, minutes.1, names),
    };
    attributes.iter().enumerate().map(of).collect()
}

/// The five most frequent values; of equally frequent ones the first in the alphabet.
fn most(counts: &Counts, attribute: usize, minutes: u64, names: &Names) -> Vec<AttributedValue> {
    let mut list: Vec<(u32, &str)> = counts.of(attribute).iter().map(|(id, count)| (*count, names.get(*id))).collect();
    list.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let average = |(count, value): &(u32, &str)| AttributedValue {
        value: (*value).to_owned(),
        average: insight_average(u64::from(*count), minutes),
    };
    list.iter().take(MOST).map(average).collect()
}

/// Values of an attribute that a record tells.
const MOST: usize = 5;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireRecord<'a> {
    event_version: &'static str,
    event_time: String,
    aws_region: &'a str,
    #[serde(rename = "eventID")]
    event_id: &'a str,
    event_type: &'static str,
    recipient_account_id: &'a str,
    #[serde(rename = "sharedEventID")]
    shared_event_id: &'a str,
    insight_details: Details<'a>,
    event_category: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    state: InsightState,
    event_source: &'a str,
    event_name: &'a str,
    insight_type: InsightType,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    source_event_category: SourceCategory,
    insight_context: Context<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insight_source: Option<&'a str>,
}

#[derive(Serialize)]
struct Context<'a> {
    statistics: InsightStatistics,
    attributions: &'a [Attribution],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnDetails {
    state: InsightState,
    event_source: String,
    event_name: String,
    insight_type: InsightType,
    error_code: Option<String>,
    source_event_category: Option<SourceCategory>,
    insight_context: OwnContext,
    insight_source: Option<String>,
}

#[derive(Deserialize)]
struct OwnContext {
    statistics: InsightStatistics,
    #[serde(default)]
    attributions: Vec<Attribution>,
}

/// Prints a number without an exponent, and whole numbers without a point.
fn decimal<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match RawValue::from_string(number.to_string()) {
        Ok(raw) => raw.serialize(serializer),
        Err(_) => number.serialize(serializer),
    }
}
