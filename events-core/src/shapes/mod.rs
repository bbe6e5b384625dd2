//! The shapes of the actions that the door answers.

mod archives;
mod buses;
mod entries;
mod letters;
mod permissions;
mod replays;
mod rules;
mod tags;
mod target;
mod targets;

pub(crate) use archives::{CREATE_ARCHIVE, DELETE_ARCHIVE, DESCRIBE_ARCHIVE, LIST_ARCHIVES, UPDATE_ARCHIVE};
pub(crate) use buses::{CREATE_EVENT_BUS, DELETE_EVENT_BUS, DESCRIBE_EVENT_BUS, LIST_EVENT_BUSES, UPDATE_EVENT_BUS};
pub(crate) use entries::PUT_EVENTS;
pub(crate) use permissions::{PUT_PERMISSION, REMOVE_PERMISSION};
pub(crate) use replays::{CANCEL_REPLAY, DESCRIBE_REPLAY, LIST_REPLAYS, START_REPLAY};
pub(crate) use rules::{
    DELETE_RULE, DESCRIBE_RULE, DISABLE_RULE, ENABLE_RULE, LIST_RULE_NAMES_BY_TARGET, LIST_RULES, PUT_RULE,
    TEST_EVENT_PATTERN,
};
pub(crate) use tags::{LIST_TAGS_FOR_RESOURCE, TAG_RESOURCE, UNTAG_RESOURCE};
pub(crate) use target::TARGET;
pub(crate) use targets::{LIST_TARGETS_BY_RULE, PUT_TARGETS, REMOVE_TARGETS};

use cupola_base::shape::{Operation, Range, Shape, Text};

use letters::{BUS_LETTERS, BUS_OR_ARN, EVENT_SOURCE_LETTERS, NAME_LETTERS};

/// The actions that [`Engine::call`](crate::Engine::call) answers, with the shapes of their requests and
/// answers.
///
/// ```
/// use cupola_events::OPERATIONS;
///
/// let put = OPERATIONS.iter().find(|operation| operation.name == "PutEvents").unwrap();
/// assert!(put.input.member("Entries").is_some());
/// assert!(put.output.member("FailedEntryCount").is_some());
/// ```
///
/// # Source
/// EventBridge API Reference.
pub static OPERATIONS: &[Operation] = &[
    CANCEL_REPLAY,
    CREATE_ARCHIVE,
    CREATE_EVENT_BUS,
    DELETE_ARCHIVE,
    DELETE_EVENT_BUS,
    DELETE_RULE,
    DESCRIBE_ARCHIVE,
    DESCRIBE_EVENT_BUS,
    DESCRIBE_REPLAY,
    DESCRIBE_RULE,
    DISABLE_RULE,
    ENABLE_RULE,
    LIST_ARCHIVES,
    LIST_EVENT_BUSES,
    LIST_REPLAYS,
    LIST_RULE_NAMES_BY_TARGET,
    LIST_RULES,
    LIST_TAGS_FOR_RESOURCE,
    LIST_TARGETS_BY_RULE,
    PUT_EVENTS,
    PUT_PERMISSION,
    PUT_RULE,
    PUT_TARGETS,
    REMOVE_PERMISSION,
    REMOVE_TARGETS,
    START_REPLAY,
    TAG_RESOURCE,
    TEST_EVENT_PATTERN,
    UNTAG_RESOURCE,
    UPDATE_ARCHIVE,
    UPDATE_EVENT_BUS,
];

static RULE_NAME: Shape = Shape::Text(Text::of(1, 64).like(NAME_LETTERS));
static TARGET_ID: Shape = Shape::Text(Text::of(1, 64).like(NAME_LETTERS));
static BUS_NAME: Shape = Shape::Text(Text::of(1, 256).like(BUS_LETTERS));
static BUS_NAME_OR_ARN: Shape = Shape::Text(Text::of(1, 1600).like(BUS_OR_ARN));
static EVENT_SOURCE_NAME: Shape = Shape::Text(Text::of(1, 256).like(EVENT_SOURCE_LETTERS));
static ARN: Shape = Shape::Text(Text::of(1, 1600));
static NEXT_TOKEN: Shape = Shape::Text(Text::of(1, 2048));
static LIMIT: Shape = Shape::Integer(Range::of(1, 100));
