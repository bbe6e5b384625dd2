//! Parts of an expression that know where they stand.

use super::{MOST, ScheduleError, ScheduleProblem};
use crate::text::Span;

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    source: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Part<'a> {
    /// The whole text, if it is not too long.
    pub(super) fn whole(source: &'a str) -> Result<Self, ScheduleError> {
        let whole = Self { source, start: 0, end: source.len() };
        match source.chars().nth(MOST) {
            Some(_) => Err(whole.error(ScheduleProblem::Length, format!("more than {MOST} characters"))),
            None => Ok(whole),
        }
    }

    /// What stands between `word(` and `)`, which must be the whole text.
    pub(super) fn inside(source: &'a str, word: &str) -> Result<Self, ScheduleError> {
        let whole = Self::whole(source)?;
        let inside = source.strip_prefix(word).and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
        inside
            .map(|inside| whole.of(inside))
            .ok_or_else(|| whole.error(ScheduleProblem::Form, format!("not of the form {word}(...)")))
    }

    pub(super) fn text(self) -> &'a str {
        &self.source[self.start..self.end]
    }

    /// The parts between the blanks.
    pub(super) fn words(self) -> impl Iterator<Item = Self> {
        self.text().split([' ', '\t']).filter(|word| !word.is_empty()).map(move |word| self.of(word))
    }

    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Self> {
        self.text().split(separator).map(move |part| self.of(part))
    }

    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        self.text().split_once(separator).map(|(left, right)| (self.of(left), self.of(right)))
    }

    /// What stands before a letter, in any case, that ends the part.
    pub(super) fn before(self, last: char) -> Option<Self> {
        let text = self.text();
        text.strip_suffix(last).or_else(|| text.strip_suffix(last.to_ascii_lowercase())).map(|text| self.of(text))
    }

    /// The number that the part is: digits alone.
    pub(super) fn number(self) -> Option<u32> {
        self.text().bytes().all(|byte| byte.is_ascii_digit()).then(|| self.text().parse().ok())?
    }

    pub(super) fn error(self, problem: ScheduleProblem, message: impl Into<String>) -> ScheduleError {
        ScheduleError::new(problem, self.source, Span::new(self.start, self.end), message)
    }

    /// A part of this one, which `text` is a slice of.
    fn of(self, text: &'a str) -> Self {
        let start = text.as_ptr() as usize - self.source.as_ptr() as usize;
        Self { start, end: start + text.len(), ..self }
    }
}
