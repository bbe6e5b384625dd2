//! Documents of the sizes that matter, made from a seed.

use cupola_base::{Rng, Timestamp};
use serde_json::{Map, Value, json};

/// 256 structured log lines of about 300 bytes, as a web service writes them.
#[must_use]
pub fn log_lines() -> Vec<Vec<u8>> {
    made(1, |rng| {
        json!({
            "ts": instant(rng),
            "level": pick(rng, &["INFO", "WARN", "ERROR", "DEBUG"]),
            "logger": "shop.checkout.http",
            "msg": format!("request finished for {}", words(rng, 3)),
            "http": {"method": pick(rng, &["GET", "POST", "PUT"]), "path": path(rng), "status": 200 + rng.below(304), "ms": millis(rng)},
            "trace_id": hex(rng, 32),
            "host": format!("web-{}.shop.example", rng.below(40)),
            "user": rng.below(1_000_000),
            "cached": rng.below(2) == 0,
        })
    })
}

/// 256 events of about 600 bytes in the envelope of an event bus.
#[must_use]
pub fn events() -> Vec<Vec<u8>> {
    made(2, |rng| envelope(rng, order(rng, 1)))
}

/// 256 events of about 2 kB in the envelope of an event bus: API calls as an audit trail tells them.
#[must_use]
pub fn api_calls() -> Vec<Vec<u8>> {
    made(3, |rng| envelope(rng, api_call(rng)))
}

/// 256 events of about 1.5 kB that are dense with short keys, small numbers and truths: seven bytes a token.
#[must_use]
pub fn dense_events() -> Vec<Vec<u8>> {
    made(5, |rng| envelope(rng, order(rng, 14)))
}

/// The same with German, Greek and Japanese words in the texts.
#[must_use]
pub fn foreign_events() -> Vec<Vec<u8>> {
    made(4, |rng| {
        let mut detail = order(rng, 1);
        detail["note"] = json!(pick(rng, &["Größe geändert", "παραγγελία ελήφθη", "注文を受け付けました"]));
        envelope(rng, detail)
    })
}

fn made(seed: u64, make: impl Fn(&Rng) -> Value) -> Vec<Vec<u8>> {
    let rng = Rng::new(seed);
    (0..256).map(|_| make(&rng).to_string().into_bytes()).collect()
}

fn envelope(rng: &Rng, detail: Value) -> Value {
    json!({
        "version": "0",
        "id": rng.uuid(),
        "detail-type": "Order placed",
        "source": "my.shop",
        "account": "111122223333",
        "time": instant(rng),
        "region": "us-east-1",
        "resources": [format!("arn:aws:dynamodb:us-east-1:111122223333:table/orders-{}", rng.below(100))],
        "detail": detail,
    })
}

fn order(rng: &Rng, items: u64) -> Value {
    let item = || json!({"sku": hex(rng, 8), "name": words(rng, 2), "count": rng.below(9) + 1, "price": price(rng), "gift": rng.below(2) == 0});
    let mut detail = Map::new();
    detail.insert("state".into(), json!(pick(rng, &["placed", "paid", "shipped"])));
    detail.insert(
        "customer".into(),
        json!({"id": rng.below(1_000_000), "tier": pick(rng, &["gold", "silver"]), "since": null}),
    );
    detail.insert("items".into(), (0..items).map(|_| item()).collect());
    let place = words(rng, 1);
    detail.insert("deliver_to".into(), json!(format!("{} {} Road, {place}", rng.below(200) + 1, words(rng, 1))));
    detail.insert("order".into(), json!(rng.uuid()));
    detail.insert("total".into(), price(rng));
    detail.insert("currency".into(), json!("EUR"));
    detail.insert("coordinates".into(), json!([rng.unit() * 90.0, rng.unit() * 180.0]));
    Value::Object(detail)
}

pub(crate) fn api_call(rng: &Rng) -> Value {
    let role = pick(rng, &["deploy", "audit", "nightly-backup"]);
    let bucket = format!("{}-{}", words(rng, 1), rng.below(1000));
    json!({
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": format!("AROA{}:{role}", hex(rng, 16).to_uppercase()),
            "arn": format!("arn:aws:sts::111122223333:assumed-role/{role}/session-{}", rng.below(1000)),
            "accountId": "111122223333",
            "accessKeyId": format!("ASIA{}", hex(rng, 16).to_uppercase()),
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role",
                    "principalId": format!("AROA{}", hex(rng, 16).to_uppercase()),
                    "arn": format!("arn:aws:iam::111122223333:role/{role}"),
                    "accountId": "111122223333",
                    "userName": role,
                },
                "attributes": {"creationDate": instant(rng), "mfaAuthenticated": "false"},
            },
        },
        "eventTime": instant(rng),
        "eventSource": "s3.amazonaws.com",
        "eventName": pick(rng, &["PutObject", "GetObject", "PutBucketPolicy", "ListBuckets"]),
        "awsRegion": "us-east-1",
        "sourceIPAddress": format!("203.0.113.{}", rng.below(256)),
        "userAgent": "[aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0 exe/x86_64.debian.12 prompt/off command/s3.cp]",
        "requestParameters": {
            "bucketName": bucket,
            "Host": format!("{bucket}.s3.us-east-1.amazonaws.com"),
            "key": format!("{}/{}.json", path(rng), hex(rng, 12)),
            "x-amz-server-side-encryption": "aws:kms",
        },
        "responseElements": null,
        "additionalEventData": {
            "SignatureVersion": "SigV4",
            "CipherSuite": "TLS_AES_128_GCM_SHA256",
            "bytesTransferredIn": rng.below(100_000),
            "AuthenticationMethod": "AuthHeader",
            "x-amz-id-2": hex(rng, 32),
            "bytesTransferredOut": 0,
        },
        "requestID": hex(rng, 16).to_uppercase(),
        "eventID": rng.uuid(),
        "readOnly": rng.below(2) == 0,
        "resources": [{"type": "AWS::S3::Bucket", "ARN": format!("arn:aws:s3:::{bucket}"), "accountId": "111122223333"}],
        "eventType": "AwsApiCall",
        "managementEvent": false,
        "recipientAccountId": "111122223333",
        "eventCategory": "Data",
    })
}

pub(crate) fn pick<'a>(rng: &Rng, texts: &[&'a str]) -> &'a str {
    texts[usize::try_from(rng.below(texts.len() as u64)).unwrap_or_default()]
}

pub(crate) fn words(rng: &Rng, count: usize) -> String {
    let word =
        || pick(rng, &["harbour", "quay", "lamp", "rope", "anchor", "tide", "compass", "gull", "ledger", "crate"]);
    (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn path(rng: &Rng) -> String {
    format!("/api/v{}/{}/{}", rng.below(3), words(rng, 1), rng.below(100_000))
}

pub(crate) fn hex(rng: &Rng, digits: usize) -> String {
    let text = format!("{:016x}{:016x}", rng.next_u64(), rng.next_u64());
    text[..digits].to_owned()
}

pub(crate) fn instant(rng: &Rng) -> String {
    Timestamp::from_millis(1_777_000_000_000).plus_millis(rng.below(86_400_000).cast_signed()).to_string()
}

pub(crate) fn millis(rng: &Rng) -> Value {
    json!((rng.unit() * 1e5).round() / 100.0)
}

pub(crate) fn price(rng: &Rng) -> Value {
    json!((rng.unit() * 1e4).round() / 100.0)
}
