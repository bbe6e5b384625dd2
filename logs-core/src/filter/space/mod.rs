//! Space-delimited patterns: conditions on the words of a message.

mod assign;
mod close;
mod eval;
mod explain;
mod parse;
mod row;
mod words;

use std::fmt;

use super::literal::{Comparison, Lookup};
use super::logic::Logic;
use super::{LastField, Semantics};

pub(super) use eval::Wanted;
pub(super) use parse::parse;
pub(super) use row::{Kept, Shared};
pub(super) use words::Words;

/// A space-delimited pattern.
#[derive(Clone, Debug)]
pub(super) struct SpacePattern {
    semantics: Semantics,
    fields: Vec<Field>,
    /// Before which field `...` stands.
    gap: Option<usize>,
    /// Whether the last field takes all words that are left.
    greedy: bool,
    /// Which fields before the gap have conditions.
    asked: Vec<usize>,
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// With its `$`.
    name: Option<Box<str>>,
    condition: Option<Logic<Comparison>>,
    /// Whether a later field has the same name, which then stands for that one.
    hidden: bool,
}

impl SpacePattern {
    fn new(semantics: Semantics, mut fields: Vec<Field>, gap: Option<usize>) -> Self {
        let names: Vec<_> = fields.iter().map(|field| field.name.clone()).collect();
        for (at, field) in fields.iter_mut().enumerate() {
            field.hidden = field.name.is_some() && names[at + 1..].contains(&field.name);
        }
        let greedy = gap.is_none() && fields.last().is_some_and(|last| last.condition.is_none());
        let greedy = greedy
            && match semantics.last_field_greedy {
                LastField::Exact => false,
                LastField::Numbered => fields.iter().all(Field::is_numbered),
                LastField::Greedy => true,
            };
        let head = 0..gap.unwrap_or(fields.len());
        let asked = head.filter(|field| fields[*field].condition.is_some()).collect();
        Self { semantics, fields, gap, greedy, asked }
    }

    pub(super) fn regexes(&self) -> usize {
        let conditions = self.fields.iter().filter_map(|field| field.condition.as_ref());
        conditions.flat_map(Logic::conditions).filter(|comparison| comparison.literal.is_regex()).count()
    }

    /// What is asked of the fields before the gap without which no message matches, where it can be looked up: of which
    /// field, which of its [required](Logic::required) conditions, and what.
    pub(super) fn lookups(&self) -> impl Iterator<Item = (usize, usize, Lookup<'_>)> {
        let conditions = self.asked.iter().filter_map(|at| Some((*at, self.fields[*at].condition.as_ref()?)));
        conditions.flat_map(|(at, condition)| {
            let required = condition.required().enumerate();
            required.filter_map(move |(number, comparison)| Some((at, number, comparison.lookup(true)?)))
        })
    }

    /// What is left to ask where some [required](Logic::required) conditions of a field, by number, are known to hold.
    pub(super) fn without(&self, field: usize, known: &[usize]) -> Self {
        let mut left = self.clone();
        let condition = &mut left.fields[field].condition;
        *condition = condition.take().map(|condition| condition.without(known)).filter(|left| !left.is_nothing());
        left.asked.retain(|at| left.fields[*at].condition.is_some());
        left
    }

    /// What was read: the fields, and before which of them the gap stands.
    pub(super) fn parts(&self) -> (&[Field], Option<usize>, &Semantics) {
        (&self.fields, self.gap, &self.semantics)
    }
}

impl Field {
    /// Its name without `$`.
    pub(super) fn plain_name(&self) -> Option<&str> {
        self.name.as_deref().map(|name| name.trim_start_matches('$'))
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) const fn condition(&self) -> Option<&Logic<Comparison>> {
        self.condition.as_ref()
    }

    /// Whether it is named `w` and a number.
    fn is_numbered(&self) -> bool {
        let number = self.plain_name().and_then(|name| name.strip_prefix('w'));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

impl PartialEq for SpacePattern {
    fn eq(&self, other: &Self) -> bool {
        (&self.fields, self.gap) == (&other.fields, other.gap)
    }
}

impl fmt::Display for SpacePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gap = |at| (self.gap == Some(at)).then(|| "...".to_owned());
        let fields = self.fields.iter().enumerate();
        let items = fields.flat_map(|(at, field)| gap(at).into_iter().chain([field.to_string()]));
        let items: Vec<String> = items.chain(gap(self.fields.len())).collect();
        write!(f, "[{}]", items.join(", "))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.plain_name().unwrap_or_default();
        match &self.condition {
            None => f.write_str(name),
            Some(condition) => condition.map(&|comparison| ShownComparison { name, comparison }).fmt(f),
        }
    }
}

/// A comparison with the name of its field.
struct ShownComparison<'a> {
    name: &'a str,
    comparison: &'a Comparison,
}

impl fmt::Display for ShownComparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            "" => self.comparison.fmt(f),
            name => write!(f, "{name} {}", self.comparison),
        }
    }
}
