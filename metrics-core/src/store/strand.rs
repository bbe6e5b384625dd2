//! The data of one metric in one unit.

use cupola_base::{Resolution, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::grid::Slots;
use super::ladder::{LADDER, Rung as Step, reach};
use super::rung::Rung;
use super::size::Size;
use crate::period::Period;

/// The data of one metric in one unit, on the four rungs of the ladder.
///
/// Every change first moves down what has left its rung, so that the content depends on the data
/// and their order alone, not on when anybody looked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Strand {
    pub(super) unit: Unit,
    rungs: [Rung; 4],
    /// Nothing leaves its rung up to here.
    #[serde(skip, default = "long_ago")]
    settled: i64,
}

/// Whoever reads a strand from a snapshot looks at every rung once.
const fn long_ago() -> i64 {
    i64::MIN
}

impl Strand {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, rungs: Default::default(), settled: i64::MAX }
    }

    /// Takes a bucket's worth of data in; `held` is what a whole store holds.
    pub(super) fn add(
        &mut self,
        now: Timestamp,
        most: usize,
        at: Timestamp,
        resolution: Resolution,
        bucket: &Bucket,
        held: &mut Size,
    ) {
        if self.has_leavers(now) {
            let before = self.size();
            self.compact(now, most);
            held.change(before, self.size());
        }
        let Some((place, start)) = self.place(now, at.as_millis(), usize::from(resolution == Resolution::Standard))
        else {
            return;
        };
        let rung = &mut self.rungs[place];
        let before = rung.size();
        rung.add(start, bucket, most);
        held.change(before, rung.size());
        self.settled = self.settled.min(start.saturating_add(LADDER[place].keep));
    }

    /// Adds one sample where that is no more than adding it to the newest samples of its bucket; answers whether.
    #[inline]
    pub(super) fn push_one(&mut self, now: Timestamp, at: Timestamp, resolution: Resolution, value: f64) -> bool {
        let finest = usize::from(resolution == Resolution::Standard);
        !self.has_leavers(now) && self.rungs[finest].push_one(at.as_millis(), LADDER[finest].step, value)
    }

    /// The first rung from the finest on that still takes data of that time, and their bucket there.
    fn place(&self, now: Timestamp, at: i64, finest: usize) -> Option<(usize, i64)> {
        let (rung, newest) = (&LADDER[finest], self.rungs[finest].newest());
        if let Some(start) = newest
            && at.checked_sub(start).is_some_and(|after| (0..rung.step).contains(&after))
            && !rung.has_left(now, start)
        {
            return newest.map(|start| (finest, start));
        }
        let mut places = (finest..LADDER.len()).map(|rung| (rung, LADDER[rung].bucket(at)));
        places.find(|(rung, start)| !LADDER[*rung].has_left(now, *start))
    }

    pub(super) const fn has_leavers(&self, now: Timestamp) -> bool {
        now.as_millis() > self.settled
    }

    /// Moves everything that has left its rung one down, oldest first; from the last rung it goes.
    pub(super) fn compact(&mut self, now: Timestamp, most: usize) {
        if !self.has_leavers(now) {
            return;
        }
        for (rung, step) in LADDER.iter().enumerate() {
            if !self.rungs[rung].oldest().is_some_and(|oldest| step.has_left(now, oldest)) {
                continue;
            }
            let gone = self.rungs[rung].take_while(|start| step.has_left(now, start));
            let (Some(next), Some(below)) = (LADDER.get(rung + 1), self.rungs.get_mut(rung + 1)) else { continue };
            gone.iter().for_each(|(start, bucket)| below.add(next.bucket(*start), bucket, most));
        }
        let leaves = |(rung, step): (&Rung, &Step)| Some(rung.oldest()?.saturating_add(step.keep));
        self.settled = self.rungs.iter().zip(&LADDER).filter_map(leaves).min().unwrap_or(i64::MAX);
    }

    /// Adds every bucket that begins in `from..to` and can be read at `period` to slots, by start;
    /// of those that begin together the coarser first. The strand must have been compacted to `now`.
    pub(super) fn read(&self, now: Timestamp, period: Period, from: i64, to: i64, slots: &mut Slots) {
        let oldest = from.max(now.as_millis().saturating_sub(reach(period)));
        let mut filled = self.rungs.iter().rev().filter(|rung| rung.has_data(oldest, to));
        let (Some(first), second) = (filled.next(), filled.next()) else { return };
        if second.is_none() {
            return first.fill(oldest, to, slots);
        }
        let mut all = Vec::new();
        self.rungs.iter().rev().for_each(|rung| rung.each(oldest, to, |start, seen| all.push((start, seen))));
        all.sort_by_key(|(start, _)| *start);
        all.into_iter().for_each(|(start, seen)| slots.add(start, seen));
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

    pub(super) fn size(&self) -> Size {
        self.rungs.iter().map(Rung::size).fold(Size::default(), Size::and)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rungs.iter().all(Rung::is_empty)
    }
}
