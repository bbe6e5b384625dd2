//! Messages on their way: handed out, tried again for a day, ended.

use cupola_base::outbox::{Deliveries, Ended, Reported, Standing};
use cupola_base::paging::fingerprint;
use cupola_base::{Arn, DeliveryId, Draft, Outcome, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use super::payload::{Packer, RETRY};
use super::{Distribution, Subscription, SubscriptionMessage, SubscriptionTarget};
use crate::agenda::Due;
use crate::destination::{DestinationRequest, Message};
use crate::engine::Engine;
use crate::name::{FilterName, LogGroupName};
use crate::output::{Lost, Output, SubscriptionFailed};
use crate::vended::VendedFailed;

/// What the engine knows of its deliveries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Shipping {
    memory: Deliveries<Origin>,
    /// What the payloads of open deliveries count.
    bytes: usize,
    rng: Rng,
    /// When a retry stands in the agenda.
    #[serde(skip)]
    planned: Option<Timestamp>,
}

/// Where a delivery comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Origin {
    /// Of what came from another place, nothing.
    filters: Option<Senders>,
    /// The log delivery that it comes from, and how many records it holds.
    #[serde(default)]
    delivery: Option<(String, u64)>,
    bytes: usize,
}

/// A group and its filters; without a group a policy of the account.
pub(crate) type Senders = (Option<LogGroupName>, Vec<FilterName>);

/// A message of a group's filters, and where it goes.
#[derive(Debug)]
pub(crate) struct Shipment {
    at: Timestamp,
    group: Option<LogGroupName>,
    filters: Vec<FilterName>,
    destination: Arn,
    target: SubscriptionTarget,
    distribution: Distribution,
    by: Arn,
    message: SubscriptionMessage,
}

impl Shipment {
    pub(crate) fn new(
        at: Timestamp,
        (group, filters): Senders,
        subscription: &Subscription,
        message: SubscriptionMessage,
    ) -> Self {
        let Subscription { filter, by, .. } = subscription;
        let (destination, target) = (filter.destination().clone(), filter.target());
        let (distribution, by) = (filter.distribution(), by.clone());
        Self { at, group, filters, destination, target, distribution, by, message }
    }

    fn cause(&self) -> String {
        let names: Vec<&str> = self.filters.iter().map(FilterName::as_str).collect();
        names.join(",")
    }
}

impl Shipping {
    pub(crate) fn new(seed: u64) -> Self {
        let memory = Deliveries::new(Engine::DELIVERY_PART, seed);
        Self { memory, bytes: 0, rng: Rng::for_part(seed, "subscriptions"), planned: None }
    }
}

impl Engine {
    /// The part of the ids of this engine's deliveries; see [`DeliveryId::part`].
    pub const DELIVERY_PART: u8 = 2;

    /// Tells how a delivery of a subscription went: what failed for now is tried again, for a day. `None` when the
    /// delivery is not open: settled before, let go past [`Limits::deliveries`](crate::Limits::deliveries), or waiting
    /// for its next try.
    ///
    /// A failure for good also pauses the filters that it comes from
    /// ([`Policies::subscription_pause_seconds`](crate::Policies::subscription_pause_seconds)). A delivery whose
    /// outcome is never told does no harm.
    ///
    /// ```
    /// use cupola_base::outbox::Reported;
    /// use cupola_base::Outcome;
    /// use cupola_logs::{Engine, Output, Place, SubscriptionFilter, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// let function = "arn:aws:lambda:us-east-1:111122223333:function:eat";
    /// engine.put_subscription_filter(now, "app", SubscriptionFilter::new("all", "", function)?)?;
    /// let Some(Output::Delivery(first)) = engine.drain().pop() else { panic!() };
    ///
    /// let Some(Reported::TryAgain(at)) = engine.report(now, first.id, Outcome::retry()) else { panic!() };
    /// engine.advance(at);
    /// let Some(Output::Delivery(second)) = engine.drain().pop() else { panic!() };
    /// assert_eq!((second.id, second.attempt), (first.id, 2));
    /// assert_eq!(engine.report(at, second.id, Outcome::Delivered), Some(Reported::Done));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions".
    #[expect(clippy::needless_pass_by_value, reason = "an outcome is told once")]
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        let now = self.at(now);
        let told = self.shipping.memory.report(now, id, &outcome)?;
        if !matches!(told.reported, Reported::TryAgain(_)) {
            self.shipping.bytes -= told.note.bytes;
        }
        if told.reported == Reported::Dropped {
            self.fail_filters(now, told.note.filters, &outcome);
            self.fail_delivery(now, told.note.delivery, &outcome);
        }
        self.plan_retry();
        Some(told.reported)
    }

    /// Where a delivery stands: what goes on, which tries were made, why they failed, when the next comes.
    #[must_use]
    pub fn explain_delivery(&self, id: DeliveryId) -> Option<Standing> {
        self.shipping.memory.standing(id)
    }

    /// Sends a message: to its target, or to a logical destination here or in another place.
    pub(crate) fn ship(&mut self, shipment: Shipment) {
        let partition_key = self.partition_key(&shipment);
        let cause = shipment.cause();
        let Shipment { at, group, filters, destination, target, by, message, .. } = shipment;
        match DestinationRequest::to(&destination, &by) {
            None => {
                let packer = Packer {
                    at,
                    cause: &cause,
                    destination: &destination,
                    target,
                    partition_key: &partition_key,
                    limits: &self.limits,
                };
                let packed = packer.pack(message);
                self.hand_out(at, Some((group, filters)), packed.drafts, packed.too_large);
            }
            Some(request) => {
                let from = self.place.clone();
                self.send(Message { at, from, request, group, filters, partition_key, message });
            }
        }
    }

    /// Hands a message on to the target of a destination of this place.
    pub(crate) fn ship_for_destination(&mut self, message: &Message, target_arn: &Arn, target: SubscriptionTarget) {
        let cause = message.cause();
        let packer = Packer {
            at: self.now,
            cause: &cause,
            destination: target_arn,
            target,
            partition_key: &message.partition_key,
            limits: &self.limits,
        };
        let packed = packer.pack(message.message.clone());
        let own = (message.from == self.place).then(|| (message.group.clone(), message.filters.clone()));
        self.hand_out(self.now, own, packed.drafts, packed.too_large);
    }

    fn hand_out(&mut self, now: Timestamp, filters: Option<Senders>, drafts: Vec<Draft>, too_large: u64) {
        self.open_drafts(drafts, &Origin { filters, delivery: None, bytes: 0 });
        self.waiting.lose(now, Lost::LargeEvents, too_large);
        self.let_oldest_go(now);
    }

    /// Hands out what a log delivery sends, with the number of records in each, which is tried again for a day.
    pub(crate) fn hand_out_vended(&mut self, now: Timestamp, delivery: &str, drafts: Vec<(Draft, u64)>) {
        for (draft, records) in drafts {
            let origin = Origin { filters: None, delivery: Some((delivery.to_owned(), records)), bytes: 0 };
            self.open_drafts(vec![draft.with_retry(RETRY)], &origin);
        }
        self.let_oldest_go(now);
    }

    fn open_drafts(&mut self, drafts: Vec<Draft>, origin: &Origin) {
        for draft in drafts {
            let bytes = draft.payload.as_str().len();
            self.shipping.bytes += bytes;
            let delivery = self.shipping.memory.open(draft, Origin { bytes, ..origin.clone() });
            self.emit(Output::Delivery(delivery));
        }
    }

    /// Notes that what a log delivery sent did not arrive.
    fn fail_delivery(&mut self, at: Timestamp, delivery: Option<(String, u64)>, outcome: &Outcome) {
        let Some((delivery, records)) = delivery else { return };
        let why = outcome.to_string();
        self.emit(Output::VendedFailed(VendedFailed { at, delivery, records, why }));
    }

    /// What waited for a retry is lost; what was never told of counts as delivered.
    fn let_oldest_go(&mut self, now: Timestamp) {
        let mut gone = self.shipping.memory.fit(self.limits.deliveries);
        self.shipping.bytes -= freed(&gone);
        while self.shipping.bytes > self.limits.delivery_bytes && !self.shipping.memory.is_empty() {
            let more = self.shipping.memory.fit(self.shipping.memory.len() - 1);
            self.shipping.bytes -= freed(&more);
            gone.extend(more);
        }
        let lost = gone.iter().filter(|ended| ended.waited).count();
        self.waiting.lose(now, Lost::Retries, lost as u64);
        self.plan_retry();
    }

    /// Hands every retry out that is due.
    pub(crate) fn retry_shipments(&mut self, now: Timestamp) {
        self.shipping.planned = None;
        while let Some(delivery) = self.shipping.memory.pop_due(now) {
            self.emit(Output::Delivery(delivery));
        }
        self.plan_retry();
    }

    /// Puts the next retry into the agenda.
    pub(crate) fn plan_retry(&mut self) {
        let next = self.shipping.memory.next_due();
        if next == self.shipping.planned {
            return;
        }
        if let Some(planned) = std::mem::replace(&mut self.shipping.planned, next) {
            self.agenda.unset(planned, Due::Retry);
        }
        next.into_iter().for_each(|at| self.agenda.set(at, Due::Retry));
    }

    /// What waits for a retry and comes from a group, or from one filter of it, ends.
    pub(crate) fn end_shipments(&mut self, now: Timestamp, group: &str, filter: Option<&str>) {
        let is_gone =
            |filters: &[FilterName]| filter.is_none_or(|filter| filters.iter().all(|name| name.as_str() == filter));
        let ends = |origin: &Origin| match &origin.filters {
            Some((Some(name), filters)) => name.as_str() == group && is_gone(filters),
            _ => false,
        };
        let ended = self.shipping.memory.end(now, ends);
        self.shipping.bytes -= freed(&ended);
        self.plan_retry();
    }

    /// Notes that what filters sent did not arrive: a failure for good pauses them.
    pub(crate) fn fail_filters(&mut self, now: Timestamp, filters: Option<Senders>, outcome: &Outcome) {
        let Some((group, filters)) = filters else { return };
        let until = now.plus_secs(i64::from(self.policies.subscription_pause_seconds));
        for name in filters {
            let found = group.as_ref().and_then(|group| self.groups.get_mut(group));
            let found = found.and_then(|group| group.subscriptions.get_mut(&name));
            if let Some(found) = found.filter(|_| matches!(outcome, Outcome::Failed { .. })) {
                found.paused = Some(until);
            }
            let log_group = group.as_ref().map_or_else(|| "".into(), |group| group.as_str().into());
            let (filter, why) = (name.into(), outcome.to_string());
            self.emit(Output::SubscriptionFailed(SubscriptionFailed { at: now, log_group, filter, why }));
        }
    }

    /// Chooses a shard: by the stream, which is always the same, or by chance.
    fn partition_key(&self, shipment: &Shipment) -> String {
        let (high, low) = match shipment.distribution {
            Distribution::Random => (self.shipping.rng.next_u64(), self.shipping.rng.next_u64()),
            Distribution::ByLogStream => {
                let SubscriptionMessage { log_group, log_stream, .. } = &shipment.message;
                let stream = format!("{log_group}:{log_stream}");
                (fingerprint(stream.as_bytes()), fingerprint(log_stream.as_bytes()))
            }
        };
        format!("{high:016x}{low:016x}")
    }
}

fn freed(ended: &[Ended<Origin>]) -> usize {
    ended.iter().map(|ended| ended.note.bytes).sum()
}
