//! What goes into a call.

use cupola_base::json::Json;
use cupola_base::{Arn, Payload, Place, Timestamp};

use super::{Failure, Waiting};
use crate::pipes::template::Filling;
use crate::pipes::view::{decoded, is_json};
use crate::pipes::{CallSettings, Pipe};

/// One record on its way, or one item of an enrichment's answer.
#[derive(Clone, Debug)]
pub(in crate::pipes) struct Item {
    /// As it came.
    pub(in crate::pipes) raw: Payload,
    /// With what somebody sent read where it is JSON.
    pub(in crate::pipes) event: Json,
    is_json: bool,
    /// The name of its record.
    pub(super) id: Option<String>,
}

impl Item {
    pub(super) fn of_record(pipe: &Pipe, waiting: &Waiting) -> Self {
        Self::record(pipe, &waiting.record)
    }

    pub(in crate::pipes) fn record(pipe: &Pipe, record: &crate::pipes::PipeRecord) -> Self {
        let kind = pipe.source.kind;
        let id = Some(record.id(kind)).filter(|id| !id.is_empty());
        let raw = Payload::Json(record.json().clone());
        Self { raw, event: decoded(kind, record), is_json: is_json(kind, record), id }
    }

    /// An item of what an enrichment answered.
    pub(super) fn answered(pipe: &Pipe, text: &str) -> Self {
        let raw = Payload::of(text.to_owned());
        let json = matches!(raw, Payload::Json(_));
        let event = Json::parse(text).unwrap_or_else(|_| Json::of(text));
        let id = crate::pipes::members::Members::of(&event).text(pipe.source.kind.id()).filter(|id| !id.is_empty());
        Self { raw, event, is_json: json, id }
    }
}

/// What is to be called, and how its input is made.
pub(in crate::pipes) struct Way<'a> {
    pub(in crate::pipes) settings: &'a CallSettings,
    /// Whether it takes nothing but JSON.
    pub(in crate::pipes) json_alone: bool,
    pub(in crate::pipes) at: Timestamp,
    pub(in crate::pipes) keeps_quotes: bool,
}

/// What an enrichment or a target is sent for an item; an error says why that cannot be sent.
pub(in crate::pipes) fn sent(pipe: &Pipe, place: &Place, way: &Way<'_>, item: &Item) -> Result<Payload, String> {
    let Some(template) = &way.settings.template else { return Ok(for_target(way, item.raw.clone())) };
    let arn = pipe.name.arn(place);
    let filling = Filling {
        event: &item.event,
        raw: &item.raw,
        is_json: item.is_json,
        pipe_arn: arn.as_str(),
        pipe_name: pipe.name.as_str(),
        source: &pipe.source.arn,
        enrichment: pipe.enrichment.as_ref().map(Arn::as_str),
        target: pipe.target.as_str(),
        at: way.at,
        keeps_quotes: way.keeps_quotes,
    };
    let filled = template.fill(&filling).map_err(|text| format!("the input template does not give JSON: {text}"))?;
    match &filled {
        Payload::Text(text) if way.json_alone && template.loses_quotes(&filling) => {
            Err(format!("a path alone loses the quotes of the JSON there: {text}"))
        }
        _ => Ok(for_target(way, filled)),
    }
}

/// Free text is a JSON text for those that take JSON alone.
fn for_target(way: &Way<'_>, payload: Payload) -> Payload {
    match payload {
        Payload::Text(text) if way.json_alone => Payload::Json(Json::of(&text)),
        other => other,
    }
}

/// All payloads as one list.
pub(super) fn list(payloads: &[Payload]) -> String {
    let texts: Vec<String> = payloads.iter().map(json).collect();
    format!("[{}]", texts.join(","))
}

fn json(payload: &Payload) -> String {
    match payload {
        Payload::Json(json) => json.as_str().to_owned(),
        other => Json::of(other.as_str()).to_string(),
    }
}

impl Failure {
    pub(super) fn transformation(message: impl Into<String>) -> Self {
        Self::new("INVALID_JSON", message)
    }
}
