//! The scalar values of a document: what differs between documents that are alike.

use super::{Scanner, Token};
use crate::text::Span;

/// Where the scalar values of a document stand, quotes included; none when it is no JSON, or there are more than `most`.
pub(super) fn scalars(document: &str, most: usize) -> Option<Vec<Span>> {
    let mut scanner = Scanner::of_text(document);
    let mut scalars = Vec::new();
    while let Some(token) = scanner.next().ok()? {
        if matches!(token, Token::String(_) | Token::Number(_) | Token::Bool(_) | Token::Null) {
            scalars.push(scanner.span());
        }
        if scalars.len() > most {
            return None;
        }
    }
    Some(scalars)
}
