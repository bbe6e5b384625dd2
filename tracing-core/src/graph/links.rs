//! Links between traces.

use std::collections::{BTreeMap, BTreeSet};

use super::statistics::micros;
use crate::segment::{Link, LinkAttributes, ReferenceType};
use crate::trace::{Part, Trace};
use crate::{SegmentId, TraceId};

type Address = (TraceId, SegmentId);

/// Links that were seen, and where what they lead to stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    seen: BTreeMap<(Address, Address), Seen>,
    places: BTreeMap<Address, End>,
    asked: BTreeSet<TraceId>,
}

/// A link as one end tells it.
#[derive(Clone, Debug)]
struct Seen {
    here: End,
    attributes: Option<LinkAttributes>,
}

/// One end of a link.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) node: u32,
    pub(super) start: f64,
    pub(super) end: Option<f64>,
}

/// A link of which both ends are known, or one of them by name alone.
pub(super) struct Resolved<'a> {
    pub(super) upstream: Where<'a>,
    pub(super) downstream: Where<'a>,
    /// Microseconds that the event waited.
    pub(super) age: Option<i64>,
}

pub(super) enum Where<'a> {
    Place(End),
    Named(&'a LinkAttributes),
}

impl Links {
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    /// The links of the segments that have places.
    pub(super) fn add(&mut self, trace: &Trace<'_>, places: &[Option<u32>]) {
        for part in trace.parts().iter().filter(|part| part.has_links && !part.is_inferred()) {
            let Some(node) = part.segment.and_then(|segment| places[segment as usize]) else { continue };
            let here = End::of(node, part);
            for link in &part.body.links {
                self.see((trace.id(), part.body.id), here, link);
            }
        }
    }

    fn see(&mut self, from: Address, here: End, link: &Link) {
        let Some(to) = link.trace_id.zip(link.id) else { return };
        self.places.insert(from, here);
        self.seen.insert((from, to), Seen { here, attributes: link.attributes.clone() });
    }

    /// Traces that links lead to and that nobody has told of.
    pub(super) fn traces(&self) -> Vec<TraceId> {
        let targets: BTreeSet<TraceId> = self.seen.keys().map(|(_, (trace, _))| *trace).collect();
        targets.difference(&self.asked).copied().collect()
    }

    /// The parts of a trace that links lead to.
    pub(super) fn wanted(&self, trace: TraceId) -> BTreeSet<SegmentId> {
        self.seen.keys().filter(|(_, (target, _))| *target == trace).map(|(_, (_, id))| *id).collect()
    }

    pub(super) fn learn(&mut self, trace: TraceId, places: &[(SegmentId, u32, &Part<'_>)]) {
        self.asked.insert(trace);
        for (id, node, part) in places {
            self.places.insert((trace, *id), End::of(*node, part));
        }
    }

    pub(super) fn merge(&mut self, other: &Self, places: &[Option<u32>]) {
        let moved = |end: End| Some(End { node: places[end.node as usize]?, ..end });
        for (key, seen) in &other.seen {
            if let Some(here) = moved(seen.here) {
                self.seen.insert(*key, Seen { here, ..seen.clone() });
            }
        }
        for (address, end) in &other.places {
            self.places.extend(moved(*end).map(|end| (*address, end)));
        }
        self.asked.extend(&other.asked);
    }

    /// Each pair once, whoever told of it.
    pub(super) fn resolved(&self) -> Vec<Resolved<'_>> {
        let mut pairs = BTreeSet::new();
        let mut resolved = Vec::new();
        for ((from, to), seen) in &self.seen {
            if pairs.insert((*from.min(to), *from.max(to))) {
                resolved.extend(self.resolve(*to, seen));
            }
        }
        resolved
    }

    fn resolve<'a>(&'a self, to: Address, seen: &'a Seen) -> Option<Resolved<'a>> {
        let attributes = seen.attributes.as_ref();
        let is_child = attributes.and_then(|told| told.reference_type) == Some(ReferenceType::Child);
        let Some(there) = self.places.get(&to) else {
            let named = attributes.filter(|told| !told.names.is_empty() && told.r#type.is_some())?;
            let (here, there) = (Where::Place(seen.here), Where::Named(named));
            let (upstream, downstream) = if is_child { (here, there) } else { (there, here) };
            return Some(Resolved { upstream, downstream, age: None });
        };
        let (up, down) = if is_child { (seen.here, *there) } else { (*there, seen.here) };
        let received = attributes.and_then(|told| told.received_event_end_time).map(crate::SegmentTime::secs);
        let age = up.end.map(|end| micros((received.unwrap_or(down.start) - end).max(0.0)));
        Some(Resolved { upstream: Where::Place(up), downstream: Where::Place(down), age })
    }
}

impl End {
    fn of(node: u32, part: &Part<'_>) -> Self {
        Self { node, start: part.start_time(), end: part.end_time() }
    }
}
