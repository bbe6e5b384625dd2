//! PutEvents.

use cupola_base::{ApiError, Caller, Timestamp};

use crate::wire::{PutEventsAnswer, PutEventsRequest};
use crate::{Engine, Entry};

impl Engine {
    pub(super) fn answer_put_events(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        request: PutEventsRequest,
    ) -> Result<PutEventsAnswer, ApiError> {
        if let Some(id) = &request.endpoint_id
            && !self.list_endpoints().any(|endpoint| endpoint.id == *id)
        {
            let message = format!("Parameter EndpointId is not valid. Reason: there is no endpoint {id}.");
            return Err(ApiError::caller("ValidationException", message));
        }
        let entries = request.entries.into_iter().map(Entry::from).collect();
        Ok(self.put_events_as(now, &caller.principal, entries)?.into())
    }
}
