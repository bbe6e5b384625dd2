//! Following every possibility of an expression at once, one bit each.
//!
//! The expressions of filter patterns have no groups: an alternative is a row of sets of characters,
//! each of which may be passed over or repeated. So "how far has it been matched" is one bit for each
//! character of the row, and one step of all possibilities is a shift and two masks (Navarro and
//! Raffinot, "Fast and simple character classes and bounded gaps pattern matching", 2003). The run
//! time depends on nothing but the length of the text and the size of the expression, which are
//! multiplied and divided by 64.

use super::shape::{Repeat, Shape};
use cupola_base::text::Span;

/// An expression as masks, in as many words as it needs.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    shapes: Vec<Shape>,
    masks: Sizes,
}

/// Masks of some sizes; no expression of a pattern needs more.
#[derive(Clone, Debug)]
enum Sizes {
    One(Masks<1>),
    Four(Box<Masks<4>>),
    Most(Box<Masks<WORDS>>),
}

/// Each alternative has a state for its start, followed by one for each of its characters. A state is
/// one bit.
#[derive(Clone, Debug)]
struct Masks<const W: usize> {
    /// For each ASCII character and for all others: the states that it leads to.
    characters: Vec<[u64; W]>,
    /// States that the one before leads to by nothing.
    optional: [u64; W],
    /// States that lead to themselves.
    repeatable: [u64; W],
    /// Starts of alternatives that stand at the start of the text, and of all others.
    first: [u64; W],
    always: [u64; W],
    /// Ends of alternatives that stand at the end of the text, and of all others.
    last: [u64; W],
    accepting: [u64; W],
    used: usize,
}

impl Linear {
    pub(super) fn new(shapes: Vec<Shape>) -> Self {
        let masks = Sizes::new(&shapes);
        Self { shapes, masks }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.first_end(text).is_some()
    }

    /// What ends first, begun as early as possible.
    pub(super) fn find(&self, text: &str) -> Option<Span> {
        let end = self.first_end(text)?;
        let ending_there = self.shapes.iter().filter(|shape| !shape.at_end || end == text.len());
        let backwards: Vec<Shape> =
            ending_there.map(|shape| Shape { at_end: true, ..shape.clone() }.reversed()).collect();
        let before = text.get(..end).unwrap_or_default();
        let mut start = end;
        Sizes::new(&backwards).follow(end, before.char_indices().rev(), &mut |place| {
            start = place;
            false
        });
        Some(Span::new(start, end))
    }

    fn first_end(&self, text: &str) -> Option<usize> {
        let mut end = None;
        let ends = text.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
        self.masks.follow(0, ends, &mut |place| {
            end = Some(place);
            true
        });
        end
    }
}

impl Sizes {
    fn new(shapes: &[Shape]) -> Self {
        let states = shapes.iter().map(|shape| 1 + shape.repeats.iter().map(Repeat::states).sum::<usize>()).sum();
        match states {
            0..=64 => Self::One(Masks::new(shapes)),
            65..=256 => Self::Four(Box::new(Masks::new(shapes))),
            _ => Self::Most(Box::new(Masks::new(shapes))),
        }
    }

    /// Shows every place where an alternative ends, until told to stop. Characters come with the place
    /// after them.
    fn follow(
        &self,
        start: usize,
        characters: impl Iterator<Item = (usize, char)>,
        found: &mut impl FnMut(usize) -> bool,
    ) {
        match self {
            Self::One(masks) => masks.follow(start, characters, found),
            Self::Four(masks) => masks.follow(start, characters, found),
            Self::Most(masks) => masks.follow(start, characters, found),
        }
    }
}

impl<const W: usize> Masks<W> {
    fn new(shapes: &[Shape]) -> Self {
        let none = [0; W];
        let mut masks = Self {
            characters: vec![none; 129],
            optional: none,
            repeatable: none,
            first: none,
            always: none,
            last: none,
            accepting: none,
            used: 0,
        };
        shapes.iter().for_each(|shape| masks.add(shape));
        masks
    }

    fn add(&mut self, shape: &Shape) {
        let start = self.state();
        set(if shape.at_start { &mut self.first } else { &mut self.always }, start);
        shape.repeats.iter().for_each(|repeat| self.add_repeat(repeat));
        set(if shape.at_end { &mut self.last } else { &mut self.accepting }, self.used - 1);
    }

    fn add_repeat(&mut self, repeat: &Repeat) {
        for number in 0..repeat.states() {
            let state = self.state();
            let leads = (0..=0x7f_u8).map(char::from).chain(['\u{80}']).filter(|c| repeat.set.contains(*c));
            leads.for_each(|c| set(&mut self.characters[row(c)], state));
            if number >= repeat.least as usize {
                set(&mut self.optional, state);
            }
            if number + 1 == repeat.states() && repeat.most.is_none() {
                set(&mut self.repeatable, state);
            }
        }
    }

    fn state(&mut self) -> usize {
        self.used += 1;
        self.used - 1
    }

    fn follow(
        &self,
        start: usize,
        mut characters: impl Iterator<Item = (usize, char)>,
        found: &mut impl FnMut(usize) -> bool,
    ) {
        let (mut states, mut place) = (self.begin(), start);
        loop {
            if meet(&states, &self.accepting) && found(place) {
                return;
            }
            let Some((next, c)) = characters.next() else { break };
            self.step(&mut states, &self.characters[row(c)]);
            place = next;
        }
        if meet(&states, &self.last) {
            found(place);
        }
    }

    fn begin(&self) -> [u64; W] {
        let mut states = [0; W];
        let mut before = 0;
        for (word, state) in states.iter_mut().enumerate() {
            *state = fill(self.first[word] | self.always[word], self.optional[word], before);
            before = *state >> 63;
        }
        states
    }

    fn step(&self, states: &mut [u64; W], leads: &[u64; W]) {
        let (mut carried, mut before) = (0, 0);
        for (word, state) in states.iter_mut().enumerate() {
            let moved = (*state << 1 | carried | *state & self.repeatable[word]) & leads[word];
            carried = *state >> 63;
            *state = fill(moved | self.always[word], self.optional[word], before);
            before = *state >> 63;
        }
    }
}

fn meet<const W: usize>(states: &[u64; W], wanted: &[u64; W]) -> bool {
    states.iter().zip(wanted).any(|(state, wanted)| state & wanted != 0)
}

/// Adds the states that are reached by nothing; `before` is the last state of the word before.
const fn fill(states: u64, optional: u64, before: u64) -> u64 {
    if optional == 0 {
        return states;
    }
    let (mut states, mut open) = (states | optional & before, optional);
    let mut shift = 1;
    while shift < 64 {
        states |= open & states << shift;
        open &= open << shift;
        shift *= 2;
    }
    states
}

const fn set<const W: usize>(bits: &mut [u64; W], state: usize) {
    if state < W * 64 {
        bits[state / 64] |= 1 << (state % 64);
    }
}

/// The row of a character in the table; the characters beyond ASCII share one.
fn row(c: char) -> usize {
    if c.is_ascii() { c as usize } else { 128 }
}

/// Room for the characters of the largest expression and the starts of the most alternatives that a
/// pattern of 1024 characters can have.
const WORDS: usize = 32;
const _: () = assert!(WORDS * 64 >= (super::MAX_WEIGHT as usize) + super::MAX_LENGTH);

#[cfg(test)]
mod tests {
    use super::super::{Regex, parse::parse};
    use super::*;
    use crate::filter::Semantics;

    fn linear(body: &str) -> Linear {
        let branches = parse(body, &Semantics::default()).unwrap();
        Linear::new(branches.iter().filter_map(|branch| Shape::of(branch)).collect())
    }

    #[test]
    fn large_counts_go_over_the_borders_of_words() {
        for (body, text, found) in [
            ("^a{200}$", "a".repeat(200), true),
            ("^a{200}$", "a".repeat(199), false),
            ("^a{200}$", "a".repeat(201), false),
            ("^[ab]{0,300}c", format!("{}c", "ab".repeat(150)), true),
            ("^[ab]{0,300}c", format!("{}c", "ab".repeat(151)), false),
            ("^x?[ab]{0,300}c{0,90}$", "ccc".to_owned(), true),
            ("^[ab]{130,}$", "b".repeat(500), true),
            ("^[^a]{100}$", "é".repeat(100), true),
        ] {
            assert_eq!(linear(body).is_match(&text), found, "{body} {}", text.len());
        }
    }

    #[test]
    fn what_ends_first_is_found() {
        for (body, text, span) in [
            ("[ab]{2,3}c|b+", "xaabcc", Some((3, 4))),
            ("[ab]{2,3}c", "xaabcc", Some((1, 5))),
            ("^a*|b", "xb", Some((0, 0))),
            ("[^a]?b$", "aéb", Some((1, 4))),
            ("b$|a", "bb", Some((1, 2))),
        ] {
            assert_eq!(linear(body).find(text), span.map(|(start, end)| Span::new(start, end)), "{body} {text}");
        }
    }

    #[test]
    fn anchors_inside_leave_what_can_be_nothing() {
        for (body, text, found) in [
            ("a*^b", "b", true),
            ("a*^b", "ab", false),
            ("a^b", "ab", false),
            ("b$a*", "b", true),
            ("b$a", "ba", false),
            ("$^", "", true),
            ("$^", "a", false),
            ("a?$b*^c?", "", true),
            ("^a^b", "ab", false),
        ] {
            assert_eq!(linear(body).is_match(text), found, "{body} {text}");
            assert_eq!(
                Regex::parse(body, &Semantics::default()).unwrap().is_match(text.as_bytes()),
                found,
                "{body} {text}"
            );
        }
    }
}
