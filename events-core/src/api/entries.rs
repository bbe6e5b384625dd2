//! PutEvents.

use cupola_base::{ApiError, Caller, Timestamp};

use crate::wire::{PutEventsAnswer, PutEventsRequest, ResultAnswer};
use crate::{Engine, Entry};

impl Engine {
    pub(super) fn answer_put_events(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        request: PutEventsRequest,
    ) -> Result<PutEventsAnswer, ApiError> {
        if request.endpoint_id.is_some() {
            let message = "Parameter EndpointId is not supported yet: there are no global endpoints.";
            return Err(ApiError::caller("ValidationException", message));
        }
        let entries = request.entries.into_iter().map(Entry::from).collect();
        let results = self.put_events_as(now, &caller.principal, entries)?;
        Ok(PutEventsAnswer {
            failed_entry_count: results.iter().filter(|result| result.is_err()).count(),
            entries: results.into_iter().map(ResultAnswer::from).collect(),
        })
    }
}
