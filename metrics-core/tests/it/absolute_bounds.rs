//! How far statistics with absolute bounds are from the exact ones past the values kept exactly.

use cupola_base::Rng;
use cupola_metrics::{Datum, Engine, Metric, Period, Place, Statistic, StatisticsQuery, Timestamp};

/// The bounds: few samples lie in the bin of each.
const BOUNDS: [(f64, f64); 4] = [(0.0, 20.0), (10.0, 20.05), (15.0, 60.0), (19.97, 1e9)];

/// Thousands of values in one bucket: means, sums, winsorized means and ranks within bounds of values
/// are within one percent of those of the values themselves, wherever a bound cuts a bin.
#[test]
fn absolute_bounds_stay_within_one_percent() {
    let rng = Rng::new(17);
    let values: Vec<f64> = (0..5000).map(|_| 20.0 * ((0..12).map(|_| rng.unit()).sum::<f64>() - 6.0).exp()).collect();
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    let start = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    for value in &values {
        engine.put(start, Datum::new("N", "M", start, *value)).unwrap();
    }
    let metric = Metric::new("N", "M").unwrap();
    for shift in 0..20 {
        for (low, high) in BOUNDS.map(|(low, high)| (low, high * (1.0 + 0.0005 * f64::from(shift)))) {
            for (text, wanted) in exact(&values, low, high) {
                let statistic: Statistic = text.parse().unwrap();
                let query = StatisticsQuery::new(metric.clone(), start, start.plus_secs(60), Period::MINUTE);
                let points = engine.metric_statistics(start.plus_secs(60), &query.with(statistic)).unwrap();
                let got = points[0].statistic(statistic).unwrap();
                assert!((got / wanted - 1.0).abs() <= 0.01, "{text}: {got} is not {wanted}");
            }
        }
    }
}

/// Statistics of the values themselves, larger than `low` and at most `high`.
#[expect(clippy::cast_precision_loss, reason = "some thousand")]
fn exact(values: &[f64], low: f64, high: f64) -> [(String, f64); 4] {
    let within: Vec<f64> = values.iter().copied().filter(|value| low < *value && *value <= high).collect();
    let (all, kept, sum) = (values.len() as f64, within.len() as f64, within.iter().sum::<f64>());
    let moved: f64 = values.iter().map(|value| value.clamp(low, high)).sum();
    [
        (format!("TM({low}:{high})"), sum / kept),
        (format!("TS({low}:{high})"), sum),
        (format!("WM({low}:{high})"), moved / all),
        (format!("PR({low}:{high})"), 100.0 * kept / all),
    ]
}
