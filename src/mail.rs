//! What goes from one place to another.

use cupola_base::outbox::DeadLetter;
use cupola_base::{Arn, Draft, Outbox, Payload, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audit::{StoreRecord, TrailLogEvent};
use crate::events::{ForwardRefusal, Message, MessageBody};
use crate::log_mail::hand_logs_out;
use crate::logs;
use crate::output::{Lost, Notice};
use crate::{Area, Observatory, Universe, trail_line};

/// What an observatory has for others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mail {
    /// Whether somebody posts it: a universe. An observatory that stands alone hands it out.
    pub(crate) posted: bool,
    waiting: Vec<Letter>,
}

/// One thing that goes to another place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Letter {
    /// Something for a bus.
    Event(Message),
    /// Log events for a destination.
    Logs(Box<logs::Message>),
    /// A record for the log group of a trail.
    Trail { from: Place, event: TrailLogEvent },
    /// A record for an event data store.
    Record { from: Place, record: StoreRecord },
}

impl Mail {
    pub(crate) fn take(&mut self, outbox: &mut Outbox<Notice>, at: Timestamp, letter: Letter) {
        if self.posted { self.waiting.push(letter) } else { letter.hand_out(outbox, at) }
    }
}

impl Observatory {
    /// Takes a message in; one that is refused goes to the sender's dead-letter queue.
    fn accept(&mut self, message: &Message) -> Result<(), ForwardRefusal> {
        self.events(message.at).receive(message)
    }

    /// Takes a message back that was refused: the rule that sent it has failed; what nobody's rule sent is lost.
    fn give_back(&mut self, message: &Message, refusal: ForwardRefusal) {
        match &message.body {
            MessageBody::Event(forward) if forward.origin.is_some() => {
                self.events(message.at).bounce(message.at, forward, refusal);
            }
            _ => {
                let why = format!("{}: {refusal}", refusal.error_code().as_str());
                self.outbox.notify(message.at, Notice::Lost(Lost::Refused { area: Area::Events, why }));
            }
        }
    }
}

impl Universe {
    /// Carries what observatories have for each other until there is nothing more. What is for a place that nobody
    /// has used is handed out by its sender.
    pub(crate) fn post(&mut self) {
        self.share_trails();
        loop {
            let waiting = self.observatories.values_mut().flat_map(|sky| std::mem::take(&mut sky.mail.waiting));
            let waiting: Vec<Letter> = waiting.collect();
            if waiting.is_empty() {
                return;
            }
            waiting.iter().for_each(|letter| match letter {
                Letter::Event(message) => self.carry(message),
                Letter::Logs(message) => self.carry_logs(message),
                Letter::Trail { from, event } => self.carry_trail(from, event),
                Letter::Record { from, record } => self.carry_record(from, record),
            });
        }
    }

    fn carry(&mut self, message: &Message) {
        let accepted = self.observatories.get_mut(&message.to).map(|sky| sky.accept(message));
        let Some(sender) = self.observatories.get_mut(&message.from) else { return };
        match accepted {
            Some(Ok(())) => {}
            Some(Err(refusal)) => sender.give_back(message, refusal),
            None => hand_out(&mut sender.outbox, message.at, message),
        }
    }
}

impl Universe {
    fn carry_logs(&mut self, message: &logs::Message) {
        let accepted = self.observatories.get_mut(&message.request.to).map(|sky| sky.accept_logs(message));
        let Some(sender) = self.observatories.get_mut(&message.from) else { return };
        match accepted {
            Some(Ok(())) => {}
            Some(Err(refusal)) => sender.give_logs_back(message, refusal),
            None => hand_logs_out(&mut sender.outbox, message.at, message),
        }
    }
}

impl Universe {
    /// To the place of the log group; where that is not there, the event is lost.
    fn carry_trail(&mut self, from: &Place, event: &TrailLogEvent) {
        let there = trail_line::place(event).and_then(|place| self.observatories.get_mut(&place));
        let written = there.and_then(|sky| trail_line::write(event.at, event, &mut sky.logs(event.at)));
        let lost = match written {
            Some(Ok(())) => return,
            Some(Err(why)) => Lost::Refused { area: Area::Logs, why },
            None => trail_line::lost(event),
        };
        if let Some(sky) = self.observatories.get_mut(from) {
            sky.outbox.notify(event.at, Notice::Lost(lost));
        }
    }
}

impl Universe {
    /// To the place of the event data store; where that is not there, the record is lost.
    fn carry_record(&mut self, from: &Place, letter: &StoreRecord) {
        let home = Place::parse(letter.store.account(), letter.store.region()).ok();
        let there = home.and_then(|place| self.observatories.get_mut(&place));
        let kept = there.map(|sky| sky.audit(letter.at).receive_record(letter.at, &letter.store, &letter.record));
        if let (None | Some(Err(_)), Some(sky)) = (kept, self.observatories.get_mut(from)) {
            sky.outbox.notify(letter.at, Notice::Lost(lost_record(letter)));
        }
    }
}

fn lost_record(letter: &StoreRecord) -> Lost {
    let what = format!("a record for {}, which is not there", letter.store);
    Lost::Dropped { area: Area::Audit, what }
}

impl Letter {
    fn hand_out(&self, outbox: &mut Outbox<Notice>, at: Timestamp) {
        match self {
            Self::Event(message) => hand_out(outbox, at, message),
            Self::Logs(message) => hand_logs_out(outbox, at, message),
            Self::Record { record, .. } => outbox.notify(at, Notice::Lost(lost_record(record))),
            Self::Trail { event, .. } => outbox.notify(at, Notice::Lost(trail_line::lost(event))),
        }
    }
}

/// To a world in which the other place may be: an event for a bus is a delivery like any other.
fn hand_out(outbox: &mut Outbox<Notice>, at: Timestamp, message: &Message) {
    match &message.body {
        MessageBody::Event(forward) => {
            let payload = Payload::Json(forward.event.to_json());
            let letter = |queue: &Arn| DeadLetter::to(queue.as_str()).with("RULE_ARN", forward.cause());
            let queue = forward.dead_letter.as_ref().map(letter);
            let draft = Draft::new(at, forward.cause(), forward.bus.as_str(), payload);
            outbox.push(draft.with_dead_letter(queue));
        }
        _ => {
            let what = format!("a message for {}, which is not there", message.to);
            outbox.notify(at, Notice::Lost(Lost::Dropped { area: Area::Events, what }));
        }
    }
}
