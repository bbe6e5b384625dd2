//! JSON patterns: conditions on the fields of a message that is a JSON object.

mod eval;
mod explain;
mod fields;
mod found;
mod many;
mod needs;
mod parse;
mod scan;
mod selector;
mod shapes;
mod tree;

use std::fmt;

use super::Semantics;
use super::literal::{Comparison, Lookup};
use super::logic::Logic;

pub(super) use eval::may_be_object;
pub(super) use fields::{Fields, Selectors};
pub(super) use found::{Found, Slot, Value};
pub(super) use parse::parse;
pub(super) use selector::{Selector, Step};

/// A JSON pattern.
#[derive(Clone, Debug)]
pub(super) struct JsonPattern {
    semantics: Semantics,
    /// In the order in which the pattern names them first.
    selectors: Selectors,
    logic: Logic<Test>,
}

/// A condition on what a selector finds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    /// Which of the pattern's selectors.
    pub(super) selector: usize,
    pub(super) ask: Ask,
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ask {
    Compare(Comparison),
    IsNull,
    IsTrue,
    IsFalse,
    NotExists,
}

impl JsonPattern {
    fn new(semantics: Semantics, selectors: Vec<Selector>, logic: Logic<Test>) -> Self {
        Self { semantics, selectors: Selectors::new(selectors), logic }
    }

    pub(super) fn regexes(&self) -> usize {
        let comparisons = self.logic.conditions().into_iter().filter_map(|test| match &test.ask {
            Ask::Compare(comparison) => Some(comparison),
            _ => None,
        });
        comparisons.filter(|comparison| comparison.literal.is_regex()).count()
    }

    /// What is asked of the selectors without which no message matches, where it can be looked up: which of the
    /// [required](Logic::required) conditions, of which selector, and what.
    pub(super) fn lookups(&self) -> impl Iterator<Item = (usize, usize, Lookup<'_>)> {
        let direct = |(_, test): &(usize, &Test)| self.selectors()[test.selector].is_direct();
        self.logic.required().enumerate().filter(direct).filter_map(|(condition, test)| match &test.ask {
            Ask::Compare(comparison) => Some((condition, test.selector, comparison.lookup(false)?)),
            _ => None,
        })
    }

    pub(super) const fn semantics(&self) -> &Semantics {
        &self.semantics
    }

    pub(super) fn selectors(&self) -> &[Selector] {
        self.selectors.list()
    }

    pub(super) const fn logic(&self) -> &Logic<Test> {
        &self.logic
    }
}

impl PartialEq for JsonPattern {
    fn eq(&self, other: &Self) -> bool {
        (self.selectors.list(), &self.logic) == (other.selectors.list(), &other.logic)
    }
}

impl fmt::Display for JsonPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.logic.map(&|test| ShownTest { selectors: self.selectors.list(), test });
        write!(f, "{{ {shown} }}")
    }
}

/// A condition with the selector that it speaks of.
struct ShownTest<'a> {
    selectors: &'a [Selector],
    test: &'a Test,
}

impl fmt::Display for ShownTest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let selector = &self.selectors[self.test.selector];
        match &self.test.ask {
            Ask::Compare(comparison) => write!(f, "{selector} {comparison}"),
            Ask::IsNull => write!(f, "{selector} IS NULL"),
            Ask::IsTrue => write!(f, "{selector} IS TRUE"),
            Ask::IsFalse => write!(f, "{selector} IS FALSE"),
            Ask::NotExists => write!(f, "{selector} NOT EXISTS"),
        }
    }
}
