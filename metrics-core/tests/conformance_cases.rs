//! The project's conformance cases that need this crate alone. They are skipped where the data is
//! not there.

#![expect(clippy::unwrap_used, reason = "what is not as a case must be fails the test")]

mod support;

use std::path::PathBuf;

use cupola_metrics::{Bound, ReasonPoint, StateReason, StateValue, Timestamp};
use serde_json::Value;

/// What this crate does not answer yet: these cases must fail with a refusal that says so.
const NOT_YET: &[&str] = &["metrics/math.jsonl", "alarms/composite.jsonl"];

#[test]
fn scripts_come_out_as_expected() {
    let mut failures = Vec::new();
    let mut ran = 0;
    for (file, case) in cases(&["metrics/put-metric-data.jsonl", "metrics/aggregation.jsonl"]).chain(cases(&[
        "alarms/put-metric-alarm.jsonl",
        "alarms/timeline.jsonl",
        "alarms/m-of-n.jsonl",
        "alarms/actions.jsonl",
    ])) {
        if case["kind"] != "api.script" || needs_more(&case) {
            continue;
        }
        ran += 1;
        failures.extend(support::script::run(&case).err().map(|why| format!("{file}: {why}")));
    }
    println!("{ran} scripts, {} failed", failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn reasons_read_as_expected() {
    for (file, case) in cases(&["alarms/reason.jsonl"]).filter(|(_, case)| case["kind"] == "alarms.reason") {
        assert_eq!(case["expect"]["reason"], reason(&case["input"]).to_string(), "{file} {}", case["id"]);
    }
}

#[test]
fn what_is_not_answered_yet_is_refused() {
    for (file, case) in cases(NOT_YET) {
        let why = support::script::run(&case);
        let refused = why.as_ref().is_err_and(|why| why.contains("not supported"));
        assert!(refused || why.is_ok(), "{file} {}: {why:?}", case["id"]);
    }
}

/// Other services, and percentiles.
fn needs_more(case: &Value) -> bool {
    let steps = case["input"]["steps"].as_array().unwrap();
    let foreign = |step: &Value| step.get("service").is_some_and(|service| service != "cloudwatch");
    steps.iter().any(|step| foreign(step) || asks_for_percentile(&step["request"]))
}

fn asks_for_percentile(request: &Value) -> bool {
    let simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
    let stats = request["MetricDataQueries"].as_array().into_iter().flatten().map(|query| &query["MetricStat"]["Stat"]);
    request.get("ExtendedStatistics").is_some()
        || stats.into_iter().any(|stat| stat.as_str().is_some_and(|stat| !simple.contains(&stat)))
}

fn reason(input: &Value) -> StateReason {
    let number = |name: &str| input[name].as_u64().map(|n| u32::try_from(n).unwrap());
    let numbers = |name: &str| input[name].as_array().into_iter().flatten().map(|n| n.as_f64().unwrap()).collect();
    let state = |name: &str| input[name].as_str().unwrap().parse::<StateValue>().unwrap();
    let bound = match input["threshold"].as_f64() {
        Some(threshold) => Bound::Threshold(threshold),
        None => Bound::Band { lower: numbers("lower"), upper: numbers("upper") },
    };
    let points = input["points"].as_array().unwrap().iter().map(|point| ReasonPoint {
        value: point[0].as_f64().unwrap(),
        at: Timestamp::parse(point[1].as_str().unwrap()).unwrap(),
    });
    StateReason::new(input["operator"].as_str().unwrap().parse().unwrap(), bound, number("n").unwrap())
        .with_datapoints_to_alarm(number("m"))
        .between(state("old"), state("new"))
        .with_points(points.collect())
}

fn cases(files: &'static [&'static str]) -> impl Iterator<Item = (&'static str, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let read = move |file: &&'static str| std::fs::read_to_string(folder.join(file)).ok().map(|text| (*file, text));
    files.iter().filter_map(read).flat_map(|(file, text)| {
        let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        lines.into_iter().map(move |line| (file, serde_json::from_str(&line).unwrap()))
    })
}
