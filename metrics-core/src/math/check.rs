//! Which kind of value each part of an expression is.

use std::collections::BTreeMap;

use super::ast::{Expr, Node, Operator};
use super::error::{MathError, MathErrorKind};
use super::function::Function;
use super::value::ValueType;
use crate::period::Period;
use crate::search::Search;
use crate::statistic::Statistic;

/// The ids that an expression may use.
///
/// ```
/// use cupola_metrics::math::{Expression, Scope, ValueType};
///
/// let scope = Scope::default().with_metric("m1").with("e1", ValueType::Array);
/// assert_eq!(Expression::parse("e1 * m1")?.check(&scope), Ok(ValueType::Array));
/// assert_eq!(Expression::parse("AVG(m1)")?.check(&scope), Ok(ValueType::Scalar));
/// assert!(Expression::parse("e1 + e1")?.check(&scope).is_err(), "arrays are not added to arrays");
/// # Ok::<(), cupola_metrics::math::MathError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scope {
    ids: BTreeMap<String, (ValueType, bool)>,
}

impl Scope {
    /// An id that stands for a metric.
    #[must_use]
    pub fn with_metric(mut self, id: impl Into<String>) -> Self {
        self.ids.insert(id.into(), (ValueType::Series, true));
        self
    }

    /// An id that stands for another expression.
    #[must_use]
    pub fn with(mut self, id: impl Into<String>, value: ValueType) -> Self {
        self.add(id, value);
        self
    }

    pub(crate) fn add(&mut self, id: impl Into<String>, value: ValueType) {
        self.ids.insert(id.into(), (value, false));
    }
}

/// The type of an expression, which is written in `source`.
pub(super) fn check(source: &str, expr: &Expr, scope: &Scope) -> Result<ValueType, MathError> {
    Check { source, scope }.type_of(expr)
}

struct Check<'a> {
    source: &'a str,
    scope: &'a Scope,
}

type Typed = Result<ValueType, MathError>;

impl Check<'_> {
    fn type_of(&self, expr: &Expr) -> Typed {
        match &expr.node {
            Node::Number(_) => Ok(ValueType::Scalar),
            Node::Id(id) => self.scope.ids.get(&**id).map(|(value, _)| *value).ok_or_else(|| self.no_id(expr, id)),
            Node::Text(_) => Err(self.wrong(expr, "a text stands only where a function takes one")),
            Node::Keyword(word) => Err(self
                .wrong(expr, format!("{word} stands only where a function takes it; ids begin with a small letter"))),
            Node::List(parts) => self.list(parts),
            Node::Negative(part) => self.type_of(part),
            Node::Chain(first, rest) => {
                let mut left = self.type_of(first)?;
                for (operator, part) in rest {
                    left = self.operate(expr, *operator, left, self.type_of(part)?)?;
                }
                Ok(left)
            }
            Node::Call(function, parts) => self.call(expr, *function, parts),
        }
    }

    fn list(&self, parts: &[Expr]) -> Typed {
        parts.iter().try_for_each(|part| self.series_or_array(part).map(drop))?;
        Ok(ValueType::Array)
    }

    fn operate(&self, expr: &Expr, operator: Operator, left: ValueType, right: ValueType) -> Typed {
        use ValueType::{Array, Scalar, Series, Slice, Unknown};
        match (left, right) {
            (Unknown, _) | (_, Unknown) => Ok(Unknown),
            (Scalar, other) | (other, Scalar) => Ok(other),
            (Series, Series) => Ok(Series),
            (Array, Array) => {
                let message = format!("{} stands between two arrays", operator.as_str());
                Err(self.wrong(expr, message).with_help("accepted: an array and a time series or number"))
            }
            (Array, _) | (_, Array) => Ok(Array),
            (Slice, _) | (_, Slice) => Ok(Slice),
        }
    }

    fn call(&self, call: &Expr, function: Function, parts: &[Expr]) -> Typed {
        self.arity(call, function, parts)?;
        match function {
            Function::Abs
            | Function::Ceil
            | Function::Floor
            | Function::Log
            | Function::Log10
            | Function::Rate
            | Function::Difference
            | Function::DifferenceOfTimes
            | Function::RunningSum => self.series_or_array(&parts[0]),
            Function::Average
            | Function::Sum
            | Function::Minimum
            | Function::Maximum
            | Function::StandardDeviation
            | Function::DatapointCount => Ok(reduced(self.series_or_array(&parts[0])?)),
            Function::MetricCount => self.array(&parts[0]).map(|()| ValueType::Scalar),
            Function::First | Function::Last => self.array(&parts[0]).map(|()| ValueType::Series),
            Function::RemoveEmpty => self.array(&parts[0]).map(|()| ValueType::Array),
            Function::Metrics => parts.iter().try_for_each(|part| self.text(part)).map(|()| ValueType::Array),
            Function::Fill => self.fill(parts),
            Function::TimeSeries => self.scalar(&parts[0]).map(|()| ValueType::Series),
            Function::Minute
            | Function::Hour
            | Function::Day
            | Function::Date
            | Function::Month
            | Function::Year
            | Function::Epoch
            | Function::ServiceQuota => self.series(&parts[0]).map(|()| ValueType::Series),
            Function::Period => self.metric(&parts[0]),
            Function::Slice => {
                self.array(&parts[0])?;
                parts[1..].iter().try_for_each(|part| self.scalar(part))?;
                Ok(ValueType::Slice)
            }
            Function::Sort => self.sort(parts),
            Function::If => self.condition(parts),
            Function::AnomalyDetectionBand => {
                self.series(&parts[0])?;
                parts[1..].iter().try_for_each(|part| self.scalar(part))?;
                Ok(ValueType::Array)
            }
            Function::Search => self.search(parts),
            Function::InsightRuleMetric => self.insight_rule(parts),
            Function::DbPerfInsights => self.performance(parts),
            Function::Lambda => self.lambda(parts),
        }
    }

    fn arity(&self, call: &Expr, function: Function, parts: &[Expr]) -> Result<(), MathError> {
        let (fewest, most) = function.arity();
        if (fewest..=most).contains(&parts.len()) {
            return Ok(());
        }
        let message = format!("{} takes {}, {} given", function.name(), how_many(fewest, most), were(parts.len()));
        Err(self.error(MathErrorKind::Arguments, call, message).with_help(format!("accepted: {}", function.usage())))
    }

    fn fill(&self, parts: &[Expr]) -> Typed {
        let filled = self.series_or_array(&parts[0])?;
        match keyword(&parts[1]) {
            Some("REPEAT" | "LINEAR") => Ok(filled),
            Some(_) => Err(self.not_one_of(&parts[1], &["REPEAT", "LINEAR"])),
            None => self.series_or_scalar(&parts[1]).map(|()| filled),
        }
    }

    fn sort(&self, parts: &[Expr]) -> Typed {
        self.array(&parts[0])?;
        self.one_of(&parts[1], &["AVG", "MIN", "MAX", "SUM"])?;
        self.one_of(&parts[2], &["ASC", "DESC"])?;
        parts[3..].iter().try_for_each(|part| self.scalar(part))?;
        Ok(ValueType::Array)
    }

    fn condition(&self, parts: &[Expr]) -> Typed {
        parts.iter().try_for_each(|part| self.series_or_scalar(part))?;
        Ok(ValueType::Series)
    }

    fn search(&self, parts: &[Expr]) -> Typed {
        parts[..2].iter().try_for_each(|part| self.text(part))?;
        let text = text_of(&parts[0]).unwrap_or_default();
        Search::parse(text).map_err(|error| {
            let span = parts[0].span;
            let inner = error.span();
            let start = span.start + 1 + inner.start;
            let span = cupola_base::text::Span::new(start, start + inner.len());
            MathError::new(MathErrorKind::Search, self.source, span, error.message())
        })?;
        let name = text_of(&parts[1]).unwrap_or_default();
        name.parse::<Statistic>().map_err(|error| self.error(MathErrorKind::Search, &parts[1], error.to_string()))?;
        match parts.get(2) {
            Some(part) if period_of(part).is_none() => {
                let message = "the period of a search is a number of seconds: 1, 5, 10, 20, 30 or a multiple of 60";
                Err(self.error(MathErrorKind::Search, part, message))
            }
            _ => Ok(ValueType::Array),
        }
    }

    fn insight_rule(&self, parts: &[Expr]) -> Typed {
        self.text(&parts[0])?;
        match keyword(&parts[1]).or_else(|| text_of(&parts[1])) {
            Some(metric) if RULE_METRICS.contains(&metric) => Ok(ValueType::Series),
            _ => Err(self.not_one_of(&parts[1], RULE_METRICS)),
        }
    }

    fn performance(&self, parts: &[Expr]) -> Typed {
        match text_of(&parts[0]) {
            Some("RDS" | "DOCDB") => {}
            _ => return Err(self.not_one_of(&parts[0], &["'RDS'", "'DOCDB'"])),
        }
        self.text(&parts[1])?;
        match &parts[2].node {
            Node::List(counters) => {
                counters.iter().try_for_each(|part| self.text(part))?;
                Ok(ValueType::Array)
            }
            _ => self.text(&parts[2]).map(|()| ValueType::Series),
        }
    }

    fn lambda(&self, parts: &[Expr]) -> Typed {
        self.text(&parts[0])?;
        for part in parts[1..].iter().filter(|part| text_of(part).is_none()) {
            self.type_of(part)?;
        }
        Ok(ValueType::Unknown)
    }

    fn metric(&self, part: &Expr) -> Typed {
        match &part.node {
            Node::Id(id) if self.scope.ids.get(&**id).is_some_and(|(_, is_metric)| *is_metric) => Ok(ValueType::Scalar),
            Node::Id(id) if !self.scope.ids.contains_key(&**id) => Err(self.no_id(part, id)),
            _ => Err(self.wrong(part, "the id of a metric is needed, not an expression")),
        }
    }

    fn series(&self, part: &Expr) -> Result<(), MathError> {
        match self.type_of(part)? {
            ValueType::Series | ValueType::Slice | ValueType::Unknown => Ok(()),
            other => Err(self.wrong(part, format!("a time series is needed, not {}", name(other)))),
        }
    }

    fn array(&self, part: &Expr) -> Result<(), MathError> {
        match self.type_of(part)? {
            ValueType::Array | ValueType::Slice | ValueType::Unknown => Ok(()),
            other => Err(self
                .wrong(part, format!("an array of time series is needed, not {}", name(other)))
                .with_help("accepted: [m1, m2], METRICS(), SEARCH(...)")),
        }
    }

    fn scalar(&self, part: &Expr) -> Result<(), MathError> {
        match self.type_of(part)? {
            ValueType::Scalar | ValueType::Unknown => Ok(()),
            other => Err(self.wrong(part, format!("a number is needed, not {}", name(other)))),
        }
    }

    fn series_or_scalar(&self, part: &Expr) -> Result<(), MathError> {
        match self.type_of(part)? {
            ValueType::Array => Err(self.wrong(part, "a time series or a number is needed, not an array")),
            _ => Ok(()),
        }
    }

    fn series_or_array(&self, part: &Expr) -> Typed {
        match self.type_of(part)? {
            ValueType::Scalar => Err(self.wrong(part, "a time series or an array is needed, not a number")),
            other => Ok(other),
        }
    }

    fn text(&self, part: &Expr) -> Result<(), MathError> {
        text_of(part).map(drop).ok_or_else(|| self.wrong(part, "a text in quotes is needed"))
    }

    fn one_of(&self, part: &Expr, words: &[&str]) -> Result<(), MathError> {
        let is_one = keyword(part).is_some_and(|word| words.contains(&word));
        if is_one { Ok(()) } else { Err(self.not_one_of(part, words)) }
    }

    fn not_one_of(&self, part: &Expr, words: &[&str]) -> MathError {
        let error = self.wrong(part, format!("{} is needed", words.join(" or ")));
        let word = keyword(part).or_else(|| text_of(part));
        match word.and_then(|word| cupola_base::text::nearest(word, words.iter().copied())) {
            Some(like) => error.labelled(format!("did you mean {like}?")),
            None => error,
        }
    }

    fn no_id(&self, expr: &Expr, id: &str) -> MathError {
        let error = self.error(MathErrorKind::Id, expr, format!("there is no query with the id {id}"));
        match cupola_base::text::nearest(id, self.scope.ids.keys().map(String::as_str)) {
            Some(like) => error.labelled(format!("did you mean {like}?")),
            None => error,
        }
    }

    fn wrong(&self, expr: &Expr, message: impl Into<String>) -> MathError {
        self.error(MathErrorKind::Type, expr, message)
    }

    fn error(&self, kind: MathErrorKind, expr: &Expr, message: impl Into<String>) -> MathError {
        MathError::new(kind, self.source, expr.span, message)
    }
}

const RULE_METRICS: &[&str] =
    &["UniqueContributors", "MaxContributorValue", "SampleCount", "Sum", "Minimum", "Maximum", "Average"];

/// What reducing makes of a series or of an array.
const fn reduced(value: ValueType) -> ValueType {
    match value {
        ValueType::Series => ValueType::Scalar,
        ValueType::Unknown => ValueType::Unknown,
        ValueType::Scalar | ValueType::Array | ValueType::Slice => ValueType::Series,
    }
}

pub(super) fn keyword(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Keyword(word) => Some(word),
        _ => None,
    }
}

pub(super) fn text_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Text(text) => Some(text),
        _ => None,
    }
}

/// The period that a number of seconds is.
pub(super) fn period_of(expr: &Expr) -> Option<Period> {
    let Node::Number(seconds) = expr.node else { return None };
    let is_whole = seconds.fract() == 0.0 && (1.0..=86_400.0).contains(&seconds);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and in range")]
    is_whole.then(|| Period::new(seconds as u32).ok()).flatten()
}

const fn name(value: ValueType) -> &'static str {
    match value {
        ValueType::Scalar => "a number",
        ValueType::Series => "a time series",
        ValueType::Array | ValueType::Slice => "an array",
        ValueType::Unknown => "anything",
    }
}

fn how_many(fewest: usize, most: usize) -> String {
    let plural = |n| if n == 1 { "" } else { "s" };
    match most {
        usize::MAX => format!("{fewest} argument{} or more", plural(fewest)),
        _ if fewest == most => format!("{fewest} argument{}", plural(fewest)),
        _ => format!("{fewest} to {most} arguments"),
    }
}

fn were(given: usize) -> String {
    match given {
        0 => "none is".into(),
        1 => "1 is".into(),
        _ => format!("{given} are"),
    }
}
