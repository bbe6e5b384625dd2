//! Texts of a policy: wildcards and variables in them.

use super::error::PolicyErrorKind;
use super::glob::{self, Piece};
use super::request::Context;
use crate::text::wildcard;

/// A text as it is written, and its parts where it has variables.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextPattern {
    text: String,
    parts: Option<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Piece(Piece),
    Variable { key: String, default: Option<String> },
}

impl TextPattern {
    /// A text without variables, whatever it looks like.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), parts: None }
    }

    /// Reads a text that may have variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for
    /// those signs themselves.
    pub(super) fn parse(text: &str) -> Result<Self, PolicyErrorKind> {
        let parts = text.contains("${").then(|| parts(text)).transpose()?;
        Ok(Self { text: text.to_owned(), parts })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a text is this one; stars and question marks mean themselves.
    pub(super) fn is(&self, text: &str, context: &Context) -> bool {
        self.literal(context).is_some_and(|literal| *literal == *text)
    }

    pub(super) fn is_ignore_case(&self, text: &str, context: &Context) -> bool {
        self.literal(context).is_some_and(|literal| literal.to_lowercase() == text.to_lowercase())
    }

    /// Whether a text matches, with wildcards. A variable's value has none.
    pub(super) fn is_like(&self, text: &str, context: &Context) -> bool {
        match &self.parts {
            None => glob::is_match(&self.text, text),
            Some(parts) => fill(parts, context).is_some_and(|pieces| glob::pieces_match(&pieces, text)),
        }
    }

    /// As [`is_like`](Self::is_like), letter case aside; variables are not looked at.
    pub(super) fn is_like_ignore_case(&self, text: &str) -> bool {
        wildcard::is_match_ignore_case(&self.text, text)
    }

    /// Whether an ARN matches, each of its six parts by itself.
    pub(super) fn is_like_arn(&self, arn: &str, context: &Context) -> bool {
        let found: Vec<&str> = arn.splitn(6, ':').collect();
        let Some(pieces) = self.pieces(context).filter(|_| found.len() == 6) else { return false };
        if pieces == [Piece::Many] {
            return true;
        }
        let wanted: Vec<&[Piece]> = pieces.splitn(6, |piece| *piece == Piece::Only(':')).collect();
        wanted.len() == 6 && wanted.iter().zip(found).all(|(wanted, found)| glob::pieces_match(wanted, found))
    }

    /// None when a variable has no value.
    fn pieces(&self, context: &Context) -> Option<Vec<Piece>> {
        match &self.parts {
            None => Some(self.text.chars().map(Piece::of).collect()),
            Some(parts) => fill(parts, context),
        }
    }

    fn literal(&self, context: &Context) -> Option<std::borrow::Cow<'_, str>> {
        let sign = |piece: Piece| match piece {
            Piece::Many => '*',
            Piece::One => '?',
            Piece::Only(c) => c,
        };
        match &self.parts {
            None => Some(self.text.as_str().into()),
            Some(parts) => Some(fill(parts, context)?.into_iter().map(sign).collect::<String>().into()),
        }
    }
}

fn parts(text: &str) -> Result<Vec<Part>, PolicyErrorKind> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, variable)) = rest.split_once("${") {
        parts.extend(before.chars().map(|c| Part::Piece(Piece::of(c))));
        let malformed = || PolicyErrorKind::Variable(text.to_owned());
        let (inner, after) = variable.split_once('}').ok_or_else(malformed)?;
        parts.push(part(inner).ok_or_else(malformed)?);
        rest = after;
    }
    parts.extend(rest.chars().map(|c| Part::Piece(Piece::of(c))));
    Ok(parts)
}

/// What stands between the braces.
fn part(inner: &str) -> Option<Part> {
    if let "*" | "?" | "$" = inner {
        return inner.chars().next().map(|sign| Part::Piece(Piece::Only(sign)));
    }
    let (key, default) = match inner.split_once(',') {
        None => (inner, None),
        Some((key, quoted)) => (key, Some(quoted.trim().strip_prefix('\'')?.strip_suffix('\'')?.to_owned())),
    };
    let key = key.trim();
    let is_key = key.contains(':') && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/".contains(c));
    is_key.then(|| Part::Variable { key: key.to_owned(), default })
}

/// The pieces with the variables' values in them. Only a key with one value is one.
fn fill(parts: &[Part], context: &Context) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    for part in parts {
        match part {
            Part::Piece(piece) => pieces.push(*piece),
            Part::Variable { key, default } => {
                let value = match context.get(key) {
                    Some([value]) => value,
                    _ => default.as_ref()?,
                };
                pieces.extend(value.chars().map(Piece::Only));
            }
        }
    }
    Some(pieces)
}
