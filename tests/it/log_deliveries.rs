//! Log deliveries between accounts, and from logs to traces.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::logs::{PutDeliveryDestination, PutDeliverySource, VendedRecord};
use cupola::{ApiError, Caller, Observatory, Output, Place, Service, Timestamp, Universe};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const CENTRAL: &str = "999988887777";
const OTHER: &str = "111122223333";
const SITE: &str = "arn:aws:cloudfront::111122223333:distribution/E1";

fn place(account: &str) -> Place {
    Place::parse(account, "us-east-1").unwrap()
}

fn call(universe: &mut Universe, account: &str, action: &str, input: Value) -> Result<Value, ApiError> {
    let answer = universe.call(NOW, &Caller::root(place(account)), Service::Logs, action, &input.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap())
}

fn ok(universe: &mut Universe, account: &str, action: &str, input: Value) -> Value {
    call(universe, account, action, input).unwrap_or_else(|error| panic!("{action}: {error}"))
}

/// The ARN of a delivery destination of the central account.
fn destination(universe: &mut Universe, name: &str, resource: &str) -> String {
    let put = json!({"name": name, "deliveryDestinationConfiguration": {"destinationResourceArn": resource}});
    let made = ok(universe, CENTRAL, "PutDeliveryDestination", put);
    made["deliveryDestination"]["arn"].as_str().unwrap().to_owned()
}

fn allow(universe: &mut Universe, name: &str, arn: &str) {
    let statement = json!({"Sid": "AllowLogDeliveryActions", "Effect": "Allow", "Principal": {"AWS": OTHER},
        "Action": "logs:CreateDelivery", "Resource": arn});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    let put = json!({"deliveryDestinationName": name, "deliveryDestinationPolicy": policy});
    ok(universe, CENTRAL, "PutDeliveryDestinationPolicy", put);
}

#[test]
fn another_account_delivers_where_a_policy_lets_it_in() {
    let mut universe = Universe::new(0);
    let source = json!({"name": "site", "resourceArn": SITE, "logType": "ACCESS_LOGS"});
    ok(&mut universe, OTHER, "PutDeliverySource", source);
    let bucket = destination(&mut universe, "all", "arn:aws:s3:::central-logs");
    let request = json!({"deliverySourceName": "site", "deliveryDestinationArn": bucket});
    let refused = call(&mut universe, OTHER, "CreateDelivery", request.clone()).unwrap_err();
    assert_eq!(refused.code, "AccessDeniedException");
    allow(&mut universe, "all", &bucket);
    let delivery = ok(&mut universe, OTHER, "CreateDelivery", request)["delivery"].clone();
    assert_eq!(
        (&delivery["deliveryDestinationType"], &delivery["deliveryDestinationArn"]),
        (&json!("S3"), &json!(bucket))
    );

    let sky = universe.observatory(NOW, &place(OTHER)).unwrap();
    let record = VendedRecord::new(NOW).with("date", "2026-05-04");
    sky.logs(NOW).vend(NOW, SITE, "ACCESS_LOGS", [record]);
    universe.advance(NOW.plus_secs(300));
    let written = universe.drain();
    assert!(
        matches!(&written[..], [(_, Output::Object(object))] if object.bucket == "central-logs"
            && object.key.starts_with("AWSLogs/111122223333/CloudFront/E1.2026-05-04-06.")),
        "{written:?}"
    );
}

#[test]
fn log_groups_take_nothing_of_another_account() {
    let mut universe = Universe::new(0);
    let source = json!({"name": "site", "resourceArn": SITE, "logType": "ACCESS_LOGS"});
    ok(&mut universe, OTHER, "PutDeliverySource", source);
    let group = format!("arn:aws:logs:us-east-1:{CENTRAL}:log-group:edge");
    let group = destination(&mut universe, "edge", &group);
    allow(&mut universe, "edge", &group);
    let request = |arn: &str| json!({"deliverySourceName": "site", "deliveryDestinationArn": arn});
    let refused = call(&mut universe, OTHER, "CreateDelivery", request(&group)).unwrap_err();
    assert_eq!(refused.code, "ValidationException");
    let nowhere = "arn:aws:logs:us-east-1:123456789012:delivery-destination:none";
    let refused = call(&mut universe, OTHER, "CreateDelivery", request(nowhere)).unwrap_err();
    assert_eq!(refused.code, "ResourceNotFoundException");
}

#[test]
fn traces_that_a_resource_sends_come_into_the_trace_store() {
    let mut sky = Observatory::new(place(OTHER), 0);
    let runtime = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r1";
    {
        let mut logs = sky.logs(NOW);
        logs.put_delivery_source(NOW, &PutDeliverySource::new("r", runtime, "TRACES")).unwrap();
        let to = logs.put_delivery_destination(NOW, &PutDeliveryDestination::to_xray("x")).unwrap();
        logs.create_delivery(NOW, &cupola::logs::CreateDelivery::new("r", to.arn.as_str())).unwrap();
        let segment = json!({"trace_id": "1-69f837e0-a006649127e371903a2de979", "id": "70de5b6f19ff9a0a", "name": "agent",
            "start_time": 1_777_874_400.0, "end_time": 1_777_874_400.5});
        let good = VendedRecord::parse(NOW, &json!({"trace": segment}).to_string()).unwrap();
        let bad = VendedRecord::parse(NOW, r#"{"trace": {"id": "x"}}"#).unwrap();
        logs.vend(NOW, runtime, "TRACES", [good, bad]);
    }
    assert_eq!(sky.traces(NOW).trace_ids().count(), 1);
    assert!(sky.drain().iter().any(|output| matches!(output, Output::Lost(_))));
}
