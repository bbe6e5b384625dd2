//! Counts of how calls ended.

use serde::{Deserialize, Serialize};

use crate::trace::Standing;

/// How segments or calls ended. Each counts once, as the first that applies of fault, throttle, error and ok. In serde it
/// is the service's JSON.
///
/// # Source
/// X-Ray API Reference, ServiceStatistics; the order of precedence is our decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct SummaryStatistics {
    /// Neither error nor fault.
    pub ok_count: u64,
    /// The client erred.
    pub error_statistics: ErrorStatistics,
    /// The server erred.
    pub fault_statistics: FaultStatistics,
    /// All.
    pub total_count: u64,
    /// Seconds that all took, summed up in whole microseconds.
    pub total_response_time: f64,
}

/// Errors of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ErrorStatistics {
    /// Throttled: status 429.
    pub throttle_count: u64,
    /// Others.
    pub other_count: u64,
    /// Both.
    pub total_count: u64,
}

/// Errors of servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct FaultStatistics {
    /// All: the service tells no kinds.
    pub other_count: u64,
    /// All.
    pub total_count: u64,
}

/// Statistics that grow. Whole numbers alone: sums do not depend on the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) ok: u64,
    pub(crate) throttle: u64,
    pub(crate) error: u64,
    pub(crate) fault: u64,
    micros: i128,
}

impl Tally {
    /// Counts something that took so many microseconds.
    pub(crate) fn add(&mut self, standing: Standing, micros: i64) {
        let count = match standing {
            Standing { is_fault: true, .. } => &mut self.fault,
            Standing { is_throttle: true, .. } => &mut self.throttle,
            Standing { is_error: true, .. } => &mut self.error,
            _ => &mut self.ok,
        };
        *count += 1;
        self.micros += i128::from(micros);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.ok += other.ok;
        self.throttle += other.throttle;
        self.error += other.error;
        self.fault += other.fault;
        self.micros += other.micros;
    }

    pub(crate) const fn total(&self) -> u64 {
        self.ok + self.throttle + self.error + self.fault
    }

    #[expect(clippy::cast_precision_loss, reason = "sums beyond 2^53 microseconds are 285 years")]
    pub(crate) fn summary(&self) -> SummaryStatistics {
        SummaryStatistics {
            ok_count: self.ok,
            error_statistics: ErrorStatistics {
                throttle_count: self.throttle,
                other_count: self.error,
                total_count: self.throttle + self.error,
            },
            fault_statistics: FaultStatistics { other_count: self.fault, total_count: self.fault },
            total_count: self.total(),
            total_response_time: self.micros as f64 / 1e6,
        }
    }
}

/// Whole microseconds; beyond what 64 bits hold, the most they hold.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub(crate) fn micros(seconds: f64) -> i64 {
    (seconds * 1e6).round() as i64
}
