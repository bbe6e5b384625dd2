//! Statistics equal those of a store that keeps every datum and climbs the ladder when asked.

use cupola_metrics::testing::twins::{Data, extended};
use cupola_metrics::{
    Datapoint, Datum, Engine, Metric, Period, Place, Resolution, Sample, Statistic, StatisticSet, StatisticsQuery,
    Timestamp, Unit,
};
use proptest::prelude::*;

/// A datum: how long after the one before it comes in, how old it is then, and what it holds.
#[derive(Clone, Debug)]
struct Arrival {
    gap: i64,
    age: i64,
    sample: Sample,
    unit: Unit,
    resolution: Resolution,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    let gap = prop_oneof![0..90i64, 0..4 * HOUR, 0..20 * DAY];
    let age = prop_oneof![-300..300i64, 0..4 * HOUR, -2 * HOUR..=14 * DAY];
    // Whole numbers, so that sums do not depend on their order.
    let number = prop_oneof![9 => 0..1000i32, 1 => -1000..0i32].prop_map(f64::from);
    let values = proptest::collection::vec((number.clone(), (0u8..4).prop_map(f64::from)), 1..5);
    let set =
        (1u8..9, -50i32..50, prop_oneof![2 => Just(0u8), 1 => 0u8..20]).prop_map(|(n, low, spread)| StatisticSet {
            sample_count: f64::from(n),
            sum: f64::from(low) * f64::from(n),
            minimum: f64::from(low),
            maximum: f64::from(low) + f64::from(spread),
        });
    let sample = prop_oneof![4 => number.prop_map(Sample::Value), 1 => values.prop_map(Sample::Values), 1 => set.prop_map(Sample::Set)];
    let unit = prop_oneof![3 => Just(Unit::None), 1 => Just(Unit::Count)];
    let resolution = prop_oneof![Just(Resolution::High), Just(Resolution::Standard)];
    let arrival = (gap, age, sample, unit, resolution);
    let arrival =
        arrival.prop_map(|(gap, age, sample, unit, resolution)| Arrival { gap, age, sample, unit, resolution });
    proptest::collection::vec(arrival, 1..30)
}

/// From which datum back the range begins, how long it is in periods, and the period.
fn questions() -> impl Strategy<Value = Vec<(usize, i64, u16, u32, i64)>> {
    let period = proptest::sample::select(vec![1, 5, 10, 30, 60, 120, 180, 300, 600, 3600, 7200, 86_400]);
    proptest::collection::vec((any::<usize>(), 0..7200i64, 1..400u16, period, 0..30 * DAY), 1..6)
}

/// The rule for starts, as the guide words it.
fn rounded(now: Timestamp, start: Timestamp, period: u32) -> Timestamp {
    let age = now.millis_since(start);
    let step = if age > 63 * DAY * 1000 {
        3600
    } else if age >= 15 * DAY * 1000 {
        300
    } else if [5, 10, 20, 30].contains(&period) {
        i64::from(period)
    } else {
        60
    };
    start.floor_to(step * 1000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn statistics_equal_those_of_the_twin(arrivals in arrivals(), questions in questions()) {
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        let mut twin = Data::default();
        let mut now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let mut times = Vec::new();
        for arrival in arrivals {
            now = now.plus_millis(arrival.gap * 1000 + 137);
            let at = now.plus_secs(-arrival.age);
            times.push(at);
            let datum = Datum::new("N", "M", at, 0.0)
                .with_sample(arrival.sample)
                .with_unit(arrival.unit)
                .with_resolution(arrival.resolution);
            if engine.put(now, datum.clone()).is_ok() {
                twin.put(datum);
            }
        }
        for (place, before, len, period, wait) in questions {
            now = now.plus_secs(wait);
            let start = times[place % times.len()].plus_secs(-before);
            let end = start.plus_secs(i64::from(len) * i64::from(period));
            let period = Period::new(period).unwrap();
            let bare = StatisticsQuery::new(Metric::new("N", "M").unwrap(), start, end, period);
            let query = bare.clone().with(Statistic::Sum);
            let got = engine.metric_statistics(now, &query).unwrap();
            let short = [5, 10, 20, 30].contains(&period.seconds());
            let end = if short { end.floor_to(period.millis()) } else { end };
            let wanted = |unit| twin.slots(now, unit, rounded(now, start, period.seconds()), end, period);
            for unit in [Unit::None, Unit::Count] {
                let of_unit = got.iter().filter(|point| point.unit == unit);
                let got: Vec<_> = of_unit.map(|Datapoint { at, summary, .. }| (*at, *summary)).collect();
                prop_assert_eq!(got, wanted(unit), "{} from {} to {}", period, start, end);
            }
            prop_assert!(got.is_sorted_by_key(|point| (point.at, point.unit)));
            let extended_query = EXTENDED.iter().fold(bare, |query, text| query.with(text.parse().unwrap()));
            let got = engine.metric_statistics(now, &extended_query).unwrap();
            for unit in [Unit::None, Unit::Count] {
                let wanted = twin.samples(now, unit, rounded(now, start, period.seconds()), end, period);
                for (at, samples) in wanted.iter().filter(|(_, samples)| !samples.is_empty()) {
                    let point = got.iter().find(|point| point.at == *at && point.unit == unit);
                    for statistic in &extended_query.statistics {
                        let got = point.and_then(|point| point.statistic(*statistic));
                        let wanted = extended(samples, *statistic);
                        prop_assert!(is_near(got, wanted), "{}: {:?} for {:?} of {:?}", statistic, got, wanted, samples);
                    }
                }
                let known = wanted.iter().filter(|(_, samples)| !samples.is_empty()).count();
                prop_assert_eq!(got.iter().filter(|point| point.unit == unit).count(), known);
            }
        }
    }
}

/// Of every kind; `p0` and `p100` are the smallest and largest sample and told by the summary.
const EXTENDED: [&str; 10] =
    ["p50", "p99.9", "IQM", "tm90", "WM(10%:90%)", "TC(20%:)", "TS(:75.5%)", "TM(100:600)", "WM(100:600)", "PR(:250)"];

fn is_near(got: Option<f64>, wanted: Option<f64>) -> bool {
    match (got, wanted) {
        (Some(got), Some(wanted)) => (got - wanted).abs() <= wanted.abs() * 1e-9,
        (got, wanted) => got.is_none() && wanted.is_none(),
    }
}
