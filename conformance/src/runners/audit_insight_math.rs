//! `audit.insight_math`: baselines and averages of insights.

use cupola::audit::{insight_average, insight_baseline_minutes};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    if let Some(start) = input.part("start") {
        let minutes = insight_baseline_minutes(start.as_instant()?);
        return Ok(Object::new().with("baselineDuration", i64::try_from(minutes).unwrap_or(i64::MAX)).into());
    }
    let (calls, minutes) = (input.required("count")?.as_count()?, input.required("minutes")?.as_count()?);
    Ok(Object::new().with("average", insight_average(calls as u64, minutes as u64)).into())
}
