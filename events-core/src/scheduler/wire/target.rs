//! A schedule's target on the wire.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::shape::Member;
use cupola_base::{Arn, RetryPolicy};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::scheduler::shapes::TARGET;
use crate::scheduler::{BusParameters, ScheduleTarget, SchedulerError, TargetProblem};
use crate::wire::parameters;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TargetRequest {
    arn: String,
    role_arn: String,
    input: Option<String>,
    dead_letter_config: Option<DeadLetterRequest>,
    retry_policy: Option<Retry>,
    event_bridge_parameters: Option<BusParameters>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeadLetterRequest {
    arn: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Retry {
    maximum_event_age_in_seconds: Option<u32>,
    maximum_retry_attempts: Option<u32>,
}

impl TryFrom<TargetRequest> for ScheduleTarget {
    type Error = SchedulerError;

    fn try_from(request: TargetRequest) -> Result<Self, SchedulerError> {
        let queue = request.dead_letter_config.and_then(|config| config.arn);
        Ok(Self {
            input: request.input,
            retry: request.retry_policy.map_or_else(RetryPolicy::default, Retry::policy),
            dead_letter: queue.map(|arn| read(&arn)).transpose()?,
            bus: request.event_bridge_parameters,
            parameters: parameters(&TARGET, &request.others),
            ..Self::new(read(&request.arn)?, read(&request.role_arn)?)
        })
    }
}

fn read(arn: &str) -> Result<Arn, SchedulerError> {
    Arn::parse(arn).map_err(|_| SchedulerError::Target(TargetProblem::Arn(arn.into())))
}

impl Retry {
    /// What is left out has the service's default.
    fn policy(self) -> RetryPolicy {
        let default = RetryPolicy::default();
        RetryPolicy::new(
            self.maximum_retry_attempts.unwrap_or(default.attempts),
            self.maximum_event_age_in_seconds.unwrap_or(default.age_seconds),
        )
    }
}

/// A target with its members in the order of the shape.
pub(super) struct TargetAnswer<'a>(pub(super) &'a ScheduleTarget);

impl Serialize for TargetAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let member = |member: &Member| Some((member.name, self.member(member.name)?));
        serializer.collect_map(TARGET.members().iter().filter_map(member))
    }
}

impl TargetAnswer<'_> {
    fn member(&self, name: &str) -> Option<Json> {
        let Self(target) = self;
        Some(match name {
            "Arn" => Json::of(&target.arn),
            "RoleArn" => Json::of(&target.role_arn),
            "Input" => Json::of(target.input.as_deref()?),
            "DeadLetterConfig" => Json::of(&BTreeMap::from([("Arn", target.dead_letter.as_ref()?)])),
            "RetryPolicy" => Json::of(&Retry {
                maximum_event_age_in_seconds: Some(target.retry.age_seconds),
                maximum_retry_attempts: Some(target.retry.attempts),
            }),
            "EventBridgeParameters" => Json::of(target.bus.as_ref()?),
            _ => target.parameters.get(name)?.clone(),
        })
    }
}
