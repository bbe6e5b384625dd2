//! Measurements about schedules.

use std::sync::{Arc, LazyLock};

use cupola_base::outbox::{ErrorCode, Reported, Told};
use cupola_base::{Datum, Dimension, Outcome, Timestamp, Unit};

use super::ScheduleId;
use crate::Output;
use crate::delivery::Origin;
use crate::engine::State;

impl State {
    /// A schedule's target is called, for the first time or again.
    pub(crate) fn measure_attempt(&mut self, at: Timestamp, schedule: &ScheduleId) {
        self.measure_schedule(at, schedule, "InvocationAttemptCount");
    }

    /// What came of a call of a schedule's target.
    pub(crate) fn measure_run(&mut self, now: Timestamp, told: &Told<Origin>, outcome: &Outcome) {
        let Origin::Schedule { schedule, .. } = &told.note else { return };
        let failed = !told.was_letter && *outcome != Outcome::Delivered;
        let throttled = failed && outcome.failure().is_some_and(|(code, _)| *code == ErrorCode::Throttling);
        let end = match (told.reported, told.was_letter) {
            (Reported::Dropped, false) => Some("InvocationDroppedCount"),
            (Reported::Done, true) => Some("InvocationsSentToDeadLetterCount"),
            (Reported::Dropped, true) => Some("InvocationsFailedToBeSentToDeadLetterCount"),
            _ => None,
        };
        let names = [failed.then_some("TargetErrorCount"), throttled.then_some("TargetErrorThrottledCount"), end];
        names.into_iter().flatten().for_each(|name| self.measure_schedule(now, schedule, name));
    }

    fn measure_schedule(&mut self, at: Timestamp, schedule: &ScheduleId, name: &'static str) {
        static NAMESPACE: LazyLock<Arc<str>> = LazyLock::new(|| "AWS/Scheduler".into());
        if self.deliveries.measured {
            let group = Dimension::new("ScheduleGroup", schedule.group.as_str());
            let datum = Datum::new(Arc::clone(&NAMESPACE), name, at, 1.0).with_unit(Unit::Count);
            self.emit(Output::Datum(datum.with_dimensions(vec![group])));
        }
    }
}
