//! Registries made, changed and looked at.

use cupola_base::json::Json;
use cupola_base::paging::fingerprint;
use cupola_base::{Rng, Tags, Timestamp};

use super::names::AWS_EVENTS;
use super::{Registry, RegistryName, RegistryPolicy, SchemasError, builtin};
use crate::Engine;

impl Engine {
    /// Makes a registry.
    ///
    /// # Errors
    /// [`SchemasError`] when there is one, the name belongs to AWS, or there are too many.
    #[doc(alias = "CreateRegistry")]
    pub fn create_registry(
        &mut self,
        now: Timestamp,
        name: RegistryName,
        description: Option<String>,
        tags: Tags,
    ) -> Result<&Registry, SchemasError> {
        self.see(now);
        self.check_schemas_description(description.as_deref())?;
        if name.as_str().starts_with("aws.") {
            return Err(SchemasError::ReadOnly(name.to_string()));
        }
        let (most, registries) = (self.state.limits.registries, &mut self.state.schemas.registries);
        if registries.contains_key(&name) {
            return Err(SchemasError::Exists { what: "Registry", name: name.to_string() });
        }
        if registries.len() >= most {
            return Err(SchemasError::TooMany { what: "Registries", most });
        }
        let registry = Registry { description, tags, ..Registry::new(name.clone()) };
        Ok(registries.entry(name).or_insert(registry))
    }

    /// A registry.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "DescribeRegistry")]
    pub fn describe_registry(&self, name: &str) -> Result<&Registry, SchemasError> {
        self.state.schemas.registry(name)
    }

    /// All registries, by name; `aws.events` is one of them.
    #[doc(alias = "ListRegistries")]
    pub fn list_registries(&self) -> impl Iterator<Item = &Registry> {
        let mut all: Vec<&Registry> = self.state.schemas.registries.values().chain([builtin::registry()]).collect();
        all.sort_unstable_by_key(|registry| &registry.name);
        all.into_iter()
    }

    /// Changes a registry's description; none leaves it.
    ///
    /// # Errors
    /// [`SchemasError`].
    #[doc(alias = "UpdateRegistry")]
    pub fn update_registry(
        &mut self,
        now: Timestamp,
        name: &str,
        description: Option<String>,
    ) -> Result<&Registry, SchemasError> {
        self.see(now);
        self.check_schemas_description(description.as_deref())?;
        let registry = self.state.schemas.registry_mut(name)?;
        registry.description = description.or_else(|| registry.description.take());
        Ok(registry)
    }

    /// Deletes a registry with its schemas.
    ///
    /// # Errors
    /// [`SchemasError`] when there is none, or it belongs to AWS.
    #[doc(alias = "DeleteRegistry")]
    pub fn delete_registry(&mut self, now: Timestamp, name: &str) -> Result<(), SchemasError> {
        self.see(now);
        self.state.schemas.registry_mut(name)?;
        self.state.schemas.registries.remove(name);
        self.forget_bindings(&format!("{name}/"));
        Ok(())
    }

    /// A registry's resource policy.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`] when there is no registry or no policy.
    #[doc(alias = "GetResourcePolicy")]
    pub fn registry_policy(&self, registry: &str) -> Result<&RegistryPolicy, SchemasError> {
        let found = self.describe_registry(registry)?.policy.as_ref();
        found.ok_or_else(|| SchemasError::not_found("Policy of registry", registry))
    }

    /// Puts a registry's resource policy. With a revision, only when it is that of the policy there.
    ///
    /// # Errors
    /// [`SchemasError`] when the policy is not a JSON object or the revision is not the present one.
    #[doc(alias = "PutResourcePolicy")]
    pub fn put_registry_policy(
        &mut self,
        now: Timestamp,
        registry: &str,
        document: &str,
        revision: Option<&str>,
    ) -> Result<&RegistryPolicy, SchemasError> {
        self.see(now);
        let is_object = document.trim_start().starts_with('{') && Json::parse(document).is_ok();
        is_object.then_some(()).ok_or(SchemasError::Policy)?;
        let schemas = &mut self.state.schemas;
        let present = schemas.registry_mut(registry)?.policy.as_ref().map(|policy| policy.revision.as_str());
        if let Some(wanted) = revision.filter(|wanted| present != Some(*wanted)) {
            return Err(SchemasError::Revision(wanted.to_owned()));
        }
        schemas.revisions += 1;
        let seed = fingerprint(format!("{registry} {} {document}", schemas.revisions).as_bytes());
        let policy = RegistryPolicy { document: document.to_owned(), revision: Rng::new(seed).uuid() };
        Ok(schemas.registry_mut(registry)?.policy.insert(policy))
    }

    /// Takes a registry's resource policy away.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`] when there is no registry or no policy.
    #[doc(alias = "DeleteResourcePolicy")]
    pub fn delete_registry_policy(&mut self, now: Timestamp, registry: &str) -> Result<(), SchemasError> {
        self.see(now);
        let policy = self.state.schemas.registry_mut(registry)?.policy.take();
        policy.map(drop).ok_or_else(|| SchemasError::not_found("Policy of registry", registry))
    }

    pub(super) fn check_schemas_description(&self, description: Option<&str>) -> Result<(), SchemasError> {
        let most = self.state.limits.schemas_description_length;
        let fits = description.is_none_or(|text| text.chars().count() <= most);
        if fits { Ok(()) } else { Err(SchemasError::Description(most)) }
    }
}

/// Whether a registry is asked for by a scope: that of AWS, of the account, or any.
pub(super) fn is_in_scope(registry: &Registry, scope: Option<&str>) -> bool {
    match scope {
        Some(scope) if scope.eq_ignore_ascii_case("aws") => registry.name.as_str() == AWS_EVENTS,
        Some(_) => registry.name.as_str() != AWS_EVENTS,
        None => true,
    }
}
