//! Ranges of numbers, asked for those that hold a number.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A persistent map from closed ranges, as a search tree by their ends in which each node knows the greatest
/// upper end below it. Its shape depends on the ranges alone, not on the order in which they came.
#[derive(Debug)]
pub(super) struct Intervals<T> {
    root: Link<T>,
}

type Link<T> = Option<Arc<Span<T>>>;

#[derive(Clone, Debug)]
struct Span<T> {
    ends: (u128, u128),
    /// Who stands higher in the tree: a fixed shuffle of the ends.
    rank: u64,
    value: T,
    /// The greatest upper end at or below this node.
    top: u128,
    lower: Link<T>,
    upper: Link<T>,
}

impl<T> Intervals<T> {
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The value of a range.
    pub(super) fn get(&self, ends: (u128, u128)) -> Option<&T> {
        let mut next = self.root.as_deref();
        while let Some(span) = next {
            next = match ends.cmp(&span.ends) {
                std::cmp::Ordering::Less => span.lower.as_deref(),
                std::cmp::Ordering::Greater => span.upper.as_deref(),
                std::cmp::Ordering::Equal => return Some(&span.value),
            };
        }
        None
    }

    /// Shows the values of all ranges that hold a number.
    #[inline]
    pub(super) fn stab<'a>(&'a self, number: u128, mut visit: impl FnMut(&'a T)) {
        if let Some(root) = &self.root {
            root.stab(number, &mut visit);
        }
    }
}

impl<T: Clone> Intervals<T> {
    /// Changes the value of a range; none where it is not there, or should not be any more.
    pub(super) fn change<R>(&mut self, ends: (u128, u128), change: impl FnOnce(&mut Option<T>) -> R) -> R {
        self::change(&mut self.root, ends, change)
    }
}

impl<T> Span<T> {
    fn stab<'a>(&'a self, number: u128, visit: &mut impl FnMut(&'a T)) {
        if self.top < number {
            return;
        }
        if let Some(lower) = &self.lower {
            lower.stab(number, visit);
        }
        if self.ends.0 <= number {
            if number <= self.ends.1 {
                visit(&self.value);
            }
            if let Some(upper) = &self.upper {
                upper.stab(number, visit);
            }
        }
    }

    const fn rank(&self) -> (u64, (u128, u128)) {
        (self.rank, self.ends)
    }

    fn settle_top(&mut self) {
        let below = self.lower.iter().chain(&self.upper).map(|span| span.top).max().unwrap_or(0);
        self.top = self.ends.1.max(below);
    }
}

fn rank(ends: (u128, u128)) -> u64 {
    let mut hasher = DefaultHasher::new();
    ends.hash(&mut hasher);
    hasher.finish()
}

fn change<T: Clone, R>(link: &mut Link<T>, ends: (u128, u128), change: impl FnOnce(&mut Option<T>) -> R) -> R {
    let Some(here) = link else {
        let mut value = None;
        let done = change(&mut value);
        *link =
            value.map(|value| Arc::new(Span { ends, rank: rank(ends), value, top: ends.1, lower: None, upper: None }));
        return done;
    };
    let span = Arc::make_mut(here);
    if ends == span.ends {
        let mut value = Some(span.value.clone());
        let done = change(&mut value);
        match value {
            Some(value) => span.value = value,
            None => *link = join(span.lower.take(), span.upper.take()),
        }
        return done;
    }
    let is_lower = ends < span.ends;
    let done = self::change(if is_lower { &mut span.lower } else { &mut span.upper }, ends, change);
    span.settle_top();
    lift(here, is_lower);
    done
}

/// Puts a child in the place of its parent if it ranks higher.
fn lift<T: Clone>(here: &mut Arc<Span<T>>, is_lower: bool) {
    let parent = Arc::make_mut(here);
    let child = if is_lower { &mut parent.lower } else { &mut parent.upper };
    let Some(mut child) = child.take() else { return };
    if child.rank() <= parent.rank() {
        *(if is_lower { &mut parent.lower } else { &mut parent.upper }) = Some(child);
        return;
    }
    let risen = Arc::make_mut(&mut child);
    let between = if is_lower { risen.upper.take() } else { risen.lower.take() };
    *(if is_lower { &mut parent.lower } else { &mut parent.upper }) = between;
    parent.settle_top();
    let parent = Arc::clone(here);
    *(if is_lower { &mut risen.upper } else { &mut risen.lower }) = Some(parent);
    risen.settle_top();
    *here = child;
}

/// One tree of two, all of the first below all of the second.
fn join<T: Clone>(lower: Link<T>, upper: Link<T>) -> Link<T> {
    let (mut lower, mut upper) = match (lower, upper) {
        (Some(lower), Some(upper)) => (lower, upper),
        (one, other) => return one.or(other),
    };
    let mut higher = if lower.rank() > upper.rank() {
        let span = Arc::make_mut(&mut lower);
        span.upper = join(span.upper.take(), Some(upper));
        lower
    } else {
        let span = Arc::make_mut(&mut upper);
        span.lower = join(Some(lower), span.lower.take());
        upper
    };
    Arc::make_mut(&mut higher).settle_top();
    Some(higher)
}

impl<T> Clone for Intervals<T> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone() }
    }
}

impl<T> Default for Intervals<T> {
    fn default() -> Self {
        Self { root: None }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranges_that_hold_a_number_are_found(
            changes in prop::collection::vec((0u128..40, 0u128..20, any::<bool>()), 0..200),
            numbers in prop::collection::vec(0u128..70, 1..20),
        ) {
            let (mut intervals, mut map) = (Intervals::default(), BTreeMap::new());
            for (count, (low, length, stays)) in changes.into_iter().enumerate() {
                let (ends, stays) = ((low, low + length), stays.then_some(count));
                let old = intervals.change(ends, |value| std::mem::replace(value, stays));
                prop_assert_eq!(old, map.get(&ends).copied());
                match stays {
                    Some(count) => map.insert(ends, count),
                    None => map.remove(&ends),
                };
                prop_assert_eq!(intervals.get(ends).copied(), stays);
            }
            for number in numbers {
                let mut found = Vec::new();
                intervals.stab(number, |value| found.push(*value));
                let holds = map.iter().filter(|((low, high), _)| *low <= number && number <= *high);
                prop_assert_eq!(found, holds.map(|(_, value)| *value).collect::<Vec<_>>(), "by their ends");
            }
            let mut again = Intervals::default();
            for (ends, value) in map.iter().rev() {
                again.change(*ends, |slot| *slot = Some(*value));
            }
            prop_assert_eq!(format!("{intervals:?}"), format!("{again:?}"), "the shape is that of the ranges");
        }
    }

    #[test]
    fn many_ascending_ranges_do_not_make_a_deep_tree() {
        fn depth<T>(link: &Link<T>) -> usize {
            link.as_ref().map_or(0, |span| 1 + depth(&span.lower).max(depth(&span.upper)))
        }
        let mut intervals = Intervals::default();
        (0..10_000u128).for_each(|n| intervals.change((n, n + 1), |value| *value = Some(n)));
        assert!(depth(&intervals.root) < 60, "{}", depth(&intervals.root));
    }
}
