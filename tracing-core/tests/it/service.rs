//! The sampling service: rules, targets, and the door.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_base::{Caller, constraint};
use cupola_traces::{
    BoostStatistics, Engine, Limits, OPERATIONS, Output, Place, Policies, Rate, RateBoost, RuleName, SamplingRule,
    SamplingStatistics, Snapshot, Timestamp,
};
use serde_json::{Value, json};

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn engine() -> Engine {
    Engine::new(place(), 0)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_777_874_400 + seconds)
}

fn rule(name: &str) -> SamplingRule {
    SamplingRule::new(RuleName::new(name).unwrap(), 40)
}

fn client(letter: char) -> String {
    letter.to_string().repeat(24)
}

/// What the client's quota is after it reported.
fn quota(engine: &mut Engine, now: i64, rule: &str, letter: char) -> Option<u32> {
    let report = SamplingStatistics::new(rule, client(letter), at(now)).with_counts(9, 2, 1);
    engine.get_sampling_targets(at(now), &[report], &[]).unwrap().targets[0].quota
}

/// Calls the door and holds the answer to its shape.
fn call(engine: &mut Engine, now: i64, action: &str, input: &Value) -> Result<Value, String> {
    let operation = OPERATIONS.iter().find(|operation| operation.name == action).unwrap();
    let answer = engine.call(at(now), &Caller::root(place()), action, &input.to_string());
    let answer: Value = serde_json::from_str(&answer.map_err(|error| error.to_string())?).unwrap();
    constraint::check(operation.output, &answer).unwrap();
    Ok(answer)
}

fn full_rule(name: &str) -> Value {
    json!({
        "RuleName": name, "ResourceARN": "*", "Priority": 7, "FixedRate": 0.5, "ReservoirSize": 3, "ServiceName": "crane-*",
        "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "*", "Version": 1,
    })
}

#[test]
fn the_reservoir_is_shared_among_active_clients() {
    let mut engine = engine();
    engine.create_sampling_rule(at(0), rule("five").reservoir_size(5), Default::default()).unwrap();
    let mut round = |now, letters: &str| -> Vec<Option<u32>> {
        letters.chars().map(|letter| quota(&mut engine, now, "five", letter)).collect()
    };
    assert_eq!(round(0, "a"), [Some(5)]);
    round(1, "b");
    assert_eq!(round(10, "ab"), [Some(3), Some(2)]);
    round(11, "c");
    assert_eq!(round(20, "abc"), [Some(2), Some(2), Some(1)]);
    // At 50 both were silent for 30 seconds, which still counts; at 51 they were silent for longer.
    assert_eq!(round(50, "a"), [Some(2)]);
    assert_eq!(round(51, "a"), [Some(5)]);
}

#[test]
fn a_small_reservoir_leaves_some_with_nothing() {
    let mut engine = engine();
    for letter in "abc".chars() {
        quota(&mut engine, 0, "Default", letter);
    }
    let quotas: Vec<_> = "abc".chars().map(|letter| quota(&mut engine, 5, "Default", letter)).collect();
    assert_eq!(quotas, [Some(1), Some(0), Some(0)]);
}

#[test]
fn who_reports_no_requests_has_no_part() {
    let mut engine = engine();
    let idle = SamplingStatistics::new("Default", client('a'), at(0));
    let target = engine.get_sampling_targets(at(0), &[idle], &[]).unwrap().targets.remove(0);
    assert_eq!((target.quota, target.quota_until), (Some(0), Some(at(300))));
    assert_eq!(quota(&mut engine, 0, "Default", 'b'), Some(1));
}

#[test]
fn the_first_answer_may_come_without_a_quota() {
    let policies = Policies { first_report_gets_quota: false, ..Policies::default() };
    let mut engine = engine().with_policies(policies);
    assert_eq!(quota(&mut engine, 0, "Default", 'a'), None);
    assert_eq!(quota(&mut engine, 10, "Default", 'a'), Some(1));
}

#[test]
fn boosts_are_granted_once_in_a_cooldown() {
    let mut engine = engine();
    let allowed = RateBoost { max_rate: Rate::new(0.4).unwrap(), cooldown_minutes: 2 };
    engine.create_sampling_rule(at(0), rule("r").rate_boost(allowed), Default::default()).unwrap();
    let mut boost = |now, anomalies, sampled| {
        let told = BoostStatistics::new("r", "shop", at(now)).with_counts(anomalies, 100, sampled);
        let report = SamplingStatistics::new("r", client('a'), at(now)).with_counts(100, 5, 0);
        let answer = engine.get_sampling_targets(at(now), &[report], &[told]).unwrap();
        answer.targets[0].boost.map(|boost| (boost.rate.get(), boost.until))
    };
    assert_eq!(boost(0, 4, 4), None, "all were recorded");
    assert_eq!(boost(10, 4, 1), Some((0.25, at(70))));
    assert_eq!(boost(60, 2, 1), Some((0.25, at(70))), "the cooldown lasts");
    assert_eq!(boost(70, 2, 1), None);
    assert_eq!(boost(130, 2, 1), Some((0.4, at(190))), "no more than is allowed");
}

#[test]
fn unknown_rules_are_told_and_the_others_answered() {
    let mut engine = engine();
    let report = |rule: &str| json!({"RuleName": rule, "ClientID": client('a'), "Timestamp": at(0).as_secs(), "RequestCount": 110, "SampledCount": 20, "BorrowCount": 10});
    let boost = json!({"RuleName": "gone", "ServiceName": "s", "Timestamp": 1, "AnomalyCount": 1, "TotalCount": 1, "SampledAnomalyCount": 0});
    let request = json!({"SamplingStatisticsDocuments": [report("gone"), report("Default")], "SamplingBoostStatisticsDocuments": [boost]});
    let unprocessed = json!([{"RuleName": "gone", "ErrorCode": "400", "Message": "Unknown rule"}]);
    assert_eq!(
        call(&mut engine, 0, "GetSamplingTargets", &request),
        Ok(json!({
            "SamplingTargetDocuments": [{
                "RuleName": "Default", "FixedRate": 0.05, "ReservoirQuota": 1,
                "ReservoirQuotaTTL": at(300).as_secs_f64(), "Interval": 10,
            }],
            "LastRuleModification": 0.0,
            "UnprocessedStatistics": unprocessed,
            "UnprocessedBoostStatistics": unprocessed,
        }))
    );
    let summaries = call(&mut engine, 0, "GetSamplingStatisticSummaries", &json!({})).unwrap();
    assert_eq!(
        summaries["SamplingStatisticSummaries"],
        json!([{"RuleName": "Default", "Timestamp": at(0).as_secs_f64(), "RequestCount": 110, "BorrowCount": 10, "SampledCount": 20}])
    );
}

#[test]
fn rules_are_created_changed_and_deleted() {
    let mut engine = engine();
    let created = call(&mut engine, 0, "CreateSamplingRule", &json!({"SamplingRule": full_rule("cranes")})).unwrap();
    let record = &created["SamplingRuleRecord"];
    let arn = "arn:aws:xray:us-east-1:111122223333:sampling-rule/cranes";
    assert_eq!((&record["SamplingRule"]["RuleARN"], &record["CreatedAt"]), (&json!(arn), &json!(at(0).as_secs_f64())));

    let update = json!({"SamplingRuleUpdate": {"RuleARN": arn, "ReservoirSize": 0, "FixedRate": 0}});
    let updated = call(&mut engine, 9, "UpdateSamplingRule", &update).unwrap();
    let rule = &updated["SamplingRuleRecord"]["SamplingRule"];
    assert_eq!((&rule["ReservoirSize"], &rule["FixedRate"], &rule["Priority"]), (&json!(0), &json!(0.0), &json!(7)));
    assert_eq!(updated["SamplingRuleRecord"]["ModifiedAt"], json!(at(9).as_secs_f64()));

    let report = json!({"SamplingStatisticsDocuments": []});
    let targets = call(&mut engine, 10, "GetSamplingTargets", &report).unwrap();
    assert_eq!(targets["LastRuleModification"], json!(at(9).as_secs_f64()));

    let rules = call(&mut engine, 10, "GetSamplingRules", &json!({})).unwrap();
    let names: Vec<&Value> = rules["SamplingRuleRecords"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| &record["SamplingRule"]["RuleName"])
        .collect();
    assert_eq!(names, [&json!("cranes"), &json!("Default")]);

    call(&mut engine, 11, "DeleteSamplingRule", &json!({"RuleName": "cranes"})).unwrap();
    assert_eq!(engine.sampling_rules().count(), 1);
}

#[test]
fn what_breaks_a_rule_is_refused() {
    let with = |key: &str, value: Value| {
        let mut rule = full_rule("r");
        rule[key] = value;
        json!({"SamplingRule": rule})
    };
    let update = |mut rest: Value| {
        rest["RuleName"] = json!("Default");
        json!({"SamplingRuleUpdate": rest})
    };
    for (action, input, told) in [
        ("CreateSamplingRule", with("Version", json!(2)), "InvalidRequestException: Version must be 1"),
        ("CreateSamplingRule", with("FixedRate", json!(1.5)), "Value '1.5' at 'samplingRule.fixedRate'"),
        ("CreateSamplingRule", with("Priority", json!(10_000)), "Value '10000' at 'samplingRule.priority'"),
        ("CreateSamplingRule", with("Host", Value::Null), "Value null at 'samplingRule.host'"),
        (
            "CreateSamplingRule",
            with("HTTPMethod", json!("x".repeat(11))),
            "InvalidRequestException: 1 validation error",
        ),
        ("CreateSamplingRule", with("Attributes", json!({"": "v"})), "InvalidRequestException"),
        ("CreateSamplingRule", with("RuleName", Value::Null), "exactly one of RuleName and RuleARN"),
        ("CreateSamplingRule", with("RuleARN", json!("arn:x")), "exactly one of RuleName and RuleARN"),
        ("CreateSamplingRule", with("RuleName", json!("Default")), "InvalidRequestException: the Default rule"),
        ("CreateSamplingRule", with("ReservoirSize", json!("3")), "SerializationException"),
        ("UpdateSamplingRule", update(json!({"Priority": 5})), "InvalidRequestException: the Default rule"),
        ("UpdateSamplingRule", update(json!({"Host": "*"})), "InvalidRequestException: the Default rule"),
        ("UpdateSamplingRule", json!({"SamplingRuleUpdate": {"RuleName": "r"}}), "the sampling rule r does not exist"),
        ("DeleteSamplingRule", json!({"RuleName": "Default"}), "InvalidRequestException: the Default rule"),
        ("DeleteSamplingRule", json!({}), "exactly one of RuleName and RuleARN"),
        ("GetSamplingTargets", json!({}), "Value null at 'samplingStatisticsDocuments'"),
        ("GetSamplingRules", json!({"NextToken": "x"}), "InvalidRequestException"),
    ] {
        let refused = call(&mut engine(), 0, action, &input).unwrap_err();
        assert!(refused.contains(told), "{action} {input}: {refused}");
    }
}

#[test]
fn the_default_rules_numbers_can_be_changed() {
    let mut engine = engine();
    let update = json!({"SamplingRuleUpdate": {"RuleName": "Default", "FixedRate": 1, "ReservoirSize": 50}});
    call(&mut engine, 3, "UpdateSamplingRule", &update).unwrap();
    let default = engine.sampling_rules().last().unwrap();
    assert_eq!((default.rule.reservoir_size, default.created_at, default.modified_at), (50, Timestamp::EPOCH, at(3)));
}

#[test]
fn names_are_taken_once_and_rules_are_limited() {
    let mut engine = engine().with_limits(Limits { sampling_rules: 2, ..Limits::default() });
    let create = |engine: &mut Engine, name: &str| {
        call(engine, 0, "CreateSamplingRule", &json!({"SamplingRule": full_rule(name)})).map(drop)
    };
    assert_eq!(create(&mut engine, "a"), Ok(()));
    assert!(create(&mut engine, "a").unwrap_err().starts_with("InvalidRequestException"));
    assert_eq!(create(&mut engine, "b"), Ok(()));
    assert!(create(&mut engine, "c").unwrap_err().starts_with("RuleLimitExceededException"));
}

#[test]
fn pages_neither_repeat_nor_skip() {
    let mut engine = engine().with_limits(Limits { items_per_page: 2, ..Limits::default() });
    for name in ["b", "d", "a", "c"] {
        engine.create_sampling_rule(at(0), rule(name), Default::default()).unwrap();
    }
    let (mut names, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = call(&mut engine, 1, "GetSamplingRules", &json!({"NextToken": token})).unwrap();
        for record in page["SamplingRuleRecords"].as_array().unwrap() {
            names.push(record["SamplingRule"]["RuleName"].as_str().unwrap().to_owned());
        }
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(names, ["a", "b", "c", "d", "Default"]);
}

#[test]
fn budgets_are_kept_and_told() {
    let limits = Limits { clients_per_rule: 2, statistic_windows: 3, statistics_per_call: 1, ..Limits::default() };
    let mut engine = engine().with_limits(limits);
    for (second, letter) in "abcd".chars().enumerate() {
        quota(&mut engine, 10 * i64::try_from(second).unwrap() / 2, "Default", letter);
    }
    for n in 0..4 {
        quota(&mut engine, 100 + 10 * n, "Default", 'z');
    }
    let told: Vec<String> = engine.drain().iter().map(lost).collect();
    assert_eq!(told, ["Clients 2", "StatisticWindows 3"]);
    assert!(engine.drain().is_empty());
    let report = SamplingStatistics::new("Default", client('a'), at(0));
    assert!(engine.get_sampling_targets(at(0), &[report.clone(), report], &[]).is_err());
}

#[test]
fn a_restored_engine_answers_alike() {
    let mut engine = engine();
    engine.create_sampling_rule(at(0), rule("r").attribute("a", "b"), Default::default()).unwrap();
    quota(&mut engine, 5, "r", 'a');
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&again.snapshot()).unwrap(), text);
    for engine in [&mut engine, &mut again] {
        assert_eq!(quota(engine, 6, "r", 'b'), Some(0));
    }
    assert_eq!(format!("{:?}", again.snapshot()), format!("{:?}", engine.snapshot()));
    let other = text.replacen("\"form\":1", "\"form\":9", 1);
    assert!(Engine::restore(serde_json::from_str(&other).unwrap()).is_err());
}

fn lost(output: &Output) -> String {
    match output {
        Output::Overflow(lost) => format!("{:?} {}", lost.what, lost.count),
        other => panic!("{other:?}"),
    }
}

/// Real requests and answers, kept as data beside the specification. Skipped where they are not there.
fn real(name: &str) -> Option<Value> {
    let text = cupola_base::testing::real_text(&format!("traces/sampling/{name}"))?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn real_rules_come_back_as_they_are() {
    for name in ["get-sampling-rules-response", "test-sampling-rules-response-1", "test-sampling-rules-response-2"] {
        let Some(answer) = real(&format!("oteljava-{name}.json")) else { return };
        let told = &answer["SamplingRuleRecords"][0]["SamplingRule"];
        let mut request = told.clone();
        request.as_object_mut().unwrap().remove("RuleARN");
        let created = call(&mut engine(), 0, "CreateSamplingRule", &json!({"SamplingRule": request})).unwrap();
        let mut given = created["SamplingRuleRecord"]["SamplingRule"].clone();
        given["RuleARN"] = told["RuleARN"].clone();
        assert_eq!(&given, told, "{name}");
        let read = SamplingRule::read(&told.to_string()).unwrap();
        assert_eq!(read.attributes.len(), told["Attributes"].as_object().unwrap().len());
        let default = SamplingRule::read(&answer["SamplingRuleRecords"][1]["SamplingRule"].to_string()).unwrap();
        assert!(default.is_default() && default.priority == 10_000);
    }
}

#[test]
fn a_real_request_for_targets_is_taken() {
    let Some(request) = real("oteljava-get-sampling-targets-request.json") else { return };
    let mut engine = engine();
    engine.create_sampling_rule(at(0), rule("Test"), Default::default()).unwrap();
    let answer = call(&mut engine, 0, "GetSamplingTargets", &request).unwrap();
    assert_eq!(answer["SamplingTargetDocuments"][0]["RuleName"], "Test");
    assert_eq!(answer["UnprocessedStatistics"][0]["RuleName"], "polling-scorekeep");
}
