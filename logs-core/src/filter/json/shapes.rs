//! Messages that are written alike: by their common shape they are read in half the time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use cupola_base::json::{Kind, Skeleton};

use super::Slot;
use super::tree::Tree;

/// The shapes of messages that were met first, and where the places of a tree of selectors stand in them.
///
/// They change what reading takes, never what is read. Learnt from any thread, without a lock; the counters are
/// approximate where several threads count.
#[derive(Debug)]
pub(super) struct Shapes {
    known: Box<[OnceLock<Shape>; MOST]>,
    /// What is left to be spent on messages of other shapes: those of known ones earn it.
    credit: AtomicU32,
    /// How many messages are read without a look at the shapes.
    rest: AtomicU32,
}

#[derive(Debug)]
struct Shape {
    skeleton: Skeleton,
    /// For each value the place that it is; [`NOWHERE`] if it is none.
    places: Box<[u32]>,
    /// Places to which selectors lead and where there is nothing.
    empty: Box<[usize]>,
}

/// No tree has so many places.
const NOWHERE: u32 = u32::MAX;
/// How many shapes are known.
const MOST: usize = 8;
/// What can be saved up, and what a message of an unknown shape costs.
const CREDIT: u32 = 256;
const UNKNOWN: u32 = 16;
/// How many messages are read without a look after the credit is spent.
const REST: u32 = 4096;
/// How long a message may be, and how many values it may have, for its shape to be kept.
const MOST_BYTES: usize = 1 << 14;
const MOST_VALUES: usize = 256;

impl Default for Shapes {
    fn default() -> Self {
        Self { known: Box::new(std::array::from_fn(|_| OnceLock::new())), credit: CREDIT.into(), rest: 0.into() }
    }
}

/// A copy learns for itself.
impl Clone for Shapes {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Shapes {
    /// Reads a message of a known shape into the slots of the places that selectors lead to; whether it was of one. If
    /// not, the slots are of no use.
    #[inline]
    pub(super) fn read(&self, text: &str, slots: &mut [Slot]) -> bool {
        if self.rests() {
            return false;
        }
        let is_known = self.known.iter().map_while(OnceLock::get).any(|shape| shape.read(text, slots));
        let credit = self.credit.load(Relaxed);
        if is_known && credit < CREDIT {
            self.credit.store(credit + 1, Relaxed);
        }
        is_known
    }

    fn rests(&self) -> bool {
        let rest = self.rest.load(Relaxed);
        if rest > 0 {
            self.rest.store(rest - 1, Relaxed);
        }
        rest > 0
    }

    /// Remembers the shape of a message that was read otherwise, and what was found in it.
    #[inline(never)]
    pub(super) fn learn(&self, tree: &Tree, text: &str, slots: &[Slot]) {
        if self.rest.load(Relaxed) > 0 {
            return;
        }
        match self.credit.load(Relaxed).checked_sub(UNKNOWN) {
            Some(left) => self.credit.store(left, Relaxed),
            None => {
                self.rest.store(REST, Relaxed);
                self.credit.store(CREDIT / 2, Relaxed);
                return;
            }
        }
        if let Some(free) = self.known.iter().find(|known| known.get().is_none())
            && let Some(shape) = Shape::of(tree, text, slots)
        {
            // Another thread may have been first.
            let _ = free.set(shape);
        }
    }
}

impl Shape {
    /// None where a selector ends at an object or an array: its end is not known from the shape alone.
    fn of(tree: &Tree, text: &str, slots: &[Slot]) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let skeleton = Skeleton::of(text, MOST_VALUES)?;
        let (mut values, mut places, mut empty) = (Vec::new(), vec![NOWHERE; skeleton.len()], Vec::new());
        if !skeleton.read(text, &mut values) {
            return None;
        }
        for &place in tree.ends() {
            let slot = slots[place];
            match slot.kind {
                None => empty.push(place),
                Some(Kind::Object | Kind::Array) => return None,
                Some(_) => {
                    let value = values.binary_search_by_key(&slot.start, |value| value.start as usize).ok()?;
                    places[value] = u32::try_from(place).ok()?;
                }
            }
        }
        Some(Self { skeleton, places: places.into(), empty: empty.into() })
    }

    #[inline]
    fn read(&self, text: &str, slots: &mut [Slot]) -> bool {
        for place in &self.empty {
            slots[*place] = Slot::EMPTY;
        }
        self.skeleton.each(text, |number, value| {
            let place = self.places.get(number).copied().unwrap_or(NOWHERE);
            if let Some(slot) = slots.get_mut(place as usize) {
                *slot = Slot { kind: Some(value.kind), start: value.start as usize, end: value.end as usize };
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::text::Cursor;
    use proptest::prelude::*;

    use super::super::scan::scan;
    use super::super::{Found, Selector};
    use super::*;
    use crate::filter::{Duplicates, Semantics};

    const SELECTORS: [&str; 6] = ["$.a", "$.a.b", "$.c", "$.d[0]", "$.d[1].b", "$.c.a"];

    /// What the selectors find first: the kind is told by the text.
    fn ends<'a>(tree: &Tree, slots: &[Slot], text: &'a str) -> Vec<Option<&'a str>> {
        let written = |found: Found<'_>| &text[found.span.range()];
        tree.ends().iter().map(|place| slots[*place].found(text).map(written)).collect()
    }

    fn value() -> impl Strategy<Value = String> {
        let scalar =
            prop::sample::select(vec!["1", "-2.5e3", "\"x\"", "\"\\u00e9\"", "null", "true", "{}", "[]", "01"]);
        let deeper = (0..2_usize, prop::collection::vec(scalar.clone().prop_map(str::to_owned), 0..3));
        prop_oneof![
            3 => scalar.prop_map(str::to_owned),
            1 => deeper.prop_map(|(kind, items)| match kind {
                0 => format!("[{}]", items.join(",")),
                _ => format!("{{\"b\":{}}}", items.first().map_or("7", |item| item)),
            }),
        ]
    }

    proptest! {
        /// Messages that are written alike, and others between them, are read as without any memory of them.
        #[test]
        fn what_is_remembered_changes_nothing(
            keys in prop::collection::vec(prop::sample::select(vec!["a", "c", "d", "e", "\\u0061"]), 0..4),
            rows in prop::collection::vec((prop::collection::vec(value(), 4), any::<bool>()), 1..40),
            wanted in prop::sample::subsequence(SELECTORS.to_vec(), 1..5),
            first in any::<bool>(),
        ) {
            let duplicates = if first { Duplicates::First } else { Duplicates::Last };
            let parse = |text: &&str| Selector::parse(&mut Cursor::new(text), &Semantics::default()).unwrap();
            let tree = Tree::new(&wanted.iter().map(parse).collect::<Vec<_>>());
            let shapes = Shapes::default();
            for (values, is_spaced) in rows {
                let member = |(key, value): (&&str, &String)| format!("\"{key}\":{value}");
                let members: Vec<String> = keys.iter().zip(&values).map(member).collect();
                let text = format!("{{{}}}", members.join(if is_spaced { ", " } else { "," }));
                let left_over = Slot { kind: Some(Kind::Null), start: 1, end: 2 };
                let (mut plain, mut quick) = (vec![Slot::EMPTY; tree.len()], vec![left_over; tree.len()]);
                let is_json = scan(&tree, &text, duplicates, &mut plain).is_ok();
                if shapes.read(&text, &mut quick) {
                    prop_assert!(is_json, "{text}");
                    prop_assert_eq!(ends(&tree, &quick, &text), ends(&tree, &plain, &text), "{}", text);
                } else if is_json {
                    shapes.learn(&tree, &text, &plain);
                }
            }
        }
    }

    #[test]
    fn messages_that_are_alike_are_known_the_second_time() {
        let tree = Tree::new(&[Selector::parse(&mut Cursor::new("$.a"), &Semantics::default()).unwrap()]);
        let shapes = Shapes::default();
        let mut slots = vec![Slot::EMPTY; tree.len()];
        let message = r#"{"a":1,"b":{"c":[2]}}"#;
        assert!(!shapes.read(message, &mut slots));
        scan(&tree, message, Duplicates::Last, &mut slots).unwrap();
        shapes.learn(&tree, message, &slots);
        assert!(shapes.read(r#"{"a":"other","b":{"c":[null]}}"#, &mut slots));
        assert_eq!((slots[1].start, slots[1].end), (5, 12));
    }
}
