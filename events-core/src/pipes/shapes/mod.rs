//! The shapes of the actions of EventBridge Pipes.

use cupola_base::shape::{List, Map, Member, NOTHING, Operation, Range, Shape, TEXT, Text, Travel};

mod ecs;
mod jobs;
mod letters;
mod log;
mod source;
mod target;

pub(super) use log::LOG_CONFIGURATION;
pub(super) use source::{SOURCE_PARAMETERS, UPDATE_SOURCE_PARAMETERS};
pub(super) use target::{ENRICHMENT_PARAMETERS, TARGET_PARAMETERS};

/// The actions that [`Engine::call_pipes`](crate::Engine::call_pipes) answers, with the shapes of their requests and
/// answers.
///
/// ```
/// use cupola_events::pipes::OPERATIONS;
///
/// let start = OPERATIONS.iter().find(|operation| operation.name == "StartPipe").unwrap();
/// assert_eq!(start.http.map(|http| (http.method, http.path)), Some(("POST", "/v1/pipes/{Name}/start")));
/// ```
///
/// # Source
/// EventBridge Pipes API Reference.
pub static OPERATIONS: &[Operation] = &[
    CREATE_PIPE,
    DELETE_PIPE,
    DESCRIBE_PIPE,
    LIST_PIPES,
    LIST_TAGS_FOR_RESOURCE,
    START_PIPE,
    STOP_PIPE,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_PIPE,
];

static NAME: Shape = Shape::Text(Text::of(1, 64).like(letters::NAME));
static ARN: Shape = Shape::Text(Text::of(1, 1600).like(letters::ARN));
static PIPE_ARN: Shape = Shape::Text(Text::of(1, 1600).like(letters::PIPE_ARN));
static OPTIONAL_ARN: Shape = Shape::Text(Text::of(0, 1600).like(letters::OPTIONAL_ARN));
static ROLE_ARN: Shape = Shape::Text(Text::of(1, 1600).like(letters::ROLE));
static RESOURCE: Shape = Shape::Text(Text::of(1, 1600));
static DESCRIPTION: Shape = Shape::Text(Text::of(0, 512));
static KEY: Shape = Shape::Text(Text::of(0, 2048).like(letters::KEY));
static REQUESTED: Shape = Shape::Text(Text::one_of(&["RUNNING", "STOPPED"]));
static STATE: Shape = Shape::Text(Text::one_of(&[
    "RUNNING",
    "STOPPED",
    "CREATING",
    "UPDATING",
    "DELETING",
    "STARTING",
    "STOPPING",
    "CREATE_FAILED",
    "UPDATE_FAILED",
    "START_FAILED",
    "STOP_FAILED",
    "DELETE_FAILED",
    "CREATE_ROLLBACK_FAILED",
    "DELETE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_FAILED",
]));
static TAGS: Shape = Shape::Map(Map { value: &Shape::Text(Text::of(0, 256)) });
static NAMED: Shape = Shape::Structure(&[Member::required("Name", &NAME)]);

/// What all that changes a pipe answers.
static CHANGED: Shape = Shape::Structure(&[
    Member::optional("Arn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("DesiredState", &TEXT),
    Member::optional("CurrentState", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);

pub(super) static CREATE_PIPE: Operation = Operation::new(
    "CreatePipe",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("DesiredState", &REQUESTED),
        Member::required("Source", &Shape::Text(Text::of(1, 1600).like(letters::ARN_OR_URL))),
        Member::optional("SourceParameters", &SOURCE_PARAMETERS),
        Member::optional("Enrichment", &OPTIONAL_ARN),
        Member::optional("EnrichmentParameters", &ENRICHMENT_PARAMETERS),
        Member::required("Target", &ARN),
        Member::optional("TargetParameters", &TARGET_PARAMETERS),
        Member::required("RoleArn", &ROLE_ARN),
        Member::optional("Tags", &TAGS),
        Member::optional("LogConfiguration", &LOG_CONFIGURATION),
        Member::optional("KmsKeyIdentifier", &KEY),
    ]),
    &CHANGED,
)
.at("POST", "/v1/pipes/{Name}");

pub(super) static UPDATE_PIPE: Operation = Operation::new(
    "UpdatePipe",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("DesiredState", &REQUESTED),
        Member::optional("SourceParameters", &UPDATE_SOURCE_PARAMETERS),
        Member::optional("Enrichment", &OPTIONAL_ARN),
        Member::optional("EnrichmentParameters", &ENRICHMENT_PARAMETERS),
        Member::optional("Target", &ARN),
        Member::optional("TargetParameters", &TARGET_PARAMETERS),
        Member::required("RoleArn", &ROLE_ARN),
        Member::optional("LogConfiguration", &LOG_CONFIGURATION),
        Member::optional("KmsKeyIdentifier", &KEY),
    ]),
    &CHANGED,
)
.at("PUT", "/v1/pipes/{Name}");

pub(super) static DESCRIBE_PIPE: Operation = Operation::new(
    "DescribePipe",
    &NAMED,
    &Shape::Structure(&[
        Member::optional("Arn", &TEXT),
        Member::optional("Name", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("DesiredState", &TEXT),
        Member::optional("CurrentState", &TEXT),
        Member::optional("StateReason", &TEXT),
        Member::optional("Source", &TEXT),
        Member::optional("SourceParameters", &SOURCE_PARAMETERS),
        Member::optional("Enrichment", &TEXT),
        Member::optional("EnrichmentParameters", &ENRICHMENT_PARAMETERS),
        Member::optional("Target", &TEXT),
        Member::optional("TargetParameters", &TARGET_PARAMETERS),
        Member::optional("RoleArn", &TEXT),
        Member::optional("Tags", &TAGS),
        Member::optional("CreationTime", &Shape::Timestamp),
        Member::optional("LastModifiedTime", &Shape::Timestamp),
        Member::optional("LogConfiguration", &LOG_CONFIGURATION),
        Member::optional("KmsKeyIdentifier", &TEXT),
    ]),
)
.at("GET", "/v1/pipes/{Name}");

pub(super) static DELETE_PIPE: Operation =
    Operation::new("DeletePipe", &NAMED, &CHANGED).at("DELETE", "/v1/pipes/{Name}");

pub(super) static START_PIPE: Operation =
    Operation::new("StartPipe", &NAMED, &CHANGED).at("POST", "/v1/pipes/{Name}/start");

pub(super) static STOP_PIPE: Operation =
    Operation::new("StopPipe", &NAMED, &CHANGED).at("POST", "/v1/pipes/{Name}/stop");

static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Arn", &TEXT),
    Member::optional("DesiredState", &TEXT),
    Member::optional("CurrentState", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
    Member::optional("Source", &TEXT),
    Member::optional("Target", &TEXT),
    Member::optional("Enrichment", &TEXT),
]);

pub(super) static LIST_PIPES: Operation = Operation::new(
    "ListPipes",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &NAME).by(Travel::Query("NamePrefix")),
        Member::optional("DesiredState", &REQUESTED).by(Travel::Query("DesiredState")),
        Member::optional("CurrentState", &STATE).by(Travel::Query("CurrentState")),
        Member::optional("SourcePrefix", &RESOURCE).by(Travel::Query("SourcePrefix")),
        Member::optional("TargetPrefix", &RESOURCE).by(Travel::Query("TargetPrefix")),
        Member::optional("NextToken", &Shape::Text(Text::of(1, 2048))).by(Travel::Query("NextToken")),
        Member::optional("Limit", &Shape::Integer(Range::of(1, 100))).by(Travel::Query("Limit")),
    ]),
    &Shape::Structure(&[
        Member::optional("Pipes", &Shape::List(List::of(&SUMMARY))),
        Member::optional("NextToken", &TEXT),
    ]),
)
.at("GET", "/v1/pipes");

pub(super) static TAG_RESOURCE: Operation = Operation::new(
    "TagResource",
    &Shape::Structure(&[Member::required("resourceArn", &PIPE_ARN), Member::required("tags", &TAGS)]),
    &NOTHING,
)
.at("POST", "/tags/{resourceArn}");

pub(super) static UNTAG_RESOURCE: Operation = Operation::new(
    "UntagResource",
    &Shape::Structure(&[
        Member::required("resourceArn", &PIPE_ARN),
        Member::required("tagKeys", &Shape::List(List::of(&Shape::Text(Text::of(1, 128))).within(0, 50)))
            .by(Travel::Query("tagKeys")),
    ]),
    &NOTHING,
)
.at("DELETE", "/tags/{resourceArn}");

pub(super) static LIST_TAGS_FOR_RESOURCE: Operation = Operation::new(
    "ListTagsForResource",
    &Shape::Structure(&[Member::required("resourceArn", &PIPE_ARN)]),
    &Shape::Structure(&[Member::optional("tags", &TAGS)]),
)
.at("GET", "/tags/{resourceArn}");
