//! The cases that the documents name, and the published numbers.

use super::*;
use InsightState::{End, Start};

const DEPLOY: &str = "arn:aws:sts::111122223333:assumed-role/Deploy";

/// Two calls an hour, then forty a minute for six minutes.
#[test]
fn resources_are_provisioned_by_mistake() {
    let mut detector = watching("2026-05-01T00:00:00Z");
    let call = InsightCall::new(Timestamp::EPOCH, "ec2.amazonaws.com", "RunInstances").by(DEPLOY);
    for half_hour in 0..9 * 48 + 19 {
        calls(
            &mut detector,
            at("2026-05-01T00:11:00Z").plus_secs(half_hour * 1800 + half_hour * 7919 % 1500),
            1,
            &call,
        );
    }
    for minute in 0..6 {
        calls(&mut detector, at("2026-05-10T10:00:00Z").plus_secs(minute * 60), 40, &call);
    }
    let insights = detector.advance(at("2026-05-10T11:00:00Z"), &Rng::new(0));
    assert_eq!(
        told(&insights),
        [(Start, "2026-05-10T10:00:00Z".into(), 8.0, 5), (End, "2026-05-10T10:06:00Z".into(), 40.0, 6),]
    );
    assert_eq!(insights[0].shared_event_id, insights[1].shared_event_id);
    assert_ne!(insights[0].event_id, insights[1].event_id);
}

/// A reading call that fails: the error rate alone is watched.
#[test]
fn a_service_limit_is_hit() {
    let mut detector = watching("2026-05-01T00:00:00Z");
    let call = InsightCall::new(Timestamp::EPOCH, "ec2.amazonaws.com", "DescribeInstances").with_access(Access::Read);
    calls(&mut detector, at("2026-05-04T06:00:00Z"), 500, &call);
    calls(
        &mut detector,
        at("2026-05-04T06:00:00Z"),
        20,
        &call.with_error("Client.RequestLimitExceeded").with_agent("boto"),
    );
    let insights = detector.advance(at("2026-05-04T07:00:00Z"), &Rng::new(0));
    assert_eq!(
        told(&insights),
        [(Start, "2026-05-04T06:00:00Z".into(), 4.0, 5), (End, "2026-05-04T06:01:00Z".into(), 20.0, 1),]
    );
    assert_eq!(
        (insights[0].kind, insights[0].error_code.as_deref()),
        (InsightType::ApiErrorRate, Some("Client.RequestLimitExceeded"))
    );
    let attributes: Vec<&str> = insights[0].attributions.iter().map(|a| a.attribute.as_str()).collect();
    assert_eq!(attributes, ["userIdentityArn", "userAgent"]);
    assert_eq!(insights[0].attributions[1].insight[0], AttributedValue { value: "boto".into(), average: 4.0 });
}

/// One role makes keys and gives itself policies: an insight for each API, and each names the role.
#[test]
fn a_burst_of_iam_actions_names_the_role() {
    let mut detector = watching("2026-05-01T00:00:00Z");
    let start = at("2026-05-04T06:00:00Z");
    for name in ["CreateAccessKey", "AttachUserPolicy"] {
        let call = InsightCall::new(start, "iam.amazonaws.com", name).in_place("111122223333", "us-east-1");
        calls(&mut detector, at("2026-05-02T06:00:00Z"), 1, &call.clone().by("arn:aws:iam::111122223333:user/ana"));
        calls(&mut detector, start, 9, &call.clone().by(DEPLOY));
        calls(&mut detector, start, 1, &call.by("arn:aws:iam::111122223333:user/ana"));
    }
    let insights = detector.advance(at("2026-05-04T06:01:00Z"), &Rng::new(0));
    let names: Vec<&str> = insights.iter().map(|insight| insight.event_name.as_str()).collect();
    assert_eq!(names, ["AttachUserPolicy", "CreateAccessKey"]);
    let identities = &insights[0].attributions[0];
    assert_eq!((identities.attribute.as_str(), identities.insight[0].value.as_str()), ("userIdentityArn", DEPLOY));
    assert_eq!(identities.insight.iter().map(|v| v.average).collect::<Vec<_>>(), [1.8, 0.2]);
    assert_eq!(
        identities.baseline,
        [AttributedValue { value: "arn:aws:iam::111122223333:user/ana".into(), average: 0.0000957854 }]
    );
    assert_eq!(insights[0].attributions[2].insight[0].value, "null");
}

/// Hourly snapshots stay away for three hours.
#[test]
fn periodic_maintenance_has_a_gap() {
    let mut detector = watching("2026-05-01T00:00:00Z");
    let call = InsightCall::new(Timestamp::EPOCH, "ec2.amazonaws.com", "CreateSnapshot");
    for hour in (0..60).chain(63..70) {
        calls(&mut detector, at("2026-05-01T00:07:00Z").plus_secs(hour * 3600), 1, &call);
    }
    let insights = detector.advance(at("2026-05-03T22:08:00Z"), &Rng::new(0));
    // The last came at 11:07 on the third; two hours and the window later it is missing.
    assert_eq!(
        told(&insights),
        [(Start, "2026-05-03T13:13:00Z".into(), 0.0, 5), (End, "2026-05-03T15:07:00Z".into(), 0.0, 114),]
    );
    assert!(insights[0].attributions.iter().all(|attribution| attribution.insight.is_empty()));
    let series = detector.series()[0].clone();
    assert_eq!(detector.reading(&series).unwrap().verdict, InsightVerdict::TooFew);
}

#[test]
fn the_published_record_is_met() {
    let mut detector = watching("2026-02-01T00:00:00Z");
    let call =
        InsightCall::new(Timestamp::EPOCH, "iam.amazonaws.com", "CreateRole").in_place("111122223333", "us-east-1");
    calls(&mut detector, at("2026-03-03T10:00:00Z"), 1, &call);
    calls(&mut detector, at("2026-03-10T20:56:00Z"), 3, &call);
    let insights = detector.advance(at("2026-03-10T21:56:00Z"), &Rng::new(0));
    assert_eq!(
        told(&insights),
        [(Start, "2026-03-10T20:56:00Z".into(), 0.6, 5), (End, "2026-03-10T20:57:00Z".into(), 3.0, 1),]
    );
    let statistics = insights[0].statistics;
    assert_eq!((statistics.baseline.average, statistics.baseline_duration), (0.0000882145, Some(11_336)));
    let json = insights[0].to_json();
    let expected = r#""statistics":{"baseline":{"average":0.0000882145},"insight":{"average":0.6},"insightDuration":5,"baselineDuration":11336}"#;
    assert!(json.as_str().contains(expected), "{json}");
    let record = crate::Record::parse(json.as_str()).unwrap();
    assert_eq!(Insight::read(&record).as_ref(), Some(&insights[0]));
    assert!(record.check().is_empty(), "{:?}", record.check());
    assert_eq!(record.user_identity(), None);
}

/// Pairs of a baseline and a burst that the service has published as insights.
#[test]
fn published_pairs_fire() {
    // (calls spread over the baseline of 11,336 minutes, calls in one minute)
    for (before, burst) in [(501, 15), (19, 18), (1, 3), (0, 6), (1, 5)] {
        let mut detector = watching("2026-02-01T00:00:00Z");
        let call = InsightCall::new(Timestamp::EPOCH, "iam.amazonaws.com", "CreateRole");
        let minutes = 11_336;
        for n in 0..before {
            calls(&mut detector, at("2026-03-03T00:00:00Z").plus_secs(n * minutes / before * 60), 1, &call);
        }
        calls(&mut detector, at("2026-03-10T20:56:00Z"), burst, &call);
        let insights = detector.advance(at("2026-03-10T21:00:00Z"), &Rng::new(0));
        assert_eq!(
            insights.len(),
            1,
            "{before} {burst} {:?}",
            detector.reading(detector.series()[0]).map(|r| r.to_string())
        );
    }
}

#[test]
fn what_decided_is_told() {
    let mut detector = watching("2026-05-01T00:00:00Z");
    let call = InsightCall::new(Timestamp::EPOCH, "iam.amazonaws.com", "CreateRole");
    calls(&mut detector, at("2026-05-01T06:00:00Z"), 9, &call);
    let _ = detector.advance(at("2026-05-01T07:00:00Z"), &Rng::new(0));
    let series = detector.series()[0].clone();
    assert_eq!(detector.reading(&series).unwrap().verdict, InsightVerdict::TooEarly);
    calls(&mut detector, at("2026-05-03T06:00:00Z"), 9, &call);
    let _ = detector.advance(at("2026-05-03T06:01:00Z"), &Rng::new(0));
    assert_eq!(
        detector.reading(&series).unwrap().to_string(),
        "2026-05-03T06:00:00Z: 9 calls in the window, 0.004310 expected, ln P = -61.826 (rare below -20.723), busiest window 9: \
         usual beside the baseline's busiest window",
    );
}

#[test]
fn budgets_hold_and_are_told() {
    let budget = InsightBudget::default().with_series(1).with_open_minutes(2);
    let mut detector = watching("2026-05-01T00:00:00Z").with_budget(budget);
    let of = |name| InsightCall::new(at("2026-05-01T00:00:00Z"), "iam.amazonaws.com", name);
    for minute in 0..4 {
        calls(&mut detector, at("2026-05-01T00:00:00Z").plus_secs(60 * minute), 1, &of("A"));
        calls(&mut detector, at("2026-05-01T00:00:00Z"), 1, &of("B"));
    }
    assert_eq!((detector.series().len(), detector.losses()), (1, InsightLosses { late: 0, over_budget: 6 }));
    // What has been silent for longer than baselines reach makes room.
    let _ = detector.advance(at("2026-05-20T00:00:00Z"), &Rng::new(0));
    assert_eq!(detector.series().len(), 0);
    calls(&mut detector, at("2026-05-20T00:01:00Z"), 1, &of("B"));
    calls(&mut detector, at("2026-05-19T00:01:00Z"), 1, &of("B"));
    assert_eq!((detector.series().len(), detector.losses().late), (1, 1));
    detector.watch(at("2026-05-20T00:00:00Z"), &[]);
    assert_eq!((detector.series().len(), detector.is_watching(), detector.next_deadline()), (0, false, None));
}
