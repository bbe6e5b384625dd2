//! Whether one pattern implies or excludes another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Budget;
use super::automaton::Found;
use super::values::{Picked, Side, Values, pick};
use super::witness::{self, Point};
use crate::Pattern;
use crate::pattern::expand::Conjunction;

/// The answer to a question about all events.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// It holds for every event.
    Yes,
    /// It does not hold for this event, given as JSON.
    No(String),
    /// It was not decided. Never a guess: an answer that is not sure is this one.
    Unknown,
}

/// What may be taken for granted about events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assume {
    /// Nothing: a path may have several values, in an array, and its values may stand in objects that are
    /// elements of arrays.
    #[default]
    Anything,
    /// Each path that the patterns name has at most one value, outside of arrays of objects.
    Scalars,
}

impl Pattern {
    /// Whether every event that matches this pattern matches the other one.
    ///
    /// A rule whose pattern is implied by that of another rule with the same targets is not needed.
    /// [`Answer::No`] carries an event that matches this pattern alone, whatever is assumed.
    ///
    /// ```
    /// use cupola_events::{Answer, Assume, Pattern};
    ///
    /// let narrow = Pattern::parse(r#"{"file": [{"wildcard": "logs/*.gz"}], "bytes": [{"numeric": [">", 100]}]}"#)?;
    /// let wide = Pattern::parse(r#"{"file": [{"prefix": "logs/"}]}"#)?;
    /// assert_eq!(narrow.implies(&wide, Assume::Anything), Answer::Yes);
    /// assert_eq!(wide.implies(&narrow, Assume::Anything), Answer::No(r#"{"file":"logs/"}"#.into()));
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn implies(&self, other: &Self, assume: Assume) -> Answer {
        if self == other {
            return Answer::Yes;
        }
        let (mine, theirs) = (Rule::all_of(self), Rule::all_of(other));
        let mut budget = Budget::default();
        let all: Vec<&Rule> = theirs.iter().collect();
        let mut sure = true;
        for rule in &mine {
            match rule.sides().escape(&all, &mut budget) {
                Found::One(point) => {
                    let event = witness::event(&point);
                    if witness::matches(self, &event) && other.matches(event.as_bytes()) == Ok(false) {
                        return Answer::No(event);
                    }
                    sure = false;
                }
                Found::Unknown => sure = false,
                Found::None => sure &= assume == Assume::Scalars || rule.is_covered(&all, &mut budget),
            }
        }
        if sure { Answer::Yes } else { Answer::Unknown }
    }

    /// Whether no event matches both patterns.
    ///
    /// [`Answer::No`] carries an event that matches both. When nothing is assumed, an array may hold a value
    /// for each of the patterns, so that few patterns exclude each other; see [`Assume::Scalars`].
    ///
    /// ```
    /// use cupola_events::{Answer, Assume, Pattern};
    ///
    /// let failed = Pattern::parse(r#"{"detail": {"state": ["FAILED"]}}"#)?;
    /// let passed = Pattern::parse(r#"{"detail": {"state": [{"anything-but": {"prefix": "FAIL"}}]}}"#)?;
    /// assert_eq!(failed.is_disjoint_from(&passed, Assume::Scalars), Answer::Yes);
    /// let both = r#"{"detail":{"state":["FAILED",""]}}"#;
    /// assert_eq!(failed.is_disjoint_from(&passed, Assume::Anything), Answer::No(both.into()));
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn is_disjoint_from(&self, other: &Self, assume: Assume) -> Answer {
        let (mine, theirs) = (Rule::all_of(self), Rule::all_of(other));
        let mut budget = Budget::default();
        let mut sure = true;
        for (a, b) in mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b))) {
            let meeting = match (a.meet(b, &mut budget), assume) {
                (Found::None, Assume::Anything) => a.meet_in_arrays(b, &mut budget),
                (meeting, _) => meeting,
            };
            match meeting {
                Found::One(point) => {
                    let event = witness::event(&point);
                    if witness::matches(self, &event) && witness::matches(other, &event) {
                        return Answer::No(event);
                    }
                    sure = false;
                }
                Found::Unknown => sure = false,
                Found::None => {}
            }
        }
        if sure { Answer::Yes } else { Answer::Unknown }
    }
}

/// One of the rules that a pattern stands for.
#[derive(Debug)]
pub(super) struct Rule {
    /// In the order in which they are judged.
    pub(super) tests: Vec<(Arc<str>, Values)>,
}

impl Rule {
    pub(super) fn all_of(pattern: &Pattern) -> Vec<Self> {
        pattern.conjunctions().iter().map(Self::of).collect()
    }

    fn of(conjunction: &Conjunction) -> Self {
        let tests = conjunction.tests.iter().map(|test| (Arc::clone(&test.path), Values::of(&test.matchers)));
        Self { tests: tests.collect() }
    }

    fn values(&self, path: &str) -> Option<&Values> {
        self.tests.iter().find(|(other, _)| **other == *path).map(|(_, values)| values)
    }

    pub(super) fn sides(&self) -> Sides<'_> {
        Sides { sides: self.tests.iter().map(|(path, values)| (&**path, vec![(values, true)])).collect() }
    }

    /// All tests hold but that of one path.
    #[cfg(any(test, feature = "proptest"))]
    pub(super) fn sides_without(&self, broken: &str) -> Sides<'_> {
        let tests = self.tests.iter().map(|(path, values)| (&**path, vec![(values, **path != *broken)]));
        Sides { sides: tests.collect() }
    }

    /// Whether other rules cover this one also where paths have values in arrays.
    ///
    /// A choice of fields that satisfies this rule satisfies another one if that asks for no further path, and
    /// if what is absent is judged there after the same choices.
    pub(super) fn is_covered(&self, others: &[&Self], budget: &mut Budget) -> bool {
        let safe: Vec<&Self> = others.iter().copied().filter(|other| self.is_kept_by(other)).collect();
        self.sides().escape(&safe, budget) == Found::None
    }

    fn is_kept_by(&self, other: &Self) -> bool {
        let known = other.tests.iter().all(|(path, _)| self.values(path).is_some());
        let last_absent = self.tests.iter().rposition(|(path, values)| values.absent && other.values(path).is_some());
        let judged_before = last_absent.map_or(&[][..], |at| &self.tests[..at]);
        known && judged_before.iter().all(|(path, _)| other.values(path).is_some())
    }

    /// A point of both rules.
    fn meet(&self, other: &Self, budget: &mut Budget) -> Found<Point> {
        let mut both = self.sides();
        other.tests.iter().for_each(|(path, values)| both.add(path, (values, true)));
        both.pick(budget)
    }

    /// As [`meet`](Self::meet), with an array of two values where one does not do.
    fn meet_in_arrays(&self, other: &Self, budget: &mut Budget) -> Found<Point> {
        let mut point = Point::new();
        let mut open = false;
        let paths = self.tests.iter().chain(&other.tests).map(|(path, _)| &**path);
        for path in paths.collect::<std::collections::BTreeSet<_>>() {
            let alone: Vec<Side<'_>> =
                [self, other].iter().filter_map(|rule| Some((rule.values(path)?, true))).collect();
            let together = pick(&alone, budget);
            let picked = match together {
                Found::One(picked) => vec![picked],
                Found::Unknown => return Found::Unknown,
                Found::None => match alone.iter().map(|side| pick(&[*side], budget)).collect::<Vec<_>>().as_slice() {
                    [Found::One(a), Found::One(b)] => vec![a.clone(), b.clone()],
                    found if found.contains(&Found::None) => return Found::None,
                    _ => return Found::Unknown,
                },
            };
            if picked.len() == 2 && picked.contains(&Picked::Absent) {
                // One of them wants what the other one excludes, unless it can be out of reach.
                let absent = if picked[0] == Picked::Absent { self } else { other };
                if !absent.may_lose_sight_of(path) {
                    return Found::None;
                }
                open = true;
            }
            let values = picked.into_iter().filter_map(|picked| match picked {
                Picked::Json(json) => Some(json),
                Picked::Absent => None,
            });
            point.insert(path.to_owned(), values.collect());
        }
        if open { Found::Unknown } else { Found::One(point) }
    }

    /// Whether a path that has values can be judged absent: an earlier path may stand in another element of the
    /// same array.
    fn may_lose_sight_of(&self, path: &str) -> bool {
        let word = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
        let before = self.tests.iter().take_while(|(other, _)| **other != *path);
        before.into_iter().any(|(other, _)| word(other) == word(path))
    }
}

/// What is asked of the value of each path; of others nothing.
#[derive(Clone)]
pub(super) struct Sides<'a> {
    sides: BTreeMap<&'a str, Vec<Side<'a>>>,
}

impl<'a> Sides<'a> {
    fn add(&mut self, path: &'a str, side: Side<'a>) {
        self.sides.entry(path).or_default().push(side);
    }

    fn pick(&self, budget: &mut Budget) -> Found<Point> {
        let mut point = Vec::new();
        let mut open = false;
        for (path, sides) in &self.sides {
            match pick(sides, budget) {
                Found::One(picked) => point.push((*path, picked)),
                Found::Unknown => open = true,
                Found::None => return Found::None,
            }
        }
        if open { Found::Unknown } else { Found::One(witness::point(point)) }
    }

    /// A point that is on all sides and in none of the rules.
    pub(super) fn escape(&self, rules: &[&'a Rule], budget: &mut Budget) -> Found<Point> {
        if rules.len() > MOST_RULES {
            return Found::Unknown;
        }
        match self.pick(budget) {
            Found::One(point) => self.clone().escape_from(point, rules, budget),
            other => other,
        }
    }

    /// `point` is on all sides so far.
    fn escape_from(&mut self, point: Point, rules: &[&'a Rule], budget: &mut Budget) -> Found<Point> {
        let Some((rule, others)) = rules.split_first() else { return Found::One(point) };
        let mut open = false;
        for (path, values) in &rule.tests {
            self.add(path, (values, false));
            let sides = self.sides.get(&**path).cloned().unwrap_or_default();
            // Where nothing is wanted, nothing makes the plainest event.
            let plain = sides.iter().all(|(values, wanted)| !wanted && !values.absent);
            let found = if plain { Found::One(Picked::Absent) } else { pick(&sides, budget) };
            let found = match found {
                Found::One(picked) => {
                    let mut point = point.clone();
                    point.extend(witness::point([(&**path, picked)]));
                    self.escape_from(point, others, budget)
                }
                Found::Unknown => Found::Unknown,
                Found::None => Found::None,
            };
            self.remove(path);
            match found {
                Found::One(point) => return Found::One(point),
                Found::Unknown => open = true,
                Found::None => {}
            }
            if budget.spend(1).is_none() {
                return Found::Unknown;
            }
        }
        if open { Found::Unknown } else { Found::None }
    }

    fn remove(&mut self, path: &str) {
        if let Some(sides) = self.sides.get_mut(path) {
            sides.pop();
        }
    }
}

/// Questions about more rules are not tried: each one is a level of the search.
const MOST_RULES: usize = 1000;
