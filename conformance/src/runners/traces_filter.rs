//! `traces.filter`: which traces a filter expression means.

use cupola::traces::{Engine, FilterExpression, InsightsConfiguration, Limits, Place, SummariesRefusal, SummaryQuery};
use cupola::{Timestamp, traces};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let expression = FilterExpression::parse(input.text("expression")?)
        .map_err(|error| Got::refusal(error.kind().as_str(), error.to_string()))?;
    let Some(traces) = input.part("traces") else { return Ok(Object::new().with("valid", true).into()) };
    let groups = groups(input)?;
    let members = traces.0.as_object().ok_or_else(|| traces.is_not("an object"))?.members();
    let mut matching = Vec::new();
    for (name, documents) in members {
        if is_match(&expression, &groups, Input(documents))? {
            matching.push(Value::from(name.as_str()));
        }
    }
    Ok(Object::new().with("match", matching).into())
}

type Groups = Vec<(String, FilterExpression)>;

fn groups(input: Input<'_>) -> Result<Groups, Got> {
    let Some(groups) = input.part("groups") else { return Ok(Vec::new()) };
    let members = groups.0.as_object().ok_or_else(|| groups.is_not("an object"))?.members();
    let read = |(name, expression): &(String, Value)| {
        let expression = FilterExpression::parse(Input(expression).as_text()?);
        let expression = expression.map_err(|error| Got::refusal(error.kind().as_str(), error.to_string()))?;
        Ok((name.clone(), expression))
    };
    members.iter().map(read).collect()
}

/// One trace in a store of its own.
fn is_match(expression: &FilterExpression, groups: &Groups, documents: Input<'_>) -> Result<bool, Got> {
    let place = Place::parse("111122223333", "us-east-1").map_err(|error| BadInput(error.to_string()))?;
    let mut engine = Engine::new(place, 0).with_limits(Limits::unbounded());
    create(&mut engine, groups)?;
    let texts = documents.items()?.map(|document| document.0.to_string()).collect::<Vec<_>>();
    if let Some(refused) = engine.put_trace_segments(Timestamp::EPOCH, &texts).first() {
        return Err(Got::broken(refused.code().to_string(), refused.to_string()));
    }
    let query = SummaryQuery::new(Timestamp::MIN, Timestamp::MAX).filter(expression.clone());
    match engine.trace_summaries(Timestamp::EPOCH, &query) {
        Ok(found) => Ok(!found.summaries.is_empty()),
        Err(refusal @ SummariesRefusal::Group(_)) => Err(Got::refusal("Semantic", refusal.to_string())),
        Err(other) => Err(Got::broken("Refused", other.to_string())),
    }
}

/// Those that name others come after them, in however many rounds.
fn create(engine: &mut Engine, groups: &Groups) -> Result<(), Got> {
    let mut rest: Vec<_> = groups.iter().collect();
    loop {
        let before = rest.len();
        let mut last = None;
        rest.retain(|(name, expression)| {
            let (off, tags) = (InsightsConfiguration::OFF, traces::Tags::default());
            let made = engine.create_group(Timestamp::EPOCH, name, expression.clone(), off, tags).err();
            let is_left = made.is_some();
            last = made.map(|error| error.to_string()).or_else(|| last.take());
            is_left
        });
        match last {
            None => return Ok(()),
            Some(error) if rest.len() == before => return Err(Got::refusal("Semantic", error)),
            Some(_) => {}
        }
    }
}
