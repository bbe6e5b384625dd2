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
    let fields = fields(conjunctions);
    fields.values().fold(Complexity::Exactly(0), |worst, sets| worst.max(Field::new(sets).measure(limit).0))
}

/// The field of the greatest complexity, measured up to `limit`; none without wildcards.
pub(super) fn worst(conjunctions: &[Conjunction], limit: usize) -> Option<Worst> {
    let fields = fields(conjunctions);
    let measured = fields.iter().map(|(path, sets)| {
        let field = Field::new(sets);
        let (complexity, trace) = field.measure(limit);
        (complexity, *path, field, trace)
    });
    // The first of several equals.
    let worst = measured.reduce(|worst, other| if other.0 > worst.0 { other } else { worst });
    worst.filter(|worst| !worst.3.states.is_empty()).map(|(complexity, path, field, trace)| Worst {
        complexity,
        path: path.to_owned(),
        text: trace.text,
        beginnings: trace.states.iter().map(|at| field.beginning(*at)).collect(),
    })
}

/// Where a pattern is most complex.
#[derive(Debug)]
pub(super) struct Worst {
    pub(super) complexity: Complexity,
    pub(super) path: String,
    /// A text that matches so many beginnings.
    pub(super) text: String,
    /// The beginnings.
    pub(super) beginnings: Vec<String>,
}

/// The largest situation that was met, and a text that leads to it.
#[derive(Default)]
struct Trace {
    text: String,
    states: Vec<usize>,
}

/// The sets of wildcards of each field.
fn fields(conjunctions: &[Conjunction]) -> BTreeMap<&str, BTreeSet<Vec<&Wildcard>>> {
    let mut fields: BTreeMap<&str, BTreeSet<Vec<&Wildcard>>> = BTreeMap::new();
    for test in conjunctions.iter().flat_map(|conjunction| &conjunction.tests) {
        fields.entry(&test.path).or_default().extend(test.matchers.iter().filter_map(wildcards));
    }
    fields
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
    /// The state before, and what leads here; a star where it is none.
    from: Option<(usize, Option<char>)>,
}

/// States that a text can be in at once.
struct Situation {
    states: Vec<usize>,
    /// The situation before, by number, and the letter that leads here.
    from: Option<(usize, char)>,
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
        self.states[star].from = Some((at, None));
        self.states[at].star = Some(star);
        star
    }

    fn next_of(&mut self, at: usize, letter: char) -> usize {
        if let Some(next) = self.states[at].next.get(&letter) {
            return *next;
        }
        let next = self.state();
        self.states[next].from = Some((at, Some(letter)));
        self.states[at].next.insert(letter, next);
        next
    }

    /// The complexity, and the largest situation met.
    fn measure(&self, limit: usize) -> (Complexity, Trace) {
        let start = self.closed(self.starts.iter().copied());
        let mut seen = BTreeSet::from([start.clone()]);
        let mut situations = vec![Situation { states: start, from: None }];
        let (mut waiting, mut largest, mut looked_at) = (vec![0], 0, 0);
        while let Some(at) = waiting.pop() {
            let states = situations[at].states.clone();
            if states.len() > situations[largest].states.len() || at == 0 {
                largest = at;
            }
            if states.len() > limit {
                return (Complexity::Over, trace(&situations, at));
            }
            for (letter, next) in self.nexts(&states) {
                looked_at += 1 + next.len();
                if looked_at > MOST_STATES {
                    return (Complexity::Over, trace(&situations, largest));
                }
                if seen.insert(next.clone()) {
                    waiting.push(situations.len());
                    situations.push(Situation { states: next, from: Some((at, letter)) });
                }
            }
        }
        (Complexity::Exactly(situations[largest].states.len()), trace(&situations, largest))
    }

    /// The situations that one more character can lead to.
    fn nexts<'a>(&'a self, states: &'a [usize]) -> impl Iterator<Item = (char, Vec<usize>)> + 'a {
        let letters: BTreeSet<char> = states.iter().flat_map(|at| self.states[*at].next.keys().copied()).collect();
        let other = ('a'..=char::MAX).find(|letter| !letters.contains(letter));
        letters.into_iter().chain(other).map(move |letter| {
            let stay = states.iter().copied().filter(|at| self.states[*at].stays);
            let go = states.iter().filter_map(move |at| self.states[*at].next.get(&letter).copied());
            (letter, self.closed(stay.chain(go)))
        })
    }

    /// The beginning of a wildcard text that a state stands for.
    fn beginning(&self, at: usize) -> String {
        let back = std::iter::successors(self.states[at].from, |(at, _)| self.states[*at].from);
        let steps: Vec<Option<char>> = back.map(|(_, letter)| letter).collect();
        let text = |step: &Option<char>| match step {
            None => "*".to_owned(),
            Some(special @ ('*' | '\\')) => format!("\\{special}"),
            Some(letter) => letter.to_string(),
        };
        steps.iter().rev().map(text).collect()
    }

    /// States together with those after a star that stands right behind them, in order.
    fn closed(&self, states: impl Iterator<Item = usize>) -> Vec<usize> {
        let all: BTreeSet<usize> = states.flat_map(|at| [Some(at), self.states[at].star]).flatten().collect();
        all.into_iter().collect()
    }
}

fn trace(situations: &[Situation], at: usize) -> Trace {
    let back = std::iter::successors(situations[at].from, |(at, _)| situations[*at].from);
    let letters: Vec<char> = back.map(|(_, letter)| letter).collect();
    Trace { text: letters.iter().rev().collect(), states: situations[at].states.clone() }
}

/// When this many states of situations have been looked at, a field counts as too complex; our
/// decision, so that a pattern is read in bounded time.
const MOST_STATES: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use crate::{Pattern, PatternOptions};

    fn complexity(wildcards: &[&str]) -> usize {
        let matchers: Vec<String> = wildcards.iter().map(|text| format!("{{\"wildcard\":\"{text}\"}}")).collect();
        let text = format!("{{\"a\":[{}]}}", matchers.join(","));
        let pattern = Pattern::parse_with(&text, &PatternOptions::unbounded()).unwrap();
        let measured = pattern.complexity(usize::MAX);
        assert_eq!(Pattern::parse(&text).is_ok(), measured <= 10, "{text}");
        measured
    }

    /// Values that the open engine measures, and refusals and acceptances recorded from the service.
    #[test]
    fn known_patterns_have_their_known_complexity() {
        for (wildcards, known) in [
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
            assert_eq!(complexity(wildcards), known, "{wildcards:?}");
        }
    }

    /// The open engine's own tests have wildcards of these shapes: each text counts its own beginnings, also
    /// those that it shares with another text.
    #[test]
    fn shapes_that_the_open_engine_tests_have_its_complexity() {
        for (wildcards, known) in [
            (&["*qu"][..], 2),
            (&["*qq"], 3),
            (&["qq*"], 2),
            (&["q*uy"], 2),
            (&["q*uu"], 3),
            (&["q*uyu"], 3),
            (&["q*uuu"], 4),
            (&["*qu*qd"], 4),
            (&["*qu*d"], 3),
            (&["*quq*"], 4),
            (&["q*u*uu"], 5),
            (&["q*u*yu"], 4),
            (&["q*u*yd"], 3),
            (&["q*u*u"], 4),
            (&["q*uu*"], 4),
            (&["qu*u*"], 3),
            (&["*qu*u*u*"], 7),
            (&["*q*q*q*q*q*q*q*q*"], 17),
            (&["qu*y", "x*xx"], 3),
            (&["*quy", "*quyde"], 4),
            (&["q*uyd", "qu*yd"], 4),
            (&["q*uy", "q*uyde"], 4),
            (&["q*qqq", "qq*qq"], 7),
            (&["q*uy", "quy*d"], 4),
            (&["q*qqq", "qqq*q"], 6),
            (&["q*qqx", "qqq*x"], 5),
            (&["q*uy", "quy*"], 4),
            (&["q*qq", "qqq*"], 5),
            (&["quy*", "quyde*"], 3),
            (&["qu*yd", "qu*wx", "qu*az"], 6),
            (&["qu*y", "qu*y"], 2),
            (&["Q*uxyzwuQuxyzwu", "Qu*xyzwuQuxyzwu", "Qux*yzwuQuxyzwu"], 10),
        ] {
            assert_eq!(complexity(wildcards), known, "{wildcards:?}");
        }
    }
}
