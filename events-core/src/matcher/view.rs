//! Asking which rules match an event.

use std::fmt;
use std::sync::Arc;

use super::table::{Table, Waiting, Way};
use crate::MatchError;
use crate::event::{ElementId, Fields, NOWHERE, Sink, Store, Value, read};
use crate::pattern::{Clause, EVENT_STEPS, Glance, MATCH_STEPS, Room, Steps, TooManySteps, settle};

/// The rules of a [`Matcher`](crate::Matcher) as they were when it was asked for this view. Immutable, and as
/// cheap to clone as a pointer.
pub struct MatcherView<Id> {
    pub(super) table: Arc<Table<Id>>,
}

/// Room for judging events. One that is used again and again spares all allocations.
pub struct Scratch<Id: 'static> {
    store: Store,
    room: Room,
    seen: Seen,
    memo: Memo,
    awake: Vec<&'static Way<Id>>,
}

/// Which ways have been seen with an event.
#[derive(Default)]
struct Seen {
    marks: Vec<u32>,
    event: u32,
}

impl<Id: Ord + 'static> MatcherView<Id> {
    /// The ids of the rules that match an event, ascending, each once.
    ///
    /// # Errors
    /// [`MatchError`] when the bytes are not a JSON object, or are so entangled that the answer was not found
    /// within a bounded number of steps.
    pub fn matches(&self, event: &[u8]) -> Result<Vec<Id>, MatchError>
    where
        Id: Clone,
    {
        let mut ids = Vec::new();
        self.each(event, &mut Scratch::new(), |id| ids.push(id.clone()))?;
        Ok(ids)
    }

    /// Whether any rule matches.
    ///
    /// # Errors
    /// As [`matches`](Self::matches).
    pub fn matches_any(&self, event: &[u8]) -> Result<bool, MatchError> {
        let mut any = false;
        self.each(event, &mut Scratch::new(), |_| any = true)?;
        Ok(any)
    }

    /// Shows the ids of the rules that match an event, ascending, each once. With a scratch that has been used
    /// before nothing is allocated.
    ///
    /// # Errors
    /// As [`matches`](Self::matches); then nothing is shown.
    pub fn each(&self, event: &[u8], scratch: &mut Scratch<Id>, mut visit: impl FnMut(&Id)) -> Result<(), MatchError> {
        let judged = self.judge(event, scratch, Steps::new(EVENT_STEPS), MATCH_STEPS)?;
        let is_decided = judged.undecided.is_empty();
        if is_decided {
            judged.matched.iter().for_each(|way| visit(&way.rule));
        }
        scratch.give_back(judged);
        if is_decided { Ok(()) } else { Err(MatchError::TooManySteps) }
    }

    /// Judges the ways that an event wakes, and those that are judged always. The whole event may take so many
    /// steps, one way so many of them.
    ///
    /// # Errors
    /// When the event cannot be read, or wakes ways more often than there are steps: then nothing was judged.
    pub(crate) fn judge<'t>(
        &'t self,
        event: &[u8],
        scratch: &mut Scratch<Id>,
        mut steps: Steps,
        steps_a_way: u64,
    ) -> Result<Judged<'t, Id>, MatchError> {
        let Table { root, always, paths, ways, clauses } = &*self.table;
        let mut awake = scratch.lend();
        scratch.seen.clear(*ways);
        scratch.memo.clear(*clauses);
        let Scratch { store, room, seen, memo, .. } = scratch;
        let mut wake = Wake { seen, memo, awake: &mut awake, steps: &mut steps, is_exhausted: false };
        let text = read(root, *paths, event, store, &mut wake)?;
        if wake.is_exhausted {
            return Err(MatchError::TooManySteps);
        }
        always.each(|way| awake.push(way));
        let fields = Fields::new(store, text);
        let mut undecided = Vec::new();
        awake.retain(|way| {
            let mut own = steps.lend(steps_a_way);
            let held = way.holds(memo, fields, room, &mut own);
            steps.give_back(own);
            held.unwrap_or_else(|TooManySteps| {
                undecided.push(*way);
                false
            })
        });
        awake.sort_unstable_by(|a, b| a.rule.cmp(&b.rule));
        awake.dedup_by(|a, b| a.rule == b.rule);
        undecided.retain(|way| awake.binary_search_by(|other| other.rule.cmp(&way.rule)).is_err());
        Ok(Judged { matched: awake, undecided })
    }
}

/// What came of an event.
pub(crate) struct Judged<'t, Id> {
    /// A way of each rule that matches, in the order of the rules.
    pub(super) matched: Vec<&'t Way<Id>>,
    /// Ways of rules of which it was not found out.
    pub(super) undecided: Vec<&'t Way<Id>>,
}

impl<'t, Id> Judged<'t, Id> {
    /// The rules that match, in their order.
    pub(crate) fn matched(&self) -> impl Iterator<Item = &'t Id> {
        self.matched.iter().map(|way| &*way.rule)
    }

    /// The rules of which it was not found out.
    pub(crate) fn undecided(&self) -> impl Iterator<Item = &'t Id> {
        self.undecided.iter().map(|way| &*way.rule)
    }
}

impl<Id> Way<Id> {
    /// Whether an event's fields match.
    #[inline]
    fn holds(
        &self,
        memo: &mut Memo,
        fields: Fields<'_>,
        room: &mut Room,
        steps: &mut Steps,
    ) -> Result<bool, TooManySteps> {
        let glance =
            |(number, clause): (&u32, &Arc<Clause>)| memo.recall(*number, || clause.first_glance(fields, steps));
        match settle(self.numbers.iter().zip(&self.clauses).map(glance))? {
            Some(held) => Ok(held),
            None => room.search(&self.clauses, fields, steps),
        }
    }
}

/// Wakes the ways that wait for the fields that are read.
struct Wake<'s, 't, Id> {
    seen: &'s mut Seen,
    memo: &'s mut Memo,
    awake: &'s mut Vec<&'t Way<Id>>,
    steps: &'s mut Steps,
    is_exhausted: bool,
}

impl<'t, Id> Sink<'t, Waiting<Id>> for Wake<'_, 't, Id> {
    #[inline]
    fn field(&mut self, waiting: &'t Waiting<Id>, element: ElementId, value: Value<'_>) {
        let Some(index) = waiting.index.as_ref().filter(|_| !self.is_exhausted) else { return };
        let mut visits = 0;
        index.wake(value, &mut |way| {
            visits += 1;
            if let Some(clause) = way.proven {
                self.memo.note(clause, element);
            }
            if self.seen.is_new(way.number) {
                self.awake.push(way);
            }
        });
        self.is_exhausted = self.steps.glance(visits).is_err();
    }
}

impl Seen {
    fn clear(&mut self, ways: usize) {
        if self.marks.len() < ways {
            self.marks.resize(ways, self.event);
        }
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.marks.fill(0);
            self.event = 1;
        }
    }

    #[inline]
    fn is_new(&mut self, number: u32) -> bool {
        let mark = &mut self.marks[number as usize];
        std::mem::replace(mark, self.event) != self.event
    }
}

/// What was said of clauses with an event: many ways have the same ones.
#[derive(Default)]
struct Memo {
    said: Vec<(u32, Glance)>,
    event: u32,
}

impl Memo {
    fn clear(&mut self, clauses: usize) {
        if self.said.len() < clauses {
            self.said.resize(clauses, (self.event, Glance::Fails));
        }
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.said.fill((0, Glance::Fails));
            self.event = 1;
        }
    }

    /// Remembers that a clause accepts a field that stands in an element.
    #[inline]
    fn note(&mut self, clause: u32, element: ElementId) {
        let said = &mut self.said[clause as usize];
        if element == NOWHERE {
            *said = (self.event, Glance::Holds);
        } else if said.0 != self.event {
            *said = (self.event, Glance::Depends);
        }
    }

    /// What was said of a clause, or what is said now.
    #[inline]
    fn recall(
        &mut self,
        clause: u32,
        say: impl FnOnce() -> Result<Glance, TooManySteps>,
    ) -> Result<Glance, TooManySteps> {
        let said = &mut self.said[clause as usize];
        if said.0 != self.event {
            *said = (self.event, say()?);
        }
        Ok(said.1)
    }
}

impl<Id> Scratch<Id> {
    /// No room yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            store: Store::default(),
            room: Room::default(),
            seen: Seen::default(),
            memo: Memo::default(),
            awake: Vec::new(),
        }
    }

    fn lend<'t>(&mut self) -> Vec<&'t Way<Id>> {
        std::mem::take(&mut self.awake)
    }

    /// Keeps the room of an answer for the next event.
    pub(crate) fn give_back(&mut self, judged: Judged<'_, Id>) {
        let mut awake = judged.matched;
        awake.clear();
        // Nothing is left to map; the collection keeps the room.
        self.awake = awake.into_iter().map_while(|_| None).collect();
    }
}

impl<Id> Default for Scratch<Id> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Id> fmt::Debug for Scratch<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").finish_non_exhaustive()
    }
}

impl<Id> Clone for MatcherView<Id> {
    fn clone(&self) -> Self {
        Self { table: Arc::clone(&self.table) }
    }
}

impl<Id> fmt::Debug for MatcherView<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MatcherView").finish_non_exhaustive()
    }
}
