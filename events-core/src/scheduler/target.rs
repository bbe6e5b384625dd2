//! What a schedule calls.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Arn, Place, RetryPolicy};
use serde::{Deserialize, Serialize};

use super::error::{SchedulerError, TargetProblem};

/// The one target of a schedule.
///
/// ```
/// use cupola_base::Arn;
/// use cupola_events::scheduler::ScheduleTarget;
///
/// let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
/// let role = Arn::parse("arn:aws:iam::111122223333:role/scheduler")?;
/// let target = ScheduleTarget::new(queue, role).with_input("wake up");
/// assert_eq!(target.input.as_deref(), Some("wake up"));
/// # Ok::<(), cupola_base::ArnError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleTarget {
    /// What is called: a queue, a function, a bus, or a universal target (`arn:aws:scheduler:::aws-sdk:...`).
    pub arn: Arn,
    /// The role with which it is called.
    pub role_arn: Arn,
    /// What is sent; none: a notification of the service's own.
    pub input: Option<String>,
    /// How often and how long it is tried again.
    pub retry: RetryPolicy,
    /// The queue that gets what could not be delivered.
    pub dead_letter: Option<Arn>,
    /// What an event bus needs to make an event.
    pub bus: Option<BusParameters>,
    /// The parameters that only some kinds of target have, by their name in the API, e.g. `EcsParameters`.
    pub parameters: BTreeMap<String, Json>,
}

/// Source and detail type of the events that a bus is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::exhaustive_structs, reason = "the service knows two members")]
pub struct BusParameters {
    /// The events' detail type: 1 to 128 characters.
    pub detail_type: String,
    /// The events' source: 1 to 256 characters, must not begin with `aws.`.
    pub source: String,
}

impl ScheduleTarget {
    /// A target that is sent the service's own notification, with the default retry policy.
    #[must_use]
    pub fn new(arn: Arn, role_arn: Arn) -> Self {
        Self {
            arn,
            role_arn,
            input: None,
            retry: RetryPolicy::default(),
            dead_letter: None,
            bus: None,
            parameters: BTreeMap::new(),
        }
    }

    /// Sets what is sent. `<aws.scheduler.schedule-arn>`, `<aws.scheduler.scheduled-time>`,
    /// `<aws.scheduler.execution-id>` and `<aws.scheduler.attempt-number>` in it are replaced at each try.
    #[must_use]
    pub fn with_input(self, input: impl Into<String>) -> Self {
        Self { input: Some(input.into()), ..self }
    }

    /// Sets how it is tried again.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// Sets the queue for what could not be delivered.
    #[must_use]
    pub fn with_dead_letter(self, queue: Arn) -> Self {
        Self { dead_letter: Some(queue), ..self }
    }

    /// Sets source and detail type of the events that a bus is sent.
    #[must_use]
    pub fn with_bus(self, source: impl Into<String>, detail_type: impl Into<String>) -> Self {
        let bus = BusParameters { source: source.into(), detail_type: detail_type.into() };
        Self { bus: Some(bus), ..self }
    }

    /// Whether it is an event bus.
    pub(super) fn is_bus(&self) -> bool {
        self.arn.service() == "events" && self.arn.resource().starts_with("event-bus/")
    }

    fn takes_json_alone(&self) -> bool {
        matches!(self.arn.service(), "lambda" | "states") || self.is_bus()
    }

    pub(super) fn check(&self, place: &Place, most: usize) -> Result<(), SchedulerError> {
        let problem = self.problem(place, most);
        problem.map_or(Ok(()), |problem| Err(SchedulerError::Target(problem)))
    }

    fn problem(&self, place: &Place, most: usize) -> Option<TargetProblem> {
        let input = self.input.as_deref().unwrap_or("{}");
        let retry = (0..=185).contains(&self.retry.attempts) && (60..=86_400).contains(&self.retry.age_seconds);
        let queue = |arn: &Arn| arn.service() == "sqs" && !arn.resource().ends_with(".fifo");
        let here = |arn: &Arn| arn.region() == place.region.as_str();
        let checks = [
            (self.role_arn.service() == "iam" && self.role_arn.resource().starts_with("role/"), TargetProblem::Role),
            (input.len() <= most, TargetProblem::InputLength(most)),
            (!self.takes_json_alone() || Json::parse(input).is_ok(), TargetProblem::NotJson),
            (retry, TargetProblem::Retry),
            (self.dead_letter.as_ref().is_none_or(|arn| queue(arn) && here(arn)), TargetProblem::DeadLetter),
            (self.is_bus() == self.bus.is_some(), TargetProblem::BusParameters),
            (!self.bus.as_ref().is_some_and(|bus| bus.source.starts_with("aws.")), TargetProblem::Source),
            (self.has_group_if_fifo(), TargetProblem::MessageGroup),
        ];
        checks.into_iter().find(|(holds, _)| !holds).map(|(_, problem)| problem)
    }

    fn has_group_if_fifo(&self) -> bool {
        let is_fifo = self.arn.service() == "sqs" && self.arn.resource().ends_with(".fifo");
        !is_fifo || self.parameters.contains_key("SqsParameters")
    }
}
