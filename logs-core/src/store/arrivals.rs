//! When events came in, and as which.

use cupola_base::Timestamp;

/// When each event of a chunk came in, and its number.
///
/// Events of one batch that lie side by side are one run.
#[derive(Clone, Debug)]
pub(super) struct Arrivals {
    /// What runs count from.
    base: Arrival,
    runs: Vec<Run>,
}

/// When an event came in, and its number among all that ever came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) received: Timestamp,
    pub(super) sequence: u64,
}

/// From the index `from` on, events that came in at once and are numbered one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    from: u32,
    /// Milliseconds after the base.
    received: i32,
    /// How many numbers after that of the base.
    number: i32,
}

/// How far numbers may be from that of the base: what follows in a run must be counted, too.
const NEAR: u32 = 1 << 30;

impl Arrival {
    /// The run that begins with it, if it is near the base.
    fn run(self, from: u32, base: Self) -> Option<Run> {
        let received = self.received.as_millis().checked_sub(base.received.as_millis())?;
        let number = self.sequence.cast_signed().wrapping_sub(base.sequence.cast_signed());
        Some(Run { from, received: received.try_into().ok()?, number: number.try_into().ok()? })
    }
}

impl Run {
    fn at(self, index: u32, base: Arrival) -> Arrival {
        let received = base.received.plus_millis(i64::from(self.received));
        let number = i64::from(self.number) + i64::from(index - self.from);
        Arrival { received, sequence: base.sequence.wrapping_add_signed(number) }
    }
}

impl Arrivals {
    /// For arrivals around this one.
    pub(super) const fn around(base: Arrival) -> Self {
        Self { base, runs: Vec::new() }
    }

    pub(super) const fn base(&self) -> Arrival {
        self.base
    }

    /// Whether it is near enough to be noted.
    pub(super) fn is_near(&self, arrival: Arrival) -> bool {
        arrival.run(0, self.base).is_some_and(|run| run.number.unsigned_abs() < NEAR)
    }

    /// Those of the event of this index, if there is one.
    pub(super) fn get(&self, index: u32) -> Option<Arrival> {
        let last = self.runs.last().filter(|last| last.from <= index);
        let run = last.or_else(|| self.runs.get(self.run_after(index + 1).checked_sub(1)?))?;
        Some(run.at(index, self.base))
    }

    /// Notes the arrival of an event of this index, after all others.
    pub(super) fn push(&mut self, index: u32, arrival: Arrival) {
        if self.runs.last().is_none_or(|run| run.at(index, self.base) != arrival) {
            self.runs.extend(arrival.run(index, self.base));
        }
    }

    /// Makes room for an event at this index, among `len` events before.
    pub(super) fn insert(&mut self, index: u32, len: u32, arrival: Arrival) {
        let next = self.run_after(index);
        let before = next.checked_sub(1).and_then(|before| self.runs.get(before)).copied();
        let is_cut = index < len && self.runs.get(next).is_none_or(|run| run.from > index);
        let rest = before.filter(|_| is_cut).and_then(|run| run.at(index, self.base).run(index, self.base));
        rest.into_iter().for_each(|rest| self.runs.insert(next, rest));
        self.runs.iter_mut().skip(next).for_each(|run| run.from += 1);
        if before.is_none_or(|run| run.at(index, self.base) != arrival) {
            arrival.run(index, self.base).into_iter().for_each(|run| self.runs.insert(next, run));
        }
    }

    /// The first run that does not begin before the index.
    fn run_after(&self, index: u32) -> usize {
        self.runs.partition_point(|run| run.from < index)
    }

    pub(super) fn shrink(&mut self) {
        self.runs.shrink_to_fit();
    }

    /// The least number of an event from the index `head` on.
    pub(super) fn least(&self, head: u32) -> Option<u64> {
        let later = self.runs.iter().skip(self.run_after(head + 1)).map(|run| run.at(run.from, self.base).sequence);
        later.chain(self.get(head).map(|arrival| arrival.sequence)).min()
    }
}
