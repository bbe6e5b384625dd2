//! Actions on event data stores.

use super::{Answer, Call, answer, nothing};
use crate::wire::lake::{
    CreateStore, CreatedStore, ListedStores, NamedStore, PagedStores, StandingStore, UpdateStore, WireStore,
};
use crate::{Engine, ListRequest};

pub(super) fn create(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateStore = call.read()?;
    answer(&CreatedStore::from(engine.create_event_data_store(call.now, request.request()?)?))
}

pub(super) fn update(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UpdateStore = call.read()?;
    let store = request.event_data_store.clone();
    answer(&StandingStore::from(engine.update_event_data_store(call.now, &store, request.changes()?)?))
}

pub(super) fn get(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedStore = call.read()?;
    answer(&StandingStore::from(engine.event_data_store(&request.event_data_store)?))
}

pub(super) fn delete(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStore = call.read()?;
    engine.delete_event_data_store(call.now, &request.event_data_store)?;
    nothing()
}

pub(super) fn restore(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStore = call.read()?;
    answer(&WireStore::from(engine.restore_event_data_store(call.now, &request.event_data_store)?))
}

pub(super) fn list(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: PagedStores = call.read()?;
    let token = request.next_token.as_deref();
    answer(&ListedStores::from(engine.list_event_data_stores(ListRequest { most: request.max_results, token })?))
}

pub(super) fn start_ingestion(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStore = call.read()?;
    engine.start_event_data_store_ingestion(call.now, &request.event_data_store)?;
    nothing()
}

pub(super) fn stop_ingestion(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStore = call.read()?;
    engine.stop_event_data_store_ingestion(call.now, &request.event_data_store)?;
    nothing()
}
