use super::*;

fn refused(advanced: &str) -> String {
    let selectors = Selectors::Advanced(serde_json::from_str(advanced).unwrap());
    selectors.check(Target::Trail).map_or_else(|error| error.to_string(), |()| String::new())
}

#[test]
fn each_problem_is_told_with_its_place() {
    let of = |fields: &str| refused(&format!("[{{\"FieldSelectors\":[{fields}]}}]"));
    let management = r#"{"Field":"eventCategory","Equals":["Management"]}"#;
    let data = r#"{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::SNS::Topic"]}"#;
    let network = r#"{"Field":"eventCategory","Equals":["NetworkActivity"]}"#;
    for (fields, expected) in [
        (String::new(), "selector 0: there is no field selector"),
        (management.to_owned(), ""),
        (
            r#"{"Field":"eventCategory","Equals":["Management","Data"]}"#.into(),
            "selector 0: eventCategory is needed with one value of Equals",
        ),
        (
            r#"{"Field":"eventCategory","Equals":["Insight"]}"#.into(),
            "selector 0: eventCategory `Insight` cannot be selected here",
        ),
        (
            format!(r#"{management},{{"Field":"eventName","Equals":["X"]}}"#),
            "selector 0, field 1: eventName may not be used in selectors of Management events here",
        ),
        (format!(r#"{management},{{"Field":"eventSource","NotEquals":["kms.amazonaws.com"]}}"#), ""),
        (
            format!(r#"{management},{{"Field":"eventSource","Equals":["kms.amazonaws.com"]}}"#),
            "selector 0, field 1, Equals: eventSource takes another operator here: NotEquals kms.amazonaws.com or rdsdata.amazonaws.com",
        ),
        (
            format!(r#"{management},{{"Field":"readOnly","Equals":["yes"]}}"#),
            "selector 0, field 1, Equals: `yes` is not accepted: Equals true or false",
        ),
        (
            format!(r#"{data},{{"Field":"resources.ARN","StartsWith":[]}}"#),
            "selector 0, field 2, StartsWith: there is no value",
        ),
        (format!(r#"{data},{{"Field":"eventName"}}"#), "selector 0, field 2: eventName has no operator"),
        (
            format!(r#"{data},{{"Field":"event-name","Equals":["x"]}}"#),
            "selector 0, field 2: `event-name` is not the name of a field: 1 to 1000 letters, digits, `.`, `_` and `|`",
        ),
        (
            format!(r#"{data},{{"Field":"eventName","EndsWith":[""]}}"#),
            "selector 0, field 2, EndsWith: a value has 0 characters: 1 to 2048 are accepted",
        ),
        (network.to_owned(), "selector 0: eventSource is needed with one value of Equals"),
    ] {
        assert_eq!(of(&fields), expected, "{fields}");
    }
    let network = r#"{"FieldSelectors":[{"Field":"eventCategory","Equals":["NetworkActivity"]},{"Field":"eventSource","Equals":["s3.amazonaws.com"]}]}"#;
    assert_eq!(
        refused(&format!("[{network},{network}]")),
        "selector 1: another selector is for network activity of s3.amazonaws.com, too"
    );
    assert_eq!(refused("[]"), "there is no selector");
}

#[test]
fn basic_selectors_know_three_types() {
    let of = |selector: BasicSelector| {
        Selectors::Basic(vec![selector]).check(Target::Trail).map_or_else(|error| error.to_string(), |()| String::new())
    };
    let on = |kind: &str, value: &str| of(BasicSelector::default().on(DataResource::new(kind, [value])));
    assert_eq!(on("AWS::S3::Object", "arn:aws:s3"), "");
    assert_eq!(on("AWS::S3::Object", "arn:aws:s3:::pier/"), "");
    assert!(on("AWS::S3::Object", "pier/").starts_with("selector 0, field 0: `pier/` is not accepted"));
    assert!(on("AWS::SNS::Topic", "arn:aws:sns").contains("AWS::DynamoDB::Table"));
    assert!(of(BasicSelector::default().without("s3.amazonaws.com")).contains("rdsdata"));
    assert_eq!(
        Selectors::Basic(vec![]).check(Target::Trail).unwrap_err().to_string(),
        "0 basic selectors: 1 to 5 are accepted"
    );
    let many = DataResource::new("AWS::S3::Object", (0..251).map(|n| format!("arn:aws:s3:::b{n}/")));
    assert_eq!(of(BasicSelector::default().on(many)), "251 values: at most 250 are accepted");
}

#[test]
fn other_targets_take_more() {
    let of = |field: &str, target| {
        let fields = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["Management"]));
        Selectors::Advanced(vec![fields.with(FieldSelector::new(field).equals(["x"]))]).check(target).is_ok()
    };
    assert!(of("eventName", Target::EventDataStore) && !of("eventName", Target::LenientTrail));
    assert!(of("brandNew", Target::LenientTrail) && !of("brandNew", Target::EventDataStore));
}

#[test]
fn stores_take_five_selectors_and_some_categories_alone() {
    let of = |categories: &[&str]| {
        let selector =
            |category: &&str| AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals([*category]));
        let selectors = Selectors::Advanced(categories.iter().map(selector).collect());
        selectors.check(Target::EventDataStore).map_or_else(|error| error.to_string(), |()| String::new())
    };
    assert_eq!(of(&["Management"; 5]), "");
    assert_eq!(of(&["Management"; 6]), "6 selectors: at most 5 are accepted");
    assert_eq!(of(&["ActivityAuditLog"]), "");
    let alone = "events of category Insight are kept alone: no other selector is accepted";
    assert_eq!(of(&["Management", "Insight"]), alone);
    assert_eq!(of(&["Nothing"]), "selector 0: eventCategory `Nothing` cannot be selected here");
}
