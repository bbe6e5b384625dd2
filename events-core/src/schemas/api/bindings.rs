//! Actions about code bindings.

use cupola_base::{ApiError, Timestamp};

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
        answer(&BodyAnswer { body: base64(&zip(&files)) })
    }
}

impl Request {
    fn language(&self) -> Result<Language, SchemasError> {
        Ok(self.language.parse()?)
    }
}

/// Bytes as the services' JSON has them: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().chain([0u8, 0].iter()).take(3).fold(0usize, |bits, byte| bits << 8 | usize::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * place) & 63];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648, section 10.
    #[test]
    fn bytes_are_written_as_the_standard_says() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (text, expected) in vectors {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
