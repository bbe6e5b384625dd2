//! The words of a message as patterns ask for them.

use super::Words;
use super::words::Word;
use crate::filter::Semantics;

/// The words of a message, split no further than asked. The places that are asked for never fall.
pub(in crate::filter) trait Row<'a> {
    /// The word at a place from 0, which is asked for once.
    fn word(&mut self, at: usize) -> Option<Word<'a>>;

    /// Whether there is a word at this place.
    fn has(&mut self, at: usize) -> bool;

    /// Whether there are at least `count` words from `from` on, and the last of them are all accepted; each is
    /// shown with its place among them.
    fn last_from(&mut self, from: usize, count: usize, accepts: impl FnMut(usize, Word<'a>) -> bool) -> bool;
}

/// Words that are split on the way and not kept.
#[derive(Debug)]
pub(super) struct OnTheWay<'a> {
    words: Words<'a>,
    /// How many were split.
    passed: usize,
}

impl<'a> OnTheWay<'a> {
    pub(super) const fn new(message: &'a str, semantics: &Semantics) -> Self {
        Self { words: Words::new(message, semantics), passed: 0 }
    }

    /// Goes through the words with the last few in hand.
    fn last_few(&mut self, count: usize, mut accepts: impl FnMut(usize, Word<'a>) -> bool) -> bool {
        let (mut few, mut seen) = ([(0, 0); 2 * FEW], 0);
        loop {
            // The last few stand first, those after them behind.
            let next = self.words.fill(&mut few[FEW..]);
            few.copy_within(next..next + FEW, 0);
            seen += next;
            if next < FEW {
                break;
            }
        }
        let word = |at: usize| {
            let (start, end) = few[FEW - count + at];
            Word::plain(self.words.message(), start, end)
        };
        seen >= count && (0..count).all(|at| accepts(at, word(at)))
    }
}

impl<'a> Row<'a> for OnTheWay<'a> {
    #[inline]
    fn word(&mut self, at: usize) -> Option<Word<'a>> {
        if !self.has(at) {
            return None;
        }
        self.passed += 1;
        self.words.next()
    }

    #[inline]
    fn has(&mut self, at: usize) -> bool {
        while self.passed < at {
            if self.words.next_place().is_none() {
                return false;
            }
            self.passed += 1;
        }
        self.passed > at || self.words.is_at_word()
    }

    fn last_from(&mut self, from: usize, count: usize, mut accepts: impl FnMut(usize, Word<'a>) -> bool) -> bool {
        let is_long_enough = from == 0 || self.has(from - 1);
        if !is_long_enough || count == 0 {
            return is_long_enough;
        }
        while self.passed < from && self.words.next_place().is_some() {
            self.passed += 1;
        }
        if count <= FEW {
            return self.last_few(count, accepts);
        }
        let all: Vec<Word<'a>> = self.words.by_ref().collect();
        let Some(first) = all.len().checked_sub(count) else { return false };
        all[first..].iter().enumerate().all(|(at, word)| accepts(at, *word))
    }
}

/// Where words stand that were split before; kept for the next message to spare memory.
#[derive(Clone, Debug, Default)]
pub(in crate::filter) struct Kept(Vec<(usize, usize)>);

/// Words that many patterns ask for: each is split once, when it is asked for first.
#[derive(Debug)]
pub(in crate::filter) struct Shared<'a, 'k> {
    message: &'a str,
    words: Words<'a>,
    /// Where words stand; only so many places are of this message.
    kept: &'k mut Vec<(usize, usize)>,
    count: usize,
    /// So many are split when more are asked for.
    most: usize,
}

impl<'a, 'k> Shared<'a, 'k> {
    /// Splits the first few words at once, and as many as most will ask for when more are asked for.
    #[inline]
    pub(in crate::filter) fn new(
        message: &'a str,
        (first, most): (usize, usize),
        semantics: &Semantics,
        kept: &'k mut Kept,
    ) -> Self {
        let mut shared = Self { message, words: Words::new(message, semantics), kept: &mut kept.0, count: 0, most };
        shared.split(first);
        shared
    }

    /// How many words were split before.
    pub(in crate::filter) const fn len(&self) -> usize {
        self.count
    }

    /// The text of a word of those that were split before, as its bytes.
    #[inline]
    pub(in crate::filter) fn text(&self, at: usize) -> Option<&'a [u8]> {
        self.places().get(at).and_then(|(start, end)| self.message.as_bytes().get(*start..*end))
    }

    #[inline]
    fn places(&self) -> &[(usize, usize)] {
        self.kept.get(..self.count).unwrap_or_default()
    }

    /// Splits until there are so many words, or no more.
    #[inline(never)]
    fn split(&mut self, count: usize) {
        if self.kept.len() < count {
            self.kept.resize(count, (0, 0));
        }
        self.count += self.words.fill(self.kept.get_mut(self.count..count).unwrap_or_default());
    }

    /// Splits all words.
    fn split_all(&mut self) {
        let mut asked = self.count + FEW;
        self.split(asked);
        while self.count == asked {
            asked *= 2;
            self.split(asked);
        }
    }
}

impl<'a> Row<'a> for Shared<'a, '_> {
    #[inline]
    fn word(&mut self, at: usize) -> Option<Word<'a>> {
        if !self.has(at) {
            return None;
        }
        self.places().get(at).map(|(start, end)| Word::plain(self.message, *start, *end))
    }

    #[inline]
    fn has(&mut self, at: usize) -> bool {
        if at >= self.count {
            self.split(self.most.max(at + 1));
        }
        at < self.count
    }

    fn last_from(&mut self, from: usize, count: usize, mut accepts: impl FnMut(usize, Word<'a>) -> bool) -> bool {
        if count == 0 {
            return from == 0 || self.has(from - 1);
        }
        self.split_all();
        let Some(first) = self.count.checked_sub(count).filter(|first| *first >= from) else { return false };
        let last = self.places()[first..].iter().enumerate();
        last.map(|(at, (start, end))| (at, Word::plain(self.message, *start, *end))).all(|(at, word)| accepts(at, word))
    }
}

/// So many words are kept in hand without memory.
const FEW: usize = 8;
