//! Buses made, changed and looked at.

use cupola_base::{Arn, Tags, Timestamp};

use super::{Bus, BusSettings, CreateBusError, DeleteBusError, UpdateBusError};
use crate::error::UnknownRule;
use crate::partner::{EventSourceName, EventSourceState};
use crate::{BusName, Engine};

/// A bus to be made.
///
/// ```
/// use cupola_events::{BusName, BusSettings, CreateBus};
///
/// let yard = CreateBus::new(BusName::new("yard")?).with_settings(BusSettings::default().with_description("cranes"));
/// assert_eq!(yard.settings.description.as_deref(), Some("cranes"));
/// # Ok::<(), cupola_events::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateBus {
    /// Its name.
    pub name: BusName,
    /// What is said about it.
    pub settings: BusSettings,
    /// Its tags.
    pub tags: Tags,
    /// Whether it is to take the events of the partner's event source of its name.
    pub from_source: bool,
}

impl CreateBus {
    /// A bus of which nothing but its name is said.
    #[must_use]
    pub fn new(name: BusName) -> Self {
        Self { name, settings: BusSettings::default(), tags: Tags::default(), from_source: false }
    }

    /// A bus that takes the events of a partner's event source.
    #[must_use]
    pub fn of_source(source: &EventSourceName) -> Self {
        Self { from_source: true, ..Self::new(source.bus()) }
    }

    /// Sets what is said about it.
    #[must_use]
    pub fn with_settings(self, settings: BusSettings) -> Self {
        Self { settings, ..self }
    }

    /// Sets the tags.
    #[must_use]
    pub fn with_tags(self, tags: Tags) -> Self {
        Self { tags, ..self }
    }
}

/// A change of what is said about a bus: what is left out stays, an empty text unsets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UpdateBus {
    /// The bus.
    pub name: BusName,
    /// What is new.
    pub settings: BusSettings,
}

impl UpdateBus {
    /// Says this about a bus.
    #[must_use]
    pub const fn new(name: BusName, settings: BusSettings) -> Self {
        Self { name, settings }
    }
}

impl Engine {
    /// Makes a custom bus, or the bus of a partner's event source, which becomes active. Returns its ARN.
    ///
    /// # Errors
    /// [`CreateBusError`] when there is one of the name, the name has a slash, or there are 100 beside the
    /// default bus.
    ///
    /// # Source
    /// EventBridge API Reference, CreateEventBus.
    #[doc(alias = "CreateEventBus")]
    pub fn create_event_bus(&mut self, now: Timestamp, create: CreateBus) -> Result<Arn, CreateBusError> {
        let now = self.see(now);
        let CreateBus { name, settings, tags, from_source } = create;
        if self.state.buses.get(&name).is_some() {
            return Err(CreateBusError::AlreadyExists(name.to_string()));
        }
        let source = self.source_for(now, &name, from_source)?;
        if source.is_none() && name.as_str().contains('/') {
            return Err(CreateBusError::Slash);
        }
        settings.check(&self.state.limits)?;
        if self.state.buses.made() >= self.state.limits.buses {
            return Err(CreateBusError::TooMany);
        }
        let settings = BusSettings::default().updated(settings);
        let bus = Bus { settings, tags, created: Some(now), modified: Some(now), ..Bus::new(name) };
        let arn = bus.arn(self.place());
        self.state.buses.insert(bus);
        if let Some(source) = source {
            self.set_source_state(now, &source, EventSourceState::Active)?;
        }
        Ok(arn)
    }

    /// Changes what is said about a bus, the default bus included: what is left out stays, an empty text
    /// unsets. The service's text does not say that, see
    /// [`Policies::bus_update_keeps_the_rest`](crate::Policies::bus_update_keeps_the_rest).
    ///
    /// # Errors
    /// [`UpdateBusError`].
    ///
    /// # Source
    /// EventBridge API Reference, UpdateEventBus.
    #[doc(alias = "UpdateEventBus")]
    pub fn update_event_bus(&mut self, now: Timestamp, update: UpdateBus) -> Result<&Bus, UpdateBusError> {
        let now = self.see(now);
        self.describe_event_bus(&update.name)?;
        update.settings.check(&self.state.limits)?;
        let keeps = self.state.policies.bus_update_keeps_the_rest;
        let bus = self.bus_mut(&update.name)?;
        let old = if keeps { std::mem::take(&mut bus.settings) } else { BusSettings::default() };
        bus.settings = old.updated(update.settings);
        bus.modified = Some(now);
        Ok(bus)
    }

    /// Deletes a bus without rules. One that is not there counts as deleted. Its archives and its discoverer show as
    /// rules of it and hold it; once those rules are deleted by force the bus can go, replays to it fail, and archives and
    /// discoverer see nothing more.
    ///
    /// What its rules sent and what waits for a retry ended with their targets, each told as
    /// [`Output::Ended`](crate::Output::Ended); where
    /// [`Policies::removing_targets_ends_retries`](crate::Policies::removing_targets_ends_retries) is off, it is still
    /// tried once the bus is gone.
    ///
    /// # Errors
    /// [`DeleteBusError`] when rules are left or it is the default bus.
    ///
    /// # Source
    /// EventBridge API Reference, DeleteEventBus; that a bus with rules stays is recorded from AWS.
    #[doc(alias = "DeleteEventBus")]
    pub fn delete_event_bus(&mut self, now: Timestamp, name: &BusName) -> Result<(), DeleteBusError> {
        let now = self.see(now);
        if name.is_default() {
            return Err(DeleteBusError::Default);
        }
        if self.rules_of(name).next().is_some() {
            return Err(DeleteBusError::HasRules);
        }
        self.state.buses.remove(name);
        self.fail_replays(now, &format!("Event bus {name} was deleted."), |replay| replay.bus == *name);
        self.release_source(now, name);
        self.forget_table(name);
        Ok(())
    }

    /// A bus.
    ///
    /// # Errors
    /// [`UnknownRule::Bus`].
    #[doc(alias = "DescribeEventBus")]
    pub fn describe_event_bus(&self, name: &BusName) -> Result<&Bus, UnknownRule> {
        self.state.buses.get(name).ok_or_else(|| UnknownRule::Bus(name.to_string()))
    }

    /// All buses, by name.
    #[doc(alias = "ListEventBuses")]
    pub fn list_event_buses(&self) -> impl Iterator<Item = &Bus> {
        self.state.buses.iter()
    }

    pub(crate) fn bus_mut(&mut self, name: &BusName) -> Result<&mut Bus, UnknownRule> {
        self.state.buses.get_mut(name).ok_or_else(|| UnknownRule::Bus(name.to_string()))
    }

    /// The bus that a name or an ARN names, if it is there.
    pub(crate) fn bus(&self, text: &str) -> Option<BusName> {
        let prefix = self.place().arn("events", "event-bus/");
        let name = BusName::new(text.strip_prefix(prefix.as_str()).unwrap_or(text)).ok()?;
        self.state.buses.get(&name).map(|bus| bus.name.clone())
    }
}
