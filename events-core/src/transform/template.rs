//! Templates with placeholders.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::InputPath;

/// A template, and the paths whose values it shows.
///
/// `<name>` in the template stands for the value at the path of that name, or for one of the reserved
/// variables `aws.events.rule-arn`, `aws.events.rule-name`, `aws.events.event.ingestion-time`,
/// `aws.events.event` (the event without its detail) and `aws.events.event.json`. A template that begins
/// with `{` or `[` gives JSON, one that begins with `"` gives quoted lines of text, and one that is a single
/// placeholder gives its value.
///
/// ```
/// use std::collections::BTreeMap;
/// use cupola_base::{EventEnvelope, Place, Timestamp, json::Json};
/// use cupola_events::{InputPath, InputTransformer, Rendering};
///
/// let paths = BTreeMap::from([("id".to_owned(), InputPath::parse("$.detail.id")?)]);
/// let transformer = InputTransformer::new(paths, r#"{"path": "/users/<id>", "id": <id>}"#)?;
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let event = EventEnvelope::new("e", place.clone(), Timestamp::EPOCH, "my.shop", "Order", Json::parse(r#"{"id": "7f"}"#)?);
/// let context = Rendering::new(&event, place.arn("events", "rule/r"), "r", Timestamp::EPOCH);
/// assert_eq!(transformer.render(&context).text, r#"{"path": "/users/7f", "id": "7f"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Input transformation".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub struct InputTransformer {
    pub(super) paths: BTreeMap<String, InputPath>,
    template: String,
    pub(super) kind: Kind,
    pub(super) parts: Arc<[Part]>,
}

/// What a template gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Text,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    Hole { name: String, quoted: bool },
}

impl InputTransformer {
    /// Checks and takes a template; `paths` names the values that it shows.
    ///
    /// # Errors
    /// [`TemplateError`] when a placeholder has no value or stands where none may, or when the template is
    /// neither JSON nor quoted text nor one placeholder.
    pub fn new(paths: BTreeMap<String, InputPath>, template: &str) -> Result<Self, TemplateError> {
        if let Some(name) = paths.keys().find(|name| is_reserved(name)) {
            return Err(TemplateError::Reserved(name.clone()));
        }
        if let Some(name) = paths.keys().find(|name| !is_name(name)) {
            return Err(TemplateError::Name(name.clone()));
        }
        let parts = parts(template);
        let kind = kind(template, &parts)?;
        for (at, part) in parts.iter().enumerate() {
            if let Part::Hole { name, quoted } = part {
                check(&paths, name, *quoted)?;
                if kind == Kind::Json && is_key(&parts[at + 1..], *quoted) {
                    return Err(TemplateError::Key(name.clone()));
                }
            }
        }
        Ok(Self { paths, template: template.into(), kind, parts: parts.into() })
    }

    /// The named paths.
    #[must_use]
    pub fn paths(&self) -> &BTreeMap<String, InputPath> {
        &self.paths
    }

    /// The template as it was given.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }
}

impl InputTransformer {
    /// Whether the template is an object of exactly the texts `timestamp` and `message`.
    pub(crate) fn fits_log_group(&self) -> bool {
        let filled: String = self.parts.iter().map(Part::sample).collect();
        let members = serde_json::from_str::<BTreeMap<String, String>>(&filled).unwrap_or_default();
        self.kind == Kind::Json && members.keys().eq(["message", "timestamp"])
    }
}

impl Part {
    /// What a text in its place looks like.
    fn sample(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Hole { quoted: true, .. } => "",
            Self::Hole { quoted: false, .. } => "\"\"",
        }
    }
}

fn is_reserved(name: &str) -> bool {
    name.starts_with("AWS") || name.starts_with("aws.")
}

fn is_name(name: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-');
    (1..=256).contains(&name.len()) && name.bytes().all(fits)
}

fn check(paths: &BTreeMap<String, InputPath>, name: &str, quoted: bool) -> Result<(), TemplateError> {
    let known = match name {
        "aws.events.rule-arn" | "aws.events.rule-name" | "aws.events.event.ingestion-time" => true,
        "aws.events.event" | "aws.events.event.json" => !quoted,
        _ => paths.contains_key(name),
    };
    if known { Ok(()) } else { Err(TemplateError::Placeholder(name.into())) }
}

fn kind(template: &str, parts: &[Part]) -> Result<Kind, TemplateError> {
    let trimmed = template.trim();
    let blank = |part: &Part| matches!(part, Part::Literal(text) if text.trim().is_empty());
    let solid = parts.iter().filter(|part| !blank(part)).collect::<Vec<_>>();
    match (trimmed.chars().next(), solid.as_slice()) {
        (Some('{' | '['), _) | (_, [Part::Hole { .. }]) => Ok(Kind::Json),
        (Some('"'), _) => Ok(Kind::Text),
        _ => Err(TemplateError::Bare),
    }
}

/// Cuts a template at its placeholders. What looks like none stays as it is.
fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut quotes = Quotes::default();
    let mut rest = template;
    while let Some(letter) = rest.chars().next() {
        if let Some((name, after)) = placeholder(rest) {
            parts.extend((!literal.is_empty()).then(|| Part::Literal(std::mem::take(&mut literal))));
            parts.push(Part::Hole { name: name.into(), quoted: quotes.inside });
            rest = after;
            continue;
        }
        quotes.pass(letter);
        literal.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    parts.extend((!literal.is_empty()).then_some(Part::Literal(literal)));
    parts
}

fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('<')?.split_once('>')?;
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-');
    (!name.is_empty() && name.bytes().all(fits)).then_some((name, after))
}

/// Whether the literal that comes next makes an object's key of the placeholder before it.
fn is_key(after: &[Part], quoted: bool) -> bool {
    let mut quotes = Quotes { inside: quoted, escaped: false };
    for part in after {
        let Part::Literal(text) = part else { continue };
        for letter in text.chars() {
            let inside = quotes.inside;
            quotes.pass(letter);
            if !inside && !quotes.inside && !letter.is_whitespace() {
                return letter == ':';
            }
            if !inside && quotes.inside {
                return false;
            }
        }
    }
    false
}

/// Follows a text into and out of JSON strings.
#[derive(Default)]
pub(crate) struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Quotes {
    pub(crate) const fn is_inside(&self) -> bool {
        self.inside
    }

    pub(crate) const fn pass(&mut self, letter: char) {
        match letter {
            _ if self.escaped => self.escaped = false,
            '\\' if self.inside => self.escaped = true,
            '"' => self.inside = !self.inside,
            _ => {}
        }
    }
}

/// Why a template is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A placeholder has no value, or stands for a whole event inside quotes.
    #[error("the template has the unknown placeholder <{0}>")]
    Placeholder(String),
    /// A placeholder stands where an object's key should.
    #[error("the placeholder <{0}> is the key of an object")]
    Key(String),
    /// A path's name begins with `AWS` or `aws.`.
    #[error("the name `{0}` is reserved")]
    Reserved(String),
    /// A path's name has other characters than letters, digits, `_` and `-`, or not 1 to 256 of them.
    #[error("the name `{0}` is not 1 to 256 of A-Z a-z 0-9 _ -")]
    Name(String),
    /// The template is bare text.
    #[error("a template is JSON, quoted text, or one placeholder")]
    Bare,
}

/// The form in snapshots.
#[derive(Serialize, Deserialize)]
struct Text {
    paths: BTreeMap<String, InputPath>,
    template: String,
}

impl TryFrom<Text> for InputTransformer {
    type Error = TemplateError;

    fn try_from(text: Text) -> Result<Self, TemplateError> {
        Self::new(text.paths, &text.template)
    }
}

impl From<InputTransformer> for Text {
    fn from(transformer: InputTransformer) -> Self {
        Self { paths: transformer.paths, template: transformer.template }
    }
}
