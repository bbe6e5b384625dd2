//! The subset of regular expressions that stands between two `%`.

mod around;
mod linear;
mod parse;
mod set;
mod shape;
mod translate;

use std::fmt;

use super::error::Fault;
use super::{MAX_LENGTH, MAX_WEIGHT, Semantics};
use around::Around;
use cupola_base::text::Span;
use linear::Linear;
use set::Set;
use shape::Shape;

/// A regular expression of a filter pattern.
///
/// No groups, no lazy repetition, ASCII only; searches unless anchored by `^` or `$`. Run time is
/// linear in the text, times the size of the expression, which is bounded.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    body: Box<str>,
    branches: Branches,
    /// What takes less than the engine to tell whether it matches at all.
    around: Option<Box<Around>>,
    engine: Engine,
}

/// What searches: automata that are built on the way are fastest, unless an expression leaves so many
/// possibilities open at once that they grow beyond their bound on memory.
#[derive(Clone, Debug)]
enum Engine {
    Automaton(::regex::bytes::Regex),
    Linear(Box<Linear>),
}

impl Regex {
    /// Reads and compiles what stands between the two `%`. Faults count from the start of the body.
    pub(crate) fn parse(body: &str, semantics: &Semantics) -> Result<Self, Fault> {
        let branches = parse::parse(body, semantics)?;
        let engine = if is_open(&branches) {
            Engine::Linear(Box::new(Linear::new(branches.iter().filter_map(|branch| Shape::of(branch)).collect())))
        } else {
            Engine::Automaton(translate::compile(&branches, Span::new(0, body.len()))?)
        };
        Ok(Self { body: body.into(), around: Around::of(&branches).map(Box::new), branches, engine })
    }

    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        match (&self.around, &self.engine) {
            (Some(around), _) => around.is_match(text),
            (None, Engine::Automaton(automaton)) => automaton.is_match(text),
            (None, Engine::Linear(linear)) => str::from_utf8(text).is_ok_and(|text| linear.is_match(text)),
        }
    }

    /// Where it is found first.
    pub(crate) fn find(&self, text: &str) -> Option<Span> {
        match &self.engine {
            Engine::Automaton(automaton) => {
                automaton.find(text.as_bytes()).map(|found| Span::new(found.start(), found.end()))
            }
            Engine::Linear(linear) => linear.find(text),
        }
    }

    /// Its size: the characters that it can match, each as often as it is repeated.
    pub(crate) fn weight(&self) -> u32 {
        self.branches.iter().flatten().map(Piece::weight).sum()
    }

    /// What was read.
    pub(crate) fn branches(&self) -> &Branches {
        &self.branches
    }
}

/// An automaton for what stands between the two `%`.
pub(super) fn automaton(body: &str, semantics: &Semantics) -> Result<::regex::bytes::Regex, Fault> {
    translate::compile(&parse::parse(body, semantics)?, Span::new(0, body.len()))
}

/// Whether automata might grow beyond their bound: many characters of which each may be several.
fn is_open(branches: &Branches) -> bool {
    let pieces = || branches.iter().flatten();
    let several = pieces().filter(|piece| matches!(piece, Piece::Repeat { set, .. } if set.len() > 1));
    several.map(Piece::weight).sum::<u32>() > MOST_SEVERAL || pieces().map(Piece::weight).sum::<u32>() > MOST_AT_ALL
}

/// Measured on 1 MB of random `a` and `b`: up to here an automaton takes 0.05 s at most, with 16 of
/// several characters 1.2 s, with 24 up to 3.6 s.
const MOST_SEVERAL: u32 = 12;
const MOST_AT_ALL: u32 = 200;

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
