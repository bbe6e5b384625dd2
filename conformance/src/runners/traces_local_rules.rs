//! `traces.local_rules`: whether a rule file is valid, and which rule a request meets.

use cupola::traces::{LocalSampler, MissingField, SamplingRequest};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let Ok(sampler) = LocalSampler::parse(&input.required("manifest")?.0.to_string(), 0) else {
        return Ok(Object::new().with("valid", false).into());
    };
    let sampler = sampler.with_missing_field(missing_field(input)?);
    let answer = Object::new().with("valid", true);
    let Some(asked) = input.part("request") else { return Ok(answer.into()) };
    let rule = sampler.rule_for(&request(asked)?);
    Ok(answer.with("rule", rule.map_or_else(|| Value::from("default"), Value::from)).into())
}

fn request(asked: Input<'_>) -> Result<SamplingRequest<'_>, BadInput> {
    let mut request = SamplingRequest::default();
    request.host = asked.optional_text("host")?;
    request.method = asked.optional_text("method")?;
    request.path = asked.optional_text("path")?;
    Ok(request)
}

/// What a pattern says to a part that the request lacks.
pub(super) fn missing_field(input: Input<'_>) -> Result<MissingField, BadInput> {
    match input.optional_text("missing")? {
        None | Some("EmptyString") => Ok(MissingField::EmptyString),
        Some("ImplicitMatch") => Ok(MissingField::ImplicitMatch),
        Some("StarOnly") => Ok(MissingField::StarOnly),
        Some(other) => Err(BadInput(format!("there is no policy `{other}` for missing fields"))),
    }
}
