//! Why a window was unusual.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, LogAnomalyKind};
use super::priority::LogAnomalyPriority;

/// Why a window was unusual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogAnomalyExplanation {
    /// When the window began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
    /// What was unusual.
    pub kind: LogAnomalyKind,
    /// How many events there were: of the pattern, or with the value.
    pub count: u64,
    /// How many would have been usual; `None` where the thing itself is new.
    pub usual: Option<UsualCounts>,
    /// How many hundredths more there were than expected; negative for less, 0 where nothing was expected.
    pub change_percent: f64,
    /// How bad the pattern or the value sounds: `Error`, `Warning`, `Info` or `Debug`.
    pub severity: String,
    /// How much it matters.
    pub priority: LogAnomalyPriority,
}

/// How many events are usual in a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UsualCounts {
    /// How many were expected: the mean of the busiest comparable hour, for a decrease that of the quietest, for a value
    /// its share of the pattern's events.
    pub expected: f64,
    /// Fewer are unusual.
    pub least: f64,
    /// More are unusual.
    pub most: f64,
    /// How many hours were compared; 0 for a value.
    pub hours: u32,
    /// Whether they are those of the same time of day.
    pub is_of_day: bool,
}

impl LogAnomalyExplanation {
    pub(super) fn new(finding: &Finding, (from, to): (Timestamp, Timestamp), priority: LogAnomalyPriority) -> Self {
        let usual = finding.usual.map(|(least, most)| UsualCounts {
            expected: finding.expected,
            least,
            most,
            hours: finding.band.map_or(0, |band| band.hours),
            is_of_day: finding.band.is_some_and(|band| band.is_of_day),
        });
        Self {
            from,
            to,
            kind: finding.kind.clone(),
            count: finding.count,
            usual,
            change_percent: finding.change_percent,
            severity: finding.severity.as_str().to_owned(),
            priority,
        }
    }
}

impl fmt::Display for LogAnomalyExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to, count) = (self.from, self.to, self.count);
        match &self.kind {
            LogAnomalyKind::NewPattern => write!(f, "{count} events from {from} to {to} of a pattern not seen before")?,
            LogAnomalyKind::Increase | LogAnomalyKind::Decrease => {
                write!(f, "{count} events from {from} to {to} of the pattern")?;
            }
            LogAnomalyKind::NewValue { token, value } => {
                write!(
                    f,
                    "{count} events from {from} to {to} with `{value}` at token {token}, which had few other values"
                )?;
            }
            LogAnomalyKind::ValueIncrease { token, value } => {
                write!(f, "{count} events from {from} to {to} with `{value}` at token {token}")?;
            }
        }
        if let Some(usual) = &self.usual {
            write!(f, "\n  {usual}; {:+.1}%", self.change_percent)?;
        }
        write!(f, "\n  severity {}, priority {}", self.severity, self.priority)
    }
}

impl fmt::Display for UsualCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {:.1}, usual {:.1} to {:.1}", self.expected, self.least, self.most)?;
        match (self.hours, self.is_of_day) {
            (0, _) => f.write_str(" by the share of the value"),
            (hours, true) => write!(f, " by {hours} hours of the same time of day"),
            (hours, false) => write!(f, " by {hours} hours"),
        }
    }
}
