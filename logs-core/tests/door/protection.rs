//! Data protection policies and policies of the account.

use cupola_logs::{Engine, GetLogEvents, Output, Policies, Snapshot, Unmask};
use serde_json::{Value, json};

use crate::door::{Door, invalid, messages, millis, missing, place, put};

const ARN: &str = "arn:aws:dataprotection::aws:data-identifier/";

fn policy(identifiers: &[&str]) -> Value {
    let identifiers: Vec<String> = identifiers
        .iter()
        .map(|name| if name.contains('_') { (*name).into() } else { format!("{ARN}{name}") })
        .collect();
    json!({
        "Name": "pii", "Version": "2021-06-01",
        "Configuration": {"CustomDataIdentifier": [{"Name": "badge_no", "Regex": "B-\\d{4}"}]},
        "Statement": [
            {"Sid": "audit", "DataIdentifier": identifiers, "Operation": {"Audit": {"FindingsDestination": {"S3": {"Bucket": "findings"}}}}},
            {"Sid": "mask", "DataIdentifier": identifiers, "Operation": {"Deidentify": {"MaskConfig": {}}}},
        ],
    })
}

fn protect(identifiers: &[&str]) -> Value {
    json!({"logGroupIdentifier": "g", "policyDocument": policy(identifiers).to_string()})
}

fn read(door: &mut Door, unmask: bool) -> Value {
    door.ok("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "s", "unmask": unmask}))
}

#[test]
fn what_comes_in_later_is_masked_and_stays_so() {
    let mut door = Door::open();
    door.put(&[("2026-05-04T11:00:00Z", "early a@b.org")]);
    let answer = door.ok("PutDataProtectionPolicy", protect(&["EmailAddress", "badge_no"]));
    assert_eq!(answer["lastUpdatedTime"], millis("2026-05-04T12:00:00Z"));
    assert_eq!(door.ok("GetDataProtectionPolicy", json!({"logGroupIdentifier": "g"})), answer);
    door.put(&[("2026-05-04T11:30:00Z", "late a@b.org B-1234")]);
    door.ok("DeleteDataProtectionPolicy", json!({"logGroupIdentifier": "g"}));
    door.put(&[("2026-05-04T11:45:00Z", "last a@b.org")]);

    let masked = read(&mut door, false);
    assert_eq!(messages(&masked), ["early a@b.org", "late ******* ******", "last a@b.org"]);
    assert_eq!(messages(&read(&mut door, true))[1], "late a@b.org B-1234");

    let group = &door.ok("DescribeLogGroups", json!({}))["logGroups"][0];
    assert_eq!(group["dataProtectionStatus"], "DELETED");
    let bare = door.ok("GetDataProtectionPolicy", json!({"logGroupIdentifier": "g"}));
    assert_eq!(bare, json!({"logGroupIdentifier": "g"}));
}

#[test]
fn all_that_looks_at_events_sees_the_masked_text() {
    let mut door = Door::open();
    let transformation = json!([{"metricName": "M", "metricNamespace": "N", "metricValue": "1"}]);
    for (name, pattern) in [("clear", "example"), ("stars", r#""to ****""#)] {
        door.ok("PutMetricFilter", json!({"logGroupName": "g", "filterName": name, "filterPattern": pattern, "metricTransformations": transformation}));
    }
    door.ok("PutDataProtectionPolicy", protect(&["EmailAddress"]));
    door.put(&[("2026-05-04T11:00:00Z", "to ana@example.com")]);

    let outputs = door.engine.drain();
    let made = |output: &Output| match output {
        Output::Datum(made) => Some(made.filter.to_string()),
        Output::SensitiveData(found) => Some(found.report()),
        _ => None,
    };
    let report = r#"{"auditTimestamp":"2026-05-04T12:00:00Z","resourceArn":"arn:aws:logs:us-east-1:111122223333:log-group:g:*","dataIdentifiers":[{"name":"EmailAddress","count":1,"detections":[{"start":3,"end":18}]}]}"#;
    assert_eq!(outputs.iter().filter_map(made).collect::<Vec<_>>(), [report, "stars"]);

    let filter = |pattern: &str, unmask: bool| json!({"logGroupName": "g", "filterPattern": pattern, "unmask": unmask});
    assert_eq!(messages(&door.ok("FilterLogEvents", filter("example", false))), [""; 0]);
    assert_eq!(messages(&door.ok("FilterLogEvents", filter("example", true))), ["to ana@example.com"]);
    assert_eq!(messages(&door.ok("FilterLogEvents", filter("to", false))), ["to ***************"]);
}

#[test]
fn unmasking_can_be_for_the_privileged() {
    let mut door = Door::open();
    let policies = Policies { unmask: Unmask::Privileged, ..Policies::default() };
    door.engine = Engine::new(place(), 0).with_policies(policies);
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    let request = json!({"logGroupName": "g", "logStreamName": "s", "unmask": true});
    assert_eq!(door.refused("GetLogEvents", request).0, "AccessDeniedException");
}

#[test]
fn masks_survive_snapshots_and_go_with_their_events() {
    let mut door = Door::open();
    door.ok("PutDataProtectionPolicy", protect(&["EmailAddress"]));
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 1}));
    door.put(&[("2026-05-04T02:00:00Z", "old a@b.org"), ("2026-05-04T11:00:00Z", "new a@b.org")]);
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    door.engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(messages(&read(&mut door, false)), ["old *******", "new *******"]);
    door.set("2026-05-05T04:00:00Z");
    assert_eq!(messages(&read(&mut door, false)), ["new *******"]);
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    assert_eq!(text.matches("\"masks\"").count(), 1);
}

#[test]
fn policies_of_account_and_group_add_up() {
    let mut door = Door::open();
    let account = json!({"policyName": "all", "policyType": "DATA_PROTECTION_POLICY", "policyDocument": policy(&["EmailAddress"]).to_string()});
    let answer = door.ok("PutAccountPolicy", account.clone());
    assert_eq!(
        (answer["accountPolicy"]["scope"].as_str(), answer["accountPolicy"]["accountId"].as_str()),
        (Some("ALL"), Some("111122223333"))
    );
    door.ok("PutDataProtectionPolicy", protect(&["badge_no"]));
    door.put(&[("2026-05-04T11:00:00Z", "a@b.org B-1234")]);
    assert_eq!(messages(&read(&mut door, false)), ["******* ******"]);
    let outputs = door.engine.drain();
    assert_eq!(outputs.iter().filter(|output| matches!(output, Output::SensitiveData(_))).count(), 2);
    let group = &door.ok("DescribeLogGroups", json!({}))["logGroups"][0];
    assert_eq!(
        (&group["dataProtectionStatus"], &group["inheritedProperties"]),
        (&json!("ACTIVATED"), &json!(["ACCOUNT_DATA_PROTECTION"]))
    );

    let mut second = account;
    second["policyName"] = json!("more");
    assert_eq!(door.refused("PutAccountPolicy", second).0, "LimitExceededException");
    let all = json!({"policyType": "DATA_PROTECTION_POLICY"});
    assert_eq!(door.ok("DescribeAccountPolicies", all.clone())["accountPolicies"][0]["policyName"], "all");
    door.ok("DeleteAccountPolicy", json!({"policyName": "all", "policyType": "DATA_PROTECTION_POLICY"}));
    assert_eq!(door.ok("DescribeAccountPolicies", all)["accountPolicies"], json!([]));
    let again = json!({"policyName": "all", "policyType": "DATA_PROTECTION_POLICY"});
    assert_eq!(door.refused("DeleteAccountPolicy", again), missing("account policy"));
}

#[test]
fn documents_that_break_a_rule_are_refused() {
    let mut door = Door::open();
    let mut refused = |change: &dyn Fn(&mut Value)| {
        let mut document = policy(&["EmailAddress"]);
        change(&mut document);
        let request = json!({"logGroupIdentifier": "g", "policyDocument": document.to_string()});
        door.refused("PutDataProtectionPolicy", request)
    };
    assert_eq!(
        refused(&|d| d["Version"] = json!("2021-06-02")),
        invalid("the policy's version is `2021-06-02`: only 2021-06-01 is accepted")
    );
    let changes: [&dyn Fn(&mut Value); 8] = [
        &|d| d["Statement"][1]["DataIdentifier"] = json!([format!("{ARN}IpAddress")]),
        &|d| d["Statement"][1] = d["Statement"][0].clone(),
        &|d| d["Statement"] = json!([d["Statement"][0]]),
        &|d| d["Statement"][1]["Operation"] = json!({"Deidentify": {"MaskConfig": {"With": "#"}}}),
        &|d| d["Statement"][1]["Operation"] = json!({"Deidentify": {}}),
        &|d| d["Configuration"]["CustomDataIdentifier"][0]["Regex"] = json!("(a)"),
        &|d| d["Configuration"]["CustomDataIdentifier"][0]["Name"] = json!("a b"),
        &|d| d["Unknown"] = json!(1),
    ];
    for change in changes {
        assert_eq!(refused(change).0, "InvalidParameterException");
    }
    let long = json!({"logGroupIdentifier": "g", "policyDocument": " ".repeat(30_721)});
    assert!(door.refused("PutDataProtectionPolicy", long).1.contains("30721 characters"));
    let unknown = json!({"logGroupIdentifier": "none", "policyDocument": "{}"});
    assert_eq!(door.refused("PutDataProtectionPolicy", unknown), missing("log group"));
}

#[test]
fn subscription_and_extraction_policies_say_for_which_groups_they_are() {
    let mut door = Door::open();
    let subscribe = |name: &str, criteria: &str| {
        let document = json!({"DestinationArn": "arn:aws:kinesis:us-east-1:111122223333:stream/s", "RoleArn": "arn:aws:iam::111122223333:role/logs", "FilterPattern": "ERROR", "Distribution": "Random"});
        json!({"policyName": name, "policyType": "SUBSCRIPTION_FILTER_POLICY", "policyDocument": document.to_string(), "selectionCriteria": criteria})
    };
    door.ok("PutAccountPolicy", subscribe("all-but", r#"LogGroupName NOT IN ["h"]"#));
    assert!(door.engine.account_subscription("g").is_some_and(|(name, rule)| name == "all-but" && rule.random));
    assert!(door.engine.account_subscription("h").is_none());
    assert_eq!(
        door.refused("PutAccountPolicy", subscribe("x", r#"LogGroupNamePrefix = "g""#)).0,
        "InvalidParameterException"
    );
    let extraction = json!({"policyName": "emf", "policyType": "METRIC_EXTRACTION_POLICY", "policyDocument": r#"{"EmbeddedMetricFormat":{"Status":"Disabled"}}"#, "selectionCriteria": r#"LogGroupNamePrefix NOT IN ["g"]"#});
    door.ok("PutAccountPolicy", extraction);
    assert!(door.engine.extracts_metrics("g") && !door.engine.extracts_metrics("h"));
    let reserved = json!({"policyName": "aws/x", "policyType": "METRIC_EXTRACTION_POLICY", "policyDocument": "{}"});
    assert_eq!(door.refused("PutAccountPolicy", reserved).0, "InvalidParameterException");
}

#[test]
fn events_of_other_streams_are_not_touched() {
    let mut door = Door::open();
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "t"}));
    door.ok("PutDataProtectionPolicy", protect(&["EmailAddress"]));
    door.ok("PutLogEvents", put("t", &[("2026-05-04T11:00:00Z", "plain")]));
    door.put(&[("2026-05-04T11:00:00Z", "a@b.org")]);
    let page = door.engine.get_log_events(door.now, &GetLogEvents::of("g", "t")).unwrap();
    assert_eq!(page.events[0].message, "plain");
}

#[test]
fn queries_show_what_is_masked_to_those_who_may_see_it() {
    let asked = |policies: Policies, query: &str| {
        let mut door = Door::open();
        door.engine = Engine::new(place(), 0).with_policies(policies);
        door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
        door.ok("PutDataProtectionPolicy", protect(&["EmailAddress"]));
        door.put(&[("2026-05-04T11:30:00Z", r#"{"who": "ana@example.com"}"#)]);
        let (start, end) = (millis("2026-05-04T11:00:00Z") / 1000, millis("2026-05-04T12:00:00Z") / 1000);
        let query = json!({"logGroupName": "g", "startTime": start, "endTime": end, "queryString": query});
        let id = door.ok("StartQuery", query)["queryId"].clone();
        let answer = door.ok("GetQueryResults", json!({"queryId": id}));
        answer["results"][0][0]["value"].as_str().unwrap().to_owned()
    };
    let everybody = || Policies { unmask: Unmask::Every, ..Policies::default() };
    assert_eq!(asked(everybody(), "fields who"), "***************");
    assert_eq!(asked(everybody(), "fields unmask(who) as clear"), "ana@example.com");
    assert_eq!(asked(everybody(), "fields unmask(@message) as clear"), r#"{"who": "ana@example.com"}"#);
    assert_eq!(asked(everybody(), "fields who | unmask who"), "ana@example.com");
    assert_eq!(asked(everybody(), "fields concat(who, \"!\") as x | unmask x"), "***************!");
    let few = || Policies { unmask: Unmask::Privileged, ..Policies::default() };
    assert_eq!(asked(few(), "fields unmask(who) as clear"), "***************");
}
