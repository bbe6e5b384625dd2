//! Discoverers, and what they do with an event.

use std::fmt;

use cupola_base::{Arn, EventEnvelope, Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Discoverer, DiscovererId, DiscovererState, RegisteredSchema, Registry, SchemaName, SchemasError};
use crate::schema::{Format, Inference, discovered_name};
use crate::{BusName, Engine, Output, RuleId, RuleName, RuleState};

/// Who manages the rules of discoverers.
const MANAGER: &str = "schemas.amazonaws.com";

impl Discoverer {
    /// The managed rule as which it shows on its bus; none where the bus's name is too long for a rule's.
    #[must_use]
    pub fn rule(&self) -> Option<RuleId> {
        let name = RuleName::new(format!("Schemas-{}", self.id)).ok()?;
        Some(RuleId { bus: self.bus.clone(), name })
    }

    /// The pattern of that rule. The service's is not documented; ours says which events it sees.
    fn pattern(&self, place: &Place) -> String {
        match self.cross_account {
            true => r#"{"account":[{"prefix":""}]}"#.to_owned(),
            false => format!(r#"{{"account":["{}"]}}"#, place.account),
        }
    }
}

/// An event of which a discoverer could make no schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Undiscovered {
    /// When.
    pub at: Timestamp,
    /// The bus on which it was put.
    pub bus: BusName,
    /// The event's id.
    pub event: String,
    /// Why, in words: a bound was reached.
    pub why: String,
}

impl fmt::Display for Undiscovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no schema of event {} on bus {}: {}", self.event, self.bus, self.why)
    }
}

impl Engine {
    /// Makes a discoverer of a bus's events and starts it.
    ///
    /// It shows on its bus as a managed rule, `Schemas-events-event-bus-NAME`, without which it sees nothing; it sees
    /// each event as it is put. As long as the rule is there the bus cannot be deleted.
    ///
    /// # Errors
    /// [`SchemasError`] when the bus is not there or has a discoverer, or there are too many.
    #[doc(alias = "CreateDiscoverer")]
    pub fn create_discoverer(
        &mut self,
        now: Timestamp,
        source: &str,
        description: Option<String>,
        cross_account: bool,
        tags: Tags,
    ) -> Result<&Discoverer, SchemasError> {
        self.see(now);
        self.check_schemas_description(description.as_deref())?;
        let bus = Arn::parse(source).ok().and_then(|_| self.bus(source));
        let bus = bus.ok_or_else(|| SchemasError::Source(source.to_owned()))?;
        let id = DiscovererId::new(format!("events-event-bus-{}", bus.as_str().replace('/', "-")))?;
        let most = self.state.limits.discoverers;
        let schemas = &mut self.state.schemas;
        if schemas.discoverers.contains_key(&id) {
            return Err(SchemasError::Exists { what: "Discoverer", name: id.to_string() });
        }
        if schemas.discoverers.len() >= most {
            return Err(SchemasError::TooMany { what: "Discoverers", most });
        }
        let registry = Registry::discovered();
        schemas.registries.entry(registry.name.clone()).or_insert(registry);
        let state = DiscovererState::Started;
        let discoverer = Discoverer { id: id.clone(), description, bus, cross_account, state, tags };
        schemas.discoverers.insert(id.clone(), discoverer);
        self.show_discoverer(id.as_str());
        self.describe_discoverer(id.as_str())
    }

    /// A discoverer.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "DescribeDiscoverer")]
    pub fn describe_discoverer(&self, id: &str) -> Result<&Discoverer, SchemasError> {
        self.state.schemas.discoverers.get(id).ok_or_else(|| SchemasError::not_found("Discoverer", id))
    }

    /// All discoverers, by id.
    #[doc(alias = "ListDiscoverers")]
    pub fn list_discoverers(&self) -> impl Iterator<Item = &Discoverer> {
        self.state.schemas.discoverers.values()
    }

    /// Changes a discoverer; what is none stays.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "UpdateDiscoverer")]
    pub fn update_discoverer(
        &mut self,
        now: Timestamp,
        id: &str,
        description: Option<String>,
        cross_account: Option<bool>,
    ) -> Result<&Discoverer, SchemasError> {
        self.see(now);
        self.check_schemas_description(description.as_deref())?;
        let discoverer = self.discoverer_mut(id)?;
        discoverer.description = description.or_else(|| discoverer.description.take());
        discoverer.cross_account = cross_account.unwrap_or(discoverer.cross_account);
        self.show_discoverer(id);
        self.describe_discoverer(id)
    }

    /// Starts a discoverer; one that runs goes on.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`], [`SchemasError::Source`] when its bus is gone.
    #[doc(alias = "StartDiscoverer")]
    pub fn start_discoverer(&mut self, now: Timestamp, id: &str) -> Result<&Discoverer, SchemasError> {
        let bus = self.describe_discoverer(id)?.bus.clone();
        self.check_bus(&bus).map_err(|_| SchemasError::Source(bus.arn(self.place()).into()))?;
        self.set_discoverer(now, id, DiscovererState::Started)
    }

    /// Stops a discoverer; what it found stays.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "StopDiscoverer")]
    pub fn stop_discoverer(&mut self, now: Timestamp, id: &str) -> Result<&Discoverer, SchemasError> {
        self.set_discoverer(now, id, DiscovererState::Stopped)
    }

    /// Deletes a discoverer; what it found stays.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "DeleteDiscoverer")]
    pub fn delete_discoverer(&mut self, now: Timestamp, id: &str) -> Result<(), SchemasError> {
        self.see(now);
        let gone = self.state.schemas.discoverers.remove(id);
        let gone = gone.ok_or_else(|| SchemasError::not_found("Discoverer", id))?;
        gone.rule().iter().for_each(|rule| self.hide_rule(rule, MANAGER));
        Ok(())
    }

    fn set_discoverer(
        &mut self,
        now: Timestamp,
        id: &str,
        state: DiscovererState,
    ) -> Result<&Discoverer, SchemasError> {
        self.see(now);
        self.discoverer_mut(id)?.state = state;
        self.show_discoverer(id);
        self.describe_discoverer(id)
    }

    /// Puts the rule as which a discoverer shows on its bus.
    fn show_discoverer(&mut self, id: &str) {
        let Ok(discoverer) = self.describe_discoverer(id) else { return };
        let state = match discoverer.state {
            DiscovererState::Started => RuleState::Enabled,
            DiscovererState::Stopped => RuleState::Disabled,
        };
        let (rule, pattern) = (discoverer.rule(), discoverer.pattern(self.place()));
        rule.iter().for_each(|rule| self.show_rule(rule, MANAGER, pattern.clone(), state));
    }

    fn discoverer_mut(&mut self, id: &str) -> Result<&mut Discoverer, SchemasError> {
        self.state.schemas.discoverers.get_mut(id).ok_or_else(|| SchemasError::not_found("Discoverer", id))
    }

    /// Shows an event that was put on a bus to its discoverer.
    pub(crate) fn discover(&mut self, now: Timestamp, bus: &BusName, event: &EventEnvelope) {
        let is_ours = event.place.account == self.place().account;
        let shows = |discoverer: &Discoverer| {
            discoverer
                .rule()
                .is_none_or(|rule| self.state.rules.get(&rule).is_some_and(|rule| rule.managed_by.is_some()))
        };
        let watches = |discoverer: &Discoverer| {
            discoverer.bus == *bus
                && discoverer.state == DiscovererState::Started
                && (is_ours || discoverer.cross_account)
                && shows(discoverer)
        };
        if !self.list_discoverers().any(watches) {
            return;
        }
        if let Err(error) = self.take_in(now, event) {
            let (bus, event, why) = (bus.clone(), event.id.clone(), error.to_string());
            self.state.emit(Output::Undiscovered(Undiscovered { at: now, bus, event, why }));
        }
    }

    /// An event whose form is known costs a look; another one at most a document within bounds.
    fn take_in(&mut self, now: Timestamp, event: &EventEnvelope) -> Result<(), SchemasError> {
        let seen = Inference::of_event(event).map_err(|cause| SchemasError::Event { number: 1, cause })?;
        let name = SchemaName::new(discovered_name(&event.source, &event.detail_type))?;
        let limits = &self.state.limits;
        let new = Registry::discovered();
        let registry = self.state.schemas.registries.entry(new.name.clone()).or_insert(new);
        let known = registry.schemas.get(&name);
        let all = match known.and_then(|schema| schema.seen.as_ref()) {
            Some(known) if known.covers(&seen) => return Ok(()),
            Some(known) => {
                let mut all = known.clone();
                all.merge(&seen);
                all
            }
            None => seen,
        };
        let schema = all.schema();
        if schema.size() > limits.discovered_members {
            return Err(SchemasError::TooManyMembers(limits.discovered_members));
        }
        let content = schema.print(Format::OpenApi3);
        if content.chars().count() > limits.schema_content_length {
            return Err(SchemasError::ContentTooLong(limits.schema_content_length));
        }
        if known.is_none() && registry.schemas.len() >= limits.schemas_per_registry {
            let what = "Schemas in a registry";
            return Err(SchemasError::TooMany { what, most: limits.schemas_per_registry });
        }
        let id = registry.name.clone();
        let new = || RegisteredSchema::new(id, name.clone(), now);
        let schema = registry.schemas.entry(name.clone()).or_insert_with(new);
        if schema.is_news(Format::OpenApi3, &content) {
            schema.check_versions(limits.versions_per_schema)?;
            schema.push(Format::OpenApi3, content, now);
        }
        schema.seen = Some(all);
        Ok(())
    }
}
