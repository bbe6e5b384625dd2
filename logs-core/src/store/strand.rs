//! All events of one stream.

use std::collections::VecDeque;
use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::chunk::Chunk;
use super::{Gap, Mark, Removed};

/// Events in order of time, and of arrival where the time is equal.
///
/// The events lie in chunks that do not overlap and are not empty. What comes in order goes to the
/// end of the last; a late event goes into the chunk around its time. All chunks are sealed save two:
/// the last, and the one that the latest of the late events went into.
///
/// A clone shares the chunks: it costs a counter for each, and reads on while the strand changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "VecDeque<Chunk>", into = "Chunks")]
pub(crate) struct Strand {
    chunks: Chunks,
    events: usize,
    bytes: usize,
    /// Where the latest of the late events stands.
    late: Option<Gap>,
}

type Chunks = VecDeque<Arc<Chunk>>;

impl Strand {
    pub(crate) const fn events(&self) -> usize {
        self.events
    }

    /// The bytes of all messages.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The time of the oldest event.
    pub(crate) fn oldest(&self) -> Option<Timestamp> {
        self.first().map(|mark| mark.at)
    }

    /// The oldest event.
    pub(crate) fn first(&self) -> Option<Mark> {
        self.chunks.front().and_then(|chunk| chunk.first())
    }

    /// The last event before the gap.
    pub(crate) fn last_before(&self, gap: Gap) -> Option<Mark> {
        let at = self.chunk_after(gap);
        let inside = self.chunks.get(at).and_then(|chunk| chunk.mark(chunk.index(gap).checked_sub(1)?));
        inside.or_else(|| self.chunks.get(at.checked_sub(1)?)?.last())
    }

    /// Adds an event; its mark is not there yet.
    pub(crate) fn insert(&mut self, mark: Mark, message: &str) {
        self.events += 1;
        self.bytes += message.len();
        match self.chunks.back() {
            Some(chunk) if chunk.last().is_some_and(|last| last > mark) => self.take_late(mark, message),
            _ => self.append(mark, message),
        }
    }

    fn append(&mut self, mark: Mark, message: &str) {
        match self.chunks.back_mut() {
            Some(chunk) if !chunk.is_full_for(mark, message.len()) => Arc::make_mut(chunk).insert(mark, message),
            last => {
                last.into_iter().for_each(seal);
                self.chunks.push_back(chunk_of(mark, message));
            }
        }
    }

    /// Puts a late event in its place, and seals the chunk of the one before if that is another.
    fn take_late(&mut self, mark: Mark, message: &str) {
        let before = self.late.replace(Gap::before(mark)).map(|gap| self.chunk_after(gap));
        let at = self.chunk_after(Gap::before(mark));
        if let Some(before) = before.filter(|before| *before != at && *before + 1 < self.chunks.len()) {
            self.chunks.get_mut(before).into_iter().for_each(seal);
        }
        self.insert_late(at, mark, message);
    }

    /// Puts an event into the first chunk that ends after it, which is split when it is full.
    fn insert_late(&mut self, at: usize, mark: Mark, message: &str) {
        let Some(chunk) = self.chunks.get_mut(at) else { return };
        if !chunk.is_full_for(mark, message.len()) {
            return Arc::make_mut(chunk).insert(mark, message);
        }
        if chunk.first().is_some_and(|first| mark < first) {
            return self.insert_between(at, mark, message);
        }
        // It has events on both sides of ours: each half is smaller.
        let second = Arc::make_mut(chunk).split();
        let goes_first = chunk.last().is_some_and(|last| mark < last);
        self.chunks.insert(at + 1, Arc::new(second));
        let (with, without) = if goes_first { (at, at + 1) } else { (at + 1, at) };
        if without + 1 < self.chunks.len() {
            self.chunks.get_mut(without).into_iter().for_each(seal);
        }
        self.insert_late(with, mark, message);
    }

    /// Puts an event before the chunk `at`, after all of the one before it.
    fn insert_between(&mut self, at: usize, mark: Mark, message: &str) {
        let before = at.checked_sub(1).and_then(|before| self.chunks.get_mut(before));
        if let Some(before) = before
            && !before.is_full_for(mark, message.len())
        {
            return Arc::make_mut(before).insert(mark, message);
        }
        self.chunks.insert(at, chunk_of(mark, message));
    }

    /// Takes all events away that are older.
    pub(crate) fn remove_before(&mut self, at: Timestamp) -> Removed {
        let mut removed = Removed::default();
        while let Some(chunk) = self.chunks.front_mut() {
            let old = chunk.index(Gap::at(at));
            let all = old == chunk.len();
            removed = removed.plus(if all { whole(chunk) } else { remove_first(chunk, old) });
            if !all {
                break;
            }
            self.chunks.pop_front();
        }
        self.forget(removed)
    }

    /// Takes the oldest event away.
    pub(crate) fn remove_oldest(&mut self) -> Removed {
        let Some(chunk) = self.chunks.front_mut() else { return Removed::default() };
        let all = chunk.len() == 1;
        let removed = if all { whole(chunk) } else { remove_first(chunk, 1) };
        if all {
            self.chunks.pop_front();
        }
        self.forget(removed)
    }

    fn forget(&mut self, removed: Removed) -> Removed {
        self.events -= removed.events;
        self.bytes -= removed.bytes;
        removed
    }

    /// How much is older.
    pub(crate) fn older_than(&self, at: Timestamp) -> Removed {
        let mut older = Removed::default();
        for chunk in &self.chunks {
            let events = chunk.index(Gap::at(at));
            let all = events == chunk.len();
            let bytes = if all { chunk.bytes() } else { chunk.bytes_of_first(events) };
            older = older.plus(Removed { events, bytes });
            if !all {
                break;
            }
        }
        older
    }

    /// The least number of an event.
    pub(crate) fn least_sequence(&self) -> Option<u64> {
        self.chunks.iter().filter_map(|chunk| chunk.least_sequence()).min()
    }

    pub(super) const fn chunks(&self) -> &Chunks {
        &self.chunks
    }

    /// The chunks that have events after the gap and not after a time: with the first such event, and how many.
    pub(crate) fn views(&self, from: Gap, until: Timestamp) -> impl Iterator<Item = (&Chunk, usize, usize)> {
        let chunks = self.chunks.iter().skip(self.chunk_after(from));
        let views = chunks.map(move |chunk| {
            let (first, end) = (chunk.index(from), chunk.index(Gap::past(until)));
            (&**chunk, first, end.saturating_sub(first))
        });
        views.take_while(|(_, _, count)| *count > 0)
    }

    /// The first chunk that has an event after the gap.
    pub(super) fn chunk_after(&self, gap: Gap) -> usize {
        self.chunks.partition_point(|chunk| chunk.last().is_some_and(|last| gap.is_after(last)))
    }
}

fn chunk_of(mark: Mark, message: &str) -> Arc<Chunk> {
    let mut chunk = Chunk::around(mark);
    chunk.insert(mark, message);
    Arc::new(chunk)
}

fn seal(chunk: &mut Arc<Chunk>) {
    if !chunk.is_sealed() {
        Arc::make_mut(chunk).seal();
    }
}

fn remove_first(chunk: &mut Arc<Chunk>, count: usize) -> Removed {
    if count == 0 { Removed::default() } else { Arc::make_mut(chunk).remove_first(count) }
}

fn whole(chunk: &Chunk) -> Removed {
    Removed { events: chunk.len(), bytes: chunk.bytes() }
}

impl From<Strand> for Chunks {
    fn from(strand: Strand) -> Self {
        strand.chunks
    }
}

impl TryFrom<VecDeque<Chunk>> for Strand {
    type Error = BrokenStrand;

    fn try_from(mut chunks: VecDeque<Chunk>) -> Result<Self, BrokenStrand> {
        let follow = |(before, after): (&Chunk, &Chunk)| before.last() < after.first();
        if chunks.iter().any(Chunk::is_empty) || !chunks.iter().zip(chunks.iter().skip(1)).all(follow) {
            return Err(BrokenStrand);
        }
        let (events, bytes) = (chunks.iter().map(Chunk::len).sum(), chunks.iter().map(Chunk::bytes).sum());
        chunks.iter_mut().rev().skip(1).for_each(Chunk::seal);
        Ok(Self { chunks: chunks.into_iter().map(Arc::new).collect(), events, bytes, late: None })
    }
}

/// The chunks of a snapshot's stream do not follow one another.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the chunks of a snapshot's stream overlap or are empty")]
pub(crate) struct BrokenStrand;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::Cursor;

    fn mark(at: i64, sequence: u64) -> Mark {
        Mark { at: Timestamp::from_millis(at), received: Timestamp::EPOCH, sequence }
    }

    fn all(strand: &Strand) -> Vec<(i64, u64, String)> {
        let mut cursor = Cursor::forward(strand, Gap::at(Timestamp::MIN));
        let owned = |(mark, message): (Mark, &str)| (mark.at.as_millis(), mark.sequence, message.to_owned());
        std::iter::from_fn(|| cursor.next().map(owned)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// Against a list that is sorted: insertion in any order, removal from the old end, in chunks of
        /// every kind (the messages are long enough to fill them).
        #[test]
        fn a_strand_is_a_sorted_list(
            times in prop::collection::vec((0i64..500, 0usize..60_000), 1..120),
            cuts in prop::collection::vec(0i64..300, 0..4),
        ) {
            let (mut strand, mut list) = (Strand::default(), Vec::new());
            let every = (times.len() / (cuts.len() + 1)).max(1);
            let mut cuts = cuts.into_iter();
            for (number, (at, length)) in times.into_iter().enumerate() {
                let message = "x".repeat(length);
                strand.insert(mark(at, number as u64 + 1), &message);
                list.push((at, number as u64 + 1, message));
                if number % every == every - 1 && let Some(cut) = cuts.next() {
                    let cut_at = Timestamp::from_millis(cut);
                    let before = strand.older_than(cut_at);
                    prop_assert_eq!(strand.remove_before(cut_at), before);
                    list.retain(|(at, ..)| *at >= cut);
                }
            }
            list.sort();
            prop_assert_eq!(strand.oldest(), list.first().map(|(at, ..)| Timestamp::from_millis(*at)));
            prop_assert_eq!((strand.events(), strand.bytes()), (list.len(), list.iter().map(|e| e.2.len()).sum()));
            let text = serde_json::to_string(&strand).unwrap();
            prop_assert_eq!(all(&serde_json::from_str::<Strand>(&text).unwrap()), list.clone());
            prop_assert_eq!(all(&strand), list);
        }
    }

    #[test]
    fn a_snapshot_that_was_tampered_with_is_refused() {
        for text in [
            r#"[{"text":"ab","events":[[1,1]],"runs":[[0,0,1]]}]"#,
            r#"[{"text":"ab","events":[[1,3]],"runs":[[0,0,1]]}]"#,
            r#"[{"text":"é","events":[[1,1],[1,1]],"runs":[[0,0,1]]}]"#,
            r#"[{"text":"ab","events":[[2,1],[1,1]],"runs":[[0,0,1]]}]"#,
            r#"[{"text":"ab","events":[[1,1],[1,1]],"runs":[[0,0,2],[1,0,1]]}]"#,
            r#"[{"text":"ab","events":[[1,1],[1,1]],"runs":[[1,0,1]]}]"#,
            r#"[{"text":"ab","events":[[1,1],[1,1]],"runs":[[0,0,18446744073709551615]]}]"#,
            r#"[{"text":"","events":[],"runs":[]}]"#,
            r#"[{"text":"a","events":[[2,1]],"runs":[[0,0,1]]},{"text":"a","events":[[1,1]],"runs":[[0,0,2]]}]"#,
        ] {
            assert!(serde_json::from_str::<Strand>(text).is_err(), "{text}");
        }
    }
}
