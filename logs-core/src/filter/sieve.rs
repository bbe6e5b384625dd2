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

    /// Nothing known yet of where a text may match; none where it may match anywhere.
    pub(super) fn places(&self) -> Option<Places> {
        (!self.is_open()).then(|| Places { next: vec![Next::Unknown; self.finders().count()] })
    }
}

/// What is known of the places of one text, which is long against what is looked for, while one goes through it.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// What each of the finders finds next.
    next: Vec<Next>,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    Unknown,
    At(usize),
    Nowhere,
}

impl Places {
    /// Forgets all, for another text.
    pub(super) fn forget(&mut self) {
        self.next.fill(Next::Unknown);
    }

    /// The first place at or after `from` where something is found that the sieve lets pass. `from` never falls.
    pub(super) fn at_or_after(&mut self, sieve: &Sieve, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let place = |(finder, next): (&Finder<'_>, &mut Next)| {
            if matches!(next, Next::Unknown) || matches!(next, Next::At(at) if *at < from) {
                *next = finder.find(rest).map_or(Next::Nowhere, |at| Next::At(from + at));
            }
            if let Next::At(at) = next { Some(*at) } else { None }
        };
        sieve.finders().zip(&mut self.next).filter_map(place).min()
    }
}

/// More texts than this are not looked for one after the other.
const MOST: usize = 4;
