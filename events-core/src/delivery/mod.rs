//! Deliveries that the engine owns: handed out, tried again, ended.

mod call;
mod check;
mod ended;
mod invoke;
mod kind;
mod metrics;
mod parameters;
mod payload;
mod tally;

use cupola_base::outbox::{Deliveries as Memory, Reported, Standing, Told};
use cupola_base::{DeliveryId, Draft, Outcome, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use call::instant;
pub(crate) use check::check_parameters;
pub use ended::{EndedDelivery, Origin, PipePart};
pub(crate) use metrics::Metric;
pub(crate) use parameters::{Parameters, text_of};
pub use tally::Tally;

use crate::engine::State;
use crate::output::Lost;
use crate::{Engine, Output};

/// What the engine knows of its deliveries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Deliveries {
    memory: Memory<Origin>,
    tally: Tally,
    /// Whether measurements about rules are given out.
    pub(crate) measured: bool,
}

impl Deliveries {
    pub(crate) fn new(seed: u64) -> Self {
        Self { memory: Memory::new(Engine::DELIVERY_PART, seed), tally: Tally::default(), measured: false }
    }

    /// When the next retry is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.memory.next_due()
    }

    pub(crate) fn standing(&self, id: DeliveryId) -> Option<Standing> {
        self.memory.standing(id)
    }
}

impl Engine {
    /// The part of the ids of this engine's deliveries; see [`DeliveryId::part`].
    pub const DELIVERY_PART: u8 = 1;

    /// Tells how a delivery went: drives retries and dead letters. `None` when the delivery is not open: settled
    /// before, let go past [`Limits::deliveries`](crate::Limits::deliveries), or waiting for its next try.
    ///
    /// A delivery whose outcome is never told does no harm: it counts as delivered when it is let go. What a rule
    /// has accepted is tried again when the rule is disabled meanwhile, too; it ends when the target is removed.
    ///
    /// ```
    /// use cupola_base::outbox::{ErrorCode, Reported};
    /// use cupola_base::{Arn, Outcome, Place, Timestamp};
    /// use cupola_events::{Engine, Entry, Output, PutRule, RuleName, Target, TargetId};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let rule = RuleName::new("orders")?;
    /// engine.put_rule(now, PutRule::new(rule.clone(), r#"{"source": ["my.shop"]}"#))?;
    /// let queue = |name: &str| Arn::parse(&format!("arn:aws:sqs:us-east-1:111122223333:{name}"));
    /// let target = Target::new(TargetId::new("q")?, queue("inbox")?).with_dead_letter(queue("dead")?);
    /// engine.put_targets(now, &rule.into(), vec![target])?;
    /// engine.put_events(now, vec![Entry::new("my.shop", "Order placed", "{}")])?;
    /// let Some(Output::Delivery(first)) = engine.drain().pop() else { panic!() };
    ///
    /// // The queue is busy: one more try. Then it is gone: the event goes to the dead-letter queue.
    /// let busy = Outcome::from_http(503);
    /// let Some(Reported::TryAgain(at)) = engine.report(now, first.id, busy) else { panic!() };
    /// engine.advance(at);
    /// let Some(Output::Delivery(second)) = engine.drain().pop() else { panic!() };
    /// assert_eq!((second.id, second.attempt), (first.id, 2));
    /// let gone = Outcome::error(ErrorCode::NoResource, "no such queue");
    /// assert_eq!(engine.report(at, first.id, gone), Some(Reported::DeadLettered));
    /// let Some(Output::Delivery(letter)) = engine.drain().pop() else { panic!() };
    /// assert!(letter.target.ends_with(":dead"));
    /// assert_eq!(letter.attributes.get("ERROR_CODE").map(String::as_str), Some("NO_RESOURCE"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// EventBridge User Guide, "How EventBridge retries delivering events", "Using dead-letter queues to process
    /// undelivered events".
    #[expect(clippy::needless_pass_by_value, reason = "an outcome is told once")]
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        self.hear_of(now, id, &outcome, None)
    }

    /// Tells that a delivery arrived, and what was answered. Only calls of [`pipes`](crate::pipes) heed answers: that of an
    /// enrichment goes on to the target, that of a function, a state machine or an API says which items failed.
    ///
    /// # Source
    /// EventBridge User Guide, "Event enrichment in Amazon EventBridge Pipes", "Amazon EventBridge Pipes batching and
    /// concurrency".
    pub fn answer(&mut self, now: Timestamp, id: DeliveryId, answer: &str) -> Option<Reported> {
        self.hear_of(now, id, &Outcome::Delivered, Some(answer))
    }

    fn hear_of(&mut self, now: Timestamp, id: DeliveryId, outcome: &Outcome, answer: Option<&str>) -> Option<Reported> {
        let now = self.see(now);
        let told = self.state.deliveries.memory.report(now, id, outcome)?;
        let reported = told.reported;
        let of_pipe = matches!(told.note, Origin::Pipe { .. }).then(|| told.note.clone());
        self.state.settle(now, told, outcome);
        if let Some(origin) = of_pipe {
            self.pipe_call_ended(now, id, &origin, (reported, outcome), answer);
        }
        Some(reported)
    }

    /// Where a delivery stands: what goes on, which tries were made, why they failed, when the next comes. The
    /// newest thousand that are settled are known, too.
    #[must_use]
    pub fn explain_delivery(&self, id: DeliveryId) -> Option<Standing> {
        self.state.deliveries.memory.standing(id)
    }

    /// What became of all deliveries so far.
    #[must_use]
    pub const fn delivery_tally(&self) -> Tally {
        self.state.deliveries.tally
    }
}

impl State {
    /// Hands a delivery out and owns it from now on.
    pub(crate) fn deliver(&mut self, draft: Draft, origin: Origin) -> DeliveryId {
        let at = draft.at;
        let delivery = self.deliveries.memory.open(draft, origin);
        let id = delivery.id;
        self.deliveries.tally.made += 1;
        self.emit(Output::Delivery(delivery));
        self.let_oldest_go(at);
        id
    }

    /// What cannot be sent: only its dead letter is.
    pub(crate) fn fail_delivery(&mut self, draft: Draft, origin: Origin, outcome: &Outcome) {
        let at = draft.at;
        self.deliveries.tally.made += 1;
        let (_, told) = self.deliveries.memory.open_failed(draft, origin, outcome);
        told.into_iter().for_each(|told| self.settle(at, told, outcome));
        self.let_oldest_go(at);
    }

    /// Hands the first retry out that is due at or before `now`.
    pub(crate) fn retry_one(&mut self, now: Timestamp) {
        let Some(delivery) = self.deliveries.memory.pop_due(now) else { return };
        let origin = self.deliveries.memory.note(delivery.id).filter(|_| !delivery.is_dead_letter());
        match origin.cloned() {
            Some(Origin::Rule { rule, .. }) => {
                self.measure(delivery.at, &rule, Metric::RetryInvocationAttempts, 1.0);
            }
            Some(Origin::Schedule { schedule, .. }) => self.measure_attempt(delivery.at, &schedule),
            Some(Origin::Pipe { .. }) | None => {}
        }
        self.emit(Output::Delivery(delivery));
    }

    /// What waits for a retry and comes from something that is gone ends now, and is told; what is under way
    /// ends with that try.
    pub(crate) fn end_deliveries(&mut self, now: Timestamp, gone: impl Fn(&Origin) -> bool) {
        for ended in self.deliveries.memory.end(now, gone) {
            self.deliveries.tally.ended += 1;
            if let Some(rule) = ended.note.rule() {
                self.measure(now, rule, Metric::FailedInvocations, 1.0);
            }
            self.emit(Output::Ended(EndedDelivery { at: now, id: ended.id, origin: ended.note }));
        }
    }

    fn settle(&mut self, now: Timestamp, told: Told<Origin>, outcome: &Outcome) {
        self.deliveries.tally.count(&told);
        self.measure_outcome(now, &told);
        self.measure_run(now, &told, outcome);
        told.letter.into_iter().for_each(|letter| self.emit(Output::Delivery(letter)));
    }

    /// What waited for a retry is lost; what was never told of counts as delivered.
    fn let_oldest_go(&mut self, now: Timestamp) {
        for gone in self.deliveries.memory.fit(self.limits.deliveries) {
            if gone.waited {
                self.deliveries.tally.lost += 1;
                self.lose(now, Lost::Retries, 1);
            }
        }
    }
}
