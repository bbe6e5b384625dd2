//! Events that go from one bus to another, in this place or in another.

mod refusal;
mod verbs;

use crate::partner::{EventSourceName, SourceNotice};
use cupola_base::{AccountId, Arn, EventEnvelope, Place, Region, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Origin;

pub use refusal::ForwardRefusal;
pub(crate) use verbs::{Hop, Way};

/// Something for the engine of another place: [`Engine::receive`](crate::Engine::receive) takes it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// When it was sent.
    pub at: Timestamp,
    /// Account and region that send it.
    pub from: Place,
    /// Account and region that it is for.
    pub to: Place,
    /// What it says.
    pub body: MessageBody,
}

/// What a [`Message`] says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MessageBody {
    /// An event for a bus.
    Event(Box<Forward>),
    /// News of a partner's event source.
    Source(SourceNotice),
}

/// Asks a place whether it would take a message: by its [`Engine::would_receive`](crate::Engine::would_receive). Nothing
/// is sent.
pub type Ask<'a> = &'a dyn Fn(&Message) -> Result<(), ForwardRefusal>;

/// An event on its way to a bus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Forward {
    /// The event as it was on the bus that it comes from.
    pub event: EventEnvelope,
    /// The bus that it is for.
    pub bus: Arn,
    /// Who sends it.
    pub sender: Sender,
    /// The rule and its target that send it, if they do.
    pub origin: Option<Origin>,
    /// The queue that gets it when it is refused.
    pub dead_letter: Option<Arn>,
}

/// Who sends an event to a bus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Sender {
    /// Somebody who puts it. It may be sent on once.
    Principal(Arn),
    /// A rule, with a role or in the name of its account. It is not sent on.
    Rule {
        /// The rule.
        rule: Arn,
        /// The role.
        role: Option<Arn>,
    },
    /// A partner, through this event source. Rules may send it on once.
    Partner(EventSourceName),
}

impl Message {
    /// A message that an event is put into, for the place of its bus; none when that is no place.
    pub(crate) fn forward(at: Timestamp, from: Place, forward: Forward) -> Option<Self> {
        let to = place_of(&forward.bus)?;
        Some(Self { at, from, to, body: MessageBody::Event(Box::new(forward)) })
    }
}

impl Forward {
    /// What caused it: the rule, or who put it.
    #[must_use]
    pub fn cause(&self) -> &str {
        match &self.sender {
            Sender::Principal(principal) => principal.as_str(),
            Sender::Rule { rule, .. } => rule.as_str(),
            Sender::Partner(source) => source.as_str(),
        }
    }
}

/// The account and region of a bus; none when the ARN is that of something else.
pub(crate) fn place_of(bus: &Arn) -> Option<Place> {
    let is_bus = bus.service() == "events" && bus.resource().starts_with("event-bus/");
    let (account, region) = (AccountId::new(bus.account()).ok()?, Region::new(bus.region()).ok()?);
    is_bus.then_some(Place::new(account, region))
}
