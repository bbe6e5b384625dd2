//! The buckets of one rung of the ladder.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::block::{Block, Cell, Sealed};
use super::bucket::Bucket;
use super::grid::Slots;
use super::size::Size;

/// Buckets by start: the newest few are open, those before are sealed in blocks.
///
/// A block is made of [`CHUNK`] buckets at a time; neighbours of the same size are joined, so that
/// each bucket is sealed a few times at most, and blocks are large.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "(VecDeque<Block>, VecDeque<(i64, Bucket)>)", into = "(VecDeque<Block>, VecDeque<(i64, Bucket)>)")]
pub(super) struct Rung {
    blocks: VecDeque<Block>,
    /// All begin after the last of the blocks.
    tail: VecDeque<(i64, Bucket)>,
    len: usize,
    room: usize,
}

/// How many buckets are sealed at a time.
const CHUNK: usize = 16;
/// How many buckets a block holds, unless late ones are added to it.
const MOST: usize = 1024;
/// By how many blocks the room for them grows.
const FEW: usize = 4;
/// How many of the newest buckets stand ready to be added to.
const READY: usize = 2;

impl Rung {
    pub(super) fn add(&mut self, start: i64, bucket: &Bucket, most: usize) {
        match self.tail.back() {
            Some((newest, _)) if *newest == start => self.merge(self.tail.len() - 1, bucket, most),
            Some((newest, _)) if *newest > start => self.add_late(start, bucket, most),
            None if self.blocks.back().is_some_and(|block| block.last() >= start) => {
                self.add_sealed(start, bucket, most);
            }
            _ => self.push(start, bucket, most),
        }
    }

    /// Adds one sample to the newest bucket, where that holds the instant and one more sample takes neither work nor
    /// room; answers whether.
    #[inline]
    pub(super) fn push_one(&mut self, at: i64, step: i64, value: f64) -> bool {
        let Some((start, bucket)) = self.tail.back_mut() else { return false };
        at.wrapping_sub(*start).cast_unsigned() < step.cast_unsigned() && bucket.push_one(value)
    }

    /// Takes out, oldest first, all that leave.
    pub(super) fn take_while(&mut self, leaves: impl Fn(i64) -> bool) -> Vec<(i64, Bucket)> {
        let mut gone = Vec::new();
        while self.blocks.front().is_some_and(|block| leaves(block.first())) {
            let Some(block) = self.pop_block() else { break };
            let mut entries = block.open();
            let stay = entries.split_off(entries.partition_point(|(start, _)| leaves(*start)));
            gone.extend(entries.into_iter().map(|(start, sealed)| (start, sealed.into())));
            self.unpop(stay);
        }
        while self.blocks.is_empty() && self.tail.front().is_some_and(|(start, _)| leaves(*start)) {
            let Some((start, bucket)) = self.tail.pop_front() else { break };
            self.len -= 1;
            self.room -= bucket.room();
            gone.push((start, bucket));
        }
        gone
    }

    /// Calls `each` with every bucket that begins in `from..to`, by start.
    pub(super) fn each<'a>(&'a self, from: i64, to: i64, mut each: impl FnMut(i64, Seen<'a>)) {
        let first = self.blocks.partition_point(|block| block.last() < from);
        for block in self.blocks.range(first..).take_while(|block| block.first() < to) {
            block.each(from, to, |start, cell| each(start, cell.into()));
        }
        self.open(from, to).for_each(|(start, bucket)| each(*start, Seen::Open(bucket)));
    }

    /// Adds every bucket that begins in `from..to` to slots.
    pub(super) fn fill(&self, from: i64, to: i64, slots: &mut Slots) {
        let first = self.blocks.partition_point(|block| block.last() < from);
        let blocks = self.blocks.range(first..).take_while(|block| block.first() < to);
        blocks.for_each(|block| block.fill(from, to, slots));
        self.open(from, to).for_each(|(start, bucket)| slots.add(*start, Seen::Open(bucket)));
    }

    /// The open buckets that begin in `from..to`.
    fn open(&self, from: i64, to: i64) -> impl Iterator<Item = &(i64, Bucket)> {
        let first = self.tail.partition_point(|(start, _)| *start < from);
        self.tail.range(first..).take_while(move |(start, _)| *start < to)
    }

    /// The start of the oldest bucket that begins at or after `from`.
    pub(super) fn first_from(&self, from: i64) -> Option<i64> {
        let sealed = self.blocks.get(self.blocks.partition_point(|block| block.last() < from));
        let sealed = sealed.and_then(|block| block.starts().find(|start| *start >= from));
        sealed.or_else(|| self.tail.get(self.tail.partition_point(|(start, _)| *start < from)).map(|(start, _)| *start))
    }

    pub(super) fn oldest(&self) -> Option<i64> {
        self.blocks.front().map(Block::first).or_else(|| self.tail.front().map(|(start, _)| *start))
    }

    /// The start of the newest bucket, when it stands ready to be added to.
    pub(super) fn newest(&self) -> Option<i64> {
        self.tail.back().map(|(start, _)| *start)
    }

    /// Whether any bucket begins in `from..to`.
    pub(super) fn has_data(&self, from: i64, to: i64) -> bool {
        self.first_from(from).is_some_and(|first| first < to)
    }

    /// Every bucket's start and about its bytes of memory.
    pub(super) fn sizes(&self) -> impl Iterator<Item = (i64, usize)> {
        let sealed = self.blocks.iter().flat_map(|block| {
            let share = block.room().div_ceil(block.len().max(1));
            block.starts().map(move |start| (start, share))
        });
        sealed.chain(self.tail.iter().map(|(start, bucket)| (*start, bucket.room())))
    }

    pub(super) const fn size(&self) -> Size {
        Size { buckets: self.len, room: self.room }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn push(&mut self, start: i64, bucket: &Bucket, most: usize) {
        self.len += 1;
        self.room += bucket.room();
        self.tail.push_back((start, bucket.clone()));
        if let Some(place) = self.tail.len().checked_sub(READY + 1) {
            self.pack(place, most);
        }
        if self.tail.len() >= 2 * CHUNK {
            self.seal(most);
        }
    }

    fn pack(&mut self, place: usize, most: usize) {
        let bucket = &mut self.tail[place].1;
        let before = bucket.room();
        bucket.pack(most);
        self.room = self.room + bucket.room() - before;
    }

    fn merge(&mut self, place: usize, later: &Bucket, most: usize) {
        let bucket = &mut self.tail[place].1;
        let before = bucket.room();
        bucket.merge(later, most);
        self.room = self.room + bucket.room() - before;
        if place + READY < self.tail.len() {
            self.pack(place, most);
        }
    }

    fn add_late(&mut self, start: i64, bucket: &Bucket, most: usize) {
        let first = self.tail.front().map_or(start, |(first, _)| *first);
        if start < first && self.blocks.back().is_some_and(|block| block.last() >= start) {
            return self.add_sealed(start, bucket, most);
        }
        match self.tail.binary_search_by_key(&start, |(start, _)| *start) {
            Ok(place) => self.merge(place, bucket, most),
            Err(place) => {
                self.len += 1;
                self.room += bucket.room();
                self.tail.insert(place, (start, bucket.clone()));
                self.tail_is_longer(most);
            }
        }
    }

    fn tail_is_longer(&mut self, most: usize) {
        (0..self.tail.len().saturating_sub(READY)).rev().take(2).for_each(|place| self.pack(place, most));
        if self.tail.len() >= 2 * CHUNK {
            self.seal(most);
        }
    }

    /// Adds to the first block that ends at or after `start`.
    fn add_sealed(&mut self, start: i64, bucket: &Bucket, most: usize) {
        let place = self.blocks.partition_point(|block| block.last() < start);
        let Some(block) = self.blocks.remove(place) else { return };
        self.forget(&block);
        let mut entries = block.open();
        match entries.binary_search_by_key(&start, |(start, _)| *start) {
            Ok(found) => {
                let mut have = Bucket::from(std::mem::replace(&mut entries[found].1, Sealed::One(0.0)));
                have.merge(bucket, most);
                entries[found].1 = have.seal(most);
            }
            Err(place) => entries.insert(place, (start, bucket.clone().seal(most))),
        }
        if entries.len() > MOST {
            let rest = entries.split_off(entries.len() / 2);
            self.insert_block(place, rest);
        }
        self.insert_block(place, entries);
    }

    /// Seals the oldest of the tail.
    fn seal(&mut self, most: usize) {
        let entries: Vec<(i64, Bucket)> = self.tail.drain(..CHUNK).collect();
        self.len -= entries.len();
        self.room -= entries.iter().map(|(_, bucket)| bucket.room()).sum::<usize>();
        let entries = entries.into_iter().map(|(start, bucket)| (start, bucket.seal(most))).collect();
        self.insert_block(self.blocks.len(), entries);
        self.join();
    }

    /// Joins the last blocks while the one before is no longer than the last.
    fn join(&mut self) {
        while let Some(place) = self.blocks.len().checked_sub(2) {
            let (one, other) = (self.blocks[place].len(), self.blocks[place + 1].len());
            if one > other || one + other > MOST {
                return;
            }
            let tail = self.blocks.split_off(place);
            tail.iter().for_each(|block| self.forget(block));
            self.insert_block(place, tail.into_iter().flat_map(Block::open).collect());
        }
    }

    fn insert_block(&mut self, place: usize, entries: Vec<(i64, Sealed)>) {
        let block = Block::seal(entries);
        self.len += block.len();
        self.room += block.room();
        if self.blocks.len() == self.blocks.capacity() {
            self.blocks.reserve_exact(FEW);
        }
        self.blocks.insert(place, block);
    }

    fn pop_block(&mut self) -> Option<Block> {
        let block = self.blocks.pop_front()?;
        self.forget(&block);
        Some(block)
    }

    fn forget(&mut self, block: &Block) {
        self.len -= block.len();
        self.room -= block.room();
    }

    /// Puts back what stays of the first block: a short block first, since more will go soon.
    fn unpop(&mut self, mut stay: Vec<(i64, Sealed)>) {
        if stay.len() > 2 * CHUNK {
            let rest = stay.split_off(CHUNK);
            self.insert_block(0, rest);
        }
        if !stay.is_empty() {
            self.insert_block(0, stay);
        }
    }
}

/// A bucket that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen<'a> {
    One(f64),
    Packed(&'a [u8]),
    Open(&'a Bucket),
}

impl<'a> From<Cell<'a>> for Seen<'a> {
    fn from(cell: Cell<'a>) -> Self {
        match cell {
            Cell::One(value) => Self::One(value),
            Cell::Many(bytes) => Self::Packed(bytes),
        }
    }
}

type Parts = (VecDeque<Block>, VecDeque<(i64, Bucket)>);

impl From<Rung> for Parts {
    fn from(rung: Rung) -> Self {
        (rung.blocks, rung.tail)
    }
}

impl From<Parts> for Rung {
    fn from((blocks, tail): Parts) -> Self {
        let len = blocks.iter().map(Block::len).sum::<usize>() + tail.len();
        let open: usize = tail.iter().map(|(_, bucket)| bucket.room()).sum();
        let room = blocks.iter().map(Block::room).sum::<usize>() + open;
        Self { blocks, tail, len, room }
    }
}
