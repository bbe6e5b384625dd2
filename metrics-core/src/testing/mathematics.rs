//! Metric math by the most obvious means: maps from slots to numbers, rule by rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::math::ast::{Expr, Node, Operator};
use crate::math::function::Function;
use crate::math::{Axis, Expression, Inputs, Value};

type Points = BTreeMap<i64, f64>;

/// What an expression comes to; series by milliseconds. Functions that a host answers come to nothing.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the language knows three kinds of values")]
pub enum Slow {
    /// A number, unless there was nothing to make one of.
    Scalar(Option<f64>),
    /// A series.
    Series(BTreeMap<i64, f64>),
    /// An array.
    Array(Vec<BTreeMap<i64, f64>>),
    /// It is an error.
    Refused,
}

impl From<&Value> for Slow {
    fn from(value: &Value) -> Self {
        let points =
            |series: &crate::math::Series| series.points().map(|(at, value)| (at.as_millis(), value)).collect();
        match value {
            Value::Scalar(number) => Self::Scalar(*number),
            Value::Series(series) => Self::Series(points(series)),
            Value::Array(members) => Self::Array(members.iter().map(points).collect()),
        }
    }
}

/// Computes an expression that was checked, over ids of which `metrics` are metrics.
#[must_use]
pub fn evaluate(expression: &Expression, axis: Axis, ids: &BTreeMap<String, Slow>, metrics: &[String]) -> Slow {
    let slots = (0..axis.len()).map(|slot| axis.at(slot).as_millis()).collect();
    let world = World { slots, ids, metrics };
    world.value(expression.root()).unwrap_or(Slow::Refused)
}

/// The ids of inputs as this twin takes them, and which of them are metrics.
#[must_use]
pub fn ids(inputs: &Inputs) -> (BTreeMap<String, Slow>, Vec<String>) {
    let ids = inputs.values().map(|(id, value)| (id.to_owned(), Slow::from(value))).collect();
    (ids, inputs.metric_ids().map(str::to_owned).collect())
}

struct World<'a> {
    slots: Vec<i64>,
    ids: &'a BTreeMap<String, Slow>,
    metrics: &'a [String],
}

/// `None` where the types do not fit.
type Found<T> = Option<T>;

impl World<'_> {
    fn value(&self, expr: &Expr) -> Found<Slow> {
        match &expr.node {
            Node::Number(number) => Some(Slow::Scalar(Some(*number))),
            Node::Id(id) => self.ids.get(&**id).cloned(),
            Node::Text(_) | Node::Keyword(_) => None,
            Node::List(parts) => {
                let mut members = Vec::new();
                for part in parts {
                    match self.value(part)? {
                        Slow::Series(series) => members.push(series),
                        Slow::Array(all) => members.extend(all),
                        _ => return None,
                    }
                }
                Some(Slow::Array(members))
            }
            Node::Negative(part) => match self.value(part)? {
                Slow::Scalar(number) => Some(Slow::Scalar(number.map(|n| -n))),
                other => each(other, |points| point_by_point(points, |n| -n)),
            },
            Node::Chain(first, rest) => {
                let mut left = self.value(first)?;
                for (operator, part) in rest {
                    left = operate(*operator, left, self.value(part)?)?;
                }
                Some(left)
            }
            Node::Call(function, parts) => self.call(*function, parts),
        }
    }

    fn call(&self, function: Function, parts: &[Expr]) -> Found<Slow> {
        match function {
            Function::Abs => each(self.value(&parts[0])?, |p| point_by_point(p, f64::abs)),
            Function::Ceil => each(self.value(&parts[0])?, |p| point_by_point(p, f64::ceil)),
            Function::Floor => each(self.value(&parts[0])?, |p| point_by_point(p, f64::floor)),
            Function::Log => each(self.value(&parts[0])?, |p| point_by_point(p, f64::ln)),
            Function::Log10 => each(self.value(&parts[0])?, |p| point_by_point(p, f64::log10)),
            Function::Rate => each(self.value(&parts[0])?, |p| along(p, |dv, dt| dv / dt)),
            Function::Difference => each(self.value(&parts[0])?, |p| along(p, |dv, _| dv)),
            Function::DifferenceOfTimes => each(self.value(&parts[0])?, |p| along(p, |_, dt| dt)),
            Function::RunningSum => each(self.value(&parts[0])?, |p| {
                let mut sum = 0.0;
                let mut sums = Points::new();
                for (at, value) in p {
                    sum += value;
                    insert(&mut sums, *at, sum);
                }
                sums
            }),
            Function::Average
            | Function::Sum
            | Function::Minimum
            | Function::Maximum
            | Function::StandardDeviation
            | Function::DatapointCount => match self.value(&parts[0])? {
                Slow::Series(points) => {
                    let there: Vec<f64> = points.values().copied().collect();
                    let all = self.slots.len().max(there.len());
                    let number = if there.is_empty() && function != Function::DatapointCount {
                        None
                    } else {
                        reduce(function, &there, all)
                    };
                    Some(Slow::Scalar(number.filter(|number| number.is_finite())))
                }
                Slow::Array(members) => {
                    let mut reduced = Points::new();
                    for at in members.iter().flat_map(Points::keys).collect::<BTreeSet<_>>() {
                        let there: Vec<f64> = members.iter().filter_map(|points| points.get(at)).copied().collect();
                        if let Some(number) = reduce(function, &there, members.len()) {
                            insert(&mut reduced, *at, number);
                        }
                    }
                    Some(Slow::Series(reduced))
                }
                _ => None,
            },
            #[expect(clippy::cast_precision_loss, reason = "few members")]
            Function::MetricCount => Some(Slow::Scalar(Some(self.array(&parts[0])?.len() as f64))),
            Function::Metrics => {
                let part = match parts.first().map(|part| &part.node) {
                    Some(Node::Text(text)) => &**text,
                    _ => "",
                };
                let chosen = self.metrics.iter().filter(|id| id.contains(part));
                chosen.map(|id| one(self.ids.get(id)?.clone())).collect::<Found<_>>().map(Slow::Array)
            }
            Function::Fill => self.fill(parts),
            Function::TimeSeries => {
                let Slow::Scalar(number) = self.value(&parts[0])? else { return None };
                Some(Slow::Series(self.slots.iter().filter_map(|at| Some((*at, number?))).collect()))
            }
            Function::Minute => self.calendar(parts, |at| at.div_euclid(60_000).rem_euclid(60)),
            Function::Hour => self.calendar(parts, |at| at.div_euclid(3_600_000).rem_euclid(24)),
            // 1970-01-01 was a Thursday.
            Function::Day => self.calendar(parts, |at| (at.div_euclid(86_400_000) + 3).rem_euclid(7) + 1),
            Function::Epoch => self.calendar(parts, |at| at.div_euclid(1000)),
            Function::Date => self.calendar(parts, |at| civil(at).2),
            Function::Month => self.calendar(parts, |at| civil(at).1),
            Function::Year => self.calendar(parts, |at| civil(at).0),
            Function::First => Some(Slow::Series(self.array(&parts[0])?.first().cloned().unwrap_or_default())),
            Function::Last => Some(Slow::Series(self.array(&parts[0])?.last().cloned().unwrap_or_default())),
            Function::Slice => self.slice(parts),
            Function::Sort => self.sort(parts),
            Function::RemoveEmpty => {
                let members = self.array(&parts[0])?.into_iter();
                Some(Slow::Array(members.filter(|points| !points.is_empty()).collect()))
            }
            Function::If => self.condition(parts),
            Function::Period
            | Function::Search
            | Function::AnomalyDetectionBand
            | Function::InsightRuleMetric
            | Function::ServiceQuota
            | Function::DbPerfInsights
            | Function::Lambda => None,
        }
    }

    fn array(&self, part: &Expr) -> Found<Vec<Points>> {
        match self.value(part)? {
            Slow::Array(members) => Some(members),
            _ => None,
        }
    }

    fn calendar(&self, parts: &[Expr], f: impl Fn(i64) -> i64) -> Found<Slow> {
        one(self.value(&parts[0])?)?;
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        Some(Slow::Series(self.slots.iter().map(|at| (*at, f(*at) as f64)).collect()))
    }

    fn fill(&self, parts: &[Expr]) -> Found<Slow> {
        let word = match &parts[1].node {
            Node::Keyword(word) => Some(&**word),
            _ => None,
        };
        let with = match word {
            Some(_) => Slow::Scalar(None),
            None => match self.value(&parts[1])? {
                Slow::Scalar(number) => Slow::Scalar(number),
                other => Slow::Series(one(other)?),
            },
        };
        each(self.value(&parts[0])?, |points| {
            let mut filled = points.clone();
            for at in self.slots.iter().filter(|at| !points.contains_key(at)) {
                let before = points.range(..*at).next_back();
                let after = points.range(*at..).next();
                let value = match (word, &with) {
                    (Some("REPEAT"), _) => before.map(|(_, value)| *value),
                    (Some(_), _) => before.zip(after).map(|(before, after)| line(*at, before, after)),
                    (None, Slow::Series(other)) => other.get(at).copied(),
                    (None, Slow::Scalar(number)) => *number,
                    (None, _) => None,
                };
                if let Some(value) = value {
                    insert(&mut filled, *at, value);
                }
            }
            filled
        })
    }

    fn place(&self, part: Option<&Expr>, default: usize) -> Found<Option<usize>> {
        let Some(part) = part else { return Some(Some(default)) };
        match self.value(part)? {
            Slow::Scalar(Some(number)) if number < 0.0 => None,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate")]
            Slow::Scalar(number) => Some(number.map(|number| number as usize)),
            _ => None,
        }
    }

    fn slice(&self, parts: &[Expr]) -> Found<Slow> {
        let members = self.array(&parts[0])?;
        let from = self.place(parts.get(1), 0)?;
        let to = self.place(parts.get(2), members.len())?;
        let (Some(from), Some(to)) = (from, to) else { return Some(Slow::Array(Vec::new())) };
        let places = (0..members.len()).filter(|place| (from..to).contains(place));
        Some(Slow::Array(places.map(|place| members[place].clone()).collect()))
    }

    fn sort(&self, parts: &[Expr]) -> Found<Slow> {
        let members = self.array(&parts[0])?;
        let word = |part: &Expr| match &part.node {
            Node::Keyword(word) => word.to_string(),
            _ => String::new(),
        };
        let function = match &*word(&parts[1]) {
            "MIN" => Function::Minimum,
            "MAX" => Function::Maximum,
            "SUM" => Function::Sum,
            _ => Function::Average,
        };
        let limit = self.place(parts.get(3), members.len())?.unwrap_or(0);
        let (mut full, empty): (Vec<Points>, Vec<Points>) = members.into_iter().partition(|points| !points.is_empty());
        let key = |points: &Points| {
            let there: Vec<f64> = points.values().copied().collect();
            reduce(function, &there, there.len()).unwrap_or(f64::NAN)
        };
        // Insertion keeps the order of equals.
        let is_descending = word(&parts[2]) == "DESC";
        for end in 1..full.len() {
            for place in (1..=end).rev() {
                let (a, b) = (key(&full[place - 1]), key(&full[place]));
                if if is_descending { a < b } else { a > b } {
                    full.swap(place - 1, place);
                }
            }
        }
        full.extend(empty);
        full.truncate(limit);
        Some(Slow::Array(full))
    }

    fn condition(&self, parts: &[Expr]) -> Found<Slow> {
        let branch = |part: &Expr| match self.value(part)? {
            Slow::Scalar(number) => Some(Slow::Scalar(number)),
            other => one(other).map(Slow::Series),
        };
        let condition = branch(&parts[0])?;
        let then = branch(&parts[1])?;
        let other = match parts.get(2) {
            Some(part) => branch(part)?,
            None => Slow::Series(Points::new()),
        };
        let points = match condition {
            Slow::Scalar(None) => return Some(Slow::Series(Points::new())),
            Slow::Scalar(Some(number)) => {
                return match if number == 0.0 { other } else { then } {
                    Slow::Scalar(number) => {
                        Some(Slow::Series(self.slots.iter().filter_map(|at| Some((*at, number?))).collect()))
                    }
                    series => Some(series),
                };
            }
            other => one(other)?,
        };
        let mut chosen = Points::new();
        for (at, holds) in points {
            let value = match (holds != 0.0, &then, &other) {
                (true, Slow::Scalar(number), _) | (false, _, Slow::Scalar(number)) => *number,
                (true, Slow::Series(then), _) => Some(then.get(&at).copied().unwrap_or(0.0)),
                (false, _, Slow::Series(other)) => other.get(&at).copied(),
                _ => None,
            };
            if let Some(value) = value {
                chosen.insert(at, value);
            }
        }
        Some(Slow::Series(chosen))
    }
}

/// One series; an array of one stands for it.
fn one(value: Slow) -> Found<Points> {
    match value {
        Slow::Series(points) => Some(points),
        Slow::Array(mut members) if members.len() == 1 => members.pop(),
        _ => None,
    }
}

fn each(value: Slow, f: impl Fn(&Points) -> Points) -> Found<Slow> {
    match value {
        Slow::Series(points) => Some(Slow::Series(f(&points))),
        Slow::Array(members) => Some(Slow::Array(members.iter().map(f).collect())),
        _ => None,
    }
}

fn operate(operator: Operator, left: Slow, right: Slow) -> Found<Slow> {
    match (left, right) {
        (Slow::Scalar(a), Slow::Scalar(b)) => {
            let number = a.zip(b).map(|(a, b)| apply(operator, a, b));
            Some(Slow::Scalar(number.filter(|number| number.is_finite())))
        }
        (left, Slow::Scalar(b)) => each(left, |points| match b {
            Some(b) => point_by_point(points, |a| apply(operator, a, b)),
            None => Points::new(),
        }),
        (Slow::Scalar(a), right) => each(right, |points| match a {
            Some(a) => point_by_point(points, |b| apply(operator, a, b)),
            None => Points::new(),
        }),
        (Slow::Series(a), Slow::Series(b)) => Some(Slow::Series(union(operator, &a, &b))),
        (left @ Slow::Array(_), Slow::Series(b)) => each(left, |a| union(operator, a, &b)),
        (Slow::Series(a), right) => each(right, |b| union(operator, &a, b)),
        (Slow::Array(mut left), right) if left.len() == 1 => operate(operator, Slow::Series(left.pop()?), right),
        (left, right) => operate(operator, left, Slow::Series(one(right)?)),
    }
}

fn union(operator: Operator, a: &Points, b: &Points) -> Points {
    let mut points = Points::new();
    for at in a.keys().chain(b.keys()) {
        let side = |points: &Points| points.get(at).copied().unwrap_or(0.0);
        insert(&mut points, *at, apply(operator, side(a), side(b)));
    }
    points
}

fn point_by_point(points: &Points, f: impl Fn(f64) -> f64) -> Points {
    let mut made = Points::new();
    points.iter().for_each(|(at, value)| insert(&mut made, *at, f(*value)));
    made
}

/// Of each point but the first: how much its value and its seconds differ from the one before.
fn along(points: &Points, f: impl Fn(f64, f64) -> f64) -> Points {
    let mut made = Points::new();
    for (at, value) in points {
        if let Some((earlier, before)) = points.range(..at).next_back() {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            insert(&mut made, *at, f(value - before, (at - earlier) as f64 / 1000.0));
        }
    }
    made
}

/// What some values come to, among so many places.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn reduce(function: Function, there: &[f64], places: usize) -> Option<f64> {
    let sum = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, |sum, value| sum + value);
    let mean = sum(&mut there.iter().copied()) / places as f64;
    match function {
        Function::Sum => Some(sum(&mut there.iter().copied())),
        Function::Average => Some(mean),
        Function::Minimum => there.iter().copied().reduce(f64::min),
        Function::Maximum => there.iter().copied().reduce(f64::max),
        Function::DatapointCount => Some(there.len() as f64),
        _ => {
            let squares = sum(&mut there.iter().map(|value| (value - mean) * (value - mean)));
            let of_gaps = (places - there.len()) as f64 * (mean * mean);
            Some(((squares + of_gaps) / places as f64).sqrt())
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn line(at: i64, before: (&i64, &f64), after: (&i64, &f64)) -> f64 {
    before.1 + (after.1 - before.1) * ((at - before.0) as f64 / (after.0 - before.0) as f64)
}

/// Year, month and day, counted day by day from 1970 on.
fn civil(at: i64) -> (i64, i64, i64) {
    let mut days = at.div_euclid(86_400_000);
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days < 0 {
        year -= 1;
        days += 365 + i64::from(is_leap(year));
    }
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + i64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

/// What is not finite is not there, and no zero is negative.
fn insert(points: &mut Points, at: i64, value: f64) {
    if value.is_finite() {
        points.insert(at, value + 0.0);
    }
}

#[expect(clippy::float_cmp, reason = "that is what the operators ask")]
fn apply(operator: Operator, a: f64, b: f64) -> f64 {
    let truth = |holds| if holds { 1.0 } else { 0.0 };
    match operator {
        Operator::Or => truth(a != 0.0 || b != 0.0),
        Operator::And => truth(a != 0.0 && b != 0.0),
        Operator::Equal => truth(a == b),
        Operator::NotEqual => truth(a != b),
        Operator::AtMost => truth(a <= b),
        Operator::AtLeast => truth(a >= b),
        Operator::Below => truth(a < b),
        Operator::Above => truth(a > b),
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        Operator::Over => a / b,
        Operator::Power => a.powf(b),
    }
}
