//! Shapes of the actions about partners' event sources.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Shape, TEXT, Text};

use super::entries::{RESOURCE, RESULT};
use super::letters::{ACCOUNT_LETTERS, BUS_LETTERS, SOURCE_PREFIX_LETTERS};
use super::{EVENT_SOURCE_NAME, LIMIT, NEXT_TOKEN};

static ACCOUNT: Shape = Shape::Text(Text::of(12, 12).like(ACCOUNT_LETTERS));
static PREFIX: Shape = Shape::Text(Text::of(1, 256).like(BUS_LETTERS));
static PARTNER_PREFIX: Shape = Shape::Text(Text::of(1, 256).like(SOURCE_PREFIX_LETTERS));

/// A source's name.
static NAMED: Shape = Shape::Structure(&[Member::required("Name", &EVENT_SOURCE_NAME)]);

/// A source's name and the account that it is for.
static OFFERED: Shape =
    Shape::Structure(&[Member::required("Name", &EVENT_SOURCE_NAME), Member::required("Account", &ACCOUNT)]);

static SOURCE: Shape = Shape::Structure(&[
    Member::optional("Arn", &TEXT),
    Member::optional("CreatedBy", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("ExpirationTime", &Shape::Timestamp),
    Member::optional("Name", &TEXT),
    Member::optional("State", &TEXT),
]);

static PARTNER_SOURCE: Shape = Shape::Structure(&[Member::optional("Arn", &TEXT), Member::optional("Name", &TEXT)]);

static SOURCE_ACCOUNT: Shape = Shape::Structure(&[
    Member::optional("Account", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("ExpirationTime", &Shape::Timestamp),
    Member::optional("State", &TEXT),
]);

static ENTRY: Shape = Shape::Structure(&[
    Member::optional("Time", &Shape::Timestamp),
    Member::optional("Source", &TEXT),
    Member::optional("Resources", &Shape::List(List::of(&RESOURCE))),
    Member::optional("DetailType", &TEXT),
    Member::optional("Detail", &TEXT),
]);

pub(crate) static ACTIVATE_EVENT_SOURCE: Operation = Operation::new("ActivateEventSource", &NAMED, &NOTHING);

pub(crate) static DEACTIVATE_EVENT_SOURCE: Operation = Operation::new("DeactivateEventSource", &NAMED, &NOTHING);

pub(crate) static DESCRIBE_EVENT_SOURCE: Operation = Operation::new("DescribeEventSource", &NAMED, &SOURCE);

pub(crate) static DESCRIBE_PARTNER_EVENT_SOURCE: Operation =
    Operation::new("DescribePartnerEventSource", &NAMED, &PARTNER_SOURCE);

pub(crate) static CREATE_PARTNER_EVENT_SOURCE: Operation = Operation::new(
    "CreatePartnerEventSource",
    &OFFERED,
    &Shape::Structure(&[Member::optional("EventSourceArn", &TEXT)]),
);

pub(crate) static DELETE_PARTNER_EVENT_SOURCE: Operation =
    Operation::new("DeletePartnerEventSource", &OFFERED, &NOTHING);

pub(crate) static LIST_EVENT_SOURCES: Operation = Operation::new(
    "ListEventSources",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &PREFIX),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("EventSources", &Shape::List(List::of(&SOURCE))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static LIST_PARTNER_EVENT_SOURCES: Operation = Operation::new(
    "ListPartnerEventSources",
    &Shape::Structure(&[
        Member::required("NamePrefix", &PARTNER_PREFIX),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("PartnerEventSources", &Shape::List(List::of(&PARTNER_SOURCE))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static LIST_PARTNER_EVENT_SOURCE_ACCOUNTS: Operation = Operation::new(
    "ListPartnerEventSourceAccounts",
    &Shape::Structure(&[
        Member::required("EventSourceName", &EVENT_SOURCE_NAME),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("PartnerEventSourceAccounts", &Shape::List(List::of(&SOURCE_ACCOUNT))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static PUT_PARTNER_EVENTS: Operation = Operation::new(
    "PutPartnerEvents",
    &Shape::Structure(&[Member::required("Entries", &Shape::List(List::of(&ENTRY).within(1, 20)))]),
    &Shape::Structure(&[
        Member::optional("FailedEntryCount", &INTEGER),
        Member::optional("Entries", &Shape::List(List::of(&RESULT))),
    ]),
);
