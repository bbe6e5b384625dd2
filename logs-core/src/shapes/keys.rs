//! Encryption keys.

use super::{GROUP_IDENTIFIER, GROUP_NAME, KMS_KEY, Member, NOTHING, Operation, Shape, named};

pub(super) const ASSOCIATE_KMS_KEY: Operation = named("AssociateKmsKey", &ASSOCIATE, &NOTHING);
pub(super) const DISASSOCIATE_KMS_KEY: Operation = named("DisassociateKmsKey", &DISASSOCIATE, &NOTHING);

static ASSOCIATE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::required("kmsKeyId", &KMS_KEY),
    Member::optional("resourceIdentifier", &GROUP_IDENTIFIER),
]);
static DISASSOCIATE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("resourceIdentifier", &GROUP_IDENTIFIER),
]);
