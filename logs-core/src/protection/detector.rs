//! Finding one kind of sensitive data in a message.

use std::sync::Arc;

use cupola_base::text::Span;
use regex::{Regex, bytes};

use super::error::DataProtectionError;
use super::managed::{How, Managed};
use crate::filter::{self, Semantics};

/// Finds one kind of sensitive data, in time linear in the message.
#[derive(Clone, Debug)]
pub(super) struct Detector {
    name: Arc<str>,
    search: Search,
}

#[derive(Clone, Debug)]
enum Search {
    Managed(&'static Managed, Option<Regex>),
    Custom {
        regex: bytes::Regex,
        /// Whether the end of the message counts.
        sees_end: bool,
    },
}

/// A custom identifier finds at most so many bytes at once.
const LONGEST: usize = 256;
/// A custom identifier whose expression asks for the end of the message finds at most so many.
const MOST_WITH_END: usize = 1000;
/// A word that must be near stands within so many characters.
const NEAR: usize = 30;

impl Detector {
    pub(super) fn managed(managed: &'static Managed) -> Self {
        let regex = match managed.how {
            How::Pattern(pattern) => Regex::new(pattern).ok(),
            How::Scan(_) => None,
        };
        Self { name: managed.name.into(), search: Search::Managed(managed, regex) }
    }

    pub(super) fn custom(name: &str, body: &str) -> Result<Self, DataProtectionError> {
        let refused = |error| DataProtectionError::CustomRegex { name: name.into(), error };
        let regex = filter::automaton(body, &Semantics::default()).map_err(refused)?;
        let sees_end = regex.as_str().contains(r"\z");
        Ok(Self { name: name.into(), search: Search::Custom { regex, sees_end } })
    }

    pub(super) const fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Where it is found, in order and apart.
    pub(super) fn find(&self, text: &str) -> Vec<Span> {
        match &self.search {
            Search::Managed(managed, regex) => {
                let mut found = candidates(managed, regex.as_ref(), text);
                found.retain(|span| {
                    (managed.check)(&text[span.start..span.end]) && has_near(managed.keywords, text, *span)
                });
                found
            }
            Search::Custom { regex, .. } if !regex.is_match(text.as_bytes()) => Vec::new(),
            Search::Custom { regex, sees_end: true } => {
                let found = regex.find_iter(text.as_bytes()).filter(|found| !found.is_empty());
                found.take(MOST_WITH_END).map(|found| whole(text, found.start(), found.end())).collect()
            }
            Search::Custom { regex, sees_end: false } => windows(regex, text),
        }
    }
}

fn candidates(managed: &Managed, regex: Option<&Regex>, text: &str) -> Vec<Span> {
    match (&managed.how, regex) {
        (How::Scan(scan), _) => scan(text),
        (_, Some(regex)) => regex.find_iter(text).map(|found| Span::new(found.start(), found.end())).collect(),
        _ => Vec::new(),
    }
}

/// All matches of at most [`LONGEST`] bytes. A search sees two of them at most, so that no expression
/// needs more than a constant for each byte.
fn windows(regex: &bytes::Regex, text: &str) -> Vec<Span> {
    let (bytes, mut spans, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        let end = bytes.len().min(at + 2 * LONGEST);
        match regex.find_at(&bytes[..end], at) {
            Some(found) if found.start() < at + LONGEST || end == bytes.len() => {
                spans.extend((!found.is_empty()).then(|| whole(text, found.start(), found.end())));
                at = found.end().max(found.start() + 1);
            }
            _ => at += LONGEST,
        }
    }
    spans
}

/// The span, widened to whole characters.
fn whole(text: &str, mut start: usize, mut end: usize) -> Span {
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// Whether one of the words stands within [`NEAR`] characters; whether any is asked for.
fn has_near(keywords: &[&str], text: &str, span: Span) -> bool {
    if keywords.is_empty() {
        return true;
    }
    let before = text[..span.start].char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at);
    let after = text[span.end..].char_indices().nth(NEAR).map_or(text.len(), |(at, _)| span.end + at);
    let windows = [&text[before..span.start], &text[span.end..after]].map(str::to_lowercase);
    keywords.iter().any(|keyword| windows.iter().any(|window| holds(window, keyword)))
}

/// Whether a word stands in a text, not inside another.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::super::managed;
    use super::*;

    fn found<'t>(name: &str, text: &'t str) -> Vec<&'t str> {
        let detector = Detector::managed(managed::find(name).unwrap());
        detector.find(text).iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn a_word_must_be_near_where_the_service_asks_for_one() {
        for (name, text, expected) in [
            ("Ssn-US", "ssn: 123-45-6789", &["123-45-6789"][..]),
            ("Ssn-US", "lessn 123-45-6789", &[]),
            ("Ssn-US", "ssn: 666-45-6789", &[]),
            ("Ssn-US", "ssn and then thirty more characters 123-45-6789", &[]),
            ("CreditCardSecurityCode", "cvv=123, port=8080 cvv", &["123", "8080"]),
            ("CreditCardNumber", "paid with 4111 1111 1111 1111.", &["4111 1111 1111 1111"]),
            ("PhoneNumber-US", "phone (206) 555-0100 or 206.555.0101", &["(206) 555-0100", "206.555.0101"]),
            ("DriversLicense-US", "Driver's license D1234567", &["D1234567"]),
            ("LatLong", "position 48.8583, 2.2945", &["48.8583, 2.2945"]),
            (
                "AwsSecretKey",
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                &["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
            ),
            (
                "AwsSecretKey",
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCY3XAMPLEKEY",
                &["wJalrXUtnFEMI/K7MDENG+bPxRfiCY3XAMPLEKEY"],
            ),
            ("Address", "ship to 123 Main Street, Springfield", &["123 Main Street"]),
            ("Name", "customer name: Ana Maria Silva", &["Ana Maria Silva"]),
        ] {
            assert_eq!(found(name, text), expected, "{name}: {text}");
        }
    }

    #[test]
    fn custom_expressions_find_all_that_they_match() {
        for (body, text, expected) in [
            (r"EmployeeId-\d{9}", "EmployeeId-123456789 EmployeeId-12", &["EmployeeId-123456789"][..]),
            ("^ab|b$", "ab ab b", &["ab", "b"]),
            ("x*", "axxa", &["xx"]),
            ("é", "", &[]),
        ] {
            let Ok(detector) = Detector::custom("c", body) else { continue };
            let spans = detector.find(text);
            assert_eq!(spans.iter().map(|span| &text[span.start..span.end]).collect::<Vec<_>>(), expected, "{body}");
        }
        assert!(Detector::custom("c", "é").is_err());
    }

    #[test]
    fn no_expression_looks_far_ahead() {
        let text = "a".repeat(1 << 16);
        assert_eq!(Detector::custom("c", "a+b|aa").unwrap().find(&text).len(), 1 << 15);
    }
}
