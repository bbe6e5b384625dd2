//! Values of a file with their places.

use std::borrow::Cow;

use cupola_base::json::{Scanner, Token};
use cupola_base::text::Span;

use super::{ManifestFault as Fault, SamplingManifestError as Error};

/// A value of a document that is known to be JSON.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    document: &'a str,
    pub(super) span: Span,
}

pub(super) struct Member<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) key_span: Span,
    pub(super) value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The whole document, once it is JSON.
    pub(super) fn root(document: &'a str) -> Result<Self, Error> {
        let whole = Self { document, span: Span::new(0, document.len()) };
        Scanner::of_text(document).finish().map_err(|error| {
            let end = document.len().min(error.offset + 1);
            Error::new(document, Span::new(error.offset.min(end), end), Fault::Json(error.kind))
        })?;
        Ok(whole)
    }

    pub(super) fn error(self, fault: Fault) -> Error {
        Error::new(self.document, self.span, fault)
    }

    pub(super) fn error_at(self, span: Span, fault: Fault) -> Error {
        Error::new(self.document, span, fault)
    }

    pub(super) fn is_null(self) -> bool {
        matches!(self.token(), Some(Token::Null))
    }

    pub(super) fn text(self) -> &'a str {
        &self.document[self.span.range()]
    }

    pub(super) fn as_str(self) -> Option<Cow<'a, str>> {
        match self.token() {
            Some(Token::String(text)) => Some(text.unescape()),
            _ => None,
        }
    }

    pub(super) fn as_number(self) -> Option<f64> {
        match self.token() {
            Some(Token::Number(number)) => Some(number.to_f64()),
            _ => None,
        }
    }

    /// The members of an object.
    pub(super) fn members(self) -> Option<Vec<Member<'a>>> {
        let mut scanner = Scanner::of_text(self.text());
        let Ok(Some(Token::ObjectStart)) = scanner.next() else { return None };
        let mut members = Vec::new();
        while let Ok(Some(Token::Key(key))) = scanner.next() {
            let key_span = self.place(scanner.span());
            let value = scanner.skip().ok().map(|_| self.inner(scanner.span()))?;
            members.push(Member { key: key.unescape(), key_span, value });
        }
        Some(members)
    }

    /// The items of a list.
    pub(super) fn items(self) -> Option<Vec<Self>> {
        let mut scanner = Scanner::of_text(self.text());
        let Ok(Some(Token::ArrayStart)) = scanner.next() else { return None };
        let mut items = Vec::new();
        while let Ok(text) = scanner.skip()
            && !text.is_empty()
        {
            items.push(self.inner(scanner.span()));
        }
        Some(items)
    }

    fn token(self) -> Option<Token<'a>> {
        Scanner::of_text(self.text()).next().ok().flatten()
    }

    fn inner(self, span: Span) -> Self {
        Self { span: self.place(span), ..self }
    }

    const fn place(self, span: Span) -> Span {
        Span::new(self.span.start + span.start, self.span.start + span.end)
    }
}
