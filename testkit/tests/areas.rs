//! A world over all areas: what is put in, what is expected, what failures tell.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use cupola::metrics::StateValue;
use cupola_test::{World, WorldError};

const SHOP: &str = r"
Resources:
  Ops: {Type: 'AWS::SNS::Topic', Properties: {TopicName: ops}}
  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
  Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: shop/web}}
  Errors:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterName: errors
      FilterPattern: ERROR
      MetricTransformations: [{MetricNamespace: Shop, MetricName: Errors, MetricValue: '1', DefaultValue: 0}]
  HighErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: high-errors
      Namespace: Shop
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 3
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Ops]
  Page:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties: {AlarmName: page, AlarmRule: !Sub 'ALARM(${HighErrors})'}
  Bus: {Type: 'AWS::Events::EventBus', Properties: {Name: orders}}
  Large:
    Type: AWS::Events::Rule
    Properties:
      Name: large
      EventBusName: !Ref Bus
      EventPattern: {detail: {total: [{numeric: ['>=', 100]}]}}
      Targets: [{Id: jobs, Arn: !GetAtt Jobs.Arn}]
  Root:
    Type: AWS::Events::Rule
    Properties:
      Name: root
      EventPattern: {detail: {userIdentity: {type: [Root]}}}
      Targets: [{Id: ops, Arn: !Ref Ops}]
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {TrailName: all, S3BucketName: audit-files, IsLogging: true, IncludeGlobalServiceEvents: true, IsMultiRegionTrail: true}
  Half:
    Type: AWS::XRay::SamplingRule
    Properties:
      SamplingRule: {RuleName: half, Priority: 1, FixedRate: 0, ReservoirSize: 0, ServiceName: shop, ServiceType: '*', Host: '*',
        HTTPMethod: GET, URLPath: /health, ResourceARN: '*', Version: 1}
";

fn shop() -> World {
    let mut world = World::new();
    world.template(SHOP).unwrap_or_else(|error| panic!("{error}"));
    world
}

fn unmet(result: Result<&mut World, WorldError>) -> String {
    match result.map(|world| world.now()).unwrap_err() {
        WorldError::Unmet(unmet) => unmet.to_string(),
        other => panic!("{other}"),
    }
}

#[test]
fn log_lines_ring_an_alarm_and_its_parent() {
    let mut world = shop();
    world.at("10:00").log("Log", "all fine").log("Log", "ERROR one").log("shop/web", "ERROR two");
    world
        .run_until("10:05")
        .expect_alarm("HighErrors", StateValue::Ok)
        .expect_no_alarm("high-errors")
        .expect_no_target("Ops");
    (0..3).for_each(|_| _ = world.log("Log", "ERROR disk full"));
    world.run_until("+1m").expect_alarm("HighErrors", StateValue::Alarm).expect_alarm("Page", StateValue::Alarm);
    world.expect_target("Ops").expect_logged("Log", "disk full");
    assert_eq!(world.expect_delivery("Ops").target, "arn:aws:sns:us-east-1:111122223333:ops");
    let rang = unmet(world.try_expect_no_alarm("HighErrors"));
    assert!(rang.contains("it was at 2026-01-05T10:06:00Z") && rang.contains("Threshold Crossed"), "{rang}");
}

#[test]
fn failures_explain_and_draw() {
    let mut world = shop();
    world.at("10:00").log("Log", "ERROR one").log("Log", "ERROR one").run_until("10:02");
    let text = unmet(world.try_expect_alarm("HighErrors", StateValue::Alarm));
    for part in [
        "expected alarm high-errors in ALARM by 2026-01-05T10:02:00Z; it is in OK",
        "why:",
        "what happened:",
        "2026-01-05T10:00:00Z  log shop/web: ERROR one  -> errors  (2 times)",
        "alarm high-errors: INSUFFICIENT_DATA -> OK",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let unknown = unmet(world.try_expect_alarm("HighError", StateValue::Alarm));
    assert!(unknown.contains("there is no such alarm; there are [high-errors, page]"), "{unknown}");
    let panic = catch_unwind(AssertUnwindSafe(|| _ = world.expect_alarm("Page", StateValue::Alarm))).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("expected alarm page"));
}

#[test]
fn events_reach_targets_or_the_rules_say_why_not() {
    let mut world = shop();
    world.event_on("Bus", "shop", "Order placed", r#"{"total": 7}"#);
    let text = unmet(world.try_expect_target("Jobs"));
    assert!(text.contains("large does not fire"), "{text}");
    assert!(text.contains("-> no rule"), "{text}");
    world.event_on("orders", "shop", "Order placed", r#"{"total": 100}"#).expect_target("Jobs").expect_no_target("Ops");
    assert!(unmet(world.try_expect_no_target("Jobs")).contains("there was one at"));
    assert!(world.try_event("nobus", "shop", "x", "{}").is_err());
    assert!(world.try_event("default", "shop", "x", "{").is_err());
}

#[test]
fn audit_records_become_events() {
    let mut world = shop();
    let record = r#"{"eventVersion": "1.08", "eventTime": "2026-01-05T00:00:00Z", "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin", "awsRegion": "us-east-1", "eventType": "AwsConsoleSignIn", "eventCategory": "Management",
        "eventID": "11111111-2222-4333-8444-555555555555", "recipientAccountId": "111122223333", "readOnly": false,
        "managementEvent": true, "userIdentity": {"type": "Root", "accountId": "111122223333"}}"#;
    world.expect_no_target("Ops").record(record).run_until("+1m").expect_target("Ops");
    assert!(world.try_record("[]").is_err());
}

#[test]
fn requests_are_sampled_and_traces_found() {
    let mut world = shop();
    world.request("shop", "GET", "/health").expect_sampled("half", false);
    world.request("shop", "GET", "/orders").expect_sampled("Default", true);
    let text = unmet(world.try_expect_sampled("half", true));
    assert!(text.contains("half does not match"), "{text}");
    let start = world.now().as_secs();
    let segment = format!(
        r#"{{"trace_id": "1-{start:08x}-00112233445566778899aabb", "id": "70de5b6f19ff9a0a", "name": "shop", "start_time": {start}, "end_time": {}, "fault": true}}"#,
        start + 1
    );
    world.segment(&segment).run_until("+2s").expect_traces("fault", 1).expect_traces("ok", 0);
    assert!(unmet(world.try_expect_traces("fault", 2)).contains("there are 1"));
    assert!(world.try_segment("?").is_err() && world.try_expect_traces("fault =", 1).is_err());
}

#[test]
fn the_same_world_twice_is_the_same() {
    let run = || {
        let mut world = shop();
        world.log("Log", "ERROR").datum("Shop", "Load", 1.0).event("shop", "x", "{}").run_until("01:00").timeline()
    };
    assert_eq!(run(), run());
}

const QUEUES: &str = "
Resources:
  Orders: {Type: 'AWS::SQS::Queue', Properties: {QueueName: orders}}
  Dead: {Type: 'AWS::SQS::Queue', Properties: {QueueName: orders-dlq}}
  Role: {Type: 'AWS::IAM::Role'}
  Key: {Type: 'AWS::Events::Connection', Properties: {AuthorizationType: API_KEY,
    AuthParameters: {ApiKeyAuthParameters: {ApiKeyName: key, ApiKeyValue: secret}}}}
  Api: {Type: 'AWS::Events::ApiDestination', Properties: {ConnectionArn: !GetAtt Key.Arn, HttpMethod: POST,
    InvocationEndpoint: 'https://example.com/orders'}}
  Log: {Type: 'AWS::Logs::LogGroup'}
  Stream: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !Ref Log}}
  Failed: {Type: 'AWS::Events::Rule', Properties: {EventPattern: {detail-type: [Failed]}, Targets: [{Id: dead, Arn: !GetAtt Dead.Arn}]}}
  Paid: {Type: 'AWS::Events::Rule', Properties: {EventPattern: {detail-type: [Paid]},
    Targets: [{Id: api, Arn: !GetAtt Api.Arn, RoleArn: !GetAtt Role.Arn}]}}
";

#[test]
fn a_target_is_met_by_its_whole_arn() {
    let mut world = World::new();
    world.template(QUEUES).unwrap_or_else(|error| panic!("{error}"));
    world.event("shop", "Failed", "{}").expect_target("Dead").expect_no_target("Orders").expect_no_target("Api");
    assert!(unmet(world.try_expect_target("Orders")).contains("there was none"));
    world.expect_no_target("arn:aws:sqs:us-east-1:111122223333:orders").expect_no_delivery("Orders");
    world.expect_target("arn:aws:sqs:us-east-1:111122223333:orders-").expect_no_target("Log");
    world.event("shop", "Paid", "{}");
    assert!(
        unmet(world.try_expect_no_target("Api")).contains("there was one at"),
        "what the template makes is a target, too"
    );
}

#[test]
fn what_is_no_target_is_told() {
    let mut world = World::new();
    world.template(QUEUES).unwrap_or_else(|error| panic!("{error}"));
    for text in ["Ordres", "orders-dlq", "x", ""] {
        for told in [unmet(world.try_expect_target(text)), unmet(world.try_expect_no_target(text))] {
            assert!(told.contains("there is no such target"), "{text}: {told}");
        }
    }
    assert!(unmet(world.try_expect_target("Ordres")).contains("did you mean \"Orders\"?"));
    assert!(unmet(world.try_expect_no_target("Stream")).contains("\"Stream\" has no ARN that is known"));
    let panic = catch_unwind(AssertUnwindSafe(|| _ = world.expect_no_delivery("Ordres"))).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("there is no such target"));
}

#[test]
fn runs_of_canaries_and_exports_are_no_losses() {
    let template = "
Resources:
  Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: app}}
  Canary:
    Type: AWS::Synthetics::Canary
    Properties:
      Name: front
      ArtifactS3Location: s3://artifacts/front
      ExecutionRoleArn: arn:aws:iam::111122223333:role/canary
      RuntimeVersion: syn-nodejs-puppeteer-9.0
      Code: {Handler: index.handler, S3Bucket: scripts, S3Key: front.zip}
      Schedule: {Expression: rate(5 minutes)}
      StartCanaryAfterCreation: true
";
    let mut world = World::new();
    world.template(template).unwrap_or_else(|error| panic!("{error}")).log("Log", "a line").run_until("+12m");
    let (from, to) = (1_767_571_200_000_i64, 1_767_571_260_000_i64);
    let export = format!(r#"{{"logGroupName": "app", "from": {from}, "to": {to}, "destination": "exports"}}"#);
    world.call(cupola::Service::Logs, "CreateExportTask", &export).unwrap_or_else(|error| panic!("{error}"));
    world.run_until("+10m").expect_nothing_lost();
    assert!(world.canary_runs().len() > 1 && world.canary_runs().iter().all(|run| run.canary.as_str() == "front"));
    assert!(!world.exported_objects().is_empty() && world.losses().is_empty());
    world.forget();
    assert!(world.canary_runs().is_empty() && world.exported_objects().is_empty());
}
