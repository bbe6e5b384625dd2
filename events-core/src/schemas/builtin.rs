//! The registry of the services' own events.

use std::sync::LazyLock;

use cupola_base::Timestamp;

use super::names::AWS_EVENTS;
use super::{RegisteredSchema, Registry, RegistryName, SchemaName};
use crate::schema::{Format, Inference, discovered_name};

/// `aws.events`. AWS's own holds hundreds of schemas written by the services; ours holds what can be inferred from the
/// events in [`fixtures`], each in one version of 2019-12-01, when the registry was announced.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(build);
    &REGISTRY
}

/// Events of the services in their documented form, one JSON object each: several of one kind where they differ.
pub(crate) fn fixtures() -> impl Iterator<Item = &'static str> {
    include_str!("fixtures.jsonl").lines()
}

fn build() -> Registry {
    let mut registry = Registry::new(RegistryName::new(AWS_EVENTS).expect("a name of ours"));
    registry.description = Some("Schemas of events of AWS services, inferred from documented events".to_owned());
    for event in fixtures() {
        let seen = Inference::of(event).expect("our own events are events");
        let name = name(&seen);
        let new = || RegisteredSchema::new(registry.name.clone(), name.clone(), WRITTEN);
        let schema = registry.schemas.entry(name.clone()).or_insert_with(new);
        schema.seen.get_or_insert_with(|| seen.clone()).merge(&seen);
    }
    for schema in registry.schemas.values_mut() {
        let seen = schema.seen.take().expect("each was made of an event");
        schema.push(Format::OpenApi3, seen.schema().print(Format::OpenApi3), WRITTEN);
    }
    registry
}

fn name(seen: &Inference) -> SchemaName {
    let schema = seen.schema();
    let events = schema.events().expect("our own events are in the envelope");
    SchemaName::new(discovered_name(&events.source, &events.detail_type)).expect("our own events have short names")
}

const WRITTEN: Timestamp = Timestamp::from_secs(1_575_158_400);
