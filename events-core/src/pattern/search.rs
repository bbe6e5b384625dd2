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

use std::ops::Range;
use std::sync::Arc;

use super::eval::Clause;
use super::expand::Test;
use super::impossible::Impossible;
use super::steps::{Steps, TooManySteps};
use crate::event::{ElementId, FieldId, Fields, PathId};

/// Room for searches, to be used again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    levels: Vec<Level>,
    /// The fields of the levels, run after run, each in the order of the event's text.
    runs: Vec<FieldId>,
    arrays: Arrays,
    choices: Vec<Choice>,
    impossible: Impossible,
    furthest: Vec<Option<FieldId>>,
}

/// The arrays of the event.
#[derive(Debug, Default)]
struct Arrays {
    /// For each, what is known of it.
    known: Vec<Known>,
    /// Those of which something is known.
    touched: Vec<u32>,
    /// The settled ones, in the order of settling.
    trail: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The element that the choices so far have settled.
    settled: Option<Settled>,
    /// How many levels, counted from the first, there are up to the last one that has a field in it.
    levels: u32,
}

#[derive(Clone, Copy, Debug)]
struct Settled {
    index: u32,
    element: ElementId,
}

/// One path of the conjunction.
#[derive(Clone, Debug)]
struct Level {
    /// All fields of the path, where it may be absent.
    all: Range<usize>,
    candidates: Range<usize>,
    may_be_absent: bool,
}

/// A choice that can be taken back.
#[derive(Clone, Copy, Debug)]
struct Choice {
    field: Option<FieldId>,
    /// Where to look for the next candidate; past the end when absence has been tried.
    next: usize,
    /// How long the trail was before.
    mark: usize,
}

impl Room {
    /// Whether there is a choice of one field for each path.
    pub(crate) fn search(
        &mut self,
        clauses: &[Arc<Clause>],
        fields: Fields<'_>,
        steps: &mut Steps,
    ) -> Result<bool, TooManySteps> {
        self.clear(fields.array_count());
        let mut search = Search { fields, steps, room: self };
        search.prepare(clauses)?;
        search.run(clauses.len())
    }

    /// The field chosen for each path, none where it is absent; after a search in vain, those chosen when it
    /// got furthest.
    pub(crate) fn chosen(&self) -> &[Option<FieldId>] {
        &self.furthest
    }

    fn clear(&mut self, arrays: usize) {
        self.levels.clear();
        self.runs.clear();
        self.choices.clear();
        self.impossible.clear();
        self.furthest.clear();
        self.arrays.clear(arrays);
    }
}

impl Arrays {
    fn clear(&mut self, arrays: usize) {
        self.trail.clear();
        for array in self.touched.drain(..) {
            self.known[array as usize] = Known::default();
        }
        if self.known.len() < arrays {
            self.known.resize(arrays, Known::default());
        }
    }

    /// Notes that the level has a field in an array.
    fn note_level(&mut self, array: u32, level: usize) {
        let known = &mut self.known[array as usize];
        if known.levels == 0 {
            self.touched.push(array);
        }
        known.levels = u32::try_from(level + 1).unwrap_or(u32::MAX);
    }

    fn settle(&mut self, array: u32, index: u32, element: ElementId) {
        let known = &mut self.known[array as usize];
        if known.settled.is_none() {
            known.settled = Some(Settled { index, element });
            self.trail.push(array);
        }
    }

    fn unsettle(&mut self, mark: usize) {
        for array in self.trail.drain(mark..) {
            self.known[array as usize].settled = None;
        }
    }

    fn settled(&self, array: u32) -> Option<Settled> {
        self.known[array as usize].settled
    }
}

struct Search<'f, 's> {
    fields: Fields<'f>,
    steps: &'s mut Steps,
    room: &'s mut Room,
}

impl Search<'_, '_> {
    fn prepare(&mut self, clauses: &[Arc<Clause>]) -> Result<(), TooManySteps> {
        for (level, clause) in clauses.iter().enumerate() {
            let Clause { path, test, .. } = &**clause;
            let may_be_absent = test.accepts_absence();
            let start = self.room.runs.len();
            if may_be_absent {
                let Self { fields, room, .. } = self;
                room.runs.extend(fields.of(*path).map(|(id, _)| id));
            }
            let all = start..self.room.runs.len();
            self.gather_candidates(*path, test)?;
            let candidates = all.end..self.room.runs.len();
            self.room.levels.push(Level { all, candidates, may_be_absent });
            self.note_arrays(level, start)?;
        }
        Ok(())
    }

    /// Adds the fields that match, one an element.
    fn gather_candidates(&mut self, path: PathId, test: &Test) -> Result<(), TooManySteps> {
        let mut last = None;
        for (id, field) in self.fields.of(path) {
            let value = self.fields.value(field);
            self.steps.glance(test.work(&value))?;
            if last != Some(field.element) && test.accepts(&value) {
                last = Some(field.element);
                self.room.runs.push(id);
            }
        }
        Ok(())
    }

    fn note_arrays(&mut self, level: usize, start: usize) -> Result<(), TooManySteps> {
        let Self { fields, steps, room } = self;
        for id in &room.runs[start..] {
            let element = fields.field(*id).element;
            steps.glance(fields.depth(element) as usize)?;
            fields.around(element).for_each(|(_, element)| room.arrays.note_level(element.array, level));
        }
        Ok(())
    }

    fn run(&mut self, levels: usize) -> Result<bool, TooManySteps> {
        let mut from = 0;
        while self.room.choices.len() < levels {
            let level = self.room.choices.len();
            if let Some(choice) = self.choose(level, from)? {
                self.room.choices.push(choice);
                from = 0;
                continue;
            }
            self.note_furthest();
            self.remember_impossible(level)?;
            match self.room.choices.pop() {
                Some(choice) => {
                    self.room.arrays.unsettle(choice.mark);
                    from = choice.next;
                }
                None => return Ok(false),
            }
        }
        self.room.furthest.clear();
        self.note_furthest();
        Ok(true)
    }

    /// The next way to satisfy a level that does not lead where the search has been in vain.
    fn choose(&mut self, level: usize, from: usize) -> Result<Option<Choice>, TooManySteps> {
        let mark = self.room.arrays.trail.len();
        let mut from = from;
        while let Some((field, next)) = self.candidate(level, from)? {
            if let Some(field) = field {
                self.settle(self.fields.field(field).element);
            }
            if !self.is_known_impossible(level + 1)? {
                return Ok(Some(Choice { field, next, mark }));
            }
            self.room.arrays.unsettle(mark);
            from = next;
        }
        Ok(None)
    }

    /// The next candidate within reach, or absence, and where to go on after it.
    fn candidate(&mut self, level: usize, from: usize) -> Result<Option<(Option<FieldId>, usize)>, TooManySteps> {
        let Level { candidates, may_be_absent, .. } = self.room.levels[level].clone();
        let at = self.within_reach(candidates.clone(), from)?;
        if let Some(field) = self.room.runs[candidates.clone()].get(at) {
            return Ok(Some((Some(*field), at + 1)));
        }
        let untried = at == candidates.len();
        let absent = untried && may_be_absent && self.is_absent(level)?;
        Ok(absent.then_some((None, at + 1)))
    }

    /// Whether every field of the path is out of reach.
    fn is_absent(&mut self, level: usize) -> Result<bool, TooManySteps> {
        let all = self.room.levels[level].all.clone();
        Ok(self.within_reach(all.clone(), 0)? >= all.len())
    }

    /// The place in a run of the first field from `at` on that contradicts no choice; past the end when there
    /// is none.
    fn within_reach(&mut self, run: Range<usize>, at: usize) -> Result<usize, TooManySteps> {
        let mut at = at;
        while let Some(field) = self.room.runs[run.clone()].get(at) {
            let element = self.fields.field(*field).element;
            self.steps.step(self.fields.depth(element) as usize)?;
            match self.conflict(element) {
                Some(order) => {
                    let rest = &self.room.runs[run.clone()][at + 1..];
                    at += 1 + rest.partition_point(|field| *field < order);
                }
                None => return Ok(at),
            }
        }
        Ok(at)
    }

    /// When an element contradicts the choices so far: the order of the first field that may not.
    fn conflict(&self, element: ElementId) -> Option<FieldId> {
        let contradicting = self.fields.around(element).filter_map(|(_, element)| {
            let settled = self.room.arrays.settled(element.array).filter(|settled| settled.index != element.index)?;
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
            self.room.arrays.settle(element.array, element.index, id);
        }
    }

    /// What of the choices still matters from a level on.
    fn situation(&mut self, level: usize) -> usize {
        let Room { arrays, impossible, .. } = &mut *self.room;
        let known = arrays.trail.iter().map(|array| arrays.known[*array as usize]);
        let matters = known.filter(|known| known.levels as usize > level);
        impossible.lay_out(level, matters.filter_map(|known| known.settled).map(|settled| settled.element))
    }

    fn is_known_impossible(&mut self, level: usize) -> Result<bool, TooManySteps> {
        if self.room.impossible.is_empty() {
            return Ok(false);
        }
        self.steps.glance(self.room.arrays.trail.len())?;
        self.situation(level);
        Ok(self.room.impossible.is_known())
    }

    fn remember_impossible(&mut self, level: usize) -> Result<(), TooManySteps> {
        let size = self.situation(level);
        // What is remembered takes memory, which the steps bound as well.
        self.steps.step(self.room.arrays.trail.len() + 4 * size)?;
        self.room.impossible.remember();
        Ok(())
    }

    fn note_furthest(&mut self) {
        let Room { furthest, choices, .. } = &mut *self.room;
        if furthest.is_empty() || furthest.len() < choices.len() {
            furthest.clear();
            furthest.extend(choices.iter().map(|choice| choice.field));
        }
    }
}
