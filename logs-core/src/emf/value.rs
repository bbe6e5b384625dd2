//! Values of a document that is known to be JSON.

use std::borrow::Cow;

use cupola_base::json::{Kind, ScanError, Scanner, Token};

/// One value: what it is, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

impl<'a> Value<'a> {
    /// The value whose first token was just read.
    pub(super) fn after(kind: Kind, scanner: &mut Scanner<'a>) -> Result<Self, ScanError> {
        let start = scanner.span().start;
        if matches!(kind, Kind::Object | Kind::Array) {
            scanner.leave()?;
        }
        Ok(Self { kind, text: scanner.source().get(start..scanner.offset()).unwrap_or_default() })
    }

    /// The members of these names; the last of each counts. None of them when this is no object.
    pub(super) fn members<const N: usize>(self, names: [&str; N]) -> [Option<Self>; N] {
        let mut found = [None; N];
        if self.kind != Kind::Object {
            return found;
        }
        let mut scanner = Scanner::of_text(self.text);
        let _object = scanner.next();
        while let Ok(Some(kind)) = scanner.next_member() {
            let key = scanner.key();
            let Ok(value) = Self::after(kind, &mut scanner) else { break };
            if let Some(place) = names.iter().position(|name| key == *name) {
                found[place] = Some(value);
            }
        }
        found
    }

    /// The items, when this is an array.
    pub(super) fn items(self) -> Option<impl Iterator<Item = Self>> {
        let mut scanner = Scanner::of_text(self.text);
        let _array = scanner.next();
        let next = move || {
            let kind = scanner.next_item().ok()??;
            Self::after(kind, &mut scanner).ok()
        };
        (self.kind == Kind::Array).then(|| std::iter::from_fn(next))
    }

    /// The text that it stands for, when it is one of at most so many characters.
    pub(super) fn as_text(self, most: usize) -> Option<Cow<'a, str>> {
        // The longest escape of one character has twelve letters: do not unescape what is too long anyway.
        if self.text.len() > most.saturating_mul(12).saturating_add(2) {
            return None;
        }
        match Scanner::of_text(self.text).next() {
            Ok(Some(Token::String(text))) => Some(text.unescape()).filter(|text| text.chars().count() <= most),
            _ => None,
        }
    }

    /// The number.
    pub(super) fn as_f64(self) -> Option<f64> {
        (self.kind == Kind::Number).then(|| self.text.parse().ok())?
    }

    /// The whole number that is spelt as one.
    pub(super) fn as_i64(self) -> Option<i64> {
        (self.kind == Kind::Number).then(|| self.text.parse().ok())?
    }

    /// What it is, for messages.
    pub(super) const fn what(self) -> &'static str {
        match self.kind {
            Kind::Object => "an object",
            Kind::Array => "an array",
            Kind::String { .. } => "a text",
            Kind::Number => "a number",
            Kind::Bool(_) => "a boolean",
            Kind::Null => "null",
        }
    }
}
