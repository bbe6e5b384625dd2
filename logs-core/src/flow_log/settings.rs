//! What a flow log is asked to record.

use serde::{Deserialize, Serialize};

use super::format::FlowLogFormat;
use super::interface::FlowInterface;
use super::words::FlowLogAction;
use cupola_base::Place;

/// What a flow log records: fixed when it is created.
///
/// ```
/// use cupola_logs::Place;
/// use cupola_logs::flow_log::{AggregationInterval, FlowLogScope, FlowLogSettings, TrafficType};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let settings = FlowLogSettings::new(place, FlowLogScope::Vpc("vpc-1".into()));
/// let settings = FlowLogSettings { traffic: TrafficType::Reject, interval: AggregationInterval::OneMinute, ..settings };
/// assert_eq!(settings.stream_name("eni-1"), "eni-1-reject");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs"; EC2 API Reference, CreateFlowLogs.
#[doc(alias = "CreateFlowLogs")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "settings are written with a struct update, which needs an open struct")]
pub struct FlowLogSettings {
    /// Account and region, for the columns that show them.
    pub place: Place,
    /// What is watched.
    pub scope: FlowLogScope,
    /// Which traffic is recorded. Default all.
    pub traffic: TrafficType,
    /// How long the packets of a flow are put together at most. Default ten minutes.
    pub interval: AggregationInterval,
    /// The columns. Default those of version 2.
    pub format: FlowLogFormat,
    /// When an interval counts as silent. Default [`Silence::NoTraffic`].
    pub silence: Silence,
    /// Flows of one interval and interface that are kept; when there are more, a `SKIPDATA` record tells of it.
    /// Default 100,000 (ours).
    pub flows_per_interval: usize,
    /// Outputs that wait to be drained; the oldest go first. Default 100,000 (ours).
    pub outputs: usize,
}

impl FlowLogSettings {
    /// All traffic of the scope, in ten-minute intervals and the default format.
    #[must_use]
    pub fn new(place: Place, scope: FlowLogScope) -> Self {
        Self {
            place,
            scope,
            traffic: TrafficType::default(),
            interval: AggregationInterval::default(),
            format: FlowLogFormat::default(),
            silence: Silence::default(),
            flows_per_interval: 100_000,
            outputs: 100_000,
        }
    }

    /// The log stream of an interface: `<eni-id>-<accept|reject|all>`.
    #[must_use]
    pub fn stream_name(&self, interface: &str) -> String {
        format!("{interface}-{}", self.traffic.as_str().to_ascii_lowercase())
    }

    /// Milliseconds for which an interface's packets are put together.
    pub(super) fn step(&self, interface: &FlowInterface) -> i64 {
        if interface.nitro { AggregationInterval::OneMinute.millis() } else { self.interval.millis() }
    }
}

/// What a flow log watches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these for VPCs")]
pub enum FlowLogScope {
    /// Every interface of a VPC.
    Vpc(String),
    /// Every interface of a subnet.
    Subnet(String),
    /// One interface.
    Interface(String),
}

impl FlowLogScope {
    /// Whether the interface is watched.
    #[must_use]
    pub fn holds(&self, interface: &FlowInterface) -> bool {
        match self {
            Self::Vpc(vpc) => *vpc == interface.vpc,
            Self::Subnet(subnet) => *subnet == interface.subnet,
            Self::Interface(id) => *id == interface.id,
        }
    }
}

/// Which traffic is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum TrafficType {
    /// Accepted.
    Accept,
    /// Rejected.
    Reject,
    /// Both.
    #[default]
    All,
}

impl TrafficType {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Reject => "REJECT",
            Self::All => "ALL",
        }
    }

    pub(super) const fn holds(self, action: FlowLogAction) -> bool {
        match (self, action) {
            (Self::All, _) | (Self::Accept, FlowLogAction::Accept) | (Self::Reject, FlowLogAction::Reject) => true,
            (Self::Accept, FlowLogAction::Reject) | (Self::Reject, FlowLogAction::Accept) => false,
        }
    }
}

/// How long the packets of a flow are put together at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum AggregationInterval {
    /// 60 seconds; always for interfaces of Nitro-based instances.
    OneMinute,
    /// 600 seconds.
    #[default]
    TenMinutes,
}

impl AggregationInterval {
    /// Seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::OneMinute => 60,
            Self::TenMinutes => 600,
        }
    }

    pub(super) fn millis(self) -> i64 {
        i64::from(self.seconds()) * 1000
    }
}

/// When an interval counts as silent, and gives a `NODATA` record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Silence {
    /// When there was no traffic to or from the interface that could be recorded: the service's words.
    #[default]
    NoTraffic,
    /// When nothing was recorded, though there may have been traffic of the other type.
    NothingRecorded,
}
