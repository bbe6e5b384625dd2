//! Why there is no trace.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_traces::{
    BeanstalkFault, EcsFault, LocalSampler, MissingTrace, NoTrace, SamplingRequest, SegmentErrorCode, Timestamp,
    lint_beanstalk, lint_ecs,
};
use serde_json::json;

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:20:00Z").unwrap()
}

#[test]
fn a_request_meets_the_reasons_in_order() {
    let sampler = LocalSampler::standard(0);
    let first = sampler.decide_with(now(), &SamplingRequest::default(), || 0.5);
    let second = sampler.decide_with(now(), &SamplingRequest::default(), || 0.5);
    let known = |header, decision| MissingTrace { header, decision, ..MissingTrace::default() }.explain(now());
    assert_eq!(known(None, Some(first)), []);
    assert!(matches!(&known(None, Some(second))[..], [NoTrace::Unsampled(why)] if why.contains("default rule")));
    assert_eq!(known(Some("Sampled=1"), Some(second)), [], "the sampler was not asked");
    assert_eq!(known(Some("Sampled=0"), None), [NoTrace::CallerDecided]);
    assert_eq!(known(Some("Root=1-5759e988-bd862e3fe1be46a994272793"), None), [NoTrace::PassThrough]);
    let bad = MissingTrace { documents: &["{}", "[{}]"], daemon_address: Some("nowhere"), ..MissingTrace::default() };
    let reasons = bad.explain(now());
    let codes: Vec<_> = reasons
        .iter()
        .map(|reason| if let NoTrace::Rejected(one) = reason { Some(one.code()) } else { None })
        .collect();
    assert_eq!(codes, [Some(SegmentErrorCode::MissingId), Some(SegmentErrorCode::MissingId), None]);
    assert!(matches!(reasons[2], NoTrace::DaemonAddress(_)));
}

#[test]
fn permissions_are_those_of_the_policy() {
    let denied = |statements: serde_json::Value| {
        let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        MissingTrace { identity_policy: Some(&policy), ..MissingTrace::default() }.explain(now()).len()
    };
    assert_eq!(denied(json!({"Effect": "Allow", "Action": "xray:*", "Resource": "*"})), 0);
    assert_eq!(denied(json!([{"Effect": "Allow", "Action": "xray:Put*", "Resource": "*"}])), 3);
    assert_eq!(
        denied(json!([{"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "xray:PutTraceSegments", "Resource": "*"}])),
        1
    );
    let broken = MissingTrace { identity_policy: Some("{"), ..MissingTrace::default() };
    assert!(matches!(broken.explain(now())[..], [NoTrace::Policy(_)]));
}

#[test]
fn beanstalk_needs_its_option() {
    let misspelt = |found: &str, meant| vec![BeanstalkFault::Misspelt { found: found.into(), meant }];
    for (text, expected) in [
        (r#"[{"Namespace": "aws:elasticbeanstalk:xray", "OptionName": "XRayEnabled", "Value": "true"}]"#, vec![]),
        (r#"{"option_settings": {"aws:elasticbeanstalk:xray": {"XRayEnabled": true}}}"#, vec![]),
        ("option_settings:\n  \"aws:elasticbeanstalk:xray\":\n    XRayEnabled: \"true\" # on\n", vec![]),
        (
            "option_settings:\n  aws:elasticbeanstalk:xray:\n    XRayEnabled: false",
            vec![BeanstalkFault::NotTrue { value: "false".into() }],
        ),
        ("option_settings:\n  aws:elasticbeanstalk:environment:\n    A: b", vec![BeanstalkFault::NoOption]),
        (
            "option_settings:\n  aws:elasticbeanstalk:x-ray:\n    XRayEnabled: true",
            misspelt("aws:elasticbeanstalk:x-ray", "aws:elasticbeanstalk:xray"),
        ),
        (r#"{"aws:elasticbeanstalk:xray": {"XRayEnable": true}}"#, misspelt("XRayEnable", "XRayEnabled")),
        ("", vec![BeanstalkFault::NoOption]),
    ] {
        assert_eq!(lint_beanstalk(text), expected, "{text}");
    }
}

#[test]
fn ecs_needs_port_address_and_link() {
    let task = |daemon: serde_json::Value, shop: serde_json::Value| {
        let mut containers =
            json!([{"name": "daemon", "image": "amazon/aws-xray-daemon:3.x"}, {"name": "shop", "image": "shop"}]);
        for (place, more) in [(0, daemon), (1, shop)] {
            containers[place].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
        lint_ecs(&json!({"containerDefinitions": containers}).to_string())
    };
    let port = json!({"portMappings": [{"containerPort": 2000, "protocol": "udp"}]});
    let address = json!({"name": "AWS_XRAY_DAEMON_ADDRESS", "value": "daemon:2000"});
    let shop = json!({"environment": [address], "links": ["daemon:xray"]});
    let (daemon, name) = ("daemon".to_owned(), "shop".to_owned());
    assert_eq!(task(port.clone(), shop.clone()), []);
    assert_eq!(task(json!({}), shop), [EcsFault::NoPort { container: daemon.clone() }]);
    assert_eq!(task(port.clone(), json!({})), [EcsFault::NoAddress { container: name.clone() }]);
    assert_eq!(task(port, json!({"environment": [address]})), [EcsFault::NoLink { container: name, daemon }]);
    assert_eq!(lint_ecs("{}"), [EcsFault::NoDaemon]);
    assert_eq!(lint_ecs("?"), [EcsFault::NotJson]);
    let own_network = json!({"networkMode": "awsvpc", "containerDefinitions": [{"name": "d", "image": "amazon/aws-xray-daemon"}, {"name": "s"}]});
    assert_eq!(lint_ecs(&own_network.to_string()), []);
}
