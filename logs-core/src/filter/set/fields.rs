//! JSON patterns whose fields are read together.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::candidates::Candidates;
use super::index::{Index, Values};
use super::paths::{Paths, Wish};
use super::plan::read_anyway;
use super::rule::Rule;
use crate::filter::json::{Fields, JsonPattern, Selector, Selectors, Slot, Test};
use crate::filter::literal::Scalar;
use crate::filter::logic::Logic;
use crate::filter::{FilterPattern, Semantics};

/// JSON patterns whose fields are read together.
#[derive(Clone, Debug)]
pub(super) struct SharedFields {
    semantics: Semantics,
    selectors: Selectors,
    /// For each pattern of the set that takes part, what it asks.
    rules: Vec<Option<Rule<Logic<Test>>>>,
    members: Bits,
    /// Who waits for which values.
    index: Index,
}

/// The selectors of some patterns, each once.
#[derive(Debug, Default)]
struct Numbered {
    numbers: BTreeMap<String, usize>,
    list: Vec<Selector>,
}

impl Numbered {
    fn number(&mut self, selector: &Selector) -> usize {
        *self.numbers.entry(selector.to_string()).or_insert_with(|| {
            self.list.push(selector.clone());
            self.list.len() - 1
        })
    }
}

impl SharedFields {
    /// All patterns that decide as the first does.
    pub(super) fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let semantics = *patterns.iter().find_map(FilterPattern::json)?.semantics();
        let member = |at: usize| patterns[at].json().filter(|pattern| *pattern.semantics() == semantics);
        let members = Bits::of(patterns.len(), |at| member(at).is_some());
        let (mut selectors, mut wishes) = (Numbered::default(), Vec::new());
        let is_read_anyway = read_anyway(patterns, &members);
        for (pattern, json) in members.iter().filter(|_| is_read_anyway).filter_map(|at| Some((at, member(at)?))) {
            wishes.extend(json.lookups().map(|(condition, selector, lookup)| {
                let field = selectors.number(&json.selectors()[selector]);
                Wish { pattern, field, condition, lookup }
            }));
        }
        let paths = Paths::new(&wishes);
        let mut rule = |at: usize| {
            let whole = renumbered(member(at)?, &mut selectors);
            Some(Rule::new(at, whole, &paths, |whole, _, conditions| whole.without(conditions)))
        };
        let rules = (0..patterns.len()).map(&mut rule).collect();
        let selectors = Selectors::new(selectors.list);
        let index = Index::new(&paths, |selector| selectors.place_of(selector), semantics.numeric_texts);
        Some(Self { semantics, rules, selectors, members, index })
    }

    /// Whether a pattern waits for a value.
    pub(super) fn waits(&self, pattern: usize) -> bool {
        self.rules[pattern].as_ref().is_some_and(Rule::waits)
    }

    /// Whether a pattern asks for nothing but what it waits for.
    pub(super) fn asks_only(&self, pattern: usize) -> bool {
        self.rules[pattern].as_ref().and_then(Rule::rest).is_some_and(Logic::is_nothing)
    }

    /// Reads a message, which may be told to be no object, where somebody waits for its values, or several candidates ask
    /// for them, and adds those who wait for what it has; none where it is not read, or is no JSON object.
    #[inline(always)]
    pub(super) fn read<'p, 's, 'a>(
        &'p self,
        (message, is_object): (&'a str, bool),
        slots: &'s mut Vec<Slot>,
        candidates: &mut Candidates,
    ) -> Option<Fields<'p, 's, 'a>> {
        let is_asked = !self.index.is_empty() || candidates.has_two_of(&self.members);
        if is_asked && (is_object || self.semantics.json_prefix_tolerant) {
            self.read_object(message, slots, candidates)
        } else {
            None
        }
    }

    fn read_object<'p, 's, 'a>(
        &'p self,
        message: &'a str,
        slots: &'s mut Vec<Slot>,
        candidates: &mut Candidates,
    ) -> Option<Fields<'p, 's, 'a>> {
        let Ok(fields) = self.selectors.read_again(slots, message, &self.semantics) else {
            candidates.remove_all(&self.members);
            return None;
        };
        self.index.wake(&fields, candidates);
        Some(fields)
    }

    /// Whether a pattern matches, of which it may be known that what it waited for is met; none where it takes no part.
    #[inline]
    pub(super) fn judge(&self, pattern: usize, is_met: bool, fields: &Fields<'_, '_, '_>) -> Option<bool> {
        let asked = self.rules[pattern].as_ref()?.asked(is_met);
        Some(asked.holds(&mut |test| test.holds(fields, &self.semantics)))
    }
}

impl Values for Fields<'_, '_, '_> {
    #[inline(always)]
    fn see(&self, place: usize, see: impl FnOnce(Scalar<'_>)) {
        self.see(place, see);
    }
}

fn renumbered(pattern: &JsonPattern, selectors: &mut Numbered) -> Logic<Test> {
    let numbers: Vec<usize> = pattern.selectors().iter().map(|selector| selectors.number(selector)).collect();
    pattern.logic().map(&|test| Test { selector: numbers[test.selector], ask: test.ask.clone() })
}
