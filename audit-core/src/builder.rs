//! Making records of one's own calls.

use cupola_base::json::Json;
use cupola_base::{Arn, Place, Timestamp};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use crate::principal::Texts;
use crate::{Category, EventType, EventVersion, Principal, Record, RecordError, SizeClass};

/// A record in the making, checked when it is built.
///
/// Without further words it is a management event of type `AwsApiCall` that writes, called by the
/// account itself, in a place's account and region.
///
/// ```
/// use cupola_audit::{Access, Principal, RecordBuilder};
/// use cupola_base::{Place, Timestamp, json::Json};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let record = RecordBuilder::new(at, &place, "orders.amazonaws.com", "CancelOrder")
///     .by(Principal::user(&place, "ana"))
///     .from_address("203.0.113.9")
///     .with_request(Json::parse(r#"{"order": 7}"#)?)
///     .failed("AccessDenied", "not your order")
///     .build("00000000-0000-4000-8000-000000000001")?;
///
/// assert_eq!(record.classify().access, Access::Write);
/// assert_eq!(record.user_identity().and_then(|who| who.display_name()).as_deref(), Some("ana"));
/// assert!(record.check().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail record contents".
#[derive(Clone, Debug)]
#[must_use]
pub struct RecordBuilder {
    at: Timestamp,
    place: Place,
    source: String,
    name: String,
    caller: Principal,
    address: String,
    agent: Option<String>,
    error: Option<(String, String)>,
    request: Option<Json>,
    response: Option<Json>,
    additional: Option<Json>,
    request_id: Option<String>,
    kind: EventType,
    category: Category,
    read_only: bool,
    resources: Vec<(Option<Arn>, String)>,
}

impl RecordBuilder {
    /// A call that completed at `at`: of a service, e.g. `orders.amazonaws.com`, the action `name`.
    pub fn new(at: Timestamp, place: &Place, source: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            at,
            caller: Principal::root(place),
            place: place.clone(),
            source: source.into(),
            name: name.into(),
            address: "AWS Internal".into(),
            agent: None,
            error: None,
            request: None,
            response: None,
            additional: None,
            request_id: None,
            kind: EventType::ApiCall,
            category: Category::Management,
            read_only: false,
            resources: Vec::new(),
        }
    }

    /// Who called; otherwise the account itself.
    pub fn by(self, caller: Principal) -> Self {
        Self { caller, ..self }
    }

    /// From which address; otherwise `AWS Internal`.
    pub fn from_address(self, address: impl Into<String>) -> Self {
        Self { address: address.into(), ..self }
    }

    /// With which program.
    pub fn with_agent(self, agent: impl Into<String>) -> Self {
        Self { agent: Some(agent.into()), ..self }
    }

    /// What was asked: an object; null unless given.
    pub fn with_request(self, body: Json) -> Self {
        Self { request: Some(body), ..self }
    }

    /// What was answered: an object; null unless given.
    pub fn with_response(self, body: Json) -> Self {
        Self { response: Some(body), ..self }
    }

    /// What else there is to tell: an object.
    pub fn with_additional_data(self, body: Json) -> Self {
        Self { additional: Some(body), ..self }
    }

    /// The id of the request.
    pub fn with_request_id(self, id: impl Into<String>) -> Self {
        Self { request_id: Some(id.into()), ..self }
    }

    /// The call was refused.
    pub fn failed(self, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { error: Some((code.into(), message.into())), ..self }
    }

    /// The call changes nothing.
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// The call accesses what resources hold: a data event.
    pub fn on_data(self) -> Self {
        Self { category: Category::Data, ..self }
    }

    /// Another type than a call of an API, e.g. a sign-in to the console.
    pub fn of_type(self, kind: EventType) -> Self {
        Self { kind, ..self }
    }

    /// A resource that was accessed and its type, e.g. `AWS::S3::Object`. May be said more than once.
    pub fn on(mut self, resource: Arn, kind: impl Into<String>) -> Self {
        self.resources.push((Some(resource), kind.into()));
        self
    }

    /// The record, with this id, cut to the sizes that the service lets pass.
    ///
    /// # Errors
    /// [`BuildError`]: the service or the action is not well formed, a body is not an object, or
    /// the record is too large.
    pub fn build(self, event_id: &str) -> Result<Record<'static>, BuildError> {
        self.check()?;
        let json = Json::of(&Wire { builder: &self, event_id });
        Ok(Record::parse(json.as_str())?.fit(SizeClass::Standard).map_err(RecordError::from)?.record)
    }

    fn check(&self) -> Result<(), BuildError> {
        let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if !self.source.contains('.') || !self.source.chars().all(host) {
            return Err(BuildError::Source(self.source.clone()));
        }
        if self.name.is_empty() || !self.name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':')) {
            return Err(BuildError::Name(self.name.clone()));
        }
        let bodies = [&self.request, &self.response, &self.additional];
        match bodies.into_iter().flatten().find(|body| !body.as_str().starts_with(['{', 'n'])) {
            Some(body) => Err(BuildError::Body(body.as_str().chars().take(40).collect())),
            None => Ok(()),
        }
    }
}

/// Why a record was not built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The event source is not a host's name such as `orders.amazonaws.com`.
    #[error("event source `{0}`: a host's name such as orders.amazonaws.com is needed")]
    Source(String),
    /// The action is not a name.
    #[error("event name `{0}`: letters, digits, `_` and `:` are accepted")]
    Name(String),
    /// A body is neither an object nor null.
    #[error("a body must be an object or null, this begins with {0}")]
    Body(String),
    /// The record cannot be taken.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// The record's members in the service's order.
struct Wire<'a> {
    builder: &'a RecordBuilder,
    event_id: &'a str,
}

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.builder;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("eventVersion", &EventVersion::CURRENT.to_string())?;
        map.serialize_entry("userIdentity", &record.caller.user_identity())?;
        map.serialize_entry("eventTime", &record.at.to_seconds_text())?;
        map.serialize_entry("eventSource", &record.source)?;
        map.serialize_entry("eventName", &record.name)?;
        map.serialize_entry("awsRegion", &record.place.region)?;
        map.serialize_entry("sourceIPAddress", &record.address)?;
        some(&mut map, "userAgent", record.agent.as_ref())?;
        some(&mut map, "errorCode", record.error.as_ref().map(|(code, _)| code))?;
        some(&mut map, "errorMessage", record.error.as_ref().map(|(_, message)| message))?;
        map.serialize_entry("requestParameters", &record.request)?;
        map.serialize_entry("responseElements", &record.response)?;
        some(&mut map, "additionalEventData", record.additional.as_ref())?;
        some(&mut map, "requestID", record.request_id.as_ref())?;
        map.serialize_entry("eventID", self.event_id)?;
        map.serialize_entry("readOnly", &record.read_only)?;
        some(&mut map, "resources", (!record.resources.is_empty()).then_some(&ResourceList(record)))?;
        map.serialize_entry("eventType", record.kind.as_str())?;
        map.serialize_entry("managementEvent", &(record.category == Category::Management))?;
        map.serialize_entry("recipientAccountId", &record.place.account)?;
        map.serialize_entry("eventCategory", record.category.as_str())?;
        map.end()
    }
}

fn some<M: SerializeMap>(map: &mut M, name: &'static str, value: Option<&impl Serialize>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

struct ResourceList<'a>(&'a RecordBuilder);

impl Serialize for ResourceList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for (arn, kind) in &self.0.resources {
            let arn = arn.as_ref().map_or("", Arn::as_str);
            let account = self.0.place.account.as_str();
            list.serialize_element(&Texts(&[("accountId", account), ("type", kind), ("ARN", arn)]))?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn builder() -> RecordBuilder {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        RecordBuilder::new(Timestamp::EPOCH, &place, "orders.amazonaws.com", "CancelOrder")
            .by(Principal::role(&place, "Deploy", "ci"))
    }

    #[test]
    fn a_built_record_is_whole_and_reads_back() {
        let arn = Arn::parse("arn:aws:s3:::pier/key").unwrap();
        let record = builder().on(arn, "AWS::S3::Object").on_data().read_only().with_agent("me").build("id").unwrap();
        assert!(record.check().is_empty(), "{:?}", record.check());
        assert_eq!(record.category(), Category::Data);
        assert_eq!(record.resources().next().unwrap().kind().as_deref(), Some("AWS::S3::Object"));
        let identity = record.user_identity().unwrap();
        assert_eq!(identity.display_name().as_deref(), Some("ci"));
        assert_eq!(identity.principal_id().unwrap().len(), 21 + 3);
        let crate::Presence::Value(issuer) = identity.session().unwrap().issuer() else { panic!() };
        assert_eq!(issuer.user_name().as_deref(), Some("Deploy"));
        assert_eq!(Record::parse(&record.to_string()).unwrap(), record);
    }

    #[test]
    fn what_cannot_be_a_record_is_refused() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let of = |source: &str, name: &str| RecordBuilder::new(Timestamp::EPOCH, &place, source, name).build("id");
        assert_eq!(of("orders", "X"), Err(BuildError::Source("orders".into())));
        assert_eq!(of("a.b", "two words"), Err(BuildError::Name("two words".into())));
        let body = Json::parse("[1]").unwrap();
        assert_eq!(builder().with_request(body).build("id"), Err(BuildError::Body("[1]".into())));
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let record = builder().failed("E", "é".repeat(2000)).build("id").unwrap();
        assert_eq!(record.text(crate::Field::ErrorMessage).unwrap().len(), 1024);
    }
}
