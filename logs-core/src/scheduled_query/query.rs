//! What is known of a scheduled query.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::schedule::Expression;

use super::{Execution, ExecutionStatus, Kept, ScheduledQuerySettings, ScheduledQueryState};

/// What is known of a scheduled query.
///
/// # Source
/// CloudWatch Logs API Reference, GetScheduledQuery. The form of its ARN: CloudWatch Logs User Guide, "Understanding
/// scheduled queries concepts".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScheduledQuery {
    /// Its ARN, `arn:aws:logs:REGION:ACCOUNT:scheduled-query:UUID`.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// What it is told to do.
    pub settings: ScheduledQuerySettings,
    /// When it was created.
    pub created: Timestamp,
    /// When its settings were changed last.
    pub updated: Timestamp,
    /// When it ran last.
    pub last_triggered: Option<Timestamp>,
    /// What became of that.
    pub last_status: Option<ExecutionStatus>,
    /// When it runs next, if it does.
    pub next: Option<Timestamp>,
}

impl ScheduledQuery {
    pub(super) fn of(name: &str, kept: &Kept) -> Self {
        let last: Option<&Execution> = kept.history.back();
        Self {
            arn: kept.arn.clone(),
            name: name.into(),
            settings: kept.settings.clone(),
            created: kept.created,
            updated: kept.updated,
            last_triggered: last.map(|last| last.triggered),
            last_status: last.map(|last| last.status),
            next: kept.next,
        }
    }

    /// When it runs, and why it does not, as text.
    #[must_use]
    pub fn explain(&self) -> String {
        let schedule = match &self.settings.schedule {
            Expression::Cron(cron) => cron.explain(),
            other => other.to_string(),
        };
        let zone = self.settings.zone.unwrap_or_default();
        format!("{}: {schedule} ({zone}); {}", self.name, Next(self))
    }
}

/// When a query runs next, in words.
struct Next<'a>(&'a ScheduledQuery);

impl fmt::Display for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.0.settings;
        match (self.0.next, settings.state, settings.end) {
            (Some(next), ..) => write!(f, "runs next at {next}"),
            (None, ScheduledQueryState::Disabled, _) => f.write_str("does not run: it is disabled"),
            (None, _, Some(end)) => write!(f, "runs no more: it ends at {end}"),
            (None, _, None) => f.write_str("runs no more: its calendar has no further time"),
        }
    }
}
