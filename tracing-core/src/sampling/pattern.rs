//! Patterns that are laid against very many texts.

use super::CaseRule;

/// A pattern whose shape is known, so that most texts are told by a few of their bytes.
/// [`CaseRule::matches`] says the same of the same texts, and says it where bytes do not tell.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: Box<str>,
    shape: Shape,
}

/// What there is beside ASCII characters that stand for themselves.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Nothing,
    /// One star at the end.
    StarBehind,
    /// One star at the beginning.
    StarBefore,
    Else,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.into(), shape: Shape::of(text) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The ASCII characters before the first that does not stand for itself.
    pub(super) fn plain_start(&self) -> &[u8] {
        let bytes = self.text.as_bytes();
        let end = bytes.iter().position(|byte| !byte.is_ascii() || matches!(byte, b'*' | b'?'));
        &bytes[..end.unwrap_or(bytes.len())]
    }

    /// Whether the whole text matches.
    #[inline]
    pub(super) fn matches(&self, case: CaseRule, text: &str) -> bool {
        self.told_by_bytes(case, text.as_bytes()).unwrap_or_else(|| case.matches(&self.text, text))
    }

    #[inline]
    fn told_by_bytes(&self, case: CaseRule, text: &[u8]) -> Option<bool> {
        let (pattern, with_case) = (self.text.as_bytes(), case == CaseRule::OtelCompat);
        match self.shape {
            Shape::Nothing => {
                let Some(head) = text.get(..pattern.len()) else { return Some(false) };
                Some(agree(pattern.iter().zip(head), false)? && text.len() == pattern.len())
            }
            Shape::StarBehind => {
                let literal = &pattern[..pattern.len() - 1];
                let Some(head) = text.get(..literal.len()) else { return Some(false) };
                agree(literal.iter().zip(head), with_case)
            }
            Shape::StarBefore => {
                let literal = &pattern[1..];
                let Some(from) = text.len().checked_sub(literal.len()) else { return Some(false) };
                agree(literal.iter().zip(&text[from..]).rev(), with_case)
            }
            Shape::Else => None,
        }
    }
}

impl Shape {
    fn of(pattern: &str) -> Self {
        let is_literal = |text: &str| text.is_ascii() && !text.contains(['*', '?']);
        match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
            _ if is_literal(pattern) => Self::Nothing,
            (Some(literal), _) if is_literal(literal) => Self::StarBehind,
            (_, Some(literal)) if is_literal(literal) => Self::StarBefore,
            _ => Self::Else,
        }
    }
}

/// Whether a literal's bytes and a text's are the same. `None` where they part at a character beyond ASCII, which may be
/// another case of an ASCII letter; up to there each byte is a character.
#[inline]
fn agree<'a>(mut pairs: impl Iterator<Item = (&'a u8, &'a u8)>, with_case: bool) -> Option<bool> {
    let same = |a: &u8, b: &u8| a == b || (!with_case && a.eq_ignore_ascii_case(b));
    match pairs.find(|(literal, text)| !same(literal, text)) {
        None => Some(true),
        Some((_, text)) => text.is_ascii().then_some(false),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// `\u{212a}` is a capital `k`, `İ` begins with an `i` when it is made small.
        #[test]
        fn it_says_what_the_case_rule_says(pattern in "\\*?[kKiI/é?*]{0,3}\\*?", text in "[kKiI/é\u{212a}İ]{0,4}") {
            for case in [CaseRule::Ignore, CaseRule::OtelCompat] {
                let fast = Pattern::new(&pattern).matches(case, &text);
                prop_assert_eq!(fast, case.matches(&pattern, &text), "{:?} {:?} {:?}", case, pattern, text);
            }
        }
    }

    #[test]
    fn usual_patterns_are_told_by_bytes() {
        let told = |pattern, text: &str| Pattern::new(pattern).told_by_bytes(CaseRule::Ignore, text.as_bytes());
        for (pattern, yes, no) in [("GET", "get", "gets"), ("/cart/*", "/CART/7", "/carts"), ("*.png", "a.PNG", "png")]
        {
            assert_eq!((told(pattern, yes), told(pattern, no)), (Some(true), Some(false)), "{pattern}");
        }
        assert_eq!((told("k", "\u{212a}"), told("a*c", "abc")), (None, None));
    }
}
