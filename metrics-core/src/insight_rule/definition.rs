//! What a rule says.

use std::collections::BTreeMap;

use super::error::InsightRuleError;
use super::field::LogField;
use super::filter::ContributorFilter;
use super::log_groups::RuleLogGroups;
use super::read::Wanted;

/// What a rule says: which log events count, for whom, and for how much.
///
/// ```
/// use cupola_metrics::{AggregateOn, Contribution, InsightRuleDefinition};
///
/// let rule = InsightRuleDefinition::parse(r#"{
///     "Schema": {"Name": "CloudWatchLogRule", "Version": 1},
///     "LogGroupNames": ["access-*"], "LogFormat": "JSON",
///     "Contribution": {
///         "Keys": ["$.ip"], "ValueOf": "$.bytes",
///         "Filters": [{"Match": "$.method", "In": ["PUT", "POST"]}]},
///     "AggregateOn": "Sum"}"#)?;
/// assert_eq!(rule.aggregate_on(), AggregateOn::Sum);
/// let event = r#"{"ip": "198.51.100.7", "method": "PUT", "bytes": 512}"#;
/// assert_eq!(rule.contribution(event), Contribution::Counts { keys: vec!["198.51.100.7".into()], value: 512.0 });
///
/// let refused = InsightRuleDefinition::parse(r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 2}}"#).unwrap_err();
/// assert!(refused.to_string().contains("/Schema/Version: 1 is needed"));
/// # Ok::<(), cupola_metrics::InsightRuleError>(())
/// ```
///
/// Printed it is a definition again, in the order of the reference.
///
/// # Source
/// CloudWatch User Guide, "Contributor Insights rule syntax".
#[derive(Clone, Debug, PartialEq)]
pub struct InsightRuleDefinition {
    pub(super) log_groups: RuleLogGroups,
    pub(super) format: RuleLogFormat,
    pub(super) keys: Vec<LogField>,
    pub(super) value_of: Option<LogField>,
    pub(super) filters: Vec<ContributorFilter>,
    pub(super) aggregate_on: AggregateOn,
    pub(super) wanted: Wanted,
}

/// How log events are read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleLogFormat {
    /// Each is a JSON object.
    Json,
    /// Each is a line of fields with blanks between, those in quotes or brackets whole.
    Clf {
        /// Names of positions, the first of which is 1.
        fields: BTreeMap<u32, String>,
    },
}

/// What a contributor is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum AggregateOn {
    /// How many events it has.
    Count,
    /// What a field of its events adds up to.
    Sum,
}

impl AggregateOn {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Sum => "Sum",
        }
    }
}

impl InsightRuleDefinition {
    /// The most characters that a definition has.
    pub const MAX_LENGTH: usize = 8192;

    /// Reads a definition.
    ///
    /// # Errors
    /// [`InsightRuleError`] with the path of what is wrong, its place in the text, and what is accepted there.
    pub fn parse(text: &str) -> Result<Self, InsightRuleError> {
        super::parse::parse(text)
    }

    /// Whose events it looks at.
    #[must_use]
    pub const fn log_groups(&self) -> &RuleLogGroups {
        &self.log_groups
    }

    /// How it reads them.
    #[must_use]
    pub const fn format(&self) -> &RuleLogFormat {
        &self.format
    }

    /// The one to four fields that name a contributor.
    #[must_use]
    pub fn keys(&self) -> &[LogField] {
        &self.keys
    }

    /// The field that is added up, where it is not events that count.
    #[must_use]
    pub const fn value_of(&self) -> Option<&LogField> {
        self.value_of.as_ref()
    }

    /// What an event must be for it to count; all of these.
    #[must_use]
    pub fn filters(&self) -> &[ContributorFilter] {
        &self.filters
    }

    /// What a contributor is measured by.
    #[must_use]
    pub const fn aggregate_on(&self) -> AggregateOn {
        self.aggregate_on
    }

    /// Whether what was counted by another definition can stand beside what this one counts.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        (&self.keys, &self.value_of, self.aggregate_on) == (&other.keys, &other.value_of, other.aggregate_on)
    }
}
