//! Shapes of the actions about permissions.

use cupola_base::shape::{Member, NOTHING, Operation, Shape, TEXT, Text};

use super::BUS_NAME;
use super::letters::{ACTION_LETTERS, PRINCIPAL_LETTERS, STATEMENT_LETTERS};

static STATEMENT_ID: Shape = Shape::Text(Text::of(1, 64).like(STATEMENT_LETTERS));

static CONDITION: Shape = Shape::Structure(&[
    Member::required("Type", &TEXT),
    Member::required("Key", &TEXT),
    Member::required("Value", &TEXT),
]);

pub(crate) static PUT_PERMISSION: Operation = Operation::new(
    "PutPermission",
    &Shape::Structure(&[
        Member::optional("EventBusName", &BUS_NAME),
        Member::optional("Action", &Shape::Text(Text::of(1, 64).like(ACTION_LETTERS))),
        Member::optional("Principal", &Shape::Text(Text::of(1, 12).like(PRINCIPAL_LETTERS))),
        Member::optional("StatementId", &STATEMENT_ID),
        Member::optional("Condition", &CONDITION),
        Member::optional("Policy", &TEXT),
    ]),
    &NOTHING,
);

pub(crate) static REMOVE_PERMISSION: Operation = Operation::new(
    "RemovePermission",
    &Shape::Structure(&[
        Member::optional("StatementId", &STATEMENT_ID),
        Member::optional("RemoveAllPermissions", &Shape::Boolean),
        Member::optional("EventBusName", &BUS_NAME),
    ]),
    &NOTHING,
);
