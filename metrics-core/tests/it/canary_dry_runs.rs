//! Dry runs of canaries.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::{Caller, Timestamp};
use cupola_metrics::{
    CanaryBrowser, CanaryCode, CanaryConfiguration, CanaryError, CanaryRun, CanaryRunDue, CanaryRunState,
    CanarySchedule, CanaryUpdate, Engine, MetricFilter, Output, Place,
};
use serde_json::{Value, json};

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn shop() -> Engine {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let code = CanaryCode::in_bucket("scripts", "shop.zip", "index.handler");
    let (role, schedule) = ("arn:aws:iam::111122223333:role/c", CanarySchedule::parse("rate(5 minutes)").unwrap());
    let canary = CanaryConfiguration::new("shop", code, role, schedule, "syn-nodejs-puppeteer-9.1").unwrap();
    let mut engine = Engine::new(place, 0);
    engine.create_canary(t0(), canary, Vec::new()).unwrap();
    engine
}

fn longer() -> CanaryUpdate {
    CanaryUpdate { success_retention_days: Some(7), ..CanaryUpdate::default() }
}

fn due(engine: &mut Engine) -> Vec<CanaryRunDue> {
    let outputs = engine.drain().into_iter();
    outputs.filter_map(|output| if let Output::CanaryRun(due) = output { Some(due) } else { None }).collect()
}

#[test]
fn a_dry_run_leaves_the_canary_and_its_metrics_alone() {
    let mut engine = shop();
    let dry = engine.start_canary_dry_run(t0(), "shop", longer()).unwrap().clone();
    let asked = due(&mut engine);
    assert_eq!(asked.iter().map(|due| due.dry_run.clone()).collect::<Vec<_>>(), [Some(dry.id.clone())]);
    assert_eq!(engine.canary_dry_run(t0(), "shop", &dry.id).unwrap().state(), CanaryRunState::Running);
    engine.report_canary_run(t0(), CanaryRun { passed: true, ..CanaryRun::of(&asked[0]) }).unwrap();
    assert_eq!(engine.canary_dry_run(t0(), "shop", &dry.id).unwrap().state(), CanaryRunState::Passed);
    assert_eq!(engine.drain(), [], "no event tells of it");
    assert_eq!(engine.list_metrics(t0(), &MetricFilter::default()).count(), 0);
    assert_eq!(engine.canary_runs(t0(), "shop").unwrap(), Vec::<&cupola_metrics::KeptCanaryRun>::new());
    assert_eq!(engine.canary_dry_runs(t0(), "shop").unwrap().len(), 1);
    assert_eq!(engine.canary(t0(), "shop").unwrap().configuration.success_retention_days, 31);
    engine.apply_dry_run(t0(), "shop", &dry.id, None).unwrap();
    assert_eq!(engine.canary(t0(), "shop").unwrap().configuration.success_retention_days, 7);
}

#[test]
fn one_goes_on_at_a_time_and_what_fails_is_not_taken_over() {
    let mut engine = shop();
    let dry = engine.start_canary_dry_run(t0(), "shop", longer()).unwrap().id.clone();
    let again = engine.start_canary_dry_run(t0(), "shop", longer()).map(drop);
    assert_eq!(again, Err(CanaryError::DryRunGoesOn(dry.clone())));
    let early = engine.apply_dry_run(t0(), "shop", &dry, None);
    assert_eq!(early, Err(CanaryError::DryRunNotPassed { id: dry.clone(), state: CanaryRunState::Running }));
    let late = t0().plus_secs(300);
    assert_eq!(engine.canary_dry_run(late, "shop", &dry).unwrap().state(), CanaryRunState::Failed, "nobody told");
    let failed = engine.apply_dry_run(late, "shop", &dry, None);
    assert_eq!(failed, Err(CanaryError::DryRunNotPassed { id: dry, state: CanaryRunState::Failed }));
    assert!(engine.start_canary_dry_run(late, "shop", longer()).is_ok());
    let schedule = Some(CanarySchedule::parse("rate(1 minute)").unwrap());
    let scheduled = CanaryUpdate { schedule, ..CanaryUpdate::default() };
    let refused = engine.start_canary_dry_run(late.plus_secs(300), "shop", scheduled).map(drop);
    assert!(matches!(refused, Err(CanaryError::Value { member: "Schedule", .. })));
}

/// A dry run has the settings that it tries: their browsers, their timeout, their place for artifacts.
#[test]
fn a_dry_run_has_its_own_settings() {
    let mut engine = shop();
    let mut update = longer();
    update.browsers = Some(vec![CanaryBrowser::Chrome, CanaryBrowser::Firefox]);
    update.artifact_location = Some("s3://elsewhere".into());
    update.run = Some(cupola_metrics::CanaryRunConfig { timeout_in_seconds: Some(60), ..Default::default() });
    let dry = engine.start_canary_dry_run(t0(), "shop", update).unwrap().id.clone();
    let asked = due(&mut engine);
    assert!(asked.len() == 2 && asked.iter().all(|due| due.timeout_seconds == 60));
    assert!(engine.canary_dry_runs(t0(), "shop").unwrap()[0].artifacts.starts_with("elsewhere/"));
    engine.report_canary_run(t0(), CanaryRun { passed: true, ..CanaryRun::of(&asked[1]) }).unwrap();
    assert_eq!(engine.canary_dry_run(t0(), "shop", &dry).unwrap().state(), CanaryRunState::Running);
    engine.report_canary_run(t0(), CanaryRun::of(&asked[0])).unwrap();
    assert_eq!(engine.canary_dry_run(t0(), "shop", &dry).unwrap().state(), CanaryRunState::Failed);
}

/// A run of the canary itself is not mistaken for one of a dry run, and a canary that runs once does not wait for it.
#[test]
fn runs_that_are_not_named_are_the_canarys_own() {
    let mut engine = shop();
    engine.start_canary_dry_run(t0(), "shop", CanaryUpdate::default()).unwrap();
    engine.report_canary_run(t0(), CanaryRun { passed: true, ..CanaryRun::new("shop", t0()) }).unwrap();
    assert_eq!(engine.canary_runs(t0(), "shop").unwrap()[0].state, CanaryRunState::Passed);
    assert_eq!(engine.canary_dry_runs(t0(), "shop").unwrap()[0].state, CanaryRunState::Running);
}

#[test]
fn only_the_last_dry_runs_are_kept() {
    let mut engine = shop();
    let mut ids = Vec::new();
    for number in 0..11 {
        let at = t0().plus_secs(number);
        ids.push(engine.start_canary_dry_run(at, "shop", longer()).unwrap().id.clone());
        let asked = due(&mut engine).pop().unwrap();
        engine.report_canary_run(at, CanaryRun { passed: true, ..CanaryRun::of(&asked) }).unwrap();
    }
    let unknown = |id: &String| Err(CanaryError::UnknownDryRun(id.clone()));
    assert_eq!(engine.canary_dry_run(t0(), "shop", &ids[0]).map(drop), unknown(&ids[0]));
    assert!(engine.canary_dry_run(t0(), "shop", &ids[1]).is_ok());
}

#[test]
fn the_door_tells_of_dry_runs() {
    let mut engine = shop();
    let caller = Caller::root(Place::parse("111122223333", "us-east-1").unwrap());
    let started = {
        let input = json!({"Name": "shop", "SuccessRetentionPeriodInDays": 7}).to_string();
        engine.call_synthetics(t0(), &caller, "StartCanaryDryRun", &input).unwrap()
    };
    let started: Value = serde_json::from_str(&started).unwrap();
    let id = started["DryRunConfig"]["DryRunId"].clone();
    assert_eq!(started["DryRunConfig"]["LastDryRunExecutionStatus"], "RUNNING");
    let asked = due(&mut engine).pop().unwrap();
    engine.report_canary_run(t0(), CanaryRun { passed: true, ..CanaryRun::of(&asked) }).unwrap();
    let mut call = |action: &str, input: Value| -> Result<Value, String> {
        let answer = engine.call_synthetics(t0(), &caller, action, &input.to_string());
        answer.map(|text| serde_json::from_str(&text).unwrap()).map_err(|error| error.code.into_owned())
    };
    let got = call("GetCanary", json!({"Name": "shop", "DryRunId": id})).unwrap();
    assert_eq!(got["Canary"]["SuccessRetentionPeriodInDays"], 7);
    assert_eq!(got["Canary"]["DryRunConfig"], json!({"DryRunId": id, "LastDryRunExecutionStatus": "PASSED"}));
    let plain = call("GetCanary", json!({"Name": "shop"})).unwrap();
    assert_eq!(plain["Canary"]["SuccessRetentionPeriodInDays"], 31);
    for (input, count) in [
        (json!({"Name": "shop"}), 0),
        (json!({"Name": "shop", "RunType": "CANARY_RUN"}), 0),
        (json!({"Name": "shop", "RunType": "DRY_RUN"}), 1),
        (json!({"Name": "shop", "DryRunId": id}), 1),
    ] {
        let runs = call("GetCanaryRuns", input.clone()).unwrap();
        assert_eq!(runs["CanaryRuns"].as_array().unwrap().len(), count, "{input}");
    }
    let runs = call("GetCanaryRuns", json!({"Name": "shop", "DryRunId": id})).unwrap();
    assert_eq!(runs["CanaryRuns"][0]["DryRunConfig"], json!({"DryRunId": id}));
    let invalid = Err("ValidationException".to_owned());
    assert_eq!(call("GetCanaryRuns", json!({"Name": "shop", "DryRunId": id, "RunType": "CANARY_RUN"})), invalid);
    assert_eq!(call("UpdateCanary", json!({"Name": "shop", "DryRunId": id, "RuntimeVersion": "x"})), invalid);
    assert_eq!(call("UpdateCanary", json!({"Name": "shop", "DryRunId": "x"})), invalid);
    let expression = json!({"Expression": "rate(10 minutes)"});
    call("UpdateCanary", json!({"Name": "shop", "DryRunId": id, "Schedule": expression})).unwrap();
    let updated = call("GetCanary", json!({"Name": "shop"})).unwrap();
    assert_eq!(updated["Canary"]["SuccessRetentionPeriodInDays"], 7);
    assert_eq!(updated["Canary"]["Schedule"]["Expression"], "rate(10 minutes)");
    let other = "00000000-0000-0000-0000-000000000000";
    assert_eq!(call("GetCanary", json!({"Name": "shop", "DryRunId": other})), Err("ResourceNotFoundException".into()));
}
