//! The enrichment stage.

use cupola_base::outbox::RetryPolicy;
use cupola_base::{Arn, Draft, Payload, Timestamp};

use super::batch::MOST_BYTES;
use super::log::Shown;
use super::stage::{Item, list};
use super::{Failure, Stage};
use crate::Engine;
use crate::delivery::{Origin, PipePart};
use crate::pipes::target::TargetKind;
use crate::pipes::{Pipe, PipeStep};

impl Engine {
    /// Sends a batch to its enrichment.
    pub(super) fn enrich(&mut self, now: Timestamp, id: &str, pipe: &Pipe, arn: &Arn, items: &[Item]) {
        let Some(kind) = TargetKind::of(arn) else { return };
        self.state.step(now, &pipe.name, id, PipeStep::EnrichmentStageEntered, Shown::default());
        let payload = match self.enrichment_input(now, id, pipe, kind, items) {
            Ok(payload) => payload,
            Err(failure) => {
                self.state.step(now, &pipe.name, id, PipeStep::EnrichmentTransformationFailed, Shown::error(&failure));
                return self.fail_enrichment(now, id, pipe, &failure);
            }
        };
        self.state.step(now, &pipe.name, id, PipeStep::EnrichmentInvocationStarted, Shown::default());
        let request = payload.as_str().to_owned();
        if let Err(failure) = kind.check_size(&request) {
            return self.end_enrichment_call(now, id, pipe, kind, &request, &failure);
        }
        let first = items.first().map(|item| &item.event);
        let call = pipe.enrichment_settings.call(kind, first, &payload, now, true);
        let arn_of_pipe = pipe.name.arn(self.place());
        let draft = Draft::new(now, arn_of_pipe.as_str(), arn.as_str(), payload).with_call(call).with_retry(retry());
        if let Some(execution) = self.state.pipes.executions.get_mut(id) {
            execution.stage = Stage::Enrichment { request };
        }
        self.state.deliver(draft, origin(pipe, id, PipePart::Enrichment));
    }

    fn enrichment_input(
        &mut self,
        now: Timestamp,
        id: &str,
        pipe: &Pipe,
        kind: TargetKind,
        items: &[Item],
    ) -> Result<Payload, Failure> {
        let settings = &pipe.enrichment_settings;
        let is_told = settings.template.is_some();
        if is_told {
            self.state.step(now, &pipe.name, id, PipeStep::EnrichmentTransformationStarted, Shown::default());
        }
        let inputs = self.inputs(now, pipe, settings, kind, items)?;
        let payload = match kind.takes_lists() {
            true => Payload::of(list(&inputs)),
            false => inputs.into_iter().next().unwrap_or_else(|| Payload::Text(String::new())),
        };
        if is_told {
            let step = PipeStep::EnrichmentTransformationSucceeded;
            self.state.step(now, &pipe.name, id, step, Shown::payload(payload.as_str()));
        }
        Ok(payload)
    }

    /// The enrichment was called: its answer goes on.
    pub(super) fn enriched(&mut self, now: Timestamp, id: &str, pipe: &Pipe, request: &str, answer: &str) {
        let kind = pipe.enrichment.as_ref().and_then(TargetKind::of).unwrap_or(TargetKind::Function);
        if answer.len() as u64 > MOST_BYTES {
            let failure = Failure::new("RESOURCE_LIMIT_EXCEEDED", "the answer of the enrichment has more than 6 MB");
            return self.end_enrichment_call(now, id, pipe, kind, request, &failure);
        }
        let step = PipeStep::EnrichmentInvocationSucceeded;
        self.state.step(now, &pipe.name, id, step, Shown::call(request, Some(answer)));
        self.state.step(now, &pipe.name, id, PipeStep::EnrichmentStageSucceeded, Shown::payload(answer));
        if is_empty(answer) {
            self.state.step(now, &pipe.name, id, PipeStep::TargetStageSkipped, Shown::default());
            return self.state.finish(now, id, &[], None);
        }
        let (items, is_list) = answered(pipe, answer);
        self.aim(now, id, pipe, &items, is_list);
    }

    /// The enrichment could not be called, or failed.
    pub(super) fn end_enrichment_call(
        &mut self,
        now: Timestamp,
        id: &str,
        pipe: &Pipe,
        kind: TargetKind,
        request: &str,
        failure: &Failure,
    ) {
        let shown = Shown::call(request, None).failing(failure, kind.service());
        self.state.step(now, &pipe.name, id, PipeStep::EnrichmentInvocationFailed, shown);
        self.fail_enrichment(now, id, pipe, failure);
    }

    fn fail_enrichment(&mut self, now: Timestamp, id: &str, pipe: &Pipe, failure: &Failure) {
        self.state.step(now, &pipe.name, id, PipeStep::EnrichmentStageFailed, Shown::error(failure));
        self.state.fail_all(now, id, failure);
    }
}

/// Answers that mean that the target is not to be called.
///
/// # Source
/// EventBridge User Guide, "Event enrichment in Amazon EventBridge Pipes".
fn is_empty(answer: &str) -> bool {
    // One letter more than the longest of them.
    let compact: String = answer.chars().filter(|letter| !letter.is_whitespace()).take(5).collect();
    matches!(compact.as_str(), "" | "\"\"" | "{}" | "[]" | "null")
}

/// The items of an answer, and whether it is a list.
fn answered(pipe: &Pipe, answer: &str) -> (Vec<Item>, bool) {
    match serde_json::from_str::<Vec<&serde_json::value::RawValue>>(answer) {
        Ok(items) => (items.iter().map(|item| Item::answered(pipe, item.get())).collect(), true),
        Err(_) => (vec![Item::answered(pipe, answer)], false),
    }
}

pub(super) fn origin(pipe: &Pipe, execution: &str, part: PipePart) -> Origin {
    Origin::Pipe { pipe: pipe.name.clone(), execution: execution.to_owned(), part }
}

/// What failed in a way that may pass is called again for as long as an execution may take.
pub(super) const fn retry() -> RetryPolicy {
    RetryPolicy::new(185, 300)
}
