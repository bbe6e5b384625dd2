//! The conformance cases of this area, through the typed interface.
#![expect(clippy::unwrap_used, reason = "a broken case fails the test")]

use std::path::PathBuf;

use cupola_traces::{
    CentralReservoir, LocalReservoir, Rate, SampledCount, SamplingBoost, SamplingTarget, Statistics, Timestamp,
    TraceHeader, TraceId, wildcard_matches,
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
