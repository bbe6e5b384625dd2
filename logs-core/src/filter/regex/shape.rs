//! Alternatives without anchors inside.

use super::{Piece, Set};

/// An alternative with its anchors taken out: repeated sets of characters in a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    /// Whether it begins with the text.
    pub(super) at_start: bool,
    /// Whether it ends with the text.
    pub(super) at_end: bool,
    pub(super) repeats: Vec<Repeat>,
}

/// A character of a set, so many times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Repeat {
    pub(super) set: Set,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

impl Repeat {
    /// None of an anchor.
    pub(super) const fn of(piece: &Piece) -> Option<Self> {
        match piece {
            Piece::Repeat { set, least, most } => Some(Self { set: *set, least: *least, most: *most }),
            Piece::Start | Piece::End => None,
        }
    }

    /// As often as it must be, and no more.
    pub(super) const fn shorten(&mut self) {
        self.most = Some(self.least);
    }

    /// How many states it takes to count its characters.
    pub(super) fn states(&self) -> usize {
        self.most.unwrap_or_else(|| self.least.max(1)) as usize
    }
}

impl Shape {
    /// What stands before `^` or after `$` must be found as nothing; `None` where it cannot be.
    pub(super) fn of(branch: &[Piece]) -> Option<Self> {
        let start = branch.iter().rposition(|piece| *piece == Piece::Start);
        let end = branch.iter().position(|piece| *piece == Piece::End);
        let (first, after) = (start.map_or(0, |at| at + 1), end.unwrap_or(branch.len()));
        let is_outside = |at: usize| at < first || at >= after;
        let mut repeats = Vec::new();
        for (at, piece) in branch.iter().enumerate() {
            match piece {
                Piece::Repeat { least, .. } if is_outside(at) && *least > 0 => return None,
                Piece::Repeat { set, least, most } if !is_outside(at) => {
                    repeats.push(Repeat { set: *set, least: *least, most: *most });
                }
                _ => {}
            }
        }
        Some(Self { at_start: start.is_some(), at_end: end.is_some(), repeats })
    }

    /// The same read backwards.
    pub(super) fn reversed(self) -> Self {
        let Self { at_start, at_end, mut repeats } = self;
        repeats.reverse();
        Self { at_start: at_end, at_end: at_start, repeats }
    }
}
