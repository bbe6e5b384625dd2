//! Canaries: scripts that look at a service from outside, on a schedule.
//!
//! No script is run here. When a run is due, the engine says so in a [`CanaryRunDue`]; whoever performs it (or makes
//! it up) tells how it went with [`Engine::report_canary_run`](crate::Engine::report_canary_run), and the engine keeps
//! the run and publishes its metrics. A run that nobody reports within its time has failed.

mod blueprint;
mod book;
mod configuration;
mod dry_run;
mod error;
mod event;
mod group;
mod grouping;
mod kept;
mod parts;
mod report;
mod run;
mod runtime;
mod schedule;
mod skip;
mod state;
pub(crate) mod synthetics;
mod turn;
mod update;
mod verbs;

pub use blueprint::CanaryBlueprint;
pub use configuration::CanaryConfiguration;
pub use dry_run::CanaryDryRun;
pub use error::{CanaryError, CanaryName, CanaryNameError};
pub use group::CanaryGroup;
pub use kept::{CanaryRunDue, CanaryRunState, KeptCanaryRun};
pub use parts::{
    ArtifactEncryption, CanaryBrowser, CanaryCode, CanaryDependency, CanaryRunConfig, CanaryVpc, ScreenshotBaseline,
    VisualReference,
};
pub use run::{CanaryFailure, CanaryFailureKind, CanaryRequest, CanaryRun, CanaryStep, VisualComparison};
pub use runtime::{RUNTIMES, RuntimeVersion};
pub use schedule::{CanarySchedule, CanaryScheduleError};
pub use state::{Canary, CanaryState};
pub use update::CanaryUpdate;

pub(crate) use book::Canaries;
