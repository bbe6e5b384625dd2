//! Comparing what a trace tells with what an expression says.

use super::ast::Literal;
use super::word::Operator;
use crate::segment::AnnotationValue;

/// A number that is not set, and one that is none, is neither equal nor unequal to any.
pub(super) fn compare(operator: Operator, found: Option<f64>, wanted: f64) -> bool {
    let Some(order) = found.and_then(|found| found.partial_cmp(&wanted)) else { return false };
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::AtMost => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::AtLeast => order.is_ge(),
        Operator::Contains | Operator::BeginsWith | Operator::EndsWith => false,
    }
}

pub(super) fn compare_texts(operator: Operator, found: &str, wanted: &str) -> bool {
    match operator {
        Operator::Equal => found == wanted,
        Operator::NotEqual => found != wanted,
        Operator::Contains => found.contains(wanted),
        Operator::BeginsWith => found.starts_with(wanted),
        Operator::EndsWith => found.ends_with(wanted),
        Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => false,
    }
}

/// Values of different types are not compared: what they are is neither equal nor unequal.
pub(super) fn compare_annotation(operator: Operator, found: &AnnotationValue, wanted: &Literal) -> bool {
    match (found, wanted) {
        (AnnotationValue::Bool(found), Literal::Boolean(wanted)) => (operator == Operator::Equal) == (found == wanted),
        (AnnotationValue::Number(found), Literal::Number(wanted)) => compare(operator, Some(*found), *wanted),
        (AnnotationValue::Text(found), Literal::Text(wanted)) => compare_texts(operator, found, wanted),
        _ => false,
    }
}
