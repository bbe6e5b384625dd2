//! What is watched: types of insights, categories of events, selectors.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What kind of anomaly is looked for.
///
/// # Source
/// CloudTrail API Reference, InsightSelector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum InsightType {
    /// Unusually many calls of an API: of management events those that write, of data events all.
    #[serde(rename = "ApiCallRateInsight")]
    ApiCallRate,
    /// Unusually many calls of an API that fail with one error code.
    #[serde(rename = "ApiErrorRateInsight")]
    ApiErrorRate,
}

impl InsightType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ApiCallRate, Self::ApiErrorRate];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiCallRate => "ApiCallRateInsight",
            Self::ApiErrorRate => "ApiErrorRateInsight",
        }
    }
}

/// Of which category the events are in which insights are looked for.
///
/// # Source
/// CloudTrail API Reference, InsightSelector, `EventCategories`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SourceCategory {
    /// Operations on the control plane.
    Management,
    /// Operations on what resources hold.
    Data,
}

impl SourceCategory {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Management, Self::Data];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Management => "Management",
            Self::Data => "Data",
        }
    }
}

macro_rules! words {
    ($($type:ident $what:literal),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = UnknownInsightWord;

            fn from_str(word: &str) -> Result<Self, UnknownInsightWord> {
                let known = Self::ALL.into_iter().find(|known| known.as_str() == word);
                known.ok_or_else(|| UnknownInsightWord { word: word.into(), what: $what })
            }
        }
    )*};
}

words!(InsightType "a type of insights: ApiCallRateInsight or ApiErrorRateInsight",
    SourceCategory "a category of events: Management or Data");

/// A word that names no type of insights, or no category.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not {what}")]
pub struct UnknownInsightWord {
    word: String,
    what: &'static str,
}

/// One kind of insight that is to be detected: a type, and the categories of events that it is looked for in.
///
/// ```
/// use cupola_audit::{InsightSelector, InsightType, SourceCategory};
///
/// let selector = InsightSelector::new(InsightType::ApiErrorRate);
/// assert_eq!(selector.categories().collect::<Vec<_>>(), [SourceCategory::Management]);
/// ```
///
/// # Source
/// CloudTrail API Reference, InsightSelector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightSelector {
    /// The type.
    pub kind: InsightType,
    /// The categories; none stands for management events.
    pub event_categories: Vec<SourceCategory>,
}

impl InsightSelector {
    /// Insights of that type in management events.
    #[must_use]
    pub const fn new(kind: InsightType) -> Self {
        Self { kind, event_categories: Vec::new() }
    }

    /// Sets the categories.
    #[must_use]
    pub fn with_categories(self, categories: impl IntoIterator<Item = SourceCategory>) -> Self {
        Self { event_categories: categories.into_iter().collect(), ..self }
    }

    /// The categories that are watched.
    pub fn categories(&self) -> impl Iterator<Item = SourceCategory> {
        let listed = self.event_categories.iter().copied();
        listed.chain(self.event_categories.is_empty().then_some(SourceCategory::Management))
    }
}
