//! The shape of what is said about log records.

use cupola_base::shape::{List, Member, Shape, Text};

use super::letters;

pub(in crate::pipes) static LOG_CONFIGURATION: Shape = Shape::Structure(&[
    Member::optional("S3LogDestination", &S3_LOG_DESTINATION_PARAMETERS),
    Member::optional("FirehoseLogDestination", &FIREHOSE_LOG_DESTINATION_PARAMETERS),
    Member::optional("CloudwatchLogsLogDestination", &CLOUDWATCH_LOGS_LOG_DESTINATION_PARAMETERS),
    Member::required("Level", &Shape::Text(Text::one_of(&["OFF", "ERROR", "INFO", "TRACE"]))),
    Member::optional("IncludeExecutionData", &Shape::List(List::of(&Shape::Text(Text::one_of(&["ALL"]))))),
]);

static CLOUDWATCH_LOGS_LOG_DESTINATION_PARAMETERS: Shape =
    Shape::Structure(&[Member::required("LogGroupArn", &Shape::Text(Text::of(1, 1600).like(letters::LOG_GROUP)))]);

static FIREHOSE_LOG_DESTINATION_PARAMETERS: Shape = Shape::Structure(&[Member::required(
    "DeliveryStreamArn",
    &Shape::Text(Text::of(1, 1600).like(letters::DELIVERY_STREAM)),
)]);

static S3_LOG_DESTINATION_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("BucketName", &Shape::Text(Text::of(3, 63))),
    Member::required("BucketOwner", &Shape::Text(Text::ANY.like(letters::ACCOUNT))),
    Member::optional("OutputFormat", &Shape::Text(Text::one_of(&["json", "plain", "w3c"]))),
    Member::optional("Prefix", &Shape::Text(Text::of(0, 256))),
]);
