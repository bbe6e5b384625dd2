//! Global endpoints: one address for a bus in two regions.

use cupola_base::json::Json;
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DestinationError, DestinationName};
use crate::Engine;

/// A global endpoint. It is kept and shown; nothing fails over, for no health check is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// Its name.
    pub name: DestinationName,
    /// Its ARN.
    pub arn: Arn,
    /// The id that PutEvents names, and that stands in its URL: `abcde.veo`.
    pub id: String,
    /// What its owner says about it.
    pub settings: EndpointSettings,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

impl Endpoint {
    /// Where it is found.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}.endpoint.events.amazonaws.com", self.id)
    }
}

/// What the owner of a global endpoint says about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// Words about it, up to 512 characters.
    pub description: Option<String>,
    /// Which region is the first and which the second, in the API's form. A new one needs it.
    pub routing: Option<Json>,
    /// Whether events are replicated, in the API's form.
    pub replication: Option<Json>,
    /// The ARNs of its two buses, of one name in two regions. A new one needs them.
    pub buses: Option<Vec<Arn>>,
    /// The role that replicates.
    pub role_arn: Option<String>,
}

impl Engine {
    /// Makes a global endpoint.
    ///
    /// # Errors
    /// [`DestinationError`].
    ///
    /// # Source
    /// EventBridge API Reference, CreateEndpoint.
    #[doc(alias = "CreateEndpoint")]
    pub fn create_endpoint(
        &mut self,
        now: Timestamp,
        name: DestinationName,
        settings: EndpointSettings,
    ) -> Result<&Endpoint, DestinationError> {
        let now = self.see(now);
        if self.state.destinations.endpoints.contains_key(&name) {
            return Err(DestinationError::AlreadyExists { what: "Endpoint", name: name.to_string() });
        }
        if self.state.destinations.endpoints.len() >= self.state.limits.endpoints {
            return Err(DestinationError::TooMany);
        }
        settings.check()?;
        let arn = self.place().arn("events", format_args!("endpoint/{name}"));
        let letters: String = self.state.new_id().chars().filter(char::is_ascii_alphanumeric).take(10).collect();
        let id = format!("{letters}.veo");
        let endpoint = Endpoint { name: name.clone(), arn, id, settings, created: now, modified: now };
        Ok(self.state.destinations.endpoints.entry(name).or_insert(endpoint))
    }

    /// Changes a global endpoint: what is left out stays.
    ///
    /// # Errors
    /// [`DestinationError`].
    #[doc(alias = "UpdateEndpoint")]
    pub fn update_endpoint(
        &mut self,
        now: Timestamp,
        name: &DestinationName,
        settings: EndpointSettings,
    ) -> Result<&Endpoint, DestinationError> {
        let now = self.see(now);
        let endpoint = self.state.destinations.endpoints.get_mut(name).ok_or_else(|| none(name))?;
        let settings = settings.over(&endpoint.settings);
        settings.check()?;
        (endpoint.settings, endpoint.modified) = (settings, now);
        Ok(endpoint)
    }

    /// Deletes a global endpoint.
    ///
    /// # Errors
    /// [`DestinationError::NoEndpoint`].
    #[doc(alias = "DeleteEndpoint")]
    pub fn delete_endpoint(&mut self, now: Timestamp, name: &DestinationName) -> Result<(), DestinationError> {
        self.see(now);
        self.state.destinations.endpoints.remove(name).map(|_| ()).ok_or_else(|| none(name))
    }

    /// A global endpoint.
    ///
    /// # Errors
    /// [`DestinationError::NoEndpoint`].
    #[doc(alias = "DescribeEndpoint")]
    pub fn describe_endpoint(&self, name: &DestinationName) -> Result<&Endpoint, DestinationError> {
        self.state.destinations.endpoints.get(name).ok_or_else(|| none(name))
    }

    /// All global endpoints, by name.
    #[doc(alias = "ListEndpoints")]
    pub fn list_endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.state.destinations.endpoints.values()
    }
}

fn none(name: &DestinationName) -> DestinationError {
    DestinationError::NoEndpoint(name.to_string())
}

impl EndpointSettings {
    /// These settings, and where they say nothing, the old ones.
    fn over(self, old: &Self) -> Self {
        Self {
            description: self.description.or_else(|| old.description.clone()),
            routing: self.routing.or_else(|| old.routing.clone()),
            replication: self.replication.or_else(|| old.replication.clone()),
            buses: self.buses.or_else(|| old.buses.clone()),
            role_arn: self.role_arn.or_else(|| old.role_arn.clone()),
        }
    }

    fn check(&self) -> Result<(), DestinationError> {
        let wrong = |parameter, reason| Err(DestinationError::Parameter { parameter, reason });
        match self.buses.as_deref() {
            _ if self.routing.is_none() => wrong("RoutingConfig", "it is missing"),
            Some([first, second]) if first.region() == second.region() => {
                wrong("EventBuses", "they must be in two regions")
            }
            Some([first, second]) if first.resource() != second.resource() => {
                wrong("EventBuses", "they must have the same name")
            }
            Some([_, _]) => Ok(()),
            _ => wrong("EventBuses", "two are needed"),
        }
    }
}
