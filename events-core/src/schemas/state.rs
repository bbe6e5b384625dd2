//! What there is: registries with their schemas, discoverers, bindings.

use std::collections::BTreeMap;

use cupola_base::{Arn, Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::builtin;
use super::names::{AWS_EVENTS, DISCOVERED};
use super::{DiscovererId, RegistryName, SchemaName, SchemasError};
use crate::BusName;
use crate::schema::{Format, Inference, Language};

/// All of the schema service's state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Schemas {
    pub(crate) registries: BTreeMap<RegistryName, Registry>,
    pub(crate) discoverers: BTreeMap<DiscovererId, Discoverer>,
    /// Code bindings that were asked for, by the path of their version and language.
    pub(crate) bindings: BTreeMap<String, CodeBinding>,
    /// Policies put so far, which makes revisions differ.
    pub(crate) revisions: u64,
}

/// A registry: schemas under one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Registry {
    /// Its name.
    pub name: RegistryName,
    /// What its owner says of it.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Tags,
    /// Who else may use it.
    pub policy: Option<RegistryPolicy>,
    pub(crate) schemas: BTreeMap<SchemaName, RegisteredSchema>,
}

/// A registry's resource policy. It is kept and not judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegistryPolicy {
    /// The text of a JSON object.
    pub document: String,
    /// Changes with every put.
    pub revision: String,
}

/// A schema in a registry, with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegisteredSchema {
    /// The registry.
    pub registry: RegistryName,
    /// Its name.
    pub name: SchemaName,
    /// What its owner says of it.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Tags,
    /// When it was last changed.
    pub modified: Timestamp,
    pub(crate) versions: BTreeMap<u64, SchemaVersion>,
    /// The newest number given, whether it is still there or not.
    pub(crate) newest: u64,
    /// What discovered events have shown.
    pub(crate) seen: Option<Inference>,
}

/// One version of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SchemaVersion {
    /// From 1.
    pub number: u64,
    /// The format of its content.
    pub format: Format,
    /// The document.
    pub content: String,
    /// When it came about.
    pub created: Timestamp,
}

/// Watches a bus and writes the schemas of its events into `discovered-schemas`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Discoverer {
    /// Made of the bus's name: `events-event-bus-default`.
    pub id: DiscovererId,
    /// What its owner says of it.
    pub description: Option<String>,
    /// The bus it watches.
    pub bus: BusName,
    /// Whether events of other accounts count.
    pub cross_account: bool,
    /// Whether it watches.
    pub state: DiscovererState,
    /// Its tags.
    pub tags: Tags,
}

/// Whether a discoverer watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two states")]
pub enum DiscovererState {
    /// It does.
    Started,
    /// It does not.
    Stopped,
}

impl DiscovererState {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Stopped => "STOPPED",
        }
    }
}

/// Code that was asked for. It is there at once: its status is `CREATE_COMPLETE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeBinding {
    /// The language.
    pub language: Language,
    /// The version it is made of.
    pub version: u64,
    /// When it was first asked for.
    pub created: Timestamp,
    /// When it was last asked for.
    pub modified: Timestamp,
}

impl Registry {
    pub(crate) fn new(name: RegistryName) -> Self {
        Self { name, description: None, tags: Tags::default(), policy: None, schemas: BTreeMap::new() }
    }

    /// The registry of discovered schemas.
    pub(crate) fn discovered() -> Self {
        Self::new(RegistryName::new(DISCOVERED).expect("a name of ours"))
    }

    /// Whether this is the registry of the services' own events.
    #[must_use]
    pub fn is_of_aws(&self) -> bool {
        self.name.as_str() == AWS_EVENTS
    }

    /// The registry's name as a resource; that of the services belongs to no account.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        arn(place, self.is_of_aws(), &format!("registry/{}", self.name))
    }

    /// The schemas, by name.
    pub fn schemas(&self) -> impl Iterator<Item = &RegisteredSchema> {
        self.schemas.values()
    }
}

impl RegisteredSchema {
    pub(crate) fn new(registry: RegistryName, name: SchemaName, now: Timestamp) -> Self {
        let (versions, tags) = (BTreeMap::new(), Tags::default());
        Self { registry, name, description: None, tags, modified: now, versions, newest: 0, seen: None }
    }

    /// The schema's name as a resource.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        arn(place, self.registry.as_str() == AWS_EVENTS, &format!("schema/{}/{}", self.registry, self.name))
    }

    /// The versions, oldest first; there is at least one.
    pub fn versions(&self) -> impl Iterator<Item = &SchemaVersion> {
        self.versions.values()
    }

    /// A version, or the newest.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    pub fn version(&self, number: Option<u64>) -> Result<&SchemaVersion, SchemasError> {
        let found = number.map_or_else(|| self.versions.values().next_back(), |number| self.versions.get(&number));
        found.ok_or_else(|| SchemasError::not_found("Version", number.unwrap_or(self.newest)))
    }

    pub(crate) fn push(&mut self, format: Format, content: String, now: Timestamp) {
        self.newest += 1;
        self.modified = now;
        self.versions.insert(self.newest, SchemaVersion { number: self.newest, format, content, created: now });
    }
}

impl Discoverer {
    /// The discoverer's name as a resource.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        arn(place, false, &format!("discoverer/{}", self.id))
    }
}

impl Schemas {
    pub(crate) fn registry(&self, name: &str) -> Result<&Registry, SchemasError> {
        let found = if name == AWS_EVENTS { Some(builtin::registry()) } else { self.registries.get(name) };
        found.ok_or_else(|| SchemasError::not_found("Registry", name))
    }

    pub(crate) fn registry_mut(&mut self, name: &str) -> Result<&mut Registry, SchemasError> {
        if name == AWS_EVENTS {
            return Err(SchemasError::ReadOnly(name.to_owned()));
        }
        self.registries.get_mut(name).ok_or_else(|| SchemasError::not_found("Registry", name))
    }

    pub(crate) fn schema(&self, registry: &str, name: &str) -> Result<&RegisteredSchema, SchemasError> {
        let found = self.registry(registry)?.schemas.get(name);
        found.ok_or_else(|| SchemasError::not_found("Schema", name))
    }

    pub(crate) fn schema_mut(&mut self, registry: &str, name: &str) -> Result<&mut RegisteredSchema, SchemasError> {
        let found = self.registry_mut(registry)?.schemas.get_mut(name);
        found.ok_or_else(|| SchemasError::not_found("Schema", name))
    }
}

fn arn(place: &Place, is_of_aws: bool, resource: &str) -> Arn {
    let ours = place.arn("schemas", resource);
    if !is_of_aws {
        return ours;
    }
    let text = format!("arn:{}:schemas:{}::{resource}", ours.partition(), ours.region());
    Arn::parse(&text).expect("an ARN without its account is one")
}
