//! The rules of a bus, compiled so that an event is read once for all of them.

use crate::event::{EventError, Fields, Paths, Reader};
use crate::pattern::{Bound, Steps, TooManySteps};
use crate::rule::Rule;
use crate::{FailureReason, Limits, RuleId};

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
    Failure(RuleId, FailureReason),
}

impl Hit {
    pub(crate) const fn rule(&self) -> &RuleId {
        match self {
            Self::Match(rule) | Self::Failure(rule, _) => rule,
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
    pub(crate) fn hits(&self, event: &[u8], limits: &Limits) -> Vec<Hit> {
        let fields = match Reader::read(&self.paths, event) {
            Ok(fields) => fields,
            Err(error) => return self.unread(&error),
        };
        let mut steps = Steps::new(limits.event_steps);
        let hits = self.rules.iter().filter_map(|rule| {
            let mut own = steps.lend(limits.match_steps);
            let matched = rule.matches(&fields, &mut own);
            steps.give_back(own);
            match matched {
                Ok(true) => Some(Hit::Match(rule.id.clone())),
                Ok(false) => None,
                Err(TooManySteps) => Some(Hit::Failure(rule.id.clone(), FailureReason::TooManySteps)),
            }
        });
        hits.collect()
    }

    fn unread(&self, error: &EventError) -> Vec<Hit> {
        let why = FailureReason::Unreadable(error.to_string());
        self.rules.iter().map(|rule| Hit::Failure(rule.id.clone(), why.clone())).collect()
    }
}

impl CompiledRule {
    fn matches(&self, fields: &Fields<'_>, steps: &mut Steps) -> Result<bool, TooManySteps> {
        for way in &self.ways {
            if way.matches(fields, steps)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
