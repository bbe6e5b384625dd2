//! Numbers that patterns compare with, and which patterns a number between two of them satisfies.

use std::collections::BTreeSet;

use super::candidates::Waiter;
use crate::filter::literal::{Number, Operator};

/// The numbers that patterns compare with, and which patterns a number satisfies between two of them or at one.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    at: Vec<f64>,
    /// Below the first, at it, between it and the second, at that, and so on.
    satisfied: Vec<Box<[Waiter]>>,
}

impl Steps {
    /// Of patterns by number; all comparisons of a pattern must hold.
    pub(super) fn new(wishes: &[(usize, (Operator, Number))]) -> Self {
        let mut at: Vec<f64> = wishes.iter().map(|(_, (_, number))| number.to_f64()).collect();
        at.sort_unstable_by(f64::total_cmp);
        at.dedup();
        // So many that the table would be large are told apart less finely: not at all.
        if at.len() * wishes.len() > MOST_CELLS {
            at.clear();
        }
        let asking: BTreeSet<usize> = wishes.iter().map(|(pattern, _)| *pattern).collect();
        let satisfied = (0..=2 * at.len()).map(|place| {
            let fails = wishes.iter().filter(|(_, wish)| !may_hold(&at, place, *wish));
            let fails: BTreeSet<usize> = fails.map(|(pattern, _)| *pattern).collect();
            asking.difference(&fails).map(|pattern| Waiter { pattern: *pattern, sharp: true }).collect()
        });
        Self { satisfied: satisfied.collect(), at }
    }

    /// The patterns that a number may satisfy of which this is the nearest double, and whether it surely does.
    #[inline]
    pub(super) fn at(&self, number: f64) -> (&[Waiter], bool) {
        let place = self.place_of(number);
        let is_there = self.at.get(place).is_some_and(|at| *at <= number);
        let satisfied = self.satisfied.get(2 * place + usize::from(is_there));
        (satisfied.map(|waiters| &**waiters).unwrap_or_default(), number.abs() < EXACT && !self.at.is_empty())
    }

    /// How many steps are below a number. Few are counted, all at once; to halve them over and over is to wait for one
    /// after the other.
    #[inline]
    fn place_of(&self, number: f64) -> usize {
        if self.at.len() > FEW {
            return self.at.partition_point(|at| *at < number);
        }
        self.at.iter().map(|at| usize::from(*at < number)).sum()
    }
}

/// Whether a number at this place among the steps can compare so. Beyond the doubles' whole numbers, what is one
/// double may be several numbers.
fn may_hold(at: &[f64], place: usize, (operator, number): (Operator, Number)) -> bool {
    let double = number.to_f64();
    let step = 2 * at.partition_point(|at| *at < double) + 1;
    at.is_empty() || operator.accepts(place.cmp(&step)) || (place == step && double.abs() >= EXACT)
}

/// Steps that are counted.
const FEW: usize = 32;
/// Steps times comparisons.
const MOST_CELLS: usize = 1 << 20;
/// 2 to the 53rd.
const EXACT: f64 = 9_007_199_254_740_992.0;
