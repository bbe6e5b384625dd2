//! What runs by the clock: rules with a schedule, and the schedules of EventBridge Scheduler.

mod due;
mod rule;

pub(crate) use due::{Due, Job};
pub use rule::RuleSchedule;

use serde::{Deserialize, Serialize};

use crate::scheduler::Scheduler;

/// All that runs by the clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Schedules {
    pub(crate) due: Due,
    pub(crate) scheduler: Scheduler,
}

impl Schedules {
    pub(crate) fn new(seed: u64) -> Self {
        Self { due: Due::default(), scheduler: Scheduler::new(seed) }
    }
}
