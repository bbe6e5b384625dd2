//! The operand of `numeric`.

use cupola_base::text::Span;

use super::ast::{Bound, Numeric};
use super::error::Reason;
use super::number::{Literal, Number};
use super::parse::Fault;
use super::syntax::{Node, Value};

/// Reads `["=", n]`, `["<", n]` and so on, or a lower bound followed by an upper one.
pub(super) fn operand(node: &Node) -> Result<Numeric, Fault> {
    let Value::Array(terms) = &node.value else {
        return Fault::at(node, Reason::NumericOperand);
    };
    let mut terms = Terms { whole: node, terms: terms.iter() };
    let operator = terms.operator(Reason::NumericMember)?;
    match operator {
        "=" => {
            let (number, _) = terms.number("equals")?;
            terms.end(Reason::TooManyElements).map(|()| Numeric::Equal(number))
        }
        "<" | "<=" => {
            let upper = terms.bound(operator)?;
            terms.end(Reason::TooManyElements).map(|()| Numeric::Range { lower: None, upper: Some(upper) })
        }
        ">" | ">=" => {
            let lower = terms.bound(operator)?;
            terms.upper(lower)
        }
        other => Err(Fault(terms.span_of_first(), Reason::NumericOperator(other.into()))),
    }
}

struct Terms<'a> {
    whole: &'a Node,
    terms: std::slice::Iter<'a, Node>,
}

impl<'a> Terms<'a> {
    fn operator(&mut self, reason: fn(String) -> Reason) -> Result<&'a str, Fault> {
        match self.terms.next() {
            Some(Node { value: Value::Text(operator), .. }) => Ok(operator),
            Some(other) => Fault::at(other, reason(other.token_text())),
            None => Fault::at(self.whole, reason("]".into())),
        }
    }

    fn number(&mut self, operator: &str) -> Result<(Literal, f64), Fault> {
        let node = self.terms.next().unwrap_or(self.whole);
        let Value::Number { text, nearest } = &node.value else {
            return Fault::at(node, Reason::NumericValue(operator.into()));
        };
        comparable(node, text, *nearest)
    }

    fn bound(&mut self, operator: &str) -> Result<Bound, Fault> {
        let (literal, value) = self.number(operator)?;
        Ok(Bound { text: literal.text().into(), value, inclusive: operator.ends_with('=') })
    }

    fn end(&mut self, reason: Reason) -> Result<(), Fault> {
        self.terms.next().map_or(Ok(()), |extra| Fault::at(extra, reason))
    }

    fn upper(&mut self, lower: Bound) -> Result<Numeric, Fault> {
        if self.terms.len() == 0 {
            return Ok(Numeric::Range { lower: Some(lower), upper: None });
        }
        let node = self.terms.as_slice().first().unwrap_or(self.whole);
        let operator = self.operator(Reason::RangeValue)?;
        if !matches!(operator, "<" | "<=") {
            return Fault::at(node, Reason::RangeOperator(operator.into()));
        }
        let upper = self.bound(operator)?;
        self.end(Reason::RangeTerms)?;
        if lower.value >= upper.value {
            return Fault::at(self.whole, Reason::RangeOrder);
        }
        Ok(Numeric::Range { lower: Some(lower), upper: Some(upper) })
    }

    fn span_of_first(&self) -> Span {
        match &self.whole.value {
            Value::Array(terms) => terms.first().map_or(self.whole.span, |first| first.span),
            _ => self.whole.span,
        }
    }
}

/// A number that can be compared, and its value.
pub(super) fn comparable(node: &Node, text: &str, nearest: f64) -> Result<(Literal, f64), Fault> {
    let number = Number::new(text, nearest);
    match number.value() {
        Some(value) => Ok((number.into(), value)),
        None => Fault::at(node, Reason::NotComparable(text.into())),
    }
}
