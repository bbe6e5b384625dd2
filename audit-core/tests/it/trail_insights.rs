//! Insights that trails look for, and the public keys of digests.

use cupola_audit::{
    Engine, InsightSelector, InsightType, LogFileDelivery, Lookup, Output, PublicKey, RecordBuilder, TrailError,
    TrailRequest,
};
use cupola_base::{Caller, Place, Timestamp};

const ARN: &str = "arn:aws:cloudtrail:us-east-1:111122223333:trail/quay";

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-01T00:00:00Z").unwrap()
}

/// With the trail `quay`, which looks for call rates.
fn engine() -> Engine {
    let mut engine = Engine::new(place(), 0);
    engine.create_trail(t0(), TrailRequest::new("quay", "quay-logs")).unwrap();
    engine.put_insight_selectors(t0(), "quay", vec![InsightSelector::new(InsightType::ApiCallRate)]).unwrap();
    engine
}

/// Twenty keys are made at once, two days later.
fn burst(engine: &mut Engine) -> Timestamp {
    let at = t0().plus_secs(48 * 3600);
    for _ in 0..20 {
        engine.record_call(at, RecordBuilder::new(at, &place(), "iam.amazonaws.com", "CreateAccessKey")).unwrap();
    }
    at
}

fn found(engine: &mut Engine, now: Timestamp) -> usize {
    engine.lookup_events(now, &Lookup::new().insights(), None).unwrap().events.len()
}

fn insight_files(outputs: &[Output]) -> Vec<&LogFileDelivery> {
    let files = outputs.iter().filter_map(|output| if let Output::LogFile(file) = output { Some(file) } else { None });
    files.filter(|file| file.key.contains("CloudTrail-Insight")).collect()
}

#[test]
fn insights_are_looked_for_while_a_trail_logs() {
    let mut silent = engine();
    let at = burst(&mut silent);
    assert_eq!(found(&mut silent, at.plus_secs(900)), 0, "the trail does not log");

    let mut logging = engine();
    logging.start_logging(t0(), "quay").unwrap();
    let at = burst(&mut logging);
    logging.advance(at.plus_secs(900));
    assert_eq!(found(&mut logging, at.plus_secs(900)), 2, "a start and an end");
    let outputs = logging.drain();
    let files = insight_files(&outputs);
    assert_eq!(files.iter().map(|file| file.records).sum::<usize>(), 2);
    assert!(files.iter().all(|file| file.bucket == "quay-logs"));

    let mut stopped = engine();
    stopped.start_logging(t0(), "quay").unwrap();
    stopped.stop_logging(t0().plus_secs(3600), "quay").unwrap();
    let at = burst(&mut stopped);
    assert_eq!(found(&mut stopped, at.plus_secs(900)), 0);
}

#[test]
fn one_long_way_gives_what_many_short_ones_give() {
    let start = || {
        let mut engine = engine();
        engine.start_logging(t0(), "quay").unwrap();
        let at = burst(&mut engine);
        (engine, at)
    };
    let ((mut long, at), (mut short, _)) = (start(), start());
    long.advance(at.plus_secs(1800));
    for second in (0..=1800).step_by(20) {
        short.advance(at.plus_secs(second));
    }
    assert_eq!(long.drain(), short.drain());
}

#[test]
fn selectors_are_told_and_refused() {
    let mut engine = engine();
    let caller = Caller::root(place());
    let told = format!(r#"{{"TrailARN":"{ARN}","InsightSelectors":[{{"InsightType":"ApiCallRateInsight"}}]}}"#);
    assert_eq!(engine.call(t0(), &caller, "GetInsightSelectors", r#"{"TrailName":"quay"}"#).unwrap(), told);
    let trail = engine.call(t0(), &caller, "GetTrail", r#"{"Name":"quay"}"#).unwrap();
    assert!(trail.contains(r#""HasInsightSelectors":true"#), "{trail}");

    let both = r#"{"TrailName":"quay","InsightSelectors":[{"InsightType":"ApiErrorRateInsight","EventCategories":["Management","Data"]}]}"#;
    let answer = engine.call(t0(), &caller, "PutInsightSelectors", both).unwrap();
    assert!(answer.contains(r#""EventCategories":["Management","Data"]"#), "{answer}");
    let wrong = r#"{"TrailName":"quay","InsightSelectors":[{"InsightType":"ApiRateInsight"}]}"#;
    let refused = engine.call(t0(), &caller, "PutInsightSelectors", wrong).unwrap_err();
    assert_eq!(refused.code, "InvalidInsightSelectorsException");
    let twice = vec![InsightSelector::new(InsightType::ApiCallRate); 2];
    let refused = engine.put_insight_selectors(t0(), "quay", twice).unwrap_err();
    assert_eq!(refused, TrailError::InsightTwice(InsightType::ApiCallRate));

    engine.put_insight_selectors(t0(), "quay", Vec::new()).unwrap();
    let none = engine.call(t0(), &caller, "GetInsightSelectors", r#"{"TrailName":"quay"}"#).unwrap_err();
    assert_eq!(none.code, "InsightNotEnabledException");
}

#[test]
fn public_keys_are_listed_by_their_times() {
    let mut engine = engine();
    let caller = Caller::root(place());
    let key =
        PublicKey { fingerprint: "67b9".into(), value: "MIIBCgKC".into(), from: t0(), until: t0().plus_secs(3600) };
    engine.tell_public_key(t0(), key);
    let seconds = t0().as_secs();
    let all = engine.call(t0(), &caller, "ListPublicKeys", "{}").unwrap();
    let (from, until) = (seconds, seconds + 3600);
    let told = format!(
        r#"{{"PublicKeyList":[{{"Value":"MIIBCgKC","ValidityStartTime":{from}.0,"ValidityEndTime":{until}.0,"Fingerprint":"67b9"}}]}}"#
    );
    assert_eq!(all, told);
    let early = format!(r#"{{"StartTime":{},"EndTime":{}}}"#, seconds - 100, seconds - 50);
    assert_eq!(engine.call(t0(), &caller, "ListPublicKeys", &early).unwrap(), r#"{"PublicKeyList":[]}"#);
    let turned = format!(r#"{{"StartTime":{},"EndTime":{}}}"#, seconds, seconds - 50);
    let refused = engine.call(t0(), &caller, "ListPublicKeys", &turned).unwrap_err();
    assert_eq!(refused.code, "InvalidTimeRangeException");
}
