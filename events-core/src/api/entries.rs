//! PutEvents.

use cupola_base::{ApiError, Timestamp};

use crate::wire::{PutEventsAnswer, PutEventsRequest, ResultAnswer};
use crate::{Engine, Entry};

impl Engine {
    pub(super) fn answer_put_events(
        &mut self,
        now: Timestamp,
        request: PutEventsRequest,
    ) -> Result<PutEventsAnswer, ApiError> {
        if request.endpoint_id.is_some() {
            let message = "Parameter EndpointId is not supported yet: there are no global endpoints.";
            return Err(ApiError::caller("ValidationException", message));
        }
        let results = self.put_events(now, request.entries.into_iter().map(Entry::from).collect())?;
        Ok(PutEventsAnswer {
            failed_entry_count: results.iter().filter(|result| result.is_err()).count(),
            entries: results.into_iter().map(ResultAnswer::from).collect(),
        })
    }
}
