//! What leaves: deliveries with ids and outcomes, in a bounded queue.

use std::collections::VecDeque;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Deadline, Timestamp};

mod call;
mod deliveries;
mod draft;
mod outcome;
mod retry;
mod standing;
mod state;

pub use call::{Call, HttpCall, JobCall, SqlCall};
pub use deliveries::{Deliveries, Ended, Told};
pub use draft::{DeadLetter, Delivery, DeliveryId, DeliveryIdError, Draft, Payload};
pub use outcome::{ErrorCode, Outcome, Reported};
pub use retry::RetryPolicy;
pub use standing::{Phase, Standing, Try};
pub use state::{DeliveryState, Exhausted, Next};

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
/// let Some(Reported::TryAgain(at)) = outbox.report(t0, id, Outcome::retry()) else { panic!() };
/// outbox.advance(at);
/// let Some(Output::Delivery(second)) = outbox.drain().pop() else { panic!() };
/// assert_eq!((second.id, second.attempt, second.at), (id, 2, at));
/// assert_eq!(outbox.report(at, id, Outcome::Delivered), Some(Reported::Done));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outbox<N> {
    queue: VecDeque<(Timestamp, Output<N>)>,
    deliveries: Deliveries<()>,
    dropped: Option<Overflow>,
    limits: OutboxLimits,
}

impl<N> Outbox<N> {
    /// An empty outbox; the seed is that of the retries' jitter.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            queue: VecDeque::new(),
            deliveries: Deliveries::new(0, seed),
            dropped: None,
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
        let delivery = self.deliveries.open(draft, ());
        let id = delivery.id;
        self.hand_on(delivery);
        self.deliveries.fit(self.limits.in_flight);
        id
    }

    /// Takes in a delivery that another part of the library owns: its outcome is none of this outbox's.
    pub fn hand_on(&mut self, delivery: Delivery) {
        self.put(delivery.at, Output::Delivery(delivery));
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
    #[expect(clippy::needless_pass_by_value, reason = "an outcome is told once")]
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        let told = self.deliveries.report(now, id, &outcome)?;
        told.letter.into_iter().for_each(|letter| self.hand_on(letter));
        Some(told.reported)
    }

    /// Puts every retry that is due at or before `now` into the queue, in order.
    pub fn advance(&mut self, now: Timestamp) {
        while let Some(delivery) = self.deliveries.pop_due(now) {
            self.hand_on(delivery);
        }
    }

    /// When the next retry is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.deliveries.next_due().map(|at| Deadline { at, why: "delivery is tried again" })
    }

    /// Where a delivery stands; of those that are settled, the newest are known.
    #[must_use]
    pub fn explain(&self, id: DeliveryId) -> Option<Standing> {
        self.deliveries.standing(id)
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

    fn put(&mut self, at: Timestamp, output: Output<N>) {
        self.queue.push_back((at, output));
        if self.queue.len() > self.limits.waiting
            && let Some((until, _)) = self.queue.pop_front()
        {
            let dropped = self.dropped.map_or(0, |overflow| overflow.dropped) + 1;
            self.dropped = Some(Overflow { dropped, until });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbox() -> Outbox<()> {
        Outbox::new(3)
    }

    fn draft(payload: &str) -> Draft {
        Draft::new(Timestamp::EPOCH, "cause", "target", Payload::of(payload.into()))
    }

    fn sent(outbox: &mut Outbox<()>) -> Delivery {
        match outbox.drain().pop() {
            Some(Output::Delivery(delivery)) => delivery,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_letter_says_what_went_wrong_and_is_tried_again_itself() {
        let mut outbox = outbox();
        let letter = DeadLetter::to("dead").with("RULE_ARN", "r");
        let id = outbox.push(draft("{}").with_retry(RetryPolicy::new(1, 60)).with_dead_letter(Some(letter)));
        let failed = Outcome::error(ErrorCode::NoPermissions, "not you");
        assert_eq!(outbox.report(Timestamp::EPOCH, id, failed), Some(Reported::DeadLettered));
        let letter = sent(&mut outbox);
        let attributes: Vec<(&str, &str)> = letter.attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let expected = [
            ("ERROR_CODE", "NO_PERMISSIONS"),
            ("ERROR_MESSAGE", "not you"),
            ("RETRY_ATTEMPTS", "0"),
            ("RULE_ARN", "r"),
            ("TARGET_ARN", "target"),
        ];
        assert_eq!((attributes.as_slice(), letter.target.as_str(), letter.id), (&expected[..], "dead", id));
        assert!(letter.is_dead_letter());
        let later = Timestamp::from_secs(40);
        let Some(Reported::TryAgain(at)) = outbox.report(later, id, Outcome::retry()) else { panic!() };
        assert_eq!(outbox.report(later, id, Outcome::retry()), None, "it waits");
        outbox.advance(at);
        assert_eq!(sent(&mut outbox).attributes.len(), 5);
        assert_eq!(outbox.report(at, id, Outcome::failed()), Some(Reported::Dropped));
        assert!(outbox.explain(id).unwrap().to_string().contains("dead letter, try 2"));
    }

    #[test]
    fn the_number_of_the_try_is_put_in_each_time() {
        let mut outbox = outbox();
        let id = outbox.push(draft("{\"n\": <n>, \"again\": \"<n>\"}").with_attempt_mark("<n>"));
        assert_eq!(sent(&mut outbox).payload, Payload::of("{\"n\": 1, \"again\": \"1\"}".into()));
        let Some(Reported::TryAgain(at)) = outbox.report(Timestamp::EPOCH, id, Outcome::retry()) else { panic!() };
        outbox.advance(at);
        assert!(matches!(sent(&mut outbox).payload, Payload::Json(json) if json.as_str().contains("\"2\"")));
    }

    #[test]
    fn a_policy_is_exhausted_by_tries_or_by_age_and_the_letter_says_by_which() {
        for (policy, wait, expected) in [
            (RetryPolicy::new(0, 60), 0, Some("MaximumRetryAttempts")),
            (RetryPolicy::new(5, 60), 61, Some("MaximumEventAgeInSeconds")),
        ] {
            let mut outbox = outbox();
            let id = outbox.push(draft("1").with_retry(policy).with_dead_letter(Some(DeadLetter::to("dead"))));
            outbox.report(Timestamp::from_secs(wait), id, Outcome::retry());
            let letter = sent(&mut outbox);
            assert_eq!(letter.attributes.get("EXHAUSTED_RETRY_CONDITION").map(String::as_str), expected);
        }
    }

    #[test]
    fn past_the_bound_the_oldest_is_forgotten() {
        let mut outbox = outbox().with_limits(OutboxLimits::default().in_flight(1));
        let first = outbox.push(draft("1"));
        let second = outbox.push(draft("2"));
        assert_eq!(outbox.report(Timestamp::EPOCH, first, Outcome::retry()), None);
        assert_eq!(outbox.explain(first).map(|standing| standing.phase), Some(Phase::Untold));
        assert_eq!(outbox.report(Timestamp::EPOCH, second, Outcome::Delivered), Some(Reported::Done));
    }

    #[test]
    fn what_is_for_something_that_is_gone_ends() {
        let mut deliveries = Deliveries::new(2, 0);
        let (a, b) = (deliveries.open(draft("1"), 'a').id, deliveries.open(draft("2"), 'a').id);
        assert_eq!((a.part(), a.sequence(), b.sequence()), (2, 1, 2));
        deliveries.report(Timestamp::EPOCH, a, &Outcome::retry());
        let ended = deliveries.end(Timestamp::EPOCH, |note| *note == 'a');
        assert_eq!(ended, [Ended { id: a, waited: true, note: 'a' }]);
        assert_eq!(deliveries.next_due(), None);
        let told = deliveries.report(Timestamp::EPOCH, b, &Outcome::retry()).unwrap();
        assert_eq!(told.reported, Reported::Dropped, "the one under way ends with its try");
    }

    #[test]
    fn what_is_open_survives_being_written_down() {
        let mut outbox = outbox();
        let id = outbox.push(draft("1"));
        outbox.drain();
        outbox.report(Timestamp::EPOCH, id, Outcome::retry());
        let mut again: Outbox<()> = serde_json::from_str(&serde_json::to_string(&outbox).unwrap()).unwrap();
        assert_eq!(again.next_deadline(), outbox.next_deadline());
        let (late, id) = (Timestamp::from_secs(10), id);
        outbox.advance(late);
        again.advance(late);
        assert_eq!(again.drain(), outbox.drain());
        assert_eq!(again.report(late, id, Outcome::retry()), outbox.report(late, id, Outcome::retry()));
    }
}
