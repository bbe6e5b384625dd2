//! Targets of rules.

mod verbs;

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Arn, RetryPolicy};
use serde::{Deserialize, Serialize};

use crate::{InputPath, InputTransformer, TargetId};

/// Where a rule sends events, and what it sends.
///
/// ```
/// use cupola_base::Arn;
/// use cupola_events::{Target, TargetId, TargetInput};
///
/// let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
/// let target = Target::new(TargetId::new("q")?, queue);
/// assert_eq!(target.input, TargetInput::Event);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Target {
    /// Names the target on its rule.
    pub id: TargetId,
    /// Where events go.
    pub arn: Arn,
    /// The role with which the target is called; kept for the owner of the outputs.
    pub role_arn: Option<String>,
    /// What is sent.
    pub input: TargetInput,
    /// How often and how long a delivery is tried again; none means the service's default.
    pub retry: Option<RetryPolicy>,
    /// The queue that gets what could not be delivered.
    pub dead_letter: Option<Arn>,
    /// The parameters that only some kinds of target have, by their name in the API, e.g.
    /// `SqsParameters`. They are kept for the owner of the outputs, who performs the delivery; the
    /// engine itself looks at none of them.
    pub parameters: BTreeMap<String, Json>,
}

/// What a target is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TargetInput {
    /// The whole event.
    #[default]
    Event,
    /// Always the same JSON.
    Constant(Json),
    /// A part of the event; `null` where the path leads nowhere.
    Path(InputPath),
    /// A filled template.
    Transformer(InputTransformer),
}

impl Target {
    /// A target that is sent whole events.
    #[must_use]
    pub fn new(id: TargetId, arn: Arn) -> Self {
        Self {
            id,
            arn,
            role_arn: None,
            input: TargetInput::Event,
            retry: None,
            dead_letter: None,
            parameters: BTreeMap::new(),
        }
    }

    /// Sets what is sent.
    #[must_use]
    pub fn with_input(self, input: TargetInput) -> Self {
        Self { input, ..self }
    }

    /// Sets how deliveries are tried again.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// Sets the queue for what could not be delivered.
    #[must_use]
    pub fn with_dead_letter(self, queue: Arn) -> Self {
        Self { dead_letter: Some(queue), ..self }
    }

    pub(crate) fn is_event_bus(&self) -> bool {
        self.arn.service() == "events" && self.arn.resource().starts_with("event-bus/")
    }

    pub(crate) fn is_log_group(&self) -> bool {
        self.arn.service() == "logs" && self.arn.resource().starts_with("log-group:")
    }
}
