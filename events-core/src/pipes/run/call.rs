//! How a target is called: its parameters, with what is taken from the event.

use cupola_base::json::Json;
use cupola_base::outbox::{Call, JobCall};
use cupola_base::{Payload, Timestamp};

use crate::delivery::{self, Parameters};
use crate::pipes::CallSettings;
use crate::pipes::shapes::TARGET_PARAMETERS;
use crate::pipes::target::TargetKind;

/// What is told about events for a bus.
#[derive(Debug, Default)]
pub(super) struct BusTold {
    pub(super) source: Option<String>,
    pub(super) detail_type: Option<String>,
    pub(super) resources: Vec<String>,
    pub(super) time: Option<Timestamp>,
}

impl CallSettings {
    /// Whether a function or a state machine is waited for.
    pub(in crate::pipes) fn waits(&self, kind: TargetKind) -> bool {
        kind.takes_lists() && self.told(kind).text("InvocationType").is_none_or(|told| told == "REQUEST_RESPONSE")
    }

    /// The call for an item.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes targets", on dynamic path parameters: a text that is a path as a
    /// whole stands for what is there, before the input is transformed. That what is not there is an empty text is our
    /// decision, after targets of rules.
    pub(in crate::pipes) fn call(
        &self,
        kind: TargetKind,
        event: Option<&Json>,
        payload: &Payload,
        now: Timestamp,
        waits: bool,
    ) -> Call {
        let told = match event {
            Some(event) => self.told(kind).resolved(event),
            None => self.told(kind),
        };
        let shape = kind.member().and_then(|name| TARGET_PARAMETERS.member(name));
        let call = match kind {
            TargetKind::Function | TargetKind::Machine => waits.then_some(Call::Answered),
            TargetKind::Queue => told.queue(),
            TargetKind::Stream => told.stream(),
            TargetKind::LogGroup => Some(log_event(&told, payload, now)),
            TargetKind::Http => Some(told.http()),
            TargetKind::Task => shape.and_then(|shape| told.task(shape)),
            TargetKind::Job => shape.and_then(|shape| {
                let job = JobCall { parameters: Some(told.in_order(shape)), ..told.job()? };
                Some(Call::Job(Box::new(job)))
            }),
            TargetKind::Sql => told.sql(),
            TargetKind::Pipeline => Some(told.pipeline()),
            TargetKind::Table => shape.map(|shape| Call::Measures { parameters: told.in_order(shape) }),
            _ => None,
        };
        call.unwrap_or_default()
    }

    /// What is told about events for a bus.
    pub(super) fn bus(&self, event: &Json) -> BusTold {
        let told = self.told(TargetKind::Bus).resolved(event);
        BusTold {
            source: told.text("Source"),
            detail_type: told.text("DetailType"),
            resources: told.read("Resources").unwrap_or_default(),
            time: told.text("Time").and_then(|time| instant(&time)),
        }
    }

    fn told(&self, kind: TargetKind) -> Parameters {
        Parameters::of(kind.member().and_then(|name| self.parameters.get(name)))
    }
}

/// Milliseconds or seconds since the epoch, or ISO 8601.
fn instant(text: &str) -> Option<Timestamp> {
    let number = || text.parse::<f64>().ok();
    let of_number = |number: f64| match number.abs() >= 1e11 {
        true => Timestamp::from_secs_f64(number / 1000.0),
        false => Timestamp::from_secs_f64(number),
    };
    Timestamp::parse(text).ok().or_else(|| of_number(number()?))
}

/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes targets": what is sent is the message, at the time that is told.
fn log_event(told: &Parameters, payload: &Payload, now: Timestamp) -> Call {
    let at = told.text("Timestamp").and_then(|time| delivery::instant(&time)).unwrap_or(now);
    Call::LogEvent { at, message: payload.as_str().to_owned(), stream: told.text("LogStreamName") }
}
