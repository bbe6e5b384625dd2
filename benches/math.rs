//! Metric math, searches and `GetMetricData`, in absolute times and points a second.
//!
//! Last result (two shared cores that were not idle, rustc 1.95, 2026-11-26), fastest of 25 turns:
//!
//! | what | time |
//! |---|---|
//! | read and check an expression of ten terms | 4.3 us |
//! | compute it over ten series of 1,440 slots | 95 us |
//! | the sum of ten such series | 33 us |
//! | `STDDEV(METRICS())` of ten such series | 51 us |
//! | `GetMetricData`, 500 metrics of 1,440 points, page by page | 87 ms, 8.3 million points/s |
//! | 250 metrics and 250 expressions of 1,440 points, at once | 40 ms, 18.2 million points/s |
//! | `SEARCH` among 100,000 metrics: schema and an exact text | 10 us |
//! | the same, two words; two properties | 40, 29 ms |

#![expect(clippy::print_stdout, reason = "a benchmark reports")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_metrics::math::{Axis, Expression, Inputs, NoHost, Scope, Series};
use cupola_metrics::{
    Datum, Dimension, Engine, Metric, MetricDataQuery, MetricDataRequest, MetricSource, Origin, Period, Place,
    Statistic, Timestamp,
};

fn main() {
    let start = Timestamp::parse("2026-05-04T00:00:00Z").expect("it is an instant");
    reading();
    computing(start);
    requests(start);
    searches(start);
}

const TEN_TERMS: &str = "(a0 + a1 * 2 - a2 / a3) * 100 + IF(a4 > 5, a5, a6) + FILL(a7, 0) + RATE(a8) + SUM([a9, a0])";

/// Reading and checking an expression of ten series.
fn reading() {
    let scope = (0..10).fold(Scope::default(), |scope, n| scope.with_metric(format!("a{n}")));
    let read = || Expression::parse(TEN_TERMS).and_then(|expression| expression.check(&scope));
    println!("read and check {} characters: {:?}", TEN_TERMS.len(), fastest(1000, || read().expect("it is one")));
}

/// Ten series of a day of minutes.
fn computing(start: Timestamp) {
    let axis = Axis::new(start, start.plus_secs(86_400), Period::MINUTE);
    let series = |n: i64| {
        let points = (0..1440).filter(|minute| (minute + n) % 7 != 0);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        Series::new("a", axis, points.map(|minute| (start.plus_secs(minute * 60), ((minute * 37 + n) % 101) as f64)))
    };
    let inputs =
        (0..10).fold(Inputs::new(axis), |inputs, n| inputs.with_metric(format!("a{n}"), Period::MINUTE, series(n)));
    for text in [TEN_TERMS, "a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9", "STDDEV(METRICS())"] {
        let expression = Expression::parse(text).expect("it is one");
        let time = fastest(20, || expression.evaluate(&inputs, &mut NoHost).expect("it has an answer"));
        println!("10 series of 1,440 slots: {time:?} for {text}");
    }
}

/// 500 queries over a day of minutes: metrics alone, and expressions over them.
fn requests(start: Timestamp) {
    let end = start.plus_secs(86_400);
    let mut engine = engine(start, 250, 1440);
    let metrics = (0..500).map(|n| MetricDataQuery::new(format!("m{n}"), source(n % 250)));
    let plain = metrics.fold(MetricDataRequest::new(start, end).max_datapoints(100_800), MetricDataRequest::with);
    let mut points = 0;
    let time = fastest(1, || {
        let mut request = plain.clone();
        points = 0;
        loop {
            let page = engine.metric_data(end, &request).expect("it is answered");
            points += page.results.iter().map(|result| result.points.len()).sum::<usize>();
            let Some(next) = page.next else { break };
            request = request.from(next);
        }
    });
    report("500 metrics, page by page", points, time);
    let expression = |n: usize| Expression::parse(&format!("m{n} * 2 + m{}", (n + 1) % 250)).expect("it is one");
    let metrics = (0..250).map(|n| MetricDataQuery::new(format!("m{n}"), source(n)));
    let math = (0..250).map(|n| MetricDataQuery::new(format!("e{n}"), expression(n)));
    let request = metrics.chain(math).fold(MetricDataRequest::new(start, end), MetricDataRequest::with);
    let time = fastest(1, || {
        let page = engine.metric_data(end, &request).expect("it is answered");
        points = page.results.iter().map(|result| result.points.len()).sum();
    });
    report("250 metrics and 250 expressions", points, time);
}

/// Searches among 100,000 metrics.
fn searches(start: Timestamp) {
    let mut engine = engine(start, 100_000, 1);
    for search in [
        "SEARCH('{Yard, Dock} load \"dock-4711\"', 'Sum', 60)",
        "SEARCH('load 4711', 'Sum', 60)",
        "SEARCH('MetricName=time Dock=dock-4711', 'Sum', 60)",
    ] {
        let query = MetricDataQuery::new("e", Expression::parse(search).expect("it is one"));
        let request = MetricDataRequest::new(start, start.plus_secs(60)).with(query);
        let mut found = 0;
        let time = fastest(1, || {
            found = engine.metric_data(start.plus_secs(60), &request).expect("it is answered").results.len();
        });
        println!("{found} of 100,000 metrics: {time:?} for {search}");
    }
}

fn engine(start: Timestamp, metrics: usize, minutes: i64) -> Engine {
    let place = Place::parse("111122223333", "us-east-1").expect("it is a place");
    let mut engine = Engine::new(place, 0);
    for minute in 0..minutes {
        let at = start.plus_secs(minute * 60);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let datum = |n: usize| {
            let datum = Datum::new("Yard", "LoadTime", at, (n as f64).mul_add(0.5, minute as f64));
            datum.with_dimension("Dock", format!("dock-{n}"))
        };
        for first in (0..metrics).step_by(1000) {
            let data = (first..metrics.min(first + 1000)).map(datum).collect();
            engine.put_metric_data(at, Origin::User, data).expect("they are data");
        }
    }
    engine
}

fn source(n: usize) -> MetricSource {
    let metric = Metric::new("Yard", "LoadTime").expect("they are names");
    let metric = metric.with_dimensions([Dimension::new("Dock", format!("dock-{n}"))]).expect("it is one");
    MetricSource::new(metric, Statistic::Average, Period::MINUTE)
}

#[expect(clippy::cast_precision_loss, reason = "a benchmark reports")]
fn report(what: &str, points: usize, time: Duration) {
    println!("{what}: {points} points in {time:?}, {:.1} million points/s", points as f64 / time.as_secs_f64() / 1e6);
}

/// The fastest of 25 turns, for one pass.
fn fastest<A>(passes: u32, mut pass: impl FnMut() -> A) -> Duration {
    let mut turn = || {
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let begun = Instant::now();
        for _ in 0..passes {
            black_box(pass());
        }
        begun.elapsed() / passes
    };
    (0..25).map(|_| turn()).min().unwrap_or_default()
}
