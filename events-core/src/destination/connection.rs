//! Connections: how requests of API destinations authorise themselves.

use cupola_base::json::Json;
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DestinationError, DestinationName};
use crate::Engine;

/// A connection. Its secrets are kept for nobody: what is given of them is forgotten at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Connection {
    /// Its name.
    pub name: DestinationName,
    /// Its ARN, with an id of its own in it.
    pub arn: Arn,
    /// The ARN of the secret in which the service would keep the parameters.
    pub secret_arn: Arn,
    /// What its owner says about it.
    pub settings: ConnectionSettings,
    /// Its state.
    pub state: ConnectionState,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
    /// When it was last authorised.
    pub authorized: Option<Timestamp>,
}

/// What the owner of a connection says about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConnectionSettings {
    /// Words about it, up to 512 characters.
    pub description: Option<String>,
    /// How requests are authorised. A new connection needs it.
    pub authorization: Option<AuthorizationType>,
    /// The parameters of that, in the API's form. A new connection needs them. Secrets in them are taken out.
    pub parameters: Option<Json>,
    /// How private endpoints are reached, in the API's form.
    pub connectivity: Option<Json>,
    /// The key that encrypts the secret.
    pub kms_key: Option<String>,
}

/// How requests are authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these three")]
pub enum AuthorizationType {
    /// Name and password.
    Basic,
    /// A token of an OAuth server.
    OauthClientCredentials,
    /// A key in a header.
    ApiKey,
}

impl AuthorizationType {
    /// The member of the parameters that it needs.
    const fn parameters(self) -> &'static str {
        match self {
            Self::Basic => "BasicAuthParameters",
            Self::OauthClientCredentials => "OAuthParameters",
            Self::ApiKey => "ApiKeyAuthParameters",
        }
    }
}

/// What a connection is good for. Changes take no time here: those in which the service is busy do not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ConnectionState {
    /// Requests may be sent.
    Authorized,
    /// Its owner took the authorisation away; an update gives it again.
    Deauthorized,
}

impl ConnectionState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorized => "AUTHORIZED",
            Self::Deauthorized => "DEAUTHORIZED",
        }
    }
}

impl Engine {
    /// Makes a connection.
    ///
    /// # Errors
    /// [`DestinationError`].
    ///
    /// # Source
    /// EventBridge API Reference, CreateConnection.
    #[doc(alias = "CreateConnection")]
    pub fn create_connection(
        &mut self,
        now: Timestamp,
        name: DestinationName,
        settings: ConnectionSettings,
    ) -> Result<&Connection, DestinationError> {
        let now = self.see(now);
        if self.state.destinations.connections.contains_key(&name) {
            return Err(DestinationError::AlreadyExists { what: "Connection", name: name.to_string() });
        }
        if self.state.destinations.connections.len() >= self.state.limits.connections {
            return Err(DestinationError::TooMany);
        }
        let settings = settings.checked()?;
        let id = self.state.new_id();
        let arn = self.place().arn("events", format_args!("connection/{name}/{id}"));
        let secret_arn = self.place().arn("secretsmanager", format_args!("secret:events!connection/{name}/{id}"));
        let state = ConnectionState::Authorized;
        let (created, authorized) = (now, Some(now));
        let connection =
            Connection { name: name.clone(), arn, secret_arn, settings, state, created, modified: now, authorized };
        Ok(self.state.destinations.connections.entry(name).or_insert(connection))
    }

    /// Changes a connection: what is left out stays. It is authorised again.
    ///
    /// # Errors
    /// [`DestinationError`].
    #[doc(alias = "UpdateConnection")]
    pub fn update_connection(
        &mut self,
        now: Timestamp,
        name: &DestinationName,
        settings: ConnectionSettings,
    ) -> Result<&Connection, DestinationError> {
        let now = self.see(now);
        let connection = self.connection_mut(name)?;
        connection.settings = settings.over(&connection.settings).checked()?;
        connection.state = ConnectionState::Authorized;
        (connection.modified, connection.authorized) = (now, Some(now));
        Ok(connection)
    }

    /// Takes a connection's authorisation away.
    ///
    /// # Errors
    /// [`DestinationError::NoConnection`].
    #[doc(alias = "DeauthorizeConnection")]
    pub fn deauthorize_connection(
        &mut self,
        now: Timestamp,
        name: &DestinationName,
    ) -> Result<&Connection, DestinationError> {
        let now = self.see(now);
        let connection = self.connection_mut(name)?;
        connection.state = ConnectionState::Deauthorized;
        connection.modified = now;
        Ok(connection)
    }

    /// Deletes a connection, and gives what it was. API destinations that use it become inactive.
    ///
    /// # Errors
    /// [`DestinationError::NoConnection`].
    #[doc(alias = "DeleteConnection")]
    pub fn delete_connection(
        &mut self,
        now: Timestamp,
        name: &DestinationName,
    ) -> Result<Connection, DestinationError> {
        self.see(now);
        let gone = self.state.destinations.connections.remove(name);
        gone.ok_or_else(|| DestinationError::NoConnection(name.to_string()))
    }

    /// A connection.
    ///
    /// # Errors
    /// [`DestinationError::NoConnection`].
    #[doc(alias = "DescribeConnection")]
    pub fn describe_connection(&self, name: &DestinationName) -> Result<&Connection, DestinationError> {
        let connections = &self.state.destinations.connections;
        connections.get(name).ok_or_else(|| DestinationError::NoConnection(name.to_string()))
    }

    /// All connections, by name.
    #[doc(alias = "ListConnections")]
    pub fn list_connections(&self) -> impl Iterator<Item = &Connection> {
        self.state.destinations.connections.values()
    }

    fn connection_mut(&mut self, name: &DestinationName) -> Result<&mut Connection, DestinationError> {
        let connections = &mut self.state.destinations.connections;
        connections.get_mut(name).ok_or_else(|| DestinationError::NoConnection(name.to_string()))
    }
}

impl ConnectionSettings {
    /// These settings, and where they say nothing, the old ones.
    fn over(self, old: &Self) -> Self {
        Self {
            description: self.description.or_else(|| old.description.clone()),
            authorization: self.authorization.or(old.authorization),
            parameters: self.parameters.or_else(|| old.parameters.clone()),
            connectivity: self.connectivity.or_else(|| old.connectivity.clone()),
            kms_key: self.kms_key.or_else(|| old.kms_key.clone()),
        }
    }

    /// The settings without secrets, if they are whole.
    fn checked(self) -> Result<Self, DestinationError> {
        let wrong = |parameter, reason| DestinationError::Parameter { parameter, reason };
        let authorization = self.authorization.ok_or_else(|| wrong("AuthorizationType", "it is missing"))?;
        let parameters = self.parameters.as_ref().ok_or_else(|| wrong("AuthParameters", "they are missing"))?;
        let mut parameters: Value = serde_json::from_str(parameters.as_str()).unwrap_or(Value::Null);
        if parameters.get(authorization.parameters()).is_none_or(Value::is_null) {
            return Err(wrong("AuthParameters", "those of the authorization type are missing"));
        }
        forget_secrets(&mut parameters);
        Ok(Self { parameters: Some(Json::of(&parameters)), ..self })
    }
}

/// Takes out what the service never shows: passwords, keys, client secrets, values marked as secret.
fn forget_secrets(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget_secrets),
        Value::Object(members) => {
            for secret in ["Password", "ApiKeyValue", "ClientSecret"] {
                members.remove(secret);
            }
            if members.get("IsValueSecret") == Some(&Value::Bool(true)) {
                members.remove("Value");
            }
            members.values_mut().for_each(forget_secrets);
        }
        _ => {}
    }
}
