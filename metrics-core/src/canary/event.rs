//! What canaries tell the default bus.

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Timestamp};
use serde::Serialize;

use super::kept::{CanaryRunState, KeptCanaryRun};
use super::state::{Canary, CanaryState};
use crate::engine::Engine;
use crate::output::Output;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Status<'a> {
    account_id: &'a str,
    canary_id: &'a str,
    canary_name: &'a str,
    current_state: &'a str,
    previous_state: &'a str,
    source_location: String,
    updated_on: f64,
    changed_config: Changed,
    message: String,
}

/// What an update changed; transitions change nothing.
#[derive(Serialize)]
struct Changed {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct TestRun<'a> {
    account_id: &'a str,
    canary_id: &'a str,
    canary_name: &'a str,
    canary_run_id: &'a str,
    artifact_location: &'a str,
    test_run_status: &'a str,
    state_reason: &'a str,
    canary_run_timeline: Timeline,
    message: &'a str,
}

#[derive(Serialize)]
struct Timeline {
    started: f64,
    completed: f64,
}

impl Engine {
    /// Tells that a canary came to another state.
    pub(super) fn tell_canary_state(&mut self, at: Timestamp, canary: &Canary, from: Option<CanaryState>) {
        let previous = from.map_or("", CanaryState::as_str);
        let detail = Status {
            account_id: self.place.account.as_str(),
            canary_id: &canary.id,
            canary_name: canary.configuration.name.as_str(),
            current_state: canary.state.as_str(),
            previous_state: previous,
            source_location: canary.source_location(&self.place),
            updated_on: at.as_secs_f64(),
            changed_config: Changed {},
            message: format!("Canary {} is now {}", canary.configuration.name, canary.state),
        };
        let event = self.canary_event(at, "Synthetics Canary Status Change", Json::of(&detail));
        self.emit(Output::Event(event));
    }

    /// Tells how a run went.
    pub(super) fn tell_canary_run(&mut self, at: Timestamp, canary: &Canary, run: &KeptCanaryRun) {
        let passed = run.state == CanaryRunState::Passed;
        let (status, title) = if passed {
            ("PASSED", "Synthetics Canary TestRun Successful")
        } else {
            ("FAILED", "Synthetics Canary TestRun Failure")
        };
        let detail = TestRun {
            account_id: self.place.account.as_str(),
            canary_id: &canary.id,
            canary_name: canary.configuration.name.as_str(),
            canary_run_id: &run.due.run,
            artifact_location: &run.artifacts,
            test_run_status: status,
            state_reason: run.failure.as_ref().map_or("", |failure| &failure.reason),
            canary_run_timeline: Timeline {
                started: run.started.as_secs_f64(),
                completed: run.completed.unwrap_or(at).as_secs_f64(),
            },
            message: if passed { "Test run result is generated successfully" } else { "Test run has failed" },
        };
        let event = self.canary_event(at, title, Json::of(&detail));
        self.emit(Output::Event(event));
    }

    fn canary_event(&self, at: Timestamp, title: &str, detail: Json) -> EventEnvelope {
        EventEnvelope::new(self.rng.uuid(), self.place.clone(), at, "aws.synthetics", title, detail)
    }
}

impl Canary {
    /// The ARN of the layer that the service makes of a script.
    pub(super) fn source_location(&self, place: &cupola_base::Place) -> String {
        place.arn("lambda", format_args!("layer:cwsyn-{}-{}:1", self.configuration.name, self.id)).to_string()
    }

    /// The ARN of the function that the service makes of a canary.
    pub(super) fn engine_arn(&self, place: &cupola_base::Place) -> String {
        place.arn("lambda", format_args!("function:cwsyn-{}-{}:1", self.configuration.name, self.id)).to_string()
    }
}
