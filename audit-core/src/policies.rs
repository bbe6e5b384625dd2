//! Decisions where the service is silent.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{GlobalServices, InsightModel, ReadActions, ResourceRules};

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
#[serde(default)]
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
    /// Every record counts as logged by a trail and becomes an event for the bus: for records that come from a
    /// trail's files. Otherwise a trail of the engine must log it, as the service does it. Default false.
    pub every_record_is_logged: bool,
    /// Which services are global: their events are recorded in one region, and a trail may leave them out.
    pub global_services: GlobalServices,
    /// Every how long log files are delivered, counted from midnight UTC. The service says within about five
    /// minutes. Default 5 minutes; at least a minute.
    pub delivery_period: Duration,
    /// Advanced selectors may name fields that this release does not know. Default false: the service refuses them.
    pub unknown_selector_fields: bool,
    /// How long an event data store is `CREATED`, `STARTING_INGESTION` or `STOPPING_INGESTION`. Default none: the next look
    /// shows what it has become.
    pub event_data_store_delay: Duration,
    /// How long a query of event data stores takes: half of it `QUEUED`, half of it `RUNNING`. Default none: it is over when
    /// it is started.
    pub lake_query_delay: Duration,
    /// A source has one channel at most, `Custom` too, as the API Reference has it. Default true.
    pub one_channel_per_source: bool,
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

    /// Sets whether every record counts as logged.
    #[must_use]
    pub fn with_every_record_is_logged(self, every_record_is_logged: bool) -> Self {
        Self { every_record_is_logged, ..self }
    }

    /// Sets which services are global.
    #[must_use]
    pub fn with_global_services(self, global_services: GlobalServices) -> Self {
        Self { global_services, ..self }
    }

    /// Sets every how long log files are delivered.
    #[must_use]
    pub fn with_delivery_period(self, delivery_period: Duration) -> Self {
        Self { delivery_period, ..self }
    }

    /// Sets whether selectors may name unknown fields.
    #[must_use]
    pub fn with_unknown_selector_fields(self, unknown_selector_fields: bool) -> Self {
        Self { unknown_selector_fields, ..self }
    }

    /// Sets how long event data stores are in between.
    #[must_use]
    pub fn with_event_data_store_delay(self, event_data_store_delay: Duration) -> Self {
        Self { event_data_store_delay, ..self }
    }

    /// Sets how long queries of event data stores take.
    #[must_use]
    pub fn with_lake_query_delay(self, lake_query_delay: Duration) -> Self {
        Self { lake_query_delay, ..self }
    }

    /// Sets whether a source has one channel at most.
    #[must_use]
    pub fn with_one_channel_per_source(self, one_channel_per_source: bool) -> Self {
        Self { one_channel_per_source, ..self }
    }

    /// The period in milliseconds.
    pub(crate) fn delivery_period_millis(&self) -> i64 {
        let period = self.delivery_period.clamp(Duration::from_secs(60), Duration::from_secs(86_400));
        i64::try_from(period.as_millis()).unwrap_or(60_000)
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
            every_record_is_logged: false,
            global_services: GlobalServices::default(),
            delivery_period: Duration::from_secs(300),
            unknown_selector_fields: false,
            event_data_store_delay: Duration::ZERO,
            lake_query_delay: Duration::ZERO,
            one_channel_per_source: true,
            insights: InsightModel::default(),
        }
    }
}
