//! Code bindings of registered schemas.

use cupola_base::Timestamp;

use super::{CodeBinding, SchemasError};
use crate::Engine;
use crate::schema::{Language, SourceFile};

impl Engine {
    /// Asks for code that reads and writes the events of a schema's version, the newest unless told. It is there at
    /// once.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`].
    #[doc(alias = "PutCodeBinding")]
    pub fn put_code_binding(
        &mut self,
        now: Timestamp,
        registry: &str,
        schema: &str,
        version: Option<u64>,
        language: Language,
    ) -> Result<&CodeBinding, SchemasError> {
        let now = self.see(now);
        let version = self.describe_schema(registry, schema)?.version(version)?.number;
        let new = CodeBinding { language, version, created: now, modified: now };
        let binding = self.state.schemas.bindings.entry(path(registry, schema, version, language)).or_insert(new);
        binding.modified = now;
        Ok(binding)
    }

    /// Code that was asked for.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`] when it was not, too.
    #[doc(alias = "DescribeCodeBinding")]
    pub fn describe_code_binding(
        &self,
        registry: &str,
        schema: &str,
        version: Option<u64>,
        language: Language,
    ) -> Result<&CodeBinding, SchemasError> {
        let version = self.describe_schema(registry, schema)?.version(version)?.number;
        let path = path(registry, schema, version, language);
        self.state.schemas.bindings.get(&path).ok_or_else(|| SchemasError::not_found("Code binding", path))
    }

    /// The files of code that was asked for; [`zip`](crate::schema::zip) makes the archive of them that the service
    /// answers with.
    ///
    /// # Errors
    /// [`SchemasError::NotFound`] when it was not asked for, too.
    #[doc(alias = "GetCodeBindingSource")]
    pub fn code_binding_source(
        &self,
        registry: &str,
        schema: &str,
        version: Option<u64>,
        language: Language,
    ) -> Result<Vec<SourceFile>, SchemasError> {
        let binding = self.describe_code_binding(registry, schema, version, language)?;
        let version = self.describe_schema(registry, schema)?.version(Some(binding.version))?;
        Ok(version.schema()?.bindings(language))
    }

    /// Forgets the code of all below a path.
    pub(super) fn forget_bindings(&mut self, path: &str) {
        self.state.schemas.bindings.retain(|known, _| !known.starts_with(path));
    }
}

fn path(registry: &str, schema: &str, version: u64, language: Language) -> String {
    format!("{registry}/{schema}/{version}/{language}")
}
