//! Actions on insights of trails, and on public keys.

use cupola_base::ApiError;

use super::{Answer, Call, answer};
use crate::Engine;
use crate::trail::TrailError;
use crate::wire::TrailOrStore;
use crate::wire::history::FoundEvents;
use crate::wire::insights::{Insights, InsightsOf, Keys, KeysOf, StoreInsights};
use crate::wire::points::{DataOf, Points, PointsOf};

pub(super) fn get_insight_selectors(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: InsightsOf = call.read()?;
    match request.target()? {
        TrailOrStore::Trail(name) => answer(&Insights::from(engine.insight_selectors(name)?)),
        TrailOrStore::Store(store) => answer(&StoreInsights::from(engine.event_data_store_insights(store)?)),
    }
}

pub(super) fn put_insight_selectors(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: InsightsOf = call.read()?;
    let destination = request.insights_destination.clone();
    match request.target()? {
        TrailOrStore::Trail(_) if destination.is_some() => Err(TrailError::DestinationOfStores.into()),
        TrailOrStore::Trail(name) => {
            let name = name.to_owned();
            answer(&Insights::from(engine.put_insight_selectors(call.now, &name, request.selectors()?)?))
        }
        TrailOrStore::Store(store) => {
            let store = store.to_owned();
            let (selectors, to) = (request.selectors()?, destination.as_deref());
            answer(&StoreInsights::from(engine.put_event_data_store_insights(call.now, &store, selectors, to)?))
        }
    }
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

pub(super) fn list_insights_data(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: DataOf = call.read()?;
    let page = engine.list_insights_data(call.now, &request.question()?, request.next_token.as_deref())?;
    answer(&FoundEvents::from(&page))
}

pub(super) fn list_insights_metric_data(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PointsOf = call.read()?;
    let points = engine.list_insights_metric_data(call.now, &request.question()?, request.next_token.as_deref())?;
    answer(&Points::of(&request, &points))
}
