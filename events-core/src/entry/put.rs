//! Events put on buses.

use cupola_base::policy::Requester;
use cupola_base::{AccountId, Arn, EventEnvelope, Place, Timestamp};

use super::{Checked, Entry, EntryError};
use crate::delivery::Metric;
use crate::engine::State;
use crate::error::PutEventsError;
use crate::forward::{Ask, Forward, ForwardRefusal, Message, Sender, Way, place_of};
use crate::{BusName, Engine};

impl Engine {
    /// Puts up to ten events on their buses. The results stand in the order of the entries: the event's id, or
    /// why the entry is refused. An entry for a bus that is not there gets an id and is dropped.
    ///
    /// # Errors
    /// [`PutEventsError`] when the request is refused as a whole; then nothing is put.
    ///
    /// # Source
    /// EventBridge API Reference, PutEvents.
    #[doc(alias = "PutEvents")]
    pub fn put_events(
        &mut self,
        now: Timestamp,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        let root = self.root_of(self.place().account.as_str());
        self.put_events_as(now, &root, entries)
    }

    /// As [`put_events`](Self::put_events), as somebody else: the policy of each entry's bus decides. The events
    /// carry that principal's account.
    ///
    /// # Errors
    /// As [`put_events`](Self::put_events).
    pub fn put_events_as(
        &mut self,
        now: Timestamp,
        principal: &Arn,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        self.put_events_among(now, principal, entries, &|_| Ok(()))
    }

    /// As [`put_events_as`](Self::put_events_as), among places that can be asked: an entry for a bus of another place
    /// is refused when that place says so by its [`would_receive`](Self::would_receive). Without an answer the entry
    /// leaves, and its refusal there comes too late for the results.
    ///
    /// # Errors
    /// As [`put_events`](Self::put_events).
    pub fn put_events_among(
        &mut self,
        now: Timestamp,
        principal: &Arn,
        entries: Vec<Entry>,
        ask: Ask<'_>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        let now = self.see(now);
        let size = entries.iter().map(Entry::size).sum();
        self.state.measure_service(now, Metric::PutEventsApproximateCallCount, 1.0);
        self.state.measure_service(now, Metric::PutEventsRequestSize, size as f64);
        let most = self.state.limits.entries_per_request;
        if let Err(error) = self.state.check_request(entries.len(), most, size) {
            self.state.measure_service(now, Metric::PutEventsApproximateFailedCount, 1.0);
            return Err(error);
        }
        Ok(entries.into_iter().map(|entry| self.put_entry(now, principal, entry, ask)).collect())
    }

    pub(crate) fn put_entry(
        &mut self,
        now: Timestamp,
        principal: &Arn,
        entry: Entry,
        ask: Ask<'_>,
    ) -> Result<String, EntryError> {
        let entry = entry.check(&self.state.limits)?;
        let bus = entry.bus.clone();
        let event = self.state.envelope(now, principal, entry);
        let id = event.id.clone();
        let elsewhere = bus.as_ref().and_then(|bus| self.elsewhere(bus));
        let bus = bus.map_or_else(|| Some(BusName::default()), |bus| self.bus(&bus));
        if let Some(bus) = bus {
            self.check_sender(principal, &bus, &event)?;
            self.carry(now, &bus, &event, Way::Put);
        } else if let Some(bus) = elsewhere {
            let sender = Sender::Principal(principal.clone());
            let forward = Forward { event, bus: bus.clone(), sender, origin: None, dead_letter: None };
            let message = Message::forward(now, self.place().clone(), forward.clone());
            match message.as_ref().map_or(Ok(()), ask) {
                Err(ForwardRefusal::Denied(_)) => return Err(EntryError::AccessDenied(bus)),
                Err(ForwardRefusal::PartnerBus(bus)) => return Err(EntryError::PartnerBus(bus)),
                // It leaves. A bus that is not there drops it, as one of this place that is not there.
                Err(_) | Ok(()) => drop(self.dispatch(now, forward)),
            }
        }
        Ok(id)
    }

    /// The bus of another place that this is the ARN of.
    fn elsewhere(&self, bus: &str) -> Option<Arn> {
        Arn::parse(bus).ok().filter(|bus| place_of(bus).is_some_and(|place| place != self.state.place))
    }

    /// Refuses a sender whom the bus's policy does not let put this event.
    fn check_sender(&self, principal: &Arn, bus: &BusName, event: &EventEnvelope) -> Result<(), EntryError> {
        let Some(bus) = self.state.buses.get(bus) else { return Ok(()) };
        if bus.name.is_partner() {
            return Err(EntryError::PartnerBus(bus.name.to_string()));
        }
        let requester = Requester::aws(principal.clone());
        let request = || self.event_request(requester.clone(), &bus.name, event, None);
        match self.lets(bus, &requester, request) {
            true => Ok(()),
            false => Err(EntryError::AccessDenied(bus.name.arn(self.place()))),
        }
    }
}

impl State {
    pub(crate) fn check_request(&self, given: usize, most: usize, size: usize) -> Result<(), PutEventsError> {
        match given == 0 || given > most {
            true => Err(PutEventsError::Count { given, most }),
            false if self.is_too_large(size) => Err(PutEventsError::TooLarge),
            false => Ok(()),
        }
    }

    fn is_too_large(&self, size: usize) -> bool {
        match self.policies.exact_size_is_too_large {
            true => size >= self.limits.entry_bytes,
            false => size > self.limits.entry_bytes,
        }
    }

    pub(crate) fn envelope(&self, now: Timestamp, sender: &Arn, entry: Checked) -> EventEnvelope {
        let time = entry.time.unwrap_or(now).floor_to(1000);
        let Checked { source, detail_type, detail, resources, .. } = entry;
        let account = AccountId::new(sender.account()).unwrap_or(self.place.account);
        let place = Place::new(account, self.place.region.clone());
        EventEnvelope::new(self.rng.uuid(), place, time, source, detail_type, detail).with_resources(resources)
    }
}
