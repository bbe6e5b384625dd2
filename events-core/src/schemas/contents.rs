//! Schemas made, changed and looked at.

use cupola_base::{Tags, Timestamp};

use super::{RegisteredSchema, RegistryName, SchemaName, SchemaVersion, SchemasError};
use crate::Engine;
use crate::schema::{Format, Inference, Schema, canonical, convert};

/// What a new schema is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateSchema {
    /// The registry.
    pub registry: RegistryName,
    /// Its name.
    pub name: SchemaName,
    /// The format of the content.
    pub format: Format,
    /// The document.
    pub content: String,
    /// What its owner says of it.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Tags,
}

impl CreateSchema {
    /// A schema without description and tags.
    #[must_use]
    pub fn new(registry: RegistryName, name: SchemaName, format: Format, content: impl Into<String>) -> Self {
        Self { registry, name, format, content: content.into(), description: None, tags: Tags::default() }
    }
}

impl Engine {
    /// Makes a schema, with version 1.
    ///
    /// # Errors
    /// [`SchemasError`] when the content is not a schema of the format, the registry is not there or cannot be changed,
    /// or the schema is there.
    #[doc(alias = "CreateSchema")]
    pub fn create_schema(
        &mut self,
        now: Timestamp,
        create: CreateSchema,
    ) -> Result<(&RegisteredSchema, &SchemaVersion), SchemasError> {
        let now = self.see(now);
        let CreateSchema { registry, name, format, content, description, tags } = create;
        self.check_schemas_description(description.as_deref())?;
        self.check_content(format, &content)?;
        let most = self.state.limits.schemas_per_registry;
        let schemas = &mut self.state.schemas.registry_mut(registry.as_str())?.schemas;
        if schemas.contains_key(&name) {
            return Err(SchemasError::SchemaExists(name.to_string()));
        }
        if schemas.len() >= most {
            return Err(SchemasError::TooMany { what: "Schemas in a registry", most });
        }
        let mut schema = RegisteredSchema { description, tags, ..RegisteredSchema::new(registry, name.clone(), now) };
        schema.push(format, content, now);
        let schema = schemas.entry(name).or_insert(schema);
        Ok((schema, schema.version(None)?))
    }

    /// Changes a schema: another description, another content, or both. There is a new version only when the canonical
    /// form of the content, or the format, differs from the newest.
    ///
    /// # Errors
    /// [`SchemasError`] as [`create_schema`](Self::create_schema).
    #[doc(alias = "UpdateSchema")]
    pub fn update_schema(
        &mut self,
        now: Timestamp,
        registry: &str,
        name: &str,
        content: Option<(Format, String)>,
        description: Option<String>,
    ) -> Result<(&RegisteredSchema, &SchemaVersion), SchemasError> {
        let now = self.see(now);
        self.check_schemas_description(description.as_deref())?;
        content.as_ref().map_or(Ok(()), |(format, content)| self.check_content(*format, content))?;
        let most = self.state.limits.versions_per_schema;
        let schema = self.state.schemas.schema_mut(registry, name)?;
        if let Some((format, content)) = content.filter(|(format, content)| schema.is_news(*format, content)) {
            schema.check_versions(most)?;
            schema.push(format, content, now);
        }
        if let Some(description) = description {
            (schema.description, schema.modified) = (Some(description), now);
        }
        Ok((schema, schema.version(None)?))
    }

    /// A schema.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "DescribeSchema")]
    pub fn describe_schema(&self, registry: &str, name: &str) -> Result<&RegisteredSchema, SchemasError> {
        self.state.schemas.schema(registry, name)
    }

    /// Deletes a schema with all versions.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "DeleteSchema")]
    pub fn delete_schema(&mut self, now: Timestamp, registry: &str, name: &str) -> Result<(), SchemasError> {
        self.see(now);
        self.state.schemas.schema_mut(registry, name)?;
        self.state.schemas.registry_mut(registry)?.schemas.remove(name);
        self.forget_bindings(&format!("{registry}/{name}/"));
        Ok(())
    }

    /// Deletes one version. Its number is not given again.
    ///
    /// # Errors
    /// [`SchemasError`] when it is not there, or is the only one.
    #[doc(alias = "DeleteSchemaVersion")]
    pub fn delete_schema_version(
        &mut self,
        now: Timestamp,
        registry: &str,
        name: &str,
        number: u64,
    ) -> Result<(), SchemasError> {
        let now = self.see(now);
        let schema = self.state.schemas.schema_mut(registry, name)?;
        schema.version(Some(number))?;
        if schema.versions.len() == 1 {
            return Err(SchemasError::LastVersion(number));
        }
        schema.versions.remove(&number);
        schema.modified = now;
        self.forget_bindings(&format!("{registry}/{name}/{number}/"));
        Ok(())
    }

    /// The schemas of a registry with some of their versions: those in whose content, or in whose schema's name, every
    /// word of `keywords` stands. Letter case does not matter.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "SearchSchemas")]
    pub fn search_schemas(
        &self,
        registry: &str,
        keywords: &str,
    ) -> Result<impl Iterator<Item = (&RegisteredSchema, Vec<&SchemaVersion>)>, SchemasError> {
        let words: Vec<String> = keywords.split_whitespace().map(str::to_lowercase).collect();
        let schemas = self.describe_registry(registry)?.schemas();
        Ok(schemas.filter_map(move |schema| {
            let versions = schema.found(&words);
            (!versions.is_empty()).then_some((schema, versions))
        }))
    }

    /// The document of a version, the newest unless told, in a format. In the format it is stored in, it comes out as it
    /// was put; in the other one word by word, as far as both have the words.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "ExportSchema")]
    pub fn export_schema(
        &self,
        registry: &str,
        name: &str,
        number: Option<u64>,
        format: Format,
    ) -> Result<String, SchemasError> {
        let version = self.describe_schema(registry, name)?.version(number)?;
        let from = version.format;
        convert(&version.content, from, format).map_err(|cause| SchemasError::Content { format: from, cause })
    }

    /// The schema of up to ten events together; nothing is stored.
    ///
    /// # Errors
    /// [`SchemasError`] when there are too many events, or one is no JSON object.
    #[doc(alias = "GetDiscoveredSchema")]
    pub fn discovered_schema<'a>(
        &self,
        format: Format,
        events: impl IntoIterator<Item = &'a str>,
    ) -> Result<String, SchemasError> {
        let events: Vec<&str> = events.into_iter().collect();
        let infer = |(index, event): (usize, &&str)| {
            Inference::of(event).map_err(|cause| SchemasError::Event { number: index + 1, cause })
        };
        let seen = events.iter().enumerate().map(infer).collect::<Result<Vec<_>, _>>()?;
        let (Some(first), 1..=10) = (seen.first(), events.len()) else {
            return Err(SchemasError::EventCount(events.len()));
        };
        let mut all = first.clone();
        seen.iter().for_each(|one| all.merge(one));
        Ok(all.schema().print(format))
    }

    fn check_content(&self, format: Format, content: &str) -> Result<(), SchemasError> {
        let most = self.state.limits.schema_content_length;
        if content.chars().count() > most {
            return Err(SchemasError::ContentTooLong(most));
        }
        Schema::parse(format, content).map(drop).map_err(|cause| SchemasError::Content { format, cause })
    }
}

impl RegisteredSchema {
    /// Whether a document says something else than the newest version.
    pub(super) fn is_news(&self, format: Format, content: &str) -> bool {
        let Ok(newest) = self.version(None) else { return true };
        newest.format != format || newest.content != content && canonical(&newest.content) != canonical(content)
    }

    pub(super) fn check_versions(&self, most: usize) -> Result<(), SchemasError> {
        let fits = self.versions.len() < most;
        if fits { Ok(()) } else { Err(SchemasError::TooMany { what: "Versions of a schema", most }) }
    }

    fn found(&self, words: &[String]) -> Vec<&SchemaVersion> {
        let name = self.name.as_str().to_lowercase();
        let missing: Vec<&String> = words.iter().filter(|word| !name.contains(*word)).collect();
        let holds = |version: &&SchemaVersion| {
            let content = if missing.is_empty() { String::new() } else { version.content.to_lowercase() };
            missing.iter().all(|word| content.contains(*word))
        };
        self.versions().filter(holds).collect()
    }
}

impl SchemaVersion {
    /// What the document says.
    ///
    /// # Errors
    /// [`SchemasError::Content`], which only documents can have that were put under other rules.
    pub fn schema(&self) -> Result<Schema, SchemasError> {
        let format = self.format;
        Schema::parse(format, &self.content).map_err(|cause| SchemasError::Content { format, cause })
    }
}
