//! The conformance cases of this area, through the typed interface.
#![expect(clippy::unwrap_used, reason = "a broken case fails the test")]

use std::path::PathBuf;

use cupola_traces::{
    CentralReservoir, CentralSampler, LocalReservoir, LocalSampler, MissingField, Rate, SampledCount, SamplingBoost,
    SamplingRequest, SamplingRule, SamplingTarget, Statistics, Timestamp, TraceHeader, TraceId, wildcard_matches,
};
use serde_json::{Value, json};

#[test]
fn every_case_holds() {
    let failures: Vec<String> = FILES.iter().flat_map(|file| cases(file)).filter_map(|case| failure(&case)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const FILES: [&str; 4] = ["header", "trace-id", "wildcard", "reservoir"];

fn cases(file: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../conformance/cases/traces/{file}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn failure(case: &Value) -> Option<String> {
    let input = filled(&case["input"]);
    let got = match case["kind"].as_str().unwrap() {
        "traces.header" => header(&input),
        "traces.trace_id" => trace_id(&input),
        "traces.wildcard" => wildcard(&input),
        "traces.reservoir" => reservoir(&input),
        "traces.local_rules" => local_rules(&input),
        "traces.rule_match" => rule_match(&input),
        other => panic!("no runner for {other}"),
    };
    (!fits(&case["expect"], &got)).then(|| format!("{}: expected {}, got {got}", case["id"], case["expect"]))
}

/// Members that are expected must be there; others may be.
fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            expected.iter().all(|(key, value)| got.get(key).is_some_and(|got| fits(value, got)))
        }
        (Value::Array(expected), Value::Array(got)) => {
            expected.len() == got.len() && expected.iter().zip(got).all(|(expected, got)| fits(expected, got))
        }
        _ => expected == got,
    }
}

/// `{"$text": [text, times]}` is the only template in use here.
fn filled(value: &Value) -> Value {
    match value {
        Value::Object(object) => match object.get("$text") {
            Some(repeat) => {
                let times = usize::try_from(repeat[1].as_u64().unwrap()).unwrap();
                Value::from(repeat[0].as_str().unwrap().repeat(times))
            }
            None => object.iter().map(|(key, value)| (key.clone(), filled(value))).collect(),
        },
        _ => value.clone(),
    }
}

fn header(input: &Value) -> Value {
    let header = TraceHeader::parse(input["header"].as_str().unwrap());
    json!({
        "parsed": {
            "root": header.root(),
            "parent": header.parent(),
            "sampled": header.decision().as_str(),
            "lineage": header.lineage(),
            "data": header.data().collect::<Vec<_>>(),
            "malformed_parts": header.malformed_parts(),
            "root_error": header.root_error().is_some(),
            "parent_error": header.parent_error().is_some(),
        },
        "written": header.to_string(),
    })
}

fn trace_id(input: &Value) -> Value {
    if let Some(w3c) = input["w3c"].as_str() {
        return json!({"xray": TraceId::from_w3c(w3c).ok()});
    }
    let id = TraceId::parse(input["text"].as_str().unwrap()).ok();
    json!({
        "parsed": id,
        "w3c": id.map(TraceId::to_w3c),
        "epoch": id.map(TraceId::epoch),
        "valid": id.is_some_and(TraceId::is_valid),
    })
}

fn wildcard(input: &Value) -> Value {
    let text = |name: &str| input[name].as_str().unwrap().to_owned();
    wildcard_matches(&text("pattern"), &text("text")).into()
}

fn reservoir(input: &Value) -> Value {
    let steps = input["steps"].as_array().unwrap();
    match input.get("local") {
        Some(local) => local_reservoir(local, steps),
        None => central_reservoir(&input["rule"], steps),
    }
}

fn local_reservoir(local: &Value, steps: &[Value]) -> Value {
    let reservoir = LocalReservoir::new(whole(&local["fixed_target"]), rate(&local["rate"]));
    let decide = |step: &Value| reservoir.decide(time(&step["at"]), step["u"].as_f64().unwrap()).is_sampled();
    json!({"decisions": steps.iter().map(decide).collect::<Vec<_>>()})
}

fn central_reservoir(rule: &Value, steps: &[Value]) -> Value {
    let rule = CentralReservoir::new(whole(&rule["ReservoirSize"]), rate(&rule["FixedRate"]));
    let (mut decisions, mut snapshots) = (Vec::new(), Vec::new());
    for step in steps {
        if step.get("snapshot").is_some() {
            snapshots.push(statistics(rule.take_statistics(SampledCount::Inclusive)));
        } else if let Some(told) = step.get("target") {
            rule.load_target(time(&step["at"]), &target(told));
        } else {
            let verdict = rule.decide(time(&step["at"]), step["u"].as_f64().unwrap());
            decisions.push(verdict.to_string());
        }
    }
    let last = statistics(rule.take_statistics(SampledCount::Inclusive));
    json!({"decisions": decisions, "snapshots": snapshots, "final": last})
}

fn target(told: &Value) -> SamplingTarget {
    let mut target = SamplingTarget::new("rule");
    target.rate = told.get("FixedRate").map(rate);
    target.quota = told.get("ReservoirQuota").map(whole);
    target.quota_until = told.get("ReservoirQuotaTTL").map(time);
    target.interval_seconds = told.get("Interval").map(whole);
    target.boost = told
        .get("SamplingBoost")
        .map(|boost| SamplingBoost { rate: rate(&boost["BoostRate"]), until: time(&boost["BoostRateTTL"]) });
    target
}

fn statistics(statistics: Statistics) -> Value {
    json!({
        "RequestCount": statistics.requests,
        "SampledCount": statistics.sampled,
        "BorrowCount": statistics.borrowed,
    })
}

fn whole(number: &Value) -> u32 {
    u32::try_from(number.as_u64().unwrap()).unwrap()
}

fn rate(number: &Value) -> Rate {
    Rate::new(number.as_f64().unwrap()).unwrap()
}

fn time(seconds: &Value) -> Timestamp {
    Timestamp::from_secs_f64(seconds.as_f64().unwrap()).unwrap()
}

fn missing(input: &Value) -> MissingField {
    match input.get("missing").and_then(Value::as_str) {
        Some("ImplicitMatch") => MissingField::ImplicitMatch,
        Some("StarOnly") => MissingField::StarOnly,
        _ => MissingField::EmptyString,
    }
}

fn request(told: &Value) -> SamplingRequest<'_> {
    let mut request = SamplingRequest::default();
    request.host = told["host"].as_str();
    request.method = told["method"].as_str();
    request.path = told["path"].as_str();
    request.service_name = told["service_name"].as_str();
    request
}

fn local_rules(input: &Value) -> Value {
    let Ok(sampler) = LocalSampler::parse(&input["manifest"].to_string(), 0) else { return json!({"valid": false}) };
    let sampler = sampler.with_missing_field(missing(input));
    let Some(told) = input.get("request") else { return json!({"valid": true}) };
    let rule = sampler.rule_for(&request(told)).map_or_else(|| json!("default"), |index| json!(index));
    json!({"valid": true, "rule": rule})
}

fn rule_match(input: &Value) -> Value {
    let rules = input["rules"].as_array().unwrap().iter().map(|rule| SamplingRule::read(&rule.to_string()).unwrap());
    let sampler = CentralSampler::new(LocalSampler::standard(0), 0).with_missing_field(missing(input));
    let sampler = sampler.refreshed(Timestamp::EPOCH, rules).unwrap();
    json!({"rule": sampler.rule_for(&request(&input["request"])).map(|rule| rule.name.as_str())})
}

/// The examples of the format's own page for kinds that have no file of cases yet.
#[test]
fn the_formats_examples_of_rules_hold() {
    let star = |name: &str, rest: Value| {
        let mut rule = json!({
            "RuleName": name, "ServiceName": "*", "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "*",
            "ResourceARN": "*", "Version": 1,
        });
        rule.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        rule
    };
    let default = star("Default", json!({"Priority": 10000, "FixedRate": 0.05, "ReservoirSize": 1}));
    let cranes = json!({"Priority": 40, "FixedRate": 0.5, "ReservoirSize": 3, "ServiceName": "crane-*"});
    let case =
        json!({"rules": [default, star("cranes", cranes)], "request": {"service_name": "crane-9", "path": "/lift"}});
    assert_eq!(rule_match(&case), json!({"rule": "cranes"}));

    let rule = json!({"host": "*", "http_method": "PUT", "url_path": "/dock/*", "fixed_target": 1, "rate": 1});
    let manifest = json!({"version": 2, "default": {"fixed_target": 2, "rate": 0.2}, "rules": [rule]});
    let mut case =
        json!({"manifest": manifest, "request": {"method": "PUT", "path": "/dock/4"}, "missing": "StarOnly"});
    assert_eq!(local_rules(&case), json!({"valid": true, "rule": 0}));
    case["manifest"]["rules"][0]["host"] = json!("?*");
    assert_eq!(local_rules(&case), json!({"valid": true, "rule": "default"}));
    case["manifest"]["version"] = json!(1);
    assert_eq!(local_rules(&case), json!({"valid": false}));
}
