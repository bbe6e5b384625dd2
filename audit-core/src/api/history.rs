//! Actions on event history.

use super::{Answer, Call, answer};
use crate::Engine;
use crate::wire::history::{FoundEvents, LookupEvents};

pub(super) fn lookup_events(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: LookupEvents = call.read()?;
    let page = engine.lookup_events(call.now, &request.lookup()?, request.next_token.as_deref())?;
    answer(&FoundEvents::from(&page))
}
