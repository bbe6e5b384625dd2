//! The rules of a bus, compiled so that an event is read once for all of them.

use super::Rule;
use crate::matcher::{Matcher, Scratch};
use crate::pattern::Steps;
use crate::{FailureReason, Limits, MatchError, Pattern, RuleId, RuleState};

/// Compiled rules, and room for judging events.
#[derive(Debug)]
pub(crate) struct RuleTable {
    rules: Matcher<RuleId>,
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
        let rules = rules.filter_map(|rule| Some((rule.id.clone(), watched(rule)?))).collect();
        Self { rules, scratch: Scratch::new() }
    }

    /// A rule is as it is now; none: it is gone.
    pub(crate) fn set(&self, id: &RuleId, rule: Option<&Rule>) {
        match rule.and_then(watched) {
            Some(pattern) => self.rules.replace(id.clone(), pattern),
            None => drop(self.rules.remove(id)),
        }
    }

    /// The rules that match an event, by name.
    pub(crate) fn hits(&mut self, event: &[u8], limits: &Limits) -> Vec<Hit> {
        let Self { rules, scratch } = self;
        let (view, steps) = (rules.view(), Steps::new(limits.event_steps));
        let judged = match view.judge(event, scratch, steps, limits.match_steps) {
            Ok(judged) => judged,
            Err(error) => {
                let why = match error {
                    MatchError::TooManySteps => FailureReason::TooManySteps,
                    MatchError::Event(error) => FailureReason::Unreadable(error.to_string()),
                };
                return rules.ids().into_iter().map(|rule| Hit::Failure(rule, why.clone())).collect();
            }
        };
        let undecided = judged.undecided().map(|rule| Hit::Failure(rule.clone(), FailureReason::TooManySteps));
        let mut hits: Vec<Hit> = judged.matched().cloned().map(Hit::Match).chain(undecided).collect();
        hits.sort_by(|a, b| a.rule().cmp(b.rule()));
        scratch.give_back(judged);
        hits
    }
}

/// The pattern by which a rule watches.
fn watched(rule: &Rule) -> Option<&Pattern> {
    let pattern = rule.pattern.as_ref().filter(|_| rule.state != RuleState::Disabled)?;
    Some(pattern.pattern())
}
