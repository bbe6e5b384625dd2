//! The shapes of the actions of EventBridge Scheduler.

use cupola_base::shape::{List, Member, NOTHING, Operation, Pattern, Range, Shape, TEXT, TEXTS, Text, Travel};

use crate::name::is_name_letter;

mod target;

pub(super) use target::TARGET;

/// The actions that [`Engine::call_scheduler`](crate::Engine::call_scheduler) answers, with the shapes of their
/// requests and answers.
///
/// ```
/// use cupola_events::scheduler::OPERATIONS;
///
/// let get = OPERATIONS.iter().find(|operation| operation.name == "GetSchedule").unwrap();
/// assert_eq!(get.http.map(|http| (http.method, http.path)), Some(("GET", "/schedules/{Name}")));
/// ```
///
/// # Source
/// EventBridge Scheduler API Reference.
pub static OPERATIONS: &[Operation] = &[
    CREATE_SCHEDULE,
    CREATE_SCHEDULE_GROUP,
    DELETE_SCHEDULE,
    DELETE_SCHEDULE_GROUP,
    GET_SCHEDULE,
    GET_SCHEDULE_GROUP,
    LIST_SCHEDULE_GROUPS,
    LIST_SCHEDULES,
    LIST_TAGS_FOR_RESOURCE,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_SCHEDULE,
];

const LETTERS: Pattern =
    Pattern { text: "[0-9a-zA-Z-_.]+", matches: |text| !text.is_empty() && text.bytes().all(is_name_letter) };

static NAME: Shape = Shape::Text(Text::of(1, 64).like(LETTERS));
static TOKEN: Shape = Shape::Text(Text::of(1, 64));
static NEXT_TOKEN: Shape = Shape::Text(Text::of(1, 2048));
static MAX_RESULTS: Shape = Shape::Integer(Range::of(1, 100));
static ARN: Shape = Shape::Text(Text::of(1, 1600));
static STATE: Shape = Shape::Text(Text::one_of(&["ENABLED", "DISABLED"]));
static COMPLETION: Shape = Shape::Text(Text::one_of(&["NONE", "DELETE"]));
static WINDOW: Shape = Shape::Structure(&[
    Member::required("Mode", &Shape::Text(Text::one_of(&["OFF", "FLEXIBLE"]))),
    Member::optional("MaximumWindowInMinutes", &Shape::Integer(Range::of(1, 1440))),
]);
static TAG: Shape = Shape::Structure(&[
    Member::required("Key", &Shape::Text(Text::of(1, 128))),
    Member::required("Value", &Shape::Text(Text::of(1, 256))),
]);
static TAGS: Shape = Shape::List(List::of(&TAG).within(0, 200));

static PUT: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("GroupName", &NAME),
    Member::required("ScheduleExpression", &Shape::Text(Text::of(1, 256))),
    Member::optional("StartDate", &Shape::Timestamp),
    Member::optional("EndDate", &Shape::Timestamp),
    Member::optional("Description", &Shape::Text(Text::of(0, 512))),
    Member::optional("ScheduleExpressionTimezone", &Shape::Text(Text::of(1, 50))),
    Member::optional("State", &STATE),
    Member::optional("KmsKeyArn", &Shape::Text(Text::of(1, 2048))),
    Member::required("Target", &TARGET),
    Member::required("FlexibleTimeWindow", &WINDOW),
    Member::optional("ClientToken", &TOKEN),
    Member::optional("ActionAfterCompletion", &COMPLETION),
]);
static SCHEDULE_ARN: Shape = Shape::Structure(&[Member::optional("ScheduleArn", &TEXT)]);

pub(super) static CREATE_SCHEDULE: Operation =
    Operation::new("CreateSchedule", &PUT, &SCHEDULE_ARN).at("POST", "/schedules/{Name}");

pub(super) static UPDATE_SCHEDULE: Operation =
    Operation::new("UpdateSchedule", &PUT, &SCHEDULE_ARN).at("PUT", "/schedules/{Name}");

pub(super) static GET_SCHEDULE: Operation = Operation::new(
    "GetSchedule",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("GroupName", &NAME).by(Travel::Query("groupName")),
    ]),
    &Shape::Structure(&[
        Member::optional("Arn", &TEXT),
        Member::optional("GroupName", &TEXT),
        Member::optional("Name", &TEXT),
        Member::optional("ScheduleExpression", &TEXT),
        Member::optional("StartDate", &Shape::Timestamp),
        Member::optional("EndDate", &Shape::Timestamp),
        Member::optional("Description", &TEXT),
        Member::optional("ScheduleExpressionTimezone", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("CreationDate", &Shape::Timestamp),
        Member::optional("LastModificationDate", &Shape::Timestamp),
        Member::optional("KmsKeyArn", &TEXT),
        Member::optional("Target", &TARGET),
        Member::optional("FlexibleTimeWindow", &WINDOW),
        Member::optional("ActionAfterCompletion", &TEXT),
    ]),
)
.at("GET", "/schedules/{Name}");

pub(super) static DELETE_SCHEDULE: Operation = Operation::new(
    "DeleteSchedule",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("GroupName", &NAME).by(Travel::Query("groupName")),
        Member::optional("ClientToken", &TOKEN).by(Travel::Query("clientToken")),
    ]),
    &NOTHING,
)
.at("DELETE", "/schedules/{Name}");

static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("Arn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("GroupName", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("CreationDate", &Shape::Timestamp),
    Member::optional("LastModificationDate", &Shape::Timestamp),
    Member::optional("Target", &Shape::Structure(&[Member::required("Arn", &TEXT)])),
]);

pub(super) static LIST_SCHEDULES: Operation = Operation::new(
    "ListSchedules",
    &Shape::Structure(&[
        Member::optional("GroupName", &NAME).by(Travel::Query("ScheduleGroup")),
        Member::optional("NamePrefix", &NAME).by(Travel::Query("NamePrefix")),
        Member::optional("State", &STATE).by(Travel::Query("State")),
        Member::optional("NextToken", &NEXT_TOKEN).by(Travel::Query("NextToken")),
        Member::optional("MaxResults", &MAX_RESULTS).by(Travel::Query("MaxResults")),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::required("Schedules", &Shape::List(List::of(&SUMMARY))),
    ]),
)
.at("GET", "/schedules");

pub(super) static CREATE_SCHEDULE_GROUP: Operation = Operation::new(
    "CreateScheduleGroup",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Tags", &TAGS),
        Member::optional("ClientToken", &TOKEN),
    ]),
    &Shape::Structure(&[Member::required("ScheduleGroupArn", &TEXT)]),
)
.at("POST", "/schedule-groups/{Name}");

static GROUP: Shape = Shape::Structure(&[
    Member::optional("Arn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("CreationDate", &Shape::Timestamp),
    Member::optional("LastModificationDate", &Shape::Timestamp),
]);

pub(super) static GET_SCHEDULE_GROUP: Operation =
    Operation::new("GetScheduleGroup", &Shape::Structure(&[Member::required("Name", &NAME)]), &GROUP)
        .at("GET", "/schedule-groups/{Name}");

pub(super) static DELETE_SCHEDULE_GROUP: Operation = Operation::new(
    "DeleteScheduleGroup",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("ClientToken", &TOKEN).by(Travel::Query("clientToken")),
    ]),
    &NOTHING,
)
.at("DELETE", "/schedule-groups/{Name}");

pub(super) static LIST_SCHEDULE_GROUPS: Operation = Operation::new(
    "ListScheduleGroups",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &NAME).by(Travel::Query("NamePrefix")),
        Member::optional("NextToken", &NEXT_TOKEN).by(Travel::Query("NextToken")),
        Member::optional("MaxResults", &MAX_RESULTS).by(Travel::Query("MaxResults")),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::required("ScheduleGroups", &Shape::List(List::of(&GROUP))),
    ]),
)
.at("GET", "/schedule-groups");

pub(super) static LIST_TAGS_FOR_RESOURCE: Operation = Operation::new(
    "ListTagsForResource",
    &Shape::Structure(&[Member::required("ResourceArn", &ARN)]),
    &Shape::Structure(&[Member::optional("Tags", &TAGS)]),
)
.at("GET", "/tags/{ResourceArn}");

pub(super) static TAG_RESOURCE: Operation = Operation::new(
    "TagResource",
    &Shape::Structure(&[Member::required("ResourceArn", &ARN), Member::required("Tags", &TAGS)]),
    &NOTHING,
)
.at("POST", "/tags/{ResourceArn}");

pub(super) static UNTAG_RESOURCE: Operation = Operation::new(
    "UntagResource",
    &Shape::Structure(&[
        Member::required("ResourceArn", &ARN),
        Member::required("TagKeys", &TEXTS).by(Travel::Query("TagKeys")),
    ]),
    &NOTHING,
)
.at("DELETE", "/tags/{ResourceArn}");
