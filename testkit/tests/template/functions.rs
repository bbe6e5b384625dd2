//! Intrinsic functions, parameters, conditions.

use cupola_test::{Template, TemplateError, TemplateErrorKind, World};

use super::{load, loaded, refusal};

/// The value of an output whose value is this text.
fn value(head: &str, value: &str) -> Result<String, TemplateError> {
    let text = format!(
        "{head}\nResources: {{Q: {{Type: 'AWS::SQS::Queue', Properties: {{QueueName: jobs}}}}}}\nOutputs: {{V: {{Value: {value}}}}}\n"
    );
    load(&text).map(|(_, loaded)| loaded.outputs.get("V").cloned().unwrap_or_default())
}

fn gives(text: &str, expected: &str) {
    assert_eq!(value("", text).unwrap_or_else(|error| panic!("{error}")), expected, "{text}");
}

#[test]
fn functions_run_in_both_forms() {
    gives("!Join ['-', [a, !Ref 'AWS::Region', 7]]", "a-us-east-1-7");
    gives("{'Fn::Join': ['', [a, b]]}", "ab");
    gives(
        "!Sub '${AWS::AccountId}/${Q.Arn}/${!Literal}'",
        "111122223333/arn:aws:sqs:us-east-1:111122223333:jobs/${Literal}",
    );
    gives("!Sub ['${a}${b}', {a: 1, b: !Ref 'AWS::Partition'}]", "1aws");
    gives("!Select [1, !Split [',', 'a,b,c']]", "b");
    gives("!Select ['0', [x, y]]", "x");
    gives("!GetAtt Q.QueueName", "jobs");
    gives("{'Fn::GetAtt': [Q, Arn]}", "arn:aws:sqs:us-east-1:111122223333:jobs");
    gives("!Base64 hi", "aGk=");
    gives("!ToJsonString {b: 1, a: [true, !Ref 'AWS::NoValue', x]}", r#"{"b":1,"a":[true,"x"]}"#);
    gives("!Length [a, b]", "2");
    gives("!Ref Q", "https://sqs.us-east-1.amazonaws.com/111122223333/jobs");
    gives("!Sub '${AWS::StackName}.${AWS::URLSuffix}'", "stack.amazonaws.com");
}

#[test]
fn mappings_and_conditions_choose() {
    let head = "
Parameters: {Stage: {Type: String, Default: dev}, N: {Type: Number, Default: 2}}
Mappings: {Days: {dev: {keep: 7}, prod: {keep: 365}}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Small: !Or [!Not [Condition: Prod], !And [!Condition Prod, !Equals [!Ref N, 1]]]
";
    assert_eq!(value(head, "!FindInMap [Days, !Ref Stage, keep]").unwrap(), "7");
    assert_eq!(value(head, "!FindInMap [Days, qa, keep, DefaultValue: 30]").unwrap(), "30");
    assert_eq!(value(head, "!If [Prod, a, !If [Small, b, c]]").unwrap(), "b");
    let missing = value(head, "!FindInMap [Days, pord, keep]").unwrap_err();
    assert_eq!(missing.kind(), &TemplateErrorKind::Reference);
    assert!(missing.to_string().contains("did you mean \"prod\"?"), "{missing}");
}

#[test]
fn parameters_are_checked_as_declared() {
    let template = |declared: &str| {
        let text =
            format!("Parameters: {{P: {declared}}}\nResources: {{}}\nOutputs: {{V: {{Value: !Join [';', [!Ref P]]}}}}");
        Template::cloudformation(&text).unwrap()
    };
    let with = |declared: &str, value: &str| World::new().load(&template(declared).with_parameter("P", value));
    assert_eq!(with("{Type: String, AllowedValues: [a, b]}", "b").unwrap().outputs["V"], "b");
    for (declared, value) in [
        ("{Type: String, AllowedValues: [a, b]}", "c"),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "a1"),
        ("{Type: String, MaxLength: 2}", "abc"),
        ("{Type: String, MinLength: '2'}", "a"),
        ("{Type: Number, MinValue: 3}", "2"),
        ("{Type: Number, MaxValue: 3}", "3.5"),
        ("{Type: Number}", "three"),
        ("{Type: List<Number>}", "1,b"),
    ] {
        let refused = with(declared, value).unwrap_err();
        assert_eq!(refused.kind(), &TemplateErrorKind::Parameter, "{declared}: {refused}");
    }
    let missing = World::new().load(&template("{Type: String}")).unwrap_err();
    assert!(missing.to_string().contains("with_parameter(\"P\", \"...\")"), "{missing}");
    let other = World::new().load(&template("{Type: String}").with_parameter("Q", "")).unwrap_err();
    assert_eq!(other.kind(), &TemplateErrorKind::Parameter);
}

#[test]
fn lists_of_parameters_are_lists() {
    let text = "
Parameters: {Names: {Type: CommaDelimitedList, Default: 'a, b'}}
Resources: {}
Outputs: {V: {Value: !Join ['+', !Ref Names]}}
";
    assert_eq!(loaded(text).1.outputs["V"], "a+b");
}

#[test]
fn what_only_the_cloud_knows_is_told() {
    let text = "
Parameters: {Topic: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/topic}}
Resources: {Api: {Type: 'AWS::AppSync::GraphQLApi'}}
Outputs: {A: {Value: !GetAtt Api.GraphQLUrl}, B: {Value: !ImportValue base-log}, C: {Value: '{{resolve:ssm:/x}}'}, D: {Value: !Ref Topic}}
";
    let (_, unknown) = loaded(text);
    assert!(unknown.outputs.is_empty() && unknown.skipped.len() == 4, "{unknown}");
    let template =
        Template::parse(text).unwrap().with_value("Api.GraphQLUrl", "https://x").with_value("base-log", "log");
    let template = template.with_value("{{resolve:ssm:/x}}", "y").with_parameter("Topic", "t");
    let told = World::new().load(&template).unwrap();
    assert_eq!(told.outputs.values().collect::<Vec<_>>(), ["https://x", "log", "y", "t"]);
}

#[test]
fn exports_of_one_stack_are_imports_of_another() {
    let base = "Resources: {L: {Type: 'AWS::Logs::LogGroup'}}\nOutputs: {L: {Value: !Ref L, Export: {Name: !Sub '${AWS::StackName}-log'}}}";
    let app = "Resources: {S: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !ImportValue base-log}}}";
    let mut world = World::new();
    let base = world.load(&Template::parse(base).unwrap().named("base")).unwrap();
    let app = world.load(&Template::parse(app).unwrap().named("app").with_exports_of(&base)).unwrap();
    assert!(app.created[0].calls[0].input.contains(base.name_of("L").unwrap()));
}

#[test]
fn resources_come_after_what_they_need_and_not_where_a_condition_fails() {
    let text = "
Conditions: {Never: !Equals [a, b]}
Resources:
  Stream: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !Sub '${Group}'}}
  Group: {Type: 'AWS::Logs::LogGroup', DependsOn: [Topic]}
  Topic: {Type: 'AWS::SNS::Topic'}
  Gone: {Type: 'AWS::Logs::LogGroup', Condition: Never}
";
    let (_, loaded) = loaded(text);
    let order: Vec<&str> = loaded.created.iter().map(|made| made.logical_id.as_str()).collect();
    assert_eq!(order, ["Group", "Stream"]);
    assert_eq!(loaded.skipped[0].to_string(), "Gone (AWS::Logs::LogGroup): the condition Never does not hold");
    let error = refusal(&text.replace("'${Group}'", "'${Gone}'"));
    assert!(error.to_string().contains("its condition Never does not hold"), "{error}");
}

#[test]
fn values_do_not_grow_without_bound() {
    let mut value = "'0123456789'".to_owned();
    for _ in 0..12 {
        value = format!("!Sub ['{}', {{x: {value}}}]", "${x}".repeat(8));
    }
    let error = refusal(&format!("Resources: {{}}\nOutputs: {{V: {{Value: {value}}}}}"));
    assert!(error.to_string().contains("grow past"), "{error}");
}

#[test]
fn references_to_outside_that_functions_write_are_told_too() {
    for written in ["!Sub '{{resolve:ssm:/${Stage}/x}}'", "!Join ['', ['{{resolve:ssm:/', !Ref Stage, '/x}}']]"] {
        let text = format!(
            "Parameters: {{Stage: {{Type: String, Default: dev}}}}\nResources: {{L: {{Type: 'AWS::Logs::LogGroup', Properties: {{LogGroupName: {written}}}}}}}"
        );
        let error = refusal(&text);
        assert_eq!(error.kind(), &TemplateErrorKind::Unknown, "{error}");
        assert!(error.to_string().contains("with_value(\"{{resolve:ssm:/dev/x}}\", \"...\")"), "{error}");
        let template = Template::parse(&text).unwrap().with_value("{{resolve:ssm:/dev/x}}", "shop");
        assert_eq!(World::new().load(&template).unwrap().name_of("L"), Some("shop"));
    }
}

#[test]
fn references_and_parts_take_room() {
    let many = |value: &str, times: usize| vec![value; times].join(", ");
    let long = "x".repeat(4_096);
    let refs = format!(
        "Parameters: {{P: {{Type: String, Default: {long}}}}}\nResources: {{}}\nOutputs: {{V: {{Value: !Length [{}]}}}}",
        many("!Ref P", 20_000)
    );
    let parts =
        format!("Resources: {{}}\nOutputs: {{V: {{Value: !Join [';', !Split [',', '{}']]}}}}", ",".repeat(1_000_000));
    for text in [refs, parts] {
        assert!(refusal(&text).to_string().contains("grow past"));
    }
}

#[test]
fn values_of_parameters_are_bounded() {
    let declared = |kind: &str| format!("Parameters: {{P: {{Type: {kind}}}}}\nResources: {{}}");
    let with = |kind: &str, bytes: usize| {
        World::new().load(&Template::parse(&declared(kind)).unwrap().with_parameter("P", "x".repeat(bytes)))
    };
    assert!(with("String", 4_096).is_ok() && with("'AWS::SSM::Parameter::Value<String>'", 8_192).is_ok());
    for (kind, bytes) in [("String", 4_097), ("'AWS::SSM::Parameter::Value<String>'", 8_193)] {
        let error = with(kind, bytes).unwrap_err();
        assert_eq!(error.kind(), &TemplateErrorKind::Parameter, "{error}");
        assert!(error.to_string().contains("bytes"), "{error}");
    }
}

#[test]
fn lists_of_the_parameter_store_are_lists() {
    for kind in ["CommaDelimitedList", "List<String>", "List<AWS::EC2::Subnet::Id>"] {
        let text = format!(
            "Parameters: {{Names: {{Type: 'AWS::SSM::Parameter::Value<{kind}>', Default: /x}}}}\nResources: {{}}\nOutputs: {{V: {{Value: !Join ['+', !Ref Names]}}}}"
        );
        let template = Template::parse(&text).unwrap().with_parameter("Names", "a,b");
        assert_eq!(World::new().load(&template).unwrap().outputs["V"], "a+b", "{kind}");
    }
}

#[test]
fn names_that_sub_defines_are_no_references() {
    let text = "
Resources:
  A: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: !Sub ['${B}-log', {B: shop}]}}
  B: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !Ref A}}
";
    assert_eq!(loaded(text).1.name_of("A"), Some("shop-log"));
}

#[test]
fn a_default_needs_no_mappings() {
    gives("!FindInMap [Days, dev, keep, DefaultValue: 30]", "30");
    let error = value("", "!FindInMap [Days, dev, keep]").unwrap_err();
    assert!(error.to_string().contains("the template has no Mappings"), "{error}");
}
