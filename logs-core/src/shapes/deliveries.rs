//! Delivery sources, delivery destinations, deliveries, configuration templates.

use super::{List, Member, NOTHING, Operation, Pattern, Shape, TOKEN, Text, UP_TO_50, named};
use cupola_base::shape::{Map, TEXT, TEXT_MAP};

pub(super) const PUT_SOURCE: Operation = named("PutDeliverySource", &PUT_SOURCE_INPUT, &SOURCE_ANSWER);
pub(super) const GET_SOURCE: Operation = named("GetDeliverySource", &NAMED, &SOURCE_ANSWER);
pub(super) const DELETE_SOURCE: Operation = named("DeleteDeliverySource", &NAMED, &NOTHING);
pub(super) const DESCRIBE_SOURCES: Operation = named("DescribeDeliverySources", &PAGED, &SOURCES);
pub(super) const PUT_DESTINATION: Operation = named("PutDeliveryDestination", &PUT_SINK_INPUT, &SINK_ANSWER);
pub(super) const GET_DESTINATION: Operation = named("GetDeliveryDestination", &NAMED, &SINK_ANSWER);
pub(super) const DELETE_DESTINATION: Operation = named("DeleteDeliveryDestination", &NAMED, &NOTHING);
pub(super) const DESCRIBE_DESTINATIONS: Operation = named("DescribeDeliveryDestinations", &PAGED, &SINKS);
pub(super) const PUT_POLICY: Operation = named("PutDeliveryDestinationPolicy", &PUT_POLICY_INPUT, &POLICY_ANSWER);
pub(super) const GET_POLICY: Operation = named("GetDeliveryDestinationPolicy", &NAMED_SINK, &POLICY_ANSWER);
pub(super) const DELETE_POLICY: Operation = named("DeleteDeliveryDestinationPolicy", &NAMED_SINK, &NOTHING);
pub(super) const CREATE: Operation = named("CreateDelivery", &CREATE_INPUT, &DELIVERY_ANSWER);
pub(super) const GET: Operation = named("GetDelivery", &IDENTIFIED, &DELIVERY_ANSWER);
pub(super) const DELETE: Operation = named("DeleteDelivery", &IDENTIFIED, &NOTHING);
pub(super) const DESCRIBE: Operation = named("DescribeDeliveries", &PAGED, &DELIVERIES);
pub(super) const UPDATE: Operation = named("UpdateDeliveryConfiguration", &UPDATE_INPUT, &NOTHING);
pub(super) const DESCRIBE_TEMPLATES: Operation =
    named("DescribeConfigurationTemplates", &DESCRIBE_TEMPLATES_INPUT, &TEMPLATES);

const fn words(min: usize, max: usize) -> Shape {
    Shape::Text(Text::of(min, max).like(Pattern {
        text: r"[\w-]*",
        matches: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')),
    }))
}

static NAME: Shape = words(1, 60);
static SERVICE: Shape = words(1, 255);
static LOG_TYPE: Shape = Shape::Text(Text::of(1, 255).like(Pattern {
    text: r"[\w]*",
    matches: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
}));
static ID: Shape =
    Shape::Text(Text::of(1, 64).like(Pattern {
        text: "^[0-9A-Za-z]+$",
        matches: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }));
static FORMAT: Shape = Shape::Text(Text::one_of(&["json", "plain", "w3c", "raw", "parquet"]));
static KIND: Shape = Shape::Text(Text::one_of(&["S3", "CWL", "FH", "XRAY"]));
static FIELDS: Shape = Shape::List(List::of(&Shape::Text(Text::of(1, 64))).within(0, 128));
static DELIMITER: Shape = Shape::Text(Text::of(0, 5));
static FILES: Shape = Shape::Structure(&[
    Member::optional("suffixPath", &Shape::Text(Text::of(1, 256))),
    Member::optional("enableHiveCompatiblePath", &Shape::Boolean),
]);
static SETTINGS: Shape = Shape::Map(Map { value: &Shape::Text(Text::of(1, 255)) });

static NAMED: Shape = Shape::Structure(&[Member::required("name", &NAME)]);
static NAMED_SINK: Shape = Shape::Structure(&[Member::required("deliveryDestinationName", &NAME)]);
static IDENTIFIED: Shape = Shape::Structure(&[Member::required("id", &ID)]);
static PAGED: Shape = Shape::Structure(&[Member::optional("nextToken", &TOKEN), Member::optional("limit", &UP_TO_50)]);

static PUT_SOURCE_INPUT: Shape = Shape::Structure(&[
    Member::required("name", &NAME),
    Member::required("resourceArn", &TEXT),
    Member::required("logType", &LOG_TYPE),
    Member::optional("tags", &TEXT_MAP),
    Member::optional("deliverySourceConfiguration", &SETTINGS),
]);
static SOURCE: Shape = Shape::Structure(&[
    Member::optional("name", &NAME),
    Member::optional("arn", &TEXT),
    Member::optional("resourceArns", &Shape::List(List::of(&TEXT))),
    Member::optional("service", &SERVICE),
    Member::optional("logType", &LOG_TYPE),
    Member::optional("tags", &TEXT_MAP),
    Member::optional("deliverySourceConfiguration", &SETTINGS),
    Member::optional("status", &Shape::Text(Text::one_of(&["ACTIVE", "INACTIVE"]))),
    Member::optional("statusReason", &Shape::Text(Text::one_of(&["RESOURCE_DELETED"]))),
]);
static SOURCE_ANSWER: Shape = Shape::Structure(&[Member::optional("deliverySource", &SOURCE)]);
static SOURCES: Shape = Shape::Structure(&[
    Member::optional("deliverySources", &Shape::List(List::of(&SOURCE))),
    Member::optional("nextToken", &TOKEN),
]);

static SINK_CONFIGURATION: Shape = Shape::Structure(&[Member::required("destinationResourceArn", &TEXT)]);
static PUT_SINK_INPUT: Shape = Shape::Structure(&[
    Member::required("name", &NAME),
    Member::optional("outputFormat", &FORMAT),
    Member::optional("deliveryDestinationConfiguration", &SINK_CONFIGURATION),
    Member::optional("deliveryDestinationType", &KIND),
    Member::optional("tags", &TEXT_MAP),
]);
static SINK: Shape = Shape::Structure(&[
    Member::optional("name", &NAME),
    Member::optional("arn", &TEXT),
    Member::optional("deliveryDestinationType", &KIND),
    Member::optional("outputFormat", &FORMAT),
    Member::optional("deliveryDestinationConfiguration", &SINK_CONFIGURATION),
    Member::optional("tags", &TEXT_MAP),
]);
static SINK_ANSWER: Shape = Shape::Structure(&[Member::optional("deliveryDestination", &SINK)]);
static SINKS: Shape = Shape::Structure(&[
    Member::optional("deliveryDestinations", &Shape::List(List::of(&SINK))),
    Member::optional("nextToken", &TOKEN),
]);

static POLICY_TEXT: Shape = Shape::Text(Text::of(1, 51_200));
static PUT_POLICY_INPUT: Shape = Shape::Structure(&[
    Member::required("deliveryDestinationName", &NAME),
    Member::required("deliveryDestinationPolicy", &POLICY_TEXT),
]);
static POLICY: Shape = Shape::Structure(&[Member::optional("deliveryDestinationPolicy", &POLICY_TEXT)]);
static POLICY_ANSWER: Shape = Shape::Structure(&[Member::optional("policy", &POLICY)]);

static CREATE_INPUT: Shape = Shape::Structure(&[
    Member::required("deliverySourceName", &NAME),
    Member::required("deliveryDestinationArn", &TEXT),
    Member::optional("recordFields", &FIELDS),
    Member::optional("fieldDelimiter", &DELIMITER),
    Member::optional("s3DeliveryConfiguration", &FILES),
    Member::optional("tags", &TEXT_MAP),
]);
static UPDATE_INPUT: Shape = Shape::Structure(&[
    Member::required("id", &ID),
    Member::optional("recordFields", &FIELDS),
    Member::optional("fieldDelimiter", &DELIMITER),
    Member::optional("s3DeliveryConfiguration", &FILES),
]);
static DELIVERY: Shape = Shape::Structure(&[
    Member::optional("id", &ID),
    Member::optional("arn", &TEXT),
    Member::optional("deliverySourceName", &NAME),
    Member::optional("deliveryDestinationArn", &TEXT),
    Member::optional("deliveryDestinationType", &KIND),
    Member::optional("recordFields", &FIELDS),
    Member::optional("fieldDelimiter", &DELIMITER),
    Member::optional("s3DeliveryConfiguration", &FILES),
    Member::optional("tags", &TEXT_MAP),
]);
static DELIVERY_ANSWER: Shape = Shape::Structure(&[Member::optional("delivery", &DELIVERY)]);
static DELIVERIES: Shape = Shape::Structure(&[
    Member::optional("deliveries", &Shape::List(List::of(&DELIVERY))),
    Member::optional("nextToken", &TOKEN),
]);

static DESCRIBE_TEMPLATES_INPUT: Shape = Shape::Structure(&[
    Member::optional("service", &SERVICE),
    Member::optional("logTypes", &Shape::List(List::of(&LOG_TYPE).within(1, 10))),
    Member::optional("resourceTypes", &Shape::List(List::of(&SERVICE).within(1, 10))),
    Member::optional("deliveryDestinationTypes", &Shape::List(List::of(&KIND).within(1, 4))),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static USUAL: Shape = Shape::Structure(&[
    Member::optional("recordFields", &FIELDS),
    Member::optional("fieldDelimiter", &DELIMITER),
    Member::optional("s3DeliveryConfiguration", &FILES),
]);
static FIELD: Shape = Shape::Structure(&[
    Member::optional("name", &Shape::Text(Text::of(1, 64))),
    Member::optional("mandatory", &Shape::Boolean),
]);
static SETTING_TEXT: Shape = Shape::Text(Text::of(1, 256));
static SETTING: Shape = Shape::Structure(&[
    Member::required("keyName", &SETTING_TEXT),
    Member::required("valueType", &Shape::Text(Text::one_of(&["string", "boolean", "int", "double", "long"]))),
    Member::required("defaultValue", &SETTING_TEXT),
    Member::optional("supportedValues", &Shape::List(List::of(&SETTING_TEXT))),
    Member::optional("minValue", &Shape::Double),
    Member::optional("maxValue", &Shape::Double),
]);
static TABLES: Shape = Shape::Structure(&[
    Member::optional("datasourceName", &SETTING_TEXT),
    Member::optional("datasourceType", &SETTING_TEXT),
]);
static TEMPLATE: Shape = Shape::Structure(&[
    Member::optional("service", &SERVICE),
    Member::optional("logType", &LOG_TYPE),
    Member::optional("resourceType", &SERVICE),
    Member::optional("deliveryDestinationType", &KIND),
    Member::optional("defaultDeliveryConfigValues", &USUAL),
    Member::optional("allowedFields", &Shape::List(List::of(&FIELD))),
    Member::optional("allowedOutputFormats", &Shape::List(List::of(&FORMAT))),
    Member::optional("allowedActionForAllowVendedLogsDeliveryForResource", &TEXT),
    Member::optional("allowedFieldDelimiters", &Shape::List(List::of(&DELIMITER))),
    Member::optional("allowedSuffixPathFields", &FIELDS),
    Member::optional("deliverySourceConfiguration", &Shape::List(List::of(&SETTING))),
    Member::optional("s3TablesIntegration", &TABLES),
]);
static TEMPLATES: Shape = Shape::Structure(&[
    Member::optional("configurationTemplates", &Shape::List(List::of(&TEMPLATE))),
    Member::optional("nextToken", &TOKEN),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vended::{DeliveryDestinationType, OutputFormat};

    #[test]
    fn the_words_are_all_words() {
        let (Shape::Text(formats), Shape::Text(kinds)) = (&FORMAT, &KIND) else { panic!() };
        assert!(OutputFormat::ALL.iter().map(|format| format.as_str()).eq(formats.one_of.iter().copied()));
        assert!(DeliveryDestinationType::ALL.iter().map(|kind| kind.as_str()).eq(kinds.one_of.iter().copied()));
    }
}
