//! Buses: what events are put on, and what is said about each.

mod error;
mod log_config;
mod settings;
mod verbs;

use std::collections::BTreeMap;

use cupola_base::policy::Policy;
use cupola_base::{Arn, Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub use error::{CreateBusError, DeleteBusError, UpdateBusError};
pub use log_config::{BusLogConfig, BusLogDetail, BusLogLevel};
pub use settings::{BusSettings, BusSettingsError};
pub use verbs::{CreateBus, UpdateBus};

use crate::BusName;

/// One bus: rules and events stand on it, each bus has its own.
///
/// ```
/// use cupola_base::{Place, Timestamp};
/// use cupola_events::{BusName, CreateBus, Engine};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let name = BusName::new("yard")?;
/// engine.create_event_bus(Timestamp::EPOCH, CreateBus::new(name.clone()))?;
/// let bus = engine.describe_event_bus(&name)?;
/// assert_eq!(bus.arn(engine.place()).as_str(), "arn:aws:events:us-east-1:111122223333:event-bus/yard");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bus {
    /// Its name, unique in its account and region.
    pub name: BusName,
    /// What its owner says about it.
    pub settings: BusSettings,
    /// When it was made; not known of the default bus, which every account has.
    pub created: Option<Timestamp>,
    /// When its settings last changed; none as long as nobody changed the default bus.
    pub modified: Option<Timestamp>,
    /// Who may do what on it; none: its own account alone.
    pub policy: Option<Policy>,
    /// Its tags.
    pub tags: Tags,
}

impl Bus {
    pub(crate) fn new(name: BusName) -> Self {
        Self {
            name,
            settings: BusSettings::default(),
            created: None,
            modified: None,
            policy: None,
            tags: Tags::default(),
        }
    }

    /// The bus's name as a resource: `event-bus/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        self.name.arn(place)
    }
}

/// All buses of a place; the default bus is always among them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Buses(BTreeMap<BusName, Bus>);

impl Default for Buses {
    fn default() -> Self {
        let name = BusName::default();
        Self(BTreeMap::from([(name.clone(), Bus::new(name))]))
    }
}

impl Buses {
    pub(crate) fn get(&self, name: &BusName) -> Option<&Bus> {
        self.0.get(name)
    }

    pub(crate) fn get_mut(&mut self, name: &BusName) -> Option<&mut Bus> {
        self.0.get_mut(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Bus> {
        self.0.values()
    }

    /// How many there are beside the default bus.
    pub(crate) fn made(&self) -> usize {
        self.0.len() - 1
    }

    pub(crate) fn insert(&mut self, bus: Bus) {
        self.0.insert(bus.name.clone(), bus);
    }

    pub(crate) fn remove(&mut self, name: &BusName) {
        self.0.remove(name);
    }
}
