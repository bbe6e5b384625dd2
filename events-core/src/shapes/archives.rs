//! Shapes of the actions about archives.

use cupola_base::shape::{INTEGER, List, Member, Operation, Range, Shape, TEXT, Text};

use super::letters::NAME_LETTERS;
use super::{ARN, LIMIT, NEXT_TOKEN};

pub(super) static ARCHIVE_NAME: Shape = Shape::Text(Text::of(1, 48).like(NAME_LETTERS));
static DESCRIPTION: Shape = Shape::Text(Text::of(0, 512));
static PATTERN: Shape = Shape::Text(Text::of(0, 4096));
static KMS_KEY: Shape = Shape::Text(Text::of(0, 2048));
static DAYS: Shape = Shape::Integer(Range::of(0, i32::MAX as i64));
static STATE: Shape =
    Shape::Text(Text::one_of(&["ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"]));

static ARCHIVE: Shape = Shape::Structure(&[
    Member::optional("ArchiveName", &TEXT),
    Member::optional("EventSourceArn", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("RetentionDays", &INTEGER),
    Member::optional("SizeBytes", &INTEGER),
    Member::optional("EventCount", &INTEGER),
    Member::optional("CreationTime", &Shape::Timestamp),
]);

static CHANGED: Shape = Shape::Structure(&[
    Member::optional("ArchiveArn", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
]);

static NAMED: Shape = Shape::Structure(&[Member::required("ArchiveName", &ARCHIVE_NAME)]);

pub(crate) static CREATE_ARCHIVE: Operation = Operation::new(
    "CreateArchive",
    &Shape::Structure(&[
        Member::required("ArchiveName", &ARCHIVE_NAME),
        Member::required("EventSourceArn", &ARN),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("EventPattern", &PATTERN),
        Member::optional("RetentionDays", &DAYS),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
    ]),
    &CHANGED,
);

pub(crate) static UPDATE_ARCHIVE: Operation = Operation::new(
    "UpdateArchive",
    &Shape::Structure(&[
        Member::required("ArchiveName", &ARCHIVE_NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("EventPattern", &PATTERN),
        Member::optional("RetentionDays", &DAYS),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
    ]),
    &CHANGED,
);

pub(crate) static DELETE_ARCHIVE: Operation = Operation::new("DeleteArchive", &NAMED, &Shape::Structure(&[]));

pub(crate) static DESCRIBE_ARCHIVE: Operation = Operation::new(
    "DescribeArchive",
    &NAMED,
    &Shape::Structure(&[
        Member::optional("ArchiveArn", &TEXT),
        Member::optional("ArchiveName", &TEXT),
        Member::optional("EventSourceArn", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("EventPattern", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("StateReason", &TEXT),
        Member::optional("KmsKeyIdentifier", &TEXT),
        Member::optional("RetentionDays", &INTEGER),
        Member::optional("SizeBytes", &INTEGER),
        Member::optional("EventCount", &INTEGER),
        Member::optional("CreationTime", &Shape::Timestamp),
    ]),
);

pub(crate) static LIST_ARCHIVES: Operation = Operation::new(
    "ListArchives",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &ARCHIVE_NAME),
        Member::optional("EventSourceArn", &ARN),
        Member::optional("State", &STATE),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Archives", &Shape::List(List::of(&ARCHIVE))),
        Member::optional("NextToken", &TEXT),
    ]),
);
