//! The services whose API the door answers.

use cupola_base::shape::Operation;

use crate::{audit, events, logs, metrics, traces};

/// A service whose API the door answers.
///
/// ```
/// use cupola::Service;
///
/// assert_eq!(Service::from_signing_name("monitoring"), Some(Service::CloudWatch));
/// assert_eq!(Service::from_name("cloudwatch"), Some(Service::CloudWatch));
/// assert!(Service::Logs.operation("PutLogEvents").is_some());
/// assert!(Service::Logs.operation("PutLogs").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Service {
    /// Metrics and alarms.
    CloudWatch,
    /// Log groups.
    Logs,
    /// Event buses.
    Events,
    /// Schedules.
    Scheduler,
    /// Canaries.
    Synthetics,
    /// Schemas of events.
    Schemas,
    /// Traces.
    XRay,
    /// Audit records.
    CloudTrail,
    /// Events of other systems, for audit records.
    CloudTrailData,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 9] = [
        Self::CloudWatch,
        Self::Logs,
        Self::Events,
        Self::Scheduler,
        Self::Synthetics,
        Self::Schemas,
        Self::XRay,
        Self::CloudTrail,
        Self::CloudTrailData,
    ];

    /// The service's own word: `cloudwatch`, `logs`, `events`, `scheduler`, `synthetics`, `schemas`, `xray`, `cloudtrail`,
    /// `cloudtrail-data`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CloudWatch => "cloudwatch",
            Self::Logs => "logs",
            Self::Events => "events",
            Self::Scheduler => "scheduler",
            Self::Synthetics => "synthetics",
            Self::Schemas => "schemas",
            Self::XRay => "xray",
            Self::CloudTrail => "cloudtrail",
            Self::CloudTrailData => "cloudtrail-data",
        }
    }

    /// The word in the credential scope of a signed request; as [`name`](Self::name), save
    /// `monitoring` for CloudWatch.
    #[must_use]
    pub const fn signing_name(self) -> &'static str {
        match self {
            Self::CloudWatch => "monitoring",
            other => other.name(),
        }
    }

    /// The service of this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    /// The service of this [`signing_name`](Self::signing_name).
    #[must_use]
    pub fn from_signing_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.signing_name() == name)
    }

    /// The actions that the door answers, with their shapes.
    #[must_use]
    pub fn operations(self) -> &'static [Operation] {
        match self {
            Self::CloudWatch => metrics::OPERATIONS,
            Self::Logs => logs::OPERATIONS,
            Self::Events => events::OPERATIONS,
            Self::Scheduler => events::scheduler::OPERATIONS,
            Self::Synthetics => metrics::synthetics::OPERATIONS,
            Self::Schemas => events::schemas::OPERATIONS,
            Self::XRay => traces::OPERATIONS,
            Self::CloudTrail => audit::OPERATIONS,
            Self::CloudTrailData => audit::data::OPERATIONS,
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn operation(self, action: &str) -> Option<&'static Operation> {
        self.operations().iter().find(|operation| operation.name == action)
    }
}
