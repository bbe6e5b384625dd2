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
    let error = refusal(&plan("aws_cloudwatch_contributor_insight_rule", "{}"));
    assert!(error.to_string().contains("aws_cloudwatch_contributor_insight_rule is not modelled"), "{error}");
    let colour = plan("aws_cloudwatch_log_group", r#"{"name": "x", "colour": "red", "tags": null}"#);
    assert!(refusal(&colour).to_string().contains("no property colour"));
    assert_eq!(World::new().load(&Template::parse(&colour).unwrap().lenient()).unwrap().skipped.len(), 1);
    let newer = Template::terraform_plan(r#"{"format_version": "2.0", "planned_values": {"root_module": {}}}"#);
    assert_eq!(newer.unwrap_err().kind(), &TemplateErrorKind::Unsupported);
    assert!(Template::terraform_plan("{}").unwrap_err().to_string().contains("terraform show -json"));
}
