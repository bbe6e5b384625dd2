//! The budget of bytes: the oldest events go first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use cupola_base::Timestamp;

use super::Engine;
use crate::group::Stream;
use crate::output::Lost;
use crate::store::{Removed, size};

impl Engine {
    /// Takes the oldest events away when there are more bytes than the budget has.
    ///
    /// A sixteenth of the budget is cleared at once, so that the search for the oldest is rare.
    pub(super) fn make_room(&mut self, now: Timestamp) {
        let budget = self.limits.stored_bytes;
        if self.stored <= budget {
            return;
        }
        let streams = self.groups.values_mut().flat_map(|group| group.streams.values_mut());
        let removed = remove_oldest(streams.collect(), self.stored - (budget - budget / 16));
        let streams = self.groups.values_mut().flat_map(|group| group.streams.values_mut());
        streams.for_each(|stream| stream.margin.forget_before(stream.strand.first()));
        self.stored -= size(removed.events, removed.bytes);
        self.waiting.lose(now, Lost::Events, removed.events as u64);
    }
}

/// Takes the oldest events of all streams away until they count `wanted` bytes.
fn remove_oldest(mut streams: Vec<&mut Stream>, wanted: u64) -> Removed {
    let oldest = streams.iter().enumerate().filter_map(|(index, stream)| Some((stream.strand.oldest()?, index)));
    let mut order: BinaryHeap<_> = oldest.map(Reverse).collect();
    let mut removed = Removed::default();
    while let Some(Reverse((_, index))) = order.pop()
        && size(removed.events, removed.bytes) < wanted
    {
        let strand = &mut streams[index].strand;
        let next = order.peek().map_or((Timestamp::MAX, usize::MAX), |Reverse(next)| *next);
        while strand.oldest().is_some_and(|oldest| (oldest, index) <= next)
            && size(removed.events, removed.bytes) < wanted
        {
            removed = removed.plus(strand.remove_oldest());
        }
        order.extend(strand.oldest().map(|oldest| Reverse((oldest, index))));
    }
    removed
}
