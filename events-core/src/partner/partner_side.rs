//! What a partner does.

use cupola_base::{AccountId, Arn, Place, Timestamp};

use super::{EventSource, EventSourceError, EventSourceName, EventSourceState, SourceNotice};
use crate::forward::MessageBody;
use crate::{Engine, Message, Output};

impl Engine {
    /// Makes an event source for an account, in this region. It waits there for a bus of its name.
    ///
    /// # Errors
    /// [`EventSourceError`].
    ///
    /// # Source
    /// EventBridge API Reference, CreatePartnerEventSource.
    #[doc(alias = "CreatePartnerEventSource")]
    pub fn create_partner_event_source(
        &mut self,
        now: Timestamp,
        name: EventSourceName,
        account: AccountId,
    ) -> Result<Arn, EventSourceError> {
        let now = self.see(now);
        let key = (name.clone(), account);
        let old = self.state.sources.offered.get(&key);
        if old.is_some_and(|old| old.state(now) != EventSourceState::Deleted) {
            return Err(EventSourceError::AlreadyExists(name.to_string()));
        }
        if old.is_none() && self.state.sources.offered.len() >= self.state.limits.partner_event_sources {
            return Err(EventSourceError::TooMany);
        }
        let source = EventSource::new(now, name.clone(), self.place().clone(), account);
        self.state.sources.offered.insert(key, source.clone());
        self.tell(now, account, SourceNotice::Made(source));
        Ok(name.arn(self.place()))
    }

    /// Takes an event source away from an account. One that is not there counts as taken away.
    #[doc(alias = "DeletePartnerEventSource")]
    pub fn delete_partner_event_source(&mut self, now: Timestamp, name: &EventSourceName, account: AccountId) {
        let now = self.see(now);
        if self.state.sources.offered.remove(&(name.clone(), account)).is_some() {
            self.tell(now, account, SourceNotice::Withdrawn(name.clone()));
        }
    }

    /// The event sources of a name that this account has made, one for each account that they are for.
    ///
    /// # Errors
    /// [`EventSourceError::Unknown`].
    #[doc(alias = "DescribePartnerEventSource")]
    #[doc(alias = "ListPartnerEventSourceAccounts")]
    pub fn partner_event_source(
        &self,
        name: &EventSourceName,
    ) -> Result<impl Iterator<Item = &EventSource>, EventSourceError> {
        let mut of_name = self.list_partner_event_sources().filter(|source| source.name == *name).peekable();
        match of_name.peek() {
            Some(_) => Ok(of_name),
            None => Err(EventSourceError::Unknown(name.to_string())),
        }
    }

    /// All event sources that this account has made, by name, then account.
    #[doc(alias = "ListPartnerEventSources")]
    pub fn list_partner_event_sources(&self) -> impl Iterator<Item = &EventSource> {
        self.state.sources.offered.values()
    }

    /// Tells the account on the other side of an event source.
    pub(super) fn tell(&mut self, now: Timestamp, account: AccountId, notice: SourceNotice) {
        let to = Place::new(account, self.place().region.clone());
        self.tell_place(now, to, notice);
    }

    pub(super) fn tell_place(&mut self, now: Timestamp, to: Place, notice: SourceNotice) {
        let from = self.place().clone();
        if to == from {
            self.hear(now, notice);
        } else {
            self.state.emit(Output::Message(Message { at: now, from, to, body: MessageBody::Source(notice) }));
        }
    }

    /// Hears what the other side of an event source tells.
    pub(crate) fn hear(&mut self, now: Timestamp, notice: SourceNotice) {
        let sources = &mut self.state.sources;
        match notice {
            SourceNotice::Made(source) => {
                sources.taken.insert(source.name.clone(), source);
            }
            SourceNotice::Withdrawn(name) => {
                if let Some(source) = sources.taken.get_mut(&name) {
                    *source = source.clone().in_state(now, EventSourceState::Deleted);
                }
            }
            SourceNotice::Changed(source) => {
                if let Some(offered) = sources.offered.get_mut(&(source.name.clone(), source.account)) {
                    *offered = source;
                }
            }
        }
    }
}
