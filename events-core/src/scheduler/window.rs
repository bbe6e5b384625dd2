//! Windows in which a run may start.

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

/// How long after its planned time a run may start.
///
/// # Source
/// EventBridge Scheduler User Guide, "Configuring flexible time windows".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two modes")]
pub enum FlexibleWindow {
    /// It starts when it is planned.
    #[default]
    Off,
    /// It starts within so many minutes, 1 to 1440.
    Minutes(u32),
}

/// Where in a flexible window a run starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum WindowStart {
    /// At its beginning.
    #[default]
    AtOnce,
    /// At a second that the engine's seed, the schedule's name and the planned time choose, each as likely as any
    /// other.
    Spread,
}

impl FlexibleWindow {
    /// When a run starts. The text names the run.
    pub(super) fn start(self, planned: Timestamp, start: WindowStart, seed: u64, run: &str) -> Timestamp {
        match (self, start) {
            (Self::Minutes(minutes), WindowStart::Spread) => {
                let second = Rng::for_part(seed, run).below(u64::from(minutes) * 60);
                planned.plus_secs(i64::try_from(second).unwrap_or(0))
            }
            _ => planned,
        }
    }

    /// How long it is.
    #[must_use]
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Off => 0,
            Self::Minutes(minutes) => minutes,
        }
    }
}
