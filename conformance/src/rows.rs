//! Rows of queries, compared as the kind `logs.insights` asks for it.

use crate::{Failure, Got, Object, Value};

/// Whether rows are expected, so that they are compared here.
pub(crate) fn are_expected(expect: &Value) -> bool {
    expect.member("rows").is_some()
}

/// Lays expected rows against those that came out.
pub(crate) fn compare(expect: &Value, got: &Got) -> Result<(), Failure> {
    let expected = expect.member("rows").and_then(Value::as_list);
    let found = match got {
        Got::Answer(value) => value.member("rows").and_then(Value::as_list),
        _ => None,
    };
    let tolerance = expect.member("tolerance").and_then(Value::as_number).unwrap_or(0.0);
    let ordered = expect.member("ordered") != Some(&Value::from(false));
    let same = match (expected, found) {
        (Some(expected), Some(found)) if expected.len() == found.len() && ordered => {
            expected.iter().zip(found).all(|(a, b)| same_row(a, b, tolerance))
        }
        (Some(expected), Some(found)) if expected.len() == found.len() => same_in_any_order(expected, found, tolerance),
        _ => false,
    };
    if same { Ok(()) } else { Err(Failure::new(expect.clone(), got)) }
}

/// Each row has one of its own that is the same.
fn same_in_any_order(expected: &[Value], found: &[Value], tolerance: f64) -> bool {
    let mut left: Vec<&Value> = found.iter().collect();
    expected.iter().all(|row| {
        let at = left.iter().position(|other| same_row(row, other, tolerance));
        at.map(|at| left.swap_remove(at)).is_some()
    })
}

fn same_row(a: &Value, b: &Value, tolerance: f64) -> bool {
    let (Some(a), Some(b)) = (a.as_object(), b.as_object()) else { return false };
    let fits =
        |(name, value): &(String, Value)| b.member(name).is_some_and(|other| same_value(value, other, tolerance));
    count(a) == count(b) && a.members().iter().all(fits)
}

fn count(object: &Object) -> usize {
    object.members().len()
}

/// Equal as texts, or decimal numbers that hardly differ.
fn same_value(a: &Value, b: &Value, tolerance: f64) -> bool {
    if a == b {
        return true;
    }
    let number = |value: &Value| value.as_text().and_then(decimal);
    let near = |(a, b): (f64, f64)| (a - b).abs() <= tolerance.max(1e-9 * a.abs().max(b.abs()));
    number(a).zip(number(b)).is_some_and(near)
}

fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(expect: &str, got: &str) -> bool {
        compare(&expect.parse().unwrap(), &Got::Answer(got.parse().unwrap())).is_ok()
    }

    #[test]
    fn rows_are_the_same_in_order_and_about_in_value() {
        let got = r#"{"rows": [{"a": "1"}, {"a": "2.0000000001", "b": "x"}]}"#;
        assert!(passes(r#"{"rows": [{"a": "1"}, {"b": "x", "a": "2"}]}"#, got));
        assert!(!passes(r#"{"rows": [{"b": "x", "a": "2"}, {"a": "1"}]}"#, got));
        assert!(passes(r#"{"rows": [{"b": "x", "a": "2"}, {"a": "1"}], "ordered": false}"#, got));
        assert!(!passes(r#"{"rows": [{"a": "1"}, {"a": "2"}]}"#, got));
        assert!(passes(r#"{"rows": [{"a": "1.4"}, {"a": "2", "b": "x"}], "tolerance": 0.5}"#, got));
        assert!(!passes(r#"{"rows": [{"a": "1"}]}"#, got) && !passes(r#"{"rows": []}"#, r#"{"valid": true}"#));
    }
}
