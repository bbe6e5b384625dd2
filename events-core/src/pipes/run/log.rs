//! Steps are told: as log records, and as measurements.

use std::sync::{Arc, LazyLock};

use cupola_base::{Datum, Dimension, Timestamp, Unit};

use super::Failure;
use crate::Output;
use crate::engine::State;
use crate::pipes::{PipeLogError, PipeLogRecord, PipeName, PipeStep};

/// What a step shows.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown<'a> {
    pub(super) payload: Option<&'a str>,
    pub(super) request: Option<&'a str>,
    pub(super) response: Option<&'a str>,
    pub(super) error: Option<(&'a Failure, Option<&'static str>)>,
}

impl<'a> Shown<'a> {
    pub(super) fn payload(text: &'a str) -> Self {
        Self { payload: Some(text), ..Self::default() }
    }

    pub(super) fn error(failure: &'a Failure) -> Self {
        Self { error: Some((failure, None)), ..Self::default() }
    }

    pub(super) fn call(request: &'a str, response: Option<&'a str>) -> Self {
        Self { request: Some(request), response, ..Self::default() }
    }

    pub(super) fn failing(self, failure: &'a Failure, service: &'static str) -> Self {
        Self { error: Some((failure, Some(service))), ..self }
    }
}

impl State {
    /// Tells a step of an execution, if the pipe's log takes it.
    pub(super) fn step(&mut self, at: Timestamp, name: &PipeName, execution: &str, step: PipeStep, shown: Shown<'_>) {
        self.measure_step(at, name, step);
        let Some(entry) = self.pipes.entries.get(name) else { return };
        let Some(config) = entry.pipe.log.as_ref().filter(|config| config.takes(step)) else { return };
        let data = |shows: bool, text: Option<&str>| text.filter(|_| shows && config.include_data).map(str::to_owned);
        let error = shown.error.map(|(failure, service)| {
            let error = PipeLogError::new(&failure.message, &failure.code);
            match service {
                Some(service) => error.of_service(service),
                None => error,
            }
        });
        let record = PipeLogRecord {
            at,
            pipe: name.arn(&self.place),
            execution: execution.to_owned(),
            step,
            payload: data(step.shows_payload(), shown.payload),
            request: data(step.shows_call(), shown.request),
            response: data(step.shows_call(), shown.response),
            truncated: Vec::new(),
            error,
            to: config.clone(),
        };
        self.emit(Output::PipeLog(Box::new(record.cut())));
    }

    fn measure_step(&mut self, at: Timestamp, name: &PipeName, step: PipeStep) {
        let metric = match step {
            PipeStep::ExecutionStarted => "Invocations",
            PipeStep::ExecutionFailed => "ExecutionFailed",
            PipeStep::ExecutionPartiallyFailed => "ExecutionPartiallyFailed",
            PipeStep::ExecutionTimeout => "ExecutionTimeout",
            PipeStep::ExecutionThrottled => "ExecutionThrottled",
            PipeStep::EnrichmentStageFailed => "EnrichmentStageFailed",
            PipeStep::TargetStageFailed => "TargetStageFailed",
            PipeStep::TargetStagePartiallyFailed => "TargetStagePartiallyFailed",
            PipeStep::TargetStageSkipped => "TargetStageSkipped",
            _ => return,
        };
        self.measure_pipe(at, name, metric, 1.0, Unit::Count);
    }

    pub(super) fn measure_pipe(
        &mut self,
        at: Timestamp,
        name: &PipeName,
        metric: &'static str,
        value: f64,
        unit: Unit,
    ) {
        static NAMESPACE: LazyLock<Arc<str>> = LazyLock::new(|| "AWS/EventBridge/Pipes".into());
        if self.deliveries.measured {
            let datum = Datum::new(Arc::clone(&NAMESPACE), metric, at, value).with_unit(unit);
            self.emit(Output::Datum(datum.with_dimensions(vec![Dimension::new("PipeName", name.as_str())])));
        }
    }
}
