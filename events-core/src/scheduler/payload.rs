//! What a target is sent.

use cupola_base::json::Json;
use cupola_base::outbox::Call;
use cupola_base::{Arn, EventEnvelope, Payload, Place, Rng, Timestamp};

use super::shapes::TARGET;
use super::{Schedule, ScheduleId, ScheduleTarget};
use crate::delivery::Parameters;

/// Stands for the number of the try.
pub(super) const ATTEMPT: &str = "<aws.scheduler.attempt-number>";

/// One run of a schedule.
pub(super) struct Run {
    pub(super) schedule: ScheduleId,
    pub(super) arn: Arn,
    pub(super) planned: Timestamp,
    /// 16 characters that name the run.
    pub(super) execution: String,
    place: Place,
    event_id: String,
}

impl Run {
    /// The run's ids depend on nothing but the seed, the schedule and the planned time.
    pub(super) fn of(schedule: &Schedule, planned: Timestamp, seed: u64, place: &Place) -> Self {
        let name = format!("{} {} {planned}", schedule.id, schedule.modified);
        let rng = Rng::for_part(seed, &name);
        Self {
            schedule: schedule.id.clone(),
            arn: schedule.id.arn(place),
            planned,
            execution: format!("{:016x}", rng.next_u64()),
            place: place.clone(),
            event_id: rng.uuid(),
        }
    }

    pub(super) fn payload(&self, schedule: &Schedule) -> Payload {
        Payload::of(self.text(schedule))
    }

    /// The input with all that stands for something replaced, save the number of the try; without an input the
    /// service's own notification. A bus's event has an empty detail then.
    ///
    /// # Source
    /// EventBridge Scheduler User Guide, "Adding context attributes"; the notification as seen in public tests of
    /// functions.
    pub(super) fn text(&self, schedule: &Schedule) -> String {
        match &schedule.target.input {
            Some(input) => input
                .replace("<aws.scheduler.schedule-arn>", self.arn.as_str())
                .replace("<aws.scheduler.scheduled-time>", &self.planned.to_seconds_text())
                .replace("<aws.scheduler.execution-id>", &self.execution),
            None if schedule.target.is_bus() => "{}".into(),
            None => self.notification(),
        }
    }

    /// Its detail is a text, not an object.
    fn notification(&self) -> String {
        let (place, detail) = (self.place.clone(), Json::of("{}"));
        let id = self.event_id.clone();
        EventEnvelope::new(id, place, self.planned, "aws.scheduler", "Scheduled Event", detail)
            .with_resources(vec![self.arn.as_str().to_owned()])
            .to_json()
            .to_string()
    }
}

impl ScheduleTarget {
    /// How the target is called, by its parameters.
    pub(super) fn call(&self) -> Call {
        let told = |name: &str| self.parameters.get(name).map(|json| Parameters::of(Some(json)));
        let call = match self.arn.service() {
            "sqs" => told("SqsParameters").and_then(|told| told.queue()),
            "kinesis" => told("KinesisParameters").and_then(|told| told.stream()),
            "ecs" => TARGET.member("EcsParameters").and_then(|shape| told("EcsParameters")?.task(shape)),
            "sagemaker" => told("SageMakerPipelineParameters").map(|told| told.pipeline()),
            _ => None,
        };
        call.unwrap_or_default()
    }
}
