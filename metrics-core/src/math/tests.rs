use cupola_base::Timestamp;

use super::*;
use crate::period::Period;

fn axis() -> Axis {
    let start = Timestamp::parse("2026-05-04T10:01:00Z").unwrap();
    Axis::new(start, start.plus_secs(240), Period::MINUTE)
}

fn series(label: &str, values: [Option<f64>; 4]) -> Series {
    let axis = axis();
    let points = (0..).zip(values).filter_map(|(slot, value)| Some((axis.at(slot), value?)));
    Series::new(label, axis, points)
}

/// The series of the reference's examples, and others.
fn inputs() -> Inputs {
    let shifted = axis().start().plus_secs(60);
    let coarse = Axis::new(axis().start(), axis().start().plus_secs(240), Period::minutes(2).unwrap());
    Inputs::new(axis())
        .with_metric("a", Period::MINUTE, series("a", [Some(8.0), None, Some(2.0), Some(5.0)]))
        .with_metric("b", Period::MINUTE, series("b", [Some(4.0), Some(3.0), None, Some(0.0)]))
        .with_metric("none", Period::MINUTE, series("none", [None; 4]))
        .with_metric("two", Period::minutes(2).unwrap(), Series::new("two", coarse, [(shifted, 7.0)]))
        .with("ab", Value::Array(vec![series("b", [Some(4.0), Some(3.0), None, Some(0.0)])]))
        .with("s", Value::Scalar(Some(2.0)))
}

fn compute(text: &str) -> Value {
    let expression = Expression::parse(text).unwrap();
    expression.evaluate(&inputs(), &mut NoHost).unwrap_or_else(|error| panic!("{error}"))
}

const GAP: f64 = f64::NAN;

/// The value of each minute, or of each member one after the other.
fn values(text: &str) -> String {
    let one = |series: &Series| {
        let value = |slot| series.points().find(|(at, _)| *at == axis().at(slot)).map_or(GAP, |(_, value)| value);
        (0..4).map(|slot| value(slot).to_string()).collect::<Vec<_>>().join(" ").replace("NaN", "-")
    };
    match compute(text) {
        Value::Scalar(number) => number.map_or_else(|| "none".into(), |number| number.to_string()),
        Value::Series(series) => one(&series),
        Value::Array(members) => members.iter().map(one).collect::<Vec<_>>().join(" | "),
    }
}

#[test]
fn the_worked_examples_come_out() {
    for (text, expected) in [
        ("a + b", "12 3 2 5"),
        ("a / b", "2 0 - -"),
        ("a > 4", "1 - 0 1"),
        ("a > b", "1 0 1 1"),
        ("IF(a > 4, b, 9)", "4 - 9 0"),
        ("IF(b, a)", "8 0 - -"),
        ("FILL(a, REPEAT)", "8 8 2 5"),
        ("FILL(a, LINEAR)", "8 5 2 5"),
        ("RATE(a)", "- - -0.05 0.05"),
        ("RUNNING_SUM(a)", "8 - 10 15"),
        ("DATAPOINT_COUNT(a)", "3"),
        ("AVG([a, b])", "6 1.5 1 2.5"),
        ("MAX([a, b])", "8 3 2 5"),
        ("AVG(a)", "3.75"),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn operators_follow_their_ranks_and_drop_what_is_not_finite() {
    for (text, expected) in [
        ("-a ^ 2", "-64 - -4 -25"),
        ("2 ^ 3 ^ 2", "512"),
        ("2 ^ -1", "0.5"),
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("7 - 2 - 1", "4"),
        ("1 > 0 AND 0 OR 1", "1"),
        ("1 || 0 && 0", "1"),
        ("2 + 1 == 3", "1"),
        ("(1 < 2) == 1", "1"),
        ("1 / 0", "none"),
        ("a * (1 / 0)", "- - - -"),
        ("b ^ -1", "0.25 0.3333333333333333 - -"),
        ("0 * -a", "0 - 0 0"),
        ("LOG(b)", "1.3862943611198906 1.0986122886681098 - -"),
        ("ABS(-a) + CEIL(b / 8) + FLOOR(0.5 * b)", "11 2 2 5"),
        ("a && b", "1 0 0 0"),
        ("a != b", "1 1 1 1"),
        ("1e308 * 10", "none"),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn functions_of_time_and_of_one_series() {
    for (text, expected) in [
        ("SUM(a)", "15"),
        ("MIN(a)", "2"),
        ("MAX(b)", "4"),
        ("STDDEV(a)", "3.031088913245535"),
        ("SUM(none)", "none"),
        ("a * AVG(none)", "- - - -"),
        ("TIME_SERIES(AVG(none))", "- - - -"),
        ("DATAPOINT_COUNT(none)", "0"),
        ("DIFF(a)", "- - -6 3"),
        ("DIFF_TIME(a)", "- - 120 60"),
        ("TIME_SERIES(s)", "2 2 2 2"),
        ("MINUTE(none)", "1 2 3 4"),
        ("HOUR(a)", "10 10 10 10"),
        ("DAY(a)", "1 1 1 1"),
        ("DATE(a) + 100 * MONTH(a) + 10000 * YEAR(a)", "20260504 20260504 20260504 20260504"),
        ("EPOCH(a)", "1777888860 1777888920 1777888980 1777889040"),
        ("PERIOD(a) + PERIOD(two)", "180"),
        ("FILL(a, 0)", "8 0 2 5"),
        ("FILL(a, b)", "8 3 2 5"),
        ("FILL(b, none)", "4 3 - 0"),
        ("FILL(DIFF(a), REPEAT)", "- - -6 3"),
        ("FILL(DIFF(b), LINEAR)", "- -1 -2 -3"),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn functions_of_arrays() {
    for (text, expected) in [
        ("SUM([a, b, none])", "12 3 2 5"),
        ("AVG([a, b, none, none])", "3 0.75 0.5 1.25"),
        ("MIN([a, b])", "4 3 2 0"),
        ("STDDEV([a, b])", "2 1.5 1 2.5"),
        ("DATAPOINT_COUNT([a, b])", "2 1 1 2"),
        ("METRIC_COUNT(METRICS())", "4"),
        ("METRICS(\"w\")", "7 - - -"),
        ("FIRST([b, a])", "4 3 - 0"),
        ("LAST([b, a])", "8 - 2 5"),
        ("[a, [b, none]] * 2", "16 - 4 10 | 8 6 - 0 | - - - -"),
        ("[a, b] - b", "4 -3 2 5 | 0 0 - 0"),
        ("SLICE([a, b, none], 1)", "4 3 - 0 | - - - -"),
        ("SLICE([a, b, none], 0, 1) + b", "12 3 2 5"),
        ("SLICE([a, b], 1, 2) + [a]", "12 3 2 5"),
        ("FILL(b, SLICE([a, b], 0, 1))", "4 3 2 0"),
        ("SLICE([a], 7)", ""),
        ("SORT([a, none, b], SUM, ASC)", "4 3 - 0 | 8 - 2 5 | - - - -"),
        ("SORT([b, none, a], MAX, DESC, 1)", "8 - 2 5"),
        ("REMOVE_EMPTY([none, a])", "8 - 2 5"),
        ("IF(1, a)", "8 - 2 5"),
        ("IF(0, a)", "- - - -"),
        ("IF(0, a, 3)", "3 3 3 3"),
        ("IF(a > 4, 1, b)", "1 - - 1"),
        ("FIRST(REMOVE_EMPTY([none]))", "- - - -"),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn unlike_axes_are_brought_together() {
    assert_eq!(values("a + two"), "15 - 2 5");
    let fine = Period::new(10).unwrap();
    let start = axis().start().plus_secs(-20);
    let early = Series::new("", Axis::new(start, start.plus_secs(60), fine), [(start.plus_secs(10), 1.0)]);
    let inputs = inputs().with_metric("early", fine, early);
    let sum = Expression::parse("early + TIME_SERIES(1)").unwrap().evaluate(&inputs, &mut NoHost).unwrap();
    let Value::Series(sum) = sum else { panic!("it is a series") };
    let expected = [start.plus_secs(10)].into_iter().chain((0..4).map(|slot| axis().at(slot)));
    assert_eq!(sum.points().collect::<Vec<_>>(), expected.map(|at| (at, 1.0)).collect::<Vec<_>>());
}

#[test]
fn what_expressions_come_to_is_known_before() {
    let scope = inputs().scope().with("one", ValueType::Slice);
    for (text, expected) in [
        ("1 + s", ValueType::Scalar),
        ("a > s", ValueType::Series),
        ("[a] + a", ValueType::Array),
        ("AVG(a)", ValueType::Scalar),
        ("AVG([a])", ValueType::Series),
        ("one + a", ValueType::Slice),
        ("one + ab", ValueType::Array),
        ("LAMBDA('f', a, 'x', 3) * 2", ValueType::Unknown),
        ("ANOMALY_DETECTION_BAND(a, 3)", ValueType::Array),
        ("SEARCH('{Bay} load', 'Average', 300)", ValueType::Array),
        ("INSIGHT_RULE_METRIC('rule', UniqueContributors)", ValueType::Series),
        ("SERVICE_QUOTA(a)", ValueType::Series),
        ("DB_PERF_INSIGHTS('RDS', 'db-1', 'os.cpu')", ValueType::Series),
        ("DB_PERF_INSIGHTS('RDS', 'db-1', ['x', 'y'])", ValueType::Array),
        ("IF(a, 1, 2)", ValueType::Series),
    ] {
        assert_eq!(Expression::parse(text).unwrap().check(&scope), Ok(expected), "{text}");
    }
}

#[test]
fn refusals_say_what_is_needed_and_where() {
    use MathErrorKind::{Arguments, Function, Id, NotAvailable, Number, Search, Size, Syntax, Type};
    let (deep, chain, long) = ("(".repeat(70), "-".repeat(70), "1+".repeat(1025));
    for (text, kind, marked, message) in [
        ("", Syntax, "", "a number, an id, a function, `[` or `(` is needed, not the end"),
        ("a +", Syntax, "", "a number, an id, a function, `[` or `(` is needed, not the end"),
        ("a b", Syntax, "b", "an operator is needed, not b"),
        ("a and b", Syntax, "and", "an operator is needed, not and"),
        ("(a", Syntax, "", "an operator or `)` is needed, not the end"),
        ("[a; b]", Syntax, ";", "an operator, `,` or `]` is needed, not ;"),
        ("a < b < 3", Syntax, "<", "comparisons do not follow each other"),
        ("'a", Syntax, "'a", "the text has no closing '"),
        ("1.2.3", Number, "1.2.3", "1.2.3 is not a number"),
        ("2x", Number, "2x", "2x is not a number"),
        ("1e999", Number, "1e999", "1e999 is not a number"),
        ("avg(a)", Function, "avg", "there is no function avg"),
        ("zz * 2", Id, "zz", "there is no query with the id zz"),
        ("AVG(a, b)", Arguments, "AVG(a, b)", "AVG takes 1 argument, 2 are given"),
        ("IF(a)", Arguments, "IF(a)", "IF takes 2 to 3 arguments, 1 is given"),
        ("SLICE([a], -1)", Arguments, "-1", "a place in an array is counted from 0, not -1"),
        ("REPEAT + 1", Type, "REPEAT", "REPEAT stands only where a function takes it; ids begin with a small letter"),
        ("'x' + 1", Type, "'x'", "a text stands only where a function takes one"),
        ("ab + [a]", Type, "ab + [a]", "+ stands between two arrays"),
        ("SLICE([a, b], 0) + [a, b]", Type, "SLICE([a, b], 0) + [a, b]", "one time series is needed, the array has 2"),
        ("FILL(a, REPAET)", Type, "REPAET", "REPEAT or LINEAR is needed"),
        ("SORT([a], SUM, UP)", Type, "UP", "ASC or DESC is needed"),
        ("METRIC_COUNT(a)", Type, "a", "an array of time series is needed, not a time series"),
        ("PERIOD(s)", Type, "s", "the id of a metric is needed, not an expression"),
        ("RATE(3)", Type, "3", "a time series or an array is needed, not a number"),
        ("IF(ab, 1)", Type, "ab", "a time series or a number is needed, not an array"),
        ("SEARCH(a, 'Sum')", Type, "a", "a text in quotes is needed"),
        ("SEARCH('x OR', 'Sum')", Search, "", "a term is needed, not the end"),
        (
            "SEARCH('x', 'Sum', 61)",
            Search,
            "61",
            "the period of a search is a number of seconds: 1, 5, 10, 20, 30 or a multiple of 60",
        ),
        (
            "SEARCH('x', 'Sum')",
            NotAvailable,
            "SEARCH('x', 'Sum')",
            "SEARCH has no answer: its data come from outside, and nobody handed them in",
        ),
        (
            "ANOMALY_DETECTION_BAND(a)",
            NotAvailable,
            "ANOMALY_DETECTION_BAND(a)",
            "ANOMALY_DETECTION_BAND has no answer: no model of the series was handed in",
        ),
        (&deep, Size, "(", "an expression may be nested 64 deep"),
        (&chain, Size, "-", "an expression may be nested 64 deep"),
        (&long, Size, "", "an expression may have 2048 characters, this has 2050"),
    ] {
        let error = Expression::parse(text).and_then(|parsed| parsed.evaluate(&inputs(), &mut NoHost)).unwrap_err();
        let found = (error.kind(), &text[error.span().range()], error.message());
        assert_eq!(found, (kind, marked, message), "{error}");
    }
}

#[test]
fn every_kind_of_expression_survives_printing() {
    for text in [
        "a - (b - 1)",
        "a - b - 1",
        "(a - b) * 2 / (a / b)",
        "(-a) ^ 2",
        "-a ^ -b ^ 2",
        "(2 ^ a) ^ b",
        "--a",
        "(a < b) == (b > a)",
        "a AND (b OR a) AND b",
        "1e300 * 0.00001 + 1e-7",
        "SEARCH('{Bay} \"x\"', 'Average', 300)",
        "METRICS(\"it's\")",
        "SORT([a, [b]], AVG, DESC, 3)",
        "METRICS()",
    ] {
        let parsed = Expression::parse(text).unwrap();
        let printed = parsed.to_string();
        let again = Expression::parse(&printed).unwrap();
        assert_eq!((&again, again.to_string()), (&parsed, printed), "{text}");
    }
}

#[test]
fn a_budget_bounds_what_is_filled() {
    let far = Axis::new(Timestamp::EPOCH, Timestamp::MAX, Period::new(1).unwrap());
    let inputs = inputs().on(far);
    let compute = |text: &str| Expression::parse(text).unwrap().evaluate(&inputs, &mut NoHost).map(drop);
    for text in ["TIME_SERIES(1)", "FILL(a, 0)", "YEAR(a)", "FILL([a, b, a], a)", "IF(1, 1)"] {
        assert_eq!(compute(text).unwrap_err().kind(), MathErrorKind::Budget, "{text}");
    }
    assert_eq!(compute("a + b"), Ok(()), "far slots cost nothing");
}
