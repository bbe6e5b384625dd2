//! The selectors of patterns as one tree, so that one pass over a message serves all of them.

use cupola_base::json::{Keys, Str};

use super::{Selector, Step};

/// The places that selectors lead to, up to the first step to many places.
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
    /// The keys one step further.
    keys: Keys,
    /// The places one step further, by what tells keys apart quickly, where they are many.
    sorted: Option<Box<[Vec<usize>; SORTS]>>,
}

/// For each of some selectors, the steps that are left.
type Ways<'a> = Vec<(usize, &'a [Step])>;

impl Tree {
    pub(super) const ROOT: usize = 0;

    pub(super) fn new(selectors: &[Selector]) -> Self {
        let mut tree = Self { places: Vec::new(), ends: vec![0; selectors.len()] };
        let ways = selectors.iter().map(|selector| selector.split().0).enumerate().collect();
        tree.grow(Step::Every, ways);
        (0..tree.places.len()).for_each(|place| tree.sort(place));
        tree
    }

    /// Adds a place and what the rest of the ways leads to from there.
    fn grow(&mut self, step: Step, ways: Ways<'_>) {
        let place = self.places.len();
        self.places.push(Place { step, end: 0, keys: Keys::default(), sorted: None });
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

    /// Notes what is known of the keys one step further, and sorts them where they are many.
    fn sort(&mut self, place: usize) {
        self.places[place].keys = self.inside(place).filter_map(|inside| self.places[inside].step.key()).collect();
        if self.inside(place).nth(MANY).is_none() {
            return;
        }
        let mut sorted: [Vec<usize>; SORTS] = std::array::from_fn(|_| Vec::new());
        for inside in self.inside(place) {
            let sort = self.places[inside].step.key().map(|key| sort_of(key.as_bytes()));
            sort.into_iter().for_each(|sort| sorted[sort].push(inside));
        }
        self.places[place].sorted = Some(Box::new(sorted));
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The place that a selector leads to.
    pub(super) fn end_of(&self, selector: usize) -> usize {
        self.ends[selector]
    }

    /// The places that selectors lead to.
    pub(super) fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// The place and all places in it.
    pub(super) fn within(&self, place: usize) -> std::ops::Range<usize> {
        place..self.places[place].end
    }

    pub(super) fn is_leaf(&self, place: usize) -> bool {
        self.within(place).len() == 1
    }

    /// The keys of members where a selector goes on.
    pub(super) fn keys(&self, place: usize) -> Keys {
        self.places[place].keys
    }

    /// The place of the member with this key, where a selector goes on.
    #[inline]
    pub(super) fn member(&self, place: usize, key: Str<'_>) -> Option<usize> {
        if key.is_escaped() {
            return self.inside(place).find(|inside| self.is_key(*inside, key));
        }
        match &self.places[place].sorted {
            Some(sorted) => sorted[sort_of(key.raw_bytes())].iter().copied().find(|inside| self.is_key(*inside, key)),
            None => self.inside(place).find(|inside| self.is_key(*inside, key)),
        }
    }

    #[inline]
    fn is_key(&self, place: usize, key: Str<'_>) -> bool {
        self.places[place].step.key().is_some_and(|wanted| key == *wanted)
    }

    /// The place of the item with this index, where a selector goes on.
    pub(super) fn item(&self, place: usize, index: u32) -> Option<usize> {
        self.inside(place).find(|inside| self.places[*inside].step == Step::Index(index))
    }

    /// Whether a selector goes on at an item with this index or a greater one.
    pub(super) fn has_item_from(&self, place: usize, least: u32) -> bool {
        self.inside(place).any(|inside| matches!(self.places[inside].step, Step::Index(index) if index >= least))
    }

    /// The places one step further.
    #[inline]
    fn inside(&self, place: usize) -> impl Iterator<Item = usize> {
        let end = self.places[place].end;
        let within = move |at: usize| (at < end).then_some(at);
        std::iter::successors(within(place + 1), move |at| within(self.places[*at].end))
    }
}

/// More places than this are sorted.
const MANY: usize = 6;
const SORTS: usize = 64;

fn sort_of(key: &[u8]) -> usize {
    let (first, last) = (key.first().copied().unwrap_or_default(), key.last().copied().unwrap_or_default());
    (key.len() * 7 + usize::from(first) * 3 + usize::from(last)) % SORTS
}

#[cfg(test)]
mod tests {
    use cupola_base::json::{Scanner, Token};
    use cupola_base::text::Cursor;

    use super::*;
    use crate::filter::Semantics;

    #[test]
    fn many_keys_are_found_as_few() {
        let selector =
            |n: usize| Selector::parse(&mut Cursor::new(&format!("$.k{n}.x")), &Semantics::default()).unwrap();
        for count in [1, 6, 7, 200] {
            let selectors: Vec<Selector> = (0..count).map(selector).collect();
            let tree = Tree::new(&selectors);
            for n in 0..count + 3 {
                for text in [format!("\"k{n}\""), format!("\"\\u006b{n}\"")] {
                    let Ok(Some(Token::String(key))) = Scanner::of_text(&text).next() else { panic!("{text}") };
                    let expected = (n < count).then(|| tree.end_of(n) - 1);
                    assert_eq!(tree.member(Tree::ROOT, key), expected, "{text}");
                }
            }
        }
    }
}
