//! What must hold for the little languages of metrics, whatever the text.

use cupola_base::{Dimension, Timestamp};

use super::generate::Choices;
use super::mathematics::{Slow, evaluate, ids};
use crate::insights::InsightsQuery;
use crate::math::{Axis, Expression, Inputs, MathErrorKind, NoHost, Series, Value};
use crate::search::{Search, tokens};
use crate::{Metric, Period};

/// Any text is an expression or refused with a place in it; an expression survives printing, and comes
/// to what the twin says over some series.
pub fn math_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Expression::parse(&text) {
        Err(error) => is_drawn(&error, error.text(), error.span()),
        Ok(expression) => {
            let printed = expression.to_string();
            if printed.chars().count() <= Expression::MAX_LENGTH {
                let again = Expression::parse(&printed).expect("what we print we can read");
                assert_eq!((again.to_string(), &again), (printed, &expression));
            }
            twins_agree(&expression, &inputs(&mut Choices::new(bytes)));
        }
    }
}

/// The same for an expression that is made of choices. Answers whether it came to something, which most
/// do.
pub fn generated_math_law(bytes: &[u8]) -> bool {
    let mut choices = Choices::new(bytes);
    let text = expression(&mut choices, Kind::Any, 3);
    let expression = Expression::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    math_law(text.as_bytes());
    twins_agree(&expression, &inputs(&mut choices))
}

/// Any text is a search or refused; a search survives printing, and its words find what the rule says.
pub fn search_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (search, names) = text.split_once('\n').unwrap_or((&text, "LoadTime"));
    match Search::parse(search) {
        Err(error) => is_drawn(&error, error.text(), error.span()),
        Ok(parsed) => {
            let printed = parsed.to_string();
            if printed.chars().count() <= Search::MAX_LENGTH {
                let again = Search::parse(&printed).expect("what we print we can read");
                assert_eq!((again.to_string(), &again), (printed, &parsed));
            }
            let (negated, all) = (Search::parse(&format!("NOT ({parsed})")), metrics(names));
            for metric in all.filter(|_| !search.trim_start().starts_with('{')) {
                let negated = negated.as_ref().is_ok_and(|negated| negated.matches(&metric));
                assert!(negated != parsed.matches(&metric) || search.chars().count() > 1000, "{parsed}");
            }
        }
    }
    names.lines().take(8).for_each(|name| tokens_law(name, search));
}

/// Tokens are distinct, sorted and small; a text without quotes finds by them what it should.
pub fn tokens_law(text: &str, wanted: &str) {
    let found = tokens(text);
    assert!(found.is_sorted() && found.windows(2).all(|pair| pair[0] != pair[1]), "{found:?}");
    assert_eq!(found.is_empty(), !text.chars().any(char::is_alphanumeric));
    assert_eq!(found, super::words::tokens(text), "{text:?}");
    let is_one_word = !wanted.is_empty() && wanted.chars().all(|c| c.is_ascii_graphic() && !"\"'(){}=,\\".contains(c));
    if !is_one_word || !wanted.contains(|c: char| c.is_alphanumeric()) || ["AND", "OR", "NOT"].contains(&wanted) {
        return;
    }
    let (Ok(search), Ok(metric)) = (Search::parse(&format!("MetricName={wanted}")), Metric::new("Bay", text)) else {
        return;
    };
    assert_eq!(search.matches(&metric), super::words::is_found(wanted, text), "{wanted:?} in {text:?}");
}

/// Any text is a Metrics Insights query or refused; a query survives printing.
pub fn insights_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match InsightsQuery::parse(&text) {
        Err(error) => is_drawn(&error, error.text(), error.span()),
        Ok(query) => {
            let printed = query.to_string();
            if printed.chars().count() <= InsightsQuery::MAX_LENGTH {
                let again = InsightsQuery::parse(&printed).expect("what we print we can read");
                assert_eq!((again.to_string(), &again), (printed, &query));
            }
        }
    }
}

fn is_drawn(error: &dyn std::error::Error, text: &str, span: cupola_base::text::Span) {
    assert!(span.start <= span.end && text.get(span.range()).is_some(), "{error}");
    assert!(error.to_string().contains('^'), "{error}");
}

/// The engine and its twin come to the same, to the last bit. Answers whether they came to something.
fn twins_agree(expression: &Expression, inputs: &Inputs) -> bool {
    let (ids, metrics) = ids(inputs);
    match expression.evaluate(inputs, &mut NoHost) {
        Ok(value) if !depends_on_periods(expression) => {
            let slow = evaluate(expression, inputs.axis(), &ids, &metrics);
            assert_eq!(Slow::from(&value), slow, "{expression}");
            !is_empty(&slow)
        }
        Err(error) if error.kind() == MathErrorKind::Type && expression.check(&inputs.scope()).is_ok() => {
            assert_eq!(evaluate(expression, inputs.axis(), &ids, &metrics), Slow::Refused, "{expression}");
            false
        }
        Ok(_) | Err(_) => false,
    }
}

fn is_empty(value: &Slow) -> bool {
    match value {
        Slow::Scalar(number) => number.is_none(),
        Slow::Series(points) => points.is_empty(),
        Slow::Array(members) => members.iter().all(std::collections::BTreeMap::is_empty),
        Slow::Refused => true,
    }
}

/// The twin knows no periods: neither what they are, nor how many slots those of `c` are, which is
/// what a mean over `c` divides by.
fn depends_on_periods(expression: &Expression) -> bool {
    let text = expression.to_string();
    let holds_c = expression.ids().any(|id| id == "c") || text.contains("METRICS(");
    let divides = text.contains("AVG(") || text.contains("STDDEV(");
    text.contains("PERIOD(") || holds_c && divides
}

/// Metrics `a`, `b` and `m1` on one axis, `c` on a coarser one; `e` an array, `s` and `none` numbers.
fn inputs(choices: &mut Choices<'_>) -> Inputs {
    let start = Timestamp::from_secs(super::generate::BASE);
    let axis = Axis::new(start, start.plus_secs(60 * 70), Period::MINUTE);
    let coarse = Axis::new(start, start.plus_secs(60 * 70), FIVE_MINUTES);
    let mut series = |label: &str, axis: Axis| {
        let values = [0.0, 1.0, -2.5, 8.0, 0.1, 1e300, 7.0, -1.0];
        let len = axis.len().min(1 + u64::from(choices.byte()));
        let mut points = Vec::new();
        for slot in 0..len {
            let byte = choices.byte();
            points.extend((byte % 3 != 1).then(|| (axis.at(slot), values[usize::from(byte) % values.len()])));
        }
        Series::new(label, axis, points)
    };
    let members = vec![series("x", axis), series("y", axis)];
    Inputs::new(axis)
        .with_metric("a", Period::MINUTE, series("a", axis))
        .with_metric("b", Period::MINUTE, series("b", axis))
        .with_metric("m1", Period::MINUTE, series("m1", axis))
        .with_metric("c", FIVE_MINUTES, series("c", coarse))
        .with("e", Value::Array(members))
        .with("s", Value::Scalar(Some(3.0)))
        .with("none", Value::Scalar(None))
}

const FIVE_MINUTES: Period = match Period::minutes(5) {
    Ok(period) => period,
    Err(_) => Period::MINUTE,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Scalar,
    Series,
    Array,
}

/// An expression of a kind.
fn expression(choices: &mut Choices<'_>, kind: Kind, depth: usize) -> String {
    let kind = match kind {
        Kind::Any => *choices.pick(&[Kind::Series, Kind::Array, Kind::Series, Kind::Scalar]),
        kind => kind,
    };
    if depth == 0 {
        return leaf(choices, kind).to_owned();
    }
    let form = choices.byte() % 8;
    let mut part = |kind| expression(choices, kind, depth - 1);
    match (kind, form) {
        (Kind::Scalar, 0) => format!("({} + {})", part(Kind::Scalar), part(Kind::Scalar)),
        (Kind::Scalar, 1) => format!("METRIC_COUNT({})", part(Kind::Array)),
        (Kind::Scalar, 2..6) => {
            let series = part(Kind::Series);
            format!("{}({series})", choices.pick(&["AVG", "SUM", "MIN", "MAX", "STDDEV", "DATAPOINT_COUNT"]))
        }
        (Kind::Series, 0) => {
            let array = part(Kind::Array);
            format!(
                "{}({array})",
                choices.pick(&["AVG", "SUM", "MIN", "MAX", "STDDEV", "DATAPOINT_COUNT", "FIRST", "LAST"])
            )
        }
        (Kind::Series, 1) => format!("IF({}, {}, {})", part(Kind::Series), part(Kind::Scalar), part(Kind::Series)),
        (Kind::Series, 2) => format!("IF({}, {})", part(Kind::Scalar), part(Kind::Series)),
        (Kind::Series, 3) => format!("TIME_SERIES({})", part(Kind::Scalar)),
        (Kind::Series, 4) => {
            let series = part(Kind::Series);
            format!("{}({series})", choices.pick(&["MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"]))
        }
        (Kind::Array, 0) => format!("[{}, {}]", part(Kind::Series), part(Kind::Array)),
        (Kind::Array, 1) => format!("REMOVE_EMPTY({})", part(Kind::Array)),
        (Kind::Array, 2) => {
            let array = part(Kind::Array);
            let key = choices.pick(&["AVG", "MIN", "MAX", "SUM"]);
            format!("SORT({array}, {key}, {}, 3)", choices.pick(&["ASC", "DESC"]))
        }
        (Kind::Array, 3) => format!("SLICE({}, 1, {})", part(Kind::Array), part(Kind::Scalar)),
        (_, 5) if kind != Kind::Scalar => {
            let values = part(kind);
            let function = ["ABS", "CEIL", "FLOOR", "LOG", "LOG10", "RATE", "DIFF", "DIFF_TIME", "RUNNING_SUM"];
            format!("{}({values})", choices.pick(&function))
        }
        (_, 6) if kind != Kind::Scalar => {
            let values = part(kind);
            let with = expression(choices, Kind::Series, depth - 1);
            format!("FILL({values}, {})", choices.pick(&["REPEAT", "LINEAR", "0", "none", &with]))
        }
        _ => {
            let (left, right) = (part(kind), part(if form == 7 { Kind::Scalar } else { Kind::Series }));
            let operators = ["+", "-", "*", "/", "^", "<", ">=", "==", "!=", "AND", "OR", ">", "<="];
            let right = if kind == Kind::Scalar { leaf(choices, kind).to_owned() } else { right };
            format!("({left} {} -{right})", choices.pick(&operators))
        }
    }
}

fn leaf(choices: &mut Choices<'_>, kind: Kind) -> &'static str {
    let all: &[&'static str] = match kind {
        Kind::Scalar => &["2", "0", "s", "none", "0.5", "1e300"],
        Kind::Array => &["[a, b]", "e", "METRICS()", "METRICS('m')", "[c, a]"],
        Kind::Any | Kind::Series => &["a", "b", "m1", "c"],
    };
    all[usize::from(choices.byte()) % all.len()]
}

/// Metrics with any names.
fn metrics(names: &str) -> impl Iterator<Item = Metric> {
    let metric = |name: &str| {
        let metric = Metric::new("Bay", name).ok()?;
        metric.with_dimensions([Dimension::new("Dock", name), Dimension::new(name, "North7")]).ok()
    };
    names.lines().take(8).filter_map(metric).collect::<Vec<_>>().into_iter()
}
