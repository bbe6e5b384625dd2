//! The data that go with a state's reason.

use cupola_base::json::Json;
use cupola_base::{Timestamp, Unit};
use serde::Serialize;

use super::configuration::AlarmConfiguration;
use super::range::{Point, Range};
use super::state::{ComparisonOperator, StateValue};
use crate::message::iso;

/// Reason data as the service writes them, members in its order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReasonData {
    version: &'static str,
    query_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistic: Option<String>,
    period: u32,
    recent_datapoints: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recent_lower_thresholds: Option<Vec<Option<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recent_upper_thresholds: Option<Vec<Option<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    evaluated_datapoints: Vec<EvaluatedDatapoint>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EvaluatedDatapoint {
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample_count: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    /// The edge of the band that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
}

/// The longest reason data, in characters; both lists are cut to the newest [`CUT`] past it. What
/// the service does there is not known.
const LONGEST: usize = 4000;
const CUT: usize = 24;

/// The reason data of an evaluation at `now` that led to `to`; `supporting` holds the windows with
/// data that support it, newest first.
pub(crate) fn reason_data(
    now: Timestamp,
    alarm: &AlarmConfiguration,
    to: StateValue,
    range: &Range,
    supporting: &[usize],
) -> Json {
    let whole = Json::of(&data(now, alarm, to, range, supporting, usize::MAX));
    if whole.as_str().len() <= LONGEST { whole } else { Json::of(&data(now, alarm, to, range, supporting, CUT)) }
}

fn data(
    now: Timestamp,
    alarm: &AlarmConfiguration,
    to: StateValue,
    range: &Range,
    supporting: &[usize],
    most: usize,
) -> ReasonData {
    let source = alarm.source.metric();
    let (newest, oldest) = recent(alarm, range);
    let indices: Vec<usize> = newest
        .zip(oldest)
        .map(|(newest, oldest)| (newest..=oldest).rev().skip((oldest + 1 - newest).saturating_sub(most)).collect())
        .unwrap_or_default();
    let each =
        |of: fn(Point) -> Option<f64>| indices.iter().map(|index| range.windows[*index].point.and_then(of)).collect();
    let edges =
        |is_watched: bool, of: fn(Point) -> Option<f64>| (alarm.threshold.is_none() && is_watched).then(|| each(of));
    let operator = alarm.comparison_operator;
    let (lower, upper) = (
        operator != ComparisonOperator::GreaterThanUpperThreshold,
        operator != ComparisonOperator::LessThanLowerThreshold,
    );
    ReasonData {
        version: "1.0",
        query_date: iso(now),
        start_date: oldest.map(|index| iso(range.start_of(index))),
        unit: source.and_then(|source| source.unit),
        statistic: source.map(|source| source.statistic.to_string()),
        period: alarm.period().seconds(),
        recent_datapoints: each(|point| Some(point.value)),
        recent_lower_thresholds: edges(lower, |point| Some(point.band?.0)),
        recent_upper_thresholds: edges(upper, |point| Some(point.band?.1)),
        threshold: alarm.threshold,
        evaluated_datapoints: evaluated(alarm, to, range, supporting)
            .take(most)
            .map(|index| datapoint(alarm, range, index))
            .collect(),
    }
}

/// The newest and the oldest of the newest N windows with data.
fn recent(alarm: &AlarmConfiguration, range: &Range) -> (Option<usize>, Option<usize>) {
    let real: Vec<usize> = range.real(alarm.evaluation_periods as usize).collect();
    (real.first().copied(), real.last().copied())
}

/// The windows that decided: those that support the state, then the newest missing ones, as many
/// as the state needs; newest first.
fn evaluated(
    alarm: &AlarmConfiguration,
    to: StateValue,
    range: &Range,
    supporting: &[usize],
) -> impl Iterator<Item = usize> + use<> {
    let (n, m) = (alarm.evaluation_periods as usize, alarm.effective_datapoints_to_alarm() as usize);
    let needed = if to == StateValue::Ok { (n + 1).saturating_sub(m) } else { m };
    let missing = (0..range.windows.len()).filter(|index| range.windows[*index].point.is_none());
    let mut deciding: Vec<usize> = supporting.iter().copied().chain(missing).take(needed).collect();
    deciding.sort_unstable();
    deciding.into_iter()
}

fn datapoint(alarm: &AlarmConfiguration, range: &Range, index: usize) -> EvaluatedDatapoint {
    let point = range.windows[index].point;
    EvaluatedDatapoint {
        timestamp: iso(range.start_of(index)),
        sample_count: point.and_then(|point| point.sample_count),
        value: point.map(|point| point.value),
        threshold: point.and_then(|point| edge(alarm.comparison_operator, point)),
    }
}

/// The edge of the band that a datapoint was compared with: the one that it crossed, else the upper where it is watched.
fn edge(operator: ComparisonOperator, point: Point) -> Option<f64> {
    let (lower, upper) = point.band?;
    let is_below = match operator {
        ComparisonOperator::LessThanLowerThreshold => true,
        ComparisonOperator::GreaterThanUpperThreshold => false,
        _ => point.value < lower,
    };
    Some(if is_below { lower } else { upper })
}
