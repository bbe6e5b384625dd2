//! Messages that go from a group to a destination, here or in another place.

use cupola_base::outbox::ErrorCode;
use cupola_base::{Outcome, Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DestinationRefusal, DestinationRequest};
use crate::engine::Engine;
use crate::name::{FilterName, LogGroupName};
use crate::output::Output;
use crate::subscription::SubscriptionMessage;

/// What subscription filters send to a destination of another place: [`Engine::receive`](crate::Engine::receive)
/// takes it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// When it was sent.
    pub at: Timestamp,
    /// Account and region that send it.
    pub from: Place,
    /// The destination, its place, and who put the filters.
    pub request: DestinationRequest,
    /// The log group; none where a policy of the account looks whether the destination is reachable.
    pub group: Option<LogGroupName>,
    /// The filters.
    pub filters: Vec<FilterName>,
    /// Chooses a shard of a stream.
    pub partition_key: String,
    /// What is sent.
    pub message: SubscriptionMessage,
}

impl Message {
    /// What caused it: the filters' names.
    #[must_use]
    pub fn cause(&self) -> String {
        let names: Vec<&str> = self.filters.iter().map(FilterName::as_str).collect();
        names.join(",")
    }
}

impl Engine {
    /// Sends a message to a destination: of this place at once, of another as an output.
    pub(crate) fn send(&mut self, message: Message) {
        if message.request.to != self.place {
            return self.emit(Output::Message(Box::new(message)));
        }
        if let Err(refusal) = self.take_message(&message) {
            self.bounce(message.at, &message, refusal);
        }
    }

    /// Takes a message that another place sends to a destination of this one: its target gets it.
    ///
    /// # Errors
    /// [`DestinationRefusal`] when the destination is not there, or does not let the sender in; then the sender's
    /// engine is to be told with [`bounce`](Self::bounce).
    pub fn receive(&mut self, now: Timestamp, message: &Message) -> Result<(), DestinationRefusal> {
        self.at(now);
        self.take_message(message)
    }

    fn take_message(&mut self, message: &Message) -> Result<(), DestinationRefusal> {
        self.may_subscribe(&message.request)?;
        let found = self.destinations.get(message.request.name());
        if let Some((target, kind)) = found.map(|found| (found.target.clone(), found.kind)) {
            self.ship_for_destination(message, &target, kind);
        }
        Ok(())
    }

    /// Takes a message back that a destination refused: the filters that sent it have failed.
    #[expect(clippy::needless_pass_by_value, reason = "a refusal is told once")]
    pub fn bounce(&mut self, now: Timestamp, message: &Message, refusal: DestinationRefusal) {
        let now = self.at(now);
        let code = match refusal {
            DestinationRefusal::NoDestination(_) => ErrorCode::NoResource,
            DestinationRefusal::Denied { .. } => ErrorCode::NoPermissions,
        };
        let filters = Some((message.group.clone(), message.filters.clone()));
        self.fail_filters(now, filters, &Outcome::error(code, refusal.to_string()));
    }
}
