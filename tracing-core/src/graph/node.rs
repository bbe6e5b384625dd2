//! What is known of one node.

use super::edge::EdgeAccount;
use super::statistics::micros;
use super::{Histogram, Tally};
use crate::trace::{Node, Part, Trace};

/// One node and what was counted at it.
#[derive(Clone, Debug)]
pub(super) struct NodeAccount {
    pub(super) name: Box<str>,
    pub(super) kind: Option<Box<str>>,
    pub(super) account: Option<Box<str>>,
    /// Whether a segment of it was sent, and not inferred.
    pub(super) is_active: bool,
    /// Calls of clients, where it holds a root segment.
    pub(super) client: Option<EdgeAccount>,
    pub(super) span: Span,
    pub(super) tally: Tally,
    pub(super) durations: Histogram,
    pub(super) response_times: Histogram,
}

/// From the first start to the last end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// Infinite while there is none.
    start: f64,
    end: f64,
}

impl Span {
    const NEVER: Self = Self { start: f64::INFINITY, end: f64::NEG_INFINITY };

    pub(super) const fn widen(&mut self, start: f64, end: Option<f64>) {
        self.start = self.start.min(start);
        if let Some(end) = end {
            self.end = self.end.max(end);
        }
    }

    pub(super) const fn merge(&mut self, other: Self) {
        self.widen(other.start, Some(other.end));
    }

    pub(super) fn start(self) -> Option<f64> {
        Some(self.start).filter(|start| start.is_finite())
    }

    pub(super) fn end(self) -> Option<f64> {
        Some(self.end).filter(|end| end.is_finite())
    }
}

impl Default for Span {
    fn default() -> Self {
        Self::NEVER
    }
}

impl NodeAccount {
    pub(super) fn new(node: &Node<'_>) -> Self {
        Self {
            name: node.name.into(),
            kind: node.kind.text().map(Into::into),
            account: node.account.map(Into::into),
            is_active: false,
            client: None,
            span: Span::default(),
            tally: Tally::default(),
            durations: Histogram::default(),
            response_times: Histogram::default(),
        }
    }

    pub(super) fn is(&self, node: &Node<'_>) -> bool {
        &*self.name == node.name
            && self.account.as_deref() == node.account
            && self.kind.as_deref().map_or_else(|| node.kind.text().is_none(), |kind| node.kind.is(kind))
    }

    /// Counts a segment.
    pub(super) fn count(&mut self, trace: &Trace<'_>, at: u32, part: &Part<'_>) {
        self.is_active |= !part.is_inferred();
        self.span.widen(part.start_time(), part.end_time());
        let Some(seconds) = part.seconds() else { return };
        let took = micros(seconds);
        self.tally.add(part.standing, took);
        self.response_times.add(took);
        self.durations.add(micros(last_end(trace, at, part) - part.start_time()));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.is_active |= other.is_active;
        self.span.merge(other.span);
        self.tally.merge(&other.tally);
        self.durations.merge(&other.durations);
        self.response_times.merge(&other.response_times);
        if let Some(client) = &other.client {
            self.client.get_or_insert_default().merge(client);
        }
    }
}

/// The last end of a segment and its pieces.
fn last_end(trace: &Trace<'_>, at: u32, part: &Part<'_>) -> f64 {
    let pieces = &trace.parts()[at as usize..part.subtree_end as usize];
    pieces.iter().filter_map(Part::end_time).fold(f64::NEG_INFINITY, f64::max)
}
