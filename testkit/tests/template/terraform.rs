//! Plans of Terraform.

use cupola::Service;
use cupola_test::{Template, TemplateErrorKind, World};
use serde_json::json;

use super::{ask, input, loaded, refusal};

const PLAN: &str = include_str!("plan.json");

#[test]
fn a_plan_is_loaded() {
    let (mut world, loaded) = loaded(PLAN);
    let made: Vec<&str> = loaded.created.iter().map(|made| made.logical_id.as_str()).collect();
    assert!(made.contains(&"module.watch[\"eu\"].aws_cloudwatch_metric_alarm.errors"), "{loaded}");
    let alarm = input(&loaded, "module.watch[\"eu\"].aws_cloudwatch_metric_alarm.errors", "PutMetricAlarm");
    assert_eq!(
        alarm["AlarmActions"],
        json!(["arn:aws:sns:us-east-1:111122223333:ops"]),
        "through a variable of the module"
    );
    assert_eq!(alarm["Dimensions"], json!([{"Name": "Service", "Value": "web"}]));
    let rate = input(&loaded, "aws_cloudwatch_metric_alarm.rate", "PutMetricAlarm");
    assert_eq!(
        rate["Metrics"][1]["MetricStat"],
        json!({"Period": 60, "Stat": "Sum", "Metric": {"Namespace": "Shop", "MetricName": "Errors"}})
    );
    let targets = ask(&mut world, Service::Events, "ListTargetsByRule", r#"{"Rule":"placed"}"#);
    assert_eq!(targets["Targets"][0]["Arn"], "arn:aws:sqs:us-east-1:111122223333:jobs");
    assert_eq!(targets["Targets"][0]["RetryPolicy"]["MaximumRetryAttempts"], 3);
    assert_eq!(targets["Targets"][0]["DeadLetterConfig"]["Arn"], "arn:aws:sqs:us-east-1:111122223333:dead");
    let groups = ask(&mut world, Service::Logs, "DescribeLogGroups", "{}");
    assert_eq!(groups["logGroups"][0]["retentionInDays"], json!(null), "0 is no retention");
    assert_eq!(input(&loaded, "aws_cloudwatch_log_metric_filter.errors", "PutMetricFilter")["filterPattern"], "");
    let rule = input(&loaded, "aws_xray_sampling_rule.orders", "CreateSamplingRule");
    assert_eq!(rule["SamplingRule"]["FixedRate"], 0.5);
    let trail = input(&loaded, "aws_cloudtrail.all", "PutEventSelectors");
    assert_eq!(trail["EventSelectors"][0]["DataResources"][0]["Values"], json!(["arn:aws:s3:::pier/"]));
    assert_eq!(loaded.outputs["group"], "app");
    let assumed: Vec<_> = loaded.assumed.iter().map(|one| (one.address.as_str(), one.attribute.as_str())).collect();
    assert_eq!(
        assumed,
        [
            ("aws_cloudwatch_composite_alarm.page", "alarm_actions"),
            ("aws_cloudwatch_event_target.placed", "arn"),
            ("aws_cloudwatch_event_target.placed", "dead_letter_config"),
            ("module.watch[\"eu\"].aws_cloudwatch_metric_alarm.errors", "alarm_actions"),
        ]
    );
    assert!(loaded.skipped.is_empty(), "{loaded}");
}

#[test]
fn log_deliveries_of_a_plan_are_made() {
    let resource = |kind: &str, values: serde_json::Value| json!({"address": format!("{kind}.a"), "mode": "managed", "type": kind, "name": "a", "values": values});
    let site = "arn:aws:cloudfront::111122223333:distribution/E1";
    let plan = json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": [
        resource("aws_cloudwatch_log_delivery_source", json!({"name": "site", "resource_arn": site, "log_type": "ACCESS_LOGS"})),
        resource("aws_cloudwatch_log_delivery_destination", json!({"name": "archive", "output_format": "json",
            "delivery_destination_configuration": [{"destination_resource_arn": "arn:aws:s3:::logs"}]})),
        resource("aws_cloudwatch_log_delivery", json!({"delivery_source_name": "site",
            "delivery_destination_arn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:archive",
            "s3_delivery_configuration": [{"suffix_path": "{yyyy}", "enable_hive_compatible_path": false}]})),
    ]}}});
    let (mut world, loaded) = loaded(&plan.to_string());
    assert!(loaded.skipped.is_empty(), "{loaded}");
    let found = ask(&mut world, Service::Logs, "DescribeDeliveries", "{}");
    assert_eq!(
        found["deliveries"][0]["s3DeliveryConfiguration"]["suffixPath"],
        "AWSLogs/{account-id}/CloudFront/{yyyy}/"
    );
}

/// The ARN of a canary is known after it is made, though CloudFormation has no attribute for it.
#[test]
fn rules_and_groups_of_a_plan_are_made() {
    let resource = |kind: &str, values: serde_json::Value| json!({"address": format!("{kind}.a"), "mode": "managed", "type": kind, "name": "a", "values": values});
    let definition = r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access"],
        "LogFormat": "JSON", "Contribution": {"Keys": ["$.ip"]}, "AggregateOn": "Count"}"#;
    let association = "aws_synthetics_group_association.a";
    let plan = json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [
            resource("aws_cloudwatch_contributor_insight_rule", json!({"rule_name": "talkers", "rule_state": "ENABLED",
                "rule_definition": definition, "tags": {"team": "shop"}})),
            resource("aws_synthetics_canary", json!({"name": "front", "artifact_s3_location": "s3://artifacts/front",
                "execution_role_arn": "arn:aws:iam::111122223333:role/run", "runtime_version": "syn-nodejs-puppeteer-9.0",
                "handler": "index.handler", "s3_bucket": "scripts", "s3_key": "front.zip", "start_canary": false,
                "schedule": [{"expression": "rate(5 minutes)"}]})),
            resource("aws_synthetics_group", json!({"name": "fronts", "tags": {"team": "shop"}})),
            resource("aws_synthetics_group_association", json!({"group_name": "fronts"})),
        ]}},
        "resource_changes": [{"address": association, "change": {"after_unknown": {"canary_arn": true, "group_id": true}}}],
        "configuration": {"root_module": {"resources": [{"address": association, "expressions": {
            "group_name": {"references": ["aws_synthetics_group.a.name", "aws_synthetics_group.a"]},
            "canary_arn": {"references": ["aws_synthetics_canary.a.arn", "aws_synthetics_canary.a"]},
        }}]}},
    });
    let (mut world, loaded) = loaded(&plan.to_string());
    assert!(loaded.skipped.is_empty(), "{loaded}");
    let rule = &ask(&mut world, Service::CloudWatch, "DescribeInsightRules", "{}")["InsightRules"][0];
    assert_eq!((&rule["Name"], &rule["Definition"]), (&json!("talkers"), &json!(definition)));
    let canary = "arn:aws:synthetics:us-east-1:111122223333:canary:front";
    let groups =
        ask(&mut world, Service::Synthetics, "ListAssociatedGroups", &json!({"ResourceArn": canary}).to_string());
    assert_eq!(groups["Groups"][0]["Name"], "fronts");
}

#[test]
fn what_is_known_after_apply_is_named_or_told() {
    let plan = r#"{"planned_values": {"root_module": {"resources": [
        {"address": "aws_cloudwatch_log_group.app", "mode": "managed", "type": "aws_cloudwatch_log_group", "name": "app", "values": {}}]}},
      "resource_changes": [{"address": "aws_cloudwatch_log_group.app", "change": {"after_unknown": {"name": true, "arn": true}}}],
      "configuration": {"root_module": {"resources": [{"address": "aws_cloudwatch_log_group.app",
        "expressions": {"name": {"references": ["random_pet.name.id", "random_pet.name"]}}}]}}}"#;
    let error = refusal(plan);
    assert_eq!(error.kind(), &TemplateErrorKind::Unknown);
    assert!(error.to_string().contains("with_value(\"aws_cloudwatch_log_group.app.name\", \"...\")"), "{error}");
    for name in ["aws_cloudwatch_log_group.app.name", "random_pet.name.id"] {
        let told = World::new().load(&Template::parse(plan).unwrap().with_value(name, "sky")).unwrap();
        assert_eq!(told.name_of("aws_cloudwatch_log_group.app"), Some("sky"), "{name}");
    }
}

#[test]
fn references_of_whole_lists_and_by_index_are_followed() {
    let alarm = |n: usize| {
        format!(
            r#"{{"address": "aws_cloudwatch_metric_alarm.a[{n}]", "type": "aws_cloudwatch_metric_alarm", "index": {n}, "values": {{
                "alarm_name": "a{n}", "namespace": "Shop", "metric_name": "Load", "statistic": "Sum", "period": 60,
                "evaluation_periods": 1, "threshold": 1, "comparison_operator": "GreaterThanThreshold"}}}}"#
        )
    };
    let topic = |n: usize| {
        format!(r#"{{"address": "aws_sns_topic.t[{n}]", "type": "aws_sns_topic", "values": {{"name": "t{n}"}}}}"#)
    };
    let change = |n: usize| {
        format!(
            r#"{{"address": "aws_cloudwatch_metric_alarm.a[{n}]", "change": {{"after_unknown": {{"alarm_actions": true, "ok_actions": [true]}}}}}}"#
        )
    };
    let plan = format!(
        r#"{{"planned_values": {{"root_module": {{"resources": [{}, {}, {}, {}]}}}}, "resource_changes": [{}, {}],
          "configuration": {{"root_module": {{"resources": [{{"address": "aws_cloudwatch_metric_alarm.a", "expressions": {{
            "alarm_actions": {{"references": ["aws_sns_topic.t[0].arn", "aws_sns_topic.t[0]", "aws_sns_topic.t", "aws_sns_topic.t[1].arn", "aws_sns_topic.t[1]", "aws_sns_topic.t"]}},
            "ok_actions": {{"references": ["aws_sns_topic.t", "count.index"]}}}}}}]}}}}}}"#,
        alarm(0),
        alarm(1),
        topic(0),
        topic(1),
        change(0),
        change(1)
    );
    let (_, loaded) = loaded(&plan);
    let arn = |n: usize| format!("arn:aws:sns:us-east-1:111122223333:t{n}");
    for n in 0..2 {
        let put = input(&loaded, &format!("aws_cloudwatch_metric_alarm.a[{n}]"), "PutMetricAlarm");
        assert_eq!((&put["AlarmActions"], &put["OKActions"]), (&json!([arn(0), arn(1)]), &json!([arn(n)])));
    }
}

#[test]
fn kinds_and_attributes_that_are_not_modelled_are_named() {
    let plan = |kind: &str, values: &str| {
        format!(
            r#"{{"planned_values": {{"root_module": {{"resources": [{{"address": "{kind}.x", "type": "{kind}", "values": {values}}}]}}}}}}"#
        )
    };
    let error = refusal(&plan("aws_rum_app_monitor", "{}"));
    assert!(error.to_string().contains("aws_rum_app_monitor is not modelled"), "{error}");
    let colour = plan("aws_cloudwatch_log_group", r#"{"name": "x", "colour": "red", "tags": null}"#);
    assert!(refusal(&colour).to_string().contains("no property colour"));
    assert_eq!(World::new().load(&Template::parse(&colour).unwrap().lenient()).unwrap().skipped.len(), 1);
    let newer = Template::terraform_plan(r#"{"format_version": "2.0", "planned_values": {"root_module": {}}}"#);
    assert_eq!(newer.unwrap_err().kind(), &TemplateErrorKind::Unsupported);
    assert!(Template::terraform_plan("{}").unwrap_err().to_string().contains("terraform show -json"));
}

/// A plan of these resources: address, kind, values.
fn plan_of(resources: &[(&str, &str, &str)]) -> String {
    let resource = |(address, kind, values): &(&str, &str, &str)| {
        format!(r#"{{"address": {}, "type": "{kind}", "values": {values}}}"#, json!(address))
    };
    let all: Vec<String> = resources.iter().map(resource).collect();
    format!(r#"{{"planned_values": {{"root_module": {{"resources": [{}]}}}}}}"#, all.join(", "))
}

#[test]
fn names_known_after_apply_are_names_that_services_take() {
    let group = "aws_cloudwatch_log_group";
    let (_, loaded) = loaded(&plan_of(&[
        ("module.m[\"eu\"].aws_cloudwatch_log_group.a[0]", group, "{}"),
        ("aws_cloudwatch_log_group.b", group, r#"{"name_prefix": "/shop/"}"#),
        ("aws_cloudwatch_log_group.c", group, r#"{"name": "c", "name_prefix": "/shop/"}"#),
        ("aws_s3_bucket.d", "aws_s3_bucket", r#"{"bucket_prefix": "files-"}"#),
        ("aws_sns_topic.e", "aws_sns_topic", r#"{"fifo_topic": true}"#),
        ("aws_cloudwatch_event_bus.f", "aws_cloudwatch_event_bus", "{}"),
    ]));
    let name = |address: &str| loaded.name_of(address).unwrap();
    assert!(
        name("module.m[\"eu\"].aws_cloudwatch_log_group.a[0]").starts_with("stack-module-m--eu---aws_"),
        "{loaded}"
    );
    assert!(name("aws_cloudwatch_log_group.b").starts_with("/shop/"), "{loaded}");
    assert_eq!(name("aws_cloudwatch_log_group.c"), "c");
    assert!(name("aws_cloudwatch_event_bus.f").starts_with("stack-aws_cloudwatch_event_bus-f-"), "{loaded}");
    assert!(loaded.stand_ins[0].reference.starts_with("files-"), "{loaded}");
    assert!(loaded.stand_ins[1].reference.ends_with(".fifo"), "{loaded}");
}

#[test]
fn names_that_are_made_up_are_known_to_others() {
    let plan = r#"{"planned_values": {"root_module": {"resources": [
        {"address": "aws_cloudwatch_log_group.app", "type": "aws_cloudwatch_log_group", "values": {}},
        {"address": "aws_sns_topic.ops", "type": "aws_sns_topic", "values": {"name_prefix": "ops-"}}]}},
      "resource_changes": [{"address": "aws_cloudwatch_log_group.app", "change": {"after_unknown": {"name": true}}}],
      "configuration": {"root_module": {"resources": [{"address": "aws_cloudwatch_log_group.app",
        "expressions": {"name": {"references": ["aws_sns_topic.ops.name", "aws_sns_topic.ops"]}}}]}}}"#;
    let (_, loaded) = loaded(plan);
    let name = loaded.name_of("aws_cloudwatch_log_group.app").unwrap();
    assert!(name.starts_with("ops-") && loaded.stand_ins[0].reference.ends_with(name), "{loaded}");
}

#[test]
fn another_region_is_refused_or_named_and_kept_by_other_services() {
    let text = plan_of(&[
        ("aws_cloudwatch_log_group.a", "aws_cloudwatch_log_group", r#"{"name": "a", "region": "us-east-1"}"#),
        ("aws_cloudwatch_log_group.b", "aws_cloudwatch_log_group", r#"{"name": "b", "region": "eu-west-1"}"#),
        ("aws_sns_topic.t", "aws_sns_topic", r#"{"name": "t", "region": "eu-west-1"}"#),
    ]);
    let error = refusal(&text);
    assert_eq!(error.kind(), &TemplateErrorKind::Unsupported);
    assert!(
        error.to_string().contains("aws_cloudwatch_log_group.b is in eu-west-1, the world in us-east-1"),
        "{error}"
    );
    let loaded = World::new().load(&Template::parse(&text).unwrap().lenient()).unwrap();
    assert_eq!((loaded.created.len(), loaded.skipped.len()), (2, 1), "{loaded}");
    assert_eq!(loaded.skipped[0].property.as_deref(), Some("region"));
    assert_eq!(loaded.stand_ins[0].arn.as_deref(), Some("arn:aws:sns:eu-west-1:111122223333:t"));
}

#[test]
fn instances_of_a_module_refer_to_what_is_in_the_same_instance() {
    let values = r#"{"alarm_name": "NAME", "namespace": "Shop", "metric_name": "Load", "statistic": "Sum", "period": 60,
        "evaluation_periods": 1, "threshold": 1, "comparison_operator": "GreaterThanThreshold"}"#;
    let (alarm, topic) = ("aws_cloudwatch_metric_alarm", "aws_sns_topic");
    let resource = |place: &str, kind: &str, values: &str| {
        format!(
            r#"{{"address": {}, "type": "{kind}", "values": {values}}}"#,
            json!(format!("module.w[\"{place}\"].{kind}.x"))
        )
    };
    let resources: Vec<String> = ["eu", "us"]
        .iter()
        .flat_map(|place| {
            [
                resource(place, alarm, &values.replace("NAME", place)),
                resource(place, topic, &format!(r#"{{"name": "{place}"}}"#)),
            ]
        })
        .collect();
    let change = |place: &str| {
        let address = json!(format!("module.w[\"{place}\"].{alarm}.x"));
        format!(r#"{{"address": {address}, "change": {{"after_unknown": {{"alarm_actions": [true]}}}}}}"#)
    };
    let plan = format!(
        r#"{{"planned_values": {{"root_module": {{"resources": [{}]}}}}, "resource_changes": [{}, {}],
          "configuration": {{"root_module": {{"module_calls": {{"w": {{"module": {{"resources": [{{"address": "{alarm}.x",
            "expressions": {{"alarm_actions": {{"references": ["{topic}.x.arn", "{topic}.x"]}}}}}}]}}}}}}}}}}}}"#,
        resources.join(", "),
        change("eu"),
        change("us")
    );
    let (_, loaded) = loaded(&plan);
    for place in ["eu", "us"] {
        let put = input(&loaded, &format!("module.w[\"{place}\"].{alarm}.x"), "PutMetricAlarm");
        assert_eq!(put["AlarmActions"], json!([format!("arn:aws:sns:us-east-1:111122223333:{place}")]), "{loaded}");
    }
}
