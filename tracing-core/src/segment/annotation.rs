//! What a segment is indexed by.

use std::fmt;

use cupola_base::json::{Kind, ScanError, Scanner};
use serde::{Deserialize, Serialize};

use super::value::{Field, Value, leave};
use super::write;

/// Pairs by which a trace can be found, in the order of the document. A key occurs once; the last value wins.
///
/// ```
/// use cupola_traces::{AnnotationKeys, Annotations};
///
/// let mut annotations = Annotations::default();
/// annotations.set("dock", 7);
/// annotations.set("zone", "north");
/// assert_eq!(annotations.get("dock").and_then(|value| value.as_f64()), Some(7.0));
/// assert!(!AnnotationKeys::Classic.allows("dock.number") && AnnotationKeys::WithDot.allows("dock.number"));
/// assert_eq!(AnnotationKeys::WithDot.sanitise("dock-number"), "dock_number");
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Annotations". Values are texts, numbers and switches: others are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations(Vec<(String, AnnotationValue)>);

impl Annotations {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&AnnotationValue> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Sets a value; a key that is there keeps its place. Any key is taken: documents of the service itself have
    /// some that the rules do not allow, and they stay in the document without being indexed. A number that is not
    /// finite has no JSON, and is left out.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<AnnotationValue>) {
        let (key, value) = (key.into(), value.into());
        if matches!(value, AnnotationValue::Number(number) if !number.is_finite()) {
            return;
        }
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, place)) => *place = value,
            None => self.0.push((key, value)),
        }
    }

    /// Takes a pair out.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// The pairs in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AnnotationValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl Field for Annotations {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let mut annotations = Self::default();
        while let Some(kind) = scanner.next_member()? {
            let key = scanner.key();
            match AnnotationValue::read(scanner, kind)? {
                Some(value) => annotations.set(key.unescape(), value),
                None => annotations.remove(&key.unescape()),
            }
        }
        Ok(Some(annotations))
    }

    fn write(&self, key: &str, out: &mut String) {
        if self.is_empty() {
            return;
        }
        out.push_str(key);
        out.push('{');
        for (key, value) in &self.0 {
            write::string(out, key);
            out.push(':');
            value.write(out);
            out.push(',');
        }
        write::end_object(out);
        out.push(',');
    }
}

/// The value of an annotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "the document's grammar knows these three")]
pub enum AnnotationValue {
    /// A switch.
    Bool(bool),
    /// A number, as a double: that is how the service gives it back. Finite.
    Number(f64),
    /// A text of at most 1,000 characters.
    Text(String),
}

impl AnnotationValue {
    /// The most characters of a text.
    pub const MOST: usize = 1000;

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number, where it is one.
    #[must_use]
    pub const fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The switch, where it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }
}

impl Value for AnnotationValue {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::Bool(truth) => Ok(Some(Self::Bool(truth))),
            Kind::Number => Ok(scanner.text().parse().ok().filter(|number: &f64| number.is_finite()).map(Self::Number)),
            Kind::String { .. } => Ok(Some(Self::Text(scanner.string().unescape().into_owned()))),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Number(number) => write::number(out, *number),
            Self::Text(text) => write::string(out, text),
        }
    }
}

/// As JSON has it, a text without its quotes.
impl fmt::Display for AnnotationValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Text(text) = self {
            return f.write_str(text);
        }
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

impl From<bool> for AnnotationValue {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<f64> for AnnotationValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for AnnotationValue {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for AnnotationValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnnotationValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Which keys of annotations are indexed.
///
/// # Source
/// X-Ray Developer Guide, "Annotations" (the classic set); newer text of the service and the `allowDot` gate of
/// OpenTelemetry's exporter admit the dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AnnotationKeys {
    /// Letters, digits and `_` of ASCII.
    Classic,
    /// Those, and `.`: such a key is asked for as `annotation[a.b]`.
    #[default]
    WithDot,
}

impl AnnotationKeys {
    /// The most characters of a key.
    pub const MOST: usize = 500;

    /// Whether a key is one: 1 to 500 characters of the set.
    #[must_use]
    pub fn allows(self, key: &str) -> bool {
        (1..=Self::MOST).contains(&key.len()) && key.chars().all(|char| self.has(char))
    }

    /// The key with `_` for every character that keys do not have.
    #[must_use]
    pub fn sanitise(self, key: &str) -> String {
        key.chars().map(|char| if self.has(char) { char } else { '_' }).collect()
    }

    const fn has(self, char: char) -> bool {
        char.is_ascii_alphanumeric() || char == '_' || (char == '.' && matches!(self, Self::WithDot))
    }
}
