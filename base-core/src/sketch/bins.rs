//! Bins next to one another.

use serde::{Deserialize, Serialize};

/// How many bins there are at most, from the highest down.
pub(super) const MOST: usize = 4096;

/// The weights of a run of bins; what lies more than [`MOST`] below the highest is counted in the
/// lowest.
///
/// The lowest bin that may be is set by the highest bin seen, so that the order of additions does
/// not matter: whatever was counted in a lowest bin is counted in the next lowest when that rises.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(i32, f64)>", into = "Vec<(i32, f64)>")]
pub(super) struct Bins {
    /// The index of the first.
    first: i32,
    weights: Vec<f64>,
}

impl Bins {
    pub(super) fn add(&mut self, index: i32, weight: f64) {
        if let Some(place) = self.place(index) {
            self.weights[place] = super::finite(self.weights[place] + weight);
            return;
        }
        self.reach(index);
        let place = index.max(self.first) - self.first;
        let place = &mut self.weights[usize::try_from(place).expect("it is reached")];
        *place = super::finite(*place + weight);
    }

    /// Adds 1 to each of some bins.
    pub(super) fn add_ones(&mut self, indices: &[i32]) {
        let (Some(lowest), Some(highest)) = (indices.iter().min(), indices.iter().max()) else { return };
        self.reach(*highest);
        self.reach(*lowest);
        let first = self.first;
        let places = indices.iter().map(|index| (*index).max(first).wrapping_sub(first).cast_unsigned() as usize);
        for place in places {
            if let Some(weight) = self.weights.get_mut(place) {
                // Not even the largest number grows by this.
                *weight += 1.0;
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.merge_run(other.first, other.weights.iter().copied());
    }

    /// Adds the weights of a run of bins from `first` on, of which the first and the last are not
    /// empty.
    pub(super) fn merge_run(&mut self, first: i32, mut weights: impl ExactSizeIterator<Item = f64>) {
        let Some(more) = weights.len().checked_sub(1) else { return };
        self.reach(first.saturating_add(i32::try_from(more).unwrap_or(i32::MAX)));
        self.reach(first);
        let skipped = usize::try_from(self.first.saturating_sub(first)).unwrap_or(0);
        let low: f64 = weights.by_ref().take(skipped).sum();
        self.weights[0] = super::finite(self.weights[0] + low);
        let from = usize::try_from(first.saturating_sub(self.first)).unwrap_or(0);
        for (have, more) in self.weights[from..].iter_mut().zip(weights) {
            *have = super::finite(*have + more);
        }
    }

    pub(super) fn count(&self) -> f64 {
        super::finite(self.weights.iter().sum())
    }

    /// Those that are not empty, from the lowest up.
    pub(super) fn ascending(&self) -> impl Iterator<Item = (i32, f64)> {
        (self.first..).zip(self.weights.iter().copied()).filter(|(_, weight)| *weight > 0.0)
    }

    /// Those that are not empty, from the highest down.
    pub(super) fn descending(&self) -> impl Iterator<Item = (i32, f64)> {
        let last = self.last().unwrap_or_default();
        (0..).map(move |down| last - down).zip(self.weights.iter().rev().copied()).filter(|(_, weight)| *weight > 0.0)
    }

    /// The index of the first bin, and all weights.
    pub(super) fn run(&self) -> (i32, &[f64]) {
        (self.first, &self.weights)
    }

    pub(super) fn room(&self) -> usize {
        size_of_val(self.weights.as_slice())
    }

    fn place(&self, index: i32) -> Option<usize> {
        let place = usize::try_from(index.checked_sub(self.first)?).ok()?;
        (place < self.weights.len()).then_some(place)
    }

    fn last(&self) -> Option<i32> {
        let len = i32::try_from(self.weights.len()).expect("bins are few");
        (len > 0).then(|| self.first.saturating_add(len - 1))
    }

    /// Makes room for a bin, as far down as there may be any.
    fn reach(&mut self, index: i32) {
        let Some(last) = self.last() else {
            (self.first, self.weights) = (index, vec![0.0]);
            return;
        };
        let lowest = last.max(index).saturating_sub(MOST_BELOW);
        self.raise(lowest, index);
        let first = index.max(lowest);
        if let Ok(below) = usize::try_from(self.first.saturating_sub(first)) {
            self.weights.splice(0..0, std::iter::repeat_n(0.0, below));
            self.first -= i32::try_from(below).expect("bins are few");
        }
        let len = index.saturating_sub(self.first).saturating_add(1);
        let len = usize::try_from(len).unwrap_or(0).max(self.weights.len());
        self.weights.resize(len, 0.0);
    }

    /// Counts all below the lowest bin in it.
    fn raise(&mut self, lowest: i32, index: i32) {
        let below = usize::try_from(lowest.saturating_sub(self.first)).unwrap_or(0);
        if below == 0 {
            return;
        }
        let gone: f64 = self.weights.drain(..below.min(self.weights.len())).sum();
        self.first = lowest.min(index);
        match self.weights.first_mut() {
            Some(first) => *first = super::finite(*first + gone),
            None => self.weights.push(gone),
        }
    }
}

const MOST_BELOW: i32 = 4095;
const _: () = assert!(MOST == 4096, "the bins below the highest");

/// Those that are not empty.
impl From<Bins> for Vec<(i32, f64)> {
    fn from(bins: Bins) -> Self {
        bins.ascending().collect()
    }
}

impl From<Vec<(i32, f64)>> for Bins {
    fn from(list: Vec<(i32, f64)>) -> Self {
        let mut bins = Self::default();
        list.into_iter().filter(|(_, weight)| *weight > 0.0).for_each(|(index, weight)| bins.add(index, weight));
        bins
    }
}
