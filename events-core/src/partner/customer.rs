//! What an account does with the sources that partners make for it.

use cupola_base::Timestamp;

use super::{EventSource, EventSourceError, EventSourceName, EventSourceState, SourceNotice};
use crate::{BusName, Engine};

impl Engine {
    /// An event source that a partner made for this account.
    ///
    /// # Errors
    /// [`EventSourceError::Unknown`].
    #[doc(alias = "DescribeEventSource")]
    pub fn describe_event_source(&self, name: &EventSourceName) -> Result<&EventSource, EventSourceError> {
        self.state.sources.taken.get(name).ok_or_else(|| EventSourceError::Unknown(name.to_string()))
    }

    /// All event sources that partners made for this account, by name.
    #[doc(alias = "ListEventSources")]
    pub fn list_event_sources(&self) -> impl Iterator<Item = &EventSource> {
        self.state.sources.taken.values()
    }

    /// Lets the events of a source that was deactivated reach its bus again.
    ///
    /// # Errors
    /// [`EventSourceError`] when it is not there, deleted, or has no bus.
    ///
    /// # Source
    /// EventBridge API Reference, ActivateEventSource.
    #[doc(alias = "ActivateEventSource")]
    pub fn activate_event_source(&mut self, now: Timestamp, name: &EventSourceName) -> Result<(), EventSourceError> {
        self.check_alive(now, name)?;
        if self.bus(name.as_str()).is_none() {
            return Err(EventSourceError::NoBus(name.to_string()));
        }
        self.set_source_state(now, name, EventSourceState::Active)
    }

    /// Keeps the events of a source from its bus. It is deleted when it is not activated within two weeks.
    ///
    /// # Errors
    /// [`EventSourceError`] when it is not there or deleted.
    ///
    /// # Source
    /// EventBridge API Reference, DeactivateEventSource.
    #[doc(alias = "DeactivateEventSource")]
    pub fn deactivate_event_source(&mut self, now: Timestamp, name: &EventSourceName) -> Result<(), EventSourceError> {
        self.check_alive(now, name)?;
        match self.describe_event_source(name)?.state {
            EventSourceState::Active => self.set_source_state(now, name, EventSourceState::Pending),
            _ => Ok(()),
        }
    }

    /// The event source that a new bus is to take the events of, if any.
    pub(crate) fn source_for(
        &self,
        now: Timestamp,
        bus: &BusName,
        from_source: bool,
    ) -> Result<Option<EventSourceName>, EventSourceError> {
        if !from_source {
            return Ok(None);
        }
        let unknown = || EventSourceError::Unknown(bus.to_string());
        let name = EventSourceName::new(bus.as_str()).map_err(|_| unknown())?;
        self.check_alive(now, &name)?;
        Ok(Some(name))
    }

    /// What becomes of a source whose bus is deleted: it waits for another.
    pub(crate) fn release_source(&mut self, now: Timestamp, bus: &BusName) {
        let Ok(name) = EventSourceName::new(bus.as_str()) else { return };
        if self.check_alive(now, &name).is_ok() {
            // It is there: the check above found it.
            let _released = self.set_source_state(now, &name, EventSourceState::Pending);
        }
    }

    fn check_alive(&self, now: Timestamp, name: &EventSourceName) -> Result<(), EventSourceError> {
        match self.describe_event_source(name)?.state(now.max(self.now())) {
            state @ EventSourceState::Deleted => {
                Err(EventSourceError::State { name: name.to_string(), state: state.as_str() })
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn set_source_state(
        &mut self,
        now: Timestamp,
        name: &EventSourceName,
        state: EventSourceState,
    ) -> Result<(), EventSourceError> {
        let now = self.see(now);
        let unknown = || EventSourceError::Unknown(name.to_string());
        let source = self.state.sources.taken.get_mut(name).ok_or_else(unknown)?;
        *source = source.clone().in_state(now, state);
        let source = source.clone();
        self.tell_place(now, source.partner.clone(), SourceNotice::Changed(source));
        Ok(())
    }
}
