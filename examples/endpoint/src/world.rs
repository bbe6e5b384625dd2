//! Everything behind the lock.

use cupola::logs::LiveTailOutput;
use cupola::traces::Datagram;
use cupola::{ApiError, Caller, Outcome, Output, Place, Service, Timestamp, Universe};

use crate::Settings;
use crate::clock::{Clock, ClockError};
use crate::ledger::Ledger;

/// Clock, universe and what left it.
#[derive(Debug)]
pub(crate) struct World {
    settings: Settings,
    clock: Clock,
    universe: Universe,
    ledger: Ledger,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let mut world = Self {
            clock: Clock::new(settings.clock),
            universe: Universe::new(settings.seed),
            ledger: Ledger::new(settings.most_deliveries),
            settings,
        };
        world.catch_up();
        world
    }

    /// Answers one call at the clock's time.
    pub(crate) fn call(
        &mut self,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let now = self.catch_up();
        let answer = self.universe.call(now, caller, service, action, input);
        self.collect();
        answer
    }

    /// Takes in a packet as the X-Ray daemon does. What is none of its packets is dropped, and so is what the service
    /// refuses.
    pub(crate) fn datagram(&mut self, packet: &[u8]) {
        let now = self.catch_up();
        let Ok(datagram) = Datagram::parse(packet) else { return };
        let Ok(observatory) = self.universe.observatory(now, &self.settings.place) else { return };
        observatory.traces(now).put_trace_segments(now, &[datagram.document()]);
        self.collect();
    }

    /// What a live tail session has for its client; `None` when the session is over.
    pub(crate) fn live_tail(&mut self, place: &Place, session: &str) -> Option<Vec<LiveTailOutput>> {
        let now = self.catch_up();
        self.universe.observatory(now, place).ok()?.logs(now).live_tail_updates(now, session).ok()
    }

    /// Ends a live tail session whose client has left.
    pub(crate) fn stop_live_tail(&mut self, place: &Place, session: &str) {
        let now = self.catch_up();
        let Ok(observatory) = self.universe.observatory(now, place) else { return };
        // One that is over needs no stop.
        let _ = observatory.logs(now).stop_live_tail(now, session);
    }

    /// Does everything that is due by the clock, in order; what leaves is collected on the way, so
    /// that a long jump overflows no queue.
    pub(crate) fn catch_up(&mut self) -> Timestamp {
        let now = self.clock.now();
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            self.universe.advance(due);
            self.collect();
        }
        self.universe.advance(now);
        self.collect();
        now
    }

    /// When there will be something to do by itself.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let due = self.universe.next_deadline()?.at;
        (due > self.universe.now()).then_some(due)
    }

    /// Sets a manual clock and does what is due by then.
    pub(crate) fn set_clock(&mut self, to: Timestamp) -> Result<(), ClockError> {
        self.clock.set(to)?;
        self.catch_up();
        Ok(())
    }

    /// Forgets everything; a manual clock stands at its start again.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.settings.clone());
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    fn collect(&mut self) {
        for (place, output) in self.universe.drain() {
            self.keep(&place, output);
        }
    }

    /// What is in the ledger counts as delivered.
    fn keep(&mut self, place: &Place, output: Output) {
        let now = self.universe.now();
        match output {
            Output::Delivery(delivery) => {
                self.universe.report(now, place, delivery.id, Outcome::Delivered);
                self.ledger.delivery(place, delivery);
            }
            Output::Lost(lost) => self.ledger.lost(place, now, lost),
            Output::Overflow(overflow) => self.ledger.overflow(place, overflow),
            // Alarm histories tell of state changes.
            _ => {}
        }
    }
}
