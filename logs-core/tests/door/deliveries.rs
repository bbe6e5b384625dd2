//! Delivery sources, delivery destinations, deliveries: what the actions answer.

use cupola_logs::{Bucket, Engine, Limits, Output, Policies, VendedRecord};
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, place};

const SITE: &str = "arn:aws:cloudfront::111122223333:distribution/E1";
const KNOWLEDGE: &str = "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1";
const STREAM: &str = "arn:aws:firehose:us-east-1:111122223333:deliverystream/all";
const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:g:*";

fn sink_arn(name: &str) -> String {
    format!("arn:aws:logs:us-east-1:111122223333:delivery-destination:{name}")
}

impl Door {
    fn source(&mut self, name: &str, resource: &str, log_type: &str) -> Value {
        self.ok("PutDeliverySource", json!({"name": name, "resourceArn": resource, "logType": log_type}))
    }

    fn sink(&mut self, name: &str, resource: &str) -> Value {
        let configuration = json!({"destinationResourceArn": resource});
        self.ok("PutDeliveryDestination", json!({"name": name, "deliveryDestinationConfiguration": configuration}))
    }

    fn join(&mut self, source: &str, sink: &str) -> Value {
        let request = json!({"deliverySourceName": source, "deliveryDestinationArn": sink_arn(sink)});
        self.ok("CreateDelivery", request)["delivery"].clone()
    }

    /// With a source `site` and destinations `b`, `g` and `f`.
    fn with_site() -> Self {
        let mut door = Self::open();
        door.source("site", SITE, "ACCESS_LOGS");
        door.sink("b", "arn:aws:s3:::logs");
        door.sink("g", GROUP);
        door.sink("f", STREAM);
        door
    }
}

fn said(code: &str, message: &str) -> (String, String) {
    (code.into(), message.into())
}

#[test]
fn a_source_is_what_was_put() {
    let mut door = Door::empty();
    let put = json!({"name": "site", "resourceArn": SITE, "logType": "ACCESS_LOGS", "tags": {"k": "v"}});
    let source = json!({
        "name": "site", "arn": "arn:aws:logs:us-east-1:111122223333:delivery-source:site", "resourceArns": [SITE],
        "service": "cloudfront", "logType": "ACCESS_LOGS", "tags": {"k": "v"},
    });
    assert_eq!(door.ok("PutDeliverySource", put), json!({"deliverySource": source}));
    assert_eq!(door.ok("GetDeliverySource", json!({"name": "site"})), json!({"deliverySource": source}));
    assert_eq!(door.ok("DescribeDeliverySources", json!({})), json!({"deliverySources": [source]}));
    assert_eq!(door.ok("DeleteDeliverySource", json!({"name": "site"})), json!({}));
    let gone = said("ResourceNotFoundException", "Requested Delivery Source does not exist in this account.");
    for action in ["GetDeliverySource", "DeleteDeliverySource"] {
        assert_eq!(door.refused(action, json!({"name": "site"})), gone);
    }
}

#[test]
fn sources_are_of_resources_that_send() {
    let mut door = Door::open();
    let mut code = |name: &str, resource: &str, log_type: &str| {
        let put = json!({"name": name, "resourceArn": resource, "logType": log_type});
        door.refused("PutDeliverySource", put).0
    };
    assert_eq!(code("s", "arn:aws:s3:::bucket", "ACCESS_LOGS"), "ResourceNotFoundException");
    assert_eq!(code("s", SITE, "EVENT_LOGS"), "ValidationException");
    assert_eq!(code("s", "arn:aws:cloudfront::111122223333:streaming/E1", "ACCESS_LOGS"), "ValidationException");
    assert_eq!(
        code("s", "arn:aws:cloudfront::444455556666:distribution/E1", "ACCESS_LOGS"),
        "ResourceNotFoundException"
    );
    assert_eq!(
        code("s", &KNOWLEDGE.replace("us-east-1", "eu-west-1"), "APPLICATION_LOGS"),
        "ResourceNotFoundException"
    );
    assert_eq!(code("s", "site", "ACCESS_LOGS"), "ValidationException");
    assert_eq!(code("a b", SITE, "ACCESS_LOGS"), "ValidationException");
    assert_eq!(code("s", SITE, "ACCESS-LOGS"), "ValidationException");
    let elsewhere = cupola_logs::Place::parse("111122223333", "eu-west-1").unwrap();
    let put = cupola_logs::PutDeliverySource::new("s", SITE, "ACCESS_LOGS");
    let refused = Engine::new(elsewhere, 0).put_delivery_source(at(NOON), &put).unwrap_err();
    assert!(refused.to_string().ends_with("are delivered from us-east-1 alone"), "{refused}");
}

#[test]
fn a_source_keeps_its_resource_and_a_resource_its_source() {
    let mut door = Door::open();
    door.source("site", SITE, "ACCESS_LOGS");
    let other = SITE.replace("E1", "E2");
    let put = |name: &str, resource: &str| json!({"name": name, "resourceArn": resource, "logType": "ACCESS_LOGS"});
    assert_eq!(
        door.refused("PutDeliverySource", put("site", &other)),
        said(
            "ConflictException",
            "Update to existing Delivery Source with new ResourceId is not allowed. Please create a new Delivery Source \
             instead."
        )
    );
    let taken = "This ResourceId has already been used in another Delivery Source in this account.";
    assert_eq!(door.refused("PutDeliverySource", put("again", SITE)), said("ConflictException", taken));
    door.source("connections", SITE, "CONNECTION_LOGS");
    let mut tagged = put("site", SITE);
    tagged["tags"] = json!({"k": "v"});
    assert_eq!(door.refused("PutDeliverySource", tagged).0, "ConflictException");

    let policies = Policies { one_delivery_source_per_resource: false, ..Policies::default() };
    let engine = Engine::new(place(), 0).with_policies(policies);
    let mut lenient = Door::empty();
    lenient.engine = engine;
    lenient.source("site", SITE, "ACCESS_LOGS");
    lenient.source("again", SITE, "ACCESS_LOGS");
}

#[test]
fn a_destination_is_known_by_what_it_writes_to() {
    let mut door = Door::open();
    let kind = |answer: Value| answer["deliveryDestination"]["deliveryDestinationType"].clone();
    assert_eq!(kind(door.sink("b", "arn:aws:s3:::logs/prefix")), "S3");
    assert_eq!(kind(door.sink("g", GROUP)), "CWL");
    assert_eq!(kind(door.sink("f", STREAM)), "FH");
    let traces = door.ok("PutDeliveryDestination", json!({"name": "x", "deliveryDestinationType": "XRAY"}));
    let arn = sink_arn("x");
    let expected = json!({"name": "x", "arn": arn, "deliveryDestinationType": "XRAY"});
    assert_eq!(traces, json!({"deliveryDestination": expected}));
    for wrong in [
        json!({"name": "w"}),
        json!({"name": "w", "deliveryDestinationType": "S3"}),
        json!({"name": "w", "deliveryDestinationType": "CWL",
            "deliveryDestinationConfiguration": {"destinationResourceArn": "arn:aws:s3:::logs"}}),
        json!({"name": "w", "deliveryDestinationConfiguration": {"destinationResourceArn":
            "arn:aws:logs:us-east-1:444455556666:log-group:g"}}),
        json!({"name": "w", "outputFormat": "csv",
            "deliveryDestinationConfiguration": {"destinationResourceArn": "arn:aws:s3:::logs"}}),
        json!({"name": "w", "outputFormat": "w3c", "deliveryDestinationConfiguration": {"destinationResourceArn": GROUP}}),
        json!({"name": "w", "outputFormat": "raw",
            "deliveryDestinationConfiguration": {"destinationResourceArn": "arn:aws:s3:::logs"}}),
    ] {
        assert_eq!(door.refused("PutDeliveryDestination", wrong).0, "ValidationException");
    }
}

#[test]
fn a_destination_keeps_its_format_and_its_type() {
    let mut door = Door::open();
    let put = |format: &str, bucket: &str| {
        json!({"name": "d", "outputFormat": format,
            "deliveryDestinationConfiguration": {"destinationResourceArn": bucket}})
    };
    door.ok("PutDeliveryDestination", put("json", "arn:aws:s3:::one"));
    assert_eq!(
        door.refused("PutDeliveryDestination", put("plain", "arn:aws:s3:::one")),
        said(
            "ValidationException",
            "Update to existing Delivery Destination with new Output Format is not allowed. Please create a new Delivery \
             Destination instead."
        )
    );
    assert_eq!(door.refused("PutDeliveryDestination", put("json", GROUP)).0, "ValidationException");
    let moved = door.sink("d", "arn:aws:s3:::two")["deliveryDestination"].clone();
    assert_eq!(moved["deliveryDestinationConfiguration"], json!({"destinationResourceArn": "arn:aws:s3:::two"}));
    assert_eq!(moved["outputFormat"], "json");
}

#[test]
fn policies_are_kept_as_they_were_put() {
    let mut door = Door::open();
    door.sink("b", "arn:aws:s3:::logs");
    let of = json!({"deliveryDestinationName": "b"});
    assert_eq!(door.ok("GetDeliveryDestinationPolicy", of.clone()), json!({"policy": {}}));
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "444455556666"},
        "Action": "logs:CreateDelivery", "Resource": "*"}]}"#;
    let put = |text: &str| json!({"deliveryDestinationName": "b", "deliveryDestinationPolicy": text});
    let kept = json!({"policy": {"deliveryDestinationPolicy": policy}});
    assert_eq!(door.ok("PutDeliveryDestinationPolicy", put(policy)), kept);
    assert_eq!(door.ok("GetDeliveryDestinationPolicy", of.clone()), kept);
    for wrong in ["{}", "no policy", &policy.replace(r#""Principal": {"AWS": "444455556666"},"#, "")] {
        let (code, message) = door.refused("PutDeliveryDestinationPolicy", put(wrong));
        assert_eq!(code, "ValidationException");
        assert!(message.starts_with("Invalid Delivery Destination resource Policy is provided."), "{message}");
    }
    assert_eq!(door.ok("GetDeliveryDestinationPolicy", of.clone()), kept);
    door.ok("DeleteDeliveryDestinationPolicy", of.clone());
    assert_eq!(door.ok("GetDeliveryDestinationPolicy", of), json!({"policy": {}}));
    let other = json!({"deliveryDestinationName": "other"});
    for action in ["GetDeliveryDestinationPolicy", "DeleteDeliveryDestinationPolicy"] {
        assert_eq!(door.refused(action, other.clone()).0, "ResourceNotFoundException");
    }
}

#[test]
fn a_delivery_has_what_was_asked_for_or_the_usual() {
    let mut door = Door::with_site();
    let usual = door.join("site", "b");
    assert_eq!(usual["recordFields"].as_array().map(Vec::len), Some(33));
    let path = json!({"suffixPath": "AWSLogs/{account-id}/CloudFront/", "enableHiveCompatiblePath": false});
    assert_eq!((&usual["s3DeliveryConfiguration"], &usual["fieldDelimiter"]), (&path, &json!("")));
    let id = usual["id"].as_str().unwrap().to_owned();
    assert_eq!(usual["arn"], format!("arn:aws:logs:us-east-1:111122223333:delivery:{id}"));
    assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(door.ok("GetDelivery", json!({"id": id})), json!({"delivery": usual}));

    let request = json!({
        "deliverySourceName": "site", "deliveryDestinationArn": sink_arn("f"), "recordFields": ["time", "date"],
        "fieldDelimiter": ",", "tags": {"k": "v"},
    });
    let told = door.ok("CreateDelivery", request)["delivery"].clone();
    assert_eq!((&told["recordFields"], &told["fieldDelimiter"]), (&json!(["time", "date"]), &json!(",")));
    assert_eq!((&told["tags"], &told["deliveryDestinationType"]), (&json!({"k": "v"}), &json!("FH")));
    assert_eq!(told.get("s3DeliveryConfiguration"), None);
    assert_eq!(door.ok("DescribeDeliveries", json!({})), json!({"deliveries": [usual, told]}));
}

#[test]
fn the_service_puts_its_own_path_before_that_of_a_new_delivery() {
    let path_of = |bucket: &str, path: &str| {
        let mut door = Door::with_site();
        door.sink("x", bucket);
        let request = json!({"deliverySourceName": "site", "deliveryDestinationArn": sink_arn("x"),
            "s3DeliveryConfiguration": {"suffixPath": path}});
        let made = door.ok("CreateDelivery", request)["delivery"].clone();
        (door, made["id"].clone(), made["s3DeliveryConfiguration"]["suffixPath"].as_str().unwrap().to_owned())
    };
    let (mut door, id, path) = path_of("arn:aws:s3:::logs", "/{DistributionId}/{yyyy}");
    assert_eq!(path, "AWSLogs/{account-id}/CloudFront/{DistributionId}/{yyyy}/");
    assert_eq!(path_of("arn:aws:s3:::logs", "AWSLogs/x").2, "AWSLogs/x");
    assert_eq!(path_of("arn:aws:s3:::logs/edge", "{yyyy}").2, "{yyyy}");

    let change =
        json!({"id": id, "s3DeliveryConfiguration": {"suffixPath": "{yyyy}/{MM}", "enableHiveCompatiblePath": true}});
    assert_eq!(door.ok("UpdateDeliveryConfiguration", change), json!({}));
    let now = door.ok("GetDelivery", json!({"id": id}))["delivery"]["s3DeliveryConfiguration"].clone();
    assert_eq!(now, json!({"suffixPath": "{yyyy}/{MM}", "enableHiveCompatiblePath": true}));
}

#[test]
fn configurations_are_checked() {
    let mut door = Door::with_site();
    door.source("knowledge", KNOWLEDGE, "RUNTIME_LOGS");
    let mut refused = |source: &str, sink: &str, member: &str, value: Value| {
        let mut request = json!({"deliverySourceName": source, "deliveryDestinationArn": sink_arn(sink)});
        request[member] = value;
        let (code, message) = door.refused("CreateDelivery", request);
        assert_eq!(code, "ValidationException");
        message
    };
    let fields = "recordFields";
    assert_eq!(
        refused("site", "b", fields, json!(["nothing"])),
        "`nothing` is no record field of this log, or is named twice"
    );
    refused("site", "b", fields, json!(["date", "date"]));
    assert_eq!(
        refused("knowledge", "b", fields, json!(["body", "resourceArn"])),
        "record field `eventTimestamp` is mandatory"
    );
    refused("site", "b", "fieldDelimiter", json!("123456"));
    let files = "s3DeliveryConfiguration";
    let other = "Provided delivery configuration is invalid for the destination type.";
    assert_eq!(refused("site", "g", files, json!({"suffixPath": "x"})), other);
    let path = |text: &str| json!({"suffixPath": text, "enableHiveCompatiblePath": true});
    assert!(refused("site", "b", files, path("year={yyyy}")).starts_with("Provided suffixPath is invalid"));
    assert!(refused("site", "b", files, path("{day}")).contains("no variable"));
    assert!(refused("knowledge", "b", files, path("{DistributionId}")).contains("only a distribution"));
    assert!(door.ok("DescribeDeliveries", json!({}))["deliveries"].as_array().unwrap().is_empty());
}

#[test]
fn a_source_has_one_delivery_for_each_kind_of_destination() {
    let mut door = Door::with_site();
    door.sink("b2", "arn:aws:s3:::more");
    door.join("site", "b");
    door.join("site", "g");
    let request = |sink: &str| json!({"deliverySourceName": "site", "deliveryDestinationArn": sink_arn(sink)});
    let again = said("ConflictException", "The specified Delivery already exists");
    assert_eq!(door.refused("CreateDelivery", request("b")), again);
    let same = "Delivery already exists for this Delivery Source with the same Delivery Destination Type.";
    assert_eq!(door.refused("CreateDelivery", request("b2")), said("ConflictException", same));
    let none = "Requested Delivery Destination does not exist in this account.";
    assert_eq!(door.refused("CreateDelivery", request("none")), said("ResourceNotFoundException", none));
    let unknown = json!({"deliverySourceName": "none", "deliveryDestinationArn": sink_arn("b")});
    assert_eq!(door.refused("CreateDelivery", unknown).1, "Requested Delivery Source does not exist in this account.");
}

#[test]
fn what_a_delivery_writes_to_is_there_and_takes_its_log() {
    let mut door = Door::with_site();
    let request = |sink: &str| json!({"deliverySourceName": "site", "deliveryDestinationArn": sink_arn(sink)});
    door.sink("none", &GROUP.replace(":g:", ":none:"));
    assert_eq!(door.refused("CreateDelivery", request("none")).0, "ResourceNotFoundException");
    door.engine.tell_buckets(at(NOON), Some(vec![Bucket::new("other")]));
    assert_eq!(door.refused("CreateDelivery", request("b")).0, "ResourceNotFoundException");
    door.ok("PutDeliveryDestination", json!({"name": "x", "deliveryDestinationType": "XRAY"}));
    assert_eq!(door.refused("CreateDelivery", request("x")).0, "ValidationException");
    door.source("traces", KNOWLEDGE, "TRACES");
    door.join("traces", "x");
    let to_group = json!({"deliverySourceName": "traces", "deliveryDestinationArn": sink_arn("g")});
    assert_eq!(door.refused("CreateDelivery", to_group).0, "ValidationException");
    door.source("tasks", "arn:aws:ecs:us-east-1:111122223333:cluster/c", "ACTION_LOGS");
    let plain = json!({"name": "plain", "outputFormat": "plain",
        "deliveryDestinationConfiguration": {"destinationResourceArn": GROUP}});
    door.ok("PutDeliveryDestination", plain);
    let of_tasks = json!({"deliverySourceName": "tasks", "deliveryDestinationArn": sink_arn("plain")});
    assert_eq!(door.refused("CreateDelivery", of_tasks).0, "ValidationException");
}

#[test]
fn what_has_deliveries_stays() {
    let mut door = Door::with_site();
    let id = door.join("site", "b")["id"].clone();
    assert_eq!(door.refused("DeleteDeliverySource", json!({"name": "site"})).0, "ConflictException");
    assert_eq!(door.refused("DeleteDeliveryDestination", json!({"name": "b"})).0, "ConflictException");
    let other = json!({"name": "site", "resourceArn": SITE, "logType": "CONNECTION_LOGS"});
    assert_eq!(door.refused("PutDeliverySource", other.clone()).0, "ConflictException");
    door.ok("DeleteDelivery", json!({"id": id}));
    door.ok("PutDeliverySource", other);
    door.ok("DeleteDeliveryDestination", json!({"name": "b"}));
    door.ok("DeleteDeliverySource", json!({"name": "site"}));
    let gone = said("ResourceNotFoundException", "Requested Delivery does not exist in this account.");
    for action in ["GetDelivery", "DeleteDelivery", "UpdateDeliveryConfiguration"] {
        assert_eq!(door.refused(action, json!({"id": id})), gone);
    }
}

#[test]
fn all_of_them_have_tags() {
    let mut door = Door::with_site();
    let arns = [
        "arn:aws:logs:us-east-1:111122223333:delivery-source:site".to_owned(),
        sink_arn("b"),
        door.join("site", "b")["arn"].as_str().unwrap().to_owned(),
    ];
    for arn in arns {
        door.ok("TagResource", json!({"resourceArn": arn, "tags": {"a": "1", "b": "2"}}));
        door.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": ["a"]}));
        assert_eq!(door.ok("ListTagsForResource", json!({"resourceArn": arn})), json!({"tags": {"b": "2"}}));
        let none = json!({"resourceArn": format!("{arn}x")});
        assert_eq!(door.refused("ListTagsForResource", none).0, "ResourceNotFoundException");
    }
}

#[test]
fn lists_come_in_pages_that_neither_repeat_nor_skip() {
    let mut door = Door::open();
    for number in 0..5 {
        door.source(&format!("s{number}"), &SITE.replace("E1", &format!("E{number}")), "ACCESS_LOGS");
        door.sink(&format!("d{number}"), "arn:aws:s3:::logs");
        door.join(&format!("s{number}"), "d0");
    }
    let ids: Vec<Value> = door.ok("DescribeDeliveries", json!({}))["deliveries"].as_array().unwrap().clone();
    for (action, list, delete, name) in [
        ("DescribeDeliveries", "deliveries", "DeleteDelivery", json!({"id": ids[1]["id"]})),
        ("DescribeDeliverySources", "deliverySources", "DeleteDeliverySource", json!({"name": "s1"})),
        ("DescribeDeliveryDestinations", "deliveryDestinations", "DeleteDeliveryDestination", json!({"name": "d1"})),
    ] {
        let first = door.ok(action, json!({"limit": 2}));
        assert_eq!(first[list].as_array().map(Vec::len), Some(2));
        door.ok(delete, name);
        let rest = door.ok(action, json!({"nextToken": first["nextToken"]}));
        assert_eq!((rest[list].as_array().map(Vec::len), rest.get("nextToken")), (Some(3), None));
        assert_eq!(door.refused(action, json!({"nextToken": "x"})).0, "ValidationException");
    }
}

#[test]
fn templates_say_what_deliveries_accept() {
    let mut door = Door::empty();
    let query = json!({"service": "bedrock", "resourceTypes": ["knowledge-base"], "logTypes": ["APPLICATION_LOGS"],
        "deliveryDestinationTypes": ["S3"]});
    let found = door.ok("DescribeConfigurationTemplates", query)["configurationTemplates"].clone();
    let template = &found[0];
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!(template["allowedOutputFormats"], json!(["json", "plain", "w3c"]));
    assert_eq!(
        template["allowedActionForAllowVendedLogsDeliveryForResource"],
        "bedrock:AllowVendedLogDeliveryForResource"
    );
    assert!(template["allowedFields"].as_array().unwrap().contains(&json!({"name": "event", "mandatory": false})));
    assert!(template["allowedSuffixPathFields"].as_array().unwrap().contains(&json!("yyyy")));

    let (mut all, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = door.ok("DescribeConfigurationTemplates", json!({"nextToken": token, "limit": 50}));
        all.extend(page["configurationTemplates"].as_array().unwrap().clone());
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    let keys: std::collections::BTreeSet<String> = all
        .iter()
        .map(|of| {
            format!("{} {} {} {}", of["service"], of["resourceType"], of["logType"], of["deliveryDestinationType"])
        })
        .collect();
    assert!(all.len() > 150 && keys.len() == all.len(), "{} {}", all.len(), keys.len());
}

#[test]
fn as_many_are_there_as_may_be() {
    let limits = Limits { delivery_sources: 1, delivery_destinations: 1, log_deliveries: 0, ..Limits::default() };
    let mut door = Door::empty();
    door.engine = Engine::new(place(), 0).with_limits(limits);
    door.source("site", SITE, "ACCESS_LOGS");
    door.source("site", SITE, "ACCESS_LOGS");
    door.sink("b", "arn:aws:s3:::logs");
    let more = json!({"name": "more", "resourceArn": SITE.replace("E1", "E2"), "logType": "ACCESS_LOGS"});
    assert_eq!(door.refused("PutDeliverySource", more).0, "ServiceQuotaExceededException");
    let more = json!({"name": "x", "deliveryDestinationType": "XRAY"});
    assert_eq!(door.refused("PutDeliveryDestination", more).0, "ServiceQuotaExceededException");
    let join = json!({"deliverySourceName": "site", "deliveryDestinationArn": sink_arn("b")});
    assert_eq!(door.refused("CreateDelivery", join).0, "ServiceQuotaExceededException");
}

#[test]
fn a_log_group_shows_that_it_can_be_written_to() {
    let mut door = Door::with_site();
    door.join("site", "g");
    let events = door.ok("FilterLogEvents", json!({"logGroupName": "g"}))["events"].clone();
    assert_eq!(events[0]["logStreamName"], "log_stream_created_by_aws_to_validate_log_delivery_subscriptions");
    assert_eq!(events.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_deleted_resource_is_told_and_sends_nothing() {
    let mut door = Door::with_site();
    door.join("site", "b");
    assert_eq!(door.engine.tell_delivery_resource(at(NOON), SITE, false), 1);
    let source = door.ok("GetDeliverySource", json!({"name": "site"}))["deliverySource"].clone();
    assert_eq!((&source["status"], &source["statusReason"]), (&json!("INACTIVE"), &json!("RESOURCE_DELETED")));
    door.engine.vend(at(NOON), SITE, "ACCESS_LOGS", [VendedRecord::new(at(NOON)).with("date", "2026-05-04")]);
    assert!(matches!(&door.engine.drain()[..], [Output::VendedFailed(failed)] if failed.records == 1));
}
