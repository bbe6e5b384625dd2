//! The target stage.

use cupola_base::json::Json;
use cupola_base::outbox::ErrorCode;
use cupola_base::{Draft, Payload, Timestamp};

use super::enrich::{origin, retry};
use super::log::Shown;
use super::stage::{Item, list};
use super::{Calls, Failure, Stage};
use crate::delivery::PipePart;
use crate::pipes::target::TargetKind;
use crate::pipes::{Pipe, PipeStep};
use crate::{Engine, Entry, PutEventsError};

impl Engine {
    /// Sends items to the target: as a list, or one by one.
    pub(super) fn aim(&mut self, now: Timestamp, id: &str, pipe: &Pipe, items: &[Item], is_list: bool) {
        let kind = pipe.target_kind();
        if let Some(most) = kind.most().filter(|most| items.len() > *most as usize) {
            let message = format!("the enrichment answered {} items, the target takes {most} at once", items.len());
            let failure = Failure::new("RESOURCE_LIMIT_EXCEEDED", message);
            self.state.step(now, &pipe.name, id, PipeStep::TargetStageFailed, Shown::error(&failure));
            return self.state.fail_all(now, id, &failure);
        }
        self.state.step(now, &pipe.name, id, PipeStep::TargetStageEntered, Shown::default());
        match self.target_inputs(now, id, pipe, kind, items) {
            Ok(inputs) => self.call_target(now, id, pipe, kind, items, inputs, is_list),
            Err(failure) => {
                self.state.step(now, &pipe.name, id, PipeStep::TargetTransformationFailed, Shown::error(&failure));
                self.state.step(now, &pipe.name, id, PipeStep::TargetStageFailed, Shown::error(&failure));
                self.state.fail_all(now, id, &failure);
            }
        }
    }

    fn target_inputs(
        &mut self,
        now: Timestamp,
        id: &str,
        pipe: &Pipe,
        kind: TargetKind,
        items: &[Item],
    ) -> Result<Vec<Payload>, Failure> {
        if pipe.target_settings.template.is_some() {
            self.state.step(now, &pipe.name, id, PipeStep::TargetTransformationStarted, Shown::default());
        }
        self.inputs(now, pipe, &pipe.target_settings, kind, items)
    }

    #[expect(clippy::too_many_arguments, reason = "all that a call is made of")]
    fn call_target(
        &mut self,
        now: Timestamp,
        id: &str,
        pipe: &Pipe,
        kind: TargetKind,
        items: &[Item],
        inputs: Vec<Payload>,
        is_list: bool,
    ) {
        let request = list(&inputs);
        if pipe.target_settings.template.is_some() {
            self.state.step(now, &pipe.name, id, PipeStep::TargetTransformationSucceeded, Shown::payload(&request));
        }
        self.state.step(now, &pipe.name, id, PipeStep::TargetInvocationStarted, Shown::default());
        let waits = pipe.target_settings.waits(kind);
        let whole = kind.takes_lists();
        let mut calls = Calls {
            items: items.iter().map(|item| item.id.clone()).collect(),
            whole,
            heeds_answer: whole && waits || kind == TargetKind::Http,
            request,
            ..Calls::default()
        };
        let payloads = match (whole, is_list) {
            (true, true) => vec![Payload::of(calls.request.clone())],
            _ => inputs,
        };
        for ((at, item), payload) in items.iter().enumerate().zip(payloads) {
            match self.call_one(now, id, pipe, kind, (&item.event, at), payload) {
                Ok(Some(delivery)) => {
                    calls.open.insert(delivery, at);
                }
                Ok(None) => {}
                Err(failure) => calls.fail(at, failure),
            }
        }
        if let Some(execution) = self.state.pipes.executions.get_mut(id) {
            execution.stage = Stage::Target(Box::new(calls));
        }
        self.state.conclude(now, id);
    }

    /// Calls the target for an item, or for all; a bus takes the event at once.
    fn call_one(
        &mut self,
        now: Timestamp,
        id: &str,
        pipe: &Pipe,
        kind: TargetKind,
        (event, at): (&Json, usize),
        payload: Payload,
    ) -> Result<Option<cupola_base::DeliveryId>, Failure> {
        kind.check_size(payload.as_str())?;
        if kind == TargetKind::Bus {
            return self.put_on_bus(now, pipe, event, &payload).map(|()| None);
        }
        let call = pipe.target_settings.call(kind, Some(event), &payload, now, pipe.target_settings.waits(kind));
        let arn = pipe.name.arn(self.place());
        let draft = Draft::new(now, arn.as_str(), pipe.target.as_str(), payload).with_call(call).with_retry(retry());
        Ok(Some(self.state.deliver(draft, origin(pipe, id, PipePart::Target(at)))))
    }

    /// # Source
    /// EventBridge Pipes API Reference, PipeTargetEventBridgeEventBusParameters; source and detail type of an event for
    /// which nothing is told as seen in events of pipes.
    fn put_on_bus(&mut self, now: Timestamp, pipe: &Pipe, event: &Json, payload: &Payload) -> Result<(), Failure> {
        let told = pipe.target_settings.bus(event);
        let source = told.source.unwrap_or_else(|| format!("Pipe {}", pipe.name));
        let kind = pipe.source.kind.event_source();
        let detail_type = told.detail_type.unwrap_or_else(|| format!("Event from {kind}"));
        let mut entry = Entry::new(source, detail_type, payload.as_str()).with_bus(pipe.target.as_str());
        entry.resources = told.resources;
        entry.time = told.time;
        if self.bus(pipe.target.as_str()).is_none() {
            return Err(Failure::new(ErrorCode::NoResource.as_str(), "the event bus does not exist"));
        }
        let too_large = |error: PutEventsError| Failure::new("ValidationException", error.to_string());
        self.state.check_request(1, 1, entry.size()).map_err(too_large)?;
        let root = self.root_of(self.place().account.as_str());
        match self.put_entry(now, &root, entry, &|_| Ok(())) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::new(error.code(), error.to_string())),
        }
    }
}

impl Calls {
    pub(super) fn fail(&mut self, at: usize, failure: Failure) {
        match self.whole {
            true => self.failed.extend(0..self.items.len()),
            false => {
                self.failed.insert(at);
            }
        }
        self.error.get_or_insert(failure);
    }
}

impl TargetKind {
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency": the greatest payloads.
    pub(super) fn check_size(self, payload: &str) -> Result<(), Failure> {
        let (is_over, most) = match self {
            Self::Machine => (payload.chars().count() > 262_144, "262144 characters"),
            _ => (payload.len() as u64 > super::batch::MOST_BYTES, "6 MB"),
        };
        match is_over {
            true => Err(Failure::new("RESOURCE_LIMIT_EXCEEDED", format!("the payload has more than {most}"))),
            false => Ok(()),
        }
    }
}
