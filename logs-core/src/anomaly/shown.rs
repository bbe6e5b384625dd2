//! A pattern as it is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pattern::{Pattern, Window};
use super::values::Place;
use crate::insights::pattern::{Parts, tokens};

/// A part of the pattern of an anomaly.
///
/// # Source
/// CloudWatch Logs API Reference, PatternToken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogPatternToken {
    /// The text; `<*>` for a dynamic token.
    pub text: String,
    /// Which of the dynamic tokens it is, counted from 1; `None` for what is the same in all texts.
    pub position: Option<usize>,
    /// What a dynamic token looks like, and its position: `IP-3`. `ErrorCode` where all values are status codes of HTTP.
    pub name: Option<String>,
    /// The values of a dynamic token in the anomaly, the first 20 of them, and how often each came.
    pub values: BTreeMap<String, u64>,
}

/// What stands for a dynamic token.
const DYNAMIC: &str = "<*>";

impl LogPatternToken {
    const fn plain(text: String) -> Self {
        Self { text, position: None, name: None, values: BTreeMap::new() }
    }
}

impl Pattern {
    /// The parts of the pattern, side by side, with the values of a window.
    pub(super) fn tokens(&self, window: &Window) -> Vec<LogPatternToken> {
        let mut parts = Parts::default();
        parts.read(&self.example);
        let mut writer = Writer { text: &self.example, at: 0, tokens: Vec::new() };
        let names = self.names();
        for (index, values) in self.values.iter().enumerate() {
            let Place { word, value } = values.place;
            let range =
                value.and_then(|value| parts.values(word).get(value).cloned()).unwrap_or_else(|| parts.word(word));
            writer.plain_until(range.start);
            writer.tokens.push(LogPatternToken {
                text: DYNAMIC.to_owned(),
                position: Some(index + 1),
                name: Some(self.name(index, names.get(index).copied().unwrap_or("Token"))),
                values: window.counted(values.place).cloned().unwrap_or_default(),
            });
            writer.at = range.end;
        }
        writer.plain_until(self.example.len());
        writer.tokens
    }

    fn name(&self, index: usize, looks_like: &str) -> String {
        let name = if self.values[index].are_status_codes() { "ErrorCode" } else { looks_like };
        format!("{name}-{}", index + 1)
    }

    /// What the dynamic tokens look like.
    fn names(&self) -> Vec<&'static str> {
        tokens(self.words()).iter().filter_map(|token| token.value).map(|(_, name)| name).collect()
    }
}

/// Writes the parts of a text one after the other.
struct Writer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<LogPatternToken>,
}

impl Writer<'_> {
    /// What is the same in all texts, up to a place: words and the blanks between them are parts of their own.
    fn plain_until(&mut self, end: usize) {
        let mut rest = self.text.get(self.at..end).unwrap_or_default();
        while let Some(first) = rest.chars().next() {
            let is_same = |letter: char| letter.is_whitespace() == first.is_whitespace();
            let length = rest.find(|letter| !is_same(letter)).unwrap_or(rest.len());
            let (part, others) = rest.split_at(length);
            self.tokens.push(LogPatternToken::plain(part.to_owned()));
            rest = others;
        }
        self.at = end;
    }
}

/// The pattern as text.
pub(super) fn pattern_text(tokens: &[LogPatternToken]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect()
}

/// The pattern as a regular expression in the service's form: `\Q` and `\E` around what is the same in all texts, `.*` for
/// what is not. Blanks between words may be others than those of the first text: `\s+`, which is ours.
pub(super) fn pattern_regex(tokens: &[LogPatternToken]) -> String {
    let mut regex = String::new();
    for token in tokens {
        if token.position.is_some() {
            regex.push_str(".*");
        } else if token.text.trim().is_empty() {
            regex.push_str(r"\s+");
        } else {
            // What would end the quotation stands outside of one.
            regex.push_str(&format!(r"\Q{}\E", token.text.replace(r"\E", r"\E\\E\Q")));
        }
    }
    regex
}
