//! What stands where in a text, many bytes at a time.

use memchr::memmem::Finder;

use super::class::{AT, BLANK, DELIMITER, DIGIT, OTHER, class};

/// Bits for the bytes of a text, 64 of them in a block.
#[derive(Debug)]
pub(super) struct Map {
    blocks: Vec<Block>,
    colon: Finder<'static>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// Delimiters and blanks, and the end of the text.
    stops: u64,
    digits: u64,
    /// What no address, UUID, date nor hexadecimal digit has.
    others: u64,
    /// Where something may happen: blanks and the end, digits, each `@`, and where a URL may begin.
    events: u64,
}

impl Default for Map {
    fn default() -> Self {
        Self { blocks: Vec::new(), colon: Finder::new("://") }
    }
}

impl Map {
    /// Takes the map of a text in place of that of the last one.
    pub(super) fn read(&mut self, text: &[u8]) {
        self.blocks.clear();
        self.blocks.extend(text.chunks(64).map(Block::of));
        // One block more, so that all have one behind them.
        self.blocks.resize(text.len() / 64 + 2, Block::default());
        self.blocks[text.len() / 64].end(text.len() % 64);
        self.find_urls(text);
    }

    fn find_urls(&mut self, text: &[u8]) {
        for colon in self.colon.find_iter(text) {
            let before = &text[..colon];
            if before.ends_with(b"http") || before.ends_with(b"https") {
                let start = colon - if before.ends_with(b"http") { 4 } else { 5 };
                self.blocks[start / 64].events |= 1 << (start % 64);
            }
        }
    }

    /// The first place from one on, up to the end, where something may happen.
    #[inline]
    pub(super) fn event(&self, place: usize) -> usize {
        self.next(place, |block| block.events)
    }

    /// The first delimiter or blank from a place on, or the end.
    #[inline]
    pub(super) fn stop(&self, place: usize) -> usize {
        self.next(place, |block| block.stops)
    }

    /// Whether there is a byte from one place to another that no address, UUID, date nor hexadecimal digit has; there is
    /// neither a delimiter nor a blank between them.
    #[inline]
    pub(super) fn has_others(&self, start: usize, end: usize) -> bool {
        self.next(start, |block| block.stops | block.others) < end
    }

    #[inline]
    fn next(&self, place: usize, bits: impl Fn(&Block) -> u64) -> usize {
        let mut block = place / 64;
        let mut found = bits(&self.blocks[block]) & !lowest(place % 64);
        while found == 0 {
            block += 1;
            found = bits(&self.blocks[block]);
        }
        64 * block + found.trailing_zeros() as usize
    }

    /// The place behind the last delimiter or blank before a place, but none before `least`.
    #[inline]
    pub(super) fn begin(&self, place: usize, least: usize) -> usize {
        let mut block = place / 64;
        let mut found = self.blocks[block].stops & lowest(place % 64);
        while found == 0 && 64 * block > least {
            block -= 1;
            found = self.blocks[block].stops;
        }
        let behind = if found == 0 { 0 } else { 64 * block + 64 - found.leading_zeros() as usize };
        behind.max(least)
    }

    /// Whether all bytes from a place to another, which is behind it, are digits. It may say no where they are many.
    #[inline]
    pub(super) fn are_digits(&self, start: usize, end: usize) -> bool {
        let (block, place) = (start / 64, start % 64);
        let high = self.blocks[block + 1].digits << 1 << (63 - place);
        let digits = self.blocks[block].digits >> place | high;
        end - start <= 64 && digits | !lowest(end - start) == u64::MAX
    }
}

/// So many bits, up to all.
#[inline]
const fn lowest(count: usize) -> u64 {
    if count < 64 { (1 << count) - 1 } else { u64::MAX }
}

impl Block {
    #[inline]
    fn of(bytes: &[u8]) -> Self {
        let (mut block, (runs, rest)) = (Self::default(), bytes.as_chunks::<RUN>());
        for (index, run) in runs.iter().enumerate() {
            block.take(bits(run), RUN * index);
        }
        if !rest.is_empty() {
            let mut run = [0; RUN];
            run[..rest.len()].copy_from_slice(rest);
            block.take(bits(&run) & every_quarter(rest.len()), RUN * runs.len());
        }
        block
    }

    #[inline]
    const fn take(&mut self, run: u64, place: usize) {
        self.stops |= quarter(run, 0) << place;
        self.digits |= quarter(run, 1) << place;
        self.others |= quarter(run, 2) << place;
        self.events |= quarter(run, 3) << place;
    }

    /// The text ends here.
    const fn end(&mut self, place: usize) {
        self.stops |= 1 << place;
        self.events |= 1 << place;
    }
}

/// How many bytes are looked up together: so many bits has each quarter of a number.
const RUN: usize = 16;

const fn quarter(run: u64, number: usize) -> u64 {
    run >> (RUN * number) & lowest(RUN)
}

/// The lowest bits of all quarters.
const fn every_quarter(bits: usize) -> u64 {
    lowest(bits) * 0x0001_0001_0001_0001
}

/// The bits of 16 bytes, the first of them lowest: stops, digits, others and events.
#[inline]
fn bits(run: &[u8; RUN]) -> u64 {
    run.iter().rev().fold(0, |bits, byte| bits << 1 | BITS[usize::from(*byte)])
}

/// The lowest bit of each quarter, by bytes.
const BITS: [u64; 256] = {
    let (mut bits, mut byte) = ([0; 256], 0);
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "less than 256")]
        let class = class(byte as u8);
        let (blank, digit) = ((class == BLANK) as u64, (class == DIGIT) as u64);
        let stop = blank | (class == DELIMITER) as u64;
        let (at, other) = ((class == AT) as u64, (class & (AT | OTHER) != 0) as u64);
        bits[byte] = stop | digit << RUN | other << (2 * RUN) | (blank | digit | at) << (3 * RUN);
        byte += 1;
    }
    bits
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn map(text: &[u8]) -> Map {
        let mut map = Map::default();
        map.read(&[b'7'; 300]);
        map.read(text);
        map
    }

    /// Bytes of all kinds, and digits only.
    fn texts() -> impl Strategy<Value = Vec<u8>> {
        let mixed = prop_oneof![any::<u8>(), b'a'..=b'c', b'0'..=b'9', b'a'..=b'c'];
        let part = prop_oneof![prop::collection::vec(mixed, 0..150), prop::collection::vec(b'0'..=b'9', 0..150)];
        prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn what_is_found_is_there(
            text in texts(),
            (start, length, least) in (0_usize..300, 1_usize..80, 0_usize..300),
        ) {
            let map = map(&text);
            let start = start.min(text.len());
            let next = |classes: u8| (start..text.len()).find(|at| class(text[*at]) & classes != 0).unwrap_or(text.len());
            prop_assert_eq!(map.stop(start), next(DELIMITER | BLANK));
            prop_assert_eq!(map.event(start), next(BLANK | DIGIT | AT));
            let (least, end) = (least.min(start), (start + length).min(text.len()));
            let last = (least..start).rfind(|at| class(text[*at]) & (DELIMITER | BLANK) != 0);
            prop_assert_eq!(map.begin(start, least), last.map_or(least, |last| last + 1));
            let part = end.min(map.stop(start));
            prop_assert_eq!(map.has_others(start, part), next(AT | OTHER) < part);
            let are_digits = text[start..end].iter().all(u8::is_ascii_digit);
            prop_assert_eq!(start < end && map.are_digits(start, end), start < end && end - start <= 64 && are_digits);
        }
    }

    #[test]
    fn urls_may_begin_where_they_are_written() {
        let text = b"see:https://x and http:/ftp://y,http://z";
        let events: Vec<usize> = (0..text.len()).filter(|at| map(text).event(*at) == *at).collect();
        assert_eq!(events, [4, 13, 17, 32]);
    }
}
