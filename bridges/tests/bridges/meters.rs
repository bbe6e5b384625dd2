//! The recorder of `metrics`: what is measured, as the metric store has it.

use crate::world::World;
use cupola::base::Dimension;
use cupola::metrics::{Datapoint, Metric, Period, Statistic, StatisticsQuery};
use cupola::{Observatory, Unit};
use cupola_bridges::MetricsRecorder;
use metrics::{counter, describe_counter, describe_histogram, gauge, histogram, with_local_recorder};

fn poured(world: &World) -> Observatory {
    let mut sky = world.sky();
    let poured = world.inbox.pour(world.now(), &mut sky);
    assert!(poured.refused.is_empty(), "{:?}", poured.refused);
    sky
}

fn one(world: &World, sky: &mut Observatory, metric: Metric) -> Datapoint {
    let start = world.now().floor_to(60_000);
    let query = StatisticsQuery::new(metric, start, start.plus_secs(60), Period::MINUTE).with(Statistic::Sum);
    let mut points = sky.metrics(world.now()).metric_statistics(world.now(), &query).unwrap();
    assert_eq!(points.len(), 1);
    points.remove(0)
}

fn metric(name: &str) -> Metric {
    Metric::new("Shop", name).unwrap()
}

#[test]
fn counters_are_sums_and_gauges_their_last_value() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone());
    with_local_recorder(&recorder, || {
        describe_counter!("orders", metrics::Unit::Count, "orders that were placed");
        let orders = counter!("orders", "region" => "north");
        orders.increment(2);
        counter!("orders", "region" => "north").increment(3);
        counter!("idle").increment(0);
        gauge!("queue").set(7.0);
        gauge!("queue").increment(2.0);
        recorder.flush();
        orders.absolute(9);
        recorder.flush();
    });
    assert_eq!(world.inbox.len(), 4, "two of the counter that counts, two of the gauge");
    let mut sky = poured(&world);
    let orders = one(&world, &mut sky, metric("orders").with_dimensions([Dimension::new("region", "north")]).unwrap());
    assert_eq!((orders.summary.sum, orders.summary.count, orders.unit), (9.0, 2.0, Unit::Count));
    assert_eq!(one(&world, &mut sky, metric("queue")).summary.sum, 18.0);
    assert_eq!(recorder.description("orders").as_deref(), Some("orders that were placed"));
}

#[test]
fn histograms_lose_no_value() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone());
    with_local_recorder(&recorder, || {
        describe_histogram!("latency", metrics::Unit::Milliseconds, "");
        let latency = histogram!("latency");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let latency = latency.clone();
                scope.spawn(move || (0..1000).for_each(|n| latency.record(f64::from(n))));
            }
        });
        latency.record_many(2000.0, 10);
        recorder.flush();
    });
    let mut sky = poured(&world);
    let point = one(&world, &mut sky, metric("latency"));
    assert_eq!(point.summary.count, 4010.0);
    assert_eq!((point.summary.sum, point.summary.maximum), (4.0 * 499_500.0 + 20_000.0, 2000.0));
    assert_eq!(point.unit, Unit::Milliseconds);
}

#[test]
fn all_data_of_a_metric_have_the_unit_that_was_told_after_it_was_registered() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone());
    with_local_recorder(&recorder, || {
        let latency = histogram!("latency");
        describe_histogram!("latency", metrics::Unit::Milliseconds, "");
        // 150 are sent when they are together, the others by the flush.
        (0..160).for_each(|n| latency.record(f64::from(n)));
        recorder.flush();
    });
    assert_eq!(world.inbox.len(), 2);
    let mut sky = poured(&world);
    let point = one(&world, &mut sky, metric("latency"));
    assert_eq!((point.summary.count, point.unit), (160.0, Unit::Milliseconds));
}

#[test]
fn thirty_labels_are_kept_and_what_is_no_number_is_told() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone());
    let labels = |last: &str| {
        let mut labels: Vec<metrics::Label> = (0..30).map(|n| metrics::Label::new(format!("k{n:02}"), "v")).collect();
        labels.push(metrics::Label::new("z", last.to_owned()));
        labels
    };
    with_local_recorder(&recorder, || {
        counter!("wide", labels("one")).increment(1);
        counter!("wide", labels("two")).increment(1);
        gauge!("odd").set(f64::NAN);
    });
    recorder.flush();
    let poured = world.inbox.pour(world.now(), &mut world.sky());
    assert_eq!((poured.data, poured.refused.len()), (1, 1), "what differs beyond the thirtieth is one");
}

#[test]
fn what_stands_still_and_nobody_holds_is_forgotten() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone()).with_most_series(3);
    with_local_recorder(&recorder, || {
        let held = counter!("held");
        counter!("told", "id" => "1").increment(1);
        histogram!("took", "id" => "1").record(1.0);
        counter!("told", "id" => "2").increment(1);
        assert_eq!(recorder.refused_series(), 1, "there were three");
        recorder.flush();
        assert_eq!(world.inbox.len(), 2);
        counter!("told", "id" => "2").increment(1);
        assert_eq!(recorder.refused_series(), 2, "what told something is still there");
        recorder.flush();
        counter!("told", "id" => "2").increment(1);
        gauge!("depth").set(4.0);
        counter!("told", "id" => "3").increment(1);
        held.increment(1);
        assert_eq!(recorder.refused_series(), 3, "one that is held, and two new ones");
        recorder.flush();
    });
    assert_eq!(world.inbox.len(), 5);
}

#[test]
fn a_counter_of_whole_numbers_goes_on_from_its_last() {
    let world = World::new();
    let recorder = MetricsRecorder::new("Shop", world.clock(), world.inbox.clone());
    with_local_recorder(&recorder, || {
        counter!("bytes").absolute(100);
        recorder.flush();
        recorder.flush();
        counter!("bytes").absolute(105);
        recorder.flush();
    });
    let mut sky = poured(&world);
    let bytes = one(&world, &mut sky, metric("bytes"));
    assert_eq!((bytes.summary.sum, bytes.summary.count), (105.0, 2.0), "100 and then 5");
}
