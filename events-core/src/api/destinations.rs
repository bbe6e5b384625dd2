//! Actions about connections, API destinations and global endpoints.

use cupola_base::{ApiError, ArnError, Timestamp};

use super::door;
use super::page::PageRequest;
use crate::wire::{
    ApiDestinationAnswer, ApiDestinationRequest, ApiDestinationsAnswer, ConnectionAnswer, ConnectionRequest,
    ConnectionsAnswer, EndpointAnswer, EndpointRequest, EndpointsAnswer, ListDestinations, NamedDestination, Nothing,
};
use crate::{Engine, shapes};

impl Engine {
    /// The actions about destinations.
    pub(super) fn call_destinations(&mut self, now: Timestamp, action: &str, input: &str) -> Result<String, ApiError> {
        match action {
            "CreateConnection" => door(&shapes::CREATE_CONNECTION, input, |request: ConnectionRequest| {
                let (name, settings) = request.settings();
                Ok(ConnectionAnswer::changed(self.create_connection(now, name, settings)?))
            }),
            "UpdateConnection" => door(&shapes::UPDATE_CONNECTION, input, |request: ConnectionRequest| {
                let (name, settings) = request.settings();
                Ok(ConnectionAnswer::changed(self.update_connection(now, &name, settings)?))
            }),
            "DeauthorizeConnection" => door(&shapes::DEAUTHORIZE_CONNECTION, input, |request: NamedDestination| {
                Ok(ConnectionAnswer::changed(self.deauthorize_connection(now, &request.name)?))
            }),
            "DeleteConnection" => door(&shapes::DELETE_CONNECTION, input, |request: NamedDestination| {
                Ok(ConnectionAnswer::changed(&self.delete_connection(now, &request.name)?))
            }),
            "DescribeConnection" => door(&shapes::DESCRIBE_CONNECTION, input, |request: NamedDestination| {
                Ok(ConnectionAnswer::described(self.describe_connection(&request.name)?))
            }),
            "ListConnections" => {
                door(&shapes::LIST_CONNECTIONS, input, |request| self.answer_list_connections(request))
            }
            _ => self.call_api_destinations(now, action, input),
        }
    }

    fn call_api_destinations(&mut self, now: Timestamp, action: &str, input: &str) -> Result<String, ApiError> {
        match action {
            "CreateApiDestination" => door(&shapes::CREATE_API_DESTINATION, input, |request: ApiDestinationRequest| {
                let (name, settings) = request.settings().map_err(no_arn)?;
                self.create_api_destination(now, name.clone(), settings)?;
                self.changed_api_destination(&name)
            }),
            "UpdateApiDestination" => door(&shapes::UPDATE_API_DESTINATION, input, |request: ApiDestinationRequest| {
                let (name, settings) = request.settings().map_err(no_arn)?;
                self.update_api_destination(now, &name, settings)?;
                self.changed_api_destination(&name)
            }),
            "DeleteApiDestination" => door(&shapes::DELETE_API_DESTINATION, input, |request: NamedDestination| {
                self.delete_api_destination(now, &request.name)?;
                Ok(Nothing {})
            }),
            "DescribeApiDestination" => door(&shapes::DESCRIBE_API_DESTINATION, input, |request: NamedDestination| {
                let destination = self.describe_api_destination(&request.name)?;
                Ok(ApiDestinationAnswer::described(destination, self.is_active(destination)))
            }),
            "ListApiDestinations" => {
                door(&shapes::LIST_API_DESTINATIONS, input, |request| self.answer_list_api_destinations(request))
            }
            _ => self.call_endpoints(now, action, input),
        }
    }

    fn call_endpoints(&mut self, now: Timestamp, action: &str, input: &str) -> Result<String, ApiError> {
        match action {
            "CreateEndpoint" => door(&shapes::CREATE_ENDPOINT, input, |request: EndpointRequest| {
                let (name, settings) = request.settings().map_err(no_arn)?;
                Ok(EndpointAnswer::of(self.create_endpoint(now, name, settings)?))
            }),
            "UpdateEndpoint" => door(&shapes::UPDATE_ENDPOINT, input, |request: EndpointRequest| {
                let (name, settings) = request.settings().map_err(no_arn)?;
                Ok(EndpointAnswer::of(self.update_endpoint(now, &name, settings)?))
            }),
            "DeleteEndpoint" => door(&shapes::DELETE_ENDPOINT, input, |request: NamedDestination| {
                self.delete_endpoint(now, &request.name)?;
                Ok(Nothing {})
            }),
            "DescribeEndpoint" => door(&shapes::DESCRIBE_ENDPOINT, input, |request: NamedDestination| {
                Ok(EndpointAnswer::of(self.describe_endpoint(&request.name)?))
            }),
            "ListEndpoints" => door(&shapes::LIST_ENDPOINTS, input, |request| self.answer_list_endpoints(request)),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    fn changed_api_destination(&self, name: &crate::DestinationName) -> Result<ApiDestinationAnswer, ApiError> {
        let destination = self.describe_api_destination(name)?;
        Ok(ApiDestinationAnswer::changed(destination, self.is_active(destination)))
    }

    fn answer_list_connections(&self, request: ListDestinations) -> Result<ConnectionsAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let state = request.connection_state.unwrap_or_default();
        let page = PageRequest::new("ListConnections", &[&prefix, &state], request.next_token, request.limit);
        let all = self.list_connections().filter(|one| one.name.as_str().starts_with(&prefix));
        let all = all.filter(|one| state.is_empty() || one.state.as_str() == state);
        let page = page.of(self.now(), all, |one| one.name.as_str())?;
        let connections = page.items.into_iter().map(ConnectionAnswer::item).collect();
        Ok(ConnectionsAnswer { connections, next_token: page.next })
    }

    fn answer_list_api_destinations(&self, request: ListDestinations) -> Result<ApiDestinationsAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let connection = request.connection_arn.unwrap_or_default();
        let page = PageRequest::new("ListApiDestinations", &[&prefix, &connection], request.next_token, request.limit);
        let all = self.list_api_destinations().filter(|one| one.name.as_str().starts_with(&prefix));
        let uses = |arn: Option<&cupola_base::Arn>| arn.is_some_and(|arn| arn.as_str() == connection);
        let all = all.filter(|one| connection.is_empty() || uses(one.settings.connection.as_ref()));
        let page = page.of(self.now(), all, |one| one.name.as_str())?;
        let items = page.items.into_iter().map(|one| ApiDestinationAnswer::item(one, self.is_active(one)));
        Ok(ApiDestinationsAnswer { api_destinations: items.collect(), next_token: page.next })
    }

    fn answer_list_endpoints(&self, request: ListDestinations) -> Result<EndpointsAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListEndpoints", &[&prefix], request.next_token, request.limit);
        let all = self.list_endpoints().filter(|one| one.name.as_str().starts_with(&prefix));
        let page = page.of(self.now(), all, |one| one.name.as_str())?;
        let endpoints = page.items.into_iter().map(EndpointAnswer::of).collect();
        Ok(EndpointsAnswer { endpoints, next_token: page.next })
    }
}

fn no_arn(error: ArnError) -> ApiError {
    ApiError::caller("ValidationException", error.to_string())
}
