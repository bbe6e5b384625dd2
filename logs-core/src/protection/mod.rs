//! Data protection: sensitive data is found as events come in, and masked wherever they go out.
//!
//! A [`DataProtectionPolicy`] belongs to a log group or to the whole account; both add up. What is
//! found in an event when it comes in stays masked, whatever becomes of the policy, and earlier events
//! stay clear. The original text is kept for readers that ask for it with
//! [`GetLogEvents::unmasked`](crate::GetLogEvents::unmasked).
//!
//! Decisions of ours: the spans of findings count characters from 0, the end exclusive; a custom
//! identifier finds at most 256 bytes at once, and at most 1,000 times in an event when its expression
//! holds `$`.

mod checks;
mod detector;
mod document;
mod error;
mod managed;
mod masks;
mod sensitive;
mod verbs;

use std::fmt;
use std::sync::Arc;

use cupola_base::text::Span;
use serde::{Deserialize, Serialize};

use detector::Detector;
use document::Document;
pub use document::FindingsDestination;
pub use error::DataProtectionError;
pub(crate) use masks::{Masks, masked};
pub use sensitive::SensitiveData;
pub(crate) use verbs::Protection;
pub use verbs::{DataProtection, DataProtectionStatus};

/// What is looked for in log events and masked, and where findings are told.
///
/// ```
/// use cupola_logs::DataProtectionPolicy;
///
/// let policy = DataProtectionPolicy::masking("pii", ["EmailAddress", "CreditCardNumber"])?;
/// let inspected = policy.inspect("ana@example.com paid with 4111 1111 1111 1111");
/// assert_eq!(inspected.masked, "*************** paid with *******************");
/// assert_eq!((inspected.findings[0].identifier(), inspected.findings[0].count()), ("EmailAddress", 1));
/// # Ok::<(), cupola_logs::DataProtectionError>(())
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Help protect sensitive log data with masking".
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DataProtectionPolicy(Arc<Compiled>);

struct Compiled {
    text: String,
    name: String,
    description: Option<String>,
    detectors: Vec<Detector>,
    destinations: Vec<FindingsDestination>,
}

impl DataProtectionPolicy {
    /// Reads the service's JSON.
    ///
    /// # Errors
    /// [`DataProtectionError`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, DataProtectionError> {
        let document = Document::parse(text)?;
        let (detectors, destinations) = (document.detectors()?, document.destinations());
        let Document { name, description, .. } = document;
        Ok(Self(Arc::new(Compiled { text: text.into(), name, description, detectors, destinations })))
    }

    /// A policy that masks what the service's own identifiers of these names find.
    ///
    /// # Errors
    /// [`DataProtectionError`] when a name is not known or given twice, or there is none.
    pub fn masking<N: Into<String>>(
        name: &str,
        identifiers: impl IntoIterator<Item = N>,
    ) -> Result<Self, DataProtectionError> {
        let document = Document::masking(name, identifiers.into_iter().map(Into::into).collect());
        let text =
            serde_json::to_string(&document).map_err(|error| DataProtectionError::Document(error.to_string()))?;
        Self::parse(&text)
    }

    /// The names of the service's own identifiers.
    ///
    /// ```
    /// use cupola_logs::DataProtectionPolicy;
    ///
    /// assert!(DataProtectionPolicy::managed_identifiers().any(|name| name == "VehicleIdentificationNumber"));
    /// ```
    pub fn managed_identifiers() -> impl Iterator<Item = &'static str> {
        managed::all().map(|managed| managed.name)
    }

    /// The document that was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The policy's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What the policy says about itself.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What it looks for, in the order in which it is named.
    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.0.detectors.iter().map(|detector| &**detector.name())
    }

    /// Where findings are told.
    #[must_use]
    pub fn destinations(&self) -> &[FindingsDestination] {
        &self.0.destinations
    }

    /// What it finds in a message, and the message without it. Nothing is stored.
    #[must_use]
    pub fn inspect(&self, message: &str) -> Inspection {
        let found = self.find(message);
        let masks = Masks::of(found.iter().flat_map(|(_, spans)| spans.iter().copied()));
        Inspection { masked: masked(message, &masks).into_owned(), findings: findings(message, found) }
    }

    /// What it finds, in bytes; identifiers that find nothing are left out.
    pub(crate) fn find(&self, message: &str) -> Vec<(Arc<str>, Vec<Span>)> {
        let found = self.0.detectors.iter().map(|detector| (Arc::clone(detector.name()), detector.find(message)));
        found.filter(|(_, spans)| !spans.is_empty()).collect()
    }
}

/// What was found, counted in characters.
pub(crate) fn findings(message: &str, found: Vec<(Arc<str>, Vec<Span>)>) -> Vec<Finding> {
    let finding =
        |(identifier, spans): (Arc<str>, Vec<Span>)| Finding { identifier, detections: in_characters(message, &spans) };
    found.into_iter().map(finding).collect()
}

/// Spans in order and apart, counted in characters instead of bytes.
fn in_characters(message: &str, spans: &[Span]) -> Vec<Span> {
    let (mut bytes, mut characters) = (0, 0);
    let mut count = |to: usize| {
        characters += message[bytes..to].chars().count();
        bytes = to;
        characters
    };
    spans.iter().map(|span| Span::new(count(span.start), count(span.end))).collect()
}

/// What a policy finds in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// The message, with a `*` for each character that was found.
    pub masked: String,
    /// What was found, in the order of the policy's identifiers.
    pub findings: Vec<Finding>,
}

/// One kind of sensitive data in one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The identifier's name.
    pub(crate) identifier: Arc<str>,
    /// Where, in characters from 0, the end exclusive.
    pub(crate) detections: Vec<Span>,
}

impl Finding {
    /// The name of the identifier that found it.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// How many times it was found.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.detections.len()
    }

    /// Where it was found, in characters from 0, the end exclusive.
    #[must_use]
    pub fn detections(&self) -> &[Span] {
        &self.detections
    }
}

impl PartialEq for DataProtectionPolicy {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for DataProtectionPolicy {}

impl fmt::Debug for DataProtectionPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataProtectionPolicy").field(&self.as_str()).finish()
    }
}

impl TryFrom<String> for DataProtectionPolicy {
    type Error = DataProtectionError;

    fn try_from(text: String) -> Result<Self, DataProtectionError> {
        Self::parse(&text)
    }
}

impl From<DataProtectionPolicy> for String {
    fn from(policy: DataProtectionPolicy) -> Self {
        policy.as_str().into()
    }
}
