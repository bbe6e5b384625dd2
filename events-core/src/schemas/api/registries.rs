//! Actions about registries and their policies.

use cupola_base::{ApiError, Timestamp};

use super::super::registries::is_in_scope;
use super::super::wire::{PolicyAnswer, RegistriesAnswer, RegistryAnswer, Request};
use super::super::{RegistryName, SchemasError};
use super::answer;
use crate::Engine;

impl Engine {
    pub(super) fn answer_create_registry(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let (name, tags) = (RegistryName::new(&*request.registry_name).map_err(SchemasError::from)?, request.tags()?);
        let place = self.place().clone();
        answer(&RegistryAnswer::described(self.create_registry(now, name, request.description, tags)?, &place))
    }

    pub(super) fn answer_describe_registry(&self, request: &Request) -> Result<String, ApiError> {
        answer(&RegistryAnswer::described(self.describe_registry(&request.registry_name)?, self.place()))
    }

    pub(super) fn answer_update_registry(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let place = self.place().clone();
        let registry = self.update_registry(now, &request.registry_name, request.description)?;
        answer(&RegistryAnswer::described(registry, &place))
    }

    pub(super) fn answer_list_registries(&self, request: &Request) -> Result<String, ApiError> {
        let (prefix, scope) = (&request.registry_name_prefix, request.scope.as_deref());
        if let Some(scope) = scope.filter(|scope| !["aws", "local"].contains(&scope.to_ascii_lowercase().as_str())) {
            let message = format!("Scope {scope} is not valid: Local or AWS is needed.");
            return Err(ApiError::caller("BadRequestException", message));
        }
        let registries = self.list_registries();
        let registries = registries.filter(|registry| registry.name.as_str().starts_with(prefix));
        let registries = registries.filter(|registry| is_in_scope(registry, scope));
        let list = ["ListRegistries", prefix, scope.unwrap_or_default()];
        let page = request.page(self, &list, registries, |registry| registry.name.as_str())?;
        let registries = page.items.into_iter().map(|registry| RegistryAnswer::item(registry, self.place())).collect();
        answer(&RegistriesAnswer { next_token: page.next, registries })
    }

    pub(super) fn answer_registry_policy(&self, request: &Request) -> Result<String, ApiError> {
        answer(&PolicyAnswer::from(self.registry_policy(&request.registry_name)?))
    }

    pub(super) fn answer_put_registry_policy(&mut self, now: Timestamp, request: &Request) -> Result<String, ApiError> {
        let (registry, revision) = (&request.registry_name, request.revision_id.as_deref());
        answer(&PolicyAnswer::from(self.put_registry_policy(now, registry, &request.policy, revision)?))
    }
}
