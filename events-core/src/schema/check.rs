//! What a format asks of a document, beside its schemas.

use super::SchemaError;
use super::node::Node;

/// Checks the frame of an `OpenAPI` document; the title comes out.
///
/// # Source
/// `OpenAPI` Specification 3.0.3.
pub(super) fn open_api(document: &Node) -> Result<String, SchemaError> {
    let malformed = SchemaError::malformed;
    document.members().ok_or_else(|| malformed("", "an object is needed"))?;
    let version = document.get("openapi").and_then(Node::as_text);
    version
        .filter(|text| text.starts_with("3.0."))
        .ok_or_else(|| malformed("/openapi", "a version 3.0.x is needed"))?;
    let info = document.get("info");
    let text = |name: &str| info.and_then(|info| info.get(name)).and_then(Node::as_text);
    text("version").ok_or_else(|| malformed("/info/version", "a text is needed"))?;
    let title = text("title").ok_or_else(|| malformed("/info/title", "a text is needed"))?;
    is_object(document.get("paths")).ok_or_else(|| malformed("/paths", "an object is needed"))?;
    let components = document.get("components");
    for (node, at) in [
        (components, "/components"),
        (components.and_then(|components| components.get("schemas")), "/components/schemas"),
    ] {
        if node.is_some() {
            is_object(node).ok_or_else(|| malformed(at, "an object is needed"))?;
        }
    }
    Ok(title.to_owned())
}

/// Checks the frame of a JSON Schema document.
///
/// # Source
/// JSON Schema: core definitions and terminology, draft 4.
pub(super) fn draft4(document: &Node, uri: &str) -> Result<(), SchemaError> {
    let malformed = SchemaError::malformed;
    document.members().ok_or_else(|| malformed("", "an object is needed"))?;
    if let Some(named) = document.get("$schema") {
        let fits = named.as_text().is_some_and(|text| text.trim_end_matches('#') == uri.trim_end_matches('#'));
        fits.then_some(()).ok_or_else(|| malformed("/$schema", "http://json-schema.org/draft-04/schema# is needed"))?;
    }
    if let Some(title) = document.get("title") {
        title.as_text().ok_or_else(|| malformed("/title", "a text is needed"))?;
    }
    if document.get("definitions").is_some() {
        is_object(document.get("definitions")).ok_or_else(|| malformed("/definitions", "an object is needed"))?;
    }
    Ok(())
}

fn is_object(node: Option<&Node>) -> Option<&Node> {
    node.filter(|node| node.members().is_some())
}
