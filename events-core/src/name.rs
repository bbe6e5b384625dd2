//! Names of buses, rules and targets.

use std::fmt;

use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

cupola_base::names! {
    /// A rule's name: 1 to 64 of `A-Za-z0-9._-`, unique on its bus.
    ///
    /// ```
    /// use cupola_events::RuleName;
    ///
    /// assert!(RuleName::new("crane-alarms").is_ok());
    /// assert!(RuleName::new("crane alarms").is_err());
    /// ```
    RuleName: NameError = |text| fits(text, 64, is_name_letter, "a rule's name: 1 to 64 of A-Z a-z 0-9 . _ -");
    /// A target's id: 1 to 64 of `A-Za-z0-9._-`, unique on its rule.
    TargetId: NameError = |text| fits(text, 64, is_name_letter, "a target's id: 1 to 64 of A-Z a-z 0-9 . _ -");
    /// An archive's name: 1 to 48 of `A-Za-z0-9._-`, unique in its account and region.
    ArchiveName: NameError = |text| fits(text, 48, is_name_letter, "an archive's name: 1 to 48 of A-Z a-z 0-9 . _ -");
    /// A replay's name: 1 to 64 of `A-Za-z0-9._-`, unique in its account and region.
    ReplayName: NameError = |text| fits(text, 64, is_name_letter, "a replay's name: 1 to 64 of A-Z a-z 0-9 . _ -");
    /// A bus's name: 1 to 256 of `A-Za-z0-9._-/`.
    BusName: NameError = |text| fits(text, 256, is_bus_letter, "a bus's name: 1 to 256 of A-Z a-z 0-9 . _ - /");
}

/// `aws.partner/`, a partner's name, and one name at least more.
pub(crate) fn check_event_source(text: &str) -> Result<(), NameError> {
    let names = text.strip_prefix("aws.partner/").unwrap_or_default();
    let fits = text.len() <= 256
        && names.contains('/')
        && names.split('/').all(|name| !name.is_empty() && name.bytes().all(is_name_letter));
    let what = "an event source's name: aws.partner/PARTNER/NAME of A-Z a-z 0-9 . _ -, 256 at most";
    if fits { Ok(()) } else { Err(NameError { what, text: text.into() }) }
}

pub(crate) fn fits(text: &str, most: usize, letter: fn(u8) -> bool, what: &'static str) -> Result<(), NameError> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(letter);
    if fits { Ok(()) } else { Err(NameError { what, text: text.into() }) }
}

impl ArchiveName {
    /// The name as a resource: `archive/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("events", format_args!("archive/{self}"))
    }
}

impl ReplayName {
    /// The name as a resource: `replay/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("events", format_args!("replay/{self}"))
    }
}

impl Default for BusName {
    /// `default`, the bus that every account has.
    fn default() -> Self {
        Self("default".into())
    }
}

impl BusName {
    /// The name as a resource: `event-bus/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("events", format_args!("event-bus/{self}"))
    }

    /// Whether this is the name of a partner's bus.
    #[must_use]
    pub fn is_partner(&self) -> bool {
        self.0.starts_with("aws.partner/")
    }

    /// Whether this is the bus that every account has.
    #[must_use]
    pub fn is_default(&self) -> bool {
        &*self.0 == "default"
    }
}

impl RuleName {
    /// The first in the order of names.
    pub(crate) fn first() -> Self {
        Self("-".into())
    }
}

/// Names a rule: its bus and its name.
///
/// ```
/// use cupola_events::{RuleId, RuleName};
///
/// let rule = RuleId::from(RuleName::new("night-shift")?);
/// assert_eq!(rule.to_string(), "default/night-shift");
/// # Ok::<(), cupola_events::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_structs, reason = "a bus and a name are all there is to a rule's id")]
pub struct RuleId {
    /// The bus whose events the rule watches.
    pub bus: BusName,
    /// The rule's name on that bus.
    pub name: RuleName,
}

impl From<RuleName> for RuleId {
    /// The rule of this name on the default bus.
    fn from(name: RuleName) -> Self {
        Self { bus: BusName::default(), name }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.bus, self.name)
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for RuleId {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        let (bus, name) = text.rsplit_once('/').unwrap_or(("default", &text));
        Ok(Self { bus: BusName::new(bus)?, name: RuleName::new(name)? })
    }
}

/// A text is not the name it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}")]
pub struct NameError {
    what: &'static str,
    text: String,
}

pub(crate) const fn is_name_letter(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-')
}

pub(crate) const fn is_bus_letter(letter: u8) -> bool {
    is_name_letter(letter) || letter == b'/'
}
