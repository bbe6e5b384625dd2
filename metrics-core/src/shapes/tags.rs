//! Actions on tags.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, Text};

use super::{TAG, TAGS};

pub(super) const TAG_RESOURCE: Operation = Operation::new("TagResource", &SET, &NOTHING);
pub(super) const UNTAG_RESOURCE: Operation = Operation::new("UntagResource", &UNSET, &NOTHING);
pub(super) const LIST_TAGS_FOR_RESOURCE: Operation = Operation::new("ListTagsForResource", &LIST, &LISTED);

static ARN: Shape = Shape::Text(Text::of(1, 1024));
static KEY: Shape = Shape::Text(Text::of(1, 128));
static SET: Shape = Shape::Structure(&[Member::required("ResourceARN", &ARN), Member::required("Tags", &TAGS)]);
static UNSET: Shape = Shape::Structure(&[
    Member::required("ResourceARN", &ARN),
    Member::required("TagKeys", &Shape::List(List::of(&KEY))),
]);
static LIST: Shape = Shape::Structure(&[Member::required("ResourceARN", &ARN)]);
static LISTED: Shape = Shape::Structure(&[Member::optional("Tags", &Shape::List(List::of(&TAG)))]);
