//! Unstructured patterns: terms that a message must hold, may hold or must not hold.

mod explain;
mod parse;

use std::fmt;

use cupola_base::text::Span;
use memchr::memmem::Finder;

use super::lex::write_quoted;
use super::needs::Needs;
use super::regex::Regex;

pub(super) use parse::parse;

/// The terms of an unstructured pattern. Without any, it matches every message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    terms: Vec<Term>,
    rule: Rule,
    /// In which order they are asked: what is found faster first, and what is needed before what is excluded.
    order: Vec<usize>,
    /// Those that are left, in that order, where it is known that a message holds what all must hold.
    rest: Vec<Term>,
}

/// One term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) mode: Mode,
    pub(super) needle: Needle,
}

/// What a term asks of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// `x`: to hold it.
    Required,
    /// `?x`: to hold one of those; nothing at all beside terms of another mode.
    Optional,
    /// `-x`: not to hold it.
    Excluded,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    Phrase(Box<Finder<'static>>),
    Regex(Regex),
}

/// How the terms of a pattern decide together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nothing is asked.
    All,
    /// One of the optional terms must be found.
    Any,
    /// The required terms must be found, the excluded not.
    Each,
}

impl Terms {
    fn new(terms: Vec<Term>) -> Self {
        let rule = match &*terms {
            [] => Rule::All,
            [only] if only.mode != Mode::Excluded && only.needle.is_blank() => Rule::All,
            terms if terms.iter().all(|term| term.mode == Mode::Optional) => Rule::Any,
            _ => Rule::Each,
        };
        let mut order: Vec<usize> = (0..terms.len()).collect();
        order.sort_by_key(|term| (terms[*term].needle.is_regex(), terms[*term].mode != Mode::Required));
        let rest = order.iter().map(|term| terms[*term].clone()).collect();
        Self { terms, rule, rest, order }
    }

    /// Lets nobody ask again for a phrase that was found when a message passed the sieve.
    pub(super) fn spare(&mut self, phrase: &str) {
        let is_found =
            |term: &Term| term.mode == Mode::Required && !term.needle.is_regex() && term.needle.text() == Some(phrase);
        self.rest.retain(|term| self.rule != Rule::Each || !is_found(term));
    }

    /// Whether a message matches that holds what every message must hold that does.
    #[inline]
    pub(super) fn match_what_passed(&self, message: &str) -> bool {
        match self.rule {
            Rule::Each => self.rest.iter().all(|term| term.holds(message)),
            Rule::All | Rule::Any => self.matches(message),
        }
    }

    #[inline]
    pub(super) fn matches(&self, message: &str) -> bool {
        let mut terms = self.order.iter().map(|term| &self.terms[*term]);
        match (self.rule, &*self.terms) {
            (Rule::All, _) => true,
            (Rule::Each, [Term { mode: Mode::Required, needle }]) => needle.is_in(message),
            (Rule::Any, _) => terms.any(|term| term.needle.is_in(message)),
            (Rule::Each, _) => terms.all(|term| term.holds(message)),
        }
    }

    /// Texts of which every message that matches holds one.
    pub(super) fn needs(&self) -> Option<Needs> {
        match self.rule {
            Rule::All => None,
            Rule::Any => Needs::any(self.terms.iter().map(|term| term.needle.needs())),
            Rule::Each => {
                let required = self.terms.iter().filter(|term| term.mode == Mode::Required);
                Needs::all(required.map(|term| term.needle.needs()))
            }
        }
    }

    /// Whether to hold one of some phrases is all that is asked.
    pub(super) fn ask_one_phrase(&self) -> bool {
        match (self.rule, &*self.terms) {
            (Rule::Each, [only]) => only.mode == Mode::Required && !only.needle.is_regex(),
            (Rule::Any, terms) => !terms.iter().any(|term| term.needle.is_regex()),
            _ => false,
        }
    }

    pub(super) fn regexes(&self) -> usize {
        self.terms.iter().filter(|term| term.needle.is_regex()).count()
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl Term {
    /// Whether a message is as the term asks; optional terms ask nothing here.
    fn holds(&self, message: &str) -> bool {
        match self.mode {
            Mode::Required => self.needle.is_in(message),
            Mode::Optional => true,
            Mode::Excluded => !self.needle.is_in(message),
        }
    }
}

impl Needle {
    fn phrase(text: &str) -> Self {
        Self::Phrase(Box::new(Finder::new(text).into_owned()))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Phrase(finder) => std::str::from_utf8(finder.needle()).ok(),
            Self::Regex(_) => None,
        }
    }

    fn needs(&self) -> Option<Needs> {
        match self {
            Self::Phrase(_) => Needs::text(self.text()?),
            Self::Regex(regex) => Needs::regex(regex.branches(), Needs::text),
        }
    }

    fn is_blank(&self) -> bool {
        self.text().is_some_and(|text| !text.is_empty() && text.trim().is_empty())
    }

    const fn is_regex(&self) -> bool {
        matches!(self, Self::Regex(_))
    }

    /// Its part of what regular expressions may weigh.
    fn weight(&self) -> u32 {
        match self {
            Self::Phrase(_) => 0,
            Self::Regex(regex) => regex.weight(),
        }
    }

    #[inline]
    fn is_in(&self, message: &str) -> bool {
        match self {
            Self::Phrase(finder) => finder.find(message.as_bytes()).is_some(),
            Self::Regex(regex) => regex.is_match(message.as_bytes()),
        }
    }

    /// Where it is found first.
    fn find(&self, message: &str) -> Option<Span> {
        match self {
            Self::Phrase(finder) => {
                finder.find(message.as_bytes()).map(|start| Span::new(start, start + finder.needle().len()))
            }
            Self::Regex(regex) => regex.find(message),
        }
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Phrase(a), Self::Phrase(b)) => a.needle() == b.needle(),
            (Self::Regex(a), Self::Regex(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, term) in self.terms.iter().enumerate() {
            write!(f, "{}{term}", if n == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode {
            Mode::Required => "",
            Mode::Optional => "?",
            Mode::Excluded => "-",
        })?;
        self.needle.fmt(f)
    }
}

impl fmt::Display for Needle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.text().unwrap_or_default()) {
            (Self::Regex(regex), _) => regex.fmt(f),
            (_, word) if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                f.write_str(word)
            }
            (_, text) => write_quoted(f, text),
        }
    }
}
