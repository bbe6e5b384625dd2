//! The door: the service's actions with its own JSON, a thin layer over the typed verbs.

mod bindings;
mod contents;
mod discoverers;
mod registries;
mod tags;

use cupola_base::{ApiError, Caller, Tags, Timestamp, wire};
use serde::Serialize;

use super::wire::{Request, request};
use super::{OPERATIONS, SchemasError};
use crate::Engine;
use crate::api::page::{Page, PageRequest};

impl Engine {
    /// Answers one action of the schema registry's API, JSON in and JSON out;
    /// [`OPERATIONS`](crate::schemas::OPERATIONS) lists them. Members are called as in the API model, wherever they
    /// travel; times are seconds, bytes base64.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_events::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    /// let mut call = |action, input| engine.call_schemas(Timestamp::EPOCH, &caller, action, input);
    ///
    /// let made = call("CreateRegistry", r#"{"RegistryName": "quay"}"#)?;
    /// assert_eq!(made, r#"{"RegistryArn":"arn:aws:schemas:us-east-1:111122223333:registry/quay","RegistryName":"quay","Tags":{}}"#);
    /// let refused = call("CreateRegistry", r#"{"RegistryName": "quay"}"#).unwrap_err();
    /// assert_eq!((&*refused.code, refused.status), ("ConflictException", 409));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ApiError`] with the service's code and status, in our words. A request that breaks a bound is
    /// `BadRequestException`, one that is not JSON `SerializationException`, an action that is not listed
    /// `UnknownOperationException`.
    ///
    /// # Source
    /// EventBridge Schema Registry API Reference.
    pub fn call_schemas(
        &mut self,
        now: Timestamp,
        _caller: &Caller,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let operation = OPERATIONS.iter().find(|operation| operation.name == action);
        let request = request(operation.ok_or_else(|| ApiError::unknown_operation(action))?, input)?;
        let now = self.see(now);
        match action {
            "CreateDiscoverer" => self.answer_create_discoverer(now, request),
            "CreateRegistry" => self.answer_create_registry(now, request),
            "CreateSchema" => self.answer_create_schema(now, request),
            "DeleteDiscoverer" => nothing(self.delete_discoverer(now, &request.discoverer_id)),
            "DeleteRegistry" => nothing(self.delete_registry(now, &request.registry_name)),
            "DeleteResourcePolicy" => nothing(self.delete_registry_policy(now, &request.registry_name)),
            "DeleteSchema" => nothing(self.delete_schema(now, &request.registry_name, &request.schema_name)),
            "DeleteSchemaVersion" => self.answer_delete_schema_version(now, &request),
            "DescribeCodeBinding" => self.answer_describe_code_binding(&request),
            "DescribeDiscoverer" => self.answer_describe_discoverer(&request),
            "DescribeRegistry" => self.answer_describe_registry(&request),
            "DescribeSchema" => self.answer_describe_schema(&request),
            "ExportSchema" => self.answer_export_schema(&request),
            "GetCodeBindingSource" => self.answer_code_binding_source(&request),
            "GetDiscoveredSchema" => self.answer_discovered_schema(&request),
            "GetResourcePolicy" => self.answer_registry_policy(&request),
            "ListDiscoverers" => self.answer_list_discoverers(&request),
            "ListRegistries" => self.answer_list_registries(&request),
            "ListSchemaVersions" => self.answer_list_schema_versions(&request),
            "ListSchemas" => self.answer_list_schemas(&request),
            "ListTagsForResource" => self.answer_list_schema_tags(&request),
            "PutCodeBinding" => self.answer_put_code_binding(now, &request),
            "PutResourcePolicy" => self.answer_put_registry_policy(now, &request),
            "SearchSchemas" => self.answer_search_schemas(&request),
            "StartDiscoverer" => self.answer_start_discoverer(now, &request),
            "StopDiscoverer" => self.answer_stop_discoverer(now, &request),
            "TagResource" => nothing(self.tag_schema_resource(now, &request.resource_arn, request.tags)),
            "UntagResource" => self.answer_untag_schema_resource(now, &request),
            "UpdateDiscoverer" => self.answer_update_discoverer(now, request),
            "UpdateRegistry" => self.answer_update_registry(now, request),
            "UpdateSchema" => self.answer_update_schema(now, request),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }
}

/// Members of a request that several actions read alike.
impl Request {
    fn tags(&self) -> Result<Tags, SchemasError> {
        let mut tags = Tags::default();
        tags.set(self.tags.clone())?;
        Ok(tags)
    }

    fn version(&self) -> Result<Option<u64>, SchemasError> {
        let unknown = |text: &String| SchemasError::not_found("Version", text);
        self.schema_version.as_ref().map(|text| text.parse().map_err(|_| unknown(text))).transpose()
    }

    /// The page of a list that depends on these texts.
    fn page<T>(
        &self,
        engine: &Engine,
        list: &[&str],
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> &str,
    ) -> Result<Page<T>, ApiError> {
        let [action, arguments @ ..] = list else { return Ok(Page { items: Vec::new(), next: None }) };
        let page = PageRequest::new(action, arguments, self.next_token.clone(), self.limit);
        page.of(engine.now(), items, key).map_err(|error| ApiError::caller("BadRequestException", error.message))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every answer is one of a call")]
fn answer(value: &impl Serialize) -> Result<String, ApiError> {
    Ok(wire::answer(value))
}

fn nothing(done: Result<(), SchemasError>) -> Result<String, ApiError> {
    Ok(done.map(|()| "{}".to_owned())?)
}
