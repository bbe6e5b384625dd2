//! The memory of deliveries whose outcome is open, without a queue of its own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::standing::{Phase, Standing, Try};
use super::{DeadLetter, Delivery, DeliveryId, DeliveryState, Draft, Next, Outcome, Reported};
use crate::{Rng, Timestamp};

/// Deliveries that were handed out or wait for their next try, each with a note `O` of its owner.
///
/// What is to be sent is returned, and whoever holds this hands it out: an engine by its own outputs, an
/// [`Outbox`](super::Outbox) by its queue.
///
/// ```
/// use cupola_base::outbox::{Deliveries, Reported};
/// use cupola_base::{Draft, Outcome, Payload, Timestamp};
///
/// let mut deliveries = Deliveries::new(1, 0);
/// let t0 = Timestamp::from_secs(100);
/// let draft = Draft::new(t0, "rule", "arn:aws:sqs:us-east-1:111122223333:q", Payload::Text("hi".into()));
/// let first = deliveries.open(draft, "note");
/// let told = deliveries.report(t0, first.id, &Outcome::retry()).unwrap();
/// let Reported::TryAgain(at) = told.reported else { panic!() };
/// assert_eq!((told.note, deliveries.next_due()), ("note", Some(at)));
/// let second = deliveries.pop_due(at).unwrap();
/// assert_eq!((second.id, second.attempt), (first.id, 2));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "O: Serialize + DeserializeOwned")]
pub struct Deliveries<O> {
    part: u8,
    last: u64,
    open: BTreeMap<DeliveryId, Open<O>>,
    due: BTreeSet<(Timestamp, DeliveryId)>,
    settled: VecDeque<Standing>,
    rng: Rng,
}

/// A delivery that is not settled.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Open<O> {
    draft: Draft,
    state: DeliveryState,
    attributes: BTreeMap<String, String>,
    sent: Timestamp,
    due: Option<Timestamp>,
    tries: VecDeque<Try>,
    note: O,
}

/// What came of an outcome.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Told<O> {
    /// What its owner is told.
    pub reported: Reported,
    /// The dead letter, to be handed out now.
    pub letter: Option<Delivery>,
    /// Whether the outcome was that of a dead letter.
    pub was_letter: bool,
    /// Which try it was.
    pub attempt: u32,
    /// The owner's note.
    pub note: O,
}

/// A delivery that was let go.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ended<O> {
    /// Which.
    pub id: DeliveryId,
    /// Whether it waited for another try; else its outcome was never told.
    pub waited: bool,
    /// The owner's note.
    pub note: O,
}

impl<O: Clone> Deliveries<O> {
    /// No delivery. The part goes into the ids; the seed is that of the retries' jitter.
    #[must_use]
    pub fn new(part: u8, seed: u64) -> Self {
        Self {
            part,
            last: 0,
            open: BTreeMap::new(),
            due: BTreeSet::new(),
            settled: VecDeque::new(),
            rng: Rng::for_part(seed.wrapping_add(u64::from(part)), "outbox"),
        }
    }

    /// Takes a delivery in and names it; the first try is returned.
    pub fn open(&mut self, mut draft: Draft, note: O) -> Delivery {
        let state = DeliveryState::of(&mut draft, self.rng.next_u64());
        let (id, sent) = (self.next_id(), draft.at);
        let attributes = BTreeMap::new();
        let open = Open { draft, state, attributes, sent, due: None, tries: VecDeque::new(), note };
        let delivery = open.delivery(id, sent);
        self.open.insert(id, open);
        delivery
    }

    /// Takes a delivery in that cannot be made, for the reason given: only its dead letter is, if it has one.
    pub fn open_failed(&mut self, draft: Draft, note: O, outcome: &Outcome) -> (DeliveryId, Option<Told<O>>) {
        let at = draft.at;
        let id = self.open(draft, note).id;
        (id, self.report(at, id, outcome))
    }

    /// Tells how a delivery went. `None` when it is not open (settled before, or let go), or waits for its next
    /// try and did not arrive after all.
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: &Outcome) -> Option<Told<O>> {
        if *outcome != Outcome::Delivered && self.open.get(&id)?.due.is_some() {
            return None;
        }
        let mut open = self.open.remove(&id)?;
        open.due.map(|at| self.due.remove(&(at, id)));
        let (was_letter, attempt, note) = (open.state.is_letter(), open.state.attempt(), open.note.clone());
        open.remember(now, outcome);
        let (reported, letter) = match open.state.next(outcome, now) {
            Next::Done => (self.settle(id, &open, Phase::Delivered), None),
            Next::Drop => (self.settle(id, &open, Phase::Dropped), None),
            Next::Retry { at } => (self.wait(id, open, at), None),
            Next::DeadLetter(letter) => (Reported::DeadLettered, Some(self.write(now, id, open, letter))),
        };
        Some(Told { reported, letter, was_letter, attempt, note })
    }

    /// The first retry that is due at or before `now`.
    pub fn pop_due(&mut self, now: Timestamp) -> Option<Delivery> {
        let (at, id) = *self.due.first().filter(|(at, _)| *at <= now)?;
        self.due.remove(&(at, id));
        let open = self.open.get_mut(&id)?;
        (open.due, open.sent) = (None, at);
        Some(open.delivery(id, at))
    }

    /// When the next retry is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Lets all go that a note says so: those that wait end now and are returned, those that are under way
    /// end with that try. Dead letters go on.
    pub fn end(&mut self, now: Timestamp, ends: impl Fn(&O) -> bool) -> Vec<Ended<O>> {
        let ends = |open: &Open<O>| !open.state.is_letter() && ends(&open.note);
        let ending: Vec<DeliveryId> = self.open.iter().filter(|(_, open)| ends(open)).map(|(id, _)| *id).collect();
        ending.into_iter().filter_map(|id| self.end_one(now, id)).collect()
    }

    /// Lets the oldest go until at most this many are open.
    pub fn fit(&mut self, most: usize) -> Vec<Ended<O>> {
        let mut gone = Vec::new();
        while self.open.len() > most {
            let Some((id, open)) = self.open.pop_first() else { break };
            open.due.map(|at| self.due.remove(&(at, id)));
            let phase = if open.due.is_some() { Phase::Ended } else { Phase::Untold };
            self.settle(id, &open, phase);
            gone.push(Ended { id, waited: open.due.is_some(), note: open.note });
        }
        gone
    }

    /// Where a delivery stands; of those that are settled, the newest are known.
    #[must_use]
    pub fn standing(&self, id: DeliveryId) -> Option<Standing> {
        let settled = || self.settled.iter().rev().find(|standing| standing.id == id).cloned();
        self.open.get(&id).map(|open| open.standing(id, open.phase())).or_else(settled)
    }

    /// The owner's note on one that is open.
    #[must_use]
    pub fn note(&self, id: DeliveryId) -> Option<&O> {
        self.open.get(&id).map(|open| &open.note)
    }

    /// How many are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    fn next_id(&mut self) -> DeliveryId {
        self.last += 1;
        DeliveryId::new(self.part, self.last)
    }

    fn wait(&mut self, id: DeliveryId, open: Open<O>, at: Timestamp) -> Reported {
        self.due.insert((at, id));
        self.open.insert(id, Open { due: Some(at), ..open });
        Reported::TryAgain(at)
    }

    fn write(&mut self, now: Timestamp, id: DeliveryId, mut open: Open<O>, letter: DeadLetter) -> Delivery {
        let body =
            letter.body.unwrap_or_else(|| open.draft.payload_at(open.tries.back().map_or(1, |last| last.attempt)));
        (open.draft.target, open.draft.payload, open.attributes) = (letter.queue, body, letter.attributes);
        open.draft.call = super::Call::Plain;
        open.draft.attempt_marks.clear();
        (open.sent, open.due) = (now, None);
        let delivery = open.delivery(id, now);
        self.open.insert(id, open);
        delivery
    }

    fn end_one(&mut self, now: Timestamp, id: DeliveryId) -> Option<Ended<O>> {
        let open = self.open.get_mut(&id)?;
        open.state.end();
        let at = open.due?;
        self.due.remove(&(at, id));
        let mut open = self.open.remove(&id)?;
        open.sent = now;
        self.settle(id, &open, Phase::Ended);
        Some(Ended { id, waited: true, note: open.note })
    }

    fn settle(&mut self, id: DeliveryId, open: &Open<O>, phase: Phase) -> Reported {
        let reported = if phase == Phase::Delivered { Reported::Done } else { Reported::Dropped };
        self.settled.push_back(open.standing(id, phase));
        if self.settled.len() > SETTLED {
            self.settled.pop_front();
        }
        reported
    }
}

impl<O> Open<O> {
    fn delivery(&self, id: DeliveryId, at: Timestamp) -> Delivery {
        let attempt = self.state.attempt();
        let Draft { cause, target, call, .. } = &self.draft;
        Delivery {
            id,
            at,
            cause: cause.clone(),
            target: target.clone(),
            payload: self.draft.payload_at(attempt),
            call: call.clone(),
            attributes: self.attributes.clone(),
            attempt,
        }
    }

    fn remember(&mut self, now: Timestamp, outcome: &Outcome) {
        let (attempt, is_letter) = (self.state.attempt(), self.state.is_letter());
        self.tries.push_back(Try { attempt, is_letter, at: self.sent, told: now, outcome: cut(outcome) });
        if self.tries.len() > TRIES {
            self.tries.pop_front();
        }
    }

    const fn phase(&self) -> Phase {
        match self.due {
            Some(at) => Phase::Waiting(at),
            None => Phase::UnderWay,
        }
    }

    fn standing(&self, id: DeliveryId, phase: Phase) -> Standing {
        Standing {
            id,
            cause: self.draft.cause.clone(),
            target: self.draft.target.clone(),
            is_letter: self.state.is_letter(),
            attempt: self.state.attempt(),
            phase,
            tries: self.tries.iter().cloned().collect(),
        }
    }
}

/// How many settled deliveries are known, and how many tries of each.
const SETTLED: usize = 1000;
const TRIES: usize = 10;
/// How long a remembered message is, in characters.
const MESSAGE: usize = 256;

fn cut(outcome: &Outcome) -> Outcome {
    let short = |message: &str| message.chars().take(MESSAGE).collect();
    match outcome {
        Outcome::Delivered => Outcome::Delivered,
        Outcome::Retry { code, message } => Outcome::Retry { code: code.clone(), message: short(message) },
        Outcome::Failed { code, message } => Outcome::Failed { code: code.clone(), message: short(message) },
    }
}
