//! Events of partners.

use cupola_base::{AccountId, EventEnvelope, Place, Timestamp};

use super::{EventSourceName, EventSourceState};
use crate::forward::Sender;
use crate::{Engine, Entry, EntryError, Forward, PutEventsError};

impl Engine {
    /// Puts up to twenty events of a partner: their source is the name of an event source, their bus is not looked
    /// at. Each goes to every account that its source is made for, where the
    /// source is active; elsewhere it is dropped. The results stand in the order of the entries.
    ///
    /// # Errors
    /// [`PutEventsError`] when the request is refused as a whole.
    ///
    /// # Source
    /// EventBridge API Reference, PutPartnerEvents.
    #[doc(alias = "PutPartnerEvents")]
    pub fn put_partner_events(
        &mut self,
        now: Timestamp,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        let now = self.see(now);
        let size = entries.iter().map(Entry::size).sum();
        self.state.check_request(entries.len(), self.state.limits.partner_entries_per_request, size)?;
        Ok(entries.into_iter().map(|entry| self.put_partner_entry(now, entry)).collect())
    }

    fn put_partner_entry(&mut self, now: Timestamp, entry: Entry) -> Result<String, EntryError> {
        let entry = entry.check_partner(&self.state.limits)?;
        let name = EventSourceName::new(entry.source.as_str()).map_err(|_| EntryError::NotAuthorizedForSource)?;
        let accounts: Vec<(AccountId, EventSourceState)> = self
            .partner_event_source(&name)
            .map_err(|_| EntryError::NotAuthorizedForSource)?
            .map(|source| (source.account, source.state(now)))
            .collect();
        let root = self.root_of(self.place().account.as_str());
        let event = self.state.envelope(now, &root, entry);
        for (account, _) in accounts.into_iter().filter(|(_, state)| *state == EventSourceState::Active) {
            self.send_to(now, account, &name, &event);
        }
        Ok(event.id)
    }

    /// The event as the account sees it: its own.
    fn send_to(&mut self, now: Timestamp, account: AccountId, name: &EventSourceName, event: &EventEnvelope) {
        let place = Place::new(account, self.place().region.clone());
        let bus = place.arn("events", format_args!("event-bus/{name}"));
        let mut event = event.clone();
        event.place = place;
        let forward = Forward { event, bus, sender: Sender::Partner(name.clone()), origin: None, dead_letter: None };
        // A bus that is gone by now takes nothing: the event is dropped, as one for a source that is not active.
        let _sent = self.dispatch(now, forward);
    }
}
