//! Actions about schemas and their versions.

use cupola_base::{ApiError, Place, Timestamp};

use super::super::wire::{
    ContentAnswer, ExportAnswer, FoundAnswer, Request, SchemaAnswer, SchemaItem, SchemasAnswer, VersionItem,
    VersionsAnswer,
};
use super::super::{CreateSchema, RegisteredSchema, RegistryName, SchemaName, SchemaVersion, SchemasError};
use super::answer;
use crate::Engine;
use crate::schema::Format;

impl Engine {
    pub(super) fn answer_create_schema(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let (tags, place) = (request.tags()?, self.place().clone());
        let create = CreateSchema {
            registry: RegistryName::new(&*request.registry_name).map_err(SchemasError::from)?,
            name: SchemaName::new(&*request.schema_name).map_err(SchemasError::from)?,
            format: request.format()?,
            content: request.content.unwrap_or_default(),
            description: request.description,
            tags,
        };
        let (schema, version) = self.create_schema(now, create)?;
        answer(&SchemaAnswer::made(schema, version, &place))
    }

    pub(super) fn answer_update_schema(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let place = self.place().clone();
        let content = match (request.r#type.is_some(), &request.content) {
            (true, Some(content)) => Some((request.format()?, content.clone())),
            (false, None) => None,
            _ => return Err(SchemasError::ContentWithoutType.into()),
        };
        let (registry, name) = (&request.registry_name, &request.schema_name);
        let (schema, version) = self.update_schema(now, registry, name, content, request.description)?;
        answer(&SchemaAnswer::made(schema, version, &place))
    }

    pub(super) fn answer_describe_schema(&self, request: &Request) -> Result<String, ApiError> {
        let schema = self.describe_schema(&request.registry_name, &request.schema_name)?;
        answer(&SchemaAnswer::described(schema, schema.version(request.version()?)?, self.place()))
    }

    pub(super) fn answer_delete_schema_version(
        &mut self,
        now: Timestamp,
        request: &Request,
    ) -> Result<String, ApiError> {
        let version = request.version()?.unwrap_or_default();
        super::nothing(self.delete_schema_version(now, &request.registry_name, &request.schema_name, version))
    }

    pub(super) fn answer_list_schemas(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, prefix) = (&request.registry_name, &request.schema_name_prefix);
        let schemas = self.describe_registry(registry)?.schemas();
        let schemas = schemas.filter(|schema| schema.name.as_str().starts_with(prefix));
        let page = request.page(self, &["ListSchemas", registry, prefix], schemas, |schema| schema.name.as_str())?;
        let schemas = page.items.into_iter().map(|schema| SchemaItem::new(schema, self.place())).collect();
        answer(&SchemasAnswer { next_token: page.next, schemas })
    }

    pub(super) fn answer_search_schemas(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, keywords) = (&request.registry_name, &request.keywords);
        let found = self.search_schemas(registry, keywords)?;
        let page =
            request.page(self, &["SearchSchemas", registry, keywords], found, |(schema, _)| schema.name.as_str())?;
        let schemas: Vec<FoundAnswer<'_>> =
            page.items.into_iter().map(|(schema, versions)| found_answer(schema, versions, self.place())).collect();
        answer(&SchemasAnswer { next_token: page.next, schemas })
    }

    pub(super) fn answer_list_schema_versions(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, name) = (&request.registry_name, &request.schema_name);
        let schema = self.describe_schema(registry, name)?;
        // Pages go by text.
        let versions = schema.versions().map(|version| (format!("{:020}", version.number), version));
        let page = request.page(self, &["ListSchemaVersions", registry, name], versions, |(key, _)| key)?;
        let item = |(_, version): (String, &SchemaVersion)| VersionItem {
            schema_arn: schema.arn(self.place()).into(),
            schema_name: schema.name.as_str(),
            schema_version: version.number.to_string(),
            r#type: version.format,
        };
        let schema_versions = page.items.into_iter().map(item).collect();
        answer(&VersionsAnswer { next_token: page.next, schema_versions })
    }

    pub(super) fn answer_export_schema(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, name, format) = (&request.registry_name, &request.schema_name, request.format()?);
        let schema = self.describe_schema(registry, name)?;
        let number = schema.version(request.version()?)?.number;
        answer(&ExportAnswer {
            content: self.export_schema(registry, name, Some(number), format)?,
            schema_arn: schema.arn(self.place()).into(),
            schema_name: schema.name.as_str(),
            schema_version: number.to_string(),
            r#type: format,
        })
    }

    pub(super) fn answer_discovered_schema(&self, request: &Request) -> Result<String, ApiError> {
        let events = request.events.iter().map(String::as_str);
        answer(&ContentAnswer { content: self.discovered_schema(request.format()?, events)? })
    }
}

fn found_answer<'a>(schema: &'a RegisteredSchema, versions: Vec<&SchemaVersion>, place: &Place) -> FoundAnswer<'a> {
    FoundAnswer {
        registry_name: schema.registry.as_str(),
        schema_arn: schema.arn(place).into(),
        schema_name: schema.name.as_str(),
        schema_versions: versions.into_iter().map(Into::into).collect(),
    }
}

impl Request {
    fn format(&self) -> Result<Format, SchemasError> {
        Ok(self.r#type.as_deref().unwrap_or_default().parse()?)
    }
}
