//! The shapes of the actions on groups.

use cupola_base::shape::{List, Member, NOTHING, Operation, Range, Shape, TEXT, TEXTS, Text};

use super::shapes::{CANARY_ARN, TAGS};

pub(super) const ASSOCIATE_RESOURCE: Operation = Operation::new("AssociateResource", &OF_GROUP_AND_CANARY, &NOTHING)
    .at("PATCH", "/group/{GroupIdentifier}/associate");
pub(super) const CREATE_GROUP: Operation = Operation::new("CreateGroup", &CREATE, &ONE_GROUP).at("POST", "/group");
pub(super) const DELETE_GROUP: Operation =
    Operation::new("DeleteGroup", &OF_GROUP, &NOTHING).at("DELETE", "/group/{GroupIdentifier}");
pub(super) const DISASSOCIATE_RESOURCE: Operation =
    Operation::new("DisassociateResource", &OF_GROUP_AND_CANARY, &NOTHING)
        .at("PATCH", "/group/{GroupIdentifier}/disassociate");
pub(super) const GET_GROUP: Operation =
    Operation::new("GetGroup", &OF_GROUP, &ONE_GROUP).at("GET", "/group/{GroupIdentifier}");
pub(super) const LIST_ASSOCIATED_GROUPS: Operation =
    Operation::new("ListAssociatedGroups", &OF_CANARY, &GROUPS).at("POST", "/resource/{ResourceArn}/groups");
pub(super) const LIST_GROUP_RESOURCES: Operation =
    Operation::new("ListGroupResources", &RESOURCES_OF, &RESOURCES).at("POST", "/group/{GroupIdentifier}/resources");
pub(super) const LIST_GROUPS: Operation = Operation::new("ListGroups", &ALL_GROUPS, &GROUPS).at("POST", "/groups");

static NAME: Shape = Shape::Text(Text::of(1, 64));
static IDENTIFIER: Shape = Shape::Text(Text::of(1, 128));
static TOKEN: Shape = Shape::Text(Text::of(1, 512));
static PAGE: Shape = Shape::Integer(Range::of(1, 20));

static GROUP: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("Name", &NAME),
    Member::optional("Arn", &TEXT),
    Member::optional("Tags", &TAGS),
    Member::optional("CreatedTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);
static ONE_GROUP: Shape = Shape::Structure(&[Member::optional("Group", &GROUP)]);
static SUMMARY: Shape =
    Shape::Structure(&[Member::optional("Id", &TEXT), Member::optional("Name", &NAME), Member::optional("Arn", &TEXT)]);
static GROUPS: Shape = Shape::Structure(&[
    Member::optional("Groups", &Shape::List(List::of(&SUMMARY))),
    Member::optional("NextToken", &TEXT),
]);
static RESOURCES: Shape =
    Shape::Structure(&[Member::optional("Resources", &TEXTS), Member::optional("NextToken", &TEXT)]);

static CREATE: Shape = Shape::Structure(&[Member::required("Name", &NAME), Member::optional("Tags", &TAGS)]);
static OF_GROUP: Shape = Shape::Structure(&[Member::required("GroupIdentifier", &IDENTIFIER)]);
static OF_GROUP_AND_CANARY: Shape =
    Shape::Structure(&[Member::required("GroupIdentifier", &IDENTIFIER), Member::required("ResourceArn", &CANARY_ARN)]);
static ALL_GROUPS: Shape =
    Shape::Structure(&[Member::optional("NextToken", &TOKEN), Member::optional("MaxResults", &PAGE)]);
static RESOURCES_OF: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TOKEN),
    Member::optional("MaxResults", &PAGE),
    Member::required("GroupIdentifier", &IDENTIFIER),
]);
static OF_CANARY: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TOKEN),
    Member::optional("MaxResults", &PAGE),
    Member::required("ResourceArn", &CANARY_ARN),
]);
