//! Events sent on and taken in.

use cupola_base::outbox::DeadLetter;
use cupola_base::policy::Requester;
use cupola_base::{Arn, Draft, EventEnvelope, Outcome, Payload, Place, Timestamp};

use super::{Forward, ForwardRefusal, Message, MessageBody, Sender};
use crate::delivery::Metric;
use crate::output::{Failure, FailureReason};
use crate::partner::{EventSourceName, EventSourceState};
use crate::{BusName, Engine, Origin, Output, Policies, Target, TargetInput};

/// How an event came onto a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Somebody put it there.
    Put,
    /// A rule of another bus sent it: no rule sends it on.
    Forwarded,
}

/// An event that a rule sends to a bus.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    forward: Forward,
    /// What the rule makes of the event can be none.
    is_event: bool,
}

impl Hop {
    /// What a target that is a bus is sent. An input that is not the event becomes the event's detail, see
    /// [`Policies::bus_input_is_detail`](crate::Policies::bus_input_is_detail).
    pub(crate) fn of(
        arn: &Arn,
        target: &Target,
        event: &EventEnvelope,
        payload: &Payload,
        origin: Origin,
        policies: &Policies,
    ) -> Self {
        let has_input = target.input != TargetInput::Event && policies.bus_input_is_detail;
        let is_object = matches!(payload, Payload::Json(json) if json.as_str().trim_start().starts_with('{'));
        let is_object = is_object || !has_input;
        let mut event = event.clone();
        match payload {
            Payload::Json(detail) if is_object && has_input => event.detail = detail.clone(),
            _ => {}
        }
        let role = target.role_arn.as_deref().and_then(|role| Arn::parse(role).ok());
        let sender = Sender::Rule { rule: arn.clone(), role };
        let (bus, dead_letter) = (target.arn.clone(), target.dead_letter.clone());
        Self { forward: Forward { event, bus, sender, origin: Some(origin), dead_letter }, is_event: is_object }
    }
}

impl Engine {
    /// Takes what the engine of another place sent to this one.
    ///
    /// An event keeps its account, region and id; its id is a new one when it comes from another region. The
    /// policy of the bus decides whether it is let in.
    ///
    /// # Errors
    /// [`ForwardRefusal`] when it is not; the sender's dead-letter queue gets it.
    ///
    /// # Source
    /// EventBridge User Guide, "Sending and receiving events between AWS accounts".
    pub fn receive(&mut self, message: &Message) -> Result<(), ForwardRefusal> {
        let now = self.see(message.at);
        match &message.body {
            MessageBody::Event(forward) => self.arrive(now, &message.from, forward),
            MessageBody::Source(notice) => {
                self.hear(now, notice.clone());
                Ok(())
            }
        }
    }

    /// Sends an event to another bus, or tells why not.
    pub(crate) fn hop(&mut self, now: Timestamp, way: Way, hop: &Hop) {
        match self.try_hop(now, way, hop) {
            Ok(()) => self.measure_hop(now, hop, Metric::SuccessfulInvocationAttempts),
            Err(refusal) => {
                if matches!(refusal, ForwardRefusal::SecondHop { .. }) {
                    self.measure_hop(now, hop, Metric::DeadLetterInvocations);
                }
                self.fail_forward(now, &hop.forward, refusal);
            }
        }
    }

    fn measure_hop(&mut self, now: Timestamp, hop: &Hop, metric: Metric) {
        if let Some(Origin::Rule { rule, .. }) = &hop.forward.origin {
            self.state.measure(now, rule, metric, 1.0);
        }
    }

    fn try_hop(&mut self, now: Timestamp, way: Way, hop: &Hop) -> Result<(), ForwardRefusal> {
        let forward = &hop.forward;
        if way == Way::Forwarded {
            let leaves_region = forward.bus.region() != self.place().region.as_str();
            return Err(ForwardRefusal::SecondHop { event: forward.event.id.clone(), leaves_region });
        }
        if !hop.is_event {
            return Err(ForwardRefusal::NoObject(name(&forward.bus).to_owned()));
        }
        self.dispatch(now, forward.clone())
    }

    /// Puts an event on a bus of this place, or sends it to the place of its bus.
    pub(crate) fn dispatch(&mut self, now: Timestamp, forward: Forward) -> Result<(), ForwardRefusal> {
        let from = self.place().clone();
        let bus = forward.bus.clone();
        match Message::forward(now, from.clone(), forward) {
            Some(Message { to, body: MessageBody::Event(forward), .. }) if to == from => {
                self.arrive(now, &from, &forward)
            }
            Some(message) => {
                self.state.emit(Output::Message(message));
                Ok(())
            }
            None => Err(ForwardRefusal::NoBus(name(&bus).to_owned())),
        }
    }

    /// Whether [`receive`](Self::receive) would take what the engine of another place is about to send. Nothing
    /// happens.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn would_receive(&self, message: &Message) -> Result<(), ForwardRefusal> {
        match &message.body {
            MessageBody::Event(forward) => self.admit(&message.from, forward).map(|_| ()),
            MessageBody::Source(_) => Ok(()),
        }
    }

    fn arrive(&mut self, now: Timestamp, from: &Place, forward: &Forward) -> Result<(), ForwardRefusal> {
        let (bus, way) = self.admit(from, forward)?;
        if let Sender::Partner(source) = &forward.sender {
            return self.arrive_from_partner(now, source, &forward.event);
        }
        let mut event = forward.event.clone();
        if from.region != self.place().region {
            event.id = self.state.new_id();
        }
        self.carry(now, &bus, &event, way);
        Ok(())
    }

    /// The bus that an event comes onto, and how; or why it does not.
    fn admit(&self, from: &Place, forward: &Forward) -> Result<(BusName, Way), ForwardRefusal> {
        let no_bus = || ForwardRefusal::NoBus(name(&forward.bus).to_owned());
        let bus = self.bus(forward.bus.as_str()).ok_or_else(no_bus)?;
        let bus = self.describe_event_bus(&bus).map_err(|_| no_bus())?;
        let is_from_partner = matches!(forward.sender, Sender::Partner(_));
        if bus.name.is_partner() && !is_from_partner {
            return Err(ForwardRefusal::PartnerBus(bus.name.to_string()));
        }
        let (principal, rule, way) = match &forward.sender {
            Sender::Partner(_) => return Ok((bus.name.clone(), Way::Put)),
            Sender::Principal(principal) => (principal.clone(), None, Way::Put),
            Sender::Rule { rule, role } => {
                let root = || self.root_of(from.account.as_str());
                (role.clone().unwrap_or_else(root), Some(rule), Way::Forwarded)
            }
        };
        let requester = Requester::aws(principal);
        let request = || self.event_request(requester.clone(), &bus.name, &forward.event, rule);
        match self.lets(bus, &requester, request) {
            true => Ok((bus.name.clone(), way)),
            false => Err(ForwardRefusal::Denied(bus.name.to_string())),
        }
    }

    /// Lets a partner's event onto the bus of its source while the source is active.
    fn arrive_from_partner(
        &mut self,
        now: Timestamp,
        source: &EventSourceName,
        event: &EventEnvelope,
    ) -> Result<(), ForwardRefusal> {
        let no_bus = || ForwardRefusal::NoBus(source.to_string());
        let bus = self.bus(source.as_str()).ok_or_else(no_bus)?;
        match self.describe_event_source(source).map(|source| source.state(now)) {
            Ok(EventSourceState::Active) => {
                self.state.measure_source(now, source);
                self.carry(now, &bus, event, Way::Put);
                Ok(())
            }
            _ => Err(no_bus()),
        }
    }

    /// Takes back what another place refused: the rule's delivery has failed, and goes to the dead-letter queue if
    /// there is one.
    pub fn bounce(&mut self, now: Timestamp, forward: &Forward, refusal: ForwardRefusal) {
        let now = self.see(now);
        self.fail_forward(now, forward, refusal);
    }

    fn fail_forward(&mut self, now: Timestamp, forward: &Forward, refusal: ForwardRefusal) {
        let Some(Origin::Rule { rule, target, event }) = forward.origin.clone() else { return };
        let letter = |queue: &Arn| DeadLetter::to(queue.as_str()).with("RULE_ARN", forward.cause());
        let payload = Payload::Json(forward.event.to_json());
        let draft = Draft::new(now, forward.cause(), forward.bus.as_str(), payload)
            .with_dead_letter(forward.dead_letter.as_ref().map(letter));
        let outcome = Outcome::error(refusal.error_code(), refusal.to_string());
        let origin = Origin::Rule { rule: rule.clone(), target: target.clone(), event: event.clone() };
        let why = FailureReason::Bus { target, why: refusal };
        self.state.emit(Output::Failure(Failure { at: now, rule, event, why }));
        self.state.fail_delivery(draft, origin, &outcome);
    }
}

/// The bus's name in its ARN.
fn name(bus: &Arn) -> &str {
    bus.resource().strip_prefix("event-bus/").unwrap_or_default()
}
