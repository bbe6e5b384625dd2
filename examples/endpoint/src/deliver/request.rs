//! A delivery in the protocol of its target's service.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cupola::base::base64;
use cupola::{Arn, Call, Delivery, Payload, Place};
use serde::Serialize;

use super::DeliverTo;
use crate::codec::percent;

/// What is posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

/// A target to which nothing can be sent from here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsupported {
    #[error("`{0}` is no ARN")]
    NoArn(String),
    #[error(
        "deliveries to {target} are not sent: of services there are sqs, sns, lambda, firehose, kinesis and states, not {service}"
    )]
    Service { service: String, target: String },
}

impl Request {
    pub(super) fn of(to: &DeliverTo, place: &Place, delivery: &Delivery) -> Result<Self, Unsupported> {
        let arn = Arn::parse(&delivery.target).map_err(|_| Unsupported::NoArn(delivery.target.clone()))?;
        let request = match arn.service() {
            "sqs" => queue(to, &arn, delivery),
            "sns" => topic(&arn, delivery),
            "lambda" => function(&arn, delivery),
            "firehose" => firehose(&arn, delivery),
            "kinesis" => stream(&arn, delivery),
            "states" => machine(&arn, delivery),
            service => return Err(Unsupported::Service { service: service.into(), target: arn.as_str().into() }),
        };
        Ok(request.scoped(place, &arn, delivery))
    }

    fn json(version: &str, target: &str, body: &impl Serialize) -> Self {
        let headers =
            vec![("content-type", format!("application/x-amz-json-{version}")), ("x-amz-target", target.to_owned())];
        Self { path: "/".into(), headers, body: cupola::base::wire::answer(body) }
    }

    /// Endpoints for development read account, region and service from the scope, and check no signature.
    fn scoped(mut self, place: &Place, arn: &Arn, delivery: &Delivery) -> Self {
        let or = |part: &str, other: &str| if part.is_empty() { other.to_owned() } else { part.to_owned() };
        let account = or(arn.account(), place.account.as_str());
        let region = or(arn.region(), place.region.as_str());
        let (day, time) = (delivery.at.format("%Y%m%d"), delivery.at.format("%Y%m%dT%H%M%SZ"));
        let scope = format!("{account}/{day}/{region}/{}/aws4_request", arn.service());
        let signature = "0".repeat(64);
        let signed = "SignedHeaders=host;x-amz-date";
        self.headers
            .push(("authorization", format!("AWS4-HMAC-SHA256 Credential={scope}, {signed}, Signature={signature}")));
        self.headers.push(("x-amz-date", time));
        self
    }
}

/// SQS API Reference, SendMessage. Only pipes have a deduplication id: for rules and schedules FIFO queues must deduplicate by
/// content (EventBridge API Reference and EventBridge Scheduler API Reference, SqsParameters).
fn queue(to: &DeliverTo, arn: &Arn, delivery: &Delivery) -> Request {
    let (group, deduplication) = match &delivery.call {
        Call::Queue { group, deduplication } => (Some(group.as_str()), deduplication.as_deref()),
        _ => (None, None),
    };
    let message = SendMessage {
        queue_url: format!("{to}/{}/{}", arn.account(), arn.resource()),
        message_body: delivery.payload.as_str(),
        message_attributes: delivery.attributes.iter().map(|(name, value)| (name.as_str(), attribute(value))).collect(),
        message_group_id: group,
        message_deduplication_id: deduplication,
    };
    Request::json("1.0", "AmazonSQS.SendMessage", &message)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage<'a> {
    queue_url: String,
    message_body: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    message_attributes: BTreeMap<&'a str, Attribute<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_group_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_deduplication_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute<'a> {
    data_type: &'static str,
    string_value: &'a str,
}

const fn attribute(value: &str) -> Attribute<'_> {
    Attribute { data_type: "String", string_value: value }
}

/// SNS API Reference, Publish.
fn topic(arn: &Arn, delivery: &Delivery) -> Request {
    let members = [
        ("Action", "Publish"),
        ("Version", "2010-03-31"),
        ("TopicArn", arn.as_str()),
        ("Message", delivery.payload.as_str()),
    ];
    let pairs = members.map(|(name, value)| format!("{name}={}", percent::encode(value)));
    let headers = vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8".to_owned())];
    Request { path: "/".into(), headers, body: pairs.join("&") }
}

/// Lambda API Reference, Invoke.
fn function(arn: &Arn, delivery: &Delivery) -> Request {
    let body = json(&delivery.payload).into_owned();
    let invocation = if delivery.call == Call::Answered { "RequestResponse" } else { "Event" };
    let headers =
        vec![("content-type", "application/json".to_owned()), ("x-amz-invocation-type", invocation.to_owned())];
    Request { path: format!("/2015-03-31/functions/{}/invocations", percent::encode(arn.as_str())), headers, body }
}

/// Firehose API Reference, PutRecord.
fn firehose(arn: &Arn, delivery: &Delivery) -> Request {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct PutRecord<'a> {
        delivery_stream_name: &'a str,
        record: Record,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Record {
        data: String,
    }
    let record = Record { data: data(delivery) };
    let put = PutRecord { delivery_stream_name: name(arn), record };
    Request::json("1.1", "Firehose_20150804.PutRecord", &put)
}

/// Kinesis API Reference, PutRecord.
fn stream(arn: &Arn, delivery: &Delivery) -> Request {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct PutRecord<'a> {
        stream_name: &'a str,
        data: String,
        partition_key: String,
    }
    let partition_key = match &delivery.call {
        Call::Stream { partition_key } => partition_key.clone(),
        _ => delivery.id.to_string(),
    };
    let put = PutRecord { stream_name: name(arn), data: data(delivery), partition_key };
    Request::json("1.1", "Kinesis_20131202.PutRecord", &put)
}

/// Step Functions API Reference, StartExecution and StartSyncExecution.
fn machine(arn: &Arn, delivery: &Delivery) -> Request {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct StartExecution<'a> {
        state_machine_arn: &'a str,
        input: Cow<'a, str>,
    }
    let start = StartExecution { state_machine_arn: arn.as_str(), input: json(&delivery.payload) };
    let action = if delivery.call == Call::Answered { "StartSyncExecution" } else { "StartExecution" };
    Request::json("1.0", &format!("AWSStepFunctions.{action}"), &start)
}

/// For those that take JSON alone: a text is sent as a JSON string.
fn json(payload: &Payload) -> Cow<'_, str> {
    match payload {
        Payload::Text(text) => cupola::base::wire::answer(text).into(),
        other => other.as_str().into(),
    }
}

/// Bytes as the services' JSON has them. What log subscriptions send is gzip, in that form already.
fn data(delivery: &Delivery) -> String {
    match &delivery.payload {
        Payload::Text(text) if delivery.id.part() == cupola::logs::Engine::DELIVERY_PART => text.clone(),
        other => base64::encode(other.as_str().as_bytes()),
    }
}

/// `stream/orders` is `orders`.
fn name(arn: &Arn) -> &str {
    let resource = arn.resource();
    resource.split_once('/').map_or(resource, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use cupola::{DeliveryId, Timestamp};
    use serde_json::{Value, json};

    use super::*;

    fn request(target: &str, change: impl FnOnce(&mut Delivery)) -> Result<Request, Unsupported> {
        let delivery = json!({"id": DeliveryId::new(1, 42).number(), "at": 0, "cause": "rule", "target": target,
            "payload": {"Json": {"n": 1}}, "call": "Plain", "attributes": {}, "attempt": 1});
        let mut delivery: Delivery = serde_json::from_value(delivery).unwrap();
        delivery.at = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        change(&mut delivery);
        let place = Place::parse("111122223333", "eu-west-1").unwrap();
        Request::of(&"http://127.0.0.1:4566".parse().unwrap(), &place, &delivery)
    }

    fn header<'a>(request: &'a Request, name: &str) -> &'a str {
        request.headers.iter().find(|(found, _)| *found == name).map_or("", |(_, value)| value)
    }

    fn body(request: &Request) -> Value {
        serde_json::from_str(&request.body).unwrap()
    }

    #[test]
    fn each_service_is_spoken_to_in_its_protocol() {
        let sqs = request("arn:aws:sqs:us-east-1:123456789012:q", |_| {}).unwrap();
        assert_eq!(body(&sqs), json!({"QueueUrl": "http://127.0.0.1:4566/123456789012/q", "MessageBody": "{\"n\":1}"}));
        assert_eq!(header(&sqs, "content-type"), "application/x-amz-json-1.0");
        assert!(header(&sqs, "authorization").contains("Credential=123456789012/20260504/us-east-1/sqs/aws4_request"));
        assert_eq!(header(&sqs, "x-amz-date"), "20260504T060000Z");

        let sns = request("arn:aws:sns:us-east-1:123456789012:ops", |_| {}).unwrap();
        let arn = "arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Aops";
        let form = format!("Action=Publish&Version=2010-03-31&TopicArn={arn}&Message=%7B%22n%22%3A1%7D");
        assert_eq!(sns.body, form);

        let lambda = request("arn:aws:lambda:us-east-1:123456789012:function:f:live", |_| {}).unwrap();
        let arn = "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af%3Alive";
        assert_eq!(lambda.path, format!("/2015-03-31/functions/{arn}/invocations"));
        assert_eq!((lambda.body.as_str(), header(&lambda, "x-amz-invocation-type")), ("{\"n\":1}", "Event"));

        let firehose = request("arn:aws:firehose:us-east-1:123456789012:deliverystream/s", |_| {}).unwrap();
        assert_eq!(body(&firehose), json!({"DeliveryStreamName": "s", "Record": {"Data": "eyJuIjoxfQ=="}}));
        assert_eq!(header(&firehose, "x-amz-target"), "Firehose_20150804.PutRecord");

        let kinesis = request("arn:aws:kinesis:us-east-1:123456789012:stream/s", |delivery| {
            delivery.call = Call::Stream { partition_key: "k".into() };
        })
        .unwrap();
        assert_eq!(body(&kinesis), json!({"StreamName": "s", "Data": "eyJuIjoxfQ==", "PartitionKey": "k"}));

        let states = request("arn:aws:states:us-east-1:123456789012:stateMachine:m", |_| {}).unwrap();
        let arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
        assert_eq!(body(&states), json!({"stateMachineArn": arn, "input": "{\"n\":1}"}));
    }

    #[test]
    fn queues_get_groups_and_what_dead_letters_say() {
        let fifo = request("arn:aws:sqs:us-east-1:123456789012:q.fifo", |delivery| {
            delivery.call = Call::Queue { group: "dock-7".into(), deduplication: None };
            delivery.attributes.insert("ERROR_CODE".into(), "NO_RESOURCE".into());
        })
        .unwrap();
        let body = body(&fifo);
        assert_eq!(body["MessageGroupId"], "dock-7");
        assert_eq!(body.get("MessageDeduplicationId"), None, "the queue deduplicates by content");
        assert_eq!(
            body["MessageAttributes"]["ERROR_CODE"],
            json!({"DataType": "String", "StringValue": "NO_RESOURCE"})
        );
    }

    #[test]
    fn what_log_subscriptions_send_is_bytes_already() {
        let firehose = request("arn:aws:firehose:us-east-1:123456789012:deliverystream/s", |delivery| {
            delivery.id = DeliveryId::new(cupola::logs::Engine::DELIVERY_PART, 1);
            delivery.payload = Payload::Text("H4sIAAAA".into());
        })
        .unwrap();
        assert_eq!(body(&firehose)["Record"]["Data"], "H4sIAAAA");
    }

    #[test]
    fn texts_become_json_where_json_alone_is_taken() {
        let text = |delivery: &mut Delivery| delivery.payload = Payload::Text("a \"text\"".into());
        let lambda = request("arn:aws:lambda:us-east-1:123456789012:function:f", text).unwrap();
        assert_eq!(lambda.body, r#""a \"text\"""#);
        let states = request("arn:aws:states:us-east-1:123456789012:stateMachine:m", text).unwrap();
        assert_eq!(body(&states)["input"], r#""a \"text\"""#);
    }

    #[test]
    fn other_targets_are_named() {
        let ecs = request("arn:aws:ecs:us-east-1:123456789012:cluster/c", |_| {}).unwrap_err();
        assert!(ecs.to_string().ends_with("states, not ecs"), "{ecs}");
        assert_eq!(request("here", |_| {}), Err(Unsupported::NoArn("here".into())));
    }
}
