//! `traces.reservoir`: what a reservoir decides, request by request.

use cupola::Timestamp;
use cupola::traces::{CentralReservoir, LocalReservoir, Rate, SampledCount, SamplingBoost, SamplingTarget, Statistics};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let steps = input.required("steps")?;
    match input.part("local") {
        Some(local) => ask_local(local, steps),
        None => ask_central(input.required("rule")?, steps),
    }
}

fn ask_local(local: Input<'_>, steps: Input<'_>) -> Result<Value, Got> {
    let reservoir = LocalReservoir::new(local.required("fixed_target")?.as_u32()?, rate(local.required("rate")?)?);
    let mut decisions = Vec::new();
    for step in steps.items()? {
        let (at, u) = moment(step)?;
        decisions.push(Value::from(reservoir.decide(at, u).is_sampled()));
    }
    Ok(Object::new().with("decisions", decisions).into())
}

fn ask_central(rule: Input<'_>, steps: Input<'_>) -> Result<Value, Got> {
    let (size, rate) = (rule.required("ReservoirSize")?.as_u32()?, rate(rule.required("FixedRate")?)?);
    let mut central = Central { rule: CentralReservoir::new(size, rate), decisions: vec![], snapshots: vec![] };
    for step in steps.items()? {
        central.step(step)?;
    }
    let last = central.statistics();
    Ok(Object::new()
        .with("decisions", central.decisions)
        .with("snapshots", central.snapshots)
        .with("final", last)
        .into())
}

struct Central {
    rule: CentralReservoir,
    decisions: Vec<Value>,
    snapshots: Vec<Value>,
}

impl Central {
    fn step(&mut self, step: Input<'_>) -> Result<(), BadInput> {
        if step.part("snapshot").is_some() {
            let statistics = self.statistics();
            self.snapshots.push(statistics);
        } else if let Some(told) = step.part("target") {
            self.rule.load_target(step.required("at")?.as_instant()?, &target(told)?);
        } else {
            let (at, u) = moment(step)?;
            self.decisions.push(self.rule.decide(at, u).to_string().into());
        }
        Ok(())
    }

    /// The statistics, which begin anew.
    fn statistics(&self) -> Value {
        let Statistics { requests, sampled, borrowed, .. } = self.rule.take_statistics(SampledCount::Inclusive);
        Object::new().with("RequestCount", requests).with("SampledCount", sampled).with("BorrowCount", borrowed).into()
    }
}

/// When a request comes, and the chance that is thrown for it.
fn moment(step: Input<'_>) -> Result<(Timestamp, f64), BadInput> {
    Ok((step.required("at")?.as_instant()?, step.required("u")?.as_number()?))
}

fn target(told: Input<'_>) -> Result<SamplingTarget, BadInput> {
    let mut target = SamplingTarget::new("rule");
    target.rate = told.part("FixedRate").map(rate).transpose()?;
    target.quota = told.part("ReservoirQuota").map(Input::as_u32).transpose()?;
    target.quota_until = told.part("ReservoirQuotaTTL").map(Input::as_instant).transpose()?;
    target.interval_seconds = told.part("Interval").map(Input::as_u32).transpose()?;
    target.boost = told.part("SamplingBoost").map(boost).transpose()?;
    Ok(target)
}

fn boost(told: Input<'_>) -> Result<SamplingBoost, BadInput> {
    let until = told.required("BoostRateTTL")?.as_instant()?;
    Ok(SamplingBoost { rate: rate(told.required("BoostRate")?)?, until })
}

fn rate(number: Input<'_>) -> Result<Rate, BadInput> {
    Rate::new(number.as_number()?).map_err(|error| BadInput(error.to_string()))
}
