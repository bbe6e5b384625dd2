//! Shapes of the actions about tags.

use cupola_base::shape::{Member, NOTHING, Operation, Shape, TEXT, TEXT_MAP, Travel};

use super::{TAG_KEYS, TAGS};

pub(crate) static LIST_TAGS_FOR_RESOURCE: Operation = Operation::new(
    "ListTagsForResource",
    &Shape::Structure(&[Member::required("ResourceArn", &TEXT)]),
    &Shape::Structure(&[Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags"))]),
)
.at("GET", "/tags/{ResourceArn}");

pub(crate) static TAG_RESOURCE: Operation = Operation::new(
    "TagResource",
    &Shape::Structure(&[
        Member::required("ResourceArn", &TEXT),
        Member::required("Tags", &TAGS).by(Travel::BodyAs("tags")),
    ]),
    &NOTHING,
)
.at("POST", "/tags/{ResourceArn}")
.answering(204);

pub(crate) static UNTAG_RESOURCE: Operation = Operation::new(
    "UntagResource",
    &Shape::Structure(&[
        Member::required("ResourceArn", &TEXT),
        Member::required("TagKeys", &TAG_KEYS).by(Travel::Query("tagKeys")),
    ]),
    &NOTHING,
)
.at("DELETE", "/tags/{ResourceArn}")
.answering(204);
