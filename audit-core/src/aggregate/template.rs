//! What is counted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Record;

/// What data events are counted by.
///
/// ```
/// use cupola_audit::AggregationTemplate;
///
/// assert_eq!("USER_ACTIONS".parse(), Ok(AggregationTemplate::UserActions));
/// assert!("EVERYTHING".parse::<AggregationTemplate>().is_err());
/// ```
///
/// # Source
/// CloudTrail API Reference, AggregationConfiguration, `Templates`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum AggregationTemplate {
    /// By action.
    ApiActivity,
    /// By resource.
    ResourceAccess,
    /// By caller, sessions of a role together.
    UserActions,
}

/// A side from which events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Dimension {
    Name,
    Resource,
    Principal,
}

impl AggregationTemplate {
    /// All templates.
    pub const ALL: [Self; 3] = [Self::ApiActivity, Self::ResourceAccess, Self::UserActions];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiActivity => "API_ACTIVITY",
            Self::ResourceAccess => "RESOURCE_ACCESS",
            Self::UserActions => "USER_ACTIONS",
        }
    }

    /// The first dimension, and those of the details: which these are is our decision.
    pub(super) const fn dimensions(self) -> [Dimension; 3] {
        match self {
            Self::ApiActivity => [Dimension::Name, Dimension::Resource, Dimension::Principal],
            Self::ResourceAccess => [Dimension::Resource, Dimension::Name, Dimension::Principal],
            Self::UserActions => [Dimension::Principal, Dimension::Name, Dimension::Resource],
        }
    }
}

impl Dimension {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "eventName",
            Self::Resource => "resourceARN",
            Self::Principal => "principal",
        }
    }

    /// The values of a record: a call may be about several resources.
    pub(super) fn values(self, record: &Record<'_>) -> Vec<String> {
        let owned = |text: std::borrow::Cow<'_, str>| text.into_owned();
        match self {
            Self::Name => record.event_name().map(owned).into_iter().collect(),
            Self::Resource => record.resources().filter_map(|resource| resource.arn_or_prefix().map(owned)).collect(),
            Self::Principal => {
                record.user_identity().and_then(|who| who.principal_key()).map(owned).into_iter().collect()
            }
        }
    }
}

impl fmt::Display for AggregationTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AggregationTemplate {
    type Err = UnknownTemplate;

    fn from_str(word: &str) -> Result<Self, UnknownTemplate> {
        Self::ALL.into_iter().find(|template| template.as_str() == word).ok_or_else(|| UnknownTemplate(word.into()))
    }
}

impl TryFrom<String> for AggregationTemplate {
    type Error = UnknownTemplate;

    fn try_from(word: String) -> Result<Self, UnknownTemplate> {
        word.parse()
    }
}

impl From<AggregationTemplate> for String {
    fn from(template: AggregationTemplate) -> Self {
        template.as_str().to_owned()
    }
}

/// The word names no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a template: API_ACTIVITY, RESOURCE_ACCESS and USER_ACTIONS are")]
pub struct UnknownTemplate(String);
