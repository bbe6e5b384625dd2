//! Entries of PutEvents.

mod error;
mod put;

use cupola_base::Timestamp;
use cupola_base::json::{Json, Scanner, Token};

pub use error::EntryError;

use crate::Limits;

/// One event as its sender gives it.
///
/// ```
/// use cupola_events::Entry;
///
/// let entry = Entry::new("my.shop", "Order placed", r#"{"n": 1}"#);
/// assert_eq!(entry.size(), 7 + 12 + 8);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When it happened; whole seconds are kept. None: when it is put.
    pub time: Option<Timestamp>,
    /// Who says so. Must be there, must not begin with `aws.`.
    pub source: Option<String>,
    /// What happened, in up to 128 characters. Must be there.
    pub detail_type: Option<String>,
    /// The text of a JSON object. Must be there.
    pub detail: Option<String>,
    /// ARNs that the event is about.
    pub resources: Vec<String>,
    /// Name or ARN of the bus; none: the default bus. An entry for a bus that is not there is accepted and
    /// dropped.
    pub bus: Option<String>,
    /// An X-Ray trace header. The service does not put it into the event, and neither do we: it goes no further.
    pub trace_header: Option<String>,
}

impl Entry {
    /// An event of the moment it is put, for the default bus.
    #[must_use]
    pub fn new(source: impl Into<String>, detail_type: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            source: Some(source.into()),
            detail_type: Some(detail_type.into()),
            detail: Some(detail.into()),
            ..Self::default()
        }
    }

    /// Sets when it happened.
    #[must_use]
    pub fn with_time(self, time: Timestamp) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Sets what the event is about.
    #[must_use]
    pub fn with_resources(self, resources: Vec<String>) -> Self {
        Self { resources, ..self }
    }

    /// Sets the bus, by name or ARN.
    #[must_use]
    pub fn with_bus(self, bus: impl Into<String>) -> Self {
        Self { bus: Some(bus.into()), ..self }
    }

    /// The bytes that count: 14 for a time, and those of source, detail type, detail and resources.
    #[must_use]
    pub fn size(&self) -> usize {
        let texts = [&self.source, &self.detail_type, &self.detail].into_iter().flatten();
        let time = if self.time.is_some() { 14 } else { 0 };
        time + texts.chain(&self.resources).map(String::len).sum::<usize>()
    }

    /// The checked parts of an entry, or why it is refused.
    pub(crate) fn check(self, limits: &Limits) -> Result<Checked, EntryError> {
        let is_service = self.source.as_ref().is_some_and(|source| source.starts_with("aws."));
        self.check_parts(limits, is_service)
    }

    /// As [`check`](Self::check), of a partner, whose sources begin with `aws.partner/`.
    pub(crate) fn check_partner(self, limits: &Limits) -> Result<Checked, EntryError> {
        self.check_parts(limits, false)
    }

    fn check_parts(self, limits: &Limits, is_service: bool) -> Result<Checked, EntryError> {
        let source = present(self.source).ok_or(EntryError::NoSource)?;
        let detail_type = present(self.detail_type).ok_or(EntryError::NoDetailType)?;
        if detail_type.chars().count() > limits.detail_type_length {
            return Err(EntryError::DetailTypeTooLong(limits.detail_type_length));
        }
        let detail = present(self.detail).ok_or(EntryError::NoDetail)?;
        if is_service {
            return Err(EntryError::NotAuthorizedForSource);
        }
        let detail = object(&detail).ok_or(EntryError::MalformedDetail)?;
        Ok(Checked { time: self.time, source, detail_type, detail, resources: self.resources, bus: self.bus })
    }
}

pub(crate) struct Checked {
    pub(crate) time: Option<Timestamp>,
    pub(crate) source: String,
    pub(crate) detail_type: String,
    pub(crate) detail: Json,
    pub(crate) resources: Vec<String>,
    pub(crate) bus: Option<String>,
}

fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A JSON object of at most 1000 levels.
fn object(text: &str) -> Option<Json> {
    let mut scanner = Scanner::new(text.as_bytes()).with_depth_limit(1000);
    if !matches!(scanner.next(), Ok(Some(Token::ObjectStart))) {
        return None;
    }
    while scanner.next().ok()?.is_some() {}
    Json::parse(text).ok()
}
