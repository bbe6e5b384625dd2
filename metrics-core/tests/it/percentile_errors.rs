//! How far percentiles are from the exact ones at the bottom of the ladder.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::Rng;
use cupola_metrics::{Datum, Engine, Metric, Period, Place, Resolution, Statistic, StatisticsQuery, Timestamp};

/// So many values in each second of an hour.
const EACH_SECOND: i64 = 8;

/// Values recorded by the second for an hour, asked for when only hours are left: all within one
/// percent of the exact nearest rank.
#[test]
fn percentiles_stay_within_one_percent() {
    let rng = Rng::new(11);
    let normal = || (0..12).map(|_| rng.unit()).sum::<f64>() - 6.0;
    let kinds: [(&str, &dyn Fn() -> f64); 4] = [
        ("lognormal", &|| normal().exp()),
        ("Pareto", &|| (1.0 - rng.unit()).powf(-1.0 / 1.2)),
        ("bimodal", &|| if rng.unit() < 0.8 { 5.0 + normal() * 0.5 } else { 400.0 + normal() * 20.0 }),
        ("constant", &|| 42.0),
    ];
    let mut table = String::from("largest relative error   p50      p90      p99      p99.9    tm99     IQM\n");
    for (name, value) in kinds {
        let errors = errors(value);
        let cells: String = errors.iter().map(|error| format!("{error:9.5}")).collect();
        table += &format!("{name:<23}{cells}\n");
        assert!(errors.iter().all(|error| *error <= 0.01), "{table}");
        assert!(name != "constant" || errors.iter().all(|error| *error < 1e-12), "{table}");
    }
    println!("{table}");
}

fn errors(value: &dyn Fn() -> f64) -> Vec<f64> {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    let start = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    let mut all = Vec::new();
    for n in 0..3600 * EACH_SECOND {
        let (at, value) = (start.plus_secs(n / EACH_SECOND), value().max(0.0));
        all.push(value);
        engine.put(at, Datum::new("N", "M", at, value).with_resolution(Resolution::High)).unwrap();
    }
    all.sort_by(f64::total_cmp);
    // Every hour of waiting moves data down, at last to the rung of hours.
    let later = start.plus_secs(70 * 86_400);
    (0..70 * 24).for_each(|hour| engine.advance(start.plus_secs(hour * 3600)));
    let statistics: Vec<Statistic> = WANTED.iter().map(|text| text.parse().unwrap()).collect();
    let query = StatisticsQuery::new(
        Metric::new("N", "M").unwrap(),
        start,
        start.plus_secs(3600),
        Period::minutes(60).unwrap(),
    );
    let points = engine
        .metric_statistics(later, &statistics.iter().fold(query, |query, statistic| query.with(*statistic)))
        .unwrap();
    let got = statistics.into_iter().map(|statistic| points[0].statistic(statistic).unwrap());
    got.zip(exact(&all)).map(|(got, wanted)| (got / wanted - 1.0).abs()).collect()
}

const WANTED: [&str; 6] = ["p50", "p90", "p99", "p99.9", "tm99", "IQM"];

/// The same by counting ranks; the number of values is a multiple of 400.
fn exact(sorted: &[f64]) -> [f64; 6] {
    let n = sorted.len();
    let rank = |thousandths: usize| sorted[(n * thousandths).div_ceil(1000) - 1];
    #[expect(clippy::cast_precision_loss, reason = "few")]
    let mean = |range: std::ops::Range<usize>| sorted[range.clone()].iter().sum::<f64>() / range.len() as f64;
    [rank(500), rank(900), rank(990), rank(999), mean(0..n * 99 / 100), mean(n / 4..n * 3 / 4)]
}
