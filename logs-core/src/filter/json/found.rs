//! What a selector finds.

use std::borrow::Cow;

use cupola_base::json::{Scanner, Str, Token};
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
    Text(Str<'a>),
    Container(&'a str),
}

impl<'a> Found<'a> {
    /// What a token that is a scalar stands for; `None` for any other.
    pub(super) fn of_token(token: Token<'a>, span: Span) -> Option<Self> {
        let value = match token {
            Token::Null => Value::Null,
            Token::Bool(truth) => Value::Bool(truth),
            Token::Number(number) => Value::Number(number.text()),
            Token::String(text) => Value::Text(text),
            _ => return None,
        };
        Some(Self { value, span })
    }

    /// What a text that is known to be JSON stands for; it stands `at` bytes into the message.
    pub(super) fn of_text(text: &'a str, at: usize) -> Option<Self> {
        let span = Span::new(at, at + text.len());
        match Scanner::of_text(text).next().ok()?? {
            Token::ObjectStart | Token::ArrayStart => Some(Self { value: Value::Container(text), span }),
            token => Self::of_token(token, span),
        }
    }
}

impl<'a> Value<'a> {
    /// As text: strings without quotes and escapes, all else as it is written.
    pub(in crate::filter) fn text(&self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.unescape(),
            Self::Number(text) | Self::Container(text) => Cow::Borrowed(text),
            Self::Bool(truth) => Cow::Borrowed(Scalar::Bool(*truth).text()),
            Self::Null => Cow::Borrowed(Scalar::Null.text()),
        }
    }

    /// Asks about it as a scalar; `None` of a container.
    pub(in crate::filter) fn with_scalar<R>(&self, ask: impl FnOnce(Scalar<'_>) -> R) -> Option<R> {
        Some(match self {
            Self::Null => ask(Scalar::Null),
            Self::Bool(truth) => ask(Scalar::Bool(*truth)),
            Self::Number(text) => ask(Scalar::Number(text)),
            Self::Text(text) => ask(Scalar::Text(&text.unescape())),
            Self::Container(_) => return None,
        })
    }
}
