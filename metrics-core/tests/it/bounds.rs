//! Budgets of memory hold, and what had to go is counted.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Alarm, Datum, Engine, HistoryFilter, Limits, Lost, Metric, MetricFilter, Output, Period, Place, StateValue,
    Statistic, StatisticsQuery, Timestamp,
};

const SCALE: &str = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:i:autoScalingGroupName/g:policyName/p";

fn engine(limits: Limits) -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits)
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:10Z").unwrap()
}

fn lost(outputs: &[Output], what: Lost) -> u64 {
    let counts = outputs.iter().filter_map(|output| match output {
        Output::Overflow(overflow) if overflow.what == what => Some(overflow.count),
        _ => None,
    });
    counts.sum()
}

/// An alarm that somebody set to `ALARM` and that stays there, with an action that is repeated.
fn repeating() -> Engine {
    let mut engine = engine(Limits { outputs: 5, ..Limits::default() });
    let alarm = Alarm::on("Bay", "Load").named("a").sum(Period::MINUTE).above(1.0).on_alarm(SCALE);
    engine.put_metric_alarm(start(), alarm.treat_missing_data(cupola_metrics::TreatMissingData::Ignore)).unwrap();
    engine.set_alarm_state(start(), "a", StateValue::Alarm, "drill", None).unwrap();
    engine
}

#[test]
fn a_long_jump_counts_what_it_does_not_make() {
    let (mut jump, mut steps) = (repeating(), repeating());
    let end = start().plus_secs(10 * 86_400);
    jump.advance(end);
    (1..=10 * 1440).for_each(|minute| steps.advance(start().plus_secs(60 * minute)));
    let (jumped, stepped) = (jump.drain(), steps.drain());
    assert_eq!(jumped, stepped);
    let made: u64 = 4 + 10 * 1440;
    assert_eq!((lost(&jumped, Lost::Outputs), jumped.len()), (made - 5, 1 + 5));
    assert_eq!(jump.next_deadline(), steps.next_deadline());
}

#[test]
fn history_keeps_the_newest() {
    let mut engine = engine(Limits { history_items: 3, ..Limits::default() });
    for n in 0..5 {
        engine
            .put_metric_alarm(start(), Alarm::on("Bay", "Load").named(format!("a{n}")).sum(Period::MINUTE).above(1.0))
            .unwrap();
    }
    let filter = HistoryFilter::default();
    let kept: Vec<_> = engine.describe_alarm_history(start(), &filter).map(|item| item.alarm.to_string()).collect();
    assert_eq!(kept, ["a4", "a3", "a2"]);
    assert_eq!(lost(&engine.drain(), Lost::HistoryItems), 2);
}

#[test]
fn the_oldest_data_and_the_metrics_silent_longest_go_first() {
    let mut engine = engine(Limits { metrics: 32, buckets: 64, ..Limits::default() });
    for n in 0..100i64 {
        let now = start().plus_secs(60 * n);
        engine.put(now, Datum::new("Bay", format!("m{n}"), now, 1.0)).unwrap();
        engine.put(now, Datum::new("Bay", "always", now, 1.0)).unwrap();
    }
    let now = start().plus_secs(6000);
    let filter = MetricFilter::default();
    let listed: Vec<_> = engine.list_metrics(now, &filter).map(|metric| metric.name.to_string()).collect();
    assert!((30..=32).contains(&listed.len()) && listed.contains(&"always".into()), "{listed:?}");
    assert!(listed.contains(&"m99".into()) && !listed.contains(&"m10".into()), "{listed:?}");
    let metric = Metric::new("Bay", "always").unwrap();
    let query = StatisticsQuery::new(metric, start(), now, Period::MINUTE).with(Statistic::Sum);
    let kept = engine.metric_statistics(now, &query).unwrap();
    assert!(
        (28..64).contains(&kept.len()) && kept.last().unwrap().at == now.plus_secs(-70).floor_to(60_000),
        "{}",
        kept.len()
    );
    let outputs = engine.drain();
    let (metrics, buckets) = (lost(&outputs, Lost::Metrics), lost(&outputs, Lost::Buckets));
    // Every metric but one had one bucket: what is kept and what was lost make up all.
    assert_eq!(metrics + buckets + (kept.len() + listed.len() - 1) as u64, 200, "{outputs:?}");
    assert!(metrics > 0 && buckets > 0, "{outputs:?}");
}
