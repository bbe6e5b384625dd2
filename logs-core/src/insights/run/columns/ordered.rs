//! Rows in an order, as many of the first as are asked for.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::code::{Code, Context};
use crate::insights::command::SortKey;
use crate::insights::order::Natural;
use crate::insights::row::Row;
use crate::insights::run::{Run, RunError};
use crate::insights::value::Value;

/// The first rows in an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ordered {
    /// A heap with the last one on top.
    kept: BinaryHeap<Entry>,
    most: Option<usize>,
    bytes: u64,
    ties: Ties,
}

/// In which order rows stand that nothing else tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Ties {
    /// As they are read.
    Reading,
    /// By their contents, which does not depend on who reads them.
    Contents,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    rank: Rank,
    row: Row,
    ties: Ties,
}

/// Where a row stands in the order.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Rank {
    keys: Vec<Key>,
    /// Among rows of equal keys: the time, if it matters, and the order in which rows are read.
    place: (i64, (u64, i64, u64)),
    is_newest_first: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Key {
    value: Natural,
    is_descending: bool,
}

impl Ordered {
    pub(super) fn new(most: Option<usize>, ties: Ties) -> Self {
        Self { kept: BinaryHeap::new(), most, bytes: 0, ties }
    }

    /// Takes the rows of a batch in, the newest first.
    pub(super) fn newest(&mut self, batch: &Batch<'_>, part: u64, run: &Run<'_>) -> Result<(), RunError> {
        for row in &batch.live {
            let row = *row as usize;
            let place = (batch.lines.at(row), self.place(batch, row, part));
            self.take(Rank { keys: Vec::new(), place, is_newest_first: true }, batch, row, run)?;
        }
        Ok(())
    }

    /// Takes the rows of a batch in, by keys.
    pub(super) fn sorted<'a>(
        &mut self,
        batch: &Batch<'a>,
        (keys, codes): (&[SortKey], &'a [Code]),
        part: u64,
        context: Context<'_>,
    ) -> Result<(), RunError> {
        for row in &batch.live {
            let row = *row as usize;
            let key = |(key, code): (&SortKey, &'a Code)| Key {
                value: Natural(code.of(batch, row, context).value()),
                is_descending: key.is_descending,
            };
            let keys = keys.iter().zip(codes).map(key).collect();
            let place = (0, self.place(batch, row, part));
            self.take(Rank { keys, place, is_newest_first: false }, batch, row, context.run)?;
        }
        Ok(())
    }

    /// Where a row stands in the order of reading, if that matters.
    fn place(&self, batch: &Batch<'_>, row: usize, part: u64) -> (u64, i64, u64) {
        match self.ties {
            Ties::Contents => (0, 0, 0),
            Ties::Reading => {
                let (time, position) = batch.lines.line(row).order();
                (part, time, position)
            }
        }
    }

    fn take(&mut self, rank: Rank, batch: &Batch<'_>, row: usize, run: &Run<'_>) -> Result<(), RunError> {
        if self.is_full() {
            match self.kept.peek().map(|last| rank.cmp(&last.rank)) {
                Some(Ordering::Less) => {}
                Some(Ordering::Equal) if self.ties == Ties::Contents => {}
                _ => return Ok(()),
            }
        }
        self.push(Entry { rank, row: batch.to_row(row), ties: self.ties });
        let most = run.limits.query_bytes;
        if self.bytes > most { Err(RunError::TooLarge(most)) } else { Ok(()) }
    }

    fn is_full(&self) -> bool {
        self.most.is_some_and(|most| self.kept.len() >= most)
    }

    /// Keeps a row, and lets the last one go when there are too many.
    fn push(&mut self, entry: Entry) {
        let is_full = self.is_full();
        self.bytes = self.bytes.saturating_add(entry.row.size());
        self.kept.push(entry);
        if is_full && let Some(last) = self.kept.pop() {
            self.bytes = self.bytes.saturating_sub(last.row.size());
        }
    }

    /// Takes the rows of another in. Answers how many bytes are held.
    pub(super) fn merge(&mut self, other: Self) -> u64 {
        other.kept.into_iter().for_each(|entry| self.push(entry));
        self.bytes
    }

    /// The rows, in order.
    pub(super) fn finish(self) -> impl Iterator<Item = Row> {
        self.kept.into_sorted_vec().into_iter().map(|entry| entry.row)
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        let keys = self.keys.iter().zip(&other.keys).map(|(a, b)| {
            let order = a.value.cmp(&b.value);
            if a.is_descending { order.reverse() } else { order }
        });
        keys.fold(Ordering::Equal, Ordering::then).then_with(|| {
            let order = self.place.cmp(&other.place);
            if self.is_newest_first { order.reverse() } else { order }
        })
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rank {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank).then_with(|| match self.ties {
            Ties::Reading => Ordering::Equal,
            Ties::Contents => self.row.contents().cmp(&other.row.contents()),
        })
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

impl Batch<'_> {
    /// A row as the row engine has it: the event, and what commands set.
    pub(super) fn to_row(&self, row: usize) -> Row {
        let made = self.program.made.iter();
        let made = made.filter(|(_, slot)| !self.columns[*slot].is_empty());
        let value = |slot: usize| -> Value { self.cell(slot, row).value() };
        let start = Row::of(self.lines.line(row).to_event());
        made.fold(start, |made, (name, slot)| made.with(name, value(*slot)))
    }
}
