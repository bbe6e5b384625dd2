//! What a segment carries without being indexed by it.

use cupola_base::json::{Json, Kind, ScanError, Scanner};

use super::value::{Field, leave, text_of};
use super::{Extra, write};

/// Any JSON, by namespace and key: kept, not indexed.
///
/// ```
/// use cupola_base::json::Json;
/// use cupola_traces::Metadata;
///
/// let mut metadata = Metadata::default();
/// metadata.set(Metadata::DEFAULT, "crane", Json::of(&[1, 2]));
/// metadata.set(Metadata::DEFAULT, "load", Json::of("full"));
/// assert_eq!(metadata.get("default", "load"), Some(Json::of("full")));
/// assert_eq!(metadata.namespace("default").unwrap().as_str(), r#"{"crane":[1,2],"load":"full"}"#);
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Metadata".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata(Extra);

impl Metadata {
    /// None.
    pub const NONE: Self = Self(Extra::NONE);

    /// The namespace of what is told without one.
    pub const DEFAULT: &'static str = "default";

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of a namespace: an object, unless the document has something else there.
    #[must_use]
    pub fn namespace(&self, namespace: &str) -> Option<&Json> {
        self.0.get(namespace)
    }

    /// The namespaces in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter()
    }

    /// One value.
    #[must_use]
    pub fn get(&self, namespace: &str, key: &str) -> Option<Json> {
        members(self.0.get(namespace)?).into_iter().rfind(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets one value. A namespace that is no object becomes one.
    pub fn set(&mut self, namespace: &str, key: &str, value: Json) {
        let mut all = Extra::default();
        for (name, value) in self.0.get(namespace).map(members).unwrap_or_default() {
            all.set(name, value);
        }
        all.set(key, value);
        let mut text = "{".to_owned();
        all.write(&mut text);
        write::end_object(&mut text);
        if let Ok(json) = Json::parse(&text) {
            self.0.set(namespace, json);
        }
    }

    /// Sets all of a namespace.
    pub fn set_namespace(&mut self, namespace: impl Into<String>, all: Json) {
        self.0.set(namespace, all);
    }
}

/// The members of an object; none of anything else.
fn members(json: &Json) -> Vec<(String, Json)> {
    let mut scanner = Scanner::of_text(json.as_str()).with_depth_limit(usize::MAX);
    let mut members = Vec::new();
    let _ = scanner.next();
    while let Ok(Some(kind)) = scanner.next_member() {
        let key = scanner.key();
        match text_of(&mut scanner, kind).map(Json::parse) {
            Ok(Ok(value)) => members.push((key.unescape().into_owned(), value)),
            _ => break,
        }
    }
    members
}

impl Field for Metadata {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let mut all = Extra::default();
        while let Some(kind) = scanner.next_member()? {
            all.keep(scanner, kind)?;
        }
        Ok(Some(Self(all)))
    }

    fn write(&self, key: &str, out: &mut String) {
        if !self.is_empty() {
            out.push_str(key);
            out.push('{');
            self.0.write(out);
            write::end_object(out);
            out.push(',');
        }
    }
}
