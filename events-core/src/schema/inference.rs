//! What events have shown.

use cupola_base::EventEnvelope;
use serde::{Deserialize, Serialize};

use super::fields::Inline;
use super::flat::Flat;
use super::infer;
use super::kinds::{Join, Kinds, Text};
use super::{InferError, Schema};

/// What one or more events have shown of their form; [`schema`](Self::schema) writes it down.
///
/// Merging is commutative, associative and idempotent, so the order of events does not matter, nor how often one is
/// seen. Every event that went in is valid against the schema that comes out.
///
/// ```
/// use cupola_events::schema::{Format, Inference};
///
/// let mut seen = Inference::of(r#"{"crate": 7, "kg": 12}"#)?;
/// seen.merge(&Inference::of(r#"{"crate": 8, "kg": 12.5, "fragile": true}"#)?);
/// let document = seen.schema().print(Format::JsonSchemaDraft4);
/// assert!(document.contains(r#""required":["crate","kg"]"#), "{document}");
/// assert!(document.contains(r#""kg":{"type":"number"}"#), "{document}");
/// # Ok::<(), cupola_events::schema::InferError>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Inferring schemas from event bus events"; how samples are merged is our decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Flat", from = "Flat")]
pub struct Inference {
    pub(super) called: Called,
    pub(super) fields: Inline,
}

/// How the events are called. Each merge goes towards the later variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Called {
    /// Events in the envelope, all of one source and detail type.
    One { source: String, detail_type: String },
    /// Events in the envelope, of several sources or detail types.
    Several,
    /// Not all are in the envelope.
    Plain,
}

impl Inference {
    /// What one event shows: the text of a JSON object. It counts as an event of a bus when `source` and
    /// `detail-type` are texts and there is a `detail`, else as a plain document.
    ///
    /// # Errors
    /// [`InferError`] when the text is not JSON or not an object.
    pub fn of(event: &str) -> Result<Self, InferError> {
        let kinds = infer::value(event)?;
        let mut fields = kinds.object.ok_or(InferError::NotAnObject)?;
        let called = names(event).filter(|_| has_names(&fields)).unwrap_or(Called::Plain);
        if called != Called::Plain {
            widen_resources(&mut fields);
        }
        Ok(Self { called, fields })
    }

    /// What an event on a bus shows. That it was sent again by a replay does not count.
    ///
    /// # Errors
    /// [`InferError`] when the detail cannot be read, which never is so for events that were put.
    pub fn of_event(event: &EventEnvelope) -> Result<Self, InferError> {
        let mut original = event.clone();
        original.replay_name = None;
        Self::of(original.to_json().as_str())
    }

    /// Takes in what other events have shown.
    pub fn merge(&mut self, other: &Self) {
        self.called.join(&other.called);
        self.fields.join(&other.fields);
    }

    /// Whether merging the other would change nothing.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.called.covers(&other.called) && self.fields.covers(&other.fields)
    }

    /// The schema of all events that were taken in.
    #[must_use]
    pub fn schema(&self) -> Schema {
        super::assign::schema(self)
    }
}

impl Join for Called {
    fn join(&mut self, other: &Self) {
        if self == other {
            return;
        }
        let plain = *self == Self::Plain || *other == Self::Plain;
        *self = if plain { Self::Plain } else { Self::Several };
    }

    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain, _) | (Self::Several, Self::One { .. }) => true,
            (ours, theirs) => ours == theirs,
        }
    }
}

/// The names in an envelope. Read by themselves, for the kinds keep no values.
fn names(event: &str) -> Option<Called> {
    use cupola_base::json::{Scanner, Token};
    let mut scanner = Scanner::of_text(event).with_depth_limit(usize::MAX);
    let (mut source, mut detail_type) = (None, None);
    scanner.next().ok()?;
    while let Some(key) = scanner.next_key().ok()? {
        let place = match () {
            () if key == "source" => &mut source,
            () if key == "detail-type" => &mut detail_type,
            () => {
                scanner.skip().ok()?;
                continue;
            }
        };
        let Some(Token::String(text)) = scanner.next().ok()? else { return None };
        *place = Some(text.unescape().into_owned());
    }
    Some(Called::One { source: source?, detail_type: detail_type? })
}

fn has_names(fields: &Inline) -> bool {
    fields.0.0.contains_key("detail")
}

/// Resources are texts, also where there are none.
fn widen_resources(fields: &mut Inline) {
    let resources = fields.0.0.get_mut("resources").and_then(|field| field.kinds.list.as_mut());
    if let Some(elements) = resources {
        (**elements).join(&Kinds::text(Text::Plain));
    }
}
