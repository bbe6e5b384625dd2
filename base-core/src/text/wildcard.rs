//! Patterns of `*` and `?`.
//!
//! `*` stands for any run of characters, also none; `?` for exactly one. Nothing escapes them.
//! The whole text must match. A character is a Unicode scalar value.
//!
//! ```
//! use cupola_base::text::wildcard::{is_match, is_match_ignore_case};
//!
//! assert!(is_match("/api/*/orders?", "/api/v2/orders/"));
//! assert!(!is_match("/API/*", "/api/v2"));
//! assert!(is_match_ignore_case("/API/*", "/api/v2"));
//! assert!(is_match("**", "") && !is_match("", "x"));
//! ```
//!
//! # Source
//! X-Ray Developer Guide, "Configuring sampling rules"; IAM User Guide, "IAM JSON policy elements:
//! Condition operators".

use std::str::Chars;

/// Whether the whole text matches the pattern, letter case included.
///
/// Takes no more steps than the two lengths multiplied, whatever the pattern.
#[must_use]
pub fn is_match(pattern: &str, text: &str) -> bool {
    matches(pattern, text, |a, b| a == b)
}

/// Whether the whole text matches the pattern, letter case left out: both sides are compared in
/// Unicode's simple lower case.
#[must_use]
pub fn is_match_ignore_case(pattern: &str, text: &str) -> bool {
    matches(pattern, text, |a, b| a == b || lower(a) == lower(b))
}

/// Unicode's simple lower case: one character for one. (The full mapping differs for `İ` alone,
/// of whose two characters the first is the simple one.)
fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Only the last star is ever reconsidered: what an earlier one could give, it can as well.
fn matches(pattern: &str, text: &str, same: impl Fn(char, char) -> bool) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    let mut last_star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let rest = text.clone();
        match (pattern.next(), text.next()) {
            (Some('*'), _) if pattern.as_str().is_empty() => return true,
            (Some('*'), _) => {
                text = rest;
                last_star = Some((pattern.clone(), text.clone()));
            }
            (None, None) => return true,
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(found)) if same(wanted, found) => {}
            _ => {
                let Some((after_star, begin)) = &mut last_star else { return false };
                if begin.next().is_none() {
                    return false;
                }
                (pattern, text) = (after_star.clone(), begin.clone());
            }
        }
    }
}
