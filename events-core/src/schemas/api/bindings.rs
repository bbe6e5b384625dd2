//! Actions about code bindings.

use cupola_base::{ApiError, Timestamp, base64};

use super::super::SchemasError;
use super::super::wire::{BindingAnswer, BodyAnswer, Request};
use super::answer;
use crate::Engine;
use crate::schema::{Language, zip};

impl Engine {
    pub(super) fn answer_put_code_binding(&mut self, now: Timestamp, request: &Request) -> Result<String, ApiError> {
        let (registry, schema, language) = (&request.registry_name, &request.schema_name, request.language()?);
        let binding = self.put_code_binding(now, registry, schema, request.version()?, language)?;
        answer(&BindingAnswer::from(binding))
    }

    pub(super) fn answer_describe_code_binding(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, schema, language) = (&request.registry_name, &request.schema_name, request.language()?);
        answer(&BindingAnswer::from(self.describe_code_binding(registry, schema, request.version()?, language)?))
    }

    pub(super) fn answer_code_binding_source(&self, request: &Request) -> Result<String, ApiError> {
        let (registry, schema, language) = (&request.registry_name, &request.schema_name, request.language()?);
        let files = self.code_binding_source(registry, schema, request.version()?, language)?;
        answer(&BodyAnswer { body: base64::encode(&zip(&files)) })
    }
}

impl Request {
    fn language(&self) -> Result<Language, SchemasError> {
        Ok(self.language.parse()?)
    }
}
