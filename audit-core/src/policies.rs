//! Decisions where the service is silent.

use serde::{Deserialize, Serialize};

use crate::{InsightModel, ReadActions, ResourceRules};

/// Every decision of the audit area that the service's texts leave open, to be flipped when the
/// service proves otherwise.
///
/// ```
/// use cupola_audit::Policies;
///
/// let policies = Policies::default();
/// assert!(policies.odd_places_are_ours && !policies.faults_refuse);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Policies {
    /// Which actions only read, for records that do not say.
    pub read_actions: ReadActions,
    /// A record whose account or region is missing or not well formed (anonymised logs have such)
    /// counts as one of the engine's own place; otherwise it is refused when it is not well formed.
    /// Default true.
    pub odd_places_are_ours: bool,
    /// A record in which [`check`](crate::Record::check) finds a fault is refused. Default false:
    /// real logs have such records.
    pub faults_refuse: bool,
    /// Where calls name the resources by which event history finds them.
    pub resource_rules: ResourceRules,
    /// Of several lookup attributes the first counts and the others are ignored, as the live service is
    /// said to do; otherwise they are refused, as it is documented. Default false.
    pub first_attribute_counts: bool,
    /// The rule by which insights are detected, which the service does not publish.
    pub insights: InsightModel,
}

impl Policies {
    /// Sets which actions only read.
    #[must_use]
    pub fn with_read_actions(self, read_actions: ReadActions) -> Self {
        Self { read_actions, ..self }
    }

    /// Sets whether records without a proper place count as the engine's own.
    #[must_use]
    pub fn with_odd_places_are_ours(self, odd_places_are_ours: bool) -> Self {
        Self { odd_places_are_ours, ..self }
    }

    /// Sets whether records with faults are refused.
    #[must_use]
    pub fn with_faults_refuse(self, faults_refuse: bool) -> Self {
        Self { faults_refuse, ..self }
    }

    /// Sets where calls name resources.
    #[must_use]
    pub fn with_resource_rules(self, resource_rules: ResourceRules) -> Self {
        Self { resource_rules, ..self }
    }

    /// Sets whether the first of several lookup attributes counts.
    #[must_use]
    pub fn with_first_attribute_counts(self, first_attribute_counts: bool) -> Self {
        Self { first_attribute_counts, ..self }
    }

    /// Sets the rule by which insights are detected.
    #[must_use]
    pub fn with_insights(self, insights: InsightModel) -> Self {
        Self { insights, ..self }
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            read_actions: ReadActions::default(),
            odd_places_are_ours: true,
            faults_refuse: false,
            resource_rules: ResourceRules::default(),
            first_attribute_counts: false,
            insights: InsightModel::default(),
        }
    }
}
