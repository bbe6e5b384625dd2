//! What the inputs have made: the universe, what left it, and what is on its way.

mod pending;
mod snapshot;

use std::collections::BTreeSet;

use cupola::events::pipes::{PipeIntake, PipeRecord};
use cupola::logs::LiveTailOutput;
use cupola::traces::Datagram;
use cupola::{
    ApiError, Area, Authorizer, Delivery, DeliveryId, Lost, Outcome, Output, Phase, Place, Service, Timestamp, Universe,
};
use serde::{Deserialize, Serialize};

use crate::input::{Input, Who};
use crate::ledger::Ledger;
use crate::page::{self, Facts};
pub(crate) use pending::Pending;
pub(crate) use snapshot::Snapshot;

/// The state, which inputs alone change.
#[derive(Debug)]
pub(crate) struct State {
    origin: Origin,
    now: Timestamp,
    epoch: u64,
    is_sending: bool,
    universe: Universe,
    ledger: Ledger,
    /// Live tail sessions that somebody watches.
    tails: BTreeSet<(Place, String)>,
    /// What was handed out and not told of; empty unless deliveries are sent.
    pending: Pending,
}

/// With what the state began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) seed: u64,
    /// Where its clock started, if that is the user's.
    pub(crate) start: Option<Timestamp>,
}

/// A delivery that is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parcel {
    pub(crate) epoch: u64,
    pub(crate) place: Place,
    pub(crate) delivery: Delivery,
}

/// What an input answers.
#[derive(Debug)]
pub(crate) enum Answer {
    Call(Result<String, ApiError>),
    /// What a live tail session has; `None` when it is over.
    Tail(Option<Vec<LiveTailOutput>>),
    /// What became of records for pipes; an error says why they are none.
    Records(Result<PipeIntake, String>),
    Done,
}

impl State {
    pub(crate) fn new(origin: Origin, now: Timestamp, most_deliveries: usize) -> Self {
        let mut universe = Universe::new(origin.seed);
        universe.advance(now);
        Self {
            origin,
            now,
            epoch: 0,
            is_sending: false,
            universe,
            ledger: Ledger::new(most_deliveries),
            tails: BTreeSet::new(),
            pending: Pending::default(),
        }
    }

    /// Takes an input in at its time, after what is due by then.
    pub(crate) fn apply(&mut self, now: Timestamp, input: &Input) -> Answer {
        self.now = now;
        if *input == Input::Reset {
            self.reset();
            return Answer::Done;
        }
        self.catch_up(now);
        let answer = self.take_in(now, input);
        self.collect();
        answer
    }

    fn take_in(&mut self, now: Timestamp, input: &Input) -> Answer {
        match input {
            Input::Call { who, service, action, body } => {
                return Answer::Call(self.call(now, who, *service, action, body));
            }
            Input::Tail { place, session } => return Answer::Tail(self.live_tail(now, place, session)),
            Input::Datagram { place, packet } => self.datagram(now, place, packet),
            Input::StopTail { place, session } => self.stop_live_tail(now, place, session),
            Input::Told { epoch, place, id, outcome } if *epoch == self.epoch => self.told(now, place, *id, outcome),
            Input::Answered { epoch, place, id, answer } if *epoch == self.epoch => {
                self.answered(now, place, *id, answer);
            }
            Input::Records { place, source, records } => {
                return Answer::Records(self.pipe_records(now, place, source, records));
            }
            Input::Told { .. } | Input::Answered { .. } | Input::Advance | Input::Reset => {}
        }
        Answer::Done
    }

    fn call(
        &mut self,
        now: Timestamp,
        who: &Who,
        service: Service,
        action: &str,
        body: &str,
    ) -> Result<String, ApiError> {
        self.universe.call(now, &who.caller(), service, action, body)
    }

    /// What is no packet of the daemon is dropped, and so is what the service refuses.
    fn datagram(&mut self, now: Timestamp, place: &Place, packet: &[u8]) {
        let Ok(datagram) = Datagram::parse(packet) else { return };
        let Ok(observatory) = self.universe.observatory(now, place) else { return };
        observatory.traces(now).put_trace_segments(now, &[datagram.document()]);
    }

    fn live_tail(&mut self, now: Timestamp, place: &Place, session: &str) -> Option<Vec<LiveTailOutput>> {
        let outputs = self.universe.observatory(now, place).ok()?.logs(now).live_tail_updates(now, session).ok();
        let tail = (place.clone(), session.to_owned());
        if outputs.is_some() {
            self.tails.insert(tail)
        } else {
            self.tails.remove(&tail)
        };
        outputs
    }

    fn stop_live_tail(&mut self, now: Timestamp, place: &Place, session: &str) {
        self.tails.remove(&(place.clone(), session.to_owned()));
        let Ok(observatory) = self.universe.observatory(now, place) else { return };
        // One that is over needs no stop.
        let _ = observatory.logs(now).stop_live_tail(now, session);
    }

    fn told(&mut self, now: Timestamp, place: &Place, id: DeliveryId, outcome: &Outcome) {
        self.pending.remove(place, id);
        self.ledger.told(place, id, outcome);
        self.universe.report(now, place, id, outcome.clone());
    }

    fn answered(&mut self, now: Timestamp, place: &Place, id: DeliveryId, answer: &str) {
        self.pending.remove(place, id);
        self.ledger.told(place, id, &Outcome::Delivered);
        self.universe.answer(now, place, id, answer);
    }

    fn pipe_records(
        &mut self,
        now: Timestamp,
        place: &Place,
        source: &str,
        records: &[String],
    ) -> Result<PipeIntake, String> {
        let records: Result<Vec<PipeRecord>, _> = records.iter().map(|record| PipeRecord::parse(record)).collect();
        let records = records.map_err(|error| error.to_string())?;
        let observatory = self.universe.observatory(now, place).map_err(|error| error.to_string())?;
        Ok(observatory.events(now).pipe_records(now, source, records))
    }

    /// Does everything that is due, in order; what leaves is collected on the way, so that a long jump overflows no
    /// queue.
    fn catch_up(&mut self, now: Timestamp) {
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            self.universe.advance(due);
            self.collect();
        }
        self.universe.advance(now);
        self.collect();
    }

    /// Forgets everything; a manual clock stands at its start again, which is the `now` of the input.
    fn reset(&mut self) {
        let (epoch, is_sending, pending) = (self.epoch + 1, self.is_sending, Pending::after(&self.pending));
        let mut fresh = Self::new(self.origin, self.now, self.ledger.most());
        fresh.set_authorizer(self.universe.authorizer().cloned());
        *self = Self { epoch, is_sending, pending, ..fresh };
    }

    /// What is not sent counts as delivered while it is collected, and what comes of that leaves as well: a pipe that has
    /// been told goes on.
    fn collect(&mut self) {
        loop {
            let outputs = self.universe.drain();
            if outputs.is_empty() {
                return;
            }
            outputs.into_iter().for_each(|(place, output)| self.keep(&place, output));
        }
    }

    fn keep(&mut self, place: &Place, output: Output) {
        let now = self.universe.now();
        match output {
            Output::Delivery(delivery) => self.hand_on(now, place, delivery),
            Output::Lost(lost) => self.ledger.lost(place, now, lost),
            Output::Overflow(overflow) => self.ledger.overflow(place, overflow),
            Output::Pipe(notice) => self.ledger.notice(place, notice),
            // Alarm histories tell of state changes. Runs of canaries, files of export tasks and log files of trails have
            // nobody here who would make, store or keep them.
            _ => {}
        }
    }

    /// What is not sent counts as delivered when it is in the ledger.
    fn hand_on(&mut self, now: Timestamp, place: &Place, delivery: Delivery) {
        let (is_sent, id) = (self.is_sending && !self.is_settled(now, place, &delivery), delivery.id);
        if is_sent {
            self.pending.insert(place.clone(), delivery.clone());
        } else {
            self.universe.report(now, place, id, Outcome::Delivered);
        }
        self.ledger.delivery(place, delivery, is_sent);
        self.fit(now);
    }

    /// Log groups of a place are written by the library itself.
    fn is_settled(&mut self, now: Timestamp, place: &Place, delivery: &Delivery) -> bool {
        let is_log_group = delivery.target.split(':').nth(2) == Some("logs");
        let mut standing = || self.universe.observatory(now, place).ok()?.explain_delivery(delivery.id);
        is_log_group && standing().is_some_and(|standing| standing.phase == Phase::Delivered)
    }

    /// The oldest make room. One that is being sent already may arrive all the same: then its outcome is told.
    fn fit(&mut self, now: Timestamp) {
        while let Some((place, delivery)) = self.pending.pop_over() {
            let what = format!("delivery {} to {}: too much is on its way", delivery.id, delivery.target);
            self.ledger.dropped(&place, delivery.id);
            self.ledger.lost(&place, now, Lost::Dropped { area: Area::Events, what });
        }
    }

    /// Settings of a start: whether deliveries are sent, and how many are kept. Who watched live tails has gone.
    pub(crate) fn set_out(&mut self, is_sending: bool, most_deliveries: usize) {
        let now = self.universe.now();
        std::mem::take(&mut self.tails).iter().for_each(|(place, session)| self.stop_live_tail(now, place, session));
        self.is_sending = is_sending;
        self.ledger.set_most(most_deliveries);
        if !is_sending {
            let left: Vec<_> = self.pending.iter().map(|(place, delivery)| (place.clone(), delivery.id)).collect();
            left.iter().for_each(|(place, id)| self.told(now, place, *id, &Outcome::Delivered));
        }
    }

    /// Who may call what: as the settings of a start say. Until then it is as it was kept, so that what is replayed is
    /// answered as it was.
    pub(crate) fn set_authorizer(&mut self, access: Option<Authorizer>) {
        self.universe.set_authorizer(access);
    }

    pub(crate) const fn pending(&self) -> &Pending {
        &self.pending
    }

    /// The delivery of this number; `None` when it is not on its way any more.
    pub(crate) fn parcel(&self, number: u64) -> Option<Parcel> {
        let (place, delivery) = self.pending.get(number)?.clone();
        Some(Parcel { epoch: self.epoch, place, delivery })
    }

    /// When there will be something to do by itself.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let due = self.universe.next_deadline()?.at;
        (due > self.universe.now()).then_some(due)
    }

    /// The page for people, at the time of the newest input: looking changes nothing.
    pub(crate) fn page(&mut self, now: Timestamp, host: &str) -> String {
        let places = page::places(&mut self.universe);
        let (is_manual, is_sending, ledger) = (self.origin.start.is_some(), self.is_sending, &self.ledger);
        page::page(&Facts { now, is_manual, host, is_sending, places, ledger })
    }

    /// The time of the newest input.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) const fn origin(&self) -> Origin {
        self.origin
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}
