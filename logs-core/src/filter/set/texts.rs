//! Many texts looked for at once.
//!
//! Every text gives windows of three or four bytes; a table says which windows there are, so that most places of a
//! message are passed with one multiplication and one look at sixteen kilobytes that stay close to the processor. Texts
//! that are long enough give several windows in a row, and only every second, third or fourth place of the message is
//! looked at (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994). Where a window is found the texts
//! that have it are compared. An Aho-Corasick automaton, which waits for the memory at every byte for the state before,
//! was measured beside it (`benches/filters.rs`).

use cupola_base::text::Run;
use hashbrown::HashMap;

/// Texts, and where their windows are.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    texts: Vec<Run>,
    layout: Layout,
    /// For each hash of a window the group of those that have it; 0: there is none.
    table: Box<[u8; SLOTS]>,
    /// The windows of each group; group 0 has none.
    groups: Box<[Box<[Window]>; GROUPS]>,
}

/// How many bytes a window has, and at which places of a message one is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    bytes: usize,
    stride: usize,
}

/// A window of a text.
#[derive(Clone, Copy, Debug)]
struct Window {
    bytes: u32,
    text: usize,
    /// Where it begins in the text.
    offset: usize,
    /// With which byte the text begins.
    first: u8,
}

impl Layout {
    /// The layouts, from the fastest on.
    pub(super) const ALL: [Self; 5] = [
        Self { bytes: 4, stride: 4 },
        Self { bytes: 4, stride: 3 },
        Self { bytes: 4, stride: 2 },
        Self { bytes: 4, stride: 1 },
        Self { bytes: 3, stride: 1 },
    ];

    /// The shortest text that it finds.
    pub(super) const fn shortest(self) -> usize {
        self.bytes + self.stride - 1
    }

    /// How long it takes to look through a message, in tenths of what one text takes to be looked for alone.
    pub(super) const fn cost(self) -> usize {
        match (self.bytes, self.stride) {
            (_, 4) => 25,
            (_, 3) => 30,
            (_, 2) => 40,
            (4, _) => 70,
            _ => 75,
        }
    }
}

impl Texts {
    /// Texts that are not shorter than the layout's shortest.
    pub(super) fn new(layout: Layout, texts: Vec<Box<[u8]>>) -> Self {
        let crowds = crowds(layout, &texts);
        let all = texts.iter().enumerate().flat_map(|(number, text)| windows(layout, number, text, &crowds));
        let mut windows: Vec<Window> = all.collect();
        windows.sort_by_key(|window| (hash(window.bytes), window.bytes, window.text));
        let mut table = Box::new([0; SLOTS]);
        let mut groups: [Vec<Window>; GROUPS] = std::array::from_fn(|_| Vec::new());
        let hashes = windows.chunk_by(|one, other| hash(one.bytes) == hash(other.bytes));
        for (same, group) in hashes.zip((1..=u8::MAX).cycle()) {
            table[hash(same[0].bytes)] = group;
            groups[usize::from(group)].extend(same);
        }
        let texts = texts.iter().map(|text| Run::new(text)).collect();
        Self { texts, layout, table, groups: Box::new(groups.map(Vec::into)) }
    }

    /// Shows the number of each text that a message holds, once or more often, in no particular order.
    pub(super) fn each(&self, message: &[u8], found: &mut impl FnMut(usize)) {
        match (self.texts.len(), self.layout.bytes, self.layout.stride) {
            (0, ..) => {}
            (_, 3, _) => self.scan::<0x00ff_ffff, 1>(message, found),
            (_, _, 1) => self.scan::<{ u32::MAX }, 1>(message, found),
            (_, _, 2) => self.scan::<{ u32::MAX }, 2>(message, found),
            (_, _, 3) => self.scan::<{ u32::MAX }, 3>(message, found),
            _ => self.scan::<{ u32::MAX }, 4>(message, found),
        }
    }

    fn scan<const MASK: u32, const STRIDE: usize>(&self, message: &[u8], found: &mut impl FnMut(usize)) {
        let mut rest = message;
        while let Some(chunk) = rest.first_chunk() {
            let groups = self.groups_at::<MASK, STRIDE>(chunk);
            if groups != 0 {
                self.look::<MASK, STRIDE>((chunk, groups), (message, message.len() - rest.len(), 0), found);
            }
            rest = &rest[TURN..];
        }
        let at = message.len() - rest.len();
        // The last places are looked at together with those before them, which are passed over if something was found
        // there before, but for so many that no two are further apart than the stride.
        let size = if MASK == u32::MAX { CHUNK } else { CHUNK - 1 };
        if let Some(start) = message.len().checked_sub(size) {
            let mut last = [0; CHUNK];
            last[..size].copy_from_slice(&message[start..]);
            return self.turn::<MASK, STRIDE>(&last, (message, start, (at - start).saturating_sub(STRIDE - 1)), found);
        }
        let mut all = [0; CHUNK];
        all[..message.len()].copy_from_slice(message);
        self.turn::<MASK, STRIDE>(&all, (message, 0, 0), found);
    }

    /// Looks at twelve places, of which every `STRIDE`th counts, and none before the first. What stands behind the
    /// message does no harm: no text is found there.
    #[inline(always)]
    fn turn<const MASK: u32, const STRIDE: usize>(
        &self,
        chunk: &[u8; CHUNK],
        (message, start, first): (&[u8], usize, usize),
        found: &mut impl FnMut(usize),
    ) {
        let groups = self.groups_at::<MASK, STRIDE>(chunk);
        if groups != 0 {
            self.look::<MASK, STRIDE>((chunk, groups), (message, start, first), found);
        }
    }

    /// The groups of the windows at twelve places, of which every `STRIDE`th counts, laid over each other.
    #[inline(always)]
    fn groups_at<const MASK: u32, const STRIDE: usize>(&self, chunk: &[u8; CHUNK]) -> u8 {
        let (mut there, mut place) = (0, 0);
        while place < TURN {
            there |= self.group::<MASK>(chunk, place);
            place += STRIDE;
        }
        there
    }

    #[inline(always)]
    fn group<const MASK: u32>(&self, chunk: &[u8; CHUNK], place: usize) -> u8 {
        self.table[hash(window::<MASK>(chunk, place))]
    }

    /// Compares the texts that have a window at one of these places.
    #[inline(never)]
    fn look<const MASK: u32, const STRIDE: usize>(
        &self,
        (chunk, groups): (&[u8; CHUNK], u8),
        (message, start, first): (&[u8], usize, usize),
        found: &mut impl FnMut(usize),
    ) {
        // All places at once: at which of them it is nobody can guess.
        let (mut left, mut place) = (0_u32, 0);
        while place < TURN {
            left |= u32::from(self.group::<MASK>(chunk, place) != 0) << place;
            place += STRIDE;
        }
        let is_one = left.is_power_of_two();
        left &= u32::MAX << first;
        while left != 0 {
            let place = left.trailing_zeros() as usize % TURN;
            left &= left - 1;
            // Where there is but one it is known already.
            let group = if is_one { groups } else { self.group::<MASK>(chunk, place) };
            for window in &self.groups[usize::from(group)] {
                if self.is_at(window, message, start + place) {
                    found(window.text);
                }
            }
        }
    }

    /// Whether the text of a window stands where the window stands in the message.
    #[inline]
    fn is_at(&self, window: &Window, message: &[u8], at: usize) -> bool {
        at.checked_sub(window.offset).is_some_and(|start| {
            message.get(start) == Some(&window.first) && self.texts[window.text].behind(message, start).is_some()
        })
    }
}

/// The bytes from a place on that a window has.
#[inline(always)]
fn window<const MASK: u32>(chunk: &[u8; CHUNK], place: usize) -> u32 {
    chunk[place..].first_chunk().map_or(0, |window| u32::from_le_bytes(*window)) & MASK
}

/// In how many texts each window of a text stands.
type Crowds = HashMap<u32, usize>;

fn crowds(layout: Layout, texts: &[Box<[u8]>]) -> Crowds {
    let mut crowds = Crowds::new();
    let all = texts.iter().flat_map(|text| text.windows(layout.bytes));
    all.for_each(|bytes| *crowds.entry(number_of(bytes)).or_default() += 1);
    crowds
}

/// The windows of a text: as many in a row as the stride is long, where it shares them with the fewest other texts, and
/// then where it is least common.
fn windows(layout: Layout, number: usize, text: &[u8], crowds: &Crowds) -> impl Iterator<Item = Window> {
    let places = 0..(text.len() + 1).saturating_sub(layout.shortest());
    let window_at = |offset: usize| text.get(offset..offset + layout.bytes).unwrap_or_default();
    let crowd = |offset: usize| crowds.get(&number_of(window_at(offset))).copied().unwrap_or_default();
    let common = |offset: usize| window_at(offset).iter().map(|byte| commonness(*byte)).sum::<u32>();
    let of = |place: usize| place..place + layout.stride;
    let cost = |place: &usize| (of(*place).map(crowd).sum::<usize>(), of(*place).map(common).max());
    let best = places.min_by_key(cost).unwrap_or_default();
    let first = text.first().copied().unwrap_or_default();
    let window = |offset: usize| Window { bytes: number_of(window_at(offset)), text: number, offset, first };
    of(best).map(window).collect::<Vec<_>>().into_iter()
}

/// Up to four bytes as a number.
fn number_of(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// How often a byte stands in log lines, roughly.
const fn commonness(byte: u8) -> u32 {
    match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b' ' => 6,
        b'a'..=b'z' => 5,
        b'0'..=b'9' | b'/' | b':' | b'.' | b'-' | b'"' | b'=' | b',' => 4,
        b'A'..=b'Z' | b'_' => 2,
        _ => 1,
    }
}

#[inline]
const fn hash(window: u32) -> usize {
    (window.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SLOTS.ilog2())) as usize
}

/// Places of a turn, and the bytes of their windows.
const TURN: usize = 12;
const CHUNK: usize = TURN + 3;
/// One for each hash.
const SLOTS: usize = 1 << 14;
/// One more than the greatest number of a group.
const GROUPS: usize = 256;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking for each alone.
        #[test]
        fn every_text_is_found_where_it_is(
            texts in prop::collection::vec("[abc]{7,12}|[a-z ]{7,9}", 0..40),
            cut in 0usize..5,
            picked in prop::collection::vec((any::<prop::sample::Index>(), "[abc]{0,9}"), 0..5),
            layout in 0usize..5,
        ) {
            let layout = Layout::ALL[layout];
            let length = |text: &str| layout.shortest().max(text.len() - cut);
            let texts: Vec<&str> = texts.iter().map(|text| &text[..length(text)]).collect();
            let parts = picked.iter().map(|(index, noise)| match texts.len() {
                0 => noise.clone(),
                some => format!("{noise}{}", texts[index.index(some)]),
            });
            let message: String = parts.collect();
            let mut found = BTreeSet::new();
            let all = Texts::new(layout, texts.iter().map(|text| text.as_bytes().into()).collect());
            all.each(message.as_bytes(), &mut |text| { found.insert(text); });
            let expected: BTreeSet<usize> = (0..texts.len()).filter(|text| message.contains(texts[*text])).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
