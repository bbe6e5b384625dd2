//! Many texts looked for at once.
//!
//! Every text gives windows of three or four bytes; a table says which windows there are, so that most places of a
//! message are passed with one multiplication and one look at sixteen kilobytes that stay close to the processor. Texts that are long enough give several windows in a row, and only every second, third or fourth place
//! of the message is looked at (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994). Where a window
//! is found the texts that have it are compared. An Aho-Corasick automaton, which waits for the memory at every
//! byte for the state before, was measured beside it (`benches/filters.rs`).

/// Texts, and where their windows are.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    texts: Vec<Box<[u8]>>,
    layout: Layout,
    /// Whether there is a window with this hash: not zero.
    table: Box<[u8; SLOTS]>,
    /// All windows, by bucket.
    windows: Vec<Window>,
    /// Where each bucket begins, and after them all where the last ends.
    starts: Vec<usize>,
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

    /// The bytes of a window among four.
    const fn mask(self) -> u32 {
        if self.bytes == 3 { 0x00ff_ffff } else { u32::MAX }
    }
}

impl Texts {
    /// Texts that are not shorter than the layout's shortest.
    pub(super) fn new(layout: Layout, texts: Vec<Box<[u8]>>) -> Self {
        let all = texts.iter().enumerate().flat_map(|(number, text)| windows(layout, number, text));
        let mut windows: Vec<Window> = all.collect();
        windows.sort_by_key(|window| (bucket(window.bytes), window.bytes, window.text));
        let starts = (0..=BUCKETS).map(|at| windows.partition_point(|window| bucket(window.bytes) < at)).collect();
        let mut table = Box::new([0; SLOTS]);
        windows.iter().for_each(|window| table[hash(window.bytes)] = 1);
        Self { texts, layout, table, windows, starts }
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
        let mut at = 0;
        while let Some(chunk) = message.get(at..).and_then(<[u8]>::first_chunk::<CHUNK>) {
            self.turn::<MASK, STRIDE>(chunk, (message, at), found);
            at += TURN;
        }
        let rest = message.get(at..).unwrap_or_default();
        let mut last = [0; CHUNK];
        last[..rest.len()].copy_from_slice(rest);
        self.turn::<MASK, STRIDE>(&last, (message, at), found);
    }

    /// Looks at twenty-four places, of which every `STRIDE`th counts. What stands behind the message does no harm:
    /// no text is found there.
    #[inline]
    fn turn<const MASK: u32, const STRIDE: usize>(
        &self,
        chunk: &[u8; CHUNK],
        place: (&[u8], usize),
        found: &mut impl FnMut(usize),
    ) {
        let (mut there, mut at) = (0, 0);
        while at < TURN {
            there |= self.table[hash(window::<MASK>(chunk, at))];
            at += STRIDE;
        }
        if there != 0 {
            self.look_around::<MASK, STRIDE>(chunk, place, found);
        }
    }

    /// Compares the texts that have a window at one of these places.
    #[inline(never)]
    fn look_around<const MASK: u32, const STRIDE: usize>(
        &self,
        chunk: &[u8; CHUNK],
        (message, at): (&[u8], usize),
        found: &mut impl FnMut(usize),
    ) {
        for place in (0..TURN).step_by(STRIDE) {
            let window = window::<MASK>(chunk, place);
            if self.table[hash(window)] != 0 {
                self.look(message, at + place, window, found);
            }
        }
    }

    /// Compares the texts that have the window at this place.
    fn look(&self, message: &[u8], at: usize, bytes: u32, found: &mut impl FnMut(usize)) {
        let bucket = bucket(bytes);
        for window in &self.windows[self.starts[bucket]..self.starts[bucket + 1]] {
            if window.bytes == bytes && self.is_at(window, message, at) {
                found(window.text);
            }
        }
    }

    /// Whether the text of a window stands where the window stands in the message.
    #[inline]
    fn is_at(&self, window: &Window, message: &[u8], at: usize) -> bool {
        let rest = at.checked_sub(window.offset).and_then(|start| message.get(start..)).unwrap_or_default();
        rest.first() == Some(&window.first) && rest.starts_with(&self.texts[window.text])
    }
}

/// The bytes from a place on that a window has.
#[inline(always)]
fn window<const MASK: u32>(chunk: &[u8; CHUNK], place: usize) -> u32 {
    chunk[place..].first_chunk().map_or(0, |window| u32::from_le_bytes(*window)) & MASK
}

/// The windows of a text: as many in a row as the stride is long, where the text is least common.
fn windows(layout: Layout, number: usize, text: &[u8]) -> impl Iterator<Item = Window> {
    let places = 0..(text.len() + 1).saturating_sub(layout.shortest());
    let window_at = |offset: usize| text.get(offset..offset + layout.bytes).unwrap_or_default();
    let common = |offset: usize| window_at(offset).iter().map(|byte| commonness(*byte)).sum::<u32>();
    let worst = |place: &usize| (*place..place + layout.stride).map(common).max();
    let best = places.min_by_key(worst).unwrap_or_default();
    let first = text.first().copied().unwrap_or_default();
    (best..best + layout.stride).map(move |offset| {
        let mut bytes = [0; 4];
        bytes.iter_mut().zip(text.get(offset..).unwrap_or_default()).for_each(|(to, from)| *to = *from);
        Window { bytes: u32::from_le_bytes(bytes) & layout.mask(), text: number, offset, first }
    })
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

const fn bucket(window: u32) -> usize {
    hash(window) % BUCKETS
}

/// Places of a turn, and the bytes of their windows.
const TURN: usize = 24;
const CHUNK: usize = TURN + 3;
/// One for each hash.
const SLOTS: usize = 1 << 14;
const BUCKETS: usize = 256;

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
