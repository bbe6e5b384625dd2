//! The slow obvious twin of matching.

mod compare;
mod json;
pub(super) mod regex;
mod space;

use super::terms::{Mode, Needle, Term, Terms};
use super::{FilterPattern, Form};

/// Whether a message matches, by the words of the documentation, one character after the other.
#[must_use]
pub fn matches(pattern: &FilterPattern, message: &str) -> bool {
    match &pattern.0.form {
        Form::Terms(terms) => terms_match(terms, message),
        Form::Json(pattern) => json::matches(pattern, message),
        Form::Space(pattern) => space::matches(pattern, message),
    }
}

fn terms_match(terms: &Terms, message: &str) -> bool {
    let terms = terms.terms();
    let is_blank =
        |term: &Term| term.needle.text().is_some_and(|text| !text.is_empty() && text.chars().all(char::is_whitespace));
    if terms.is_empty() || terms.len() == 1 && terms[0].mode != Mode::Excluded && is_blank(&terms[0]) {
        return true;
    }
    let holds = |mode, wanted| move |term: &&Term| term.mode == mode && is_in(&term.needle, message) == wanted;
    match terms.iter().all(|term| term.mode == Mode::Optional) {
        true => terms.iter().any(|term| is_in(&term.needle, message)),
        false => !terms.iter().any(|term| holds(Mode::Required, false)(&term) || holds(Mode::Excluded, true)(&term)),
    }
}

fn is_in(needle: &Needle, message: &str) -> bool {
    match needle {
        Needle::Regex(regex) => regex::is_match(regex.branches(), message),
        Needle::Phrase(_) => {
            let phrase = needle.text().unwrap_or_default();
            (0..=message.len()).any(|at| message.as_bytes()[at..].starts_with(phrase.as_bytes()))
        }
    }
}
