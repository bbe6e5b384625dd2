//! Recording the calls of an API of one's own.

use std::borrow::Cow;
use std::fmt::Write as _;

use cupola_base::json::Json;
use cupola_base::{ApiError, Place, Timestamp};
use serde::Serialize;

use crate::{Access, BuildError, Engine, JsonKind, Principal, Raw, ReadActions, RecordBuilder};

/// Records the calls of one API: the source and the place are said once, each call with its request and its outcome.
///
/// Whether a call only reads follows from its name; what a reading call answered is not recorded, as the service
/// does it. Requests and answers are anything that serde makes an object of.
///
/// ```
/// use cupola_audit::{Engine, Lookup, LookupKey, Principal, Recorder};
/// use cupola_base::{Place, Timestamp};
/// use serde_json::json;
///
/// let place = Place::parse("111122223333", "eu-west-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
///
/// let recorder = Recorder::new(place.clone(), "orders.example.com").hiding(["cardNumber"]);
/// let ana = Principal::user(&place, "ana");
/// let request = json!({"order": 7, "cardNumber": "4000 0000"});
/// let done: Result<_, (&str, &str)> = Ok(json!({"refund": 12.5}));
/// recorder.record(&mut engine, now, &ana, "CancelOrder", &request, &done)?;
/// let denied: Result<(), _> = Err(("AccessDenied", "not your order"));
/// recorder.record(&mut engine, now, &ana, "GetOrder", &json!({"order": 8}), &denied)?;
///
/// let found = engine.lookup_events(now, &Lookup::new().by(LookupKey::ReadOnly, "false"), None)?;
/// assert!(found.events[0].record.as_str().contains(r#""requestParameters":{"cardNumber":"HIDDEN_DUE_TO_SECURITY_REASONS","order":7}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Recorder {
    place: Place,
    source: String,
    address: String,
    agent: Option<String>,
    read_actions: ReadActions,
    hidden: Vec<Cow<'static, str>>,
    lowers: bool,
}

/// Why a call failed, as records have it.
pub trait CallFailure {
    /// The error's name, e.g. `AccessDenied`.
    fn code(&self) -> Cow<'_, str>;
    /// The error in words.
    fn message(&self) -> Cow<'_, str>;
}

impl CallFailure for ApiError {
    fn code(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.code)
    }

    fn message(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.message)
    }
}

/// A name and words.
impl CallFailure for (&str, &str) {
    fn code(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn message(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.1)
    }
}

impl Recorder {
    /// A recorder of an API's calls in a place; the source is a host's name, e.g. `orders.example.com`.
    pub fn new(place: Place, source: impl Into<String>) -> Self {
        let (read_actions, hidden) = (ReadActions::default(), Vec::new());
        let address = "AWS Internal".into();
        Self { place, source: source.into(), address, agent: None, read_actions, hidden, lowers: false }
    }

    /// From which address calls come; otherwise `AWS Internal`.
    pub fn from_address(self, address: impl Into<String>) -> Self {
        Self { address: address.into(), ..self }
    }

    /// With which program calls are made.
    pub fn with_agent(self, agent: impl Into<String>) -> Self {
        Self { agent: Some(agent.into()), ..self }
    }

    /// Which actions only read.
    pub fn with_read_actions(self, read_actions: ReadActions) -> Self {
        Self { read_actions, ..self }
    }

    /// Members of requests and answers whose values are not for records, at any depth.
    pub fn hiding<N: Into<Cow<'static, str>>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.hidden.extend(names.into_iter().map(Into::into));
        self
    }

    /// Members begin with a small letter in records, as those of the services do.
    pub fn lowering_members(self) -> Self {
        Self { lowers: true, ..self }
    }

    /// Records one call with its outcome, and gives the record's id.
    ///
    /// # Errors
    /// [`BuildError`]: the action is not a name, a body is neither an object nor null, the record is too large.
    pub fn record<R: Serialize, E: CallFailure>(
        &self,
        engine: &mut Engine,
        now: Timestamp,
        caller: &Principal,
        action: &str,
        request: &impl Serialize,
        outcome: &Result<R, E>,
    ) -> Result<String, BuildError> {
        engine.record_call(now, self.call(now, caller, action, request, outcome))
    }

    /// The record of one call in the making, to say more of it: resources, or that it is on data.
    pub fn call<R: Serialize, E: CallFailure>(
        &self,
        now: Timestamp,
        caller: &Principal,
        action: &str,
        request: &impl Serialize,
        outcome: &Result<R, E>,
    ) -> RecordBuilder {
        let reads = self.read_actions.access_of(action) == Access::Read;
        let call = RecordBuilder::new(now, &self.place, &self.source, action).by(caller.clone());
        let call = call.from_address(&self.address).with_request(self.shown(&Json::of(request)));
        let call = if reads { call.read_only() } else { call };
        let call = self.agent.iter().fold(call, |call, agent| call.with_agent(agent));
        match outcome {
            Err(failure) => call.failed(failure.code(), failure.message()),
            Ok(response) if !reads => call.with_response(self.shown(&Json::of(response))),
            Ok(_) => call,
        }
    }

    fn shown(&self, body: &Json) -> Json {
        if self.hidden.is_empty() && !self.lowers {
            return body.clone();
        }
        let mut text = String::with_capacity(body.as_str().len());
        self.write(Raw::scanned(body.as_str()), &mut text);
        Json::parse(&text).unwrap_or_else(|_| body.clone())
    }

    /// Deep values were scanned, which bounds how deep they are.
    fn write(&self, value: Raw<'_>, text: &mut String) {
        match value.kind() {
            JsonKind::Object => {
                let mut before = '{';
                for (key, value) in value.members() {
                    let key = key.unescape();
                    let _ = write!(text, "{before}{}:", Json::of(&*self.name(&key)));
                    match self.hidden.iter().any(|name| **name == *key) {
                        true => text.push_str("\"HIDDEN_DUE_TO_SECURITY_REASONS\""),
                        false => self.write(value, text),
                    }
                    before = ',';
                }
                text.push_str(if before == '{' { "{}" } else { "}" });
            }
            JsonKind::Array => {
                text.push('[');
                for (number, item) in value.items().enumerate() {
                    text.push_str(if number > 0 { "," } else { "" });
                    self.write(item, text);
                }
                text.push(']');
            }
            _ => text.push_str(value.as_str()),
        }
    }

    fn name<'k>(&self, key: &'k str) -> Cow<'k, str> {
        let mut chars = key.chars();
        match chars.next().filter(|first| self.lowers && first.is_ascii_uppercase()) {
            Some(first) => Cow::Owned(format!("{}{}", first.to_ascii_lowercase(), chars.as_str())),
            None => Cow::Borrowed(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_lowered_and_hidden_at_any_depth() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let recorder = Recorder::new(place.clone(), "a.b").lowering_members().hiding(["Secret"]);
        let request = Json::parse(r#"{"Name":"A","List":[{"Secret":{"x":1},"N":1.0}],"E":{},"F":[]}"#).unwrap();
        let expected = r#"{"name":"A","list":[{"secret":"HIDDEN_DUE_TO_SECURITY_REASONS","n":1.0}],"e":{},"f":[]}"#;
        assert_eq!(recorder.shown(&request).as_str(), expected);
        let ok: Result<Json, ApiError> = Ok(request.clone());
        let who = Principal::root(&place);
        let of = |action| recorder.call(Timestamp::EPOCH, &who, action, &request, &ok).build("id").unwrap();
        assert_eq!(of("ListThings").get(crate::Field::ResponseElements), crate::Presence::Null);
        assert!(of("MakeThing").get(crate::Field::ResponseElements).value().is_some());
        let long: Result<(), _> = Err(ApiError::caller("Denied", "no"));
        let record = recorder.call(Timestamp::EPOCH, &who, "MakeThing", &(), &long).build("id").unwrap();
        assert_eq!(record.text(crate::Field::ErrorCode).as_deref(), Some("Denied"));
    }
}
