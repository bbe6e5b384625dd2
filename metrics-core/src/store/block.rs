//! Many buckets, sealed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::column::{PADDING, packed, packed_len, put_packed, put_values, take_values, width};
use super::grid::Slots;
use super::number::take_word;

/// Buckets that nobody is expected to change, one after the other, in about two bytes each when
/// they hold a single sample with few decimals.
///
/// Starts are kept as steps; those of a regular series take no room. Single values are a column of
/// packed numbers; what holds more than a single sample stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Block {
    first: i64,
    last: i64,
    len: u32,
    /// Least step between starts (8 bytes), what each step has more, the single values, padding.
    bytes: Box<[u8]>,
    /// The places of buckets that hold more than a single sample, with their bytes.
    many: Box<[(u32, Box<[u8]>)]>,
}

/// A bucket in a block.
#[derive(Clone, Debug)]
pub(super) enum Sealed {
    One(f64),
    Many(Box<[u8]>),
}

impl Block {
    /// Seals buckets, which are sorted by start and at least one.
    pub(super) fn seal(entries: Vec<(i64, Sealed)>) -> Self {
        let (first, last) = entries.first().zip(entries.last()).map_or((0, 0), |(first, last)| (first.0, last.0));
        let len = u32::try_from(entries.len()).expect("blocks are small");
        let mut bytes = Vec::new();
        put_starts(&entries, &mut bytes);
        let singles: Vec<f64> = entries.iter().filter_map(|(_, sealed)| sealed.single()).collect();
        put_values(&singles, &mut bytes);
        bytes.extend([0; PADDING]);
        let many = (0..).zip(entries).filter_map(|(place, (_, sealed))| Some((place, sealed.many()?)));
        Self { first, last, len, bytes: bytes.into(), many: many.collect() }
    }

    /// All buckets, by start.
    pub(super) fn open(self) -> Vec<(i64, Sealed)> {
        let mut entries = Vec::with_capacity(self.len());
        let singles = self.singles();
        let starts: Vec<i64> = self.starts().collect();
        let (mut singles, mut many) = (singles.into_iter(), self.many.into_iter().peekable());
        for (place, start) in (0..).zip(starts) {
            let sealed = match many.next_if(|(at, _)| *at == place) {
                Some((_, bytes)) => Sealed::Many(bytes),
                None => Sealed::One(singles.next().unwrap_or_default()),
            };
            entries.push((start, sealed));
        }
        entries
    }

    /// Calls `one` or `many` with every bucket that begins in `from..to`, by start.
    pub(super) fn each<'a>(&'a self, from: i64, to: i64, mut each: impl FnMut(i64, Cell<'a>)) {
        let singles = self.singles();
        let (mut singles, mut many) = (singles.into_iter(), self.many.iter().peekable());
        for (place, start) in (0..).zip(self.starts()) {
            if start >= to {
                return;
            }
            let cell = match many.next_if(|(at, _)| *at == place) {
                Some((_, bytes)) => Cell::Many(bytes),
                None => Cell::One(singles.next().unwrap_or_default()),
            };
            if start >= from {
                each(start, cell);
            }
        }
    }

    /// Adds every bucket that begins in `from..to` to slots.
    pub(super) fn fill(&self, from: i64, to: i64, slots: &mut Slots) {
        match self.regular() {
            Some(step) => {
                let ((ahead, from), (_, to)) = (self.place(from, step), self.place(to, step));
                let start = self.first.saturating_add(step.saturating_mul(ahead));
                slots.add_run(start, step, self.singles().get(from..to).unwrap_or_default());
            }
            None => self.each(from, to, |start, cell| slots.add(start, cell.into())),
        }
    }

    /// The step between starts, when it is always the same and every bucket is a single sample.
    fn regular(&self) -> Option<i64> {
        let mut bytes = &*self.bytes;
        let least = take_word(&mut bytes).cast_signed();
        (least > 0 && self.many.is_empty() && bytes.first() == Some(&0)).then_some(least)
    }

    /// Which bucket of a regular block is the first at or after `at`.
    fn place(&self, at: i64, step: i64) -> (i64, usize) {
        let place = at.saturating_sub(self.first).max(0).saturating_add(step - 1) / step;
        let place = place.min(i64::from(self.len));
        (place, usize::try_from(place).unwrap_or_default())
    }

    pub(super) const fn first(&self) -> i64 {
        self.first
    }

    pub(super) const fn last(&self) -> i64 {
        self.last
    }

    pub(super) const fn len(&self) -> usize {
        self.len as usize
    }

    /// Bytes of memory.
    pub(super) fn room(&self) -> usize {
        let many: usize = self.many.iter().map(|(_, bytes)| bytes.len()).sum();
        size_of::<Self>() + self.bytes.len() + size_of_val(&*self.many) + many
    }

    /// Where each bucket begins.
    pub(super) fn starts(&self) -> impl Iterator<Item = i64> {
        let mut bytes = &*self.bytes;
        let least = take_word(&mut bytes).cast_signed();
        let (mut start, first) = (self.first, self.first);
        let steps = packed(bytes, self.steps()).map(move |more| {
            start = start.saturating_add(least).saturating_add(more.cast_signed());
            start
        });
        std::iter::once(first).chain(steps)
    }

    fn singles(&self) -> Vec<f64> {
        let len = self.len().saturating_sub(self.many.len());
        let steps = self.bytes.get(8..).unwrap_or_default();
        let values = steps.get(packed_len(steps, self.steps())..).unwrap_or_default();
        let mut singles = Vec::with_capacity(len);
        take_values(values, len, &mut singles);
        singles
    }

    const fn steps(&self) -> usize {
        self.len().saturating_sub(1)
    }
}

/// A bucket of a block that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    One(f64),
    Many(&'a [u8]),
}

impl Sealed {
    const fn single(&self) -> Option<f64> {
        match self {
            Self::One(value) => Some(*value),
            Self::Many(_) => None,
        }
    }

    fn many(self) -> Option<Box<[u8]>> {
        match self {
            Self::One(_) => None,
            Self::Many(bytes) => Some(bytes),
        }
    }
}

fn put_starts(entries: &[(i64, Sealed)], bytes: &mut Vec<u8>) {
    let steps = || entries.windows(2).map(|pair| pair[1].0 - pair[0].0);
    let least = steps().min().unwrap_or_default();
    let more = || steps().map(|step| (step - least).cast_unsigned());
    bytes.extend(least.to_le_bytes());
    put_packed(more(), width(more()), bytes);
}

/// As it stands in a snapshot: bytes are written in hexadecimal digits.
#[derive(Serialize, Deserialize)]
struct Written {
    first: i64,
    last: i64,
    len: u32,
    bytes: String,
    many: Vec<(u32, String)>,
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let many = self.many.iter().map(|(place, bytes)| (*place, hex(bytes))).collect();
        Written { first: self.first, last: self.last, len: self.len, bytes: hex(&self.bytes), many }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { first, last, len, bytes, many } = Written::deserialize(deserializer)?;
        let many: Option<_> = many.into_iter().map(|(place, text)| Some((place, unhex(&text)?))).collect();
        let (bytes, many) = unhex(&bytes).zip(many).ok_or_else(|| serde::de::Error::custom("bytes are hexadecimal"))?;
        if len > LONGEST {
            return Err(serde::de::Error::custom("a block has too many buckets"));
        }
        Ok(Self { first, last, len, bytes, many })
    }
}

/// No block has more buckets.
const LONGEST: u32 = 4096;

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

pub(super) fn unhex(text: &str) -> Option<Box<[u8]>> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}
