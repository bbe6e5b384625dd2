//! What is known of JSON patterns before a message is read.

use memchr::memmem::Finder;

use super::bits::Bits;
use super::candidates::Candidates;
use crate::filter::FilterPattern;
use crate::filter::json::may_be_object;

/// JSON patterns that are chosen before a message is read: for a text that it holds, or for nothing.
#[derive(Clone, Debug)]
pub(super) struct Unread {
    /// Those that wait for a text, and whether one of them may match a message that is no object.
    waiting: Vec<usize>,
    is_any_loose: bool,
    /// Those that want an object and nothing before it.
    objects: Bits,
    /// Whether any pattern does, also one that is chosen by what is read.
    wants_objects: bool,
    /// How JSON begins to write a character by its number.
    escape: Finder<'static>,
}

impl Unread {
    /// Of these, given which wait for a text and which for a value.
    pub(super) fn new(
        patterns: &[FilterPattern],
        waits: impl Fn(usize) -> bool,
        by_value: impl Fn(usize) -> bool,
    ) -> Self {
        let objects = Bits::of(patterns.len(), |at| patterns[at].wants_object() && !by_value(at));
        let waiting = (0..patterns.len()).filter(|at| waits(*at) && patterns[*at].json().is_some());
        let waiting: Vec<usize> = waiting.collect();
        Self {
            is_any_loose: waiting.iter().any(|at| !objects.has(*at)),
            waiting,
            objects,
            wants_objects: patterns.iter().any(FilterPattern::wants_object),
            escape: Finder::new(r"\u"),
        }
    }

    /// Whether a message may be an object, as far as anybody asks.
    #[inline]
    pub(super) fn may_be_object(&self, message: &str) -> bool {
        !self.wants_objects || may_be_object(message)
    }

    /// Adds those whose text may be written with escapes, and removes those that want another message.
    #[inline]
    pub(super) fn mind(&self, message: &str, is_object: bool, candidates: &mut Candidates) {
        let waits = if is_object { !self.waiting.is_empty() } else { self.is_any_loose };
        if waits && self.escape.find(message.as_bytes()).is_some() {
            candidates.add(&self.waiting);
        }
        if !is_object && !self.objects.is_empty() {
            candidates.remove_all(&self.objects);
        }
    }
}
