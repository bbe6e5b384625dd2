//! The rules of a bus, compiled so that an event is read once for all of them.

use crate::RuleId;
use crate::event::{EventError, Paths, Reader};
use crate::pattern::{Bound, TooManySteps};
use crate::rule::Rule;

/// Compiled rules, in the order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleTable {
    paths: Paths,
    rules: Vec<CompiledRule>,
}

#[derive(Clone, Debug)]
struct CompiledRule {
    id: RuleId,
    /// At least one must match.
    ways: Vec<Bound>,
}

/// What came of one rule that did not simply fail to match.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Hit {
    Match(RuleId),
    /// It was not judged.
    TooManySteps(RuleId),
}

impl Hit {
    pub(crate) const fn rule(&self) -> &RuleId {
        match self {
            Self::Match(rule) | Self::TooManySteps(rule) => rule,
        }
    }
}

impl RuleTable {
    /// Compiles the rules that watch.
    pub(crate) fn of<'a>(rules: impl Iterator<Item = &'a Rule>) -> Self {
        let mut table = Self::default();
        for rule in rules {
            let pattern = rule.pattern.iter().flat_map(|pattern| pattern.pattern().conjunctions());
            let ways = pattern.map(|conjunction| Bound::new(conjunction, &mut table.paths)).collect();
            table.rules.push(CompiledRule { id: rule.id.clone(), ways });
        }
        table
    }

    /// The rules that match an event, by name.
    pub(crate) fn hits(&self, event: &[u8], steps: u64) -> Result<Vec<Hit>, EventError> {
        let fields = Reader::read(&self.paths, event)?;
        let hits = self.rules.iter().filter_map(|rule| {
            let matched = rule.ways.iter().try_fold(false, |matched, way| Ok(matched || way.matches(&fields, steps)?));
            match matched {
                Ok(true) => Some(Hit::Match(rule.id.clone())),
                Ok(false) => None,
                Err(TooManySteps) => Some(Hit::TooManySteps(rule.id.clone())),
            }
        });
        Ok(hits.collect())
    }
}
