//! A rule as it is kept.

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::definition::InsightRuleDefinition;
use super::name::InsightRuleName;

/// A rule as it is kept.
///
/// # Source
/// CloudWatch API Reference, InsightRule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept")]
#[non_exhaustive]
pub struct InsightRule {
    /// The name.
    pub name: InsightRuleName,
    /// The ARN, by which it has tags.
    pub arn: String,
    /// Whether it counts.
    pub state: InsightRuleState,
    /// The definition as it was written.
    pub text: String,
    /// What that says; none for a text that is no definition, kept for
    /// [`Policies::keeps_unreadable_insight_rules`](crate::Policies::keeps_unreadable_insight_rules). Such a rule counts
    /// nothing.
    #[serde(skip)]
    pub definition: Option<InsightRuleDefinition>,
    /// Whether it sees log events as a transformer made them, where their group has one.
    pub on_transformed_logs: bool,
    /// When it was put last.
    pub updated: Timestamp,
    /// Its tags.
    pub tags: Tags,
}

/// The form of snapshots: what the text says is read again.
#[derive(Deserialize)]
struct Kept {
    name: InsightRuleName,
    arn: String,
    state: InsightRuleState,
    text: String,
    on_transformed_logs: bool,
    updated: Timestamp,
    tags: Tags,
}

impl From<Kept> for InsightRule {
    fn from(kept: Kept) -> Self {
        let Kept { name, arn, state, text, on_transformed_logs, updated, tags } = kept;
        let definition = InsightRuleDefinition::parse(&text).ok();
        Self { name, arn, state, text, definition, on_transformed_logs, updated, tags }
    }
}

impl InsightRule {
    /// Whether what the other has counted can stand beside what this one counts.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        self.definition.as_ref().zip(other.definition.as_ref()).is_some_and(|(own, other)| own.counts_as(other))
    }
}

/// Whether a rule counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum InsightRuleState {
    /// It counts the events that come in.
    #[default]
    Enabled,
    /// It counts nothing; what it has counted can be read.
    Disabled,
}

impl InsightRuleState {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
        }
    }

    /// The state of a word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Enabled, Self::Disabled].into_iter().find(|state| state.as_str() == word)
    }
}

/// What there is to say of a rule beside its definition.
///
/// ```
/// use cupola_metrics::{InsightRuleSettings, InsightRuleState};
///
/// let asleep = InsightRuleSettings { state: Some(InsightRuleState::Disabled), ..InsightRuleSettings::default() };
/// assert!(!asleep.on_transformed_logs && asleep.tags.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "settings are written with a struct update, which needs an open struct")]
pub struct InsightRuleSettings {
    /// Whether it counts. A new rule does unless told; one that is there goes on as before.
    pub state: Option<InsightRuleState>,
    /// Whether it sees log events as a transformer made them, where their group has one.
    pub on_transformed_logs: bool,
    /// Tags of a new rule; those of one that is there stay.
    pub tags: Vec<(String, String)>,
}
