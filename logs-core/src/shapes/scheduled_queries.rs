//! Scheduled queries.

use cupola_base::shape::{INTEGER, TEXT, TEXT_MAP};

use super::{
    GROUP_IDENTIFIER, KMS_KEY, List, MILLIS, Member, NOTHING, Operation, Pattern, Range, Shape, TOKEN, Text, named,
};
use crate::scheduled_query::{S3Uri, has_letters_of_a_name};

pub(super) const CREATE_SCHEDULED_QUERY: Operation = named("CreateScheduledQuery", &CREATE, &CREATED);
pub(super) const UPDATE_SCHEDULED_QUERY: Operation = named("UpdateScheduledQuery", &UPDATE, &QUERY);
pub(super) const DELETE_SCHEDULED_QUERY: Operation = named("DeleteScheduledQuery", &BY_IDENTIFIER, &NOTHING);
pub(super) const GET_SCHEDULED_QUERY: Operation = named("GetScheduledQuery", &BY_IDENTIFIER, &QUERY);
pub(super) const LIST_SCHEDULED_QUERIES: Operation = named("ListScheduledQueries", &LIST, &LISTED);
pub(super) const GET_SCHEDULED_QUERY_HISTORY: Operation = named("GetScheduledQueryHistory", &HISTORY_OF, &HISTORY);

static NAME: Shape =
    Shape::Text(Text::of(1, 255).like(Pattern { text: r"^[a-zA-Z0-9_\-/.#]+$", matches: has_letters_of_a_name }));
static IDENTIFIER: Shape = Shape::Text(Text::ANY.like(Pattern {
    text: r"[\w#+=/:,.@-]*",
    matches: |text| text.chars().all(|c| c.is_ascii_alphanumeric() || "_#+=/:,.@-".contains(c)),
}));
static DESCRIPTION: Shape = Shape::Text(Text::of(0, 1024));
static LANGUAGE: Shape = Shape::Text(Text::one_of(&["CWLI", "SQL", "PPL"]));
static QUERY_TEXT: Shape = Shape::Text(Text::of(0, 10_000));
static GROUPS: Shape = Shape::List(List::of(&GROUP_IDENTIFIER).within(1, 50));
static SCHEDULE: Shape = Shape::Text(Text::of(0, 256));
static NOT_EMPTY: Shape = Shape::Text(Text::of(1, usize::MAX));
static STATE: Shape = Shape::Text(Text::one_of(&["ENABLED", "DISABLED"]));
static STATUS: Shape = Shape::Text(Text::one_of(&["Running", "InvalidQuery", "Complete", "Failed", "Timeout"]));
static UP_TO_1000: Shape = Shape::Integer(Range::of(1, 1000));

static ACCOUNT: Shape = Shape::Text(
    Text::of(12, 12)
        .like(Pattern { text: r"^\d{12}$", matches: |text| text.bytes().all(|byte| byte.is_ascii_digit()) }),
);
static URI: Shape = Shape::Text(
    Text::of(0, 1024)
        .like(Pattern { text: r"s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?", matches: S3Uri::has_form }),
);
static DESTINATION: Shape = Shape::Structure(&[Member::required("s3Configuration", &S3)]);
static S3: Shape = Shape::Structure(&[
    Member::required("destinationIdentifier", &URI),
    Member::required("roleArn", &NOT_EMPTY),
    Member::optional("ownerAccountId", &ACCOUNT),
    Member::optional("kmsKeyId", &KMS_KEY),
]);

/// A request with the settings of a query between its other members.
macro_rules! settings {
    [$before:expr; $($after:expr)?] => {
        Shape::Structure(&[
            $before,
            Member::optional("description", &DESCRIPTION),
            Member::required("queryLanguage", &LANGUAGE),
            Member::required("queryString", &QUERY_TEXT),
            Member::optional("logGroupIdentifiers", &GROUPS),
            Member::required("scheduleExpression", &SCHEDULE),
            Member::optional("timezone", &NOT_EMPTY),
            Member::optional("startTimeOffset", &INTEGER),
            Member::optional("endTimeOffset", &INTEGER),
            Member::optional("destinationConfiguration", &DESTINATION),
            Member::optional("scheduleStartTime", &MILLIS),
            Member::optional("scheduleEndTime", &MILLIS),
            Member::required("executionRoleArn", &NOT_EMPTY),
            Member::optional("state", &STATE),
            $($after,)?
        ])
    };
}

static CREATE: Shape = settings![Member::required("name", &NAME); Member::optional("tags", &TEXT_MAP)];
static CREATED: Shape =
    Shape::Structure(&[Member::optional("scheduledQueryArn", &TEXT), Member::optional("state", &STATE)]);
static UPDATE: Shape = settings![Member::required("identifier", &IDENTIFIER);];
static BY_IDENTIFIER: Shape = Shape::Structure(&[Member::required("identifier", &IDENTIFIER)]);
static QUERY: Shape = Shape::Structure(&[
    Member::optional("scheduledQueryArn", &TEXT),
    Member::optional("name", &NAME),
    Member::optional("description", &DESCRIPTION),
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("queryString", &QUERY_TEXT),
    Member::optional("logGroupIdentifiers", &GROUPS),
    Member::optional("scheduleExpression", &SCHEDULE),
    Member::optional("timezone", &NOT_EMPTY),
    Member::optional("startTimeOffset", &INTEGER),
    Member::optional("endTimeOffset", &INTEGER),
    Member::optional("destinationConfiguration", &DESTINATION),
    Member::optional("state", &STATE),
    Member::optional("lastTriggeredTime", &MILLIS),
    Member::optional("lastExecutionStatus", &STATUS),
    Member::optional("scheduleStartTime", &MILLIS),
    Member::optional("scheduleEndTime", &MILLIS),
    Member::optional("executionRoleArn", &NOT_EMPTY),
    Member::optional("creationTime", &MILLIS),
    Member::optional("lastUpdatedTime", &MILLIS),
]);

static LIST: Shape = Shape::Structure(&[
    Member::optional("maxResults", &UP_TO_1000),
    Member::optional("nextToken", &TOKEN),
    Member::optional("state", &STATE),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("nextToken", &TOKEN),
    Member::optional("scheduledQueries", &Shape::List(List::of(&SUMMARY))),
]);
static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("scheduledQueryArn", &TEXT),
    Member::optional("name", &NAME),
    Member::optional("state", &STATE),
    Member::optional("lastTriggeredTime", &MILLIS),
    Member::optional("lastExecutionStatus", &STATUS),
    Member::optional("scheduleExpression", &SCHEDULE),
    Member::optional("timezone", &NOT_EMPTY),
    Member::optional("destinationConfiguration", &DESTINATION),
    Member::optional("creationTime", &MILLIS),
    Member::optional("lastUpdatedTime", &MILLIS),
]);

static HISTORY_OF: Shape = Shape::Structure(&[
    Member::required("identifier", &IDENTIFIER),
    Member::required("startTime", &MILLIS),
    Member::required("endTime", &MILLIS),
    Member::optional("executionStatuses", &Shape::List(List::of(&STATUS))),
    Member::optional("maxResults", &UP_TO_1000),
    Member::optional("nextToken", &TOKEN),
]);
static HISTORY: Shape = Shape::Structure(&[
    Member::optional("name", &NAME),
    Member::optional("scheduledQueryArn", &TEXT),
    Member::optional("triggerHistory", &Shape::List(List::of(&TRIGGERED))),
    Member::optional("nextToken", &TOKEN),
]);
static TRIGGERED: Shape = Shape::Structure(&[
    Member::optional("queryId", &Shape::Text(Text::of(1, 256))),
    Member::optional("executionStatus", &STATUS),
    Member::optional("triggeredTimestamp", &MILLIS),
    Member::optional("errorMessage", &TEXT),
    Member::optional("destinations", &Shape::List(List::of(&DELIVERED))),
]);
static DELIVERED: Shape = Shape::Structure(&[
    Member::optional("destinationType", &Shape::Text(Text::one_of(&["S3"]))),
    Member::optional("destinationIdentifier", &TEXT),
    Member::optional("status", &ACTION),
    Member::optional("processedIdentifier", &TEXT),
    Member::optional("errorMessage", &TEXT),
]);
static ACTION: Shape = Shape::Text(Text::one_of(&["IN_PROGRESS", "CLIENT_ERROR", "FAILED", "COMPLETE"]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduled_query::{DeliveryStatus, ExecutionStatus, ScheduledQueryState};

    fn texts(shape: &Shape) -> Vec<&'static str> {
        let Shape::Text(text) = shape else { panic!() };
        text.one_of.to_vec()
    }

    #[test]
    fn the_states_are_all_states() {
        assert_eq!(texts(&STATE), ScheduledQueryState::ALL.map(ScheduledQueryState::as_str));
        assert!(ExecutionStatus::ALL.iter().map(|status| status.as_str()).eq(texts(&STATUS)));
        assert!(DeliveryStatus::ALL.iter().map(|status| status.as_str()).eq(texts(&ACTION)));
    }
}
