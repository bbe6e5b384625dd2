//! One target on the wire.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::shape::{Member, Shape};
use cupola_base::{Arn, RetryPolicy};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::InOrder;
use crate::error::TargetError;
use crate::shapes::TARGET;
use crate::{InputPath, InputTransformer, Target, TargetId, TargetInput, TemplateError};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TargetRequest {
    id: TargetId,
    arn: String,
    role_arn: Option<String>,
    input: Option<String>,
    input_path: Option<String>,
    input_transformer: Option<TransformerRequest>,
    dead_letter_config: Option<DeadLetterRequest>,
    retry_policy: Option<RetryRequest>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TransformerRequest {
    input_paths_map: Option<BTreeMap<String, String>>,
    input_template: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeadLetterRequest {
    arn: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RetryRequest {
    maximum_retry_attempts: Option<f64>,
    maximum_event_age_in_seconds: Option<f64>,
}

impl TryFrom<TargetRequest> for Target {
    type Error = TargetError;

    fn try_from(request: TargetRequest) -> Result<Self, TargetError> {
        let arn = Arn::parse(&request.arn).map_err(|_| TargetError::Arn(request.arn.clone()))?;
        let dead_letter = request.dead_letter_config.as_ref().and_then(|config| config.arn.as_deref());
        let dead_letter = dead_letter.map(Arn::parse).transpose();
        Ok(Self {
            input: input(&request)?,
            dead_letter: dead_letter.map_err(|_| TargetError::DeadLetter(request.id.clone()))?,
            retry: request.retry_policy.as_ref().map(RetryRequest::policy),
            parameters: parameters(&TARGET, &request.others),
            role_arn: request.role_arn,
            ..Self::new(request.id, arn)
        })
    }
}

fn input(request: &TargetRequest) -> Result<TargetInput, TargetError> {
    let id = || request.id.clone();
    match (&request.input, &request.input_path, &request.input_transformer) {
        (None, None, None) => Ok(TargetInput::Event),
        (Some(text), None, None) => {
            Json::parse(text).map(TargetInput::Constant).map_err(|_| TargetError::NotJson(id()))
        }
        (None, Some(text), None) => path(&request.id, text).map(TargetInput::Path),
        (None, None, Some(transformer)) => transformer.read(&request.id).map(TargetInput::Transformer),
        _ => Err(TargetError::SeveralInputs(id())),
    }
}

fn path(id: &TargetId, text: &str) -> Result<InputPath, TargetError> {
    InputPath::parse(text).map_err(|cause| TargetError::Path { id: id.clone(), cause })
}

impl TransformerRequest {
    fn read(&self, id: &TargetId) -> Result<InputTransformer, TargetError> {
        let paths = self.input_paths_map.iter().flatten();
        let paths = paths.map(|(name, text)| Ok((name.clone(), path(id, text)?))).collect::<Result<_, _>>()?;
        InputTransformer::new(paths, &self.input_template).map_err(|cause| match cause {
            TemplateError::Placeholder(name) => TargetError::Placeholder { id: id.clone(), name },
            cause => TargetError::Template { id: id.clone(), cause },
        })
    }
}

impl RetryRequest {
    /// What is left out has the service's default.
    fn policy(&self) -> RetryPolicy {
        let default = RetryPolicy::default();
        let attempts = self.maximum_retry_attempts.map_or(default.attempts, whole);
        RetryPolicy::new(attempts, self.maximum_event_age_in_seconds.map_or(default.age_seconds, whole))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the shape has checked the bounds")]
const fn whole(number: f64) -> u32 {
    number as u32
}

/// What only some kinds of target have, as the shape knows it.
pub(crate) fn parameters(target: &Shape, others: &BTreeMap<String, Value>) -> BTreeMap<String, Json> {
    let known = others.iter().filter(|(_, value)| !value.is_null());
    let known = known.filter_map(|(name, value)| Some((name, target.member(name)?, value)));
    known.map(|(name, shape, value)| (name.clone(), Json::of(&InOrder(shape, value)))).collect()
}

/// A target with its members in the order of the shape.
pub(crate) struct TargetAnswer<'a>(pub(crate) &'a Target);

impl Serialize for TargetAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let member = |member: &Member| Some((member.name, self.member(member.name)?));
        serializer.collect_map(TARGET.members().iter().filter_map(member))
    }
}

impl TargetAnswer<'_> {
    fn member(&self, name: &str) -> Option<Json> {
        let Self(target) = self;
        Some(match (name, &target.input) {
            ("Id", _) => Json::of(&target.id),
            ("Arn", _) => Json::of(&target.arn),
            ("RoleArn", _) => Json::of(target.role_arn.as_deref()?),
            ("Input", TargetInput::Constant(json)) => Json::of(json.as_str()),
            ("InputPath", TargetInput::Path(path)) => Json::of(path.as_str()),
            ("InputTransformer", TargetInput::Transformer(transformer)) => {
                Json::of(&TransformerAnswer::of(transformer))
            }
            ("DeadLetterConfig", _) => Json::of(&BTreeMap::from([("Arn", target.dead_letter.as_ref()?)])),
            ("RetryPolicy", _) => Json::of(&RetryAnswer::of(target.retry?)),
            _ => target.parameters.get(name)?.clone(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TransformerAnswer<'a> {
    input_paths_map: &'a BTreeMap<String, InputPath>,
    input_template: &'a str,
}

impl<'a> TransformerAnswer<'a> {
    fn of(transformer: &'a InputTransformer) -> Self {
        Self { input_paths_map: transformer.paths(), input_template: transformer.template() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RetryAnswer {
    maximum_retry_attempts: u32,
    maximum_event_age_in_seconds: u32,
}

impl RetryAnswer {
    const fn of(policy: RetryPolicy) -> Self {
        Self { maximum_retry_attempts: policy.attempts, maximum_event_age_in_seconds: policy.age_seconds }
    }
}
