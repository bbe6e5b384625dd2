//! Looking for what a message must hold, before it is read.

use memchr::memmem::Finder;

use super::needs::Needs;

/// Lets everything pass that may match.
#[derive(Clone, Debug, Default)]
pub(super) struct Sieve {
    /// One of these must be found; none: all passes. The first stands close at hand.
    first: Option<Finder<'static>>,
    others: Box<[Finder<'static>]>,
}

impl Sieve {
    /// A sieve of what is needed; of nothing, or of too much to be faster than reading, it lets all pass.
    pub(super) fn new(needs: Option<&Needs>) -> Self {
        let texts = needs.map(Needs::texts).filter(|texts| texts.len() <= MOST).unwrap_or_default();
        let mut finders = texts.iter().map(|text| Finder::new(text.as_bytes()).into_owned());
        Self { first: finders.next(), others: finders.collect() }
    }

    /// Whether it holds nothing back.
    pub(super) const fn is_open(&self) -> bool {
        self.first.is_none()
    }

    /// Whether a message may match.
    #[inline]
    pub(super) fn passes(&self, message: &str) -> bool {
        let is_in = |finder: &Finder<'_>| finder.find(message.as_bytes()).is_some();
        self.first.as_ref().is_none_or(is_in) || self.others.iter().any(is_in)
    }

    fn finders(&self) -> impl Iterator<Item = &Finder<'static>> {
        self.first.iter().chain(&self.others)
    }

    /// All the places of a text at which something may match, from the first on.
    pub(super) fn places<'a>(&'a self, text: &'a [u8]) -> Places<'a> {
        Places { sieve: self, text, next: self.finders().map(|finder| finder.find(text)).collect() }
    }
}

/// Goes through a text that is long against what is looked for.
#[derive(Debug)]
pub(super) struct Places<'a> {
    sieve: &'a Sieve,
    text: &'a [u8],
    /// What each of the finders finds next; none when it finds no more.
    next: Vec<Option<usize>>,
}

impl Places<'_> {
    /// The first place at or after `from` where something is found. `from` never falls.
    pub(super) fn at_or_after(&mut self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let finders = self.sieve.finders().zip(&mut self.next);
        finders
            .filter_map(|(finder, next)| {
                if next.is_some_and(|next| next < from) {
                    *next = finder.find(rest).map(|at| from + at);
                }
                *next
            })
            .min()
    }
}

/// More texts than this are not looked for one after the other.
const MOST: usize = 4;
