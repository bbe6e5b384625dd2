//! Shapes of the actions about tags.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, Text};

use super::ARN;

static KEY: Shape = Shape::Text(Text::of(1, 128));
static TAG: Shape =
    Shape::Structure(&[Member::required("Key", &KEY), Member::required("Value", &Shape::Text(Text::of(0, 256)))]);

pub(crate) static TAGS: Shape = Shape::List(List::of(&TAG));

pub(crate) static TAG_RESOURCE: Operation = Operation::new(
    "TagResource",
    &Shape::Structure(&[Member::required("ResourceARN", &ARN), Member::required("Tags", &TAGS)]),
    &NOTHING,
);

pub(crate) static UNTAG_RESOURCE: Operation = Operation::new(
    "UntagResource",
    &Shape::Structure(&[
        Member::required("ResourceARN", &ARN),
        Member::required("TagKeys", &Shape::List(List::of(&KEY))),
    ]),
    &NOTHING,
);

pub(crate) static LIST_TAGS_FOR_RESOURCE: Operation = Operation::new(
    "ListTagsForResource",
    &Shape::Structure(&[Member::required("ResourceARN", &ARN)]),
    &Shape::Structure(&[Member::optional("Tags", &TAGS)]),
);
