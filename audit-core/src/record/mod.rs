//! One record.

mod check;
mod known;
mod members;
mod size;

use std::borrow::Cow;
use std::fmt;

use cupola_base::Timestamp;
use cupola_base::json::{Json, Scanner, Token};

pub(crate) use known::Known;
pub(crate) use members::{Found, Members, Object, is_list};
pub use size::{Cut, CutKind, Fitted, SizeClass};

use crate::{EventType, EventVersion, Field, Identity, JsonKind, Presence, Raw, RecordError, Resource};

/// One CloudTrail record: the members of a JSON object in the order and spelling of its source.
///
/// A record borrows the text that it was read from; [`into_owned`](Self::into_owned) makes one that
/// holds its own. Members that the schema does not name, values of other kinds than the schema's, duplicate
/// keys and words that this release does not know are kept and printed as they were. Of duplicate
/// keys the last is the one that counts.
///
/// Questions for a text answer `None` when the member is absent, null or of another kind;
/// [`get`](Self::get) tells these apart.
///
/// ```
/// use cupola_audit::{EventType, Field, Presence, Record};
///
/// let record = Record::parse(r#"{"eventVersion": "1.08", "eventTime": "2026-05-04T06:00:00Z",
///     "eventSource": "iam.amazonaws.com", "eventName": "CreateRole", "eventType": "AwsApiCall",
///     "requestParameters": {"n": 1.0, "n": 9007199254740993}, "responseElements": null, "new": []}"#)?;
///
/// assert_eq!(record.event_name().as_deref(), Some("CreateRole"));
/// assert_eq!(record.event_type(), Some(EventType::ApiCall));
/// assert_eq!(record.get(Field::ResponseElements), Presence::Null);
/// assert_eq!(record.get(Field::ErrorCode), Presence::Absent);
/// let body = record.get(Field::RequestParameters).value().map(|body| body.as_str());
/// assert_eq!(body, Some(r#"{"n": 1.0, "n": 9007199254740993}"#));
/// assert!(record.to_string().ends_with(r#""responseElements":null,"new":[]}"#));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail record contents".
#[derive(Clone)]
pub struct Record<'a> {
    text: Cow<'a, str>,
    members: Members,
}

impl<'a> Record<'a> {
    /// Reads one record; outer white space is cut.
    ///
    /// An object is a record when it has one of `eventVersion`, `eventName`, `eventType`,
    /// `eventSource`, `eventID`, `eventTime` and `eventCategory`; all members are optional beyond
    /// that. [`check`](Self::check) tells what else is wrong with it.
    ///
    /// # Errors
    /// [`RecordError`]: the text is not JSON, not an object, or not a record.
    pub fn parse(text: &'a str) -> Result<Self, RecordError> {
        Object::of_text(text).map_or_else(|_| Self::read(Scanner::of_text(text)), Self::of)
    }

    /// As [`parse`](Self::parse), from bytes, which must be UTF-8.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, RecordError> {
        std::str::from_utf8(bytes).map_or_else(|_| Self::read(Scanner::new(bytes)), Self::parse)
    }

    /// Reads it slowly, to tell what is wrong.
    fn read(mut scanner: Scanner<'a>) -> Result<Self, RecordError> {
        if !matches!(scanner.clone().next()?, Some(Token::ObjectStart)) {
            let value = scanner.skip()?;
            scanner.finish()?;
            return Err(RecordError::NotAnObject(Raw::scanned(value).kind()));
        }
        scanner.next()?;
        let object = Object::read(&mut scanner)?;
        scanner.finish()?;
        Self::of(object)
    }

    pub(crate) fn of(object: Object<'a>) -> Result<Self, RecordError> {
        object.check_is_record()?;
        Ok(Self::of_checked(object))
    }

    /// The record that an object is, which was found to be one.
    pub(crate) fn of_checked(object: Object<'a>) -> Self {
        Self { text: Cow::Borrowed(object.text), members: object.members }
    }

    /// The same record with a text of its own.
    #[must_use]
    pub fn into_owned(self) -> Record<'static> {
        Record { text: Cow::Owned(self.text.into_owned()), members: self.members }
    }

    /// The text as it was read, white space between the members included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as it was read, as JSON to hand on.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the text was scanned")]
    pub fn to_json(&self) -> Json {
        Json::parse(&self.text).expect("what the scanner reads is JSON")
    }

    /// A field of the schema: absent, null, or its value.
    #[must_use]
    pub fn get(&self, field: Field) -> Presence<Raw<'_>> {
        self.members.field(&self.text, field)
    }

    /// Any member by its name.
    #[must_use]
    pub fn member(&self, name: &str) -> Presence<Raw<'_>> {
        self.members.named(&self.text, name)
    }

    /// All members in their order: keys, which are texts, and values.
    pub fn members(&self) -> impl Iterator<Item = (Raw<'_>, Raw<'_>)> {
        self.members.iter(&self.text)
    }

    /// A field's text.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        self.get(field).value().and_then(|value| value.text())
    }

    /// A field's boolean, be it spelt as a text.
    #[must_use]
    pub fn truth(&self, field: Field) -> Option<bool> {
        self.get(field).value().and_then(|value| value.truth())
    }

    /// The version of the record's form.
    #[must_use]
    pub fn event_version(&self) -> Option<EventVersion> {
        self.text(Field::EventVersion)?.parse().ok()
    }

    /// When the request completed, to the millisecond. Whole seconds in the service's own records.
    ///
    /// # Errors
    /// [`RecordError::Missing`] and [`RecordError::Time`].
    pub fn event_time(&self) -> Result<Timestamp, RecordError> {
        let text = self.text(Field::EventTime).ok_or(RecordError::Missing(Field::EventTime))?;
        Timestamp::parse(&text).map_err(RecordError::Time)
    }

    /// The service that was called, e.g. `iam.amazonaws.com`.
    #[must_use]
    pub fn event_source(&self) -> Option<Cow<'_, str>> {
        self.text(Field::EventSource)
    }

    /// The action.
    #[must_use]
    pub fn event_name(&self) -> Option<Cow<'_, str>> {
        self.text(Field::EventName)
    }

    /// The record's id: `eventID`, in aggregated records `eventId`.
    #[must_use]
    pub fn event_id(&self) -> Option<Cow<'_, str>> {
        self.text(Field::EventId).or_else(|| self.member("eventId").value()?.text())
    }

    /// What kind of event it is.
    #[must_use]
    pub fn event_type(&self) -> Option<EventType> {
        self.text(Field::EventType).map(|word| EventType::of(&word))
    }

    /// The region that was called.
    #[must_use]
    pub fn aws_region(&self) -> Option<Cow<'_, str>> {
        self.text(Field::AwsRegion)
    }

    /// The account that receives the record: `recipientAccountId`, in aggregated records
    /// `accountId`. May differ from the caller's.
    #[must_use]
    pub fn recipient_account(&self) -> Option<Cow<'_, str>> {
        self.text(Field::RecipientAccountId).or_else(|| self.member("accountId").value()?.text())
    }

    /// Who called; `None` in insights and aggregated records.
    #[must_use]
    pub fn user_identity(&self) -> Option<Identity<'_>> {
        self.get(Field::UserIdentity).value().and_then(Identity::of)
    }

    /// What was accessed.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        self.get(Field::Resources).value().into_iter().flat_map(|list| list.items()).filter_map(Resource::of)
    }

    /// Whether the call was made with the credentials of a console session.
    #[must_use]
    pub fn is_from_console_session(&self) -> bool {
        self.truth(Field::SessionCredentialFromConsole) == Some(true)
    }

    /// By what a copy of the same record is known.
    ///
    /// Log files are delivered at least once: records that agree in this are one.
    #[must_use]
    pub fn key(&self) -> RecordKey<'_> {
        RecordKey { account: self.recipient_account(), region: self.aws_region(), event_id: self.event_id() }
    }
}

/// By what copies of one record are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct RecordKey<'a> {
    /// The account that receives the record.
    pub account: Option<Cow<'a, str>>,
    /// The region that was called.
    pub region: Option<Cow<'a, str>>,
    /// The record's id.
    pub event_id: Option<Cow<'a, str>>,
}

/// Prints the members in their order with nothing between them; values keep their spelling.
impl fmt::Display for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (key, value)) in self.members().enumerate() {
            write!(f, "{}{key}:{value}", if number == 0 { "{" } else { "," })?;
        }
        f.write_str("}")
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Equal when the printed records are.
impl PartialEq for Record<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.members().eq(other.members())
    }
}

impl Eq for Record<'_> {}

impl TryFrom<&Json> for Record<'static> {
    type Error = RecordError;

    fn try_from(json: &Json) -> Result<Self, RecordError> {
        Record::parse(json.as_str()).map(Record::into_owned)
    }
}

/// The kind of a value that is there.
pub(crate) fn kind_of(presence: Presence<Raw<'_>>) -> Option<JsonKind> {
    match presence {
        Presence::Absent => None,
        Presence::Null => Some(JsonKind::Null),
        Presence::Value(value) => Some(value.kind()),
    }
}
