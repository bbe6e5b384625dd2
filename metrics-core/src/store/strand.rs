//! The data of one metric in one unit.

use std::collections::VecDeque;

use cupola_base::{Resolution, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::ladder::{LADDER, reach};
use crate::period::Period;
use crate::summary::Summary;

/// The data of one metric in one unit, on the four rungs of the ladder.
///
/// Every change first moves down what has left its rung, so that the content depends on the data
/// and their order alone, not on when anybody looked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Strand {
    pub(super) unit: Unit,
    rungs: [Buckets; 4],
}

impl Strand {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, rungs: Default::default() }
    }

    /// Takes a datum in.
    pub(super) fn add(&mut self, now: Timestamp, at: Timestamp, resolution: Resolution, summary: Summary) {
        self.compact(now);
        let finest = usize::from(resolution == Resolution::Standard);
        let place = (finest..LADDER.len()).map(|rung| (rung, LADDER[rung].bucket(at.as_millis())));
        if let Some((rung, start)) = place.into_iter().find(|(rung, start)| !LADDER[*rung].has_left(now, *start)) {
            self.rungs[rung].add(start, summary);
        }
    }

    /// Moves everything that has left its rung one down, oldest first; from the last rung it goes.
    pub(super) fn compact(&mut self, now: Timestamp) {
        for (rung, step) in LADDER.iter().enumerate() {
            while let Some((start, summary)) = self.rungs[rung].pop_if(|start| step.has_left(now, start)) {
                if let (Some(next), Some(below)) = (LADDER.get(rung + 1), self.rungs.get_mut(rung + 1)) {
                    below.add(next.bucket(start), summary);
                }
            }
        }
    }

    /// Calls `each` with every bucket that begins in `from..to` and can be read at `period`, by
    /// start. The strand must have been compacted to `now`.
    pub(super) fn read(&self, now: Timestamp, period: Period, from: i64, to: i64, mut each: impl FnMut(i64, &Summary)) {
        let oldest = from.max(now.as_millis().saturating_sub(reach(period)));
        let mut heads = [3, 2, 1, 0].map(|rung| self.rungs[rung].between(oldest, to).peekable());
        loop {
            let starts = heads.iter_mut().enumerate().filter_map(|(i, head)| head.peek().map(|(start, _)| (*start, i)));
            let Some((_, first)) = starts.min() else { return };
            if let Some((start, summary)) = heads[first].next() {
                each(*start, summary);
            }
        }
    }

    /// Whether any bucket begins in `from..to` and can be read at `period`. The strand must have
    /// been compacted to `now`.
    pub(super) fn has_data(&self, now: Timestamp, period: Period, from: i64, to: i64) -> bool {
        let oldest = from.max(now.as_millis().saturating_sub(reach(period)));
        self.rungs.iter().any(|rung| rung.between(oldest, to).next().is_some())
    }

    /// The start of the oldest bucket that begins at or after `from`.
    pub(super) fn first_from(&self, from: i64) -> Option<i64> {
        self.rungs.iter().filter_map(|rung| rung.between(from, i64::MAX).next().map(|(start, _)| *start)).min()
    }

    pub(super) fn starts(&self) -> impl Iterator<Item = i64> {
        self.rungs.iter().flat_map(|rung| rung.0.iter().map(|(start, _)| *start))
    }

    /// Drops every bucket that begins at or before `cutoff`.
    pub(super) fn forget(&mut self, cutoff: i64) {
        for rung in &mut self.rungs {
            while rung.pop_if(|start| start <= cutoff).is_some() {}
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rungs.iter().map(|rung| rung.0.len()).sum()
    }
}

/// Buckets of one rung, by start.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Buckets(VecDeque<(i64, Summary)>);

impl Buckets {
    fn add(&mut self, start: i64, summary: Summary) {
        match self.0.back_mut() {
            Some((newest, have)) if *newest == start => have.merge(&summary),
            Some((newest, _)) if *newest > start => self.add_between(start, summary),
            _ => self.0.push_back((start, summary)),
        }
    }

    fn add_between(&mut self, start: i64, summary: Summary) {
        match self.0.binary_search_by_key(&start, |(start, _)| *start) {
            Ok(found) => self.0[found].1.merge(&summary),
            Err(place) => self.0.insert(place, (start, summary)),
        }
    }

    fn pop_if(&mut self, leaves: impl FnOnce(i64) -> bool) -> Option<(i64, Summary)> {
        let (start, _) = self.0.front()?;
        if leaves(*start) { self.0.pop_front() } else { None }
    }

    fn between(&self, from: i64, to: i64) -> std::collections::vec_deque::Iter<'_, (i64, Summary)> {
        let first = self.0.partition_point(|(start, _)| *start < from);
        let end = self.0.partition_point(|(start, _)| *start < to);
        self.0.range(first..end.max(first))
    }
}
