//! Paths into an event, e.g. `$.detail.items[0].name`.

use std::collections::HashMap;
use std::fmt;

use cupola_base::json::Json;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A path into an event: `$`, then any number of `.name`, `[n]`, `[*]`, `.*` and `['a name']`.
///
/// A name has letters, digits, `_`, `-` and `/`; a dot always separates names. A wildcard gives the list of
/// all values found.
///
/// ```
/// use cupola_base::json::Json;
/// use cupola_events::InputPath;
///
/// let event = Json::parse(r#"{"detail": {"items": [{"n": 1}, {"n": "b"}]}}"#)?;
/// assert_eq!(InputPath::parse("$.detail.items[1].n")?.find(&event), Some(Json::parse("\"b\"")?));
/// assert_eq!(InputPath::parse("$.detail.items[*].n")?.find(&event), Some(Json::parse("[1,\"b\"]")?));
/// assert_eq!(InputPath::parse("$.detail.none")?.find(&event), None);
/// assert!(InputPath::parse("detail").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Input transformation"; quoted names are our addition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InputPath {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
    All,
}

impl InputPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`InputPathError`] at the first byte that does not fit.
    pub fn parse(text: &str) -> Result<Self, InputPathError> {
        let mut rest = text.strip_prefix('$').ok_or_else(|| InputPathError::at(text, 0))?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = step(rest).ok_or_else(|| InputPathError::at(text, text.len() - rest.len()))?;
            steps.push(step);
            rest = after;
        }
        Ok(Self { text: text.into(), steps })
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value at this path; with wildcards the list of all values. Of names that occur twice in an
    /// object, the last counts.
    #[must_use]
    pub fn find(&self, event: &Json) -> Option<Json> {
        let mut found = vec![event.as_str()];
        for step in &self.steps {
            found = found.into_iter().flat_map(|value| step.of(value)).collect();
        }
        let value = match self.steps.contains(&Step::All) {
            true if !found.is_empty() => format!("[{}]", found.join(",")),
            _ => (*found.first()?).to_owned(),
        };
        Json::parse(&value).ok()
    }
}

impl Step {
    fn of<'a>(&self, value: &'a str) -> Vec<&'a str> {
        match self {
            Self::Name(name) => members(value).remove(name.as_str()).map(RawValue::get).into_iter().collect(),
            Self::Index(index) => items(value).get(*index).map(|item| item.get()).into_iter().collect(),
            Self::All if value.starts_with('[') => items(value).into_iter().map(RawValue::get).collect(),
            Self::All => {
                let mut members: Vec<_> = members(value).into_values().map(RawValue::get).collect();
                members.sort_unstable_by_key(|member| member.as_ptr().addr());
                members
            }
        }
    }
}

fn members(value: &str) -> HashMap<String, &RawValue> {
    serde_json::from_str(value).unwrap_or_default()
}

fn items(value: &str) -> Vec<&RawValue> {
    serde_json::from_str(value).unwrap_or_default()
}

/// One step, and what comes after it.
fn step(text: &str) -> Option<(Step, &str)> {
    if let Some(after) = text.strip_prefix(".*").or_else(|| text.strip_prefix("[*]")) {
        return Some((Step::All, after));
    }
    if let Some(name) = text.strip_prefix('.') {
        let end = name.find(|letter: char| !is_name_letter(letter)).unwrap_or(name.len());
        return (end > 0).then(|| (Step::Name(name[..end].into()), &name[end..]));
    }
    let (inside, after) = text.strip_prefix('[')?.split_once(']')?;
    let quoted = ['\'', '"'].iter().find_map(|quote| inside.strip_prefix(*quote)?.strip_suffix(*quote));
    let step = quoted.map(|name| Step::Name(name.into())).or_else(|| inside.parse().ok().map(Step::Index))?;
    Some((step, after))
}

fn is_name_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/')
}

impl fmt::Display for InputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for InputPath {
    type Error = InputPathError;

    fn try_from(text: String) -> Result<Self, InputPathError> {
        Self::parse(&text)
    }
}

impl From<InputPath> for String {
    fn from(path: InputPath) -> Self {
        path.text
    }
}

/// A text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a path into an event at byte {at}: $, then .name, [n], [*], .* or ['name']")]
#[non_exhaustive]
pub struct InputPathError {
    /// The text as given.
    pub text: String,
    /// The first byte that does not fit.
    pub at: usize,
}

impl InputPathError {
    fn at(text: &str, at: usize) -> Self {
        Self { text: text.into(), at }
    }
}
