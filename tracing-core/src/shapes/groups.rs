//! What the actions on groups and tags take and give.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, Text};

pub(super) const CREATE_GROUP: Operation =
    Operation::new("CreateGroup", &CREATE, &GROUP_GIVEN).at("POST", "/CreateGroup");
pub(super) const DELETE_GROUP: Operation = Operation::new("DeleteGroup", &NAMED, &NOTHING).at("POST", "/DeleteGroup");
pub(super) const GET_GROUP: Operation = Operation::new("GetGroup", &NAMED, &GROUP_GIVEN).at("POST", "/GetGroup");
pub(super) const GET_GROUPS: Operation = Operation::new("GetGroups", &PAGE, &GROUPS).at("POST", "/Groups");
pub(super) const UPDATE_GROUP: Operation =
    Operation::new("UpdateGroup", &UPDATE, &GROUP_GIVEN).at("POST", "/UpdateGroup");
pub(super) const LIST_TAGS: Operation =
    Operation::new("ListTagsForResource", &TAGS_OF, &TAGS_GIVEN).at("POST", "/ListTagsForResource");
pub(super) const TAG: Operation = Operation::new("TagResource", &TAG_IT, &NOTHING).at("POST", "/TagResource");
pub(super) const UNTAG: Operation = Operation::new("UntagResource", &UNTAG_IT, &NOTHING).at("POST", "/UntagResource");

pub(super) static GROUP_NAME: Shape = Shape::Text(Text::of(1, 32));
pub(super) static GROUP_ARN: Shape = Shape::Text(Text::of(1, 400));
static PAGE: Shape = Shape::Structure(&[Member::optional("NextToken", &TEXT)]);
static INSIGHTS: Shape = Shape::Structure(&[
    Member::optional("InsightsEnabled", &Shape::Boolean),
    Member::optional("NotificationsEnabled", &Shape::Boolean),
]);
static TAG_KEY: Shape = Shape::Text(Text::of(1, 128));
static TAG_VALUE: Shape = Shape::Text(Text::of(0, 256));
static ONE_TAG: Shape = Shape::Structure(&[Member::required("Key", &TAG_KEY), Member::required("Value", &TAG_VALUE)]);
static TAGS: Shape = Shape::List(List::of(&ONE_TAG).within(0, 200));
static TAG_KEYS: Shape = Shape::List(List::of(&TAG_KEY).within(0, 200));
static ARN: Shape = Shape::Text(Text::of(1, 1011));

static CREATE: Shape = Shape::Structure(&[
    Member::required("GroupName", &GROUP_NAME),
    Member::optional("FilterExpression", &TEXT),
    Member::optional("InsightsConfiguration", &INSIGHTS),
    Member::optional("Tags", &TAGS),
]);
static UPDATE: Shape = Shape::Structure(&[
    Member::optional("GroupName", &GROUP_NAME),
    Member::optional("GroupARN", &GROUP_ARN),
    Member::optional("FilterExpression", &TEXT),
    Member::optional("InsightsConfiguration", &INSIGHTS),
]);
static NAMED: Shape =
    Shape::Structure(&[Member::optional("GroupName", &GROUP_NAME), Member::optional("GroupARN", &GROUP_ARN)]);
static GROUP: Shape = Shape::Structure(&[
    Member::optional("GroupName", &TEXT),
    Member::optional("GroupARN", &TEXT),
    Member::optional("FilterExpression", &TEXT),
    Member::optional("InsightsConfiguration", &INSIGHTS),
]);
static GROUP_GIVEN: Shape = Shape::Structure(&[Member::optional("Group", &GROUP)]);
static GROUPS: Shape = Shape::Structure(&[
    Member::optional("Groups", &Shape::List(List::of(&GROUP))),
    Member::optional("NextToken", &TEXT),
]);
static TAGS_OF: Shape =
    Shape::Structure(&[Member::required("ResourceARN", &ARN), Member::optional("NextToken", &TEXT)]);
static TAGS_GIVEN: Shape = Shape::Structure(&[Member::optional("Tags", &TAGS), Member::optional("NextToken", &TEXT)]);
static TAG_IT: Shape = Shape::Structure(&[Member::required("ResourceARN", &ARN), Member::required("Tags", &TAGS)]);
static UNTAG_IT: Shape =
    Shape::Structure(&[Member::required("ResourceARN", &ARN), Member::required("TagKeys", &TAG_KEYS)]);
