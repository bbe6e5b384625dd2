//! Subscription filters: log events that go on to functions and streams as they come in.

mod check;
mod error;
mod message;
mod of_account;
mod on_arrival;
mod open_search;
mod payload;
mod query;
mod shipping;
mod target;
mod verbs;

use std::collections::BTreeSet;

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

pub use error::{PutSubscriptionFilterError, SubscriptionFilterError};
pub use message::{MessageType, SubscriptionEvent, SubscriptionMessage, SubscriptionMessageError};
pub use query::SubscriptionFilterQuery;
pub(crate) use shipping::{Shipment, Shipping};
pub use target::SubscriptionTarget;

use crate::filter::{FilterPattern, FilterPatternError, Semantics};
use crate::metric_filter::Parsed;
use crate::name::{FilterName, LogGroupName};
use crate::selection_criteria::{SelectionCriteria, SystemField};

/// What a subscription filter looks for, and where it sends what it finds.
///
/// Whether its parts go together is checked when it is [put](crate::Engine::put_subscription_filter).
///
/// ```
/// use cupola_logs::{Distribution, SubscriptionFilter, SubscriptionTarget};
///
/// let errors = SubscriptionFilter::new("errors", "ERROR", "arn:aws:kinesis:us-east-1:111122223333:stream/all")?
///     .with_role("arn:aws:iam::111122223333:role/logs")
///     .with_distribution(Distribution::Random);
/// assert_eq!(errors.target(), SubscriptionTarget::Kinesis);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutSubscriptionFilter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubscriptionFilter {
    name: FilterName,
    pattern: Parsed,
    destination: Arn,
    target: SubscriptionTarget,
    role: Option<String>,
    distribution: Distribution,
    criteria: Option<SelectionCriteria>,
    system_fields: BTreeSet<SystemField>,
    on_transformed: bool,
}

/// How a Kinesis stream's shards are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum Distribution {
    /// All events of a log stream go to one shard.
    #[default]
    ByLogStream,
    /// Any shard, drawn from the engine's seed.
    Random,
}

impl Distribution {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ByLogStream => "ByLogStream",
            Self::Random => "Random",
        }
    }
}

impl SubscriptionFilter {
    /// A filter that sends the events that match `pattern` to a function, a stream or a logical destination.
    ///
    /// # Errors
    /// [`SubscriptionFilterError`] when the name, the pattern or the destination's ARN breaks its rule.
    pub fn new(name: &str, pattern: &str, destination: &str) -> Result<Self, SubscriptionFilterError> {
        Self::new_with(name, pattern, &Semantics::default(), destination)
    }

    /// As [`new`](Self::new), with decisions of one's own where the service is silent about patterns.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn new_with(
        name: &str,
        pattern: &str,
        semantics: &Semantics,
        destination: &str,
    ) -> Result<Self, SubscriptionFilterError> {
        let (name, pattern) = (FilterName::new(name)?, Parsed::new(pattern, semantics)?);
        let destination = Arn::parse(destination)?;
        let target = SubscriptionTarget::of(&destination)?;
        Ok(Self {
            name,
            pattern,
            destination,
            target,
            role: None,
            distribution: Distribution::default(),
            criteria: None,
            system_fields: BTreeSet::new(),
            on_transformed: false,
        })
    }

    /// Sets the role in which events are written; streams need one.
    #[must_use]
    pub fn with_role(self, role: impl Into<String>) -> Self {
        Self { role: Some(role.into()), ..self }
    }

    /// Sets how a stream's shards are chosen.
    #[must_use]
    pub fn with_distribution(self, distribution: Distribution) -> Self {
        Self { distribution, ..self }
    }

    /// Lets the filter look only at events from some accounts and regions.
    #[must_use]
    pub fn with_criteria(self, criteria: SelectionCriteria) -> Self {
        Self { criteria: Some(criteria), ..self }
    }

    /// Sends a system field with each event, among its extracted fields.
    #[must_use]
    pub fn with_system_field(mut self, field: SystemField) -> Self {
        self.system_fields.insert(field);
        self
    }

    /// Looks at what the group's transformer makes of events, and sends that.
    #[must_use]
    pub fn on_transformed_logs(self) -> Self {
        Self { on_transformed: true, ..self }
    }

    /// Whether it looks at what the group's transformer makes of events.
    #[must_use]
    pub const fn sees_transformed(&self) -> bool {
        self.on_transformed
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &FilterName {
        &self.name
    }

    /// What it looks for.
    #[must_use]
    pub const fn pattern(&self) -> &FilterPattern {
        self.pattern.pattern()
    }

    /// Where it sends what it finds.
    #[must_use]
    pub const fn destination(&self) -> &Arn {
        &self.destination
    }

    /// What kind of thing the destination is.
    #[must_use]
    pub const fn target(&self) -> SubscriptionTarget {
        self.target
    }

    /// The role in which events are written.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// How a stream's shards are chosen.
    #[must_use]
    pub const fn distribution(&self) -> Distribution {
        self.distribution
    }

    /// From where events must come.
    #[must_use]
    pub const fn criteria(&self) -> Option<&SelectionCriteria> {
        self.criteria.as_ref()
    }

    /// The system fields that are sent with each event.
    pub fn system_fields(&self) -> impl ExactSizeIterator<Item = SystemField> {
        self.system_fields.iter().copied()
    }

    pub(crate) fn has_regex(&self) -> bool {
        self.pattern().regexes() > 0
    }
}

/// What is known of a subscription filter of a group.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DescribedSubscriptionFilter {
    /// The group.
    pub log_group: LogGroupName,
    /// The filter.
    pub filter: SubscriptionFilter,
    /// When it was put first.
    pub created: Timestamp,
    /// Until when it sends nothing, because its destination refused for good; see
    /// [`Policies::subscription_pause_seconds`](crate::Policies::subscription_pause_seconds).
    pub paused_until: Option<Timestamp>,
}

/// A subscription filter of a group, with what is remembered of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub(crate) filter: SubscriptionFilter,
    pub(crate) created: Timestamp,
    /// Who put it: the policy of a destination is asked about that principal.
    pub(crate) by: Arn,
    pub(crate) paused: Option<Timestamp>,
}

impl Subscription {
    pub(crate) fn describe(&self, log_group: &LogGroupName) -> DescribedSubscriptionFilter {
        let (log_group, filter) = (log_group.clone(), self.filter.clone());
        DescribedSubscriptionFilter { log_group, filter, created: self.created, paused_until: self.paused }
    }
}

impl From<FilterPatternError> for SubscriptionFilterError {
    fn from(error: FilterPatternError) -> Self {
        Self::Pattern(error)
    }
}
