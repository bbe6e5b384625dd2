//! The shapes of the actions that the door answers.

mod bindings;
mod contents;
mod discoverers;
mod registries;
mod tags;

pub(crate) use bindings::{DESCRIBE_CODE_BINDING, GET_CODE_BINDING_SOURCE, PUT_CODE_BINDING};
pub(crate) use contents::{
    CREATE_SCHEMA, DELETE_SCHEMA, DELETE_SCHEMA_VERSION, DESCRIBE_SCHEMA, EXPORT_SCHEMA, GET_DISCOVERED_SCHEMA,
    LIST_SCHEMA_VERSIONS, LIST_SCHEMAS, SEARCH_SCHEMAS, UPDATE_SCHEMA,
};
pub(crate) use discoverers::{
    CREATE_DISCOVERER, DELETE_DISCOVERER, DESCRIBE_DISCOVERER, LIST_DISCOVERERS, START_DISCOVERER, STOP_DISCOVERER,
    UPDATE_DISCOVERER,
};
pub(crate) use registries::{
    CREATE_REGISTRY, DELETE_REGISTRY, DELETE_RESOURCE_POLICY, DESCRIBE_REGISTRY, GET_RESOURCE_POLICY, LIST_REGISTRIES,
    PUT_RESOURCE_POLICY, UPDATE_REGISTRY,
};
pub(crate) use tags::{LIST_TAGS_FOR_RESOURCE, TAG_RESOURCE, UNTAG_RESOURCE};

use cupola_base::shape::{List, Map, Operation, Range, Shape, TEXT, Text};

/// The actions that [`Engine::call_schemas`](crate::Engine::call_schemas) answers, with the shapes of their requests and
/// answers, and how they travel.
///
/// ```
/// use cupola_events::schemas::OPERATIONS;
///
/// let create = OPERATIONS.iter().find(|operation| operation.name == "CreateRegistry").unwrap();
/// assert!(create.http.is_some_and(|http| http.path == "/v1/registries/name/{RegistryName}" && http.status == 201));
/// ```
///
/// # Source
/// EventBridge Schema Registry API Reference.
pub static OPERATIONS: &[Operation] = &[
    CREATE_DISCOVERER,
    CREATE_REGISTRY,
    CREATE_SCHEMA,
    DELETE_DISCOVERER,
    DELETE_REGISTRY,
    DELETE_RESOURCE_POLICY,
    DELETE_SCHEMA,
    DELETE_SCHEMA_VERSION,
    DESCRIBE_CODE_BINDING,
    DESCRIBE_DISCOVERER,
    DESCRIBE_REGISTRY,
    DESCRIBE_SCHEMA,
    EXPORT_SCHEMA,
    GET_CODE_BINDING_SOURCE,
    GET_DISCOVERED_SCHEMA,
    GET_RESOURCE_POLICY,
    LIST_DISCOVERERS,
    LIST_REGISTRIES,
    LIST_SCHEMA_VERSIONS,
    LIST_SCHEMAS,
    LIST_TAGS_FOR_RESOURCE,
    PUT_CODE_BINDING,
    PUT_RESOURCE_POLICY,
    SEARCH_SCHEMAS,
    START_DISCOVERER,
    STOP_DISCOVERER,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_DISCOVERER,
    UPDATE_REGISTRY,
    UPDATE_SCHEMA,
];

static DESCRIPTION: Shape = Shape::Text(Text::of(0, 256));
static CONTENT: Shape = Shape::Text(Text::of(1, 100_000));
static FORMAT: Shape = Shape::Text(Text::one_of(&["OpenApi3", "JSONSchemaDraft4"]));
/// The service's model names no bounds; these are ours.
static LIMIT: Shape = Shape::Integer(Range::of(1, 100));
static TOKEN_ID: Shape = Shape::Text(Text::of(0, 36));
static SOURCE_ARN: Shape = Shape::Text(Text::of(20, 1600));
static EVENTS: Shape = Shape::List(List::of(&EVENT).within(1, 10));
static EVENT: Shape = Shape::Text(Text::of(1, 100_000));
static TAGS: Shape = Shape::Map(Map { value: &TEXT });
static TAG_KEYS: Shape = Shape::List(List::of(&TEXT));
