//! Columns of messages that were read before: kept with the events, and dropped with them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::insights::Value;

/// The values of some fields of a run of events that does not change any more. What is found here is what would be
/// found in the messages, so that nothing depends on whether it is there: it is neither in snapshots nor in copies.
#[derive(Debug, Default)]
pub(crate) struct WarmColumns {
    first: OnceLock<Box<Kept>>,
    is_asked: AtomicBool,
}

/// One column, and those that were kept after it.
#[derive(Debug)]
struct Kept {
    field: Box<str>,
    /// How many fields a message could have when it was read.
    most: usize,
    column: WarmColumn,
    budget: WarmBudget,
    bytes: u64,
    next: OnceLock<Box<Self>>,
}

/// The values of a field, one for each event.
#[derive(Clone, Debug)]
pub(crate) enum WarmColumn {
    /// Few different values, and which of them each event has.
    Coded { codes: Vec<u16>, values: Vec<Value> },
    /// Numbers; not a number where there is none.
    Numbers(Vec<f64>),
    /// Whatever there is.
    Values(Vec<Value>),
}

/// How many bytes all columns of an engine hold together. Clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct WarmBudget(Arc<AtomicU64>);

impl WarmColumns {
    /// The column of a field.
    pub(crate) fn get(&self, field: &str, most: usize) -> Option<&WarmColumn> {
        let mut next = self.first.get();
        while let Some(kept) = next {
            if &*kept.field == field && kept.most == most {
                return Some(&kept.column);
            }
            next = kept.next.get();
        }
        None
    }

    /// Whether this was asked before.
    pub(crate) fn is_asked_again(&self) -> bool {
        self.is_asked.swap(true, Ordering::Relaxed)
    }

    /// Keeps a column, if all that is kept stays within so many bytes.
    pub(crate) fn keep(&self, field: &str, most: usize, column: WarmColumn, budget: &WarmBudget, limit: u64) {
        let bytes = column.bytes() + field.len() as u64 + 96;
        if !budget.take(bytes, limit) {
            return;
        }
        let kept = Kept { field: field.into(), most, column, budget: budget.clone(), bytes, next: OnceLock::new() };
        let mut kept = Box::new(kept);
        let mut place = &self.first;
        // Who comes second goes behind.
        while let Err(back) = place.set(kept) {
            kept = back;
            match place.get() {
                Some(other) => place = &other.next,
                None => return,
            }
        }
    }
}

/// A copy of the events will change: it starts without columns.
impl Clone for WarmColumns {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.budget.0.fetch_sub(self.bytes, Ordering::Relaxed);
        // One after the other, so that a long row of columns does not nest.
        let mut next = self.next.take();
        while let Some(mut kept) = next {
            next = kept.next.take();
        }
    }
}

impl WarmBudget {
    fn take(&self, bytes: u64, limit: u64) -> bool {
        let more = |held: u64| held.checked_add(bytes).filter(|held| *held <= limit);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }

    /// How many bytes are held.
    #[cfg(test)]
    fn held(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl WarmColumn {
    fn bytes(&self) -> u64 {
        let values = |values: &[Value]| values.iter().map(|value| 24 + value.size()).sum::<u64>();
        match self {
            Self::Coded { codes, values: few } => 2 * codes.len() as u64 + values(few),
            Self::Numbers(numbers) => 8 * numbers.len() as u64,
            Self::Values(all) => values(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::redundant_clone, reason = "a copy without columns is what is asked for")]
    fn columns_are_kept_within_a_budget_and_given_back() {
        let (columns, budget) = (WarmColumns::default(), WarmBudget::default());
        let numbers = || WarmColumn::Numbers(vec![1.0; 10]);
        for field in ["a", "b", "c"] {
            columns.keep(field, 200, numbers(), &budget, 400);
        }
        assert!(columns.get("a", 200).is_some() && columns.get("b", 200).is_some());
        assert!(
            columns.get("c", 200).is_none() && columns.get("a", 7).is_none() && columns.clone().get("a", 200).is_none()
        );
        assert_eq!(budget.held(), 2 * (80 + 1 + 96));
        drop(columns);
        assert_eq!(budget.held(), 0);
    }
}
