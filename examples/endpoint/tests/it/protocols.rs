//! One exchange of each protocol, byte by byte where it matters.
#![allow(clippy::unwrap_used, reason = "tests")]

use ciborium::Value as Cbor;
use serde_json::json;

use crate::support::{Endpoint, signed};

const ALARM: &str = "Action=PutMetricAlarm&Version=2010-08-01&AlarmName=slow&Namespace=Shop&MetricName=Latency&\
    Statistic=Average&Period=60&EvaluationPeriods=1&Threshold=41&ComparisonOperator=GreaterThanThreshold&\
    Dimensions.member.1.Name=Host&Dimensions.member.1.Value=a%26b&OKActions=";

#[test]
fn aws_json_1_0() {
    let endpoint = Endpoint::start();
    let answer = endpoint.json("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", "");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-amz-json-1.0"));
    assert_eq!(answer.json(), json!({"CompositeAlarms": [], "MetricAlarms": []}));
    assert_eq!(answer.header("x-amzn-requestid").len(), 36);
}

#[test]
fn aws_json_1_1() {
    let endpoint = Endpoint::start();
    let answer = endpoint.json("logs", "Logs_20140328.CreateLogGroup", r#"{"logGroupName":"app"}"#);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-amz-json-1.1"));
    assert_eq!(answer.json(), json!({}));
    let answer = endpoint.json("logs", "Logs_20140328.CreateLogGroup", r#"{"logGroupName":"app","new":null}"#);
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (400, "ResourceAlreadyExistsException"));
    assert_eq!(answer.json()["__type"], "ResourceAlreadyExistsException");
    assert_eq!(answer.json()["message"], "The specified log group already exists");
}

#[test]
fn both_spellings_of_cloudtrails_target_are_known() {
    let endpoint = Endpoint::start();
    for prefix in ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "CloudTrail_20131101"] {
        let answer = endpoint.json("cloudtrail", &format!("{prefix}.Nothing"), "{}");
        assert_eq!((answer.status, &answer.json()["__type"]), (400, &json!("UnknownOperationException")));
        assert!(answer.text().contains("Nothing"), "{}", answer.text());
    }
}

#[test]
fn query_and_xml() {
    let endpoint = Endpoint::start();
    let answer = endpoint.query(ALARM);
    let id = answer.header("x-amzn-requestid");
    let expected = format!(
        "<PutMetricAlarmResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><ResponseMetadata>\
         <RequestId>{id}</RequestId></ResponseMetadata></PutMetricAlarmResponse>"
    );
    assert_eq!((answer.status, answer.header("content-type"), answer.text()), (200, "text/xml", &*expected));

    let answer = endpoint.query("Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=slow");
    let alarm = answer.xml("MetricAlarms");
    let parts = [
        "<AlarmName>slow</AlarmName>",
        "<Threshold>41.0</Threshold>",
        "<Period>60</Period>",
        "<ActionsEnabled>true</ActionsEnabled>",
        "<StateUpdatedTimestamp>2026-05-04T06:00:00Z</StateUpdatedTimestamp>",
        "<Dimensions><member><Name>Host</Name><Value>a&amp;b</Value></member></Dimensions>",
        "<OKActions/>",
    ];
    for part in parts {
        assert!(alarm.contains(part), "no {part} in {alarm}");
    }
    assert!(answer.text().contains("<DescribeAlarmsResult>"));
}

#[test]
fn query_works_unsigned_and_in_the_query_string() {
    let endpoint = Endpoint::start();
    let answer = endpoint.request("GET", "/?Action=DescribeAlarms&Version=2010-08-01", &[], b"");
    assert_eq!((answer.status, answer.xml("DescribeAlarmsResult")), (200, "<CompositeAlarms/><MetricAlarms/>"));
    let tags = "Action=ListTagsForResource&Version=2010-08-01&ResourceARN=x";
    assert_eq!(endpoint.request("POST", "/", &[], tags.as_bytes()).header("content-type"), "text/xml");
}

#[test]
fn rpc_v2_cbor() {
    let endpoint = Endpoint::start();
    assert_eq!(endpoint.query(ALARM).status, 200);
    // {_ "AlarmNames": [_ "slow"]} as the Rust SDK writes it.
    let answer = endpoint.cbor("DescribeAlarms", b"\xbf\x6aAlarmNames\x9f\x64slow\xff\xff");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/cbor"));
    assert_eq!(answer.header("smithy-protocol"), "rpc-v2-cbor");
    let body: Cbor = ciborium::from_reader(&*answer.body).unwrap();
    let alarm = member(&body, "MetricAlarms").as_array().unwrap()[0].clone();
    assert_eq!(member(&alarm, "Threshold"), &Cbor::Float(41.0));
    assert_eq!(member(&alarm, "Period"), &Cbor::Integer(60.into()));
    let at = Cbor::Tag(1, Box::new(Cbor::Float(1_777_874_400.0)));
    assert_eq!(member(&alarm, "StateUpdatedTimestamp"), &at);
}

fn member<'a>(value: &'a Cbor, name: &str) -> &'a Cbor {
    let members = value.as_map().unwrap();
    members.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value).unwrap()
}

#[test]
fn cbor_without_output_has_no_body_and_any_prefix() {
    let endpoint = Endpoint::start();
    let mut put = Vec::new();
    let data = json!({"Namespace": "Shop", "MetricData": [{"MetricName": "Queue", "Value": 70.0}]});
    ciborium::into_writer(&data, &mut put).unwrap();
    let path = "/some/where/service/GraniteServiceVersion20100801/operation/PutMetricData/";
    let answer = endpoint.request("POST", path, &[("smithy-protocol", "rpc-v2-cbor")], &put);
    assert_eq!(
        (answer.status, answer.header("smithy-protocol"), answer.body.len()),
        (200, "rpc-v2-cbor", 0),
        "{answer:?}"
    );
}

#[test]
fn rest_json_signed_and_unsigned() {
    let endpoint = Endpoint::start();
    let signed = endpoint.xray("/GetSamplingRules/", "{}");
    assert_eq!((signed.status, signed.header("content-type")), (200, "application/json"));
    assert!(signed.json()["SamplingRuleRecords"].is_array());
    let unsigned = endpoint.request("POST", "/GetSamplingRules", &[], b"");
    assert_eq!((unsigned.status, unsigned.json()), (200, signed.json()));
    let targets = endpoint.request("POST", "/SamplingTargets", &[], br#"{"SamplingStatisticsDocuments":[]}"#);
    assert_eq!(targets.status, 200, "{targets:?}");
}

#[test]
fn accounts_and_regions_are_kept_apart() {
    let endpoint = Endpoint::start();
    let create = |scope: &str| {
        let authorization = format!("AWS4-HMAC-SHA256 Credential={scope}/logs/aws4_request, Signature=0");
        let headers = [("Authorization", &*authorization), ("X-Amz-Target", "Logs_20140328.CreateLogGroup")];
        endpoint.request("POST", "/", &headers, br#"{"logGroupName":"app"}"#).status
    };
    let places = ["111122223333/20260504/us-east-1", "111122223333/20260504/eu-west-1", "AKID/20260504/us-east-1"];
    assert_eq!(places.map(create), [200, 200, 200]);
    // Two keys that are no account ids are the same default account.
    assert_eq!(create("OTHER/20260504/us-east-1"), 400);
}

#[test]
fn the_scope_and_not_the_target_decides() {
    let endpoint = Endpoint::start();
    let answer = endpoint.json("logs", "AWSEvents.ListRules", "{}");
    assert_eq!((answer.status, &answer.json()["__type"]), (400, &json!("UnknownOperationException")));
    let presigned = "/?X-Amz-Credential=AKID%2F20260504%2Fus-east-1%2Fmonitoring%2Faws4_request&Action=DescribeAlarms";
    assert_eq!(endpoint.request("GET", presigned, &[], b"").status, 200);
    let unsigned = endpoint.request("POST", "/", &[("X-Amz-Target", "Logs_20140328.DescribeLogGroups")], b"");
    assert_eq!(unsigned.status, 200);
    let authorization = signed("monitoring");
    let answer = endpoint.request("POST", "/", &[("Authorization", &authorization)], b"");
    assert_eq!((answer.status, answer.xml("Code")), (400, "MissingAction"));
}

#[test]
fn rest_json_with_labels_query_and_statuses() {
    let endpoint = Endpoint::start();
    let authorization = signed("schemas");
    let call = |method: &str, path: &str, body: &str| {
        endpoint.request(method, path, &[("Authorization", &authorization)], body.as_bytes())
    };
    let made = call("POST", "/v1/registries/name/quay", r#"{"Description":"d","tags":{"a":"1"}}"#);
    assert_eq!((made.status, made.header("content-type")), (201, "application/json"), "{made:?}");
    let arn = "arn:aws:schemas:us-east-1:123456789012:registry/quay";
    let expected = json!({"RegistryName": "quay", "RegistryArn": arn, "Description": "d", "tags": {"a": "1"}});
    assert_eq!(made.json(), expected);

    let content = r#"{"openapi":"3.0.0","info":{"title":"t","version":"1"},"paths":{}}"#;
    let schema = json!({"Type": "OpenApi3", "Content": content}).to_string();
    let made = call("POST", "/v1/registries/name/quay/schemas/name/my.shop%40Order", &schema);
    assert_eq!((made.status, &made.json()["SchemaName"]), (201, &json!("my.shop@Order")), "{made:?}");
    assert_eq!(made.json()["LastModified"], "2026-05-04T06:00:00Z");
    let listed = call("GET", "/v1/registries?scope=Local&limit=1&registryNamePrefix=q", "");
    assert_eq!(listed.json()["Registries"][0]["RegistryName"], "quay", "{listed:?}");
    assert_eq!(call("GET", "/v1/registries?limit=x", "").header("x-amzn-errortype"), "SerializationException");

    let tags = format!("/tags/{}", arn.replace(':', "%3A").replace('/', "%2F"));
    assert_eq!(call("POST", &tags, r#"{"tags":{"b":"2","c":"3"}}"#).status, 204);
    let untagged = call("DELETE", &format!("{tags}?tagKeys=a&tagKeys=b"), "");
    assert_eq!((untagged.status, untagged.body.len()), (204, 0));
    assert_eq!(call("GET", &tags, "").json(), json!({"tags": {"c": "3"}}));

    let binding = "/v1/registries/name/aws.events/schemas/name/aws.events%40ScheduledEvent/language/Rust";
    assert_eq!(call("POST", binding, "{}").status, 202);
    let source = call("GET", &format!("{binding}/source"), "");
    assert_eq!((source.status, source.header("content-type")), (200, "application/octet-stream"));
    assert!(source.body.starts_with(b"PK\x03\x04"));

    let refused = call("GET", "/v1/registries/name/none", "");
    assert_eq!((refused.status, refused.header("x-amzn-errortype")), (404, "NotFoundException"));
    assert_eq!(refused.json(), json!({"Code": "NotFoundException", "Message": "Registry none does not exist."}));
    assert_eq!(call("POST", "/v1/registries/name/quay", "{}").status, 409);
    assert_eq!(call("DELETE", "/v1/registries/name/quay", "").status, 204);
}
