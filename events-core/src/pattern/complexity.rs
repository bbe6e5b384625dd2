//! How many ways of placing stars an event's text can keep open at once.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::{Excluded, Matcher};
use super::expand::Conjunction;
use super::wildcard::Wildcard;

/// The greatest complexity of the fields of a pattern.
///
/// The complexity of a field is the largest number of beginnings of its wildcard texts that one
/// text can match at once; each star counts before and after it is entered.
pub(super) fn complexity(conjunctions: &[Conjunction], limit: usize) -> Complexity {
    let mut fields: BTreeMap<&str, BTreeSet<Vec<&Wildcard>>> = BTreeMap::new();
    for test in conjunctions.iter().flat_map(|conjunction| &conjunction.tests) {
        fields.entry(&test.path).or_default().extend(test.matchers.iter().filter_map(wildcards));
    }
    fields.values().fold(Complexity::Exactly(0), |worst, sets| worst.max(Field::new(sets).measure(limit)))
}

/// A measured complexity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Complexity {
    /// This one.
    Exactly(usize),
    /// Over the limit, or so tangled that it was not measured to the end.
    Over,
}

fn wildcards(matcher: &Matcher) -> Option<Vec<&Wildcard>> {
    match matcher {
        Matcher::Wildcard(wildcard) => Some(vec![wildcard]),
        Matcher::AnythingBut(Excluded::Wildcards(wildcards)) => Some(wildcards.iter().collect()),
        _ => None,
    }
}

/// The wildcards of one field as an automaton. A state is a beginning of a wildcard text; the texts of
/// one exclusion share their beginnings.
struct Field {
    states: Vec<State>,
    starts: BTreeSet<usize>,
}

#[derive(Default)]
struct State {
    /// Whether any further character leads back here: the state is that after a star.
    stays: bool,
    /// Where a star leads at once.
    star: Option<usize>,
    next: BTreeMap<char, usize>,
}

impl Field {
    fn new(sets: &BTreeSet<Vec<&Wildcard>>) -> Self {
        let mut field = Self { states: Vec::new(), starts: BTreeSet::new() };
        for set in sets {
            let start = field.state();
            field.starts.insert(start);
            set.iter().for_each(|wildcard| field.add(start, wildcard));
        }
        field
    }

    fn add(&mut self, start: usize, wildcard: &Wildcard) {
        let mut at = start;
        for (number, part) in wildcard.parts().iter().enumerate() {
            if number > 0 {
                at = self.star_of(at);
            }
            for letter in part.chars() {
                at = self.next_of(at, letter);
            }
        }
    }

    fn state(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    fn star_of(&mut self, at: usize) -> usize {
        if let Some(star) = self.states[at].star {
            return star;
        }
        let star = self.state();
        self.states[star].stays = true;
        self.states[at].star = Some(star);
        star
    }

    fn next_of(&mut self, at: usize, letter: char) -> usize {
        if let Some(next) = self.states[at].next.get(&letter) {
            return *next;
        }
        let next = self.state();
        self.states[at].next.insert(letter, next);
        next
    }

    fn measure(&self, limit: usize) -> Complexity {
        let start = self.closed(self.starts.iter().copied());
        let mut worst = 0;
        let mut seen = BTreeSet::from([start.clone()]);
        let mut waiting = vec![start];
        let mut looked_at = 0;
        while let Some(states) = waiting.pop() {
            worst = worst.max(states.len());
            if worst > limit {
                return Complexity::Over;
            }
            for next in self.nexts(&states) {
                looked_at += 1 + next.len();
                if looked_at > MOST_STATES {
                    return Complexity::Over;
                }
                if seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
        Complexity::Exactly(worst)
    }

    /// The situations that one more character can lead to.
    fn nexts<'a>(&'a self, states: &'a [usize]) -> impl Iterator<Item = Vec<usize>> + 'a {
        let other = std::iter::once(None);
        let letters: BTreeSet<char> = states.iter().flat_map(|at| self.states[*at].next.keys().copied()).collect();
        letters.into_iter().map(Some).chain(other).map(|letter| {
            let stay = states.iter().copied().filter(|at| self.states[*at].stays);
            let go = states.iter().filter_map(|at| self.states[*at].next.get(&letter?).copied());
            self.closed(stay.chain(go))
        })
    }

    /// States together with those after a star that stands right behind them, in order.
    fn closed(&self, states: impl Iterator<Item = usize>) -> Vec<usize> {
        let all: BTreeSet<usize> = states.flat_map(|at| [Some(at), self.states[at].star]).flatten().collect();
        all.into_iter().collect()
    }
}

/// When this many states of situations have been looked at, a field counts as too complex; our
/// decision, so that a pattern is read in bounded time.
const MOST_STATES: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use crate::{Pattern, PatternOptions};

    /// Values that the open engine measures, and refusals and acceptances recorded from the service.
    #[test]
    fn known_patterns_have_their_known_complexity() {
        for (wildcards, complexity) in [
            (&["*"][..], 2),
            (&["a*b"], 2),
            (&["*.*"], 3),
            (&["*/lib/*"], 4),
            (&["*a*a*a"], 6),
            (&["*a*a*a*a*a"], 10),
            (&["*a*b*c*d*e"], 6),
            (&["abc"], 1),
            (&["*:*:*:*:*:event-bus/*"], 11),
            (&["*:stack/A/*", "*:stack/B/*", "*:stack/C/*"], 9),
            (&["*:stack/A/*", "*:stack/B/*", "*:stack/C/*", "*:stack/D/*"], 12),
            (&["/Users/*/dir/dir/dir/dir/dir/doc.txt"], 7),
        ] {
            let matchers: Vec<String> = wildcards.iter().map(|text| format!("{{\"wildcard\":\"{text}\"}}")).collect();
            let text = format!("{{\"a\":[{}]}}", matchers.join(","));
            let pattern = Pattern::parse_with(&text, &PatternOptions::unbounded()).unwrap();
            assert_eq!(pattern.complexity(usize::MAX), complexity, "{text}");
            assert_eq!(Pattern::parse(&text).is_ok(), complexity <= 10, "{text}");
        }
    }
}
