//! JSON patterns whose fields are read together.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::index::Index;
use super::paths::{Wish, paths};
use super::plan::read_anyway;
use crate::filter::json::{Fields, JsonPattern, Selector, Selectors, Slot, Test, may_be_object};
use crate::filter::logic::Logic;
use crate::filter::{FilterPattern, Semantics};

/// JSON patterns whose fields are read together.
#[derive(Clone, Debug)]
pub(super) struct SharedFields {
    semantics: Semantics,
    selectors: Selectors,
    /// For each pattern of the set that takes part, its conditions on these selectors.
    rules: Vec<Option<Logic<Test>>>,
    members: Bits,
    /// For some selectors, who waits for which of their values.
    indexes: Vec<(usize, Index)>,
    /// Who waits so.
    woken: Bits,
}

impl SharedFields {
    /// All patterns that decide as the first does.
    pub(super) fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let json = || patterns.iter().map(|pattern| pattern.json());
        let semantics = *json().flatten().next()?.semantics();
        let (mut numbers, mut selectors) = (BTreeMap::<String, usize>::new(), Vec::new());
        let mut number = |selector: &Selector| {
            *numbers.entry(selector.to_string()).or_insert_with(|| {
                selectors.push(selector.clone());
                selectors.len() - 1
            })
        };
        let mut renumbered = |pattern: &JsonPattern| {
            let numbers: Vec<usize> = pattern.selectors().iter().map(&mut number).collect();
            pattern.logic().map(&|test| Test { selector: numbers[test.selector], ask: test.ask.clone() })
        };
        let same = |pattern: &&JsonPattern| *pattern.semantics() == semantics;
        let rules: Vec<_> = json().map(|pattern| pattern.filter(same).map(&mut renumbered)).collect();
        let members = Bits::of(patterns.len(), |at| rules[at].is_some());
        let readers = json().enumerate().filter(|(at, _)| members.has(*at));
        let readers =
            readers.filter_map(|(at, pattern)| Some((at, pattern?))).filter(|_| read_anyway(patterns, &members));
        let wishes = readers.flat_map(|(pattern, json)| {
            json.lookups().map(move |(selector, lookup)| (pattern, &json.selectors()[selector], lookup))
        });
        let wishes =
            wishes.map(|(pattern, selector, lookup)| Wish { pattern, field: numbers[&selector.to_string()], lookup });
        let wishes: Vec<Wish<'_>> = wishes.collect();
        Some(Self {
            semantics,
            selectors: Selectors::new(selectors),
            rules,
            members,
            indexes: paths(&wishes).into_iter().map(|(field, waiting)| (field, Index::new(&waiting))).collect(),
            woken: Bits::with(patterns.len(), wishes.iter().map(|wish| wish.pattern)),
        })
    }

    /// Whether a pattern waits for a value.
    pub(super) fn wake(&self, pattern: usize) -> bool {
        self.woken.has(pattern)
    }

    /// Reads a message where somebody waits for its values, or several candidates ask for them, and adds those who wait
    /// for what it has; none where it is not read, or is no JSON object.
    #[inline]
    pub(super) fn read<'p, 's, 'a>(
        &'p self,
        message: &'a str,
        slots: &'s mut Vec<Slot>,
        candidates: &mut Bits,
    ) -> Option<Fields<'p, 's, 'a>> {
        let is_asked = !self.indexes.is_empty() || candidates.has_two_of(&self.members);
        if !is_asked || !self.semantics.json_prefix_tolerant && !may_be_object(message) {
            return None;
        }
        let Ok(fields) = self.selectors.read_again(slots, message, &self.semantics) else {
            candidates.remove_all(&self.members);
            return None;
        };
        for (selector, index) in &self.indexes {
            fields.direct(*selector, |scalar| scalar.map(|scalar| index.wake(scalar, candidates)));
        }
        Some(fields)
    }

    /// Whether a pattern matches; none where it takes no part.
    #[inline]
    pub(super) fn judge(&self, pattern: usize, fields: &Fields<'_, '_, '_>) -> Option<bool> {
        let rule = self.rules[pattern].as_ref()?;
        Some(rule.holds(&mut |test| test.holds(fields, &self.semantics)))
    }
}
