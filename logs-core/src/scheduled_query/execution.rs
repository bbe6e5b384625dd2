//! What became of the runs of a scheduled query.

use std::fmt;
use std::str::FromStr;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Running, ScheduledQueryError};

/// One run of a scheduled query.
///
/// # Source
/// CloudWatch Logs API Reference, TriggerHistoryRecord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Execution {
    /// Its number among all runs of the query, from 1.
    pub number: u64,
    /// The query's id, for [`Engine::query`](crate::Engine::query); none when it could not be started.
    pub query: Option<String>,
    /// When it was triggered.
    pub triggered: Timestamp,
    /// How far it is.
    pub status: ExecutionStatus,
    /// Why it failed.
    pub error: Option<String>,
    /// What became of its result, once it is complete.
    pub delivered: Option<DeliveredResult>,
}

impl Execution {
    pub(super) fn running(run: &Running) -> Self {
        let (query, triggered) = (Some(run.query.clone()), run.triggered);
        Self { number: 0, query, triggered, status: ExecutionStatus::Running, error: None, delivered: None }
    }

    pub(super) const fn refused(triggered: Timestamp, status: ExecutionStatus, error: String) -> Self {
        Self { number: 0, query: None, triggered, status, error: Some(error), delivered: None }
    }
}

/// What became of a result at its destination.
///
/// # Source
/// CloudWatch Logs API Reference, ScheduledQueryDestination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeliveredResult {
    /// The destination: `s3://bucket/prefix`.
    pub destination: String,
    /// How that went.
    pub status: DeliveryStatus,
    /// The object: `s3://bucket/prefix/query.json`; none when there is none.
    pub object: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

macro_rules! statuses {
    ($(#[$of:meta])* $name:ident: $($(#[$doc:meta])* $variant:ident $text:literal),* $(,)?) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[expect(clippy::exhaustive_enums, reason = "the service knows these states")]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All states.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The service's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = ScheduledQueryError;

            fn from_str(text: &str) -> Result<Self, ScheduledQueryError> {
                let found = Self::ALL.iter().copied().find(|one| one.as_str() == text);
                found.ok_or_else(|| ScheduledQueryError::State(text.into()))
            }
        }
    };
}

statuses! {
    /// How far a run is.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ExecutionStatus.
    ExecutionStatus:
    /// It has no end yet.
    Running "Running",
    /// It could not be started: its text is no query, or none that its log groups allow.
    InvalidQuery "InvalidQuery",
    /// It has its answer.
    Complete "Complete",
    /// It found none.
    Failed "Failed",
    /// It took more than an hour.
    Timeout "Timeout",
}

statuses! {
    /// How far the delivery of a result is.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ActionStatus.
    DeliveryStatus:
    /// It has no end yet.
    InProgress "IN_PROGRESS",
    /// The destination does not take it: there is no such bucket, or its key cannot be used.
    ClientError "CLIENT_ERROR",
    /// It did not arrive.
    Failed "FAILED",
    /// It arrived.
    Complete "COMPLETE",
}

/// Which runs are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct ExecutionQuery {
    /// Runs that were triggered at this instant or later.
    pub from: Timestamp,
    /// Runs that were triggered at this instant or earlier.
    pub until: Timestamp,
    /// Runs of these statuses; empty: of any.
    pub statuses: Vec<ExecutionStatus>,
}

impl ExecutionQuery {
    /// All runs from one instant to another, both included.
    #[must_use]
    pub const fn between(from: Timestamp, until: Timestamp) -> Self {
        Self { from, until, statuses: Vec::new() }
    }

    pub(super) fn accepts(&self, execution: &Execution) -> bool {
        (self.from..=self.until).contains(&execution.triggered)
            && (self.statuses.is_empty() || self.statuses.contains(&execution.status))
    }
}
