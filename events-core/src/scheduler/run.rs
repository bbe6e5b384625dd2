//! Schedules that are due.

use cupola_base::outbox::{DeadLetter, ErrorCode};
use cupola_base::{Arn, Draft, Outcome, Timestamp};

use super::payload::{ATTEMPT, Run};
use super::{Schedule, ScheduleId};
use crate::delivery::Origin;
use crate::schedule::Job;
use crate::{Engine, Entry};

impl Engine {
    /// A planned time has come: the run starts, or waits in its window.
    pub(crate) fn run_planned(&mut self, planned: Timestamp, id: &ScheduleId) {
        let (rule, seed) = (self.state.policies.window_start, self.state.schedules.scheduler.seed);
        let run_name = format!("{id} {planned}");
        let Some(schedule) = self.state.schedules.scheduler.schedules.get_mut(id) else { return };
        schedule.has_run = true;
        let start = schedule.window.start(planned, rule, seed, &run_name);
        if start > planned {
            schedule.waiting.insert((start, planned));
            self.state.schedules.due.set(start, Job::Run(id.clone(), planned));
        }
        self.state.schedules.arm(id, planned);
        if start <= planned {
            self.start_run(planned, id, planned);
            self.state.schedules.end_if_done(id);
        }
    }

    /// A run that waited in its window starts.
    pub(crate) fn run_waiting(&mut self, at: Timestamp, id: &ScheduleId, planned: Timestamp) {
        self.start_run(at, id, planned);
        self.state.schedules.forget_waiting(id, at, planned);
    }

    /// Calls the target, once.
    fn start_run(&mut self, at: Timestamp, id: &ScheduleId, planned: Timestamp) {
        let Some(schedule) = self.state.schedules.scheduler.schedules.get(id) else { return };
        let run = Run::of(schedule, planned, self.state.schedules.scheduler.seed, &self.state.place);
        let draft = draft(at, schedule, &run);
        let entry = self.entry(schedule, &run);
        self.state.measure_attempt(at, id);
        match entry {
            Some(entry) => self.send_to_bus(at, &run, draft, entry),
            None => {
                self.state.deliver(draft, origin(&run));
            }
        }
    }

    /// The event that a schedule puts on a bus of this place, if it does.
    fn entry(&self, schedule: &Schedule, run: &Run) -> Option<Entry> {
        let (arn, place) = (&schedule.target.arn, self.place());
        let is_here = arn.region() == place.region.as_str() && arn.account() == place.account.as_str();
        let parameters = schedule.target.bus.as_ref().filter(|_| is_here)?;
        let detail = run.text(schedule).replace(ATTEMPT, "1");
        let entry = Entry::new(&parameters.source, &parameters.detail_type, detail).with_time(run.planned);
        Some(entry.with_resources(vec![run.arn.as_str().to_owned()]).with_bus(arn.as_str()))
    }

    fn send_to_bus(&mut self, at: Timestamp, run: &Run, draft: Draft, entry: Entry) {
        let known = entry.bus.as_deref().is_some_and(|bus| self.bus(bus).is_some());
        let root = self.root_of(self.place().account.as_str());
        let outcome = match known.then(|| self.put_entry(at, &root, entry, &|_| Ok(()))) {
            Some(Ok(_)) => return,
            Some(Err(error)) => Outcome::error(ErrorCode::Other(error.code().into()), error.to_string()),
            None => Outcome::error(ErrorCode::NoResource, "the event bus does not exist"),
        };
        self.state.fail_delivery(draft, origin(run), &outcome);
    }
}

fn origin(run: &Run) -> Origin {
    Origin::Schedule { schedule: run.schedule.clone(), execution: run.execution.clone() }
}

/// The delivery of a run; its dead letter carries what names the run.
///
/// # Source
/// EventBridge Scheduler User Guide, "Configuring a dead-letter queue".
fn draft(at: Timestamp, schedule: &Schedule, run: &Run) -> Draft {
    let letter = |queue: &Arn| {
        DeadLetter::to(queue.as_str())
            .with("EXECUTION_ID", run.execution.clone())
            .with("IS_PAYLOAD_TRUNCATED", "false")
            .with("SCHEDULED_TIME", run.planned.to_seconds_text())
            .with("SCHEDULE_ARN", run.arn.as_str())
    };
    let target = &schedule.target;
    Draft::new(at, run.arn.as_str(), target.arn.as_str(), run.payload(schedule))
        .with_call(target.call())
        .with_retry(target.retry)
        .with_dead_letter(target.dead_letter.as_ref().map(letter))
        .with_attempt_mark(ATTEMPT)
}
