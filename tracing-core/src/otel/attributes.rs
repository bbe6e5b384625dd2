//! Attributes: keys and values.

use cupola_base::json::{Json, Kind, Scanner};

use crate::segment::write;

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the data model of OpenTelemetry knows these")]
pub enum OtelValue {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A switch.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Double(f64),
    /// Several values.
    List(Vec<Self>),
    /// Values by key.
    Map(OtelAttributes),
}

impl OtelValue {
    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, where it is one.
    #[must_use]
    pub const fn as_i64(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// The switch, where it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// The texts of a list.
    #[must_use]
    pub fn as_texts(&self) -> Option<Vec<String>> {
        let Self::List(items) = self else { return None };
        items.iter().map(|item| item.as_text().map(str::to_owned)).collect()
    }

    /// As JSON. Numbers that are not finite are null.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut text = String::new();
        self.write(&mut text, 0);
        Json::parse(&text).unwrap_or_else(|_| Json::of(&()))
    }

    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Self::Text(text) => write::string(out, text),
            Self::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Int(number) => write::integer(out, *number),
            Self::Double(number) => write::number(out, *number),
            Self::List(items) if depth < DEPTH => {
                out.push('[');
                items.iter().for_each(|item| {
                    item.write(out, depth + 1);
                    out.push(',');
                });
                write::end_array(out);
            }
            Self::Map(members) if depth < DEPTH => {
                out.push('{');
                members.iter().for_each(|(key, value)| {
                    write::string(out, key);
                    out.push(':');
                    value.write(out, depth + 1);
                    out.push(',');
                });
                write::end_object(out);
            }
            Self::Empty | Self::List(_) | Self::Map(_) => out.push_str("null"),
        }
    }
}

/// How deep values are written; what is deeper is null.
const DEPTH: usize = 64;

impl From<&str> for OtelValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for OtelValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for OtelValue {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for OtelValue {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<i32> for OtelValue {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}

impl From<f64> for OtelValue {
    fn from(number: f64) -> Self {
        Self::Double(number)
    }
}

impl From<Vec<String>> for OtelValue {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }
}

/// Attributes in their order. A key occurs once.
///
/// ```
/// use cupola_traces::OtelAttributes;
///
/// let attributes = OtelAttributes::default().with("http.method", "GET").with("http.status_code", 200);
/// assert_eq!(attributes.get("http.status_code").and_then(|value| value.as_i64()), Some(200));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OtelAttributes(Vec<(String, OtelValue)>);

impl OtelAttributes {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// Adds an attribute; one that is there keeps its place.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<OtelValue>) -> Self {
        self.set(key, value);
        self
    }

    /// Sets an attribute; one that is there keeps its place.
    pub fn set(&mut self, key: &str, value: impl Into<OtelValue>) {
        let value = value.into();
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, place)) => *place = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    /// Sets an attribute, where there is a value.
    pub(super) fn put(&mut self, key: &str, value: Option<impl Into<OtelValue>>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&OtelValue> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The attributes in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OtelValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of the first of these keys that has one.
    pub(super) fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.get(key)?.as_text()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The whole number of the first of these keys that has one; a text of digits is one.
    pub(super) fn number(&self, keys: &[&str]) -> Option<i64> {
        keys.iter().find_map(|key| match self.get(key)? {
            OtelValue::Text(text) => text.parse().ok(),
            other => other.as_i64(),
        })
    }

    pub(super) fn truth(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    /// The texts of a list, or the one text, of the first of these keys that has any.
    pub(super) fn texts(&self, keys: &[&str]) -> Vec<String> {
        let found = keys.iter().find_map(|key| match self.get(key)? {
            OtelValue::Text(text) => Some(vec![text.clone()]),
            other => other.as_texts(),
        });
        found.unwrap_or_default()
    }
}

/// The members of a JSON object as attributes of text: each value is its JSON.
pub(super) fn members(json: &Json) -> Vec<(String, Json)> {
    let mut scanner = Scanner::of_text(json.as_str()).with_depth_limit(usize::MAX);
    let mut members = Vec::new();
    let _ = scanner.next();
    while let Ok(Some(kind)) = scanner.next_member() {
        let (key, start) = (scanner.key(), scanner.span().range().start);
        if matches!(kind, Kind::Object | Kind::Array) && scanner.leave().is_err() {
            break;
        }
        let text = scanner.source().get(start..scanner.offset()).unwrap_or_default();
        match Json::parse(text) {
            Ok(value) => members.push((key.unescape().into_owned(), value)),
            Err(_) => break,
        }
    }
    members
}
