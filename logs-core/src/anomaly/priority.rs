//! How much an anomaly matters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::rules::AnomalyRules;
use crate::insights::pattern::Severity;

/// How much an anomaly matters: by the severity words of its pattern and by how far it is from what was expected.
///
/// `Error`, `Fatal` and their like give two points, `Warning` and its like one; an increase by
/// [`high_percent`](AnomalyRules::high_percent) two, one by [`medium_percent`](AnomalyRules::medium_percent) or a standstill
/// one. A status code of HTTP counts as an error from 500 on, as a warning from 400 on. Two points are high, one is
/// medium.
///
/// # Source
/// CloudWatch Logs User Guide, "Severity and priority of anomalies and patterns": that both count, and that an increase
/// by 500% may be high without any such word. The points are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum LogAnomalyPriority {
    /// It may be nothing.
    Low,
    /// It is worth a look.
    Medium,
    /// It matters.
    High,
}

impl LogAnomalyPriority {
    /// All of them, from low to high.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        }
    }

    pub(super) fn of(severity: Severity, change_percent: f64, rules: &AnomalyRules) -> Self {
        let of_severity = match severity {
            Severity::Error => 2,
            Severity::Warning => 1,
            Severity::Info | Severity::Debug => 0,
        };
        let of_change = if change_percent >= f64::from(rules.high_percent) {
            2
        } else {
            u8::from(change_percent >= f64::from(rules.medium_percent) || change_percent <= -100.0)
        };
        match of_severity + of_change {
            0 => Self::Low,
            1 => Self::Medium,
            _ => Self::High,
        }
    }
}

impl fmt::Display for LogAnomalyPriority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How bad a status code of HTTP is.
pub(super) fn severity_of_status(code: &str) -> Severity {
    match code.as_bytes().first() {
        Some(b'5') => Severity::Error,
        Some(b'4') => Severity::Warning,
        _ => Severity::Info,
    }
}
