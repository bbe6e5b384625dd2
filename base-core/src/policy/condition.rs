//! Conditions.

use super::error::PolicyErrorKind;
use super::operator::{Operator, Set, Test};
use super::request::Context;
use super::value::Value;

/// One key of a condition with the values that it is compared to.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub(super) operator: Operator,
    pub(super) key: String,
    pub(super) values: Vec<Value>,
}

impl Condition {
    /// A condition. Nothing in the values is a policy variable.
    ///
    /// # Errors
    /// [`PolicyErrorKind`] when the operator is unknown, there is no value, or it cannot compare one.
    pub fn new<'a>(
        operator: &str,
        key: impl Into<String>,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, PolicyErrorKind> {
        let operator = Operator::parse(operator).ok_or_else(|| PolicyErrorKind::Operator(operator.to_owned()))?;
        let values = values.into_iter().map(|value| Value::read(operator.test, value, false));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        if values.is_empty() { Err(PolicyErrorKind::Empty) } else { Ok(Self { operator, key: key.into(), values }) }
    }

    /// Whether the condition holds.
    ///
    /// A key that is not there fails every operator but the negated ones, `Null`, those with `IfExists`, and
    /// `ForAllValues`. A key with several values and no set operator: one that fits is enough, and for
    /// a negated operator none may fit; this is our decision, IAM does not say.
    pub(super) fn holds(&self, context: &Context) -> bool {
        let found = context.get(&self.key);
        if self.operator.test == Test::Null {
            return self.values.iter().any(|value| value.wants_absence() == found.is_none());
        }
        match (found, self.operator.set) {
            (None, _) if self.operator.if_exists => true,
            (None, Some(Set::All)) => true,
            (None, Some(Set::Any)) => false,
            (None, None) => self.operator.negated,
            (Some(found), Some(Set::All)) => found.iter().all(|found| self.accepts(found, context)),
            (Some(found), Some(Set::Any)) => found.iter().any(|found| self.accepts(found, context)),
            (Some(found), None) if self.operator.negated => found.iter().all(|found| self.accepts(found, context)),
            (Some(found), None) => found.iter().any(|found| self.accepts(found, context)),
        }
    }

    /// One value of the request: it fits one of the policy's, or none when the operator is negated.
    fn accepts(&self, found: &str, context: &Context) -> bool {
        let fits = self.values.iter().any(|value| value.fits(self.operator.test, found, context));
        fits != self.operator.negated
    }
}
