//! Connections, API destinations and global endpoints on the wire.

use cupola_base::json::Json;
use cupola_base::shape::Shape;
use cupola_base::wire::WireTime;
use cupola_base::{Arn, ArnError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::InOrder;
use crate::destination::{
    ApiDestination, ApiDestinationSettings, AuthorizationType, Connection, ConnectionSettings, ConnectionState,
    DestinationName, Endpoint, EndpointSettings,
};
use crate::shapes;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedDestination {
    pub(crate) name: DestinationName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDestinations {
    pub(crate) name_prefix: Option<String>,
    pub(crate) connection_state: Option<String>,
    pub(crate) connection_arn: Option<String>,
    pub(crate) next_token: Option<String>,
    #[serde(alias = "MaxResults")]
    pub(crate) limit: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConnectionRequest {
    pub(crate) name: DestinationName,
    description: Option<String>,
    authorization_type: Option<AuthorizationType>,
    auth_parameters: Option<Value>,
    invocation_connectivity_parameters: Option<Value>,
    kms_key_identifier: Option<String>,
}

impl ConnectionRequest {
    pub(crate) fn settings(self) -> (DestinationName, ConnectionSettings) {
        let settings = ConnectionSettings {
            description: self.description,
            authorization: self.authorization_type,
            parameters: in_order(&shapes::AUTH_PARAMETERS, self.auth_parameters),
            connectivity: in_order(&shapes::CONNECTIVITY, self.invocation_connectivity_parameters),
            kms_key: self.kms_key_identifier,
        };
        (self.name, settings)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ApiDestinationRequest {
    pub(crate) name: DestinationName,
    description: Option<String>,
    connection_arn: Option<String>,
    invocation_endpoint: Option<String>,
    http_method: Option<String>,
    invocation_rate_limit_per_second: Option<f64>,
}

impl ApiDestinationRequest {
    pub(crate) fn settings(self) -> Result<(DestinationName, ApiDestinationSettings), ArnError> {
        let settings = ApiDestinationSettings {
            description: self.description,
            connection: self.connection_arn.as_deref().map(Arn::parse).transpose()?,
            endpoint: self.invocation_endpoint,
            method: self.http_method,
            rate_limit: self.invocation_rate_limit_per_second.map(whole),
        };
        Ok((self.name, settings))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the shape has checked the bounds")]
const fn whole(number: f64) -> u32 {
    number as u32
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EndpointRequest {
    pub(crate) name: DestinationName,
    description: Option<String>,
    routing_config: Option<Value>,
    replication_config: Option<Value>,
    event_buses: Option<Vec<EndpointBus>>,
    role_arn: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EndpointBus {
    event_bus_arn: String,
}

impl EndpointRequest {
    pub(crate) fn settings(self) -> Result<(DestinationName, EndpointSettings), ArnError> {
        let arns = |buses: Vec<EndpointBus>| buses.iter().map(|bus| Arn::parse(&bus.event_bus_arn)).collect();
        let settings = EndpointSettings {
            description: self.description,
            routing: in_order(&shapes::ROUTING, self.routing_config),
            replication: in_order(&shapes::REPLICATION, self.replication_config),
            buses: self.event_buses.map(arns).transpose()?,
            role_arn: self.role_arn,
        };
        Ok((self.name, settings))
    }
}

fn in_order(shape: &Shape, value: Option<Value>) -> Option<Json> {
    value.map(|value| Json::of(&InOrder(shape, &value)))
}

/// A connection: whole, as an item of a list, or what an action changed of it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConnectionAnswer {
    connection_arn: Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<DestinationName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_connectivity_parameters: Option<Json>,
    connection_state: ConnectionState,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_type: Option<AuthorizationType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_arn: Option<Arn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_parameters: Option<Json>,
    creation_time: WireTime,
    last_modified_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_authorized_time: Option<WireTime>,
}

impl ConnectionAnswer {
    /// What an action changed.
    pub(crate) fn changed(connection: &Connection) -> Self {
        Self {
            connection_arn: connection.arn.clone(),
            name: None,
            description: None,
            invocation_connectivity_parameters: None,
            connection_state: connection.state,
            authorization_type: None,
            secret_arn: None,
            kms_key_identifier: None,
            auth_parameters: None,
            creation_time: connection.created.into(),
            last_modified_time: connection.modified.into(),
            last_authorized_time: connection.authorized.map(WireTime),
        }
    }

    pub(crate) fn item(connection: &Connection) -> Self {
        let authorization_type = connection.settings.authorization;
        Self { name: Some(connection.name.clone()), authorization_type, ..Self::changed(connection) }
    }

    pub(crate) fn described(connection: &Connection) -> Self {
        let settings = connection.settings.clone();
        Self {
            description: settings.description,
            invocation_connectivity_parameters: settings.connectivity,
            secret_arn: Some(connection.secret_arn.clone()),
            kms_key_identifier: settings.kms_key,
            auth_parameters: settings.parameters,
            ..Self::item(connection)
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConnectionsAnswer {
    pub(crate) connections: Vec<ConnectionAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

/// An API destination: whole, as an item of a list, or what an action changed of it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ApiDestinationAnswer {
    api_destination_arn: Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<DestinationName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    api_destination_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_arn: Option<Arn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocation_rate_limit_per_second: Option<u32>,
    creation_time: WireTime,
    last_modified_time: WireTime,
}

impl ApiDestinationAnswer {
    /// What an action changed.
    pub(crate) fn changed(destination: &ApiDestination, is_active: bool) -> Self {
        Self {
            api_destination_arn: destination.arn.clone(),
            name: None,
            description: None,
            api_destination_state: if is_active { "ACTIVE" } else { "INACTIVE" },
            connection_arn: None,
            invocation_endpoint: None,
            http_method: None,
            invocation_rate_limit_per_second: None,
            creation_time: destination.created.into(),
            last_modified_time: destination.modified.into(),
        }
    }

    pub(crate) fn item(destination: &ApiDestination, is_active: bool) -> Self {
        let settings = destination.settings.clone();
        Self {
            name: Some(destination.name.clone()),
            connection_arn: settings.connection,
            invocation_endpoint: settings.endpoint,
            http_method: settings.method,
            invocation_rate_limit_per_second: settings.rate_limit.or(Some(ApiDestinationSettings::RATE_LIMIT)),
            ..Self::changed(destination, is_active)
        }
    }

    pub(crate) fn described(destination: &ApiDestination, is_active: bool) -> Self {
        Self { description: destination.settings.description.clone(), ..Self::item(destination, is_active) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ApiDestinationsAnswer {
    pub(crate) api_destinations: Vec<ApiDestinationAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EndpointAnswer {
    name: DestinationName,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    arn: Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    routing_config: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replication_config: Option<Json>,
    event_buses: Vec<EndpointBus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_arn: Option<String>,
    endpoint_id: String,
    endpoint_url: String,
    state: &'static str,
    creation_time: WireTime,
    last_modified_time: WireTime,
}

impl EndpointAnswer {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        let settings = endpoint.settings.clone();
        let bus = |arn: Arn| EndpointBus { event_bus_arn: arn.into() };
        Self {
            name: endpoint.name.clone(),
            description: settings.description,
            arn: endpoint.arn.clone(),
            routing_config: settings.routing,
            replication_config: settings.replication,
            event_buses: settings.buses.unwrap_or_default().into_iter().map(bus).collect(),
            role_arn: settings.role_arn,
            endpoint_id: endpoint.id.clone(),
            endpoint_url: endpoint.url(),
            state: "ACTIVE",
            creation_time: endpoint.created.into(),
            last_modified_time: endpoint.modified.into(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EndpointsAnswer {
    pub(crate) endpoints: Vec<EndpointAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
