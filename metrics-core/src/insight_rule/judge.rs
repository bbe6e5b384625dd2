//! What a log event counts for.

use super::definition::{AggregateOn, InsightRuleDefinition, RuleLogFormat};
use super::event::Scalar;
use super::read::Found;

/// What a log event counts for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Contribution {
    /// It counts.
    Counts {
        /// Who the contributor is: the texts of the keys.
        keys: Vec<String>,
        /// For how much: 1 where events are counted.
        value: f64,
    },
    /// It is no JSON object, and the rule looks for one.
    NotJson,
    /// A filter does not let it pass: the place of the first such one, from 0 on.
    Filtered(usize),
    /// A key is not there: the place of the first such one, from 0 on.
    NoKey(usize),
    /// What is added up is not there, or no number.
    NoValue,
}

impl InsightRuleDefinition {
    /// What a log event counts for, by the default [`Policies`](crate::Policies).
    ///
    /// Filters are asked first, then the keys, then the value. An object, an array or null is no value of a field. That an
    /// event without one of the keys, or without a number to add up, does not count is our decision.
    #[must_use]
    pub fn contribution(&self, message: &str) -> Contribution {
        self.judge(message, false)
    }

    /// The same; `absent_is_other` as [`Policies::absent_is_other`](crate::Policies::absent_is_other).
    pub(super) fn judge(&self, message: &str, absent_is_other: bool) -> Contribution {
        match self.found(message) {
            Some(found) => self.weigh(&found, absent_is_other),
            None => Contribution::NotJson,
        }
    }

    /// What stands in an event at the places that are wanted; none where it is no JSON object, and one is looked for.
    pub(super) fn found<'a>(&self, message: &'a str) -> Option<Found<'a>> {
        match self.format {
            RuleLogFormat::Json => self.wanted.in_json(message),
            RuleLogFormat::Clf { .. } => Some(self.wanted.in_line(message)),
        }
    }

    /// What an event counts for in which this was found.
    pub(super) fn weigh(&self, found: &Found<'_>, absent_is_other: bool) -> Contribution {
        let (keys, rest) = found.split_at(self.keys.len());
        let (value, asked) = rest.split_at(usize::from(self.value_of.is_some()));
        let mut filters = self.filters.iter().zip(asked);
        if let Some(stops) = filters.position(|(filter, found)| !filter.test.holds(found.as_ref(), absent_is_other)) {
            return Contribution::Filtered(stops);
        }
        if let Some(missing) = keys.iter().position(Option::is_none) {
            return Contribution::NoKey(missing);
        }
        let value = match self.aggregate_on {
            AggregateOn::Count => Some(1.0),
            AggregateOn::Sum => value.first().and_then(Option::as_ref).and_then(Scalar::number),
        };
        let keys = keys.iter().flatten().map(|key| key.text().to_owned()).collect();
        value.map_or(Contribution::NoValue, |value| Contribution::Counts { keys, value })
    }
}
