//! Comparisons by the words of the documentation.

use super::regex;
use crate::filter::Semantics;
use crate::filter::literal::{Comparison, Literal, Operator};
use crate::filter::logic::Logic;

/// A scalar as the twin sees it.
#[derive(Clone, Debug)]
pub(super) enum Plain {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
}

/// Whether all of it holds, every condition asked.
pub(super) fn logic<T>(all: &Logic<T>, test: &dyn Fn(&T) -> bool) -> bool {
    match all {
        Logic::One(condition) => test(condition),
        Logic::All(parts) => parts.iter().map(|part| logic(part, test)).fold(true, |a, b| a & b),
        Logic::Any(parts) => parts.iter().map(|part| logic(part, test)).fold(false, |a, b| a | b),
    }
}

pub(super) fn compare(comparison: &Comparison, value: &Plain, semantics: &Semantics) -> bool {
    let equal = equals(&comparison.literal, value, semantics);
    match comparison.operator {
        Operator::Equal => equal,
        Operator::Unequal if matches!(value, Plain::Null) => semantics.null_is_unequal,
        Operator::Unequal => !equal,
        Operator::Less => ordered(comparison, value, semantics, |difference| difference < 0),
        Operator::LessOrEqual => ordered(comparison, value, semantics, |difference| difference <= 0),
        Operator::Greater => ordered(comparison, value, semantics, |difference| difference > 0),
        Operator::GreaterOrEqual => ordered(comparison, value, semantics, |difference| difference >= 0),
    }
}

fn equals(literal: &Literal, value: &Plain, semantics: &Semantics) -> bool {
    let text = match value {
        Plain::Null => return false,
        Plain::Bool(truth) => truth.to_string(),
        Plain::Number(text) | Plain::Text(text) => text.clone(),
    };
    let has_text = match value {
        Plain::Bool(_) => semantics.booleans_have_text,
        Plain::Number(_) => semantics.numbers_have_text,
        _ => true,
    };
    match literal {
        Literal::Number(numeral) => match value {
            Plain::Number(text) => difference(text, numeral.text()) == Some(0),
            _ => text == numeral.text(),
        },
        Literal::Text(glob) => (has_text || glob.text().contains('*')) && covers(glob.text(), &text),
        Literal::Regex(regex) => regex::is_match(regex.branches(), &text),
    }
}

fn ordered(comparison: &Comparison, value: &Plain, semantics: &Semantics, accepts: fn(i8) -> bool) -> bool {
    let Literal::Number(numeral) = &comparison.literal else { return false };
    let text = match value {
        Plain::Number(text) => text,
        Plain::Text(text) if semantics.numeric_texts && text.parse::<f64>().is_ok_and(f64::is_finite) => text,
        _ => return false,
    };
    difference(text, numeral.text()).is_some_and(accepts)
}

/// The sign of `a - b`.
fn difference(a: &str, b: &str) -> Option<i8> {
    let whole = |text: &str| {
        let number: i128 = text.parse().ok()?;
        (i64::try_from(number).is_ok() || u64::try_from(number).is_ok()).then_some(number)
    };
    let order = match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?)?,
    };
    Some(order as i8)
}

/// Whether a text with stars covers all of another, by the whole table of how far both were read.
fn covers(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for wanted in pattern.chars() {
        let above = std::mem::replace(&mut row, vec![false; text.len() + 1]);
        row[0] = above[0] && wanted == '*';
        for (at, found) in text.iter().enumerate() {
            row[at + 1] = if wanted == '*' { above[at + 1] || row[at] } else { above[at] && wanted == *found };
        }
    }
    row[text.len()]
}
