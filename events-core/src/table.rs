//! The rules of a bus, compiled so that an event is read once for all of them.

use crate::matcher::{Matcher, MatcherView, Scratch};
use crate::pattern::Steps;
use crate::rule::Rule;
use crate::{FailureReason, Limits, MatchError, RuleId};

/// Compiled rules, and room for judging events.
#[derive(Debug)]
pub(crate) struct RuleTable {
    rules: MatcherView<RuleId>,
    names: Vec<RuleId>,
    scratch: Scratch<RuleId>,
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
        let patterns = rules.filter_map(|rule| Some((rule.id.clone(), rule.pattern.as_ref()?.pattern())));
        let rules: Matcher<RuleId> = patterns.collect();
        Self { rules: rules.view(), names: rules.ids(), scratch: Scratch::new() }
    }

    /// The rules that match an event, by name.
    pub(crate) fn hits(&mut self, event: &[u8], limits: &Limits) -> Vec<Hit> {
        let Self { rules, names, scratch } = self;
        let steps = Steps::new(limits.event_steps);
        let judged = match rules.judge(event, scratch, steps, limits.match_steps) {
            Ok(judged) => judged,
            Err(error) => {
                let why = match error {
                    MatchError::TooManySteps => FailureReason::TooManySteps,
                    MatchError::Event(error) => FailureReason::Unreadable(error.to_string()),
                };
                return names.iter().map(|rule| Hit::Failure(rule.clone(), why.clone())).collect();
            }
        };
        let undecided = judged.undecided().map(|rule| Hit::Failure(rule.clone(), FailureReason::TooManySteps));
        let mut hits: Vec<Hit> = judged.matched().cloned().map(Hit::Match).chain(undecided).collect();
        hits.sort_by(|a, b| a.rule().cmp(b.rule()));
        scratch.give_back(judged);
        hits
    }
}
