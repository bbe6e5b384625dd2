//! Actions on insights of trails, and on public keys.

use cupola_base::ApiError;

use super::{Answer, Call, answer};
use crate::Engine;
use crate::trail::TrailError;
use crate::wire::insights::{Insights, InsightsOf, Keys, KeysOf};

pub(super) fn get_insight_selectors(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: InsightsOf = call.read()?;
    answer(&Insights::from(engine.insight_selectors(request.trail()?)?))
}

pub(super) fn put_insight_selectors(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: InsightsOf = call.read()?;
    let name = request.trail()?.to_owned();
    answer(&Insights::from(engine.put_insight_selectors(call.now, &name, request.selectors()?)?))
}

pub(super) fn list_public_keys(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: KeysOf = call.read()?;
    if request.next_token.is_some() {
        return Err(TrailError::Token.into());
    }
    let (from, until) = (request.start_time.map(|time| time.0), request.end_time.map(|time| time.0));
    let keys = engine.public_keys(from, until);
    let keys = keys.map_err(|error| ApiError::caller("InvalidTimeRangeException", error.to_string()))?;
    answer(&Keys { public_key_list: keys.map(Into::into).collect() })
}
