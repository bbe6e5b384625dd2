//! Events of a bus, and rules drawn from them.

use std::collections::HashMap;

use cupola_base::Rng;
use serde_json::{Value, json};

use crate::documents::{hex, instant, millis, path, pick, price, words};

/// 500 events of about 1.9 kB, in turn an alarm's change, an instance's state, an object made, an API call and a
/// service's own event with arrays of objects.
#[must_use]
pub fn aws_events() -> Vec<Vec<u8>> {
    let rng = Rng::new(11);
    let kinds = [alarm, instance, object, api_call, basket];
    (0..500).map(|n| kinds[n % kinds.len()](&rng)).collect()
}

/// 500 events of about 600 bytes, as a shop's own services write them.
#[must_use]
pub fn custom_events() -> Vec<Vec<u8>> {
    let rng = Rng::new(12);
    (0..500).map(|_| parcel(&rng)).collect()
}

fn envelope(rng: &Rng, source: &str, detail_type: &str, resource: &str, detail: &Value) -> Vec<u8> {
    format!(
        r#"{{"version":"0","id":"{}","detail-type":"{detail_type}","source":"{source}","account":"111122223333","time":"{}","region":"{}","resources":["{resource}"],"detail":{detail}}}"#,
        rng.uuid(),
        instant(rng),
        pick(rng, &["us-east-1", "eu-west-1", "ap-south-1"]),
    )
    .into_bytes()
}

fn alarm(rng: &Rng) -> Vec<u8> {
    let name = format!("{}-{}", words(rng, 1), rng.below(500));
    let state = |value: &str| {
        let reason = format!(
            "Threshold Crossed: 1 out of the last 1 datapoints [{} ({})] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).",
            price(rng),
            instant(rng)
        );
        let data = json!({"version": "1.0", "queryDate": instant(rng), "startDate": instant(rng), "statistic": "Average", "period": 60, "recentDatapoints": [price(rng)], "threshold": 50.0});
        json!({"value": value, "reason": reason, "reasonData": data.to_string(), "timestamp": instant(rng)})
    };
    let metric = json!({
        "id": hex(rng, 16),
        "metricStat": {
            "metric": {"namespace": "AWS/EC2", "name": "CPUUtilization", "dimensions": {"InstanceId": format!("i-{}", hex(rng, 16))}},
            "period": 60,
            "stat": "Average"
        },
        "returnData": true
    });
    let detail = json!({
        "alarmName": name,
        "state": state(pick(rng, &["ALARM", "OK", "INSUFFICIENT_DATA"])),
        "previousState": state(pick(rng, &["ALARM", "OK"])),
        "configuration": {"description": words(rng, 8), "metrics": [metric]},
        "muteDetail": null,
        "tags": {"team": words(rng, 1), "stage": pick(rng, &["test", "live"]), "cost": words(rng, 2)},
    });
    let arn = format!("arn:aws:cloudwatch:us-east-1:111122223333:alarm:{name}");
    envelope(rng, "aws.cloudwatch", "CloudWatch Alarm State Change", &arn, &detail)
}

fn instance(rng: &Rng) -> Vec<u8> {
    let id = format!("i-{}", hex(rng, 16));
    let tag = || json!({"key": words(rng, 1), "value": words(rng, 3)});
    let card = || json!({"id": format!("eni-{}", hex(rng, 16)), "subnet": format!("subnet-{}", hex(rng, 16)), "address": format!("10.{}.{}.{}", rng.below(256), rng.below(256), rng.below(256)), "groups": [format!("sg-{}", hex(rng, 16))]});
    let detail = json!({
        "instance-id": id,
        "state": pick(rng, &["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]),
        "type": pick(rng, &["t3.small", "m7g.large", "c7i.xlarge"]),
        "image": format!("ami-{}", hex(rng, 16)),
        "launched": instant(rng),
        "interfaces": (0..3).map(|_| card()).collect::<Value>(),
        "tags": (0..12).map(|_| tag()).collect::<Value>(),
        "cores": rng.below(64),
        "monitored": rng.below(2) == 0,
        "note": words(rng, 20),
    });
    let arn = format!("arn:aws:ec2:us-east-1:111122223333:instance/{id}");
    envelope(rng, "aws.ec2", "EC2 Instance State-change Notification", &arn, &detail)
}

fn object(rng: &Rng) -> Vec<u8> {
    let bucket = format!("{}-{}", words(rng, 1), rng.below(200));
    let metadata =
        |_| json!({"name": format!("x-amz-meta-{}", words(rng, 1)), "value": hex(rng, 32), "bytes": rng.below(64)});
    let detail = json!({
        "version": "0",
        "bucket": {"name": bucket},
        "object": {"key": format!("{}/{}.{}", path(rng), hex(rng, 12), pick(rng, &["png", "json", "parquet"])), "size": rng.below(5_000_000), "etag": hex(rng, 32), "sequencer": hex(rng, 18)},
        "request-id": hex(rng, 16).to_uppercase(),
        "requester": "111122223333",
        "source-ip-address": format!("203.0.113.{}", rng.below(256)),
        "reason": pick(rng, &["PutObject", "CopyObject", "CompleteMultipartUpload"]),
        "metadata": (0..14).map(metadata).collect::<Value>(),
    });
    envelope(rng, "aws.s3", "Object Created", &format!("arn:aws:s3:::{bucket}"), &detail)
}

fn api_call(rng: &Rng) -> Vec<u8> {
    let detail = crate::documents::api_call(rng);
    envelope(rng, "aws.s3", "AWS API Call via CloudTrail", "arn:aws:s3:::quay", &detail)
}

fn basket(rng: &Rng) -> Vec<u8> {
    let item = |_| json!({"sku": format!("sku-{}", rng.below(3000)), "name": words(rng, 2), "count": rng.below(9) + 1, "price": price(rng), "gift": rng.below(2) == 0, "from": {"store": rng.below(300), "shelf": hex(rng, 4)}});
    let detail = json!({
        "basket": hex(rng, 12),
        "customer": {"id": rng.below(100_000), "tier": pick(rng, &["gold", "silver", "new"]), "country": pick(rng, &["DE", "FR", "JP", "US"])},
        "items": (0..13).map(item).collect::<Value>(),
        "total": price(rng),
        "ms": millis(rng),
        "coupon": null,
        "payments": [{"kind": pick(rng, &["card", "invoice"]), "amount": price(rng)}, {"kind": "points", "amount": rng.below(100)}],
    });
    envelope(
        rng,
        "my.shop",
        pick(rng, &["Basket changed", "Basket paid"]),
        "arn:aws:dynamodb:us-east-1:111122223333:table/baskets",
        &detail,
    )
}

fn parcel(rng: &Rng) -> Vec<u8> {
    let detail = json!({
        "parcel": hex(rng, 12),
        "state": pick(rng, &["packed", "sent", "arrived", "lost"]),
        "from": {"hub": rng.below(200), "country": pick(rng, &["DE", "FR", "JP", "US"])},
        "kg": price(rng),
        "address": format!("10.{}.{}.{}", rng.below(256), rng.below(256), rng.below(256)),
        "label": format!("{}/{}.pdf", path(rng), hex(rng, 8)),
        "insured": rng.below(2) == 0,
        "events": [{"kind": "scan", "hub": rng.below(200)}, {"kind": "load", "hub": rng.below(200)}],
        "note": words(rng, 3),
    });
    envelope(
        rng,
        pick(rng, &["my.parcels", "my.returns"]),
        "Parcel changed",
        "arn:aws:sqs:us-east-1:111122223333:parcels",
        &detail,
    )
}

/// Rules drawn from events: each asks for the source, the detail type and a value that identifies the event, so
/// that most match few events.
#[must_use]
pub fn rules(events: &[Vec<u8>], count: usize, seed: u64) -> Vec<String> {
    let (rng, census) = (Rng::new(seed), Census::of(events));
    (0..count).map(|n| rule(&rng, &drawn(&rng, events), n, &census)).collect()
}

/// Ten rules as most accounts have them: a source, and a detail type or a state.
#[must_use]
pub fn common_rules() -> Vec<String> {
    [
        r#"{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"],"detail":{"state":["terminated"]}}"#,
        r#"{"source":["aws.ec2"],"detail":{"state":["stopped","stopping"]}}"#,
        r#"{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"],"detail":{"state":{"value":["ALARM"]}}}"#,
        r#"{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":[{"prefix":"quay-"}]}}}"#,
        r#"{"source":["aws.s3"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["PutBucketPolicy"]}}"#,
        r#"{"source":["my.shop"],"detail-type":["Basket paid"],"detail":{"total":[{"numeric":[">",5000]}]}}"#,
        r#"{"source":["my.parcels"],"detail":{"state":["lost"]}}"#,
        r#"{"source":["my.returns"]}"#,
        r#"{"source":["aws.health"]}"#,
        r#"{"source":["aws.guardduty"],"detail":{"severity":[{"numeric":[">=",7]}]}}"#,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Rules over every operator, drawn from events.
#[must_use]
pub fn operator_rules(events: &[Vec<u8>], count: usize, seed: u64) -> Vec<String> {
    let rng = Rng::new(seed);
    (0..count)
        .map(|n| {
            let event = drawn(&rng, events);
            let (field, value) = field(&rng, &event);
            let text = value.as_str().unwrap_or("quay").to_owned();
            let number = value.as_f64().unwrap_or(7.0);
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            let end: String = text.chars().skip(text.chars().count() / 2).collect();
            let matcher = match n % 14 {
                0 => json!(value),
                1 => json!({"prefix": half}),
                2 => json!({"suffix": end}),
                3 => json!({"equals-ignore-case": text.to_uppercase()}),
                4 => json!({"wildcard": format!("*{}*", escaped(&end))}),
                5 => json!({"wildcard": format!("{}*{}", escaped(&half), escaped(&end))}),
                6 => json!({"anything-but": [text, "x"]}),
                7 => json!({"anything-but": {"prefix": half}}),
                8 => json!({"numeric": [">", number - 1.0, "<=", number + 1.0]}),
                9 => json!({"numeric": ["=", number]}),
                10 => json!({"cidr": format!("10.{}.0.0/16", rng.below(256))}),
                11 => json!({"exists": true}),
                12 => json!({"prefix": {"equals-ignore-case": half}}),
                _ => json!({"suffix": {"equals-ignore-case": end}}),
            };
            let source = event["source"].clone();
            let mut pattern = nested(&field, &json!([matcher]));
            pattern["source"] = json!([source]);
            pattern["detail-type"] = match n % 3 {
                0 => json!([{"exists": true}]),
                _ => json!([event["detail-type"], {"prefix": "Unknown"}]),
            };
            pattern.to_string()
        })
        .collect()
}

/// Rules of which all but a few wait for values that no event has.
#[must_use]
pub fn rare_rules(count: usize, seed: u64) -> Vec<String> {
    let rng = Rng::new(seed);
    let sources = ["aws.ec2", "aws.s3", "my.shop", "aws.cloudwatch", "my.parcels"];
    (0..count)
        .map(|n| {
            let source = pick(&rng, &sources);
            let matcher = match n % 3 {
                0 => json!({"source": [source], "detail": {"instance-id": [format!("i-{}", hex(&rng, 17))]}}),
                1 => json!({"source": [source], "detail": {"object": {"key": [{"prefix": format!("/api/v9/{}/", hex(&rng, 12))}]}}}),
                _ => {
                    let from = 1e9 + rng.unit() * 1e9;
                    json!({"source": [source], "detail": {"total": [{"numeric": [">=", from, "<", from + 1.0]}]}})
                }
            };
            matcher.to_string()
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*")
}

fn drawn(rng: &Rng, events: &[Vec<u8>]) -> Value {
    let event = &events[usize::try_from(rng.below(events.len() as u64)).unwrap_or_default()];
    serde_json::from_slice(event).expect("our events are JSON")
}

fn rule(rng: &Rng, event: &Value, n: usize, census: &Census) -> String {
    let drawn = std::iter::repeat_with(|| field(rng, event)).take(if n.is_multiple_of(100) { 1 } else { 40 });
    let (field, value) =
        drawn.reduce(|best, next| if census.is_rare(&best) { best } else { next }).expect("one is drawn");
    let matcher = match (&value, n % 4) {
        (Value::String(text), 1) => json!({"prefix": text.chars().take(40).collect::<String>()}),
        (Value::Number(number), 2 | 3) => {
            let number = number.as_f64().unwrap_or_default();
            json!({"numeric": [">", number - 0.5, "<", number + 0.5]})
        }
        _ => value,
    };
    let mut pattern = nested(&field, &json!([matcher]));
    pattern["source"] = json!([event["source"]]);
    pattern["detail-type"] = json!([event["detail-type"]]);
    pattern.to_string()
}

/// In how many events a field has a value.
struct Census(HashMap<(Vec<String>, String), usize>);

impl Census {
    fn of(events: &[Vec<u8>]) -> Self {
        let mut counts = HashMap::new();
        for event in events {
            let event: Value = serde_json::from_slice(event).expect("our events are JSON");
            let mut fields = Vec::new();
            gather(&event["detail"], &mut vec!["detail".to_owned()], &mut fields);
            for (path, value) in fields {
                *counts.entry((path, value.to_string())).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// Whether the value is no number that others are close to, and in two events at most.
    fn is_rare(&self, (path, value): &(Vec<String>, Value)) -> bool {
        let is_close = value.as_f64().is_some_and(|number| number < 100.0);
        !is_close && self.0.get(&(path.clone(), value.to_string())).is_some_and(|count| *count <= 2)
    }
}

/// A field of the detail, by its names, and its value.
fn field(rng: &Rng, event: &Value) -> (Vec<String>, Value) {
    let mut fields = Vec::new();
    gather(&event["detail"], &mut vec!["detail".to_owned()], &mut fields);
    fields.swap_remove(usize::try_from(rng.below(fields.len() as u64)).unwrap_or_default())
}

fn gather(value: &Value, path: &mut Vec<String>, fields: &mut Vec<(Vec<String>, Value)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            path.push(name.clone());
            gather(value, path, fields);
            path.pop();
        }),
        Value::Array(items) => items.iter().take(2).for_each(|item| gather(item, path, fields)),
        Value::String(text) if text.len() > 300 => {}
        scalar => fields.push((path.clone(), scalar.clone())),
    }
}

fn nested(path: &[String], leaf: &Value) -> Value {
    path.iter().rev().fold(leaf.clone(), |inner, name| json!({name: inner}))
}
