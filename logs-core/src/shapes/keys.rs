//! Encryption keys.

use super::{GROUP_NAME, KMS_KEY, Member, NOTHING, Operation, Pattern, Shape, Text, named};

pub(super) const ASSOCIATE_KMS_KEY: Operation = named("AssociateKmsKey", &ASSOCIATE, &NOTHING);
pub(super) const DISASSOCIATE_KMS_KEY: Operation = named("DisassociateKmsKey", &DISASSOCIATE, &NOTHING);

static RESOURCE: Shape = Shape::Text(Text::of(1, 2048).like(Pattern {
    text: r"[\w+=/:,.@\-\*]*",
    matches: |text| text.chars().all(|c| c.is_ascii_alphanumeric() || "_+=/:,.@-*".contains(c)),
}));
static ASSOCIATE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::required("kmsKeyId", &KMS_KEY),
    Member::optional("resourceIdentifier", &RESOURCE),
]);
static DISASSOCIATE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("resourceIdentifier", &RESOURCE),
]);
