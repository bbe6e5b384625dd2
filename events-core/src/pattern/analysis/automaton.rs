//! Texts as automata: which text, if any, some automata accept and others do not.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::Budget;
use crate::pattern::fold::Folded;
use crate::pattern::wildcard::Wildcard;

/// A set of texts, as an automaton that may be in several states at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Automaton {
    starts: Vec<usize>,
    states: Vec<State>,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// Whether any letter leads back here.
    stays: bool,
    accepts: bool,
    next: Vec<(char, usize)>,
}

impl Automaton {
    /// Adds a text with stars.
    pub(super) fn add_wildcard(&mut self, wildcard: &Wildcard) {
        let mut at = self.start();
        for (number, part) in wildcard.parts().iter().enumerate() {
            if number > 0 {
                at = self.star(at);
            }
            at = self.letters(at, part);
        }
        self.states[at].accepts = true;
    }

    /// Adds a text, with anything before or after it as asked.
    pub(super) fn add_text(&mut self, text: &str, around: Around) {
        let at = self.head(around);
        let at = self.letters(at, text);
        self.tail(at, around);
    }

    /// Adds a text in any letter case, with anything before or after it as asked.
    pub(super) fn add_folded(&mut self, folded: &Folded, around: Around) {
        let mut at = self.head(around);
        for [upper, lower] in folded.forms() {
            let end = self.state();
            self.form(at, &upper, end);
            self.form(at, &lower, end);
            at = end;
        }
        self.tail(at, around);
    }

    fn head(&mut self, around: Around) -> usize {
        let at = self.start();
        self.states[at].stays = around == Around::Before;
        at
    }

    fn tail(&mut self, at: usize, around: Around) {
        let at = if around == Around::After { self.star(at) } else { at };
        self.states[at].accepts = true;
    }

    fn start(&mut self) -> usize {
        let start = self.state();
        self.starts.push(start);
        start
    }

    fn state(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    /// From here on anything may follow; a star needs no state of its own here.
    fn star(&mut self, at: usize) -> usize {
        self.states[at].stays = true;
        at
    }

    fn letters(&mut self, at: usize, text: &str) -> usize {
        text.chars().fold(at, |at, letter| {
            let next = self.state();
            self.states[at].next.push((letter, next));
            next
        })
    }

    /// One way of writing a letter, which leads to a state that is there.
    fn form(&mut self, at: usize, form: &str, end: usize) {
        let mut letters = form.chars();
        let last = letters.next_back();
        let at = self.letters(at, letters.as_str());
        self.states[at].next.extend(last.map(|last| (last, end)));
    }

    fn alphabet(&self) -> impl Iterator<Item = char> {
        self.states.iter().flat_map(|state| state.next.iter().map(|(letter, _)| *letter))
    }
}

/// What may stand around a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    Nothing,
    Before,
    After,
}

/// A text that something accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// This one.
    One(T),
    /// There is none.
    None,
    /// It was not found out.
    Unknown,
}

/// The shortest text for which `accepts` holds of what the automata say of it.
///
/// `accepts` is asked with one answer for each automaton, in their order.
pub(super) fn shortest(
    automata: &[&Automaton],
    further: &str,
    accepts: impl Fn(&[bool]) -> bool,
    budget: &mut Budget,
) -> Found<String> {
    let mut runs: Vec<Run<'_>> = automata.iter().map(|automaton| Run::new(automaton)).collect();
    let alphabet = alphabet(automata, further);
    let start: Vec<u32> = runs.iter_mut().map(Run::start).collect();
    let mut seen = HashMap::from([(start.clone(), 0)]);
    let mut words: Vec<(usize, char)> = vec![(0, ' ')];
    let mut waiting = VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        let number = seen.get(&at).copied().unwrap_or_default();
        let says: Vec<bool> = runs.iter().zip(&at).map(|(run, state)| run.accepts(*state)).collect();
        if accepts(&says) {
            return Found::One(word(&words, number));
        }
        for letter in &alphabet {
            let mut next = Vec::with_capacity(at.len());
            for (run, state) in runs.iter_mut().zip(&at) {
                match run.step(*state, *letter, budget) {
                    Some(state) => next.push(state),
                    None => return Found::Unknown,
                }
            }
            if !seen.contains_key(&next) {
                seen.insert(next.clone(), words.len());
                words.push((number, *letter));
                waiting.push_back(next);
            }
        }
    }
    Found::None
}

fn word(words: &[(usize, char)], number: usize) -> String {
    let back = std::iter::successors(Some(number), |at| Some(words[*at].0)).take_while(|at| *at > 0);
    let letters: Vec<char> = back.map(|at| words[at].1).collect();
    letters.into_iter().rev().collect()
}

/// The letters that make a difference, and one of all others.
fn alphabet(automata: &[&Automaton], further: &str) -> Vec<char> {
    let letters = automata.iter().flat_map(|automaton| automaton.alphabet());
    let letters: BTreeSet<char> = letters.chain(further.chars()).collect();
    let other = ('a'..='z').chain('\u{100}'..=char::MAX).find(|letter| !letters.contains(letter));
    other.into_iter().chain(letters.iter().copied()).collect()
}

/// One automaton on its way: sets of its states have numbers, steps between them are remembered.
struct Run<'a> {
    automaton: &'a Automaton,
    numbers: HashMap<Vec<usize>, u32>,
    sets: Vec<Vec<usize>>,
    steps: HashMap<(u32, char), u32>,
}

impl<'a> Run<'a> {
    fn new(automaton: &'a Automaton) -> Self {
        Self { automaton, numbers: HashMap::new(), sets: Vec::new(), steps: HashMap::new() }
    }

    fn start(&mut self) -> u32 {
        self.number(self.automaton.starts.clone())
    }

    fn number(&mut self, mut set: Vec<usize>) -> u32 {
        set.sort_unstable();
        set.dedup();
        let new = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(set.clone()).or_insert(new);
        if number == new {
            self.sets.push(set);
        }
        number
    }

    fn accepts(&self, number: u32) -> bool {
        self.sets[number as usize].iter().any(|at| self.automaton.states[*at].accepts)
    }

    /// None when the budget is used up.
    fn step(&mut self, number: u32, letter: char, budget: &mut Budget) -> Option<u32> {
        if let Some(next) = self.steps.get(&(number, letter)) {
            budget.spend(1)?;
            return Some(*next);
        }
        budget.spend(8 + self.sets[number as usize].len())?;
        let mut next = Vec::new();
        for at in &self.sets[number as usize] {
            let state = &self.automaton.states[*at];
            next.extend(state.stays.then_some(*at));
            next.extend(state.next.iter().filter(|(other, _)| *other == letter).map(|(_, next)| *next));
        }
        let next = self.number(next);
        self.steps.insert((number, letter), next);
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wildcard(text: &str) -> Automaton {
        let mut automaton = Automaton::default();
        automaton.add_wildcard(&Wildcard::parse(text).unwrap());
        automaton
    }

    fn both(a: &Automaton, b: &Automaton) -> Found<String> {
        shortest(&[a, b], "", |says| says[0] && says[1], &mut Budget::default())
    }

    #[test]
    fn texts_in_common_are_found() {
        assert_eq!(both(&wildcard("a*"), &wildcard("*b")), Found::One("ab".into()));
        assert_eq!(both(&wildcard("a*"), &wildcard("b*")), Found::None);
        assert_eq!(both(&wildcard("*ana*"), &wildcard("b*n*a")), Found::One("bana".into()));
        assert_eq!(both(&wildcard(""), &wildcard("*")), Found::One(String::new()));
    }

    #[test]
    fn texts_of_one_alone_are_found() {
        let alone = |a: &str, b: &str| {
            shortest(&[&wildcard(a), &wildcard(b)], "", |says| says[0] && !says[1], &mut Budget::default())
        };
        assert_eq!(alone("a*b*", "a*"), Found::None);
        assert_eq!(alone("a*", "a*b*"), Found::One("a".into()));
        assert_eq!(alone("*", "*x*"), Found::One(String::new()));
    }

    #[test]
    fn letter_case_is_folded_in_full() {
        let mut automaton = Automaton::default();
        automaton.add_folded(&Folded::new("ß"), Around::Nothing);
        assert!(matches!(both(&automaton, &wildcard("S*")), Found::One(text) if text == "SS"));
        assert_eq!(both(&automaton, &wildcard("s*")), Found::None);
    }

    #[test]
    fn an_empty_budget_leaves_it_open() {
        let tangled = wildcard("*a*b*a*c*a*d*");
        let mut budget = Budget::new(50);
        assert_eq!(shortest(&[&tangled], "", |says| says[0], &mut budget), Found::Unknown);
    }
}
