//! What is sent instead of a record.

use std::fmt;
use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::text::{Diagnostic, Span};
use cupola_base::{Payload, Timestamp};
use serde::{Deserialize, Serialize};

use super::variable::Variable;
use crate::InputPath;
use crate::transform::{Quotes, without_quotes};

/// A template that is filled for each record on its way to an enrichment or a target.
///
/// `<$.path>` stands for the value there, `<aws.pipes.pipe-arn>` and its like for what the pipe knows. What a source
/// carries as escaped or encoded JSON (`body` of SQS, `data` of Kinesis, ...) is read, so that `<$.body.id>` leads into
/// it. A template that begins with `{` or `[` gives JSON, any other gives text; one that is a single path gives the value.
/// A value that is not there is an empty text.
///
/// ```
/// use cupola_events::pipes::PipeTemplate;
///
/// assert!(PipeTemplate::parse(r#"{"order": <$.body.id>, "pipe": <aws.pipes.pipe-name>}"#).is_ok());
/// let error = PipeTemplate::parse(r#"{"order": <aws.pipes.order>}"#).unwrap_err();
/// assert_eq!(error.span().range(), 11..26);
/// assert!(error.to_string().contains("aws.pipes.event.json"));
/// ```
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes input transformation". That a value that is not there is an empty
/// text is our decision, after input transformers of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PipeTemplate {
    text: String,
    kind: Kind,
    parts: Arc<[Part]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// JSON with holes.
    Json,
    /// One hole and nothing else.
    Hole,
    /// Quoted or bare text.
    Text,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Hole { hole: Hole, quoted: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Hole {
    Path(InputPath),
    Variable(Variable),
}

/// What a template is filled with.
pub(super) struct Filling<'a> {
    /// The event with all data read, for paths.
    pub(super) event: &'a Json,
    /// The event as it came.
    pub(super) raw: &'a Payload,
    /// Whether all that somebody sent is JSON.
    pub(super) is_json: bool,
    pub(super) pipe_arn: &'a str,
    pub(super) pipe_name: &'a str,
    pub(super) source: &'a str,
    pub(super) enrichment: Option<&'a str>,
    pub(super) target: &'a str,
    pub(super) at: Timestamp,
    /// Whether a template that is one path keeps the quotes of the JSON there.
    pub(super) keeps_quotes: bool,
}

impl PipeTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// [`PipeTemplateError`] at a path that is not one or a variable that is not known.
    pub fn parse(text: &str) -> Result<Self, PipeTemplateError> {
        let parts = parts(text)?;
        let is_blank = |part: &&Part| matches!(part, Part::Literal(text) if text.trim().is_empty());
        let said: Vec<&Part> = parts.iter().filter(|part| !is_blank(part)).collect();
        let kind = match (text.trim_start().bytes().next(), &said[..]) {
            (Some(b'{' | b'['), _) => Kind::Json,
            (_, [Part::Hole { .. }]) => Kind::Hole,
            _ => Kind::Text,
        };
        Ok(Self { text: text.into(), kind, parts: parts.into() })
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Fills the template; an error holds the text of a JSON template that gives no JSON.
    pub(super) fn fill(&self, filling: &Filling<'_>) -> Result<Payload, String> {
        let text: String = self.parts.iter().map(|part| self.part(part, filling)).collect();
        match self.kind {
            Kind::Json => Json::parse(&text).map(Payload::Json).map_err(|_| text),
            Kind::Hole => Ok(Payload::of(text.trim().to_owned())),
            Kind::Text => Ok(Payload::of(text)),
        }
    }

    /// Whether what it gives has lost the quotes that made it JSON.
    pub(super) fn loses_quotes(&self, filling: &Filling<'_>) -> bool {
        let mut paths = self.parts.iter().filter_map(|part| match part {
            Part::Hole { hole: Hole::Path(path), .. } => path.find(filling.event),
            _ => None,
        });
        self.kind == Kind::Hole && !filling.keeps_quotes && paths.any(|value| value.as_str().starts_with(['{', '[']))
    }

    fn part(&self, part: &Part, filling: &Filling<'_>) -> String {
        match part {
            Part::Literal(text) => text.clone(),
            Part::Hole { hole, quoted } => match (hole.value(filling), self.kind) {
                (None, Kind::Json) if !quoted => "\"\"".into(),
                (None, _) => String::new(),
                (Some(value), Kind::Json) if !quoted => value.as_str().to_owned(),
                (Some(value), Kind::Json) => without_quotes(&value, false),
                (Some(value), Kind::Hole) if filling.keeps_quotes || matches!(hole, Hole::Variable(_)) => {
                    without_quotes(&value, false)
                }
                (Some(value), _) => without_quotes(&value, true),
            },
        }
    }
}

impl Hole {
    fn value(&self, filling: &Filling<'_>) -> Option<Json> {
        match self {
            Self::Path(path) => path.find(filling.event),
            Self::Variable(variable) => variable.value(filling),
        }
    }
}

fn parts(text: &str) -> Result<Vec<Part>, PipeTemplateError> {
    let (mut parts, mut literal, mut quotes) = (Vec::new(), String::new(), Quotes::default());
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if let Some((hole, end)) = hole(text, at)? {
            parts.extend((!literal.is_empty()).then(|| Part::Literal(std::mem::take(&mut literal))));
            parts.push(Part::Hole { hole, quoted: quotes.is_inside() });
            at = end;
            continue;
        }
        quotes.pass(letter);
        literal.push(letter);
        at += letter.len_utf8();
    }
    parts.extend((!literal.is_empty()).then_some(Part::Literal(literal)));
    Ok(parts)
}

/// The hole that begins here, and where it ends. A `<` before anything but `$` and `aws.` is a letter like others.
fn hole(text: &str, at: usize) -> Result<Option<(Hole, usize)>, PipeTemplateError> {
    let Some(inside) = text[at..].strip_prefix('<').filter(|rest| rest.starts_with('$') || rest.starts_with("aws."))
    else {
        return Ok(None);
    };
    let Some((name, _)) = inside.split_once('>') else { return Ok(None) };
    let span = Span::new(at + 1, at + 1 + name.len());
    let hole = match name.starts_with('$') {
        true => InputPath::parse(name).map(Hole::Path).map_err(|_| PipeTemplateError::path(text, span)),
        false => Variable::parse(name).map(Hole::Variable).ok_or_else(|| PipeTemplateError::variable(text, span)),
    };
    hole.map(|hole| Some((hole, span.end + 1)))
}

/// Why a template is refused; `Display` draws the line with carets under the fault, and says what is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct PipeTemplateError(Box<Diagnostic>);

impl PipeTemplateError {
    /// The bytes of the template that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span()
    }

    fn path(text: &str, span: Span) -> Self {
        let message = format!("`{}` is not a path", &text[span.range()]);
        let help = "accepted: $, then .name, [n], [*] or .*";
        Self(Box::new(Diagnostic::new("input template", text, span, message).with_help(help)))
    }

    fn variable(text: &str, span: Span) -> Self {
        let message = format!("`{}` is not known", &text[span.range()]);
        let names: Vec<&str> = Variable::ALL.iter().map(|variable| variable.as_str()).collect();
        let help = format!("accepted: {}", names.join(", "));
        Self(Box::new(Diagnostic::new("input template", text, span, message).with_help(help)))
    }
}

impl fmt::Display for PipeTemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for PipeTemplateError {}

impl TryFrom<String> for PipeTemplate {
    type Error = PipeTemplateError;

    fn try_from(text: String) -> Result<Self, PipeTemplateError> {
        Self::parse(&text)
    }
}

impl From<PipeTemplate> for String {
    fn from(template: PipeTemplate) -> Self {
        template.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, keeps_quotes: bool) -> Result<String, String> {
        let event =
            Json::parse(r#"{"body":{"id":"7f","n":[1,"z"],"none":null},"attributes":{"SenderId":"A"}}"#).unwrap();
        let raw = Payload::Json(Json::parse(r#"{"body":"{}"}"#).unwrap());
        let filling = Filling {
            event: &event,
            raw: &raw,
            is_json: true,
            pipe_arn: "arn:p",
            pipe_name: "p",
            source: "arn:s",
            enrichment: None,
            target: "arn:t",
            at: Timestamp::EPOCH,
            keeps_quotes,
        };
        PipeTemplate::parse(template).unwrap().fill(&filling).map(|payload| payload.to_string())
    }

    /// EventBridge User Guide, "Amazon EventBridge Pipes input transformation": the sample templates.
    #[test]
    fn templates_are_filled() {
        let table = [
            ("Hello, sender", Ok("Hello, sender")),
            ("<$.attributes.SenderId>", Ok("A")),
            ("\"Hello, <$.attributes.SenderId>\"", Ok("\"Hello, A\"")),
            ("{\"a\": <$.body.id>, \"b\": <$.body.n[1]>}", Ok("{\"a\": \"7f\", \"b\": \"z\"}")),
            ("{\"p\": <aws.pipes.pipe-name>, \"e\": <aws.pipes.enrichment-arn>}", Ok("{\"p\": \"p\", \"e\": \"\"}")),
            ("{\"t\": <aws.pipes.event.ingestion-time>}", Ok("{\"t\": \"1970-01-01T00:00:00Z\"}")),
            (
                "{\"e\": <aws.pipes.event.json>}",
                Ok(
                    "{\"e\": {\"body\":{\"id\":\"7f\",\"n\":[1,\"z\"],\"none\":null},\"attributes\":{\"SenderId\":\"A\"}}}",
                ),
            ),
            ("{\"e\": <aws.pipes.event>}", Ok("{\"e\": {\"body\":\"{}\"}}")),
            ("{\"x\": \"<$.body.n>\"}", Err("{\"x\": \"[1,\"z\"]\"}")),
            ("{\"m\": <$.nothing>, \"n\": <$.body.none>}", Ok("{\"m\": \"\", \"n\": null}")),
            ("1 < 2 and <b>", Ok("1 < 2 and <b>")),
        ];
        for (template, expected) in table {
            assert_eq!(fill(template, false), expected.map(str::to_owned).map_err(str::to_owned), "{template}");
        }
    }

    #[test]
    fn a_path_alone_loses_its_quotes_unless_told() {
        assert_eq!(fill("<$.body.n>", false), Ok("[1,z]".into()));
        assert_eq!(fill("<$.body.n>", true), Ok("[1,\"z\"]".into()));
    }

    #[test]
    fn a_fault_is_pointed_at() {
        for (template, span) in [("{\"a\": <$a>}", 7..9), ("<aws.pipes.x>", 1..12), ("ü <$.a[>", 4..8)] {
            assert_eq!(PipeTemplate::parse(template).unwrap_err().span().range(), span, "{template}");
        }
    }
}
