//! `traces.rule_match`: which of the service's rules a request meets.

use cupola::Timestamp;
use cupola::traces::{CentralSampler, LocalSampler, Rate, RuleName, SamplingRequest, SamplingRule};

use super::traces_local_rules::missing_field;
use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let rules = input.required("rules")?.items()?.map(rule).collect::<Result<Vec<_>, _>>()?;
    let empty = CentralSampler::new(LocalSampler::standard(0), 0).with_missing_field(missing_field(input)?);
    let sampler = if rules.is_empty() { Ok(empty) } else { empty.refreshed(Timestamp::EPOCH, rules) };
    let sampler = sampler.map_err(|error| Got::broken("NoRules", error.to_string()))?;
    let asked = input.required("request")?;
    let attributes = texts(asked.part("attributes"))?;
    let attributes: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let found = sampler.rule_for(&request(asked)?.with_attributes(&attributes));
    Ok(Object::new().with("rule", found.map(|rule| rule.name.as_str())).into())
}

/// A rule as the service's API writes it; a pattern that is not there is `*`.
fn rule(written: Input<'_>) -> Result<SamplingRule, BadInput> {
    let name = RuleName::new(written.text("RuleName")?).map_err(|error| BadInput(error.to_string()))?;
    let priority = written.required("Priority")?;
    let priority = u16::try_from(priority.as_count()?).map_err(|_| priority.is_not("a priority"))?;
    let rate = Rate::new(written.required("FixedRate")?.as_number()?).map_err(|error| BadInput(error.to_string()))?;
    let pattern = |member: &str| written.optional_text(member).map(|pattern| pattern.unwrap_or("*"));
    let rule = SamplingRule::new(name, priority)
        .rate(rate)
        .reservoir_size(written.required("ReservoirSize")?.as_u32()?)
        .resource_arn(pattern("ResourceARN")?)
        .service_name(pattern("ServiceName")?)
        .service_type(pattern("ServiceType")?)
        .host(pattern("Host")?)
        .http_method(pattern("HTTPMethod")?)
        .url_path(pattern("URLPath")?);
    let attributes = texts(written.part("Attributes"))?;
    Ok(attributes.into_iter().fold(rule, |rule, (key, value)| rule.attribute(key, value)))
}

fn request(asked: Input<'_>) -> Result<SamplingRequest<'_>, BadInput> {
    let mut request = SamplingRequest::default();
    request.host = asked.optional_text("host")?;
    request.method = asked.optional_text("method")?;
    request.path = asked.optional_text("path")?;
    request.service_name = asked.optional_text("service_name")?;
    request.service_type = asked.optional_text("service_type")?;
    request.resource_arn = asked.optional_text("resource_arn")?;
    Ok(request)
}

/// The members of an object; values that are no texts in the form in which they are displayed.
fn texts(object: Option<Input<'_>>) -> Result<Vec<(String, String)>, BadInput> {
    let Some(object) = object else { return Ok(Vec::new()) };
    let members = object.0.as_object().ok_or_else(|| object.is_not("an object"))?.members();
    let shown = |value: &Value| value.as_text().map_or_else(|| value.to_string(), str::to_owned);
    Ok(members.iter().map(|(key, value)| (key.clone(), shown(value))).collect())
}
