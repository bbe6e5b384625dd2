//! Bipartite matching: can everything on the left get a partner of its own on the right?

use std::collections::VecDeque;

/// Whether a pairing exists that gives each of `left` its own of `right`.
///
/// Augmenting paths, breadth first: no recursion, and each edge is asked for at most once. Lists
/// that are in order cost one question a row.
pub(super) fn exists(left: usize, right: usize, edge: impl Fn(usize, usize) -> bool) -> bool {
    left <= right && Pairing::new(left, right, edge).complete()
}

struct Pairing<E> {
    edges: Edges<E>,
    partner_of_left: Vec<Option<usize>>,
    partner_of_right: Vec<Option<usize>>,
}

impl<E: Fn(usize, usize) -> bool> Pairing<E> {
    fn new(left: usize, right: usize, edge: E) -> Self {
        Self {
            edges: Edges { ask: edge, known: vec![Vec::new(); left], right },
            partner_of_left: vec![None; left],
            partner_of_right: vec![None; right],
        }
    }

    fn complete(mut self) -> bool {
        (0..self.partner_of_left.len()).all(|left| self.straight(left) || self.augment(left))
    }

    /// The element in the same place, if it is free and fits.
    fn straight(&mut self, left: usize) -> bool {
        let fits = self.partner_of_right[left].is_none() && self.edges.has(left, left);
        if fits {
            self.join(left, left);
        }
        fits
    }

    fn augment(&mut self, root: usize) -> bool {
        let mut came_from: Vec<Option<usize>> = vec![None; self.partner_of_right.len()];
        let mut queue = VecDeque::from([root]);
        while let Some(left) = queue.pop_front() {
            for right in 0..self.partner_of_right.len() {
                if came_from[right].is_some() || !self.edges.has(left, right) {
                    continue;
                }
                came_from[right] = Some(left);
                match self.partner_of_right[right] {
                    Some(next) => queue.push_back(next),
                    None => {
                        self.flip(right, &came_from);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Walks the path back to its root and joins each pair on it anew.
    fn flip(&mut self, end: usize, came_from: &[Option<usize>]) {
        let mut right = Some(end);
        while let Some((free, left)) = right.and_then(|right| Some((right, came_from[right]?))) {
            right = self.partner_of_left[left];
            self.join(left, free);
        }
    }

    fn join(&mut self, left: usize, right: usize) {
        self.partner_of_left[left] = Some(right);
        self.partner_of_right[right] = Some(left);
    }
}

/// The edges, each asked for once. A row is made when it is first needed.
struct Edges<E> {
    ask: E,
    known: Vec<Vec<Option<bool>>>,
    right: usize,
}

impl<E: Fn(usize, usize) -> bool> Edges<E> {
    fn has(&mut self, left: usize, right: usize) -> bool {
        let row = &mut self.known[left];
        row.resize(self.right, None);
        *row[right].get_or_insert_with(|| (self.ask)(left, right))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::exists;

    /// Tries every pairing.
    fn by_trial(left: usize, taken: &mut Vec<bool>, edges: &[Vec<bool>]) -> bool {
        left == edges.len()
            || (0..taken.len()).any(|right| {
                if taken[right] || !edges[left][right] {
                    return false;
                }
                taken[right] = true;
                let found = by_trial(left + 1, taken, edges);
                taken[right] = false;
                found
            })
    }

    proptest! {
        #[test]
        fn agrees_with_trying_every_pairing(
            edges in (1..6_usize).prop_flat_map(|right| {
                prop::collection::vec(prop::collection::vec(any::<bool>(), right), 0..6)
            })
        ) {
            let right = edges.first().map_or(0, Vec::len);
            let expected = by_trial(0, &mut vec![false; right], &edges);
            prop_assert_eq!(exists(edges.len(), right, |l, r| edges[l][r]), expected);
        }
    }

    #[test]
    fn a_chain_that_must_shift_as_a_whole() {
        // Row i fits places i and i + 1; the last row fits place 0 alone.
        let size = 2000;
        let edge = |l: usize, r: usize| if l + 1 == size { r == 0 } else { r == l || r == l + 1 };
        assert!(exists(size, size, edge));
    }

    #[test]
    fn more_rules_than_items_never_pair() {
        assert!(!exists(2, 1, |_, _| true));
        assert!(exists(0, 3, |_, _| false));
    }
}
