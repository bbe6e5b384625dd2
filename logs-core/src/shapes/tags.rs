//! Tags of log groups.

use super::{GROUP_NAME, List, Member, NOTHING, Operation, Shape, Text, named};
use cupola_base::shape::{TEXT_MAP, TEXTS};

pub(super) const TAG_RESOURCE: Operation = named("TagResource", &TAG, &NOTHING);
pub(super) const UNTAG_RESOURCE: Operation = named("UntagResource", &UNTAG, &NOTHING);
pub(super) const LIST_TAGS_FOR_RESOURCE: Operation = named("ListTagsForResource", &RESOURCE, &TAGS);
pub(super) const TAG_LOG_GROUP: Operation = named("TagLogGroup", &TAG_GROUP, &NOTHING);
pub(super) const UNTAG_LOG_GROUP: Operation = named("UntagLogGroup", &UNTAG_GROUP, &NOTHING);
pub(super) const LIST_TAGS_LOG_GROUP: Operation = named("ListTagsLogGroup", &GROUP, &TAGS);

static ARN: Shape = Shape::Text(Text::of(1, 1011));
static KEYS: Shape = Shape::List(List::of(&Shape::Text(Text::of(1, 128))).within(0, 50));

static TAG: Shape = Shape::Structure(&[Member::required("resourceArn", &ARN), Member::required("tags", &TEXT_MAP)]);
static UNTAG: Shape = Shape::Structure(&[Member::required("resourceArn", &ARN), Member::required("tagKeys", &KEYS)]);
static RESOURCE: Shape = Shape::Structure(&[Member::required("resourceArn", &ARN)]);
static TAG_GROUP: Shape =
    Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME), Member::required("tags", &TEXT_MAP)]);
static UNTAG_GROUP: Shape =
    Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME), Member::required("tags", &TEXTS)]);
static GROUP: Shape = Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME)]);
static TAGS: Shape = Shape::Structure(&[Member::optional("tags", &TEXT_MAP)]);
