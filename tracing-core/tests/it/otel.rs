//! Spans of OpenTelemetry and documents, both ways.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_base::testing::real_text;
use cupola_traces::{
    AnnotationKeys, Body, OtelEvent, OtelMapping, OtelSpan, OtelSpans, OtelValue, Segment, SegmentDocument, SegmentId,
    SpanKind, SpanStatus, Timestamp, TraceId, TraceIdTime,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

fn mapping() -> OtelMapping {
    OtelMapping { trace_id_time: TraceIdTime::Unchecked, ..OtelMapping::default() }
}

fn documents(spans: &OtelSpans) -> Vec<SegmentDocument> {
    mapping().documents(Timestamp::EPOCH, spans).unwrap()
}

fn span(kind: SpanKind) -> OtelSpan {
    let trace = TraceId::from_w3c("69f839a000112233445566778899aabb").unwrap();
    let span = OtelSpan::new(
        trace,
        SegmentId::from_bits(7),
        "GET /cart",
        1_777_875_360_000_000_000,
        1_777_875_361_000_000_000,
    );
    OtelSpan { kind, ..span }
}

fn one(span: OtelSpan, resource: &[(&str, &str)]) -> SegmentDocument {
    let mut spans = OtelSpans { spans: vec![span], ..OtelSpans::default() };
    resource.iter().for_each(|(key, value)| spans.resource.set(key, *value));
    documents(&spans).remove(0)
}

#[test]
fn a_span_is_a_segment_where_it_serves_or_has_no_parent() {
    for (kind, has_parent, is_segment) in [
        (SpanKind::Server, false, true),
        (SpanKind::Server, true, true),
        (SpanKind::Internal, false, true),
        (SpanKind::Internal, true, false),
        (SpanKind::Client, true, false),
        (SpanKind::Consumer, true, false),
    ] {
        let mut span = span(kind);
        span.parent_span_id = has_parent.then_some(SegmentId::from_bits(9));
        let document = one(span, &[]);
        assert_eq!(matches!(document, SegmentDocument::Segment(_)), is_segment, "{kind:?} {has_parent}");
        assert_eq!(document.parent_id().is_some(), has_parent);
    }
}

#[test]
fn a_call_at_the_root_of_a_service_is_two_documents() {
    let mut call = span(SpanKind::Client);
    call.attributes.set("aws.span.kind", "LOCAL_ROOT");
    call.attributes.set("aws.local.service", "shop");
    call.attributes.set("aws.remote.service", "rates");
    call.attributes.set("http.method", "GET");
    call.parent_span_id = Some(SegmentId::from_bits(9));
    let made = documents(&OtelSpans { spans: vec![call], ..OtelSpans::default() });
    let [SegmentDocument::Segment(service), SegmentDocument::Subsegment(call)] = &made[..] else { panic!("{made:?}") };
    assert_eq!((service.body.name.as_str(), call.subsegment.body.name.as_str()), ("shop", "rates"));
    assert_eq!((call.parent_id, service.parent_id), (service.body.id, Some(SegmentId::from_bits(9))));
    assert!(service.body.http.is_none() && call.subsegment.body.http.is_some());
    assert_ne!(service.body.id, call.subsegment.body.id);
}

#[test]
fn names_are_found_in_their_order() {
    let all = [
        ("aws.local.service", "1", SpanKind::Server),
        ("peer.service", "2", SpanKind::Server),
        ("aws.service", "3", SpanKind::Server),
        ("db.name", "4", SpanKind::Server),
        ("rpc.service", "6", SpanKind::Internal),
        ("http.host", "7", SpanKind::Internal),
        ("net.peer.name", "8", SpanKind::Internal),
    ];
    for (first, (_, name, kind)) in all.iter().enumerate() {
        let mut span = span(*kind);
        all[first..].iter().for_each(|(key, value, _)| span.attributes.set(key, *value));
        assert_eq!(one(span, &[("service.name", "5")]).body().name, *name);
    }
    assert_eq!(one(span(SpanKind::Server), &[("service.name", "5")]).body().name, "5");
    assert_eq!(one(span(SpanKind::Internal), &[("service.name", "5")]).body().name, "GET /cart");
    let mut call = span(SpanKind::Client);
    call.attributes.set("aws.remote.service", "AWS::DynamoDB");
    assert_eq!(one(call.clone(), &[]).body().name, "AWS::DynamoDB");
    call.attributes.set("rpc.system", "aws-api");
    assert_eq!(one(call, &[]).body().name, "DynamoDB");
    let mut query = span(SpanKind::Client);
    query.attributes.set("db.name", "orders");
    query.attributes.set("db.connection_string", "jdbc:mysql://db.example:3306");
    assert_eq!(one(query, &[]).body().name, "orders@db.example");
}

#[test]
fn urls_are_told_or_built() {
    let url = |kind, pairs: &[(&str, &str)]| {
        let mut span = span(kind);
        pairs.iter().for_each(|(key, value)| span.attributes.set(key, *value));
        one(span, &[]).body().http.as_ref().and_then(|http| http.request.clone()?.url)
    };
    use SpanKind::{Client, Server};
    assert_eq!(url(Server, &[("url.full", "u")]).as_deref(), Some("u"));
    assert_eq!(url(Server, &[("http.host", "h"), ("http.target", "/t")]).as_deref(), Some("http://h/t"));
    let server = [("http.scheme", "https"), ("net.host.name", "h"), ("net.host.port", "443")];
    assert_eq!(url(Server, &server).as_deref(), Some("https://h/"));
    let client = [("http.scheme", "https"), ("net.peer.name", "h"), ("net.peer.port", "8443"), ("http.target", "/")];
    assert_eq!(url(Client, &client).as_deref(), Some("https://h:8443/"));
    assert_eq!(url(Server, &[("http.method", "GET")]), None);
}

#[test]
fn exceptions_become_a_chain() {
    let mut span = span(SpanKind::Client);
    let stack =
        "java.lang.A: one\n\tat a.B.c(B.java:7)\n\tat a.B.d(Native Method)\nCaused by: x.Y: two\n\tat e.F.g(F.java:9)";
    let attributes = cupola_traces::OtelAttributes::default()
        .with("exception.type", "java.lang.A")
        .with("exception.message", "one")
        .with("exception.stacktrace", stack);
    span.events.push(OtelEvent { nanos: 1, name: "exception".into(), attributes });
    span.status = SpanStatus::Error;
    let document = one(span, &[("telemetry.sdk.language", "java")]);
    let exceptions = document.body().cause.as_ref().unwrap().exceptions();
    assert_eq!((exceptions.len(), exceptions[0].cause), (2, exceptions[1].id));
    assert_eq!((exceptions[1].r#type.as_deref(), exceptions[1].message.as_deref()), (Some("x.Y"), Some("two")));
    assert_eq!((exceptions[0].stack[0].line, exceptions[0].stack[0].label.as_deref()), (Some(7), Some("a.B.c")));
    assert_eq!((exceptions[0].stack.len(), exceptions[0].remote), (2, true));

    let mut silent = self::span(SpanKind::Server);
    (silent.status, silent.status_message) = (SpanStatus::Error, "lost".into());
    let document = one(silent, &[]);
    assert_eq!(document.body().cause.as_ref().unwrap().exceptions()[0].message.as_deref(), Some("lost"));
}

#[test]
fn attributes_are_indexed_or_carried() {
    let mut span = span(SpanKind::Server);
    span.attributes.set("zone-name", "north");
    span.attributes.set("load", 7);
    span.attributes.set("aws.xray.annotations", vec!["zone-name".to_owned()]);
    span.attributes.set("aws.xray.metadata.crane", r#"{"arm":[1,2]}"#);
    span.attributes.set("enduser.id", "ada");
    let spans = OtelSpans { spans: vec![span], ..OtelSpans::default() };
    let SegmentDocument::Segment(segment) = documents(&spans).remove(0) else { panic!("a segment") };
    assert_eq!(segment.user.as_deref(), Some("ada"));
    assert_eq!(segment.body.annotations.get("zone_name").unwrap().as_text(), Some("north"));
    assert_eq!(segment.body.metadata.get("default", "load").unwrap().as_str(), "7");
    assert_eq!(segment.body.metadata.get("crane", "arm").unwrap().as_str(), "[1,2]");
    let all = OtelMapping { index_all: true, annotation_keys: AnnotationKeys::Classic, ..mapping() };
    let made = all.documents(Timestamp::EPOCH, &spans).unwrap();
    assert_eq!(made[0].body().annotations.get("load").unwrap().as_f64(), Some(7.0));
}

#[test]
fn origins_follow_the_platform() {
    for (platform, launch, origin) in [
        ("aws_ecs", "EC2", Some("AWS::ECS::EC2")),
        ("aws_ecs", "fargate", Some("AWS::ECS::Fargate")),
        ("aws_ecs", "", Some("AWS::ECS::Container")),
        ("aws_ec2", "", Some("AWS::EC2::Instance")),
        ("aws_eks", "", Some("AWS::EKS::Container")),
        ("aws_app_runner", "", Some("AWS::AppRunner::Service")),
        ("gcp_cloud_run", "", None),
    ] {
        let resource = [("cloud.provider", "aws"), ("cloud.platform", platform), ("aws.ecs.launchtype", launch)];
        let SegmentDocument::Segment(segment) = one(span(SpanKind::Server), &resource) else { panic!("a segment") };
        assert_eq!(segment.origin.as_deref(), origin, "{platform}");
    }
    let elsewhere = one(span(SpanKind::Server), &[("cloud.provider", "gcp"), ("cloud.platform", "aws_ec2")]);
    assert!(
        matches!(elsewhere, SegmentDocument::Segment(segment) if segment.origin.is_none() && segment.body.aws.is_none())
    );
}

#[test]
fn spans_of_another_time_are_refused() {
    let spans = OtelSpans { spans: vec![span(SpanKind::Server)], ..OtelSpans::default() };
    let days = |days: i64| Timestamp::from_secs(1_777_875_360 + days * 86_400);
    assert!(OtelMapping::default().documents(days(28), &spans).is_ok());
    assert!(OtelMapping::default().documents(days(29), &spans).is_err());
    let mut early = Segment::parse(&text("{}", "{}", "")).unwrap();
    early.body.start_time = cupola_traces::SegmentTime::from_secs(-1.0).unwrap();
    assert!(OtelSpans::of_document(&SegmentDocument::Segment(early)).is_err());
}

/// What must come back: everything of it, and for metadata perhaps more.
fn check_kept(before: &Body, after: &Body) {
    assert_eq!((before.id, &before.name), (after.id, &after.name));
    assert_eq!((before.start_time, before.end_time), (after.start_time, after.end_time));
    assert_eq!((before.error, before.throttle, before.fault), (after.error, after.throttle, after.fault));
    assert_eq!(before.annotations, after.annotations);
    assert_eq!(before.http, after.http);
    for (namespace, json) in before.metadata.iter() {
        let kept: Value = after.metadata.namespace(namespace).unwrap().read().unwrap();
        let Ok(Value::Object(told)) = json.read() else { continue };
        told.iter().for_each(|(key, value)| assert_eq!(&kept[key], value, "{namespace} {key}"));
    }
}

/// A document through spans and back: its parts, flattened, parents first.
fn round(document: &SegmentDocument) {
    let spans = OtelSpans::of_document(document).unwrap();
    assert!(spans.spans.iter().all(|span| span.attributes.iter().all(|(_, value)| *value != OtelValue::Empty)));
    let back = documents(&spans);
    let mut parts = Vec::new();
    flatten(document.body(), document.parent_id(), &mut parts);
    assert_eq!(parts.len(), back.len());
    for ((before, parent), after) in parts.iter().zip(&back) {
        check_kept(before, after.body());
        assert_eq!(*parent, after.parent_id());
    }
    assert_eq!(matches!(document, SegmentDocument::Segment(_)), matches!(back[0], SegmentDocument::Segment(_)));
}

fn flatten<'a>(body: &'a Body, parent: Option<SegmentId>, parts: &mut Vec<(&'a Body, Option<SegmentId>)>) {
    parts.push((body, parent));
    body.subsegments.iter().for_each(|inner| flatten(&inner.body, Some(body.id), parts));
}

#[test]
fn real_traces_come_back() {
    for file in ["iatk-trace01.json", "iatk-traceWithLinks01.json"] {
        let Some(text) = real_text(&format!("traces/{file}")) else { return };
        let trace: Value = serde_json::from_str(&text).unwrap();
        for document in trace["Segments"].as_array().unwrap() {
            round(&SegmentDocument::parse(&document.to_string()).unwrap());
        }
    }
}

fn text(annotations: &str, http: &str, rest: &str) -> String {
    format!(
        r#"{{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"70de5b6f19ff9a0a","name":"quay","start_time":1777875360.25,"end_time":1777875361.125,"annotations":{annotations},"http":{http}{rest}}}"#
    )
}

fn annotations() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        "[a-z_]{1,6}",
        "http\\.[a-z]{1,6}",
        Just("db.name".to_owned()),
        Just("aws.xray.x".to_owned()),
        Just("http.url".to_owned())
    ];
    let value = prop_oneof![Just("true".to_owned()), "-?[1-9][0-9]{0,8}(\\.[0-9]{1,3})?", "\"[a-z ]{0,8}\""];
    vec((key, value), 0..5).prop_map(|pairs| {
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", pairs.join(","))
    })
}

fn http() -> impl Strategy<Value = String> {
    let request = prop_oneof![
        Just(String::new()),
        Just(
            r#""request":{"method":"GET","url":"http://a/b","client_ip":"1.2.3.4","x_forwarded_for":true},"#.to_owned()
        ),
        Just(r#""request":{"url":"http://a/b","user_agent":"c","client_ip":"1.2.3.4"},"#.to_owned()),
    ];
    (request, 200..600i64)
        .prop_map(|(request, status)| format!(r#"{{{request}"response":{{"status":{status},"content_length":7}}}}"#))
}

fn part() -> impl Strategy<Value = String> {
    let namespace = prop_oneof![
        Just(""),
        Just(r#","namespace":"aws""#),
        Just(r#","namespace":"remote""#),
        Just(r#","namespace":"local""#)
    ];
    let end = prop_oneof![Just(r#","end_time":1777875360.875"#), Just(r#","in_progress":true"#)];
    let flags = vec(prop_oneof![Just(r#","error":true"#), Just(r#","throttle":true"#), Just(r#","fault":true"#)], 0..3);
    (any::<u64>(), namespace, end, flags, annotations(), 0..9_999_999u64).prop_map(|(id, namespace, end, mut flags, annotations, ticks)| {
        flags.dedup();
        let start = 1_777_875_360.0 + ticks as f64 / 1e8;
        format!(r#"{{"id":"{id:016x}","name":"rates","start_time":{start}{end}{namespace}{},"annotations":{annotations},"metadata":{{"default":{{"k":[1]}},"x":{{"y":null}}}}}}"#, flags.concat())
    })
}

proptest! {
    #[test]
    fn segments_come_back_from_spans(annotations in annotations(), http in http(), parts in vec(part(), 0..4), called: bool) {
        let parent = if called { r#","parent_id":"00000000000000aa""# } else { "" };
        let rest = format!(r#"{parent},"subsegments":[{}]"#, parts.join(","));
        round(&SegmentDocument::parse(&text(&annotations, &http, &rest)).unwrap());
    }
}
