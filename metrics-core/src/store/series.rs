//! The data of one metric.

use cupola_base::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::size::Size;
use super::strand::Strand;

/// The data of one metric, parted by unit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Series {
    /// By name of the unit; nearly always one.
    strands: Vec<Strand>,
    /// When data last came in.
    pub(super) received: Timestamp,
    /// How often data came in for an hour before theirs.
    #[serde(skip)]
    pub(super) late: u64,
    /// Whether an alarm looks at it.
    pub(super) watched: bool,
}

impl Series {
    pub(super) fn strand(&self, unit: Unit) -> Option<&Strand> {
        self.strands.iter().find(|strand| strand.unit == unit)
    }

    /// The strand of a unit, or the first that is accepted.
    pub(super) fn strand_in(&self, unit: Option<Unit>, accepts: impl Fn(&Strand) -> bool) -> Option<&Strand> {
        self.strands.iter().find(|strand| unit.map_or_else(|| accepts(strand), |unit| strand.unit == unit))
    }

    /// Whether anything has left its rung.
    pub(super) fn has_leavers(&self, now: Timestamp) -> bool {
        self.strands.iter().any(|strand| strand.has_leavers(now))
    }

    pub(super) fn strand_mut(&mut self, unit: Unit) -> &mut Strand {
        let place = match self.strands.iter().position(|strand| strand.unit == unit) {
            Some(place) => place,
            None => self.insert(unit),
        };
        &mut self.strands[place]
    }

    /// The strand of a unit that is there.
    #[inline]
    pub(super) fn known_strand_mut(&mut self, unit: Unit) -> Option<&mut Strand> {
        self.strands.iter_mut().find(|strand| strand.unit == unit)
    }

    fn insert(&mut self, unit: Unit) -> usize {
        let place = self.strands.partition_point(|strand| strand.unit < unit);
        // One is nearly always all, and a strand is large.
        self.strands.reserve_exact(1);
        self.strands.insert(place, Strand::new(unit));
        place
    }

    /// The units whose data are accepted, by name.
    pub(super) fn units_in(&self, accepts: impl Fn(&Strand) -> bool) -> impl Iterator<Item = Unit> {
        self.strands.iter().filter(move |strand| accepts(strand)).map(|strand| strand.unit)
    }

    pub(super) fn compact(&mut self, now: Timestamp, most: usize) {
        self.strands.iter_mut().for_each(|strand| strand.compact(now, most));
    }

    pub(super) fn first_from(&self, unit: Option<Unit>, from: i64) -> Option<i64> {
        let wanted = self.strands.iter().filter(|strand| unit.is_none_or(|unit| strand.unit == unit));
        wanted.filter_map(|strand| strand.first_from(from)).min()
    }

    pub(super) fn sizes(&self) -> impl Iterator<Item = (i64, usize)> {
        self.strands.iter().flat_map(Strand::sizes)
    }

    pub(super) fn forget(&mut self, cutoff: i64) {
        self.strands.iter_mut().for_each(|strand| strand.forget(cutoff));
    }

    pub(super) fn clear(&mut self) {
        self.strands.clear();
    }

    /// How many buckets there are, and the bytes of memory that they take.
    pub(super) fn size(&self) -> Size {
        self.strands.iter().map(Strand::size).fold(Size::default(), Size::and)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.strands.iter().all(Strand::is_empty)
    }
}
