//! CloudTrail records of about 1.6 kB, made from a seed: calls of roles' sessions with requests, answers, resources.

use cupola_base::{Rng, Timestamp};

use crate::documents::{hex, pick, words};

/// The record of number `n`, at an instant.
#[must_use]
pub fn record(rng: &Rng, at: Timestamp, n: usize) -> String {
    let (source, name, reads, request, response) = call(rng);
    let (role, region) = (pick(rng, &ROLES), pick(rng, &["us-east-1", "eu-west-1", "eu-central-1"]));
    let (session, key) = (format!("{}-{}", words(rng, 1), hex(rng, 4)), hex(rng, 16).to_uppercase());
    let (request_id, resource) = (uuid(rng), pick(rng, &["pier", "quay", "mole", "dock"]));
    let error = if rng.below(20) == 0 {
        r#""errorCode":"AccessDenied","errorMessage":"User is not authorized to perform this action on the resource because no identity-based policy allows it","#
    } else {
        ""
    };
    let response = if reads { "null".to_owned() } else { response };
    format!(
        concat!(
            r#"{{"eventVersion":"1.10","userIdentity":{{"type":"AssumedRole","principalId":"AROA{key}:{session}","#,
            r#""arn":"arn:aws:sts::111122223333:assumed-role/{role}/{session}","accountId":"111122223333","accessKeyId":"ASIA{key}","#,
            r#""sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{key}","arn":"arn:aws:iam::111122223333:role/service/{role}","#,
            r#""accountId":"111122223333","userName":"{role}"}},"webIdFederationData":{{}},"attributes":{{"creationDate":"{at}","mfaAuthenticated":"false"}}}}}},"#,
            r#""eventTime":"{at}","eventSource":"{source}.amazonaws.com","eventName":"{name}","awsRegion":"{region}","sourceIPAddress":"203.0.113.{octet}","#,
            r#""userAgent":"aws-sdk-go-v2/1.30.3 ua/2.1 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/{source}#1.58.2 m/E",{error}"#,
            r#""requestParameters":{request},"responseElements":{response},"#,
            r#""additionalEventData":{{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":{bytes},"bytesTransferredOut":0,"AuthenticationMethod":"AuthHeader"}},"#,
            r#""requestID":"{request_id}","eventID":"{event_id:08x}-1111-4222-8333-{event_id:012x}","readOnly":{reads},"#,
            r#""resources":[{{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::{resource}"}}],"#,
            r#""eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","#,
            r#""tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{source}.{region}.amazonaws.com"}}}}"#
        ),
        key = key,
        session = session,
        role = role,
        at = at,
        source = source,
        name = name,
        region = region,
        octet = rng.below(256),
        error = error,
        request = request,
        response = response,
        bytes = rng.below(100_000),
        request_id = request_id,
        event_id = n,
        reads = reads,
        resource = resource,
    )
}

/// Records a second apart.
#[must_use]
pub fn records(count: usize, start: Timestamp) -> Vec<String> {
    let rng = Rng::new(31);
    (0..count).zip(0..).map(|(n, seconds)| record(&rng, start.plus_secs(seconds), n)).collect()
}

/// A log file of records.
#[must_use]
pub fn file(records: &[String]) -> String {
    format!("{{\"Records\":[{}]}}", records.join(","))
}

const ROLES: [&str; 8] =
    ["Deploy", "Reader", "Billing", "OrdersService", "Backup", "Audit", "WebFleet", "NightlyBatch"];

fn uuid(rng: &Rng) -> String {
    [8, 4, 4, 4, 12].map(|digits| hex(rng, digits)).join("-")
}

/// Service, action, whether it reads, request and answer.
fn call(rng: &Rng) -> (&'static str, &'static str, bool, String, String) {
    let (id, word) = (hex(rng, 8), words(rng, 1));
    let list = |count: usize| {
        (0..count)
            .map(|_| format!("{{\"name\":\"{}\",\"values\":[\"{}\"]}}", words(rng, 1), hex(rng, 12)))
            .collect::<Vec<_>>()
            .join(",")
    };
    match rng.below(6) {
        0 => (
            "ec2",
            "DescribeInstances",
            true,
            format!("{{\"maxResults\":1000,\"instancesSet\":{{}},\"filterSet\":{{\"items\":[{}]}}}}", list(3)),
            String::new(),
        ),
        1 => (
            "iam",
            "AttachRolePolicy",
            false,
            format!("{{\"roleName\":\"{word}-{id}\",\"policyArn\":\"arn:aws:iam::aws:policy/ReadOnlyAccess\"}}"),
            "null".into(),
        ),
        2 => (
            "ec2",
            "RunInstances",
            false,
            format!(
                "{{\"instancesSet\":{{\"items\":[{{\"imageId\":\"ami-{id}\",\"minCount\":1,\"maxCount\":1}}]}},\"instanceType\":\"m6i.large\",\"tagSpecificationSet\":{{\"items\":[{}]}}}}",
                list(2)
            ),
            format!(
                "{{\"requestId\":\"{}\",\"reservationId\":\"r-{id}\",\"instancesSet\":{{\"items\":[{{\"instanceId\":\"i-{id}\",\"imageId\":\"ami-{id}\",\"instanceState\":{{\"code\":0,\"name\":\"pending\"}}}}]}}}}",
                uuid(rng)
            ),
        ),
        3 => (
            "kms",
            "Decrypt",
            true,
            format!(
                "{{\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\",\"encryptionContext\":{{\"aws:s3:arn\":\"arn:aws:s3:::{word}/{id}\"}}}}"
            ),
            String::new(),
        ),
        4 => (
            "s3",
            "GetBucketPolicy",
            true,
            format!(
                "{{\"bucketName\":\"{word}-{id}\",\"Host\":\"{word}-{id}.s3.amazonaws.com\",\"policy\":\"\",\"filters\":[{}]}}",
                list(4)
            ),
            String::new(),
        ),
        _ => (
            "sts",
            "AssumeRole",
            true,
            format!(
                "{{\"roleArn\":\"arn:aws:iam::111122223333:role/{}\",\"roleSessionName\":\"{word}-{id}\",\"durationSeconds\":3600,\"tags\":[{}]}}",
                pick(rng, &ROLES),
                list(2)
            ),
            String::new(),
        ),
    }
}
