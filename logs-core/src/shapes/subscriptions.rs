//! Subscription filters and destinations.

use super::{
    CRITERIA, FILTER_NAME, FILTER_PATTERN, GROUP_NAME, List, MILLIS, Member, NOTHING, NameKind, Operation, Pattern,
    Shape, TOKEN, Text, UP_TO_50, named,
};
use cupola_base::shape::{TEXT, TEXT_MAP, TEXTS};

pub(super) const PUT_SUBSCRIPTION_FILTER: Operation = named("PutSubscriptionFilter", &PUT, &NOTHING);
pub(super) const DELETE_SUBSCRIPTION_FILTER: Operation = named("DeleteSubscriptionFilter", &DELETE, &NOTHING);
pub(super) const DESCRIBE_SUBSCRIPTION_FILTERS: Operation = named("DescribeSubscriptionFilters", &DESCRIBE, &DESCRIBED);
pub(super) const PUT_DESTINATION: Operation = named("PutDestination", &PUT_TO, &PUT_ANSWER);
pub(super) const PUT_DESTINATION_POLICY: Operation = named("PutDestinationPolicy", &PUT_POLICY, &NOTHING);
pub(super) const DELETE_DESTINATION: Operation = named("DeleteDestination", &NAMED, &NOTHING);
pub(super) const DESCRIBE_DESTINATIONS: Operation = named("DescribeDestinations", &LIST, &LISTED);

static ARN: Shape = Shape::Text(Text::of(1, usize::MAX));
static DISTRIBUTION: Shape = Shape::Text(Text::one_of(&["Random", "ByLogStream"]));
static PUT: Shape = Shape::Structure(&[
    Member::required("logGroupName", &GROUP_NAME),
    Member::required("filterName", &FILTER_NAME),
    Member::required("filterPattern", &FILTER_PATTERN),
    Member::required("destinationArn", &ARN),
    Member::optional("roleArn", &ARN),
    Member::optional("distribution", &DISTRIBUTION),
    Member::optional("applyOnTransformedLogs", &Shape::Boolean),
    Member::optional("fieldSelectionCriteria", &CRITERIA),
    Member::optional("emitSystemFields", &TEXTS),
]);
static DELETE: Shape =
    Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME), Member::required("filterName", &FILTER_NAME)]);
static DESCRIBE: Shape = Shape::Structure(&[
    Member::required("logGroupName", &GROUP_NAME),
    Member::optional("filterNamePrefix", &FILTER_NAME),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("subscriptionFilters", &Shape::List(List::of(&FILTER))),
    Member::optional("nextToken", &TOKEN),
]);
static FILTER: Shape = Shape::Structure(&[
    Member::optional("filterName", &FILTER_NAME),
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("filterPattern", &FILTER_PATTERN),
    Member::optional("destinationArn", &ARN),
    Member::optional("roleArn", &ARN),
    Member::optional("distribution", &DISTRIBUTION),
    Member::optional("applyOnTransformedLogs", &Shape::Boolean),
    Member::optional("creationTime", &MILLIS),
    Member::optional("fieldSelectionCriteria", &CRITERIA),
    Member::optional("emitSystemFields", &TEXTS),
]);

static DESTINATION_NAME: Shape = Shape::Text(Text::of(1, 512).like(Pattern {
    text: NameKind::Destination.pattern(),
    matches: |text| NameKind::Destination.has_letters_of(text),
}));
static PUT_TO: Shape = Shape::Structure(&[
    Member::required("destinationName", &DESTINATION_NAME),
    Member::required("targetArn", &ARN),
    Member::required("roleArn", &ARN),
    Member::optional("tags", &TEXT_MAP),
]);
static PUT_ANSWER: Shape = Shape::Structure(&[Member::optional("destination", &DESTINATION)]);
static PUT_POLICY: Shape = Shape::Structure(&[
    Member::required("destinationName", &DESTINATION_NAME),
    Member::required("accessPolicy", &Shape::Text(Text::of(1, usize::MAX))),
    Member::optional("forceUpdate", &Shape::Boolean),
]);
static NAMED: Shape = Shape::Structure(&[Member::required("destinationName", &DESTINATION_NAME)]);
static LIST: Shape = Shape::Structure(&[
    Member::optional("DestinationNamePrefix", &DESTINATION_NAME),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("destinations", &Shape::List(List::of(&DESTINATION))),
    Member::optional("nextToken", &TOKEN),
]);
static DESTINATION: Shape = Shape::Structure(&[
    Member::optional("destinationName", &DESTINATION_NAME),
    Member::optional("targetArn", &ARN),
    Member::optional("roleArn", &ARN),
    Member::optional("accessPolicy", &TEXT),
    Member::optional("arn", &ARN),
    Member::optional("creationTime", &MILLIS),
]);
