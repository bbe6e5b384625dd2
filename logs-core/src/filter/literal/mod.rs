//! Values that fields are compared with, and how.

mod glob;
mod number;
mod parse;

use std::cmp::Ordering;
use std::fmt;

use super::Semantics;
use super::lex::write_quoted;
use super::needs::Needs;
use super::regex::Regex;

pub(super) use glob::Glob;
pub(super) use number::{Number, Numeral};
pub(super) use parse::Reader;

/// A comparison with a value: `>= 1.5`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    pub(super) operator: Operator,
    pub(super) literal: Literal,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    /// A number without quotes.
    Number(Numeral),
    /// A text, in which `*` stands for any run.
    Text(Glob),
    /// A regular expression.
    Regex(Regex),
}

/// What a value must be to compare so, told in a way by which many comparisons are looked up at once.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lookup<'a> {
    /// This text.
    Text(&'a str),
    /// A text that begins so, which may be `only` what is asked.
    Head { text: &'a str, only: bool },
    /// A number that compares so with this one.
    Number(Operator, Number),
}

/// A value of a message, as comparisons see it: texts by their bytes, which are UTF-8.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar<'a> {
    Text(&'a [u8]),
    /// A JSON number as it is spelt.
    Number(&'a [u8]),
    Bool(bool),
    Null,
}

impl Comparison {
    /// Whether a value that is there compares so.
    #[inline]
    pub(super) fn holds(&self, value: Scalar<'_>, semantics: &Semantics) -> bool {
        match (self.operator, value) {
            (Operator::Equal, value) => self.literal.equals(value, semantics),
            (Operator::Unequal, Scalar::Null) => semantics.null_is_unequal,
            (Operator::Unequal, value) => !self.literal.equals(value, semantics),
            (operator, value) => self.literal.order(value, semantics).is_some_and(|order| operator.accepts(order)),
        }
    }

    /// What a value must hold to compare so, given what is needed for it to hold a text. A number may be
    /// spelt in many ways, but for where only its text counts.
    pub(super) fn needs(&self, of: impl Fn(&str) -> Option<Needs>, numbers_are_texts: bool) -> Option<Needs> {
        match (self.operator, &self.literal) {
            (Operator::Equal, Literal::Text(glob)) => Needs::all(glob.parts().map(of)),
            (Operator::Equal, Literal::Regex(regex)) => Needs::regex(regex.branches(), of),
            (Operator::Equal, Literal::Number(numeral)) if numbers_are_texts => of(numeral.text()),
            _ => None,
        }
    }
}

impl Comparison {
    /// What a value must be to compare so; what is so may yet not compare. None where that cannot be looked up.
    pub(super) fn lookup(&self, numbers_are_texts: bool) -> Option<Lookup<'_>> {
        match (self.operator, &self.literal) {
            (Operator::Equal, Literal::Text(glob)) if !glob.has_star() => Some(Lookup::Text(glob.text())),
            (Operator::Equal, Literal::Text(glob)) => {
                let text = glob.head().filter(|head| !head.is_empty())?;
                Some(Lookup::Head { text, only: glob.text().len() == text.len() + 1 })
            }
            (Operator::Equal, Literal::Number(numeral)) if numbers_are_texts => Some(Lookup::Text(numeral.text())),
            (Operator::Unequal, _) | (_, Literal::Text(_) | Literal::Regex(_)) => None,
            (operator, Literal::Number(numeral)) => Some(Lookup::Number(operator, numeral.number())),
        }
    }
}

impl Operator {
    /// Whether it needs numbers.
    pub(super) const fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::Unequal)
    }

    /// Whether a value that compares so with the literal is accepted.
    pub(super) const fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::Greater => order.is_gt(),
            Self::LessOrEqual => order.is_le(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Literal {
    pub(super) const fn is_regex(&self) -> bool {
        matches!(self, Self::Regex(_))
    }

    #[inline]
    fn equals(&self, value: Scalar<'_>, semantics: &Semantics) -> bool {
        match (self, value) {
            (_, Scalar::Null) => false,
            (Self::Number(numeral), Scalar::Number(text)) => {
                numeral.number().order(Number::of(text)) == Some(Ordering::Equal)
            }
            (Self::Text(glob), Scalar::Number(_)) if !glob.has_star() && !semantics.numbers_have_text => false,
            (Self::Text(glob), Scalar::Bool(_)) if !glob.has_star() && !semantics.booleans_have_text => false,
            (Self::Number(numeral), value) => numeral.text().as_bytes() == value.text(),
            (Self::Text(glob), value) => glob.matches(value.text()),
            (Self::Regex(regex), value) => regex.is_match(value.text()),
        }
    }

    /// How a value compares with this number; none where one of the two is no number.
    #[inline]
    fn order(&self, value: Scalar<'_>, semantics: &Semantics) -> Option<Ordering> {
        let Self::Number(numeral) = self else { return None };
        value.number(semantics)?.order(numeral.number())
    }
}

impl<'a> Scalar<'a> {
    #[inline]
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// The value as text.
    #[inline]
    pub(super) const fn text(self) -> &'a [u8] {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Bool(true) => b"true",
            Self::Bool(false) => b"false",
            Self::Null => b"null",
        }
    }

    /// Whether it may be a number, or spelt as one: most words are not.
    #[inline]
    pub(super) fn may_be_number(self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Text(text) => number::begins(text),
            Self::Bool(_) | Self::Null => false,
        }
    }

    /// The nearest double of the value, where it is a number or is spelt as one.
    #[inline]
    pub(super) fn double(self) -> Option<f64> {
        match self {
            Self::Number(text) => Some(Number::double(text).unwrap_or_else(|| Number::of(text).to_f64())),
            Self::Text(text) => Number::double(text),
            Self::Bool(_) | Self::Null => None,
        }
    }

    /// The value as a number.
    #[inline]
    pub(super) fn number(self, semantics: &Semantics) -> Option<Number> {
        match self {
            Self::Number(text) => Some(Number::of(text)),
            Self::Text(text) if semantics.numeric_texts => Number::parse(text),
            _ => None,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operator, self.literal)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::Greater => ">",
            Self::LessOrEqual => "<=",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(numeral) => f.write_str(numeral.text()),
            Self::Text(glob) => write_quoted(f, glob.text()),
            Self::Regex(regex) => regex.fmt(f),
        }
    }
}
