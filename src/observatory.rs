//! One account in one region.

use std::sync::Arc;

use cupola_base::outbox::{Reported, Standing};
use cupola_base::{Deadline, DeliveryId, Outbox, OutboxLimits, Outcome, Place, Rng, Timestamp};

use crate::lend::{Lent, Part};
use crate::mail::Mail;
use crate::output::{Notice, Output};
use crate::routes::Routes;
use crate::settle::Engines;
use crate::{Area, Authorizer, audit, events, logs, metrics, traces};

/// One account in one region: five areas on one clock, joined by routes.
///
/// The methods are of three kinds. Handles ([`logs`](Self::logs), [`metrics`](Self::metrics),
/// [`events`](Self::events), [`traces`](Self::traces), [`audit`](Self::audit)) lend one area after
/// everything due before has been done. Time moves with [`advance`](Self::advance);
/// [`next_deadline`](Self::next_deadline) tells when there will be something to do. Outputs wait
/// until [`drain`](Self::drain); forgetting to drain loses nothing until the outbox's bound.
///
/// Time never goes back: a `now` behind the newest seen counts as the newest. One long
/// [`advance`](Self::advance) does the same as many short ones. The same inputs with the same seed
/// give the same outputs, byte by byte.
///
/// ```
/// use cupola::{Observatory, Place, Timestamp};
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// sky.advance(t0);
/// assert_eq!(sky.now(), t0);
/// assert_eq!(sky.next_deadline(), None);
/// assert!(sky.drain().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Observatory {
    pub(crate) place: Place,
    pub(crate) now: Timestamp,
    pub(crate) engines: Engines,
    pub(crate) outbox: Outbox<Notice>,
    pub(crate) routes: Routes,
    pub(crate) mail: Mail,
    pub(crate) audits_itself: bool,
    pub(crate) access: Option<Arc<Authorizer>>,
}

impl Observatory {
    /// An empty observatory with the standard routes and the services' limits. All randomness
    /// comes from the seed.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        let seed = Rng::for_part(seed, &place.to_string()).next_u64();
        let engines = Engines {
            audit: audit::Engine::new(place.clone(), seed),
            traces: traces::Engine::new(place.clone(), seed),
            logs: logs::Engine::new(place.clone(), seed),
            metrics: metrics::Engine::new(place.clone(), seed),
            events: events::Engine::new(place.clone(), seed).with_metrics(),
        };
        Self {
            place,
            now: Timestamp::MIN,
            engines,
            outbox: Outbox::new(seed),
            routes: Routes::standard(),
            mail: Mail::default(),
            audits_itself: false,
            access: None,
        }
    }

    /// Replaces the routes.
    #[must_use]
    pub fn with_routes(self, routes: Routes) -> Self {
        Self { routes, ..self }
    }

    /// Sets the bounds of the outbox.
    #[must_use]
    pub fn with_outbox_limits(self, limits: OutboxLimits) -> Self {
        Self { outbox: self.outbox.with_limits(limits), ..self }
    }

    /// Changes the engines before first use, for instance to give one other limits or policies.
    ///
    /// ```
    /// use cupola::{Observatory, Place};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let sky = Observatory::new(place, 0).with_metrics(|engine| engine.with_limits(Default::default()));
    /// # drop(sky);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_metrics(mut self, change: impl FnOnce(metrics::Engine) -> metrics::Engine) -> Self {
        self.engines.metrics = change(self.engines.metrics);
        self
    }

    /// As [`with_metrics`](Self::with_metrics), for logs.
    #[must_use]
    pub fn with_logs(mut self, change: impl FnOnce(logs::Engine) -> logs::Engine) -> Self {
        self.engines.logs = change(self.engines.logs);
        self
    }

    /// As [`with_metrics`](Self::with_metrics), for events. The engine gives measurements about its rules to the
    /// metric store; [`events::Engine::without_metrics`] turns that off.
    #[must_use]
    pub fn with_events(mut self, change: impl FnOnce(events::Engine) -> events::Engine) -> Self {
        self.engines.events = change(self.engines.events);
        self
    }

    /// As [`with_metrics`](Self::with_metrics), for traces.
    #[must_use]
    pub fn with_traces(mut self, change: impl FnOnce(traces::Engine) -> traces::Engine) -> Self {
        self.engines.traces = change(self.engines.traces);
        self
    }

    /// As [`with_metrics`](Self::with_metrics), for audit.
    #[must_use]
    pub fn with_audit(mut self, change: impl FnOnce(audit::Engine) -> audit::Engine) -> Self {
        self.engines.audit = change(self.engines.audit);
        self
    }

    /// Lends the metrics area, after everything due at or before `now` was done.
    pub fn metrics(&mut self, now: Timestamp) -> Lent<'_, metrics::Engine> {
        self.lend(now, Part { of: |e| &e.metrics, of_mut: |e| &mut e.metrics })
    }

    /// Lends the logs area, after everything due at or before `now` was done.
    pub fn logs(&mut self, now: Timestamp) -> Lent<'_, logs::Engine> {
        self.lend(now, Part { of: |e| &e.logs, of_mut: |e| &mut e.logs })
    }

    /// Lends the events area, after everything due at or before `now` was done.
    pub fn events(&mut self, now: Timestamp) -> Lent<'_, events::Engine> {
        self.lend(now, Part { of: |e| &e.events, of_mut: |e| &mut e.events })
    }

    /// Lends the traces area, after everything due at or before `now` was done.
    pub fn traces(&mut self, now: Timestamp) -> Lent<'_, traces::Engine> {
        self.lend(now, Part { of: |e| &e.traces, of_mut: |e| &mut e.traces })
    }

    /// Lends the audit area, after everything due at or before `now` was done.
    pub fn audit(&mut self, now: Timestamp) -> Lent<'_, audit::Engine> {
        self.lend(now, Part { of: |e| &e.audit, of_mut: |e| &mut e.audit })
    }

    /// Does everything due at or before `now`: in order of due time, then area, then sequence.
    pub fn advance(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
        while let Some((at, turn)) = self.next_turn().filter(|(at, _)| *at <= self.now) {
            match turn {
                Turn::Area(area) => self.engines.advance(area, at),
                Turn::Outbox => self.outbox.advance(at),
            }
            self.settle();
        }
        Area::ALL.into_iter().for_each(|area| self.engines.advance(area, self.now));
    }

    /// When there will be something to do, and what; `None` when nothing will happen by itself.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        let areas = Area::ALL.into_iter().filter_map(|area| self.engines.next_deadline(area));
        areas.chain(self.outbox.next_deadline()).min()
    }

    /// Everything that came out since the last drain, oldest first.
    pub fn drain(&mut self) -> Vec<Output> {
        self.outbox.drain().into_iter().map(Output::from).collect()
    }

    /// Tells how a delivery went; drives retries and dead letters. `None` when the delivery is not
    /// open (settled before, or forgotten past a bound) or waits for its next try.
    pub fn report(&mut self, now: Timestamp, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        self.advance(now);
        let now = self.now;
        let reported = match id.part() {
            events::Engine::DELIVERY_PART => self.engines.events.report(now, id, outcome),
            logs::Engine::DELIVERY_PART => self.engines.logs.report(now, id, outcome),
            _ => self.outbox.report(now, id, outcome),
        };
        self.settle();
        reported
    }

    /// Tells that a delivery arrived, and what was answered: calls of [pipes](crate::events::pipes) heed it, for all others
    /// it is [`report`](Self::report).
    pub fn answer(&mut self, now: Timestamp, id: DeliveryId, answer: &str) -> Option<Reported> {
        if id.part() != events::Engine::DELIVERY_PART {
            return self.report(now, id, Outcome::Delivered);
        }
        self.advance(now);
        let reported = self.engines.events.answer(self.now, id, answer);
        self.settle();
        reported
    }

    /// Where a delivery stands: what goes on, which tries were made, why they failed, when the next comes. `None`
    /// when it is not known, or settled long ago.
    #[must_use]
    pub fn explain_delivery(&self, id: DeliveryId) -> Option<Standing> {
        match id.part() {
            events::Engine::DELIVERY_PART => self.engines.events.explain_delivery(id),
            logs::Engine::DELIVERY_PART => self.engines.logs.explain_delivery(id),
            _ => self.outbox.explain(id),
        }
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    fn lend<E>(&mut self, now: Timestamp, part: Part<E>) -> Lent<'_, E> {
        self.advance(now);
        Lent::new(self, part)
    }

    fn next_turn(&self) -> Option<(Timestamp, Turn)> {
        let areas = Area::ALL.into_iter().map(|area| (self.engines.next_deadline(area), Turn::Area(area)));
        let all = areas.chain([(self.outbox.next_deadline(), Turn::Outbox)]);
        all.filter_map(|(deadline, turn)| deadline.map(|deadline| (deadline.at, turn))).min()
    }
}

/// Whose turn it is; within one instant areas come before retries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Area(Area),
    Outbox,
}
