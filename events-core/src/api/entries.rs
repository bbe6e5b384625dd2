//! PutEvents.

use cupola_base::{ApiError, Caller, Timestamp};

use super::door;
use crate::wire::{PutEventsAnswer, PutEventsRequest};
use crate::{Ask, Engine, Entry, shapes};

impl Engine {
    /// As [`call`](Self::call), among places that can be asked: see [`put_events_among`](Self::put_events_among).
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_among(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        action: &str,
        input: &str,
        ask: Ask<'_>,
    ) -> Result<String, ApiError> {
        if action != "PutEvents" {
            return self.call(now, caller, action, input);
        }
        let now = self.see(now);
        self.authorize(caller, action, input)?;
        door(&shapes::PUT_EVENTS, input, |request| self.answer_put_events(now, caller, request, ask))
    }

    pub(super) fn answer_put_events(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        request: PutEventsRequest,
        ask: Ask<'_>,
    ) -> Result<PutEventsAnswer, ApiError> {
        if let Some(id) = &request.endpoint_id
            && !self.list_endpoints().any(|endpoint| endpoint.id == *id)
        {
            let message = format!("Parameter EndpointId is not valid. Reason: there is no endpoint {id}.");
            return Err(ApiError::caller("ValidationException", message));
        }
        let entries = request.entries.into_iter().map(Entry::from).collect();
        Ok(self.put_events_among(now, &caller.principal, entries, ask)?.into())
    }
}
