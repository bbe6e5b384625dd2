//! The data of one metric in one unit.

use cupola_base::{Resolution, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::ladder::{LADDER, reach};
use super::rung::{Rung, Seen};
use crate::period::Period;

/// The data of one metric in one unit, on the four rungs of the ladder.
///
/// Every change first moves down what has left its rung, so that the content depends on the data
/// and their order alone, not on when anybody looked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Strand {
    pub(super) unit: Unit,
    rungs: [Rung; 4],
}

impl Strand {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, rungs: Default::default() }
    }

    /// Takes a bucket's worth of data in.
    pub(super) fn add(&mut self, now: Timestamp, most: usize, at: Timestamp, resolution: Resolution, bucket: &Bucket) {
        self.compact(now, most);
        let finest = usize::from(resolution == Resolution::Standard);
        let place = (finest..LADDER.len()).map(|rung| (rung, LADDER[rung].bucket(at.as_millis())));
        if let Some((rung, start)) = place.into_iter().find(|(rung, start)| !LADDER[*rung].has_left(now, *start)) {
            self.rungs[rung].add(start, bucket, most);
        }
    }

    /// Moves everything that has left its rung one down, oldest first; from the last rung it goes.
    pub(super) fn compact(&mut self, now: Timestamp, most: usize) {
        for (rung, step) in LADDER.iter().enumerate() {
            if !self.rungs[rung].oldest().is_some_and(|oldest| step.has_left(now, oldest)) {
                continue;
            }
            let gone = self.rungs[rung].take_while(|start| step.has_left(now, start));
            let (Some(next), Some(below)) = (LADDER.get(rung + 1), self.rungs.get_mut(rung + 1)) else { continue };
            gone.iter().for_each(|(start, bucket)| below.add(next.bucket(*start), bucket, most));
        }
    }

    /// Calls `each` with every bucket that begins in `from..to` and can be read at `period`, by
    /// start; of those that begin together the coarser first. The strand must have been compacted
    /// to `now`.
    pub(super) fn read<'a>(
        &'a self,
        now: Timestamp,
        period: Period,
        from: i64,
        to: i64,
        mut each: impl FnMut(i64, Seen<'a>),
    ) {
        let oldest = from.max(now.as_millis().saturating_sub(reach(period)));
        let mut filled = self.rungs.iter().rev().filter(|rung| rung.has_data(oldest, to));
        let (Some(first), second) = (filled.next(), filled.next()) else { return };
        if second.is_none() {
            return first.each(oldest, to, each);
        }
        let mut all = Vec::new();
        self.rungs.iter().rev().for_each(|rung| rung.each(oldest, to, |start, seen| all.push((start, seen))));
        all.sort_by_key(|(start, _)| *start);
        all.into_iter().for_each(|(start, seen)| each(start, seen));
    }

    /// Whether any bucket begins in `from..to` and can be read at `period`. The strand must have
    /// been compacted to `now`.
    pub(super) fn has_data(&self, now: Timestamp, period: Period, from: i64, to: i64) -> bool {
        let oldest = from.max(now.as_millis().saturating_sub(reach(period)));
        self.rungs.iter().any(|rung| rung.has_data(oldest, to))
    }

    /// The start of the oldest bucket that begins at or after `from`.
    pub(super) fn first_from(&self, from: i64) -> Option<i64> {
        self.rungs.iter().filter_map(|rung| rung.first_from(from)).min()
    }

    /// Every bucket's start and about its bytes of memory.
    pub(super) fn sizes(&self) -> impl Iterator<Item = (i64, usize)> {
        self.rungs.iter().flat_map(Rung::sizes)
    }

    /// Drops every bucket that begins at or before `cutoff`.
    pub(super) fn forget(&mut self, cutoff: i64) {
        for rung in &mut self.rungs {
            rung.take_while(|start| start <= cutoff);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rungs.iter().map(Rung::len).sum()
    }

    /// Bytes of memory.
    pub(super) fn room(&self) -> usize {
        self.rungs.iter().map(Rung::room).sum()
    }
}
