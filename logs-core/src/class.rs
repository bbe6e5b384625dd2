//! Classes of log groups.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::ForbiddenByClass;

/// What a log group can do; fixed at its creation.
///
/// ```
/// use cupola_logs::LogGroupClass;
/// assert_eq!("INFREQUENT_ACCESS".parse(), Ok(LogGroupClass::InfrequentAccess));
/// assert_eq!(LogGroupClass::default().to_string(), "STANDARD");
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Log classes".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LogGroupClass {
    /// Everything.
    #[default]
    Standard,
    /// No metric filters, no GetLogEvents, no FilterLogEvents.
    InfrequentAccess,
    /// For delivery alone: as infrequent access, and events are kept for a day whatever the policy says.
    Delivery,
}

impl LogGroupClass {
    /// All classes.
    pub const ALL: [Self; 3] = [Self::Standard, Self::InfrequentAccess, Self::Delivery];

    /// That groups of the class have this, which only standard groups have.
    pub(crate) fn allow(self, group: &str, what: &'static str) -> Result<(), ForbiddenByClass> {
        if self == Self::Standard { Ok(()) } else { Err(ForbiddenByClass { group: group.into(), class: self, what }) }
    }

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::InfrequentAccess => "INFREQUENT_ACCESS",
            Self::Delivery => "DELIVERY",
        }
    }
}

impl fmt::Display for LogGroupClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LogGroupClass {
    type Err = LogGroupClassError;

    fn from_str(text: &str) -> Result<Self, LogGroupClassError> {
        Self::ALL.into_iter().find(|class| class.as_str() == text).ok_or_else(|| LogGroupClassError(text.into()))
    }
}

/// The text is not a class.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a log group class: STANDARD, INFREQUENT_ACCESS or DELIVERY is needed")]
pub struct LogGroupClassError(String);
