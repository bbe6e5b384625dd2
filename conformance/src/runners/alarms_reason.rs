//! `alarms.reason`: the text that says why an alarm is in its state.

use cupola::metrics::{Bound, ReasonPoint, StateReason};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let points = input.required("points")?.items()?.map(point).collect::<Result<_, _>>()?;
    let reason = StateReason::new(input.word("operator")?, bound(input)?, input.required("n")?.as_u32()?)
        .with_datapoints_to_alarm(input.part("m").map(Input::as_u32).transpose()?)
        .between(input.word("old")?, input.word("new")?)
        .with_points(points);
    Ok(Object::new().with("reason", reason.to_string()).into())
}

fn bound(input: Input<'_>) -> Result<Bound, BadInput> {
    match input.part("threshold") {
        Some(threshold) => threshold.as_number().map(Bound::Threshold),
        None => Ok(Bound::Band { lower: numbers(input, "lower")?, upper: numbers(input, "upper")? }),
    }
}

/// The numbers of a list that may be missing.
fn numbers(input: Input<'_>, name: &str) -> Result<Vec<f64>, BadInput> {
    input.part(name).map_or_else(|| Ok(Vec::new()), |list| list.items()?.map(Input::as_number).collect())
}

fn point(point: Input<'_>) -> Result<ReasonPoint, BadInput> {
    let Some([value, at]) = point.0.as_list() else { return Err(point.is_not("a value and a time")) };
    Ok(ReasonPoint { value: Input(value).as_number()?, at: Input(at).as_instant()? })
}
