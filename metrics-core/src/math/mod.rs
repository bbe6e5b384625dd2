//! Metric math: expressions over time series.
//!
//! An [`Expression`] is read once and evaluated over [`Series`] that anybody made: this module needs
//! no engine. [`Engine::metric_data`](crate::Engine::metric_data) evaluates the expressions of a
//! request over its metrics.
//!
//! ```
//! use cupola_metrics::math::{Axis, Expression, Inputs, NoHost, Series, Value};
//! use cupola_metrics::{Period, Timestamp};
//!
//! let start = Timestamp::parse("2026-05-04T10:00:00Z")?;
//! let axis = Axis::new(start, start.plus_secs(180), Period::MINUTE);
//! let a = Series::new("a", axis, [(start, 8.0), (start.plus_secs(120), 2.0)]);
//! let inputs = Inputs::new(axis).with_metric("a", Period::MINUTE, a);
//!
//! let filled = Expression::parse("FILL(a, LINEAR) + 1")?.evaluate(&inputs, &mut NoHost)?;
//! let Value::Series(filled) = filled else { panic!("it is one series") };
//! assert_eq!(filled.points().map(|(_, value)| value).collect::<Vec<_>>(), [9.0, 6.0, 3.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is missing
//!
//! Between two series an operator looks at every slot where one of them has a value; the other side
//! counts as 0 there. Between a series and a number it looks at the slots of the series. What is not
//! finite (a division by 0, the logarithm of 0) is dropped.
//!
//! # The last digit
//!
//! Sums, products, quotients, comparisons and square roots (in `STDDEV`) are those of IEEE 754: every machine answers
//! the same bits. `LOG`, `LOG10` and `^` ask the machine's own library, which is right within a unit in the last place
//! and need not be the same elsewhere: whoever compares answers of two machines bit by bit leaves that digit out.
//!
//! # Source
//! CloudWatch User Guide, "Using math expressions with CloudWatch metrics".

pub(crate) mod ast;
mod axis;
mod check;
mod column;
mod error;
mod eval;
pub(crate) mod function;
mod host;
mod parse;
mod print;
mod semantics;
mod series;
mod value;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use axis::Axis;
pub use check::Scope;
pub use error::{MathError, MathErrorKind};
pub use host::{Host, HostError, HostQuestion, LambdaArgument, NoHost};
pub use semantics::{Deviation, Gaps, Semantics};
pub use series::Series;
pub use value::{Inputs, Value, ValueType};

use crate::period::Period;
use ast::{Expr, Node};
use cupola_base::text::Span;
use function::Function;

/// An expression of metric math. Cheap to clone; `Display` prints one that reads back as the same.
///
/// ```
/// use cupola_metrics::math::Expression;
///
/// let expression = Expression::parse("IF( errors>0.5*  all , 1,0 )")?;
/// assert_eq!(expression.to_string(), "IF(errors > 0.5 * all, 1, 0)");
/// assert_eq!(expression.ids().collect::<Vec<_>>(), ["all", "errors"]);
/// # Ok::<(), cupola_metrics::math::MathError>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    text: Arc<str>,
    root: Arc<Expr>,
}

impl Expression {
    /// How many characters an expression may have.
    pub const MAX_LENGTH: usize = 2048;

    /// Reads an expression.
    ///
    /// # Errors
    /// [`MathError`] when it is not one, is longer than [`MAX_LENGTH`](Self::MAX_LENGTH), or is nested
    /// more than 64 deep.
    pub fn parse(text: &str) -> Result<Self, MathError> {
        let length = text.chars().count();
        if length > Self::MAX_LENGTH {
            let message = format!("an expression may have {} characters, this has {length}", Self::MAX_LENGTH);
            return Err(MathError::new(MathErrorKind::Size, text, Span::empty(0), message));
        }
        Ok(Self { text: text.into(), root: Arc::new(parse::parse(text)?) })
    }

    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn root(&self) -> &Expr {
        &self.root
    }

    /// The ids that it uses by name, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let mut ids = BTreeSet::new();
        self.root.walk(&mut |expr| {
            if let Node::Id(id) = &expr.node {
                ids.insert(&**id);
            }
        });
        ids.into_iter()
    }

    /// A part of an expression, as one of its own.
    pub(crate) fn part(part: &Expr) -> Self {
        Self { text: part.to_string().into(), root: Arc::new(part.clone()) }
    }

    /// The id, when it is nothing but one.
    pub(crate) fn id(&self) -> Option<&str> {
        match &self.root.node {
            Node::Id(id) => Some(id),
            _ => None,
        }
    }

    /// What its calls of `ANOMALY_DETECTION_BAND` are of.
    pub(crate) fn bands(&self) -> Vec<Self> {
        let mut bands = Vec::new();
        self.root.walk(&mut |expr| {
            if let Node::Call(Function::AnomalyDetectionBand, parts) = &expr.node {
                bands.extend(parts.first().map(Self::part));
            }
        });
        bands
    }

    /// The texts of its calls of `METRICS`; an empty one where all metrics are asked for.
    pub(crate) fn metrics(&self) -> Vec<&str> {
        let mut parts = Vec::new();
        self.root.walk(&mut |expr| {
            if let Node::Call(Function::Metrics, arguments) = &expr.node {
                parts.push(arguments.first().and_then(check::text_of).unwrap_or_default());
            }
        });
        parts
    }

    /// Whether it is one anomaly band.
    pub(crate) fn is_anomaly_band(&self) -> bool {
        matches!(self.root.node, Node::Call(Function::AnomalyDetectionBand, _))
    }

    /// Whether gaps are filled in it.
    pub(crate) fn fills(&self) -> bool {
        let mut fills = false;
        self.root.walk(&mut |expr| fills |= matches!(expr.node, Node::Call(Function::Fill, _)));
        fills
    }

    /// The first function in it that makes one number of a time series.
    pub(crate) fn sums_up(&self) -> Option<&'static str> {
        let mut found = None;
        self.root.walk(&mut |expr| {
            if let Node::Call(function, parts) = &expr.node
                && function.sums_up()
                && matches!(parts.first().map(|part| &part.node), Some(Node::Id(_)))
            {
                found = found.or_else(|| Some(function.name()));
            }
        });
        found
    }

    /// How many standard deviations its anomaly bands are told to be wide.
    pub(crate) fn band_widths(&self) -> Vec<f64> {
        let mut widths = Vec::new();
        self.root.walk(&mut |expr| {
            if let Node::Call(Function::AnomalyDetectionBand, parts) = &expr.node {
                widths.extend(parts.get(1).and_then(number));
            }
        });
        widths
    }

    /// Whether what it comes to may depend on the calendar, or on what comes from outside.
    pub(crate) fn tells_time(&self) -> bool {
        let mut tells = false;
        self.root.walk(&mut |expr| tells |= matches!(expr.node, Node::Call(function, _) if function.tells_time()));
        tells
    }

    /// How many searches it holds.
    pub(crate) fn searches(&self) -> usize {
        let mut count = 0;
        self.root.walk(&mut |expr| count += usize::from(matches!(expr.node, Node::Call(Function::Search, _))));
        count
    }

    /// The periods that its searches tell.
    pub(crate) fn search_periods(&self) -> Vec<Period> {
        let mut periods = Vec::new();
        self.root.walk(&mut |expr| {
            if let Node::Call(Function::Search, parts) = &expr.node {
                periods.extend(parts.get(2).and_then(check::period_of));
            }
        });
        periods
    }

    /// Checks every part, and tells what the expression comes to.
    ///
    /// # Errors
    /// [`MathError`] with the first part that cannot be, e.g. an id that stands for nothing.
    pub fn check(&self, scope: &Scope) -> Result<ValueType, MathError> {
        check::check(&self.text, &self.root, scope)
    }

    /// Checks the expression and computes what it comes to.
    ///
    /// # Errors
    /// [`MathError`] when the check fails, the host has no answer, or the budget is used up.
    pub fn evaluate(&self, inputs: &Inputs, host: &mut dyn Host) -> Result<Value, MathError> {
        self.check(&inputs.scope())?;
        self.compute_within(inputs, host).map(|(value, _)| value)
    }

    /// Computes what an expression that was checked comes to, and tells how much of the budget it took.
    pub(crate) fn compute_within(&self, inputs: &Inputs, host: &mut dyn Host) -> Result<(Value, u64), MathError> {
        eval::evaluate(&self.text, &self.root, inputs, host)
    }

    /// An error about the whole expression.
    pub(crate) fn refuse(&self, kind: MathErrorKind, message: impl Into<String>) -> MathError {
        MathError::new(kind, &self.text, Span::new(0, self.text.len()), message)
    }
}

/// The number that a part spells.
fn number(part: &Expr) -> Option<f64> {
    match &part.node {
        Node::Number(number) => Some(*number),
        Node::Negative(part) => number(part).map(|number| -number),
        _ => None,
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({self})")
    }
}

impl FromStr for Expression {
    type Err = MathError;

    fn from_str(text: &str) -> Result<Self, MathError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Expression {
    type Error = MathError;

    fn try_from(text: String) -> Result<Self, MathError> {
        Self::parse(&text)
    }
}

impl From<Expression> for String {
    fn from(it: Expression) -> Self {
        it.text.to_string()
    }
}

#[cfg(test)]
mod tests;
