//! `audit.insight_detect`: calls of one API minute by minute, and which insights start and end.

use cupola::audit::{Access, Insight, InsightCall, InsightDetector, InsightModel, InsightSelector, InsightType};
use cupola_base::Rng;

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let mut detector = InsightDetector::new(InsightModel::default());
    let kind: InsightType = input.word("insightType")?;
    detector.watch(input.required("from")?.as_instant()?, &[InsightSelector::new(kind)]);
    for minute in input.required("calls")?.items()? {
        count(&mut detector, input, minute)?;
    }
    let insights = detector.advance(input.required("until")?.as_instant()?, &Rng::new(0));
    Ok(insights.iter().map(told).collect::<Vec<Value>>().into())
}

fn count(detector: &mut InsightDetector, input: Input<'_>, minute: Input<'_>) -> Result<(), BadInput> {
    let parts: Vec<Input<'_>> = minute.items()?.collect();
    let [at, calls] = &parts[..] else { return Err(minute.is_not("a minute and a number of calls")) };
    let reads = input.part("readOnly").is_some_and(|reads| *reads.0 == Value::from(true));
    let access = if reads { Access::Read } else { Access::Write };
    let call =
        InsightCall::new(at.as_instant()?, input.text("eventSource")?, input.text("eventName")?).with_access(access);
    let call = match input.optional_text("errorCode")? {
        Some(code) => call.with_error(code),
        None => call,
    };
    (0..calls.as_count()?).for_each(|_| detector.count(&call));
    Ok(())
}

fn told(insight: &Insight) -> Value {
    let statistics = &insight.statistics;
    let minutes = |minutes: Option<u64>| minutes.and_then(|minutes| i64::try_from(minutes).ok());
    Object::new()
        .with("state", format!("{:?}", insight.state))
        .with("eventTime", insight.at.to_seconds_text())
        .with("baseline", statistics.baseline.average)
        .with("insight", statistics.insight.average)
        .with("insightDuration", minutes(statistics.insight_duration))
        .with("baselineDuration", minutes(statistics.baseline_duration))
        .into()
}
