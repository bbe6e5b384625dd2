//! What is refused, and where the error points.

use cupola_test::{Template, TemplateErrorKind, Why, World};

use super::{loaded, refusal};

/// An alarm with one line more among its properties.
fn alarm(line: &str) -> String {
    format!(
        "Resources:
  Busy:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: Shop
      MetricName: Load
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 10
      ComparisonOperator: GreaterThanThreshold
{line}
"
    )
}

#[test]
fn errors_point_and_say_what_is_accepted() {
    for (line, place, said) in [
        ("      AlarmNme: x", (12, 7), "did you mean \"AlarmName\"?"),
        ("      alarmName: x", (12, 7), "did you mean \"AlarmName\"?"),
        ("      AlarmActions: !Ref Opps", (12, 21), "there is no parameter or resource \"Opps\""),
        ("      AlarmActions: {Ref: Busy, x: 1}", (12, 22), "Ref stands beside other keys"),
        ("      AlarmActions: !Cidr [a, 1, 2]", (12, 21), "the function Fn::Cidr is not run"),
        ("      AlarmActions: !Reff x", (12, 21), "did you mean \"Ref\"?"),
        ("      DatapointsToAlarm: two", (12, 26), "DatapointsToAlarm is a whole number, not \"two\""),
        ("      Dimensions: [{Name: a, Valeu: b}]", (12, 30), "did you mean \"Value\"?"),
        ("      AlarmActions: nope", (12, 21), "AlarmActions is a list, not a text"),
        ("      AlarmActions: !If [Nope, [], []]", (12, 26), "there is no condition \"Nope\""),
        ("      Period: 60", (12, 7), "the key \"Period\" stands twice"),
        ("      DatapointsToAlarm: 5", (12, 7), "is refused: Validation"),
        ("    Proprties: {}", (12, 5), "did you mean \"Properties\"?"),
        ("      AlarmActions: &a [x]", (12, 24), "anchors"),
        ("      AlarmActions: [", (13, 1), "not YAML"),
    ] {
        let error = refusal(&alarm(line));
        let text = error.to_string();
        assert!(text.contains(said), "{line}: {text}");
        assert_eq!(error.line_and_column().0, place.0, "{text}");
        if !said.contains("not YAML") {
            assert_eq!(error.line_and_column(), place, "{text}");
        }
        assert!(text.contains('^'), "{text}");
    }
}

#[test]
fn the_service_refuses_with_its_own_words() {
    let error = refusal(&alarm("      TreatMissingData: sometimes"));
    let TemplateErrorKind::Refused(refused) = error.kind() else { panic!("{error}") };
    assert!(refused.message.contains("TreatMissingData"), "{refused}");
    assert_eq!(error.line_and_column(), (12, 7));
}

#[test]
fn what_is_not_modelled_is_named() {
    let monitor = "Resources: {R: {Type: 'AWS::RUM::AppMonitor', Properties: {Name: x}}}";
    let error = refusal(monitor);
    assert_eq!(error.kind(), &TemplateErrorKind::Unsupported);
    assert!(error.to_string().contains("AWS::RUM::AppMonitor is not modelled"), "{error}");
    let loaded = World::new().load(&Template::parse(monitor).unwrap().lenient()).unwrap();
    assert_eq!((loaded.skipped[0].logical_id.as_str(), &loaded.skipped[0].why), ("R", &Why::NotModelled));

    let property = alarm("      AlarmColour: red");
    let lenient = World::new().load(&Template::parse(&property).unwrap().lenient()).unwrap();
    assert_eq!(lenient.skipped[0].property.as_deref(), Some("AlarmColour"));
    assert_eq!(lenient.created.len(), 1);
}

#[test]
fn transforms_are_not_run_unseen() {
    let sam = "Transform: AWS::Serverless-2016-10-31\nResources: {}";
    assert!(refusal(sam).to_string().contains("the transform AWS::Serverless-2016-10-31 is not run"));
    assert!(World::new().load(&Template::parse(sam).unwrap().lenient()).is_ok());
    assert!(loaded("Transform: [AWS::LanguageExtensions]\nResources: {}").1.skipped.is_empty());
}

#[test]
fn circles_and_wrong_sections_are_refused() {
    let circle = "Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}, B: {Type: 'AWS::SNS::Topic', DependsOn: A}}";
    assert_eq!(refusal(circle).kind(), &TemplateErrorKind::Circle);
    let conditions = "Conditions: {A: !Not [Condition: B], B: !Not [Condition: A]}\nResources: {}";
    assert_eq!(refusal(conditions).kind(), &TemplateErrorKind::Circle);
    assert!(refusal("Resorces: {}").to_string().contains("did you mean \"Resources\"?"));
    assert!(
        refusal("Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: C}}").to_string().contains("no resource \"C\"")
    );
    for text in ["", "[]", "a", "{", "{}", "Resources: []", "Resources: {A: 1}", "Resources: {A: {}}", "---\n---\n"] {
        let error = Template::parse(text).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn sizes_are_bounded() {
    let members: String = (0..2_001).map(|n| format!("  A{n}: x\n")).collect();
    let long = format!("Description: {}\nResources: {{}}", "x".repeat(1 << 20));
    for (text, said) in [(format!("Resources:\n{members}"), "more than 2000 members"), (long, "at most 1 MiB")] {
        let error = Template::parse(&text).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn deep_and_long_texts_end() {
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "- ".repeat(100_000), "a: [\n".repeat(1_000)] {
        let error = Template::parse(&text).unwrap_err();
        assert_eq!(error.kind(), &TemplateErrorKind::Syntax, "{}", error.diagnostic().message());
    }
}

#[test]
fn names_that_cloudformation_asks_for_are_not_made_up() {
    for (kind, property) in [
        ("Logs::QueryDefinition", "Name"),
        ("Logs::ScheduledQuery", "Name"),
        ("Logs::Destination", "DestinationName"),
        ("Logs::ResourcePolicy", "PolicyName"),
        ("Logs::AccountPolicy", "PolicyName"),
        ("Events::EventBus", "Name"),
        ("CloudWatch::InsightRule", "RuleName"),
        ("Synthetics::Canary", "Name"),
        ("Synthetics::Group", "Name"),
        ("XRay::ResourcePolicy", "PolicyName"),
    ] {
        let error = refusal(&format!("Resources: {{It: {{Type: 'AWS::{kind}', Properties: {{}}}}}}"));
        assert_eq!(error.kind(), &TemplateErrorKind::Structure, "{error}");
        assert!(error.to_string().contains(&format!("It (AWS::{kind}) has no {property}")), "{error}");
        assert_eq!(error.line_and_column(), (1, 13));
    }
}

#[test]
fn nested_stacks_are_named() {
    let text = "Resources: {Inner: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://x'}}}";
    let error = refusal(text);
    assert_eq!(error.kind(), &TemplateErrorKind::Unsupported);
    assert!(error.to_string().contains("AWS::CloudFormation::Stack is not modelled"), "{error}");
    let loaded = World::new().load(&Template::parse(text).unwrap().lenient()).unwrap();
    assert_eq!((&loaded.skipped[0].why, loaded.stand_ins.len()), (&Why::NotModelled, 0));
}

#[test]
fn attributes_that_are_not_known_can_be_told_of_any_kind() {
    let text = "
Resources:
  Log: {Type: 'AWS::Logs::LogGroup'}
  Stream: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !GetAtt Log.Nmae}}
";
    let error = refusal(text);
    assert_eq!(error.kind(), &TemplateErrorKind::Unknown);
    assert!(error.to_string().contains("with_value(\"Log.Nmae\", \"...\"); known are Arn"), "{error}");
}
