//! Tags of registries, schemas and discoverers.

use cupola_base::{Tags, Timestamp};

use super::SchemasError;
use crate::Engine;

impl Engine {
    /// Adds tags to a registry, a schema or a discoverer, or replaces the values of those there.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "TagResource")]
    pub fn tag_schema_resource<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        arn: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), SchemasError> {
        self.see(now);
        Ok(self.schema_tags_mut(arn)?.set(tags)?)
    }

    /// Takes tags away; keys that are not there do not matter.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "UntagResource")]
    pub fn untag_schema_resource<'a>(
        &mut self,
        now: Timestamp,
        arn: &str,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), SchemasError> {
        self.see(now);
        self.schema_tags_mut(arn)?.unset(keys);
        Ok(())
    }

    /// The tags of a registry, a schema or a discoverer.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "ListTagsForResource")]
    pub fn list_tags_for_schema_resource(&self, arn: &str) -> Result<&Tags, SchemasError> {
        Ok(match self.schema_resource(arn)? {
            Resource::Registry(name) => &self.describe_registry(name)?.tags,
            Resource::Schema(registry, name) => &self.describe_schema(registry, name)?.tags,
            Resource::Discoverer(id) => &self.describe_discoverer(id)?.tags,
        })
    }

    fn schema_tags_mut(&mut self, arn: &str) -> Result<&mut Tags, SchemasError> {
        Ok(match self.schema_resource(arn)? {
            Resource::Registry(name) => &mut self.state.schemas.registry_mut(name)?.tags,
            Resource::Schema(registry, name) => &mut self.state.schemas.schema_mut(registry, name)?.tags,
            Resource::Discoverer(id) => {
                let found = self.state.schemas.discoverers.get_mut(id);
                &mut found.ok_or_else(|| SchemasError::not_found("Discoverer", id))?.tags
            }
        })
    }

    /// What an ARN names. Those of the services' own registry have no account.
    fn schema_resource<'a>(&self, arn: &'a str) -> Result<Resource<'a>, SchemasError> {
        let malformed = || SchemasError::ResourceArn(arn.to_owned());
        let here = self.place().arn("schemas", "").to_string();
        let of_aws = here.replace(self.place().account.as_str(), "");
        let resource = arn.strip_prefix(&here).or_else(|| arn.strip_prefix(&of_aws)).ok_or_else(malformed)?;
        let (kind, name) = resource.split_once('/').ok_or_else(malformed)?;
        match kind {
            "registry" => Ok(Resource::Registry(name)),
            "discoverer" => Ok(Resource::Discoverer(name)),
            "schema" => {
                let (registry, name) = name.split_once('/').ok_or_else(malformed)?;
                Ok(Resource::Schema(registry, name))
            }
            _ => Err(malformed()),
        }
    }
}

enum Resource<'a> {
    Registry(&'a str),
    Schema(&'a str, &'a str),
    Discoverer(&'a str),
}
