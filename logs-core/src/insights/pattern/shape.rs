//! The shape of a text: its words, with what looks like a value masked.

use super::class::{BLANK, class};
use super::kind::{Kind, kind, kind_of_others, time};
use super::map::Map;
use super::room::Room;
use crate::insights::hash::{hash, mix};

/// How many words of a text count; the rest is one.
pub(super) const MOST_WORDS: usize = 256;

/// The words of a text with one blank between them, where a value is one byte that stands in no text. What has the same
/// words and values of the same kinds has the same shape. The room of one text serves the next.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    room: Room,
    /// What stands where in the text.
    map: Map,
    marks: Vec<Mark>,
    hash: u64,
}

/// Where a word ends.
#[derive(Clone, Copy, Debug)]
struct Mark {
    end: usize,
    has_value: bool,
}

/// A word of a shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'s> {
    pub(crate) bytes: &'s [u8],
    pub(crate) has_value: bool,
}

impl Shape {
    /// Takes the shape of a text in place of that of the last one.
    pub(crate) fn read(&mut self, text: &str) {
        self.marks.clear();
        self.room.empty(text.len() + 2);
        if text.is_ascii() {
            self.write_all(text.as_bytes());
        } else {
            text.split_whitespace().take(MOST_WORDS + 1).for_each(|word| self.write_one(word.as_bytes()));
        }
        self.hash = hash(self.bytes());
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.room.bytes()
    }

    /// The same for the same shapes.
    pub(super) const fn hash(&self) -> u64 {
        self.hash
    }

    /// How many words it has.
    pub(crate) fn count(&self) -> usize {
        self.marks.len()
    }

    /// The words, one after the other.
    pub(crate) fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let (mut start, all) = (0, self.bytes());
        self.marks.iter().map(move |mark| {
            let bytes = &all[start..mark.end];
            start = mark.end + 1;
            Word { bytes, has_value: mark.has_value }
        })
    }

    /// Writes a word of any letters, behind those before it.
    fn write_one(&mut self, word: &[u8]) {
        if !self.marks.is_empty() {
            self.room.push(b' ');
        }
        if self.marks.len() < MOST_WORDS {
            self.write_all(word);
        } else {
            self.write_rest();
        }
    }

    /// Writes the one word that stands for all that do not count.
    fn write_rest(&mut self) {
        self.room.push(Kind::Token.byte());
        self.marks.push(Mark { end: self.room.len(), has_value: true });
    }

    /// Writes words with ASCII blanks between them. What stays as it is, single blanks too, is copied as late as can
    /// be, so that it is much at a time.
    fn write_all(&mut self, text: &[u8]) {
        self.map.read(text);
        let (mut at, mut has_value) = (skip_blanks(text, 0), false);
        let mut copied = at;
        if at == text.len() {
            return;
        }
        loop {
            let event = self.map.event(at);
            if text.get(event).is_some_and(|byte| class(*byte) != BLANK) {
                let value = Value::around(text, &self.map, event, at);
                if let Some(kind) = value.kind {
                    self.room.copy(text, copied, value.start);
                    self.room.push(kind.byte());
                    (copied, has_value) = (value.end, true);
                }
                at = value.end;
                continue;
            }
            self.marks.push(Mark { end: self.room.len() + event - copied, has_value });
            (at, has_value) = (skip_blanks(text, event), false);
            if at == text.len() {
                return self.room.copy(text, copied, event);
            }
            let is_full = self.marks.len() == MOST_WORDS;
            if is_full || at != event + 1 || text[event] != b' ' {
                self.room.copy(text, copied, event);
                self.room.push(b' ');
                copied = at;
            }
            if is_full {
                return self.write_rest();
            }
        }
    }
}

/// Takes the hash of a word further, to what tells it apart from the same word elsewhere.
#[inline]
pub(super) fn hash_at(word: &[u8], branch: u32, place: u32) -> u64 {
    mix(hash(word), u64::from(branch) << 32 | u64::from(place))
}

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|byte| class(*byte) == BLANK) {
        at += 1;
    }
    at
}

/// Tells where each value of a word begins and ends, from left to right.
pub(super) fn each_value(word: &[u8], map: &mut Map, mut each: impl FnMut(usize, usize)) {
    map.read(word);
    let mut at = 0;
    while at < word.len() {
        let event = map.event(at);
        if event >= word.len() {
            return;
        }
        let value = Value::around(word, map, event, at);
        if value.kind.is_some() {
            each(value.start, value.end);
        }
        at = value.end;
    }
}

/// What may be a value.
struct Value {
    start: usize,
    end: usize,
    /// `None` where it is none.
    kind: Option<Kind>,
}

impl Value {
    /// The value with the first digit or `@`, or the start of a URL, at `event`; it does not begin before `least`.
    #[inline]
    fn around(text: &[u8], map: &Map, event: usize, least: usize) -> Self {
        let (start, end) = (map.begin(event, least), map.stop(event));
        let of = |kind: Kind| Self { start, end, kind: Some(kind) };
        if map.are_digits(start, end) {
            let time = if text.get(end) == Some(&b':') { time(&text[start..]) } else { None };
            return match time {
                Some(length) => Self { end: start + length, ..of(Kind::Time) },
                None => of(Kind::Number),
            };
        }
        if start == event && is_url(&text[start..]) {
            let length = text[start..].iter().position(|byte| class(*byte) == BLANK);
            return Self { end: length.map_or(text.len(), |length| start + length), ..of(Kind::Url) };
        }
        let part = &text[start..end];
        Self { start, end, kind: if map.has_others(start, end) { kind_of_others(part) } else { kind(part) } }
    }
}

#[inline]
fn is_url(text: &[u8]) -> bool {
    text.starts_with(b"http://") || text.starts_with(b"https://")
}
