//! The natural order of values.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::value::{Value, number};

/// Null, then what is no number, then numbers by value; values that differ as texts are never equal.
///
/// # Source
/// CloudWatch Logs User Guide, "sort".
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => return (a + 0.0).total_cmp(&(b + 0.0)),
        (Value::Time(a), Value::Time(b)) => return a.cmp(b),
        _ => {}
    }
    let (a, b) = (Key::of(a), Key::of(b));
    let texts = || if a.class == NUMBERS { a.text.cmp(&b.text) } else { texts(&a.text, &b.text) };
    a.class.cmp(&b.class).then_with(|| a.number.total_cmp(&b.number)).then_with(texts)
}

/// As [`compare`]; values that it takes for equal, as the number 7 and the text `7`, are told apart by their kind.
pub(super) fn strict(a: &Value, b: &Value) -> Ordering {
    compare(a, b).then_with(|| kind(a).cmp(&kind(b)))
}

/// Which of equal values stands for all: the one of the lowest kind.
pub(super) const fn kind(value: &Value) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::Boolean(_) => 1,
        Value::Time(_) => 2,
        Value::Text(_) => 3,
        Value::Null => 4,
        Value::List(_) | Value::Map(_) => 5,
    }
}

/// The class of numbers.
const NUMBERS: u8 = 2;

struct Key<'a> {
    class: u8,
    number: f64,
    text: Cow<'a, str>,
}

impl<'a> Key<'a> {
    fn of(value: &'a Value) -> Self {
        let (class, number) = match value {
            value if value.is_nothing() => (0, 0.0),
            Value::Text(text) => match plain(text) {
                Some(number) => (NUMBERS, number),
                None => (1, 0.0),
            },
            Value::Boolean(_) => (1, 0.0),
            value => (NUMBERS, value.as_number().unwrap_or(0.0)),
        };
        let text = match value {
            _ if class == 0 => Cow::Borrowed(""),
            Value::Text(text) => Cow::Borrowed(&**text),
            other => Cow::Owned(other.to_string()),
        };
        Self { class, number: number + 0.0, text }
    }
}

/// A number of digits, a sign and a decimal point.
fn plain(text: &str) -> Option<f64> {
    if text.contains(['e', 'E']) || text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return None;
    }
    number(text)
}

/// Compares chunk by chunk: runs of digits and runs of others.
pub(super) fn texts(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let ((one, rest), (two, other)) = (chunk(left), chunk(right));
        match (one.is_empty(), two.is_empty()) {
            (true, true) => return a.cmp(b),
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let order = chunks(one, two);
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (rest, other);
    }
}

fn chunks(a: &str, b: &str) -> Ordering {
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match (digits(a), digits(b)) {
        (true, true) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        (false, false) => a.cmp(b),
        _ => a.chars().next().cmp(&b.chars().next()),
    }
}

fn chunk(text: &str) -> (&str, &str) {
    let Some(first) = text.chars().next() else { return ("", "") };
    let is_digit = first.is_ascii_digit();
    let end = text.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(text.len());
    text.split_at(end)
}

/// A value that orders and tells groups apart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Natural(pub(super) Value);

impl PartialEq for Natural {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Natural {}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_natural_order() {
        let sorted = ["", "!", "A", "a", "a2", "a10", "a10b", "ab", "é", "-5", "0", "00", "1.5", "2", "10"];
        for pair in sorted.windows(2) {
            assert_eq!(compare(&Value::text(pair[0]), &Value::text(pair[1])), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare(&Value::Null, &Value::text("")), Ordering::Less);
        assert_eq!(compare(&Value::Number(7.0), &Value::text("7")), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[0-9a.b-]{0,4}", b in "[0-9a.b-]{0,4}", c in "[0-9a.b-]{0,4}") {
            let [a, b, c] = [a, b, c].map(Value::text);
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(compare(&a, &c), Ordering::Greater);
            }
        }
    }
}
