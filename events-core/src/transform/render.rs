//! From a template and an event to what is sent.

use cupola_base::json::Json;
use cupola_base::{Arn, EventEnvelope, Timestamp};
use serde::Serialize;

use super::InputTransformer;
use super::template::{Kind, Part};

/// What a template is filled with.
#[derive(Clone, Debug)]
pub struct Rendering<'a> {
    event: &'a EventEnvelope,
    json: Json,
    rule_arn: Arn,
    rule_name: &'a str,
    ingested: Timestamp,
}

impl<'a> Rendering<'a> {
    /// An event, the rule that it matched, and when the bus got it.
    #[must_use]
    pub fn new(event: &'a EventEnvelope, rule_arn: Arn, rule_name: &'a str, ingested: Timestamp) -> Self {
        Self::of(event, event.to_json(), rule_arn, rule_name, ingested)
    }

    /// With the event's JSON at hand.
    pub(crate) const fn of(
        event: &'a EventEnvelope,
        json: Json,
        rule_arn: Arn,
        rule_name: &'a str,
        ingested: Timestamp,
    ) -> Self {
        Self { event, json, rule_arn, rule_name, ingested }
    }
}

/// A filled template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rendered {
    /// The text that is sent.
    pub text: String,
    /// Whether the text is what the template promises: JSON for a JSON template. Texts are never checked.
    /// A bus delivers nothing else.
    pub valid_json: bool,
}

impl InputTransformer {
    /// Fills the template. A missing value is an empty text.
    #[must_use]
    pub fn render(&self, context: &Rendering<'_>) -> Rendered {
        let text: String = self.parts.iter().map(|part| self.part(part, context)).collect();
        let valid_json = self.kind == Kind::Text || Json::parse(&text).is_ok();
        Rendered { text, valid_json }
    }

    fn part(&self, part: &Part, context: &Rendering<'_>) -> String {
        match part {
            Part::Literal(text) => text.clone(),
            Part::Hole { name, quoted: false } => self.value(name, context).map_or_else(|| "\"\"".into(), bare),
            Part::Hole { name, quoted: true } => {
                self.value(name, context).map_or_else(String::new, |value| inside_quotes(&value, self.kind))
            }
        }
    }

    fn value(&self, name: &str, context: &Rendering<'_>) -> Option<Json> {
        Some(match name {
            "aws.events.rule-arn" => Json::of(context.rule_arn.as_str()),
            "aws.events.rule-name" => Json::of(context.rule_name),
            "aws.events.event.ingestion-time" => Json::of(&context.ingested.to_string()),
            "aws.events.event" => Json::of(&WithoutDetail::of(context.event)),
            "aws.events.event.json" => context.json.clone(),
            _ => return self.paths.get(name)?.find(&context.json),
        })
    }
}

/// The envelope as the service shows it without its detail: other names, other order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WithoutDetail<'a> {
    id: &'a str,
    account: &'a str,
    detail_type: &'a str,
    time: String,
    source: &'a str,
    region: &'a str,
    resources: &'a [String],
    version: &'a str,
}

impl<'a> WithoutDetail<'a> {
    fn of(event: &'a EventEnvelope) -> Self {
        Self {
            id: &event.id,
            account: event.place.account.as_str(),
            detail_type: &event.detail_type,
            time: event.time.to_seconds_text(),
            source: &event.source,
            region: event.place.region.as_str(),
            resources: &event.resources,
            version: "0",
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the value ends here")]
fn bare(value: Json) -> String {
    value.as_str().to_owned()
}

/// The text of a value between quotes that the template has already: nothing is escaped.
fn inside_quotes(value: &Json, kind: Kind) -> String {
    without_quotes(value, kind == Kind::Text)
}

/// The text of a value: without its quotes when it is a text, else compact JSON, of which all quotes may go.
pub(crate) fn without_quotes(value: &Json, all: bool) -> String {
    if let Ok(text) = value.read::<String>() {
        return text;
    }
    let compact = compact(value.as_str());
    if all { compact.replace('"', "") } else { compact }
}

/// JSON without the white space between its tokens.
fn compact(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |letter: &char| {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = inside,
            '"' => inside = !inside,
            _ => {}
        }
        inside || !matches!(letter, ' ' | '\t' | '\r' | '\n')
    };
    json.chars().filter(keep).collect()
}
