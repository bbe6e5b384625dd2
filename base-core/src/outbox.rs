//! What leaves: deliveries with ids and outcomes, in a bounded queue.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::json::Json;
use crate::{Deadline, Rng, Timestamp};

mod retry;

pub use retry::RetryPolicy;

/// What a core wants delivered, before it has an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Draft {
    /// When it became due.
    pub at: Timestamp,
    /// What caused it: an alarm's or a rule's ARN, a filter's name.
    pub cause: String,
    /// Where it goes: the ARN as configured.
    pub target: String,
    /// What is sent.
    pub payload: Payload,
    /// How often and how long it is tried again.
    pub retry: RetryPolicy,
    /// Where it goes when all tries have failed.
    pub dead_letter: Option<String>,
}

impl Draft {
    /// A delivery with the default retry policy and no dead-letter queue.
    #[must_use]
    pub fn new(at: Timestamp, cause: impl Into<String>, target: impl Into<String>, payload: Payload) -> Self {
        Self {
            at,
            cause: cause.into(),
            target: target.into(),
            payload,
            retry: RetryPolicy::default(),
            dead_letter: None,
        }
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// Sets the dead-letter queue.
    #[must_use]
    pub fn with_dead_letter(self, target: Option<String>) -> Self {
        Self { dead_letter: target, ..self }
    }
}

/// One delivery to the world outside. The library performs none: the owner does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Delivery {
    /// Names the delivery; stable over snapshot and restore, the same at every try.
    pub id: DeliveryId,
    /// When it became due: the first try's time, or that of this try.
    pub at: Timestamp,
    /// What caused it.
    pub cause: String,
    /// Where it goes: the ARN as configured.
    pub target: String,
    /// What is sent.
    pub payload: Payload,
    /// Which try this is, from 1.
    pub attempt: u32,
}

/// Names a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(u64);

impl DeliveryId {
    /// The number behind the id, counted from 1 in order of causation.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The id with this number, as read back from a log of one's own.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "d-{:012}", self.0)
    }
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Payload {
    /// A JSON value.
    Json(Json),
    /// Plain text.
    Text(String),
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => f.write_str(json.as_str()),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// How a delivery went, told by the owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It arrived.
    Delivered,
    /// It failed in a way that may pass: it is tried again as the policy says.
    Retry,
    /// It failed for good: it goes to the dead-letter queue, if there is one.
    Failed,
}

/// What came of a reported outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reported {
    /// Nothing more will be done.
    Done,
    /// It comes out again at this instant.
    TryAgain(Timestamp),
    /// It was put into the queue for its dead-letter target, under the same id.
    DeadLettered,
    /// All tries failed and there is no dead-letter queue: it is gone, and counted.
    Dropped,
}

/// Bounds of an [`Outbox`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutboxLimits {
    /// How many outputs wait at most; past it the oldest are dropped and counted. Default 100,000.
    pub waiting: usize,
    /// How many handed-out deliveries are remembered until their outcome is told; past it the
    /// oldest count as delivered. Default 10,000.
    pub in_flight: usize,
}

impl Default for OutboxLimits {
    fn default() -> Self {
        Self { waiting: 100_000, in_flight: 10_000 }
    }
}

impl OutboxLimits {
    /// Sets how many outputs wait at most.
    #[must_use]
    pub const fn waiting(self, waiting: usize) -> Self {
        Self { waiting, ..self }
    }

    /// Sets how many handed-out deliveries are remembered.
    #[must_use]
    pub const fn in_flight(self, in_flight: usize) -> Self {
        Self { in_flight, ..self }
    }
}

/// Outputs that were dropped because nobody drained the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overflow {
    /// How many, since the last drain.
    pub dropped: u64,
    /// The time of the newest of them.
    pub until: Timestamp,
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} outputs up to {} were dropped", self.dropped, self.until)
    }
}

/// One thing that comes out of an [`Outbox`]: a delivery, or a notice `N` that needs none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the owner adds kinds through N")]
pub enum Output<N> {
    /// Something to deliver.
    Delivery(Delivery),
    /// Something to know.
    Notice(N),
    /// Outputs were lost before this one.
    Overflow(Overflow),
}

/// A bounded queue of outputs, and the memory of deliveries whose outcome is open.
///
/// ```
/// use cupola_base::{Draft, Outbox, Outcome, Payload, Timestamp};
/// use cupola_base::outbox::{Output, Reported};
///
/// let mut outbox: Outbox<()> = Outbox::new(0);
/// let t0 = Timestamp::from_secs(100);
/// let id = outbox.push(Draft::new(t0, "rule a", "arn:aws:sqs:us-east-1:111122223333:q", Payload::Text("hi".into())));
/// let Some(Output::Delivery(first)) = outbox.drain().pop() else { panic!() };
/// assert_eq!((first.id, first.attempt), (id, 1));
///
/// let Some(Reported::TryAgain(at)) = outbox.report(t0, id, Outcome::Retry) else { panic!() };
/// outbox.advance(at);
/// let Some(Output::Delivery(second)) = outbox.drain().pop() else { panic!() };
/// assert_eq!((second.id, second.attempt, second.at), (id, 2, at));
/// assert_eq!(outbox.report(at, id, Outcome::Delivered), Some(Reported::Done));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outbox<N> {
    queue: VecDeque<(Timestamp, Output<N>)>,
    open: BTreeMap<DeliveryId, Open>,
    waiting: BTreeSet<(Timestamp, DeliveryId)>,
    last_id: u64,
    dropped: Option<Overflow>,
    rng: Rng,
    limits: OutboxLimits,
}

/// A delivery that is not settled.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Open {
    draft: Draft,
    attempt: u32,
}

impl<N> Outbox<N> {
    /// An empty outbox; the seed is that of the retries' jitter.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            queue: VecDeque::new(),
            open: BTreeMap::new(),
            waiting: BTreeSet::new(),
            last_id: 0,
            dropped: None,
            rng: Rng::for_part(seed, "outbox"),
            limits: OutboxLimits::default(),
        }
    }

    /// Sets the bounds.
    #[must_use]
    pub fn with_limits(self, limits: OutboxLimits) -> Self {
        Self { limits, ..self }
    }

    /// Takes a delivery in and names it.
    pub fn push(&mut self, draft: Draft) -> DeliveryId {
        self.last_id += 1;
        let id = DeliveryId(self.last_id);
        self.enqueue(id, &Open { draft: draft.clone(), attempt: 1 }, draft.at);
        self.open.insert(id, Open { draft, attempt: 1 });
        self.forget_oldest();
        id
    }

    /// Takes a notice in.
    pub fn notify(&mut self, at: Timestamp, notice: N) {
        self.put(at, Output::Notice(notice));
    }

    /// Everything that came out since the last drain, oldest first. What was lost is told first.
    pub fn drain(&mut self) -> Vec<Output<N>> {
        let lost = self.dropped.take().map(Output::Overflow);
        lost.into_iter().chain(self.queue.drain(..).map(|(_, output)| output)).collect()
    }

    /// Tells how a delivery went. `None` when it is not open: settled before, or forgotten.
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        let open = self.open.remove(&id)?;
        Some(match outcome {
            Outcome::Delivered => Reported::Done,
            Outcome::Retry => self.try_again(now, id, open),
            Outcome::Failed => self.give_up(now, id, open),
        })
    }

    /// Puts every retry that is due at or before `now` into the queue, in order.
    pub fn advance(&mut self, now: Timestamp) {
        while let Some(&(at, id)) = self.waiting.first().filter(|(at, _)| *at <= now) {
            self.waiting.remove(&(at, id));
            if let Some(open) = self.open.get(&id).cloned() {
                self.enqueue(id, &open, at);
            }
        }
    }

    /// When the next retry is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.waiting.first().map(|(at, _)| Deadline { at: *at, why: "delivery is tried again" })
    }

    /// How many outputs wait to be drained.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether nothing waits to be drained.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.dropped.is_none()
    }

    fn try_again(&mut self, now: Timestamp, id: DeliveryId, open: Open) -> Reported {
        let Some(at) = open.draft.retry.next_try(now, open.draft.at, open.attempt, &self.rng) else {
            return self.give_up(now, id, open);
        };
        self.waiting.insert((at, id));
        self.open.insert(id, Open { attempt: open.attempt + 1, ..open });
        Reported::TryAgain(at)
    }

    fn give_up(&mut self, now: Timestamp, id: DeliveryId, mut open: Open) -> Reported {
        let Some(target) = open.draft.dead_letter.take() else { return Reported::Dropped };
        open.draft.target = target;
        open.attempt = 1;
        self.enqueue(id, &open, now);
        Reported::DeadLettered
    }

    fn enqueue(&mut self, id: DeliveryId, open: &Open, at: Timestamp) {
        let Draft { cause, target, payload, .. } = open.draft.clone();
        self.put(at, Output::Delivery(Delivery { id, at, cause, target, payload, attempt: open.attempt }));
    }

    fn put(&mut self, at: Timestamp, output: Output<N>) {
        self.queue.push_back((at, output));
        if self.queue.len() > self.limits.waiting
            && let Some((until, _)) = self.queue.pop_front()
        {
            let dropped = self.dropped.map_or(0, |overflow| overflow.dropped) + 1;
            self.dropped = Some(Overflow { dropped, until });
        }
    }

    fn forget_oldest(&mut self) {
        while self.open.len() > self.limits.in_flight {
            if let Some((id, _)) = self.open.pop_first() {
                self.waiting.retain(|(_, waiting)| *waiting != id);
            }
        }
    }
}
