//! Log events that subscriptions send to destinations of other places.

use cupola_base::{Draft, Outbox, Payload, RetryPolicy, Timestamp, base64};

use crate::Observatory;
use crate::logs::{DestinationRefusal, Message};
use crate::output::Notice;

impl Observatory {
    /// Takes a message in; one that is refused goes back.
    pub(crate) fn accept_logs(&mut self, message: &Message) -> Result<(), DestinationRefusal> {
        self.logs(message.at).receive(message.at, message)
    }

    /// Takes a message back that was refused: the filters that sent it have failed.
    pub(crate) fn give_logs_back(&mut self, message: &Message, refusal: DestinationRefusal) {
        self.logs(message.at).bounce(message.at, message, refusal);
    }
}

/// To a world in which the other place may be: the destination is a target like any other.
pub(crate) fn hand_logs_out(outbox: &mut Outbox<Notice>, at: Timestamp, message: &Message) {
    let payload = Payload::Text(base64::encode(&message.message.to_gzip()));
    let destination = message.request.destination.as_str();
    let day = RetryPolicy::new(u32::MAX, 86_400);
    outbox.push(Draft::new(at, message.cause(), destination, payload).with_retry(day));
}
