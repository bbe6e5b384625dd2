//! Counting traces.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::edge::EdgeAccount;
use super::links::Links;
use super::node::NodeAccount;
use super::{ServiceGraph, Within};
use crate::TraceId;
use crate::trace::{Node, Part, Trace};

/// Makes a service graph of traces, one after the other.
///
/// Builders of different traces can be merged: the graph of all traces is the merged graph, to the last bit, in any order.
/// So a graph can be made in parallel, or kept up to date minute by minute with what is old left out.
///
/// ```
/// use cupola_traces::{GraphBuilder, SegmentDocument, Trace, Within};
///
/// let document = SegmentDocument::parse(
///     r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay", "start_time": 1777875360,
///         "end_time": 1777875362.5, "subsegments": [{"id": "00112233445566ac", "name": "rates.example.org",
///         "namespace": "remote", "start_time": 1777875360.5, "end_time": 1777875361, "error": true}]}"#,
/// )?;
/// let mut builder = GraphBuilder::default();
/// builder.add(&Trace::assemble(document.trace_id(), [&document]), Within::ALWAYS);
/// let graph = builder.finish();
/// let names: Vec<_> = graph.services.iter().map(|service| (&*service.name, service.kind.as_deref())).collect();
/// assert_eq!(names, [("quay", Some("client")), ("quay", None), ("rates.example.org", Some("remote"))]);
/// assert_eq!(graph.services[1].edges[0].summary_statistics.unwrap().total_response_time, 0.5);
/// # Ok::<(), cupola_traces::SegmentRefusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct GraphBuilder {
    pub(super) nodes: Vec<NodeAccount>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    pub(super) edges: HashMap<(u32, u32), EdgeAccount>,
    pub(super) links: Links,
    most_nodes: usize,
    dropped: u64,
    /// The node of each part that is a segment, of the trace at hand.
    scratch: Vec<Option<u32>>,
}

impl Default for GraphBuilder {
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

impl GraphBuilder {
    /// A builder of at most so many nodes: segments of further ones are not counted. (With a bound, what is left out
    /// depends on the order.)
    #[must_use]
    pub fn new(most_nodes: usize) -> Self {
        Self {
            nodes: Vec::new(),
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            edges: HashMap::new(),
            links: Links::default(),
            most_nodes,
            dropped: 0,
            scratch: Vec::new(),
        }
    }

    /// Segments that were not counted because there are as many nodes as there may be.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Nodes and edges that it holds.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len() + self.edges.len() + self.links.len()
    }

    /// Counts the segments of a trace that have a part in a range of time, and the calls between them.
    pub fn add(&mut self, trace: &Trace<'_>, within: Within) {
        let mut places = std::mem::take(&mut self.scratch);
        places.clear();
        places.resize(trace.parts().len(), None);
        for (at, part) in trace.segments() {
            if within.overlaps(part.start_time(), part.end_time()) {
                places[at as usize] = self.segment(trace, at, part);
            }
        }
        self.calls(trace, &places);
        self.links.add(trace, &places);
        self.scratch = places;
    }

    /// Learns where the parts of a trace stand to which others link, whether or not its segments count.
    pub fn add_linked(&mut self, trace: &Trace<'_>) {
        let mut places = Vec::new();
        for id in self.links.wanted(trace.id()) {
            let found = trace.parts().iter().find(|part| part.body.id == id && !part.is_inferred());
            if let Some((part, segment)) = found.and_then(|part| Some((part, part.segment?))) {
                let node = trace.part(segment).node();
                if let Some(place) = self.place(&node) {
                    self.nodes[place as usize].is_active = true;
                    places.push((id, place, part));
                }
            }
        }
        self.links.learn(trace.id(), &places);
    }

    /// The traces to which counted traces link, and which [`add_linked`](Self::add_linked) has not been told of.
    #[must_use]
    pub fn linked_traces(&self) -> Vec<TraceId> {
        self.links.traces()
    }

    /// Takes in all that another builder has counted.
    pub fn merge(&mut self, other: &Self) {
        let places: Vec<Option<u32>> = other.nodes.iter().map(|node| self.merge_node(node)).collect();
        for ((from, to), edge) in &other.edges {
            if let (Some(from), Some(to)) = (places[*from as usize], places[*to as usize]) {
                self.edges.entry((from, to)).or_default().merge(edge);
            }
        }
        self.links.merge(&other.links, &places);
        self.dropped += other.dropped;
    }

    /// The graph of all that was counted.
    #[must_use]
    pub fn finish(&self) -> ServiceGraph {
        super::finish::finish(self)
    }

    fn segment(&mut self, trace: &Trace<'_>, at: u32, part: &Part<'_>) -> Option<u32> {
        let Some(place) = self.place(&part.node()) else {
            self.dropped += 1;
            return None;
        };
        let node = &mut self.nodes[place as usize];
        node.count(trace, at, part);
        if trace.root() == Some(at) {
            node.client.get_or_insert_default().count(part);
        }
        Some(place)
    }

    fn calls(&mut self, trace: &Trace<'_>, places: &[Option<u32>]) {
        // A caller's calls stand together: the nodes that this one's were counted at.
        let (mut caller_at_hand, mut counted) = (None, Vec::new());
        for (caller, answer) in trace.calls() {
            if caller_at_hand.replace(*caller) != Some(*caller) {
                counted.clear();
            }
            let Some(segment) = trace.part(*caller).segment else { continue };
            let (Some(from), Some(to)) = (places[segment as usize], places[*answer as usize]) else { continue };
            let edge = self.edges.entry((from, to)).or_default();
            let (caller_part, answer_part) = (trace.part(*caller), trace.part(*answer));
            if segment == *caller {
                edge.count(answer_part);
                continue;
            }
            if is_alias(&caller_part.body.name, &self.nodes[to as usize], answer_part) {
                edge.call_it(&caller_part.body.name);
            }
            if !counted.contains(&to) {
                edge.count(caller_part);
                counted.push(to);
            }
        }
    }

    /// The place of a node, which is made where there is none; none when there are as many as there may be.
    fn place(&mut self, node: &Node<'_>) -> Option<u32> {
        let hash = hash(&self.hasher, node.name, node.account);
        let nodes = &self.nodes;
        if let Some(place) = self.table.find(hash, |place| nodes[*place as usize].is(node)) {
            return Some(*place);
        }
        self.insert(hash, NodeAccount::new(node))
    }

    fn merge_node(&mut self, other: &NodeAccount) -> Option<u32> {
        let hash = hash(&self.hasher, &other.name, other.account.as_deref());
        let nodes = &self.nodes;
        let is_same = |place: &u32| {
            let node = &nodes[*place as usize];
            (&node.name, &node.kind, &node.account) == (&other.name, &other.kind, &other.account)
        };
        match self.table.find(hash, is_same) {
            Some(place) => {
                let place = *place;
                self.nodes[place as usize].merge(other);
                Some(place)
            }
            None => self.insert(hash, other.clone()),
        }
    }

    fn insert(&mut self, hash: u64, node: NodeAccount) -> Option<u32> {
        if self.nodes.len() >= self.most_nodes {
            return None;
        }
        let place = u32::try_from(self.nodes.len()).ok()?;
        self.nodes.push(node);
        let (nodes, hasher) = (&self.nodes, &self.hasher);
        self.table.insert_unique(hash, place, |place| {
            let node = &nodes[*place as usize];
            self::hash(hasher, &node.name, node.account.as_deref())
        });
        Some(place)
    }
}

/// Whether a caller knows a service by a name that is neither its own nor that of the segment.
fn is_alias(name: &str, node: &NodeAccount, answer: &Part<'_>) -> bool {
    !std::ptr::eq(name, &*answer.body.name) && name != &*node.name && name != answer.body.name
}

/// Types are left out: there are several spellings of one.
fn hash(hasher: &DefaultHashBuilder, name: &str, account: Option<&str>) -> u64 {
    let mut hasher = hasher.build_hasher();
    name.hash(&mut hasher);
    account.hash(&mut hasher);
    hasher.finish()
}
