//! Comparisons.

use std::cmp::Ordering;

use crate::insights::ast::Operator;
use crate::insights::value::{Value, View, written_time};

/// 1, 0, or null where a side is null; lists and maps compare with nothing.
pub(super) fn compare(operator: Operator, a: &Value, b: &Value) -> Value {
    holds(operator, a.view(), b.view()).map_or(Value::Null, Value::truth)
}

/// Whether a comparison holds; `None` where a side is null.
pub(in crate::insights) fn holds(operator: Operator, a: View<'_>, b: View<'_>) -> Option<bool> {
    if matches!(a, View::Null) || matches!(b, View::Null) {
        return None;
    }
    if matches!(a, View::Container) || matches!(b, View::Container) {
        return Some(false);
    }
    Some(match operator {
        Operator::Equal => equal(a, b) == Some(true),
        Operator::NotEqual => equal(a, b) == Some(false),
        Operator::Less => order(a, b) == Ordering::Less,
        Operator::AtMost => order(a, b) != Ordering::Greater,
        Operator::Greater => order(a, b) == Ordering::Greater,
        _ => order(a, b) != Ordering::Less,
    })
}

/// Whether two values are equal; texts are compared letter by letter.
pub(in crate::insights) fn equal(a: View<'_>, b: View<'_>) -> Option<bool> {
    if a.is_nothing() || b.is_nothing() {
        return None;
    }
    Some(match (a, b) {
        (View::Text(a), View::Text(b)) => a == b,
        _ => order(a, b) == Ordering::Equal,
    })
}

/// As numbers where both are some, else as texts.
fn order(a: View<'_>, b: View<'_>) -> Ordering {
    let numbers = match (a, b) {
        (View::Boolean(a), View::Boolean(b)) => return a.cmp(&b),
        (View::Boolean(truth), View::Number(number)) => Some((f64::from(u8::from(truth)), number)),
        (View::Number(number), View::Boolean(truth)) => Some((number, f64::from(u8::from(truth)))),
        (View::Time(at), View::Text(text)) if written_time(text).is_some() => {
            return Some(at).cmp(&written_time(text));
        }
        (View::Text(text), View::Time(at)) if written_time(text).is_some() => {
            return written_time(text).cmp(&Some(at));
        }
        _ => a.as_number().zip(b.as_number()),
    };
    match numbers {
        Some((a, b)) => (a + 0.0).total_cmp(&(b + 0.0)),
        None => a.with_text(|a| b.with_text(|b| a.cmp(b))).flatten().unwrap_or(Ordering::Equal),
    }
}
