//! When events came in, and as which.

use cupola_base::Timestamp;

/// When each event of a chunk came in, and its number.
///
/// Events of one batch that lie side by side are one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals(Vec<Run>);

/// From the index `from` on, events that came in at once and are numbered one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) from: u32,
    pub(super) arrival: Arrival,
}

/// When an event came in, and its number among all that ever came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) received: Timestamp,
    pub(super) sequence: u64,
}

impl Run {
    const fn at(self, index: u32) -> Arrival {
        let Arrival { received, sequence } = self.arrival;
        Arrival { received, sequence: sequence + (index - self.from) as u64 }
    }
}

impl Arrivals {
    /// Those of the event of this index, if there is one.
    pub(super) fn get(&self, index: u32) -> Option<Arrival> {
        if let Some(last) = self.0.last().filter(|last| last.from <= index) {
            return Some(last.at(index));
        }
        let next = self.0.partition_point(|run| run.from <= index);
        Some(self.0.get(next.checked_sub(1)?)?.at(index))
    }

    /// Notes the arrival of an event of this index, after all others.
    pub(super) fn push(&mut self, index: u32, arrival: Arrival) {
        if self.0.last().is_none_or(|run| run.at(index) != arrival) {
            self.0.push(Run { from: index, arrival });
        }
    }

    /// Makes room for an event at this index, among `len` events before.
    pub(super) fn insert(&mut self, index: u32, len: u32, arrival: Arrival) {
        let next = self.0.partition_point(|run| run.from < index);
        let before = next.checked_sub(1).and_then(|before| self.0.get(before)).copied();
        let is_cut = index < len && self.0.get(next).is_none_or(|run| run.from > index);
        if let Some(run) = before.filter(|_| is_cut) {
            self.0.insert(next, Run { from: index, arrival: run.at(index) });
        }
        self.0.iter_mut().skip(next).for_each(|run| run.from += 1);
        if before.is_none_or(|run| run.at(index) != arrival) {
            self.0.insert(next, Run { from: index, arrival });
        }
    }

    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// The least number of an event from the index `head` on.
    pub(super) fn least(&self, head: u32) -> Option<u64> {
        let cut = self.0.partition_point(|run| run.from <= head);
        let later = self.0.iter().skip(cut).map(|run| run.arrival.sequence);
        later.chain(self.get(head).map(|arrival| arrival.sequence)).min()
    }
}
