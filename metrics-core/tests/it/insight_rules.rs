//! Contributor Insights rules: verbs, counting, reports.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::Timestamp;
use cupola_metrics::{
    ContributorOrder, Engine, InsightRuleMetric, InsightRuleReport, InsightRuleReportRequest, InsightRuleSettings,
    InsightRuleState, Limits, Lost, Output, Place, Policies, PutInsightRuleError, RuleEvent,
};
use serde_json::{Value, json};

pub(crate) fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

pub(crate) fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

pub(crate) fn counting() -> String {
    json!({
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access-*", "edge"],
        "LogFormat": "JSON", "Contribution": {"Keys": ["$.ip"]}, "AggregateOn": "Count",
    })
    .to_string()
}

pub(crate) fn summing() -> String {
    json!({
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access-*"], "LogFormat": "JSON",
        "Contribution": {"Keys": ["$.ip", "$.path"], "ValueOf": "$.bytes"}, "AggregateOn": "Sum",
    })
    .to_string()
}

pub(crate) fn with_rule(definition: &str) -> Engine {
    let mut engine = Engine::new(place(), 0);
    engine.put_insight_rule(t0(), "r", definition, InsightRuleSettings::default()).unwrap();
    engine
}

/// Lays an event before the rules, which came in when it happened.
pub(crate) fn tell(engine: &mut Engine, seconds: i64, event: &Value) {
    let at = t0().plus_secs(seconds);
    let message = event.to_string();
    engine.count_contributors(at, "access-1", [RuleEvent::new(at, &message)]);
}

fn request(minutes: i64) -> InsightRuleReportRequest {
    InsightRuleReportRequest::new("r", t0(), t0().plus_secs(60 * minutes), 60)
}

fn report(engine: &mut Engine, request: &InsightRuleReportRequest) -> InsightRuleReport {
    engine.insight_rule_report(engine.now(), request).unwrap()
}

/// What all contributors of the first minute come to.
fn total(engine: &mut Engine) -> String {
    report(engine, &request(1)).aggregate_value.to_string()
}

fn told(report: &InsightRuleReport) -> Vec<(String, f64)> {
    report.contributors.iter().map(|one| (one.keys.join(" "), one.value)).collect()
}

#[test]
fn contributors_are_counted_by_minute() {
    let mut engine = with_rule(&counting());
    for (seconds, ip) in [(0, "a"), (59, "b"), (60, "a"), (61, "a"), (200, "c")] {
        tell(&mut engine, seconds, &json!({"ip": ip}));
    }
    engine.count_contributors(t0().plus_secs(200), "other", [RuleEvent::new(t0(), r#"{"ip": "z"}"#)]);
    let report =
        report(&mut engine, &InsightRuleReportRequest { metrics: InsightRuleMetric::ALL.into(), ..request(5) });
    assert_eq!(report.key_labels, ["$.ip"]);
    assert_eq!((report.aggregate_value, report.unique_count), (5.0, 3));
    assert_eq!(told(&report), [("a".into(), 3.0), ("b".into(), 1.0), ("c".into(), 1.0)]);
    assert_eq!(report.contributors[0].datapoints, [(t0(), 1.0), (t0().plus_secs(60), 2.0)]);
    let times: Vec<i64> = report.datapoints.iter().map(|point| point.at.millis_since(t0()) / 1000).collect();
    assert_eq!(times, [0, 60, 180], "minutes without events are not there");
    let first: Vec<f64> = report.datapoints[0].values.iter().map(|(_, value)| *value).collect();
    assert_eq!(first, [2.0, 1.0, 2.0, 2.0, 1.0, 1.0, 1.0]);
}

#[test]
fn sums_have_their_own_metrics_and_order() {
    let mut engine = with_rule(&summing());
    for (seconds, ip, bytes) in [(0, "a", json!(10)), (1, "a", json!(30)), (2, "b", json!("35")), (60, "b", json!(1))] {
        tell(&mut engine, seconds, &json!({"ip": ip, "path": "/", "bytes": bytes}));
    }
    tell(&mut engine, 61, &json!({"ip": "c", "path": "/", "bytes": "many"}));
    tell(&mut engine, 61, &json!({"ip": "c", "bytes": 1}));
    let all = InsightRuleReportRequest { metrics: InsightRuleMetric::ALL.into(), period_seconds: 120, ..request(2) };
    let whole = report(&mut engine, &all);
    assert_eq!(told(&whole), [("a /".into(), 40.0), ("b /".into(), 36.0)]);
    let values: Vec<f64> = whole.datapoints[0].values.iter().map(|(_, value)| *value).collect();
    assert_eq!(values, [2.0, 40.0, 4.0, 76.0, 1.0, 35.0, 19.0]);
    tell(&mut engine, 62, &json!({"ip": "b", "path": "/", "bytes": 36}));
    let greatest = InsightRuleReportRequest { order_by: ContributorOrder::Maximum, ..request(2) };
    assert_eq!(told(&report(&mut engine, &greatest)), [("a /".into(), 40.0), ("b /".into(), 72.0)]);
    let one = InsightRuleReportRequest { max_contributors: 1, ..request(2) };
    let one = report(&mut engine, &one);
    assert_eq!((told(&one), one.aggregate_value, one.unique_count), (vec![("b /".into(), 72.0)], 112.0, 2));
}

/// Rules count while they are enabled; what they have counted stays, unless they count something else from then on.
#[test]
fn rules_count_while_they_are_enabled() {
    let mut engine = with_rule(&counting());
    tell(&mut engine, 0, &json!({"ip": "a"}));
    assert_eq!(engine.disable_insight_rules(t0(), &["r", "s"]).iter().map(|u| u.name()).collect::<Vec<_>>(), ["s"]);
    tell(&mut engine, 1, &json!({"ip": "a"}));
    assert_eq!(total(&mut engine), "1");
    let put = engine.put_insight_rule(t0(), "r", &counting(), InsightRuleSettings::default()).unwrap();
    assert_eq!(put.state, InsightRuleState::Disabled, "an update that does not tell leaves it as it is");
    assert!(engine.enable_insight_rules(t0(), &["r"]).is_empty());
    tell(&mut engine, 2, &json!({"ip": "a"}));
    assert_eq!(total(&mut engine), "2");
    engine.put_insight_rule(t0(), "r", &summing(), InsightRuleSettings::default()).unwrap();
    assert_eq!(total(&mut engine), "0");
    assert!(engine.delete_insight_rules(t0(), &["r"]).is_empty());
    assert!(engine.insight_rule_report(t0(), &request(1)).is_err());
    assert_eq!(engine.delete_insight_rules(t0(), &["r"]).len(), 1);
}

#[test]
fn it_is_told_which_groups_are_watched() {
    let mut engine = with_rule(&counting());
    let mut groups = || -> Vec<Vec<String>> {
        let outputs = engine.drain().into_iter();
        let told = outputs.filter_map(|output| match output {
            Output::WatchedLogGroups(watched) => Some(watched.groups.iter().map(ToString::to_string).collect()),
            _ => None,
        });
        let told = told.collect();
        engine.put_insight_rule(t0(), "s", &summing(), InsightRuleSettings::default()).unwrap();
        engine.disable_insight_rules(t0(), &["r"]);
        told
    };
    assert_eq!(groups(), [["access-*", "edge"]]);
    assert_eq!(groups(), [["access-*"]], "the other rule alone changed nothing");
}

#[test]
fn what_a_transformer_made_is_seen_by_those_that_want_it() {
    let mut engine = with_rule(&counting());
    let settings = InsightRuleSettings { on_transformed_logs: true, ..InsightRuleSettings::default() };
    engine.put_insight_rule(t0(), "s", &counting(), settings).unwrap();
    let event = |transformed| RuleEvent { transformed, ..RuleEvent::new(t0(), r#"{"ip": "raw"}"#) };
    let events = [event(None), event(Some(None)), event(Some(Some(r#"{"ip": "made"}"#)))];
    engine.count_contributors(t0(), "edge", events);
    assert_eq!(told(&report(&mut engine, &request(1))), [("raw".into(), 3.0)]);
    let made = InsightRuleReportRequest { rule: "s".into(), ..request(1) };
    assert_eq!(told(&report(&mut engine, &made)), [("made".into(), 1.0), ("raw".into(), 1.0)]);
}

#[test]
fn what_is_kept_is_bounded() {
    let limits = Limits { insight_contributors: 50, insight_contributors_per_minute: 20, ..Limits::default() };
    let mut engine = with_rule(&counting()).with_limits(limits.clone());
    for minute in 0..10 {
        let text = serde_json::to_string(&engine.snapshot()).unwrap();
        engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap().with_limits(limits.clone());
        for number in 0..30 {
            tell(&mut engine, 60 * minute, &json!({"ip": format!("{number}")}));
        }
    }
    let lost: u64 = engine
        .drain()
        .into_iter()
        .filter_map(|output| match output {
            Output::Overflow(loss) if loss.what == Lost::Contributors => Some(loss.count),
            _ => None,
        })
        .sum();
    let whole = report(&mut engine, &InsightRuleReportRequest { max_contributors: 100, ..request(10) });
    let kept: usize = whole.contributors.iter().map(|one| one.datapoints.len()).sum();
    assert!(kept <= 50 && lost == 300 - kept as u64, "{kept} kept, {lost} lost");
    assert_eq!(whole.aggregate_value.to_string(), "60", "two minutes are left, whole in their sums");
    assert!((28..=32).contains(&whole.unique_count), "{}", whole.unique_count);
}

#[test]
fn minutes_are_kept_for_fifteen_days() {
    let mut engine = with_rule(&counting());
    tell(&mut engine, 0, &json!({"ip": "a"}));
    let days = |days: i64, seconds: i64| t0().plus_secs(86_400 * days + seconds);
    for (now, sum) in [(days(15, 59), "1"), (days(15, 60), "0")] {
        engine.advance(now);
        assert_eq!(total(&mut engine), sum, "{now}");
    }
    let old = RuleEvent::new(t0(), r#"{"ip": "b"}"#);
    engine.count_contributors(days(15, 60), "edge", [old]);
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    assert!(!text.contains(r#""contributors":[[["#), "what is too old is forgotten: {text}");
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let mut engine = with_rule(&counting());
    let mut refused = |change: &dyn Fn(&mut InsightRuleReportRequest)| {
        let mut request = request(1);
        change(&mut request);
        engine.insight_rule_report(t0(), &request).unwrap_err().to_string()
    };
    for (change, part) in [
        (
            &(|r: &mut InsightRuleReportRequest| r.period_seconds = 61) as &dyn Fn(&mut InsightRuleReportRequest),
            "a multiple of 60",
        ),
        (&|r| r.period_seconds = 0, "a multiple of 60"),
        (&|r| r.max_contributors = 101, "1 to 100"),
        (&|r| r.max_contributors = 0, "1 to 100"),
        (&|r| r.end = r.start, "after StartTime"),
        (&|r| r.rule = "s".into(), "does not exist"),
    ] {
        let told = refused(change);
        assert!(told.contains(part), "{told}");
    }
    let unreadable = engine.put_insight_rule(t0(), "s", "{}", InsightRuleSettings::default());
    assert!(matches!(unreadable, Err(PutInsightRuleError::Definition(_))));
    let mut engine = engine.with_limits(Limits { insight_rules: 1, ..Limits::default() });
    let more = engine.put_insight_rule(t0(), "s", &counting(), InsightRuleSettings::default());
    assert_eq!(more.map(drop), Err(PutInsightRuleError::TooMany(1)));
    let policies = Policies { keeps_unreadable_insight_rules: true, ..Policies::default() };
    let mut engine = Engine::new(place(), 0).with_policies(policies);
    let kept = engine.put_insight_rule(t0(), "s", "anything", InsightRuleSettings::default()).unwrap();
    assert_eq!((kept.text.as_str(), kept.definition.is_none()), ("anything", true));
    tell(&mut engine, 0, &json!({"ip": "a"}));
}

#[test]
fn absent_fields_are_other_where_that_is_wanted() {
    let filtered = json!({
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access-1"], "LogFormat": "JSON",
        "Contribution": {"Keys": ["$.ip"], "Filters": [{"Match": "$.agent", "NotIn": ["bot"]}]}, "AggregateOn": "Count",
    });
    for (absent_is_other, sum) in [(false, "1"), (true, "2")] {
        let mut engine = with_rule(&filtered.to_string());
        engine = engine.with_policies(Policies { absent_is_other, ..Policies::default() });
        tell(&mut engine, 0, &json!({"ip": "a", "agent": "curl"}));
        tell(&mut engine, 0, &json!({"ip": "a"}));
        tell(&mut engine, 0, &json!({"ip": "a", "agent": "bot"}));
        assert_eq!(total(&mut engine), sum);
    }
}
