//! Names of registries, schemas and discoverers.

cupola_base::names! {
    /// A registry's name: 1 to 64 of `A-Za-z0-9._@-`.
    RegistryName: SchemasNameError = |text| fits(text, 64, "a registry's name: 1 to 64 of A-Z a-z 0-9 . _ - @");
    /// A schema's name: 1 to 385 of `A-Za-z0-9._@-`, unique in its registry.
    SchemaName: SchemasNameError = |text| fits(text, 385, "a schema's name: 1 to 385 of A-Z a-z 0-9 . _ - @");
    /// A discoverer's id, made of the name of what it watches: `events-event-bus-default`.
    DiscovererId: SchemasNameError = |text| fits(text, 512, "a discoverer's id: 1 to 512 of A-Z a-z 0-9 . _ - @");
}

/// The registry of the services' own events, which nobody can change.
pub(crate) const AWS_EVENTS: &str = "aws.events";
/// The registry into which discoverers write.
pub(crate) const DISCOVERED: &str = "discovered-schemas";

fn fits(text: &str, most: usize, what: &'static str) -> Result<(), SchemasNameError> {
    let letter = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-' | b'@');
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(letter);
    if fits { Ok(()) } else { Err(SchemasNameError { what, text: text.into() }) }
}

/// A text is not the name it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}")]
pub struct SchemasNameError {
    what: &'static str,
    text: String,
}
