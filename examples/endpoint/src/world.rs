//! Everything behind the lock.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use cupola::events::pipes::PipeIntake;
use cupola::logs::LiveTailOutput;
use cupola::{ApiError, DeliveryId, Outcome, Place, Service, Timestamp};
use tokio::sync::Notify;

use crate::clock::{Clock, ClockError};
use crate::input::{Input, Who};
use crate::journal::{Gate, Journal, JournalError, Opened, recover};
use crate::ledger::Ledger;
use crate::outgoing::Outgoing;
use crate::state::{Answer, Origin, Parcel, State};
use crate::{ClockMode, Settings};

/// Clock, state, and the journal of what came in.
#[derive(Debug)]
pub(crate) struct World {
    clock: Clock,
    state: State,
    /// That of the X-Ray daemon's packets.
    place: Place,
    journal: Option<Journal>,
    outgoing: Outgoing,
    dropped_packets: u64,
}

impl World {
    /// The world as it was when it was left or, where nothing is kept, a new one.
    pub(crate) fn open(settings: &Settings) -> Result<Self, JournalError> {
        let mut opened = settings.data_dir.as_deref().map(Opened::open).transpose()?;
        let found = opened.as_mut().and_then(|opened| opened.found.take());
        let (mut state, last) = match found {
            Some(found) => recover(found)?,
            None => (begin(settings), 0),
        };
        check_origin(state.origin(), settings)?;
        state.set_out(settings.deliver_to.is_some(), settings.most_deliveries);
        state.set_authorizer(settings.access.as_ref().map(|access| access.authorizer().clone()));
        let journal = opened.map(|opened| opened.start(last, state.snapshot(), settings.journal));
        let clock = Clock::at(settings.clock, state.now());
        let mut outgoing = Outgoing::default();
        outgoing.note(last, state.pending());
        Ok(Self { clock, state, place: settings.place.clone(), journal, outgoing, dropped_packets: 0 })
    }

    /// Answers one call at the clock's time.
    pub(crate) fn call(
        &mut self,
        who: impl Into<Who>,
        service: Service,
        action: &str,
        body: String,
    ) -> Result<String, ApiError> {
        match self.take(Input::Call { who: who.into(), service, action: action.into(), body }) {
            Answer::Call(answer) => answer,
            Answer::Tail(_) | Answer::Records(_) | Answer::Done => Ok("{}".into()),
        }
    }

    /// Takes in a packet as the X-Ray daemon does. Its sender does not wait, so that while the journal is behind it is
    /// dropped and counted.
    pub(crate) fn datagram(&mut self, packet: Vec<u8>) {
        if self.journal.as_ref().is_some_and(Journal::is_behind) {
            self.dropped_packets += 1;
            return;
        }
        self.take(Input::Datagram { place: self.place.clone(), packet });
    }

    /// What a live tail session has for its client; `None` when the session is over.
    pub(crate) fn live_tail(&mut self, place: Place, session: String) -> Option<Vec<LiveTailOutput>> {
        match self.take(Input::Tail { place, session }) {
            Answer::Tail(outputs) => outputs,
            Answer::Call(_) | Answer::Records(_) | Answer::Done => None,
        }
    }

    /// Ends a live tail session whose client has left.
    pub(crate) fn stop_live_tail(&mut self, place: Place, session: String) {
        self.take(Input::StopTail { place, session });
    }

    /// Does what is due by the clock, if there is anything.
    pub(crate) fn catch_up(&mut self) {
        if self.state.next_due().is_some_and(|due| due <= self.clock.now()) {
            self.take(Input::Advance);
        }
    }

    /// Sets a manual clock and does what is due by then.
    pub(crate) fn set_clock(&mut self, to: Timestamp) -> Result<(), ClockError> {
        self.clock.set(to)?;
        self.take(Input::Advance);
        Ok(())
    }

    /// Takes in how a delivery went.
    pub(crate) fn told(&mut self, epoch: u64, place: Place, id: DeliveryId, outcome: Outcome) {
        self.take(Input::Told { epoch, place, id, outcome });
    }

    /// Takes in that a delivery arrived, and what was answered.
    pub(crate) fn answered(&mut self, epoch: u64, place: Place, id: DeliveryId, answer: String) {
        self.take(Input::Answered { epoch, place, id, answer });
    }

    /// Takes in records that a source has for its pipes; an error says why they are none.
    pub(crate) fn pipe_records(
        &mut self,
        place: Place,
        source: String,
        records: Vec<String>,
    ) -> Result<PipeIntake, String> {
        match self.take(Input::Records { place, source, records }) {
            Answer::Records(intake) => intake,
            Answer::Call(_) | Answer::Tail(_) | Answer::Done => Ok(PipeIntake::default()),
        }
    }

    /// Forgets everything; a manual clock stands at its start again.
    pub(crate) fn reset(&mut self) {
        if let Some(start) = self.state.origin().start {
            self.clock = Clock::Manual(start);
        }
        self.take(Input::Reset);
    }

    /// When there will be something to do by itself.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.state.next_due()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        self.state.ledger()
    }

    /// Packets that were dropped since the program began.
    pub(crate) const fn dropped_packets(&self) -> u64 {
        self.dropped_packets
    }

    /// The next delivery that is to be sent, after the number of the input that caused it.
    pub(crate) fn next_to_send(&mut self) -> Option<(u64, Parcel)> {
        let (seq, number) = self.outgoing.take(self.state.pending())?;
        Some((seq, self.state.parcel(number)?))
    }

    /// Tells when there may be something to send.
    pub(crate) fn news(&self) -> Arc<Notify> {
        self.outgoing.news()
    }

    /// What is here, for people who reached it at this host. As any request it does what is due before; looking itself
    /// changes nothing.
    pub(crate) fn page(&mut self, host: &str) -> String {
        self.catch_up();
        self.state.page(self.clock.now(), host)
    }

    /// Where answers wait until what they saw is durable.
    pub(crate) fn gate(&self) -> Gate {
        self.journal.as_ref().map_or_else(Gate::default, Journal::gate)
    }

    /// Leaves a snapshot alone behind, which any release reads that knows its form.
    pub(crate) fn close(&mut self) -> Result<(), JournalError> {
        let Some(mut journal) = self.journal.take() else { return Ok(()) };
        journal.snapshot(self.state.snapshot());
        journal.close()
    }

    /// All there is, as bytes.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> String {
        serde_json::to_string(&self.state.snapshot()).unwrap()
    }

    /// Time, number and place in the queue are given under one lock, which is that around the world.
    fn take(&mut self, input: Input) -> Answer {
        let now = self.clock.now();
        let seq = self.journal.as_mut().map_or(0, |journal| journal.append(now, &input));
        let answer = self.state.apply(now, &input);
        self.outgoing.note(seq, self.state.pending());
        self.shorten();
        answer
    }

    fn shorten(&mut self) {
        if let Some(journal) = self.journal.as_mut().filter(|journal| journal.is_long()) {
            journal.snapshot(self.state.snapshot());
        }
    }
}

fn begin(settings: &Settings) -> State {
    let start = match settings.clock {
        ClockMode::System => None,
        ClockMode::Manual(start) => Some(start),
    };
    State::new(Origin { seed: settings.seed, start }, Clock::new(settings.clock).now(), settings.most_deliveries)
}

/// What would make the kept state another one is refused. Where a manual clock started matters for a reset alone, and
/// is kept.
fn check_origin(kept: Origin, settings: &Settings) -> Result<(), JournalError> {
    let name = |is_manual: bool| if is_manual { "manual" } else { "system" };
    let is_manual = settings.clock != ClockMode::System;
    if kept.seed != settings.seed {
        return Err(JournalError::Seed { kept: kept.seed, asked: settings.seed });
    }
    if kept.start.is_some() != is_manual {
        return Err(JournalError::Clock { kept: name(kept.start.is_some()), asked: name(is_manual) });
    }
    Ok(())
}
