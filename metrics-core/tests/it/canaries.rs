//! Canaries on virtual time.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::{Caller, Timestamp};
use cupola_metrics::{
    CanaryBrowser, CanaryCode, CanaryConfiguration, CanaryError, CanaryFailureKind, CanaryRun, CanaryRunDue,
    CanaryRunState, CanarySchedule, CanaryState, CanaryUpdate, Engine, Limits, Lost, Metric, Output, Period, Place,
    Policies, Statistic, StatisticsQuery,
};
use proptest::prelude::*;

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn shop(schedule: &str) -> CanaryConfiguration {
    let code = CanaryCode::in_bucket("scripts", "shop.zip", "index.handler");
    let schedule = CanarySchedule::parse(schedule).unwrap();
    CanaryConfiguration::new("shop", code, "arn:aws:iam::111122223333:role/c", schedule, "syn-nodejs-puppeteer-9.1")
        .unwrap()
}

fn running(configuration: CanaryConfiguration) -> Engine {
    running_within(configuration, Limits::default())
}

fn running_within(configuration: CanaryConfiguration, limits: Limits) -> Engine {
    let mut engine = Engine::new(place(), 0).with_limits(limits);
    engine.create_canary(t0(), configuration, Vec::new()).unwrap();
    engine.start_canary(t0(), "shop").unwrap();
    engine
}

fn due(engine: &mut Engine, until: Timestamp) -> Vec<CanaryRunDue> {
    engine.advance(until);
    let outputs = engine.drain().into_iter();
    outputs.filter_map(|output| if let Output::CanaryRun(due) = output { Some(due) } else { None }).collect()
}

/// What a metric of the canary came to in the last days.
fn sum_since(engine: &mut Engine, name: &str, days: i64) -> f64 {
    let metric = Metric::new("CloudWatchSynthetics", name).unwrap();
    let metric = metric.with_dimensions([cupola_metrics::Dimension::new("CanaryName", "shop")]).unwrap();
    let (now, period) = (engine.now(), Period::new(86_400).unwrap());
    let query = StatisticsQuery::new(metric, now.plus_secs(-86_400 * days), now, period);
    let points = engine.metric_statistics(now, &query.with(Statistic::Sum)).unwrap();
    points.iter().map(|point| point.summary.sum).sum()
}

fn sum(engine: &mut Engine, name: &str, dimension: &str) -> f64 {
    let metric = Metric::new("CloudWatchSynthetics", name).unwrap();
    let metric = metric.with_dimensions([cupola_metrics::Dimension::new("CanaryName", dimension)]).unwrap();
    let now = engine.now();
    let query = StatisticsQuery::new(metric, t0().plus_secs(-60), now.plus_secs(60), Period::minutes(60).unwrap());
    let points = engine.metric_statistics(now, &query.with(Statistic::Sum)).unwrap();
    points.iter().map(|point| point.summary.sum).sum()
}

#[test]
fn states_follow_each_other() {
    let mut engine = Engine::new(place(), 0);
    let policies = Policies { canary_transition_seconds: 30, ..Policies::default() };
    engine = engine.with_policies(policies);
    let state = |engine: &mut Engine, at: i64| engine.canary(t0().plus_secs(at), "shop").map(|canary| canary.state);
    engine.create_canary(t0(), shop("rate(5 minutes)"), Vec::new()).unwrap();
    assert_eq!(state(&mut engine, 29), Ok(CanaryState::Creating));
    assert!(matches!(engine.start_canary(t0().plus_secs(29), "shop"), Err(CanaryError::State { .. })));
    assert_eq!(state(&mut engine, 30), Ok(CanaryState::Ready));
    engine.start_canary(t0().plus_secs(40), "shop").unwrap();
    assert_eq!(state(&mut engine, 69), Ok(CanaryState::Starting));
    assert_eq!(state(&mut engine, 70), Ok(CanaryState::Running));
    assert!(matches!(engine.delete_canary(t0().plus_secs(71), "shop"), Err(CanaryError::State { .. })));
    engine.stop_canary(t0().plus_secs(80), "shop").unwrap();
    assert_eq!(
        (state(&mut engine, 109), state(&mut engine, 110)),
        (Ok(CanaryState::Stopping), Ok(CanaryState::Stopped))
    );
    engine.delete_canary(t0().plus_secs(120), "shop").unwrap();
    assert_eq!(state(&mut engine, 149), Ok(CanaryState::Deleting));
    assert_eq!(state(&mut engine, 150), Err(CanaryError::Unknown("shop".into())));
    let events = engine.drain().into_iter().filter_map(|output| match output {
        Output::Event(event) => Some(event.detail.to_string()),
        _ => None,
    });
    let states: Vec<String> = events
        .map(|detail| detail.split("\"current-state\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["CREATING", "READY", "STARTING", "RUNNING", "STOPPING", "STOPPED", "DELETING"]);
}

#[test]
fn runs_come_on_schedule_until_the_end() {
    let mut configuration = shop("rate(5 minutes)");
    configuration.schedule = configuration.schedule.for_seconds(1200);
    let mut engine = running(configuration);
    let at: Vec<i64> =
        due(&mut engine, t0().plus_secs(7200)).iter().map(|due| due.at.millis_since(t0()) / 1000).collect();
    assert_eq!(at, [0, 300, 600, 900]);
    assert_eq!(engine.canary(t0().plus_secs(7200), "shop").unwrap().state, CanaryState::Stopped);
    assert_eq!(engine.canary(t0(), "shop").unwrap().stopped, Some(t0().plus_secs(1200)));
}

#[test]
fn a_canary_that_runs_once_stops_by_itself() {
    let mut engine = running(shop("rate(0 minute)"));
    let all = due(&mut engine, t0().plus_secs(10));
    assert_eq!(all.len(), 1);
    let run = CanaryRun { passed: true, duration_ms: 500.0, ..CanaryRun::of(&all[0]) };
    engine.report_canary_run(t0().plus_secs(11), run).unwrap();
    assert_eq!(engine.canary(t0().plus_secs(12), "shop").unwrap().state, CanaryState::Stopped);
    engine.start_canary(t0().plus_secs(20), "shop").unwrap();
    assert_eq!(due(&mut engine, t0().plus_secs(21)).len(), 1);
}

#[test]
fn a_run_that_nobody_reports_has_failed() {
    let mut configuration = shop("rate(5 minutes)");
    configuration.run.timeout_in_seconds = Some(60);
    let mut engine = running(configuration);
    engine.advance(t0().plus_secs(59));
    assert_eq!(engine.canary_runs(t0().plus_secs(59), "shop").unwrap()[0].state, CanaryRunState::Running);
    let runs = engine.canary_runs(t0().plus_secs(60), "shop").unwrap();
    assert_eq!((runs.len(), runs[0].state), (1, CanaryRunState::Failed));
    let failure = runs[0].failure.clone().unwrap();
    assert_eq!(
        (failure.kind, failure.reason.as_str()),
        (CanaryFailureKind::Execution, "No test result returned within 60 seconds")
    );
    assert_eq!((sum(&mut engine, "Failed", "shop"), sum(&mut engine, "SuccessPercent", "shop")), (1.0, 0.0));
}

#[test]
fn a_failure_is_tried_again() {
    let mut configuration = shop("rate(5 minutes)");
    configuration.schedule = configuration.schedule.retrying(2);
    let mut engine = running(configuration);
    let first = due(&mut engine, t0()).remove(0);
    engine.report_canary_run(t0().plus_secs(10), CanaryRun { duration_ms: 9000.0, ..CanaryRun::of(&first) }).unwrap();
    let second = due(&mut engine, t0().plus_secs(10)).remove(0);
    assert_eq!((second.attempt, second.at, second.scheduled), (1, t0().plus_secs(10), t0()));
    assert_eq!(second.first_try, first.run);
    let passed = CanaryRun { passed: true, ..CanaryRun::of(&second) };
    engine.report_canary_run(t0().plus_secs(20), passed.clone()).unwrap();
    assert_eq!(due(&mut engine, t0().plus_secs(299)), []);
    let again = engine.report_canary_run(t0().plus_secs(299), passed);
    assert_eq!(again, Err(CanaryError::UnknownRun(second.run)));
    assert!((sum(&mut engine, "SuccessPercent", "shop") - 100.0).abs() < 1e-9);
}

#[test]
fn each_browser_makes_a_run() {
    let mut configuration = shop("rate(5 minutes)");
    configuration.browsers = vec![CanaryBrowser::Chrome, CanaryBrowser::Firefox];
    let mut engine = running(configuration);
    let browsers: Vec<_> = due(&mut engine, t0()).iter().map(|due| due.browser.unwrap()).collect();
    assert_eq!(browsers, [CanaryBrowser::Chrome, CanaryBrowser::Firefox]);
}

#[test]
fn an_update_of_the_schedule_counts_at_once() {
    let mut engine = running(shop("rate(5 minutes)"));
    assert_eq!(due(&mut engine, t0().plus_secs(60)).len(), 1);
    let schedule = Some(CanarySchedule::parse("rate(10 minutes)").unwrap());
    engine.update_canary(t0().plus_secs(60), "shop", CanaryUpdate { schedule, ..CanaryUpdate::default() }).unwrap();
    let at: Vec<i64> =
        due(&mut engine, t0().plus_secs(1300)).iter().map(|due| due.at.millis_since(t0()) / 1000).collect();
    assert_eq!(at, [60, 660, 1260]);
}

#[test]
fn code_that_was_handed_in_need_not_come_again_with_an_update() {
    let mut configuration = shop("rate(5 minutes)");
    configuration.code = CanaryCode { zip_file: Some("UEsDBA==".into()), ..CanaryCode::default() };
    let mut engine = running(configuration);
    let longer = CanaryUpdate { success_retention_days: Some(7), ..CanaryUpdate::default() };
    engine.update_canary(t0(), "shop", longer).unwrap();
    let none = CanaryUpdate { code: Some(CanaryCode::default()), ..CanaryUpdate::default() };
    assert!(engine.update_canary(t0(), "shop", none).is_err(), "new code is somewhere");
}

#[test]
fn runs_are_kept_for_their_days_and_within_budget() {
    let mut configuration = shop("rate(1 hour)");
    (configuration.success_retention_days, configuration.failure_retention_days) = (1, 2);
    let mut engine = running(configuration);
    let last = t0().plus_secs(5 * 86_400);
    engine.advance(last);
    let runs = engine.canary_runs(last, "shop").unwrap();
    assert!((48..=50).contains(&runs.len()), "two days of failures: {}", runs.len());
    let mut few = running(shop("rate(1 minute)"));
    few = few.with_limits(Limits { canary_runs: 32, ..Limits::default() });
    few.advance(t0().plus_secs(86_400));
    assert!(few.canary_runs(few.now(), "shop").unwrap().len() <= 32);
    let lost =
        few.drain().into_iter().any(|output| matches!(output, Output::Overflow(loss) if loss.what == Lost::CanaryRuns));
    assert!(lost, "it is told");
}

/// Runs that are over and forgotten at the end of a long jump are not made, and nothing else tells so.
#[test]
fn a_jump_over_years_is_as_many_small_ones() {
    let hourly = |retries: u8, browsers: &[CanaryBrowser]| {
        let mut configuration = shop("rate(1 hour)");
        configuration.schedule = configuration.schedule.retrying(retries);
        configuration.browsers = browsers.to_vec();
        configuration
    };
    let business = shop("cron(30 8-17 ? * MON-FRI *)");
    let both = [CanaryBrowser::Chrome, CanaryBrowser::Firefox];
    for configuration in [hourly(0, &both), hourly(2, &[]), business] {
        let told = |steps: i64| {
            let limits = Limits { outputs: 500, ..Limits::default() };
            let mut engine = running_within(configuration.clone(), limits);
            (1..=steps).for_each(|step| engine.advance(t0().plus_secs(550 * 86_400 / steps * step)));
            let outputs = engine.drain();
            let runs = engine.canary_runs(engine.now(), "shop").unwrap().len();
            let failed = sum_since(&mut engine, "Failed", 454);
            (outputs, runs, failed, engine.next_deadline().map(|due| due.at))
        };
        let (jump, steps) = (told(1), told(110));
        assert_eq!(jump, steps, "{}", configuration.schedule);
        let lost = jump.0.iter().find_map(|output| match output {
            Output::Overflow(loss) => Some(loss.count),
            _ => None,
        });
        assert!(lost.is_some_and(|lost| lost > 5000) && jump.1 > 200 && jump.2 > 1000.0, "{lost:?} {jump:?}");
    }
}

/// A hundred years of runs every twenty minutes, and every minute of one day a month, end soon; years in which an
/// alarm looks are lived through.
#[test]
fn a_century_ends_soon() {
    for schedule in ["rate(20 minutes)", "cron(* * 1 * ? *)"] {
        let limits = Limits { outputs: 10_000, ..Limits::default() };
        let mut engine = running_within(shop(schedule), limits);
        engine.advance(t0().plus_secs(100 * 365 * 86_400));
        assert!(engine.drain().len() >= 10_000, "{schedule}");
        assert!(engine.canary_runs(engine.now(), "shop").unwrap().len() > 1400, "{schedule}");
    }
    let mut engine = running_within(shop("rate(1 hour)"), Limits::default());
    let metric =
        cupola_metrics::Alarm::on("CloudWatchSynthetics", "SuccessPercent").with_dimension("CanaryName", "shop");
    engine.put_metric_alarm(t0(), metric.named("down").average(Period::new(3600).unwrap()).below(50.0)).unwrap();
    engine.advance(t0().plus_secs(500 * 86_400));
    let states = engine.drain().into_iter().filter(|output| matches!(output, Output::StateChange(_))).count();
    assert_eq!(states, 1, "there is no gap in which data would be missing");
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |change: &dyn Fn(&mut CanaryConfiguration)| {
        let (mut engine, mut configuration) = (Engine::new(place(), 0), shop("rate(1 minute)"));
        change(&mut configuration);
        engine.create_canary(t0(), configuration, Vec::new()).unwrap_err().to_string()
    };
    for (change, part) in [
        (
            &(|c: &mut CanaryConfiguration| c.run.timeout_in_seconds = Some(61)) as &dyn Fn(&mut CanaryConfiguration),
            "not more than from one run",
        ),
        (&|c| c.run.timeout_in_seconds = Some(2), "3 to 840"),
        (&|c| c.run.memory_in_mb = Some(1000), "multiple of 64"),
        (&|c| c.run.ephemeral_storage = Some(1), "1024"),
        (&|c| c.success_retention_days = 0, "1 to 1024 days"),
        (&|c| c.runtime_version = "syn-nodejs-puppeteer-7.0".into(), "not deprecated"),
        (&|c| c.code.s3_key = None, "S3Bucket and S3Key together"),
        (&|c| c.code.zip_file = Some("UEs=".into()), "one of S3Bucket"),
        (&|c| c.role_arn = "me".into(), "an ARN of a role"),
        (&|c| c.schedule.max_retries = Some(3), "0 to 2"),
    ] {
        let told = refused(change);
        assert!(told.contains(part), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// One long advance equals many short ones, with a snapshot in between.
    #[test]
    fn a_jump_is_its_steps(
        schedule in prop_oneof![Just("rate(1 minute)"), Just("rate(7 minutes)"), Just("rate(0 minute)"), Just("cron(*/10 6 * * ? *)")],
        duration in prop_oneof![Just(0u32), 1..5000u32], transition in 0..40u32, retries in 0..3u8,
        steps in proptest::collection::vec(1..900i64, 1..12), verb in 0..4u8,
    ) {
        let run = |by_steps: bool| {
            let mut configuration = shop(schedule);
            configuration.schedule = configuration.schedule.for_seconds(duration).retrying(retries);
            let policies = Policies { canary_transition_seconds: transition, ..Policies::default() };
            let mut engine = Engine::new(place(), 0).with_policies(policies);
            engine.create_canary(t0(), configuration, Vec::new()).unwrap();
            if verb > 1 {
                engine.start_canary_dry_run(t0().plus_secs(60), "shop", CanaryUpdate::default()).unwrap();
            }
            engine.start_canary(t0().plus_secs(60), "shop").unwrap();
            let mut now = t0().plus_secs(60);
            for step in &steps {
                now = now.plus_secs(*step);
                if by_steps {
                    engine.advance(now);
                    engine = Engine::restore(serde_json::from_str(&serde_json::to_string(&engine.snapshot()).unwrap()).unwrap()).unwrap();
                    if let Some(next) = engine.next_deadline() {
                        prop_assert!(next.at > now, "{next:?} at {now}");
                    }
                }
            }
            let end = now.plus_secs(60);
            match verb {
                0 => { engine.stop_canary(end, "shop").ok(); }
                1 => { engine.report_canary_run(end, CanaryRun { passed: true, ..CanaryRun::new("shop", end) }).ok(); }
                2 => { engine.update_canary(end, "shop", CanaryUpdate::default()).ok(); }
                _ => engine.advance(end),
            }
            engine.advance(end.plus_secs(4000));
            Ok((engine.drain(), serde_json::to_string(&engine.snapshot()).unwrap()))
        };
        let (jump, steps) = (run(false)?, run(true)?);
        prop_assert_eq!(jump, steps);
    }
}

#[test]
fn the_door_answers_in_the_services_json() {
    let (mut engine, caller) = (Engine::new(place(), 0), Caller::root(place()));
    let mut call = |at: i64, action: &str, input: serde_json::Value| -> Result<serde_json::Value, String> {
        let answer = engine.call_synthetics(t0().plus_secs(at), &caller, action, &input.to_string());
        answer.map(|text| serde_json::from_str(&text).unwrap()).map_err(|error| error.code.into_owned())
    };
    let create = serde_json::json!({
        "Name": "shop", "Code": {"ZipFile": "UEsDBA==", "Handler": "index.handler"}, "ArtifactS3Location": "s3://results/shop",
        "ExecutionRoleArn": "arn:aws:iam::111122223333:role/c", "Schedule": {"Expression": "rate(5 minutes)"},
        "RuntimeVersion": "syn-nodejs-puppeteer-9.1", "Tags": {"team": "quay"},
    });
    let made = call(0, "CreateCanary", create.clone()).unwrap();
    assert_eq!(made["Canary"]["Status"]["State"], "CREATING");
    assert_eq!(made["Canary"]["RunConfig"]["TimeoutInSeconds"], 300);
    assert_eq!(call(0, "CreateCanary", create), Err("ValidationException".into()));
    let named = serde_json::json!({"Name": "shop"});
    call(1, "StartCanary", named.clone()).unwrap();
    let runs = call(2, "GetCanaryRuns", named.clone()).unwrap();
    assert_eq!(runs["CanaryRuns"][0]["Status"]["State"], "RUNNING");
    let last = call(500, "DescribeCanariesLastRun", serde_json::json!({})).unwrap();
    assert_eq!(last["CanariesLastRun"][0]["CanaryName"], "shop");
    assert_eq!(call(500, "StartCanary", named), Err("ConflictException".into()));
    let arn = serde_json::json!({"ResourceArn": "arn:aws:synthetics:us-east-1:111122223333:canary:shop"});
    assert_eq!(call(500, "ListTagsForResource", arn).unwrap()["Tags"]["team"], "quay");
    let versions = call(500, "DescribeRuntimeVersions", serde_json::json!({"MaxResults": 2})).unwrap();
    assert_eq!(versions["RuntimeVersions"].as_array().unwrap().len(), 2);
    let token = versions["NextToken"].as_str().unwrap();
    let more = call(500, "DescribeRuntimeVersions", serde_json::json!({"MaxResults": 2, "NextToken": token})).unwrap();
    assert_eq!(more["RuntimeVersions"][0]["VersionName"], "syn-nodejs-puppeteer-8.0");
    assert_eq!(call(500, "GetCanary", serde_json::json!({"Name": "other"})), Err("ResourceNotFoundException".into()));
}
