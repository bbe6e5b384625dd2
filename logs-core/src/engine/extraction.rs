//! Taking measurements out of events in embedded metric format.

use std::sync::Arc;

use cupola_base::{Datum, Dimension, Sample, Timestamp};
use memchr::memmem;

use super::Engine;
use super::ingest::Arrived;
use super::reading::EventId;
use crate::class::LogGroupClass;
use crate::emf::{EmfDocument, EmfError, EmfErrorKind, EmfMetric, EmfRules};
use crate::name::LogGroupName;
use crate::output::{EmfDatum, EmfFailure, Output, ServiceDatum};

/// How many documents of a batch could not be parsed, and how many did not validate.
#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    parsing: u32,
    validation: u32,
}

impl Engine {
    /// Takes the measurements out of those events that are documents in embedded metric format.
    pub(super) fn extract<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        let class = self.groups.get(arrived.group).map(|group| group.class);
        if class != Some(LogGroupClass::Standard) || !self.extracts_metrics(arrived.group.as_str()) {
            return;
        }
        let rules = self.rules_of(arrived.group);
        let marker = memmem::Finder::new(MARKER);
        let mut failures = Failures::default();
        for (number, (at, message)) in (arrived.first..).zip(arrived.events) {
            let message = message.as_ref();
            if marker.find(message.as_bytes()).is_none() {
                continue;
            }
            let event = EventId::of(*at, arrived.now, number);
            match self.read_document(arrived.now, message, &rules) {
                Ok(document) => self.publish(arrived, event, &document, &mut failures),
                Err(error) => self.fail(arrived, event, error, &mut failures),
            }
        }
        self.count_failures(arrived.now, arrived.group, failures);
    }

    fn rules_of(&self, group: &LogGroupName) -> EmfRules {
        let is_lambda = group.as_str().starts_with("/aws/lambda/");
        EmfRules { prefix_tolerant: self.policies.emf.prefix_tolerant || is_lambda, ..self.policies.emf }
    }

    /// A document whose points can be published now.
    fn read_document<'a>(
        &self,
        now: Timestamp,
        message: &'a str,
        rules: &EmfRules,
    ) -> Result<EmfDocument<'a>, EmfError> {
        let document = EmfDocument::parse_with(message, rules)?;
        let (age, limits) = (now.millis_since(document.at()), &self.limits);
        if age > limits.oldest_event_millis || age.saturating_neg() > limits.newest_event_millis {
            let message = "`Timestamp` is more than two weeks in the past or two hours in the future";
            return Err(EmfError::new(EmfErrorKind::OutOfWindow, "/_aws/Timestamp", message));
        }
        match document.point_count() {
            points if points > limits.emf_points_per_event => {
                let message = format!("{points} points are more than {}", limits.emf_points_per_event);
                Err(EmfError::new(EmfErrorKind::TooManyPoints, "/_aws/CloudWatchMetrics", message))
            }
            _ => Ok(document),
        }
    }

    fn publish<M>(
        &mut self,
        arrived: &Arrived<'_, M>,
        event: EventId,
        document: &EmfDocument<'_>,
        failures: &mut Failures,
    ) {
        let (log_group, log_stream) = arrived.names();
        for datum in data(document) {
            let (at, log_group, log_stream) = (arrived.now, Arc::clone(&log_group), Arc::clone(&log_stream));
            self.emit(Output::EmfDatum(EmfDatum { at, log_group, log_stream, datum }));
        }
        for fault in document.faults() {
            self.fail(arrived, event, fault.clone(), failures);
        }
    }

    fn fail<M>(&mut self, arrived: &Arrived<'_, M>, event: EventId, error: EmfError, failures: &mut Failures) {
        match error.kind() {
            EmfErrorKind::NotJson => failures.parsing += 1,
            _ => failures.validation += 1,
        }
        let (log_group, log_stream) = arrived.names();
        let event_id = event.to_string();
        self.emit(Output::EmfFailure(EmfFailure { at: arrived.now, log_group, log_stream, event_id, error }));
    }

    /// Counts what failed in metrics of the service's own.
    fn count_failures(&mut self, now: Timestamp, group: &LogGroupName, failures: Failures) {
        let counts = [("EMFParsingErrors", failures.parsing), ("EMFValidationErrors", failures.validation)];
        for (name, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let datum =
                Datum::new("AWS/Logs", name, now, f64::from(count)).with_dimension("LogGroupName", group.as_str());
            self.emit(Output::ServiceDatum(ServiceDatum { at: now, datum }));
        }
    }
}

/// What a message must hold to be taken for a document in embedded metric format.
const MARKER: &str = "\"CloudWatchMetrics\"";

/// The points of a document that have values.
fn data(document: &EmfDocument<'_>) -> Vec<Datum> {
    let mut data = Vec::with_capacity(document.point_count());
    for directive in document.directives() {
        let namespace: Arc<str> = (*directive.namespace).into();
        let names: Vec<Arc<str>> = directive.metrics.iter().map(|metric| (*metric.name).into()).collect();
        for set in &directive.sets {
            let dimensions: Arc<[Dimension]> =
                set.iter().map(|(name, value)| Dimension::new(&**name, &**value)).collect();
            for (metric, name) in directive.metrics.iter().zip(&names) {
                let Some(sample) = sample(document, metric) else { continue };
                let datum = Datum::new(Arc::clone(&namespace), Arc::clone(name), document.at(), 0.0);
                let datum = datum.with_sample(sample).with_dimensions(Arc::clone(&dimensions));
                data.push(datum.with_unit(metric.unit).with_resolution(metric.resolution));
            }
        }
    }
    data
}

fn sample(document: &EmfDocument<'_>, metric: &EmfMetric<'_>) -> Option<Sample> {
    match document.values(metric) {
        [] => None,
        [value] => Some(Sample::Value(*value)),
        values => Some(Sample::Values(values.iter().map(|value| (*value, 1.0)).collect())),
    }
}
