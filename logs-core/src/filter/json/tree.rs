//! The selectors of a pattern as one tree, so that one pass over a message serves all of them.

use super::{Selector, Step};

/// The places that the selectors of a pattern lead to, up to the first step to many places.
///
/// A place comes before the places in it, and these follow it without a gap. Place 0 is the message.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    places: Vec<Place>,
    /// For each selector the place it leads to.
    ends: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Place {
    /// From the place around it.
    step: Step,
    /// After the last place in it.
    end: usize,
}

/// For each of some selectors, the steps that are left.
type Ways<'a> = Vec<(usize, &'a [Step])>;

impl Tree {
    pub(super) const ROOT: usize = 0;

    pub(super) fn new(selectors: &[Selector]) -> Self {
        let mut tree = Self { places: Vec::new(), ends: vec![0; selectors.len()] };
        let ways = selectors.iter().map(|selector| selector.split().0).enumerate().collect();
        tree.grow(Step::Every, ways);
        tree
    }

    /// Adds a place and what the rest of the ways leads to from there.
    fn grow(&mut self, step: Step, ways: Ways<'_>) {
        let place = self.places.len();
        self.places.push(Place { step, end: 0 });
        let mut onward: Vec<(&Step, Ways<'_>)> = Vec::new();
        for (selector, way) in ways {
            let Some((first, rest)) = way.split_first() else {
                self.ends[selector] = place;
                continue;
            };
            match onward.iter_mut().find(|(step, _)| *step == first) {
                Some((_, ways)) => ways.push((selector, rest)),
                None => onward.push((first, vec![(selector, rest)])),
            }
        }
        for (step, ways) in onward {
            self.grow(step.clone(), ways);
        }
        self.places[place].end = self.places.len();
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The place that a selector leads to.
    pub(super) fn end_of(&self, selector: usize) -> usize {
        self.ends[selector]
    }

    /// The place and all places in it.
    pub(super) fn within(&self, place: usize) -> std::ops::Range<usize> {
        place..self.places[place].end
    }

    pub(super) fn is_leaf(&self, place: usize) -> bool {
        self.within(place).len() == 1
    }

    /// The place one step further, where a selector goes on.
    pub(super) fn onward(&self, place: usize, is_step: impl Fn(&Step) -> bool) -> Option<usize> {
        let end = self.places[place].end;
        let first = Some(place + 1).filter(|first| *first < end);
        let mut inside = std::iter::successors(first, |at| Some(self.places[*at].end).filter(|next| *next < end));
        inside.find(|at| is_step(&self.places[*at].step))
    }
}
