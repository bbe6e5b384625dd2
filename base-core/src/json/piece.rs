//! What becomes of what a scanner reads.

use super::{Kind, Num, Str, Token};

/// What becomes of a key whose quotes stand at `start` and before `end`.
pub(super) trait Key<'a>: Copy {
    fn key(text: &'a str, start: usize, end: usize, escaped: bool) -> Self;
}

impl<'a> Key<'a> for Str<'a> {
    #[inline(always)]
    fn key(text: &'a str, start: usize, end: usize, escaped: bool) -> Self {
        Str::new(text, start + 1, end - 1, escaped)
    }
}

impl<'a> Key<'a> for Token<'a> {
    #[inline(always)]
    fn key(text: &'a str, start: usize, end: usize, escaped: bool) -> Self {
        Token::Key(Str::key(text, start, end, escaped))
    }
}

impl<'a> Key<'a> for Mark {
    #[inline(always)]
    fn key(_: &'a str, _: usize, _: usize, _: bool) -> Self {
        Self::Key
    }
}

/// What becomes of a token: [`Token`] itself, or a [`Mark`] where nobody looks.
pub(super) trait Piece<'a>: Key<'a> + Begin<'a> {
    const OBJECT_END: Self;
    const ARRAY_END: Self;
}

/// What becomes of a token with which a value begins.
pub(super) trait Begin<'a>: Copy {
    const OBJECT_START: Self;
    const ARRAY_START: Self;
    const NULL: Self;
    fn bool(truth: bool) -> Self;
    /// A number from `start` to `end`.
    fn number(text: &'a str, start: usize, end: usize) -> Self;
    /// A string whose quotes stand at `start` and before `end`.
    fn string(text: &'a str, start: usize, end: usize, escaped: bool) -> Self;
}

impl<'a> Piece<'a> for Token<'a> {
    const OBJECT_END: Self = Token::ObjectEnd;
    const ARRAY_END: Self = Token::ArrayEnd;
}

impl<'a> Begin<'a> for Token<'a> {
    const OBJECT_START: Self = Token::ObjectStart;
    const ARRAY_START: Self = Token::ArrayStart;
    const NULL: Self = Token::Null;

    #[inline(always)]
    fn bool(truth: bool) -> Self {
        Token::Bool(truth)
    }

    #[inline(always)]
    fn number(text: &'a str, start: usize, end: usize) -> Self {
        Token::Number(Num::new(text, start, end))
    }

    #[inline(always)]
    fn string(text: &'a str, start: usize, end: usize, escaped: bool) -> Self {
        Token::String(Str::new(text, start + 1, end - 1, escaped))
    }
}

/// As much of a token as skipping needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Key,
    Scalar,
    Open,
    Close,
}

impl<'a> Piece<'a> for Mark {
    const OBJECT_END: Self = Self::Close;
    const ARRAY_END: Self = Self::Close;
}

impl<'a> Begin<'a> for Mark {
    const OBJECT_START: Self = Self::Open;
    const ARRAY_START: Self = Self::Open;
    const NULL: Self = Self::Scalar;

    #[inline(always)]
    fn bool(_: bool) -> Self {
        Self::Scalar
    }

    #[inline(always)]
    fn number(_: &'a str, _: usize, _: usize) -> Self {
        Self::Scalar
    }

    #[inline(always)]
    fn string(_: &'a str, _: usize, _: usize, _: bool) -> Self {
        Self::Scalar
    }
}

impl<'a> Begin<'a> for Kind {
    const OBJECT_START: Self = Self::Object;
    const ARRAY_START: Self = Self::Array;
    const NULL: Self = Self::Null;

    #[inline(always)]
    fn bool(truth: bool) -> Self {
        Self::Bool(truth)
    }

    #[inline(always)]
    fn number(_: &'a str, _: usize, _: usize) -> Self {
        Self::Number
    }

    #[inline(always)]
    fn string(_: &'a str, _: usize, _: usize, escaped: bool) -> Self {
        Self::String { escaped }
    }
}
