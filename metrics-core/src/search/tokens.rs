//! The tokens of a text.

use std::collections::BTreeSet;

use super::ast::Wanted;

/// The distinct tokens of a text as searches see them, in small letters, sorted.
///
/// A text is cut at everything that is neither letter nor digit, where a small letter is followed by a
/// capital, before the last of several capitals that a small letter follows, and between letters and
/// digits. The whole text without what is neither letter nor digit is a token besides.
///
/// ```
/// use cupola_metrics::search::tokens;
///
/// assert_eq!(tokens("HTTPHits-5min"), ["5", "hits", "http", "httphits5min", "min"]);
/// ```
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut all: BTreeSet<String> = split(text).map(str::to_lowercase).collect();
    let whole: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    all.extend(Some(whole).filter(|whole| !whole.is_empty()));
    all.into_iter().collect()
}

/// The tokens of a text, in their order and as they are spelled.
pub(super) const fn split(text: &str) -> Split<'_> {
    Split(text)
}

/// What a text without quotes looks for: a token that is all of a word may be spelled with any letter
/// case, those of a word of several are spelled as they are.
pub(super) fn wanted(text: &str) -> Vec<Wanted> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut all = Vec::new();
    for word in words {
        let is_cased = split(word).nth(1).is_some();
        all.extend(split(word).map(|token| Wanted { token: token.into(), is_cased }));
    }
    all
}

pub(super) struct Split<'a>(&'a str);

impl<'a> Split<'a> {
    /// What is not yet cut.
    pub(super) const fn rest(&self) -> &'a str {
        self.0
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = self.0.find(char::is_alphanumeric)?;
        let text = &self.0[start..];
        let end = end_of_token(text);
        let (token, rest) = text.split_at(end);
        self.0 = rest;
        Some(token)
    }
}

/// Where the token ends with which a text begins.
fn end_of_token(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, mut before)) = chars.next() else { return 0 };
    let mut before_that = None;
    for (at, c) in chars {
        if !c.is_alphanumeric() || is_border(before, c) {
            return at;
        }
        // Of `HTTPHits` the last capital belongs to what follows: the token ends one character back.
        if let Some(last) = before_that
            && is_capital(last)
            && is_capital(before)
            && is_small(c)
        {
            return at - before.len_utf8();
        }
        before_that = Some(before);
        before = c;
    }
    text.len()
}

fn is_border(a: char, b: char) -> bool {
    is_small(a) && is_capital(b) || a.is_alphabetic() != b.is_alphabetic()
}

fn is_small(c: char) -> bool {
    c.is_alphabetic() && !c.is_uppercase()
}

fn is_capital(c: char) -> bool {
    c.is_uppercase()
}
