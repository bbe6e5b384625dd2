//! Tables for queries.

use cupola_base::shape::{TEXT, TEXT_MAP};

use super::{KMS_KEY, List, MILLIS, Member, NOTHING, Operation, Pattern, Range, Shape, TOKEN, Text, named};

pub(super) const CREATE_LOOKUP_TABLE: Operation = named("CreateLookupTable", &CREATE, &CREATED);
pub(super) const UPDATE_LOOKUP_TABLE: Operation = named("UpdateLookupTable", &UPDATE, &UPDATED);
pub(super) const DELETE_LOOKUP_TABLE: Operation = named("DeleteLookupTable", &BY_ARN, &NOTHING);
pub(super) const GET_LOOKUP_TABLE: Operation = named("GetLookupTable", &BY_ARN, &TABLE);
pub(super) const DESCRIBE_LOOKUP_TABLES: Operation = named("DescribeLookupTables", &DESCRIBE, &DESCRIBED);

static NAME: Shape = Shape::Text(Text::of(1, 256).like(Pattern {
    text: "^[a-zA-Z0-9_]+$",
    matches: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
}));
static DESCRIPTION: Shape = Shape::Text(Text::of(0, 1024));
static BODY: Shape = Shape::Text(Text::of(1, 10_485_760));
static QUERY: Shape = Shape::Text(Text::of(1, 256));

static CREATE: Shape = Shape::Structure(&[
    Member::required("lookupTableName", &NAME),
    Member::optional("description", &DESCRIPTION),
    Member::optional("tableBody", &BODY),
    Member::optional("queryId", &QUERY),
    Member::optional("kmsKeyId", &KMS_KEY),
    Member::optional("tags", &TEXT_MAP),
]);
static CREATED: Shape =
    Shape::Structure(&[Member::optional("lookupTableArn", &TEXT), Member::optional("createdAt", &MILLIS)]);
static UPDATE: Shape = Shape::Structure(&[
    Member::required("lookupTableArn", &TEXT),
    Member::optional("description", &DESCRIPTION),
    Member::optional("tableBody", &BODY),
    Member::optional("queryId", &QUERY),
    Member::optional("kmsKeyId", &KMS_KEY),
]);
static UPDATED: Shape =
    Shape::Structure(&[Member::optional("lookupTableArn", &TEXT), Member::optional("lastUpdatedTime", &MILLIS)]);
static BY_ARN: Shape = Shape::Structure(&[Member::required("lookupTableArn", &TEXT)]);
static TABLE: Shape = Shape::Structure(&[
    Member::optional("lookupTableArn", &TEXT),
    Member::optional("lookupTableName", &NAME),
    Member::optional("description", &DESCRIPTION),
    Member::optional("tableBody", &BODY),
    Member::optional("sizeBytes", &MILLIS),
    Member::optional("lastUpdatedTime", &MILLIS),
    Member::optional("kmsKeyId", &KMS_KEY),
]);
static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("lookupTableNamePrefix", &NAME),
    Member::optional("maxResults", &Shape::Integer(Range::of(0, 100))),
    Member::optional("nextToken", &TOKEN),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("lookupTables", &Shape::List(List::of(&LISTED))),
    Member::optional("nextToken", &TOKEN),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("lookupTableArn", &TEXT),
    Member::optional("lookupTableName", &NAME),
    Member::optional("description", &DESCRIPTION),
    Member::optional("tableFields", &Shape::List(List::of(&TEXT))),
    Member::optional("recordsCount", &MILLIS),
    Member::optional("sizeBytes", &MILLIS),
    Member::optional("lastUpdatedTime", &MILLIS),
    Member::optional("kmsKeyId", &KMS_KEY),
]);
