//! What goes into a call.

use std::borrow::Cow;

use cupola_base::json::Json;
use cupola_base::{Arn, Payload, Timestamp};

use super::Failure;
use crate::Engine;
use crate::pipes::target::TargetKind;
use crate::pipes::template::Filling;
use crate::pipes::view::decoded;
use crate::pipes::{CallSettings, Pipe, PipeRecord};

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
    pub(in crate::pipes) fn record(pipe: &Pipe, record: &PipeRecord) -> Self {
        let kind = pipe.source.kind;
        let id = Some(record.id(kind)).filter(|id| !id.is_empty());
        let raw = Payload::Json(record.json().clone());
        let (event, is_json) = decoded(kind, record);
        Self { raw, event, is_json, id }
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

impl Engine {
    /// What an enrichment or a target is sent for an item; an error says why that cannot be sent.
    pub(in crate::pipes) fn input(
        &self,
        now: Timestamp,
        pipe: &Pipe,
        settings: &CallSettings,
        kind: TargetKind,
        item: &Item,
    ) -> Result<Payload, String> {
        let Some(template) = &settings.template else { return Ok(for_target(kind, item.raw.clone())) };
        let arn = pipe.name.arn(self.place());
        let filling = Filling {
            event: &item.event,
            raw: &item.raw,
            is_json: item.is_json,
            pipe_arn: arn.as_str(),
            pipe_name: pipe.name.as_str(),
            source: &pipe.source.arn,
            enrichment: pipe.enrichment.as_ref().map(Arn::as_str),
            target: pipe.target.as_str(),
            at: now,
            keeps_quotes: self.state.policies.pipe_paths_keep_quotes,
        };
        let filled =
            template.fill(&filling).map_err(|text| format!("the input template does not give JSON: {text}"))?;
        match &filled {
            Payload::Text(text) if kind.takes_lists() && template.loses_quotes(&filling) => {
                Err(format!("a path alone loses the quotes of the JSON there: {text}"))
            }
            _ => Ok(for_target(kind, filled)),
        }
    }

    /// What is sent for all items.
    pub(super) fn inputs(
        &self,
        now: Timestamp,
        pipe: &Pipe,
        settings: &CallSettings,
        kind: TargetKind,
        items: &[Item],
    ) -> Result<Vec<Payload>, Failure> {
        let inputs = items.iter().map(|item| self.input(now, pipe, settings, kind, item));
        inputs.collect::<Result<_, String>>().map_err(|why| Failure::new("INVALID_JSON", why))
    }
}

/// Free text is a JSON text for those that take JSON alone.
fn for_target(kind: TargetKind, payload: Payload) -> Payload {
    match payload {
        Payload::Text(text) if kind.takes_lists() => Payload::Json(Json::of(&text)),
        other => other,
    }
}

/// All payloads as one list.
pub(super) fn list<'a>(payloads: impl IntoIterator<Item = &'a Payload>) -> String {
    let texts: Vec<Cow<'_, str>> = payloads.into_iter().map(json).collect();
    format!("[{}]", texts.join(","))
}

fn json(payload: &Payload) -> Cow<'_, str> {
    match payload {
        Payload::Json(json) => Cow::Borrowed(json.as_str()),
        other => Cow::Owned(Json::of(other.as_str()).to_string()),
    }
}
