//! Comparisons.

use std::cmp::Ordering;

use crate::insights::ast::Operator;
use crate::insights::value::{Value, written_time};

/// 1, 0, or null where a side is null; lists and maps compare with nothing.
pub(super) fn compare(operator: Operator, a: &Value, b: &Value) -> Value {
    if matches!(a, Value::Null) || matches!(b, Value::Null) {
        return Value::Null;
    }
    if a.is_container() || b.is_container() {
        return Value::truth(false);
    }
    let truth = match operator {
        Operator::Equal => equal(a, b) == Some(true),
        Operator::NotEqual => equal(a, b) == Some(false),
        Operator::Less => order(a, b) == Ordering::Less,
        Operator::AtMost => order(a, b) != Ordering::Greater,
        Operator::Greater => order(a, b) == Ordering::Greater,
        _ => order(a, b) != Ordering::Less,
    };
    Value::truth(truth)
}

/// Whether two values are equal; texts are compared letter by letter.
pub(super) fn equal(a: &Value, b: &Value) -> Option<bool> {
    if a.is_nothing() || b.is_nothing() {
        return None;
    }
    Some(match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b,
        _ => order(a, b) == Ordering::Equal,
    })
}

/// As numbers where both are some, else as texts.
fn order(a: &Value, b: &Value) -> Ordering {
    let numbers = match (a, b) {
        (Value::Boolean(a), Value::Boolean(b)) => return a.cmp(b),
        (Value::Boolean(truth), Value::Number(number)) => Some((f64::from(u8::from(*truth)), *number)),
        (Value::Number(number), Value::Boolean(truth)) => Some((*number, f64::from(u8::from(*truth)))),
        (Value::Time(at), Value::Text(text)) if written_time(text).is_some() => {
            return Some(*at).cmp(&written_time(text));
        }
        (Value::Text(text), Value::Time(at)) if written_time(text).is_some() => {
            return written_time(text).cmp(&Some(*at));
        }
        _ => a.as_number().zip(b.as_number()),
    };
    match numbers {
        Some((a, b)) => a.total_cmp(&b).then(Ordering::Equal),
        None => a.to_string().cmp(&b.to_string()),
    }
}
