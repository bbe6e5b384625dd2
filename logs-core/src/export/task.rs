//! An export task and its states.

use std::fmt;
use std::str::FromStr;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// An export task.
///
/// # Source
/// CloudWatch Logs API Reference, ExportTask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportTask {
    /// Its id.
    pub id: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The log group.
    pub log_group: String,
    /// Events before this are not exported.
    pub from: Timestamp,
    /// Events after this are not exported.
    pub to: Timestamp,
    /// What the names of its streams begin with.
    pub stream_prefix: Option<String>,
    /// The bucket.
    pub bucket: String,
    /// What all keys begin with.
    pub prefix: String,
    /// Where it stands.
    pub status: ExportStatus,
    /// More about that, in words.
    pub message: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it ended.
    pub completed: Option<Timestamp>,
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $variant:ident $text:literal),* $(,)?) => {
        /// Where an export task stands.
        ///
        /// # Source
        /// CloudWatch Logs API Reference, ExportTaskStatus.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[expect(clippy::exhaustive_enums, reason = "the service knows these states")]
        pub enum ExportStatus {
            $($(#[$doc])* $variant,)*
        }

        impl ExportStatus {
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
    };
}

statuses! {
    /// It waits.
    Pending "PENDING",
    /// It runs.
    Running "RUNNING",
    /// All is written.
    Completed "COMPLETED",
    /// Nothing more will be written, because something was not there any more.
    Failed "FAILED",
    /// It is being cancelled.
    PendingCancel "PENDING_CANCEL",
    /// It was cancelled.
    Cancelled "CANCELLED",
}

impl ExportStatus {
    /// Whether another task must wait.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Pending | Self::Running | Self::PendingCancel)
    }

    /// Whether it can be cancelled.
    pub(super) const fn is_stoppable(self) -> bool {
        matches!(self, Self::Pending | Self::Running)
    }
}

impl fmt::Display for ExportStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ExportStatus {
    type Err = UnknownExportStatus;

    fn from_str(text: &str) -> Result<Self, UnknownExportStatus> {
        Self::ALL.iter().copied().find(|one| one.as_str() == text).ok_or_else(|| UnknownExportStatus(text.into()))
    }
}

/// A text is not the state of an export task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the state of an export task")]
pub struct UnknownExportStatus(String);

/// What a task does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    Run,
    Complete,
    Cancel,
}
