//! Schedules that call one target each: EventBridge Scheduler.
//!
//! The verbs stand on [`Engine`](crate::Engine) ([`create_schedule`](crate::Engine::create_schedule), ...); what
//! runs comes out as deliveries like those of rules, and [`Engine::call_scheduler`](crate::Engine::call_scheduler)
//! is the door of the service's own API, whose actions stand in [`OPERATIONS`].
//!
//! ```
//! use cupola_base::{Arn, Place, Timestamp};
//! use cupola_events::scheduler::{PutSchedule, ScheduleId, ScheduleTarget};
//! use cupola_events::{Engine, Output};
//!
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
//! let role = Arn::parse("arn:aws:iam::111122223333:role/scheduler")?;
//! let target = ScheduleTarget::new(queue, role).with_input("planned for <aws.scheduler.scheduled-time>");
//! let put = PutSchedule::new(ScheduleId::named("noon")?, "cron(0 12 * * ? *)", target).with_zone("Europe/Berlin");
//! engine.create_schedule(now, put)?;
//!
//! engine.advance(Timestamp::parse("2026-05-05T06:00:00Z")?);
//! let Some(Output::Delivery(delivery)) = engine.drain().pop() else { panic!() };
//! assert_eq!(delivery.payload.to_string(), "planned for 2026-05-04T10:00:00Z");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Measurements
//!
//! An engine [with metrics](crate::Engine::with_metrics) measures in the namespace `AWS/Scheduler`, with the dimension
//! `ScheduleGroup`:
//!
//! | metric | when |
//! |---|---|
//! | `InvocationAttemptCount` | a target is called, for the first time or again |
//! | `TargetErrorCount`, `TargetErrorThrottledCount` | a call failed; with the code `THROTTLING` |
//! | `InvocationDroppedCount` | a call failed for good, and there is no dead-letter queue |
//! | `InvocationsSentToDeadLetterCount`, `InvocationsFailedToBeSentToDeadLetterCount` | a dead letter arrived, or failed for good |
//! | `InvocationThrottleCount` | never: nothing is throttled here |
//!
//! # Source
//!
//! EventBridge Scheduler User Guide; "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch".

mod api;
mod error;
mod explain;
mod group;
mod groups;
mod metrics;
mod name;
mod payload;
mod put;
mod run;
mod schedule;
mod shapes;
mod target;
mod tokens;
mod verbs;
mod window;
mod wire;

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

pub use error::{SchedulerError, TargetProblem};
pub use explain::{SchedulePlan, Silence};
pub use group::{GroupState, ScheduleGroup};
pub use name::{GroupName, ScheduleId, ScheduleName};
pub use put::PutSchedule;
pub use schedule::{AfterCompletion, Schedule, ScheduleState};
pub use shapes::OPERATIONS;
pub use target::{BusParameters, ScheduleTarget};
pub use window::{FlexibleWindow, WindowStart};

use crate::schedule::{Job, Schedules};
use tokens::Tokens;

/// All schedules, and their groups.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Scheduler {
    groups: BTreeMap<GroupName, ScheduleGroup>,
    #[serde(with = "listed")]
    schedules: BTreeMap<ScheduleId, Schedule>,
    tokens: Tokens,
    seed: u64,
}

impl Scheduler {
    pub(crate) fn new(seed: u64) -> Self {
        let default = ScheduleGroup::default();
        Self {
            groups: BTreeMap::from([(default.name.clone(), default)]),
            schedules: BTreeMap::new(),
            tokens: Tokens::default(),
            seed,
        }
    }

    /// The engine's seed.
    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }
}

impl Schedules {
    /// A schedule waits for its first run after `t`.
    pub(crate) fn arm(&mut self, id: &ScheduleId, t: Timestamp) {
        let Some(schedule) = self.scheduler.schedules.get_mut(id) else { return };
        if let Some(old) = schedule.next.take() {
            self.due.cancel(old, Job::Plan(id.clone()));
        }
        schedule.next = schedule.next_after(t);
        if let Some(next) = schedule.next {
            self.due.set(next, Job::Plan(id.clone()));
        }
    }

    /// A schedule that could not run in time goes on after `t`.
    pub(crate) fn move_on(&mut self, id: &ScheduleId, t: Timestamp) {
        self.arm(id, t);
        self.end_if_done(id);
    }

    /// A run in a window is over.
    pub(crate) fn forget_waiting(&mut self, id: &ScheduleId, at: Timestamp, planned: Timestamp) {
        if let Some(schedule) = self.scheduler.schedules.get_mut(id) {
            schedule.waiting.remove(&(at, planned));
        }
        self.end_if_done(id);
    }

    /// Takes a schedule out, with all that waits.
    fn remove(&mut self, id: &ScheduleId) -> Option<Schedule> {
        let schedule = self.scheduler.schedules.remove(id)?;
        schedule.next.into_iter().for_each(|next| self.due.cancel(next, Job::Plan(id.clone())));
        let waiting = schedule.waiting.iter();
        waiting.for_each(|(at, planned)| self.due.cancel(*at, Job::Run(id.clone(), *planned)));
        Some(schedule)
    }

    /// A schedule that shall go when it is done goes.
    fn end_if_done(&mut self, id: &ScheduleId) {
        if self.scheduler.schedules.get(id).is_some_and(Schedule::is_to_go) {
            self.remove(id);
        }
    }
}

/// JSON objects have text keys only, which ids are not: schedules know their ids.
mod listed {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Schedule, ScheduleId};

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<ScheduleId, Schedule>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(map.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<ScheduleId, Schedule>, D::Error> {
        let schedules = Vec::<Schedule>::deserialize(d)?;
        Ok(schedules.into_iter().map(|schedule| (schedule.id.clone(), schedule)).collect())
    }
}
