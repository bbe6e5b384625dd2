//! Actions on trails.

use super::{Answer, Call, answer, nothing};
use crate::trail::{Trail, TrailError, TrailRequest};
use crate::wire::TrailOrStore;
use crate::wire::configuration::{EventConfiguration, PutEventConfiguration, StoreConfiguration};
use crate::wire::trails::{
    CreateTrail, DescribeTrails, DescribedTrails, ListTags, ListedTrails, NamedTrail, OneTrail, Paged, TagList,
    TagLists, TaggedResource, TrailOfSelectors, TrailSelectors, UpdateTrail, WireStatus, WireTag, WireTrail,
};
use crate::{Engine, LakeError, SizeClass};

pub(super) fn create_trail(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateTrail = call.read()?;
    answer(&WireTrail::from(engine.create_trail(call.now, TrailRequest::from(request))?))
}

pub(super) fn update_trail(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UpdateTrail = call.read()?;
    let name = request.name.clone();
    answer(&WireTrail::from(engine.update_trail(call.now, &name, &request.changes())?))
}

pub(super) fn delete_trail(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedTrail = call.read()?;
    engine.delete_trail(call.now, &request.name)?;
    nothing()
}

pub(super) fn start_logging(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedTrail = call.read()?;
    engine.start_logging(call.now, &request.name)?;
    nothing()
}

pub(super) fn stop_logging(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedTrail = call.read()?;
    engine.stop_logging(call.now, &request.name)?;
    nothing()
}

pub(super) fn get_trail(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedTrail = call.read()?;
    answer(&OneTrail { trail: WireTrail::standing(engine.trail(&request.name)?) })
}

pub(super) fn get_trail_status(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedTrail = call.read()?;
    let trail = engine.trail(&request.name).map_err(|error| with_arn(engine, error))?;
    answer(&WireStatus::from(trail))
}

/// The service says the ARN of a trail whose status it does not know.
fn with_arn(engine: &Engine, error: TrailError) -> TrailError {
    match (error, engine.place()) {
        (TrailError::Unknown { name, account }, place) if !name.starts_with("arn:") => TrailError::Unknown {
            name: format!("arn:{}:cloudtrail:{}:{account}:trail/{name}", place.region.partition(), place.region),
            account,
        },
        (error, _) => error,
    }
}

/// Without names all that are seen here; with names those that are there.
pub(super) fn describe_trails(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeTrails = call.read()?;
    let names = request.trail_name_list.unwrap_or_default();
    let shadows = request.include_shadow_trails.unwrap_or(true);
    let trails: Vec<&Trail> = match names.is_empty() {
        true => engine.trails().filter(|trail| shadows || trail.home() == *engine.place()).collect(),
        false => names.iter().filter_map(|name| known(engine, name).transpose()).collect::<Result<_, _>>()?,
    };
    answer(&DescribedTrails { trail_list: trails.into_iter().map(WireTrail::standing).collect() })
}

fn known<'e>(engine: &'e Engine, name: &str) -> Result<Option<&'e Trail>, TrailError> {
    match engine.trail(name) {
        Err(TrailError::Unknown { .. }) => Ok(None),
        found => found.map(Some),
    }
}

pub(super) fn list_trails(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: Paged = call.read()?;
    refuse_token(request.next_token)?;
    answer(&ListedTrails { trails: engine.trails().map(Into::into).collect() })
}

pub(super) fn put_event_selectors(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TrailOfSelectors = call.read()?;
    let name = request.trail_name.clone();
    answer(&TrailSelectors::from(engine.put_event_selectors(call.now, &name, request.selectors()?)?))
}

pub(super) fn get_event_selectors(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: TrailOfSelectors = call.read()?;
    answer(&TrailSelectors::from(engine.trail(&request.trail_name)?))
}

pub(super) fn put_event_configuration(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutEventConfiguration = call.read()?;
    if let TrailOrStore::Store(store) = target(&request)? {
        let store = store.to_owned();
        return put_store_configuration(engine, call, &store, request);
    }
    let name = request.trail_name.unwrap_or_default();
    if request.max_event_size.is_some() || request.context_key_selectors.is_some() {
        return Err(TrailError::OfEventDataStores.into());
    }
    let mut templates = Vec::new();
    for configuration in request.aggregation_configurations.unwrap_or_default() {
        if configuration.event_category != "Data" {
            return Err(TrailError::AggregationCategory(configuration.event_category).into());
        }
        for word in configuration.templates {
            templates.push(word.parse().map_err(|_| TrailError::AggregationTemplate(word))?);
        }
    }
    answer(&EventConfiguration::from(engine.put_aggregation(call.now, &name, templates)?))
}

pub(super) fn get_event_configuration(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: PutEventConfiguration = call.read()?;
    match target(&request)? {
        TrailOrStore::Trail(name) => answer(&EventConfiguration::from(engine.trail(name)?)),
        TrailOrStore::Store(store) => answer(&StoreConfiguration::from(engine.event_data_store(store)?)),
    }
}

fn put_store_configuration(
    engine: &mut Engine,
    call: &Call<'_>,
    store: &str,
    request: PutEventConfiguration,
) -> Answer {
    if request.aggregation_configurations.is_some() {
        return Err(TrailError::OfTrails.into());
    }
    let size = |word: String| SizeClass::from_name(&word).ok_or(LakeError::Size(word));
    let size = request.max_event_size.map(size).transpose()?;
    let keys = request.context_key_selectors;
    answer(&StoreConfiguration::from(engine.put_event_configuration(call.now, store, size, keys)?))
}

fn target(request: &PutEventConfiguration) -> Result<TrailOrStore<'_>, TrailError> {
    TrailOrStore::of(request.trail_name.as_deref(), request.event_data_store.as_deref())
}

pub(super) fn add_tags(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TaggedResource = call.read()?;
    let trail = request.resource_id.clone();
    let tags = request.tags().into_iter().map(|(key, value)| (key, value.unwrap_or_default()));
    engine.add_tags(call.now, &trail, tags)?;
    nothing()
}

pub(super) fn remove_tags(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TaggedResource = call.read()?;
    let trail = request.resource_id.clone();
    engine.remove_tags(call.now, &trail, &request.tags())?;
    nothing()
}

pub(super) fn list_tags(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: ListTags = call.read()?;
    refuse_token(request.next_token)?;
    let list = |resource_id: String| {
        let tags_list = WireTag::list(engine.tags(&resource_id)?);
        Ok(TagList { resource_id, tags_list })
    };
    let lists: Result<_, TrailError> = request.resource_id_list.into_iter().map(list).collect();
    answer(&TagLists { resource_tag_list: lists? })
}

/// All stands on one page: no token was ever given.
fn refuse_token(token: Option<String>) -> Result<(), TrailError> {
    token.map_or(Ok(()), |_| Err(TrailError::Token))
}
