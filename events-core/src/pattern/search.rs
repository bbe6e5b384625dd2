//! The search for fields that agree on the elements of arrays.
//!
//! Paths are judged in their order. A field is a candidate when its value matches and it stands in
//! no other element of an array than a field chosen before. When a path has no candidate, or was
//! to be absent and is not, the last choice is taken back.
//!
//! Three things keep the search short. Candidates that lie in other elements of an array from
//! which a choice was made are jumped over, by the order of the event's text. Two candidates in
//! the same element are one. And what was found impossible is remembered by what of the choices
//! still matters: the elements of arrays that hold fields of later paths. For events that name each
//! path once, that leaves about as many situations as there are elements; where names occur
//! twice the question is as hard as satisfiability, so the number of steps is bounded.

use std::collections::HashSet;

use super::expand::Test;
use super::steps::{Steps, TooManySteps};
use crate::event::{ElementId, Field, Fields, PathId};

/// Where the search got furthest, and what had been chosen then.
#[derive(Debug)]
pub(crate) struct Stuck<'f, 'e> {
    /// For each path before the one at which it got stuck, the field chosen.
    pub(crate) chosen: Chosen<'f, 'e>,
}

/// The field chosen for each path; none where the path is absent.
pub(crate) type Chosen<'f, 'e> = Vec<Option<&'f Field<'e>>>;

pub(super) struct Search<'f, 'e, 's> {
    fields: &'f Fields<'e>,
    levels: Vec<Level<'f, 'e>>,
    /// For each array, the element that the choices so far have settled.
    settled: Vec<Option<Settled>>,
    /// The settled arrays, in the order of settling.
    trail: Vec<u32>,
    /// For each array, the last level that has a field in it.
    last_use: Vec<u32>,
    impossible: HashSet<(usize, Vec<ElementId>)>,
    steps: &'s mut Steps,
    furthest: Option<Chosen<'f, 'e>>,
}

#[derive(Clone, Copy)]
struct Settled {
    index: u32,
    element: ElementId,
}

/// One path of the conjunction.
struct Level<'f, 'e> {
    all: &'f [Field<'e>],
    candidates: Vec<&'f Field<'e>>,
    may_be_absent: bool,
}

/// A choice that can be taken back.
struct Choice<'f, 'e> {
    field: Option<&'f Field<'e>>,
    /// Where to look for the next candidate; past the end when absence has been tried.
    next: usize,
    /// How long the trail was before.
    mark: usize,
}

impl<'f, 'e, 's> Search<'f, 'e, 's> {
    pub(super) fn new(
        tests: &'f [(PathId, Test)],
        fields: &'f Fields<'e>,
        steps: &'s mut Steps,
    ) -> Result<Self, TooManySteps> {
        steps.glance(fields.array_count())?;
        let levels = tests.iter().map(|(path, test)| Level::new(test, fields.of(*path), steps));
        let levels = levels.collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            last_use: last_use(&levels, fields, steps)?,
            settled: vec![None; fields.array_count()],
            fields,
            levels,
            trail: Vec::new(),
            impossible: HashSet::new(),
            steps,
            furthest: None,
        })
    }

    pub(super) fn run(mut self) -> Result<Result<Chosen<'f, 'e>, Stuck<'f, 'e>>, TooManySteps> {
        let mut choices: Vec<Choice<'f, 'e>> = Vec::new();
        let mut from = 0;
        while choices.len() < self.levels.len() {
            if let Some(choice) = self.choose(choices.len(), from)? {
                choices.push(choice);
                from = 0;
                continue;
            }
            self.note_furthest(&choices);
            self.remember_impossible(choices.len())?;
            match self.take_back(&mut choices) {
                Some(next) => from = next,
                None => return Ok(Err(Stuck { chosen: self.furthest.unwrap_or_default() })),
            }
        }
        Ok(Ok(choices.into_iter().map(|choice| choice.field).collect()))
    }

    /// The next way to satisfy a level that does not lead where the search has been in vain.
    fn choose(&mut self, level: usize, from: usize) -> Result<Option<Choice<'f, 'e>>, TooManySteps> {
        let mark = self.trail.len();
        let mut from = from;
        while let Some((field, next)) = self.candidate(level, from)? {
            if let Some(field) = field {
                self.settle(field.element);
            }
            if !self.is_known_impossible(level + 1)? {
                return Ok(Some(Choice { field, next, mark }));
            }
            self.unsettle(mark);
            from = next;
        }
        Ok(None)
    }

    /// The next candidate within reach, or absence, and where to go on after it.
    fn candidate(&mut self, level: usize, from: usize) -> Result<Option<(Option<&'f Field<'e>>, usize)>, TooManySteps> {
        let mut at = from;
        while let Some(&field) = self.levels[level].candidates.get(at) {
            self.steps.step(self.fields.depth(field.element) as usize)?;
            match self.conflict(field.element) {
                Some(order) => at = self.levels[level].first_from(order, at + 1),
                None => return Ok(Some((Some(field), at + 1))),
            }
        }
        let untried = at == self.levels[level].candidates.len();
        let absent = untried && self.levels[level].may_be_absent && self.is_absent(level)?;
        Ok(absent.then_some((None, at + 1)))
    }

    /// When an element contradicts the choices so far: the order of the first field that may not.
    fn conflict(&self, element: ElementId) -> Option<u32> {
        let contradicting = self.fields.around(element).filter_map(|(_, element)| {
            let settled = self.settled[element.array as usize].filter(|settled| settled.index != element.index)?;
            Some((element, settled))
        });
        // The outermost contradiction allows the furthest jump.
        let (element, settled) = contradicting.last()?;
        let start = self.fields.element(settled.element)?.fields.0;
        let beyond = start <= element.fields.0;
        Some(if beyond { self.fields.array_end(element.array) } else { start })
    }

    fn settle(&mut self, element: ElementId) {
        for (id, element) in self.fields.around(element) {
            let slot = &mut self.settled[element.array as usize];
            if slot.is_none() {
                *slot = Some(Settled { index: element.index, element: id });
                self.trail.push(element.array);
            }
        }
    }

    /// Whether every field of the path is out of reach.
    fn is_absent(&mut self, level: usize) -> Result<bool, TooManySteps> {
        let all = self.levels[level].all;
        let mut at = 0;
        while let Some(field) = all.get(at) {
            self.steps.step(self.fields.depth(field.element) as usize)?;
            match self.conflict(field.element) {
                Some(order) => at = first_from(all, order, at + 1),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    fn take_back(&mut self, choices: &mut Vec<Choice<'f, 'e>>) -> Option<usize> {
        let choice = choices.pop()?;
        self.unsettle(choice.mark);
        Some(choice.next)
    }

    fn unsettle(&mut self, mark: usize) {
        for array in self.trail.drain(mark..) {
            self.settled[array as usize] = None;
        }
    }

    /// What of the choices still matters from a level on.
    fn situation(&self, level: usize) -> (usize, Vec<ElementId>) {
        let matters = |array: &&u32| self.last_use[**array as usize] as usize >= level;
        let settled = self.trail.iter().filter(matters).filter_map(|array| self.settled[*array as usize]);
        let mut elements: Vec<ElementId> = settled.map(|settled| settled.element).collect();
        elements.sort_unstable();
        (level, elements)
    }

    fn is_known_impossible(&mut self, level: usize) -> Result<bool, TooManySteps> {
        if self.impossible.is_empty() {
            return Ok(false);
        }
        self.steps.glance(self.trail.len())?;
        Ok(self.impossible.contains(&self.situation(level)))
    }

    fn remember_impossible(&mut self, level: usize) -> Result<(), TooManySteps> {
        let situation = self.situation(level);
        // What is remembered takes memory, which the steps bound as well.
        self.steps.step(self.trail.len() + 4 * situation.1.len())?;
        self.impossible.insert(situation);
        Ok(())
    }

    fn note_furthest(&mut self, choices: &[Choice<'f, 'e>]) {
        if self.furthest.as_ref().is_none_or(|furthest| furthest.len() < choices.len()) {
            self.furthest = Some(choices.iter().map(|choice| choice.field).collect());
        }
    }
}

impl<'f, 'e> Level<'f, 'e> {
    fn new(test: &Test, all: &'f [Field<'e>], steps: &mut Steps) -> Result<Self, TooManySteps> {
        all.iter().try_for_each(|field| steps.glance(test.work(field)))?;
        let mut candidates: Vec<&Field<'e>> = all.iter().filter(|field| test.accepts(field)).collect();
        candidates.dedup_by_key(|field| field.element);
        Ok(Self { all, candidates, may_be_absent: test.accepts_absence() })
    }

    /// The first candidate at or after a place whose order is at least `order`.
    fn first_from(&self, order: u32, at: usize) -> usize {
        at + self.candidates[at..].partition_point(|field| field.order < order)
    }
}

fn first_from(fields: &[Field<'_>], order: u32, at: usize) -> usize {
    at + fields[at..].partition_point(|field| field.order < order)
}

fn last_use(levels: &[Level<'_, '_>], fields: &Fields<'_>, steps: &mut Steps) -> Result<Vec<u32>, TooManySteps> {
    let mut last = vec![0; fields.array_count()];
    for (number, level) in (0u32..).zip(levels) {
        let relevant = level.all.iter().filter(|_| level.may_be_absent);
        for field in relevant.chain(level.candidates.iter().copied()) {
            steps.glance(fields.depth(field.element) as usize)?;
            fields.around(field.element).for_each(|(_, element)| last[element.array as usize] = number);
        }
    }
    Ok(last)
}
