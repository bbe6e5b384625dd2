//! The service's JSON, in and out.

use std::collections::BTreeMap;

use cupola_base::shape::Operation;
use cupola_base::wire::{self, WireTime};
use cupola_base::{ApiError, Place, Tags};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{CodeBinding, Discoverer, RegisteredSchema, Registry, RegistryPolicy, SchemaVersion};
use crate::schema::Format;

/// A request, once its shape has been checked: members that the action does not have are not there.
pub(super) fn request(operation: &Operation, input: &str) -> Result<Request, ApiError> {
    let mut members: Map<String, Value> = wire::request(operation, input, "BadRequestException")?;
    members.retain(|name, value| !value.is_null() && operation.input.member(name).is_some());
    serde_json::from_value(Value::Object(members)).map_err(ApiError::serialization)
}

/// Every member that a request of this service can have: which of them one has, its shape says.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Request {
    pub(super) client_token_id: Option<String>,
    pub(super) content: Option<String>,
    pub(super) cross_account: Option<bool>,
    pub(super) description: Option<String>,
    pub(super) discoverer_id: String,
    pub(super) discoverer_id_prefix: String,
    pub(super) events: Vec<String>,
    pub(super) keywords: String,
    pub(super) language: String,
    pub(super) limit: Option<f64>,
    pub(super) next_token: Option<String>,
    pub(super) policy: String,
    pub(super) registry_name: String,
    pub(super) registry_name_prefix: String,
    pub(super) resource_arn: String,
    pub(super) revision_id: Option<String>,
    pub(super) schema_name: String,
    pub(super) schema_name_prefix: String,
    pub(super) schema_version: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) source_arn: String,
    pub(super) source_arn_prefix: String,
    pub(super) tag_keys: Vec<String>,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) r#type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RegistryAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    registry_arn: String,
    registry_name: &'a str,
    tags: &'a Tags,
}

impl<'a> RegistryAnswer<'a> {
    pub(super) fn described(registry: &'a Registry, place: &Place) -> Self {
        Self { description: registry.description.as_deref(), ..Self::item(registry, place) }
    }

    pub(super) fn item(registry: &'a Registry, place: &Place) -> Self {
        let registry_arn = registry.arn(place).into();
        Self { description: None, registry_arn, registry_name: registry.name.as_str(), tags: &registry.tags }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RegistriesAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
    pub(super) registries: Vec<RegistryAnswer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PolicyAnswer<'a> {
    policy: &'a str,
    revision_id: &'a str,
}

impl<'a> From<&'a RegistryPolicy> for PolicyAnswer<'a> {
    fn from(policy: &'a RegistryPolicy) -> Self {
        Self { policy: &policy.document, revision_id: &policy.revision }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SchemaAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    last_modified: WireTime,
    schema_arn: String,
    schema_name: &'a str,
    schema_version: String,
    tags: &'a Tags,
    r#type: Format,
    version_created_date: WireTime,
}

impl<'a> SchemaAnswer<'a> {
    /// What is answered to who made or changed it.
    pub(super) fn made(schema: &'a RegisteredSchema, version: &'a SchemaVersion, place: &Place) -> Self {
        Self {
            content: None,
            description: schema.description.as_deref(),
            last_modified: schema.modified.into(),
            schema_arn: schema.arn(place).into(),
            schema_name: schema.name.as_str(),
            schema_version: version.number.to_string(),
            tags: &schema.tags,
            r#type: version.format,
            version_created_date: version.created.into(),
        }
    }

    pub(super) fn described(schema: &'a RegisteredSchema, version: &'a SchemaVersion, place: &Place) -> Self {
        Self { content: Some(&version.content), ..Self::made(schema, version, place) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SchemaItem<'a> {
    last_modified: WireTime,
    schema_arn: String,
    schema_name: &'a str,
    tags: &'a Tags,
    version_count: usize,
}

impl<'a> SchemaItem<'a> {
    pub(super) fn new(schema: &'a RegisteredSchema, place: &Place) -> Self {
        Self {
            last_modified: schema.modified.into(),
            schema_arn: schema.arn(place).into(),
            schema_name: schema.name.as_str(),
            tags: &schema.tags,
            version_count: schema.versions.len(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SchemasAnswer<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
    pub(super) schemas: Vec<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FoundAnswer<'a> {
    pub(super) registry_name: &'a str,
    pub(super) schema_arn: String,
    pub(super) schema_name: &'a str,
    pub(super) schema_versions: Vec<FoundVersion>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FoundVersion {
    created_date: WireTime,
    schema_version: String,
    r#type: Format,
}

impl From<&SchemaVersion> for FoundVersion {
    fn from(version: &SchemaVersion) -> Self {
        let schema_version = version.number.to_string();
        Self { created_date: version.created.into(), schema_version, r#type: version.format }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct VersionsAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
    pub(super) schema_versions: Vec<VersionItem<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct VersionItem<'a> {
    pub(super) schema_arn: String,
    pub(super) schema_name: &'a str,
    pub(super) schema_version: String,
    pub(super) r#type: Format,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ExportAnswer<'a> {
    pub(super) content: String,
    pub(super) schema_arn: String,
    pub(super) schema_name: &'a str,
    pub(super) schema_version: String,
    pub(super) r#type: Format,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ContentAnswer {
    pub(super) content: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DiscovererAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    discoverer_arn: String,
    discoverer_id: &'a str,
    source_arn: String,
    state: &'static str,
    cross_account: bool,
    tags: &'a Tags,
}

impl<'a> DiscovererAnswer<'a> {
    pub(super) fn described(discoverer: &'a Discoverer, source_arn: String, place: &Place) -> Self {
        Self {
            description: discoverer.description.as_deref(),
            discoverer_arn: discoverer.arn(place).into(),
            discoverer_id: discoverer.id.as_str(),
            source_arn,
            state: discoverer.state.as_str(),
            cross_account: discoverer.cross_account,
            tags: &discoverer.tags,
        }
    }

    /// Lists say nothing of descriptions.
    pub(super) fn item(discoverer: &'a Discoverer, source_arn: String, place: &Place) -> Self {
        Self { description: None, ..Self::described(discoverer, source_arn, place) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DiscoverersAnswer<'a> {
    pub(super) discoverers: Vec<DiscovererAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StateAnswer<'a> {
    discoverer_id: &'a str,
    state: &'static str,
}

impl<'a> From<&'a Discoverer> for StateAnswer<'a> {
    fn from(discoverer: &'a Discoverer) -> Self {
        Self { discoverer_id: discoverer.id.as_str(), state: discoverer.state.as_str() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BindingAnswer {
    creation_date: WireTime,
    last_modified: WireTime,
    schema_version: String,
    status: &'static str,
}

impl From<&CodeBinding> for BindingAnswer {
    fn from(binding: &CodeBinding) -> Self {
        Self {
            creation_date: binding.created.into(),
            last_modified: binding.modified.into(),
            schema_version: binding.version.to_string(),
            status: "CREATE_COMPLETE",
        }
    }
}

/// Bytes, in base64.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BodyAnswer {
    pub(super) body: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagsAnswer<'a> {
    pub(super) tags: &'a Tags,
}
