//! What an expression comes to for a row.

mod addresses;
mod call;
mod compare;
mod dates;
mod hashes;
mod numbers;
mod texts;

pub(super) use addresses::in_subnet;
pub(super) use call::is_of_values;
pub(super) use compare::{equal, holds};
pub(super) use numbers::arithmetic;
pub(super) use texts::{base64_decode, base64_encode};

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use ::regex::Regex;

use super::ast::{Access, Expr, Likeness, Node, Operator};
use super::regex;
use super::row::Row;
use super::value::Value;

/// What expressions know of the query around them.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// When the query began, and the window that it reads, in milliseconds.
    pub(super) now: i64,
    pub(super) start: i64,
    pub(super) end: i64,
    /// Expressions that have been made ready.
    regexes: RefCell<BTreeMap<String, Option<Regex>>>,
}

impl Surroundings {
    pub(super) fn new(now: i64, start: i64, end: i64) -> Self {
        Self { now, start, end, regexes: RefCell::default() }
    }

    /// A regular expression, made ready once; `None` where it is none.
    pub(super) fn regex(&self, text: &str) -> Option<Regex> {
        /// Expressions out of fields are not kept without end.
        const MOST: usize = 256;
        let mut known = self.regexes.borrow_mut();
        if let Some(known) = known.get(text) {
            return known.clone();
        }
        let made = regex::compile(text).ok();
        if known.len() < MOST {
            known.insert(text.to_owned(), made.clone());
        }
        made
    }
}

/// The values that a query in parentheses gave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members {
    texts: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Members {
    pub(super) fn add(&mut self, value: &Value) {
        if let Some(text) = value.as_text() {
            if matches!(value, Value::Number(_)) {
                self.numbers.insert(text.to_string());
            }
            self.texts.insert(text.to_string());
        }
    }

    pub(super) fn contain(&self, value: &Value) -> bool {
        let as_number = || value.as_number().map(|number| Value::Number(number).to_string());
        self.texts.contains(&value.to_string()) || as_number().is_some_and(|text| self.numbers.contains(&text))
    }
}

/// Evaluates expressions for one row.
#[derive(Clone, Copy)]
pub(super) struct Evaluator<'a> {
    pub(super) around: &'a Surroundings,
    pub(super) row: &'a Row,
    /// What queries in parentheses gave out, by their texts.
    pub(super) members: &'a BTreeMap<String, Members>,
    /// By how many milliseconds bins are shifted.
    pub(super) offset: i64,
}

impl Evaluator<'_> {
    pub(super) fn value(&self, expr: &Expr) -> Value {
        match &expr.node {
            Node::Number(number) => Value::Number(*number),
            Node::Text(text) => Value::text(text.as_str()),
            Node::Boolean(truth) => Value::Boolean(*truth),
            Node::Period(_) => Value::Null,
            Node::Field(name) => self.row.get(name),
            Node::Member(of, access) => self.member(expr, of, access),
            Node::Negative(part) => self.value(part).as_number().map_or(Value::Null, |number| Value::Number(-number)),
            Node::Not(part) => self.value(part).as_truth().map_or(Value::Null, |truth| Value::truth(!truth)),
            Node::Chain(first, rest) => self.chain(first, rest),
            Node::Like { value, pattern, is_negated } => self.like(value, pattern, *is_negated),
            Node::In { value, list, is_negated } => self.membership(value, list, *is_negated),
            Node::InQuery { value, query, is_negated } => {
                let value = self.value(value);
                let found = self.members.get(&query.to_string()).is_some_and(|members| members.contain(&value));
                if value.is_nothing() { Value::Null } else { Value::truth(found != *is_negated) }
            }
            Node::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// Whether a filter lets the row pass.
    pub(super) fn passes(&self, expr: &Expr) -> bool {
        self.value(expr).as_truth() == Some(true)
    }

    fn member(&self, expr: &Expr, of: &Expr, access: &Access) -> Value {
        let inside = match (self.value(of), access) {
            (Value::List(items), Access::Index(index)) => items.get(*index).cloned(),
            (container, Access::Key(key)) => container.at(key),
            _ => None,
        };
        inside.or_else(|| path(expr).map(|path| self.row.get(&path))).unwrap_or(Value::Null)
    }

    fn chain(&self, first: &Expr, rest: &[(Operator, Expr)]) -> Value {
        let mut value = self.value(first);
        for (operator, part) in rest {
            value = match operator {
                Operator::Or | Operator::And => {
                    let decided = *operator == Operator::Or;
                    match value.as_truth() {
                        Some(truth) if truth == decided => return Value::truth(decided),
                        left => both(decided, left, self.value(part).as_truth()),
                    }
                }
                _ => operate(*operator, &value, &self.value(part)),
            };
        }
        value
    }

    fn like(&self, value: &Expr, pattern: &Likeness, is_negated: bool) -> Value {
        let Some(text) = self.value(value).as_text() else { return Value::Null };
        let found = match pattern {
            Likeness::Text(part) => text.contains(part.as_str()),
            Likeness::Regex(regex) | Likeness::Quoted(regex) => {
                self.around.regex(regex).is_some_and(|regex| regex.is_match(&text))
            }
        };
        Value::truth(found != is_negated)
    }

    fn membership(&self, value: &Expr, list: &[Expr], is_negated: bool) -> Value {
        let value = self.value(value);
        if matches!(value, Value::Null) {
            return Value::Null;
        }
        let found = list.iter().any(|item| equal(value.view(), self.value(item).view()) == Some(true));
        Value::truth(found != is_negated)
    }
}

/// `or` and `and` where a side may not be known.
pub(super) fn both(decided: bool, left: Option<bool>, right: Option<bool>) -> Value {
    match (left, right) {
        (_, Some(truth)) if truth == decided => Value::truth(decided),
        (Some(_), Some(_)) => Value::truth(!decided),
        _ => Value::Null,
    }
}

fn operate(operator: Operator, a: &Value, b: &Value) -> Value {
    match operator {
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Modulo | Operator::Power => {
            a.as_number().zip(b.as_number()).map_or(Value::Null, |(a, b)| arithmetic(operator, a, b))
        }
        _ => compare::compare(operator, a, b),
    }
}

/// The name of a discovered field that an access by index or key stands for.
pub(super) fn path(expr: &Expr) -> Option<String> {
    match &expr.node {
        Node::Field(name) => Some(name.clone()),
        Node::Member(of, Access::Key(key)) => Some(format!("{}.{key}", path(of)?)),
        Node::Member(of, Access::Index(index)) => Some(format!("{}.{index}", path(of)?)),
        _ => None,
    }
}
