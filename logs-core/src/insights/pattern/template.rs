//! What the texts of a group have in common.

use super::kind::Kind;
use super::severity::Severity;

/// A group of texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template {
    /// What they have in common, and what stands for values; side by side.
    pub(crate) tokens: Vec<Token>,
    pub(crate) count: usize,
    pub(crate) severity: Severity,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Which value it is, counted from 1, and what it is taken for; `None` for what all texts have.
    pub(crate) value: Option<(usize, &'static str)>,
}

impl Template {
    /// What the texts have in common, with `<Name-N>` for what they do not.
    pub(crate) fn text(&self) -> String {
        self.tokens.iter().map(|token| token.text.as_str()).collect()
    }
}

/// Stands where the words of a group differ.
const DIFFERS: [u8; 1] = [Kind::Token.byte()];

/// The parts of a pattern with these words, with `<Name-N>` for values, counted from 1 from left to right.
pub(crate) fn tokens<'w>(words: impl Iterator<Item = Option<&'w [u8]>>) -> Vec<Token> {
    let (mut tokens, mut count) = (Vec::new(), 0);
    for (index, word) in words.enumerate() {
        if index > 0 {
            push_plain(&mut tokens, " ");
        }
        let word = word.unwrap_or(&DIFFERS);
        for part in word.chunk_by(|a, b| Kind::of(*a).is_none() && Kind::of(*b).is_none()) {
            match Kind::of(part[0]) {
                Some(kind) => {
                    count += 1;
                    let name = kind.name();
                    tokens.push(Token { text: format!("<{name}-{count}>"), value: Some((count, name)) });
                }
                None => push_plain(&mut tokens, &String::from_utf8_lossy(part)),
            }
        }
    }
    tokens
}

fn push_plain(tokens: &mut Vec<Token>, text: &str) {
    match tokens.last_mut() {
        Some(Token { text: last, value: None }) => last.push_str(text),
        _ => tokens.push(Token { text: text.to_owned(), value: None }),
    }
}
