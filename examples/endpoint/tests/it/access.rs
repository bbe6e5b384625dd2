//! Who may call what, by access key ids.
#![allow(clippy::unwrap_used, reason = "tests")]

use cupola_endpoint::Access;

use crate::support::{Answer, Endpoint};

const FILE: &str = r#"{
    "principals": {
        "AKIAREADER": {"arn": "arn:aws:iam::444455556666:user/reader", "policies": ["AWSXrayReadOnlyAccess"]},
        "AKIAWRITER": {"arn": "arn:aws:iam::123456789012:user/writer", "policies": ["AWSXrayWriteOnlyAccess",
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "cloudwatch:PutMetricData",
                "Resource": "*", "Condition": {"StringEquals": {"cloudwatch:namespace": "Quay"}}}}]}
    }
}"#;

const SUMMARIES: &str = r#"{"StartTime": 1777874400, "EndTime": 1777878000}"#;
const SEGMENTS: &str = r#"{"TraceSegmentDocuments": []}"#;

fn signed(key: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={key}/20260504/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )
}

fn xray(endpoint: &Endpoint, key: &str, path: &str, body: &str) -> Answer {
    endpoint.request("POST", path, &[("Authorization", &signed(key, "xray"))], body.as_bytes())
}

#[test]
fn the_policies_of_a_key_decide() {
    let endpoint = Endpoint::start_with(|settings| settings.with_access(Access::parse(FILE).unwrap()));
    assert_eq!(xray(&endpoint, "AKIAREADER", "/TraceSummaries", SUMMARIES).status, 200);
    let refused = xray(&endpoint, "AKIAREADER", "/TraceSegments", SEGMENTS);
    assert_eq!((refused.status, refused.header("x-amzn-errortype")), (403, "AccessDeniedException"));
    let told = refused.json()["Message"].as_str().unwrap().to_owned();
    assert!(
        told.starts_with("User: arn:aws:iam::444455556666:user/reader is not authorized to perform: xray:PutTrace")
    );
    assert_eq!(xray(&endpoint, "AKIAWRITER", "/TraceSegments", SEGMENTS).status, 200);
    assert_eq!(xray(&endpoint, "AKIAWRITER", "/TraceSummaries", SUMMARIES).status, 403);
}

#[test]
fn other_keys_are_roots_or_nobody() {
    let endpoint = Endpoint::start_with(|settings| settings.with_access(Access::parse(FILE).unwrap()));
    assert_eq!(xray(&endpoint, "777788889999", "/TraceSegments", SEGMENTS).status, 200);
    let unknown = xray(&endpoint, "AKIANOBODY", "/TraceSegments", SEGMENTS);
    assert_eq!((unknown.status, unknown.header("x-amzn-errortype")), (403, "UnrecognizedClientException"));
    assert_eq!(endpoint.request("POST", "/GetSamplingRules", &[], b"{}").status, 200, "samplers do not sign");
}

#[test]
fn cloudwatch_refuses_in_the_words_of_query() {
    let endpoint = Endpoint::start_with(|settings| settings.with_access(Access::parse(FILE).unwrap()));
    let put = |namespace: &str| {
        let body = format!(
            "Action=PutMetricData&Version=2010-08-01&Namespace={namespace}&MetricData.member.1.MetricName=Lifts&MetricData.member.1.Value=1"
        );
        let headers = [
            ("Authorization", &*signed("AKIAWRITER", "monitoring")),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        endpoint.request("POST", "/", &headers, body.as_bytes())
    };
    assert_eq!(put("Quay").status, 200);
    let refused = put("Sea");
    assert_eq!((refused.status, refused.xml("Code")), (403, "AccessDenied"));
}
