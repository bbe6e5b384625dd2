//! What is known of one edge.

use std::collections::BTreeSet;

use super::node::Span;
use super::statistics::micros;
use super::{Histogram, Tally};
use crate::trace::Part;

/// Calls from one node to another.
#[derive(Clone, Debug, Default)]
pub(super) struct EdgeAccount {
    pub(super) span: Span,
    pub(super) tally: Tally,
    pub(super) response_times: Histogram,
    /// Names under which the caller knows the target, that are not its own.
    pub(super) aliases: BTreeSet<String>,
}

impl EdgeAccount {
    /// Counts a call as this part saw it.
    pub(super) fn count(&mut self, part: &Part<'_>) {
        self.span.widen(part.start_time(), part.end_time());
        if let Some(seconds) = part.seconds() {
            let took = micros(seconds);
            self.tally.add(part.standing, took);
            self.response_times.add(took);
        }
    }

    /// Remembers a name by which a caller knows the target.
    pub(super) fn call_it(&mut self, name: &str) {
        if !self.aliases.contains(name) {
            self.aliases.insert(name.to_owned());
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.span.merge(other.span);
        self.tally.merge(&other.tally);
        self.response_times.merge(&other.response_times);
        self.aliases.extend(other.aliases.iter().cloned());
    }
}
