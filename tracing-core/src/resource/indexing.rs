//! How many traces are indexed.

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Engine;

/// Which share of spans is indexed as traces: the rule `Default`, the only one there is.
///
/// The share is kept and told; all traces are indexed here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IndexingRule {
    /// When it was changed; never, as long as it is the service's.
    pub modified_at: Option<Timestamp>,
    /// Percent of spans that are to be indexed. 1 at first.
    pub desired_percentage: f64,
}

impl IndexingRule {
    /// The rule's name.
    pub const NAME: &str = "Default";
}

impl Default for IndexingRule {
    fn default() -> Self {
        Self { modified_at: None, desired_percentage: 1.0 }
    }
}

impl Engine {
    /// The rule that says how many traces are indexed.
    #[doc(alias = "GetIndexingRules")]
    #[must_use]
    pub const fn indexing_rule(&self) -> &IndexingRule {
        &self.state.read.resources.indexing
    }

    /// Sets the share, in percent.
    ///
    /// # Errors
    /// [`UpdateIndexingRuleError`] for another rule than `Default`, and for what is no percentage.
    ///
    /// # Source
    /// X-Ray API Reference, UpdateIndexingRule.
    #[doc(alias = "UpdateIndexingRule")]
    pub fn update_indexing_rule(
        &mut self,
        now: Timestamp,
        name: &str,
        percentage: f64,
    ) -> Result<&IndexingRule, UpdateIndexingRuleError> {
        let now = self.see(now);
        if name != IndexingRule::NAME {
            return Err(UpdateIndexingRuleError::Unknown(name.to_owned()));
        }
        if !(0.0..=100.0).contains(&percentage) {
            return Err(UpdateIndexingRuleError::Percentage(percentage));
        }
        self.state.read.resources.indexing = IndexingRule { modified_at: Some(now), desired_percentage: percentage };
        Ok(self.indexing_rule())
    }
}

/// Why the rule was not changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateIndexingRuleError {
    /// There is no such rule.
    #[error("there is no indexing rule {0}: Default is the only one")]
    Unknown(String),
    /// It is no percentage.
    #[error("{0} percent: 0 to 100 are accepted")]
    Percentage(f64),
}

impl From<UpdateIndexingRuleError> for ApiError {
    fn from(error: UpdateIndexingRuleError) -> Self {
        let code = match error {
            UpdateIndexingRuleError::Unknown(_) => "ResourceNotFoundException",
            UpdateIndexingRuleError::Percentage(_) => "InvalidRequestException",
        };
        Self::caller(code, error.to_string())
    }
}
