//! API destinations: HTTP endpoints as targets.

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::{ConnectionState, DestinationError, DestinationName};
use crate::Engine;

/// An HTTP endpoint that rules may send events to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiDestination {
    /// Its name.
    pub name: DestinationName,
    /// Its ARN, with an id of its own in it.
    pub arn: Arn,
    /// What its owner says about it.
    pub settings: ApiDestinationSettings,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

/// What the owner of an API destination says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiDestinationSettings {
    /// Words about it, up to 512 characters.
    pub description: Option<String>,
    /// The connection's ARN. A new one needs it.
    pub connection: Option<Arn>,
    /// The URL, with `*` for parts that a target gives. A new one needs it.
    pub endpoint: Option<String>,
    /// The HTTP method, e.g. `POST`. A new one needs it.
    pub method: Option<String>,
    /// Invocations a second; 300 where nothing is said.
    pub rate_limit: Option<u32>,
}

impl Engine {
    /// Makes an API destination.
    ///
    /// # Errors
    /// [`DestinationError`].
    ///
    /// # Source
    /// EventBridge API Reference, CreateApiDestination.
    #[doc(alias = "CreateApiDestination")]
    pub fn create_api_destination(
        &mut self,
        now: Timestamp,
        name: DestinationName,
        settings: ApiDestinationSettings,
    ) -> Result<&ApiDestination, DestinationError> {
        let now = self.see(now);
        if self.state.destinations.api_destinations.contains_key(&name) {
            return Err(DestinationError::AlreadyExists { what: "An api-destination", name: format!("'{name}'") });
        }
        if self.state.destinations.api_destinations.len() >= self.state.limits.api_destinations {
            return Err(DestinationError::TooMany);
        }
        self.check_destination(&settings)?;
        let arn = self.place().arn("events", format_args!("api-destination/{name}/{}", self.state.new_id()));
        let destination = ApiDestination { name: name.clone(), arn, settings, created: now, modified: now };
        Ok(self.state.destinations.api_destinations.entry(name).or_insert(destination))
    }

    /// Changes an API destination: what is left out stays.
    ///
    /// # Errors
    /// [`DestinationError`].
    #[doc(alias = "UpdateApiDestination")]
    pub fn update_api_destination(
        &mut self,
        now: Timestamp,
        name: &DestinationName,
        settings: ApiDestinationSettings,
    ) -> Result<&ApiDestination, DestinationError> {
        let now = self.see(now);
        let settings = settings.over(&self.describe_api_destination(name)?.settings);
        self.check_destination(&settings)?;
        let destinations = &mut self.state.destinations.api_destinations;
        let destination = destinations.get_mut(name).ok_or_else(|| none(name))?;
        (destination.settings, destination.modified) = (settings, now);
        Ok(destination)
    }

    /// Deletes an API destination.
    ///
    /// # Errors
    /// [`DestinationError::NoApiDestination`].
    #[doc(alias = "DeleteApiDestination")]
    pub fn delete_api_destination(&mut self, now: Timestamp, name: &DestinationName) -> Result<(), DestinationError> {
        self.see(now);
        self.state.destinations.api_destinations.remove(name).map(|_| ()).ok_or_else(|| none(name))
    }

    /// An API destination.
    ///
    /// # Errors
    /// [`DestinationError::NoApiDestination`].
    #[doc(alias = "DescribeApiDestination")]
    pub fn describe_api_destination(&self, name: &DestinationName) -> Result<&ApiDestination, DestinationError> {
        self.state.destinations.api_destinations.get(name).ok_or_else(|| none(name))
    }

    /// All API destinations, by name.
    #[doc(alias = "ListApiDestinations")]
    pub fn list_api_destinations(&self) -> impl Iterator<Item = &ApiDestination> {
        self.state.destinations.api_destinations.values()
    }

    /// Whether an API destination may be called: its connection is there and authorised.
    #[must_use]
    pub fn is_active(&self, destination: &ApiDestination) -> bool {
        let connection =
            self.list_connections().find(|known| Some(&known.arn) == destination.settings.connection.as_ref());
        connection.is_some_and(|connection| connection.state == ConnectionState::Authorized)
    }

    fn check_destination(&self, settings: &ApiDestinationSettings) -> Result<(), DestinationError> {
        let wrong = |parameter, reason| DestinationError::Parameter { parameter, reason };
        let connection = settings.connection.as_ref().ok_or_else(|| wrong("ConnectionArn", "it is missing"))?;
        if !self.list_connections().any(|known| known.arn == *connection) {
            return Err(DestinationError::NoConnection(connection.to_string()));
        }
        let endpoint = settings.endpoint.as_ref().ok_or_else(|| wrong("InvocationEndpoint", "it is missing"))?;
        if !endpoint.starts_with("https://") {
            return Err(wrong("InvocationEndpoint", "it must begin with https://"));
        }
        settings.method.as_ref().map(|_| ()).ok_or_else(|| wrong("HttpMethod", "it is missing"))
    }
}

fn none(name: &DestinationName) -> DestinationError {
    DestinationError::NoApiDestination(name.to_string())
}

impl ApiDestinationSettings {
    /// Invocations a second unless told.
    pub const RATE_LIMIT: u32 = 300;

    /// These settings, and where they say nothing, the old ones.
    fn over(self, old: &Self) -> Self {
        Self {
            description: self.description.or_else(|| old.description.clone()),
            connection: self.connection.or_else(|| old.connection.clone()),
            endpoint: self.endpoint.or_else(|| old.endpoint.clone()),
            method: self.method.or_else(|| old.method.clone()),
            rate_limit: self.rate_limit.or(old.rate_limit),
        }
    }
}
