//! Actions on queries of event data stores.

use super::{Answer, Call, answer};
use crate::wire::queries::{
    ListQueries, ListedQueries, NamedQuery, QueryDescribed, QueryResults, QueryStanding, StartQuery,
};
use crate::{Engine, LakeQueryRefusal};

pub(super) fn start(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: StartQuery = call.read()?;
    let owner = request.owner.check(engine.place().account).map_err(LakeQueryRefusal::from)?;
    answer(&QueryStanding::started(engine.start_lake_query(call.now, request.request())?, owner))
}

pub(super) fn describe(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedQuery = call.read()?;
    let owner = request.owner.check(engine.place().account).map_err(LakeQueryRefusal::from)?;
    let query = engine.lake_query(request.event_data_store.as_deref(), request.described()?)?;
    answer(&QueryDescribed::of(query, call.now, owner))
}

pub(super) fn results(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedQuery = call.read()?;
    request.owner.check(engine.place().account).map_err(LakeQueryRefusal::from)?;
    let store = request.event_data_store.as_deref();
    answer(&QueryResults::of(engine.lake_query_results(call.now, store, request.id()?, request.page())?, call.now))
}

pub(super) fn list(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: ListQueries = call.read()?;
    let list = engine.list_lake_queries(call.now, &request.event_data_store, request.request()?)?;
    answer(&ListedQueries::of(list, call.now))
}

pub(super) fn cancel(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedQuery = call.read()?;
    let owner = request.owner.check(engine.place().account).map_err(LakeQueryRefusal::from)?;
    let query = engine.cancel_lake_query(call.now, request.event_data_store.as_deref(), request.id()?)?;
    answer(&QueryStanding::standing(query, call.now, owner))
}
