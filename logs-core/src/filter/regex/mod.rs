//! The subset of regular expressions that stands between two `%`.

mod parse;
mod set;
mod translate;

use std::fmt;

use super::Semantics;
use super::error::Fault;
use cupola_base::text::Span;
use set::Set;

/// A regular expression of a filter pattern.
///
/// No groups, no lazy repetition, ASCII only; searches unless anchored by `^` or `$`. Run time is
/// linear in the text, times the size of the expression, which is bounded.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    body: Box<str>,
    branches: Branches,
    compiled: regex::Regex,
}

impl Regex {
    /// Reads and compiles what stands between the two `%`. Faults count from the start of the body.
    pub(crate) fn parse(body: &str, semantics: &Semantics) -> Result<Self, Fault> {
        let branches = parse::parse(body, semantics)?;
        let compiled = translate::compile(&branches, Span::new(0, body.len()))?;
        Ok(Self { body: body.into(), branches, compiled })
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }

    /// Where it is found first.
    pub(crate) fn find(&self, text: &str) -> Option<Span> {
        self.compiled.find(text).map(|found| Span::new(found.start(), found.end()))
    }

    /// What was read, for the slow twin.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn branches(&self) -> &Branches {
        &self.branches
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.branches == other.branches
    }
}

impl fmt::Display for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}%", self.body)
    }
}

/// Alternatives, of which any may match; each is a row of pieces.
pub(crate) type Branches = Vec<Vec<Piece>>;

/// One piece of an alternative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece {
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// A character of a set, so many times.
    Repeat {
        /// Which characters.
        set: Set,
        /// At least so many.
        least: u32,
        /// At most so many; none: any number.
        most: Option<u32>,
    },
}

impl Piece {
    /// How much it adds to the size of the expression.
    pub(crate) fn weight(&self) -> u32 {
        match self {
            Self::Start | Self::End => 1,
            Self::Repeat { least, most, .. } => most.unwrap_or(least + 1).max(1),
        }
    }
}
