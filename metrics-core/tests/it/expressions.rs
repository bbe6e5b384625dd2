//! Expressions over metrics and searches with periods of their own, and what they may take.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::insights::InsightsQuery;
use cupola_metrics::math::Expression;
use cupola_metrics::{
    Datum, Engine, Limits, Metric, MetricDataError, MetricDataPage, MetricDataQuery, MetricDataRequest, MetricSource,
    Period, Place, Statistic, Timestamp,
};

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// Two metrics, `one` and `two`, with the value 12 in the first minute.
fn engine(limits: Limits) -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits);
    for name in ["one", "two"] {
        engine.put(start(), Datum::new("Bay", name, start(), 12.0)).unwrap();
    }
    engine
}

fn metric(id: &str, name: &str, minutes: u32) -> MetricDataQuery {
    let metric = Metric::new("Bay", name).unwrap();
    MetricDataQuery::new(id, MetricSource::new(metric, Statistic::Sum, Period::minutes(minutes).unwrap())).hidden()
}

fn expression(text: &str) -> MetricDataQuery {
    MetricDataQuery::new("e", Expression::parse(text).unwrap())
}

/// Two hours of data.
fn ask(engine: &mut Engine, queries: Vec<MetricDataQuery>) -> Result<MetricDataPage, MetricDataError> {
    let end = start().plus_secs(7200);
    let mut request = MetricDataRequest::new(start(), end);
    request.queries = queries;
    engine.metric_data(end, &request)
}

/// Where the points of the only result stand, in minutes, and their values.
fn only(page: &MetricDataPage) -> Vec<(i64, f64)> {
    let points = page.results[0].points.iter();
    let mut points: Vec<(i64, f64)> = points.map(|(at, value)| (at.millis_since(start()) / 60_000, *value)).collect();
    points.sort_by_key(|(minute, _)| *minute);
    points
}

#[test]
fn the_periods_of_searches_count_for_the_slots_of_an_expression() {
    let mut engine = engine(Limits::default());
    let filled = expression("FILL(FIRST(SEARCH('{Bay} one', 'Sum', 60)), 0)");
    let points = only(&ask(&mut engine, vec![filled.clone()]).unwrap());
    assert_eq!((points.len(), points[0], points[1]), (120, (0, 12.0), (1, 0.0)));
    let points = only(&ask(&mut engine, vec![filled.every(Period::minutes(10).unwrap())]).unwrap());
    assert_eq!(points.len(), 12, "a period that the query tells stands");
    let coarse = expression("FILL(a, 0) + 0 * SUM(SEARCH('{Bay} one', 'Sum', 3600))");
    assert_eq!(only(&ask(&mut engine, vec![metric("a", "one", 5), coarse]).unwrap()).len(), 24);
}

#[test]
fn members_tell_their_own_period() {
    let both = "[SEARCH('{Bay} one', 'Sum', 60), SEARCH('{Bay} two', 'Sum', 300)]";
    let query = expression(both).labelled("${PROP('MetricName')} ${PROP('Period')} ${LABEL}");
    let page = ask(&mut engine(Limits::default()), vec![query]).unwrap();
    let labels: Vec<&str> = page.results.iter().map(|result| result.label.as_str()).collect();
    assert_eq!(labels, ["one 60 one", "two 300 two"]);
}

#[test]
fn a_mean_divides_by_the_slots_of_the_data_it_is_made_of() {
    let mut engine = engine(Limits::default());
    for (text, mean) in [
        // 2 slots of an hour, 24 of five minutes; each has the value 12 in the first one.
        ("AVG(hour)", 6.0),
        ("AVG(short)", 0.5),
        ("AVG(ABS(hour))", 6.0),
        ("AVG(hour * 2)", 12.0),
        ("AVG(hour + hour)", 12.0),
        ("AVG(hour + short)", 1.0),
        ("AVG(SUM([hour, hour]))", 12.0),
        ("AVG(SUM([hour, short]))", 1.0),
        ("AVG(FIRST(SEARCH('{Bay} one', 'Sum', 3600)))", 6.0),
        ("AVG(FILL(hour, 0))", 0.5),
        ("AVG(IF(hour, hour))", 6.0),
        ("AVG(TIME_SERIES(3))", 3.0),
        ("STDDEV(hour)", 6.0),
    ] {
        let constant = expression(&format!("TIME_SERIES({text}) + 0 * hour + 0 * short"));
        let page = ask(&mut engine, vec![metric("hour", "one", 60), metric("short", "two", 5), constant]).unwrap();
        assert!((only(&page)[0].1 - mean).abs() < 1e-12, "{text}: {:?}", only(&page)[0]);
    }
}

#[test]
fn an_answer_has_so_many_series_and_labels() {
    let mut engine = engine(Limits { series_per_result: 3, expression_slots: 4000, ..Limits::default() });
    let all = "SEARCH('{Bay}', 'Sum', 3600)";
    assert_eq!(ask(&mut engine, vec![expression(all)]).unwrap().results.len(), 2);
    let error = ask(&mut engine, vec![expression(&format!("[{all}, {all}]"))]).unwrap_err();
    assert!(error.to_string().contains("the result has 4 time series, 3 are the most"), "{error}");
    let long = "x".repeat(3000);
    assert!(ask(&mut engine, vec![expression("SEARCH('{Bay} one', 'Sum', 3600)").labelled(long.as_str())]).is_ok());
    let error = ask(&mut engine, vec![expression(all).labelled(long)]).unwrap_err();
    assert!(error.to_string().contains("more than 4000 points and bytes of labels"), "{error}");
}

#[test]
fn looking_for_metrics_is_bounded() {
    let mut engine = engine(Limits { expression_slots: 600, ..Limits::default() });
    (0..98).for_each(|n| engine.put(start(), Datum::new("Quay", format!("m{n}"), start(), 1.0)).unwrap());
    let search = |words: &[&str]| expression(&format!("SEARCH('{}', 'Sum', 3600)", words.join(" OR ")));
    let in_bay = |words: &[&str]| expression(&format!("SEARCH('{{Bay}} {}', 'Sum', 3600)", words.join(" OR ")));
    assert!(ask(&mut engine, vec![search(&["one", "two"])]).is_ok());
    assert!(ask(&mut engine, vec![in_bay(&["one"; 25])]).is_ok(), "two metrics alone are looked at");
    let error = ask(&mut engine, vec![search(&["one"; 25])]).unwrap_err();
    assert!(error.to_string().contains("looking for 25 words in 100 metrics takes more"), "{error}");
    let query = |hosts: usize| {
        let text = format!("SELECT SUM(one) FROM Bay WHERE Host IN ({})", vec!["'h'"; hosts].join(", "));
        MetricDataQuery::new("q", InsightsQuery::parse(&text).unwrap())
    };
    assert!(ask(&mut engine, vec![query(3)]).is_ok());
    assert!(matches!(ask(&mut engine, vec![query(25)]), Err(MetricDataError::TooMuch(_))));
}
