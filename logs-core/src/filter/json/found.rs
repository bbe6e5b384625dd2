//! What a selector finds.

use std::borrow::Cow;

use cupola_base::json::{Kind, Scanner, Str, Token};
use cupola_base::text::Span;

use crate::filter::literal::Scalar;

/// A value of a message, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::filter) struct Found<'a> {
    pub(in crate::filter) value: Value<'a>,
    pub(in crate::filter) span: Span,
}

/// A JSON value; containers as they are written.
#[derive(Clone, Copy, Debug)]
pub(in crate::filter) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    /// Without an escape in it.
    Text(&'a str),
    Escaped(Str<'a>),
    Container(&'a str),
}

/// What stands in a place of the tree of selectors: which kind of value, and where it is written.
///
/// It knows its text by place alone, so that it can be kept and used again for another message.
#[derive(Clone, Copy, Debug)]
pub(in crate::filter) struct Slot {
    pub(super) kind: Option<Kind>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Slot {
    pub(in crate::filter) const EMPTY: Self = Self { kind: None, start: 0, end: 0 };

    /// What is found there in the text that was read.
    #[inline]
    pub(super) fn found(self, text: &str) -> Option<Found<'_>> {
        Some(Found {
            value: Value::new(self.kind?, text.get(self.start..self.end)?)?,
            span: Span::new(self.start, self.end),
        })
    }

    /// What is found there where it stands as it is written: no container, and no text with an escape in it.
    #[inline(always)]
    pub(super) fn plain(self, text: &str) -> Option<Scalar<'_>> {
        let written = |cut: usize| text.as_bytes().get(self.start + cut..self.end - cut);
        Some(match self.kind? {
            Kind::String { escaped: false } => Scalar::Text(written(1)?),
            Kind::Number => Scalar::Number(written(0)?),
            Kind::Bool(truth) => Scalar::Bool(truth),
            Kind::Null => Scalar::Null,
            Kind::Object | Kind::Array | Kind::String { escaped: true } => return None,
        })
    }

    /// Asks about what is found there as a scalar; there is none where it is a container. None where nothing is found.
    #[inline]
    pub(in crate::filter) fn with_scalar<R>(self, text: &str, ask: impl FnOnce(Option<Scalar<'_>>) -> R) -> Option<R> {
        let unescaped;
        let scalar = match self.kind? {
            Kind::Object | Kind::Array => None,
            Kind::String { escaped: true } => {
                unescaped = Value::escaped(text.get(self.start..self.end)?)?.text();
                Some(Scalar::Text(unescaped.as_bytes()))
            }
            _ => Some(self.plain(text)?),
        };
        Some(ask(scalar))
    }
}

impl<'a> Found<'a> {
    /// What a text that is known to be JSON stands for; it stands `at` bytes into the message.
    pub(super) fn of_text(text: &'a str, at: usize) -> Option<Self> {
        let kind = match Scanner::of_text(text).next().ok()?? {
            Token::ObjectStart => Kind::Object,
            Token::ArrayStart => Kind::Array,
            Token::Null => Kind::Null,
            Token::Bool(truth) => Kind::Bool(truth),
            Token::Number(_) => Kind::Number,
            Token::String(text) => Kind::String { escaped: text.is_escaped() },
            _ => return None,
        };
        Some(Self { value: Value::new(kind, text)?, span: Span::new(at, at + text.len()) })
    }
}

impl<'a> Value<'a> {
    fn new(kind: Kind, written: &'a str) -> Option<Self> {
        Some(match kind {
            Kind::Null => Self::Null,
            Kind::Bool(truth) => Self::Bool(truth),
            Kind::Number => Self::Number(written),
            Kind::String { escaped: false } => Self::Text(written.get(1..written.len() - 1)?),
            Kind::String { escaped: true } => return Self::escaped(written),
            Kind::Object | Kind::Array => Self::Container(written),
        })
    }

    fn escaped(written: &'a str) -> Option<Self> {
        match Scanner::of_text(written).next().ok()?? {
            Token::String(text) => Some(Self::Escaped(text)),
            _ => None,
        }
    }

    /// As text: strings without quotes and escapes, all else as it is written.
    pub(in crate::filter) fn text(&self) -> Cow<'a, str> {
        match self {
            Self::Escaped(text) => text.unescape(),
            Self::Number(text) | Self::Container(text) | Self::Text(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Null => Cow::Borrowed("null"),
        }
    }

    /// Asks about it as a scalar; there is none where it is a container.
    #[inline]
    pub(in crate::filter) fn with_scalar<R>(&self, ask: impl FnOnce(Option<Scalar<'_>>) -> R) -> R {
        match self {
            Self::Null => ask(Some(Scalar::Null)),
            Self::Bool(truth) => ask(Some(Scalar::Bool(*truth))),
            Self::Number(text) => ask(Some(Scalar::Number(text.as_bytes()))),
            Self::Text(text) => ask(Some(Scalar::Text(text.as_bytes()))),
            Self::Escaped(text) => ask(Some(Scalar::Text(text.unescape().as_bytes()))),
            Self::Container(_) => ask(None),
        }
    }
}
