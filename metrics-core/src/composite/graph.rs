//! Which alarms depend on which, and in which order they are evaluated.

use std::collections::HashMap;

use cupola_base::Timestamp;

use crate::alarm::StateValue;
use crate::name::AlarmName;

/// An alarm that is in a rule, suppresses another, or is a composite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Alarms, their states, and who looks at whom.
///
/// A composite alarm's rank is one more than the highest of those that its rule names, so that evaluation in order
/// of ranks looks at each once. Alarms that depend on themselves share the rank of their cycle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    /// By node.
    pulses: Vec<Pulse>,
    free: Vec<NodeId>,
    ids: HashMap<AlarmName, NodeId>,
    /// How many alarms are in cycles.
    in_cycles: usize,
    /// The number of the latest walk; nodes that it came by carry it.
    walk: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: AlarmName,
    is_composite: bool,
    children: Vec<NodeId>,
    parents: Vec<NodeId>,
    guards: Vec<NodeId>,
    walk: u64,
    pending: u32,
    /// The place of a composite alarm among all by name, while they are in order.
    place: u32,
}

/// What evaluations ask of an alarm again and again. It lies apart from the rest, so that much of it fits where it is
/// found fast.
#[derive(Clone, Copy, Debug)]
struct Pulse {
    /// When it took its state on.
    since: Timestamp,
    rank: u32,
    state: StateValue,
    is_in_cycle: bool,
}

impl Graph {
    pub(crate) fn id(&self, name: &str) -> Option<NodeId> {
        self.ids.get(name).copied()
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub(super) fn state(&self, id: NodeId) -> StateValue {
        self.pulses[id.index()].state
    }

    /// When an alarm took its state on.
    pub(super) fn since(&self, id: NodeId) -> Timestamp {
        self.pulses[id.index()].since
    }

    pub(super) fn rank(&self, id: NodeId) -> u32 {
        self.pulses[id.index()].rank
    }

    pub(super) fn is_in_cycle(&self, id: NodeId) -> bool {
        self.pulses[id.index()].is_in_cycle
    }

    /// Notes the state of an alarm.
    pub(crate) fn set_state(&mut self, id: NodeId, state: StateValue, since: Timestamp) {
        let pulse = &mut self.pulses[id.index()];
        (pulse.state, pulse.since) = (state, since);
    }

    /// Notes the place of a composite alarm among all.
    pub(crate) fn set_place(&mut self, id: NodeId, place: u32) {
        self.nodes[id.index()].place = place;
    }

    pub(crate) fn place_of(&self, id: NodeId) -> u32 {
        self.node(id).place
    }

    /// The composite alarms whose rules name an alarm, in no order that means anything.
    pub(crate) fn parents(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).parents
    }

    /// The composite alarms whose actions an alarm suppresses.
    pub(crate) fn guarded_by(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).guards
    }

    /// The alarms that a composite alarm's rule names, each once.
    pub(crate) fn children(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).children
    }

    /// Whether an alarm is in a rule or suppresses another.
    pub(crate) fn is_held(&self, name: &str) -> bool {
        self.id(name).is_some_and(|id| !self.parents(id).is_empty() || !self.guarded_by(id).is_empty())
    }

    /// The node of an alarm, which is made when there is none.
    pub(crate) fn join(&mut self, name: &AlarmName, state: StateValue, since: Timestamp) -> NodeId {
        if let Some(id) = self.id(name.as_str()) {
            return id;
        }
        let node = Node {
            name: name.clone(),
            is_composite: false,
            children: Vec::new(),
            parents: Vec::new(),
            guards: Vec::new(),
            walk: 0,
            pending: 0,
            place: 0,
        };
        let id = self.make_room(node, Pulse { since, rank: 0, state, is_in_cycle: false });
        self.ids.insert(name.clone(), id);
        id
    }

    fn make_room(&mut self, node: Node, pulse: Pulse) -> NodeId {
        if let Some(id) = self.free.pop() {
            (self.nodes[id.index()], self.pulses[id.index()]) = (node, pulse);
            return id;
        }
        let id = NodeId(u32::try_from(self.nodes.len()).expect("memory ends before there are as many alarms"));
        self.nodes.push(node);
        self.pulses.push(pulse);
        id
    }

    /// Makes a node a composite alarm with these children, each of which is named once; ranks are left as they are.
    pub(crate) fn connect(&mut self, id: NodeId, children: Vec<NodeId>) {
        let before = std::mem::replace(&mut self.nodes[id.index()].children, children);
        self.nodes[id.index()].is_composite = true;
        for index in 0..self.children(id).len() {
            let child = self.children(id)[index];
            self.nodes[child.index()].parents.push(id);
        }
        self.release(id, before);
    }

    /// Sets whose actions an alarm suppresses, or no longer.
    pub(crate) fn guard(&mut self, suppressor: NodeId, composite: NodeId, guards: bool) {
        let node = &mut self.nodes[suppressor.index()];
        node.guards.retain(|guarded| *guarded != composite);
        node.guards.extend(guards.then_some(composite));
        if !guards {
            self.forget_unless_needed(suppressor);
        }
    }

    /// A composite alarm is no more; nobody may hold it.
    pub(crate) fn leave(&mut self, id: NodeId) {
        let (node, pulse) = (&mut self.nodes[id.index()], &mut self.pulses[id.index()]);
        (node.is_composite, pulse.is_in_cycle, pulse.rank) = (false, false, 0);
        let children = std::mem::take(&mut node.children);
        self.release(id, children);
        self.forget_unless_needed(id);
    }

    /// A composite alarm looks at some children once less.
    fn release(&mut self, id: NodeId, children: Vec<NodeId>) {
        for child in children {
            let parents = &mut self.nodes[child.index()].parents;
            if let Some(place) = parents.iter().position(|parent| *parent == id) {
                parents.swap_remove(place);
            }
            self.forget_unless_needed(child);
        }
    }

    fn forget_unless_needed(&mut self, id: NodeId) {
        let node = self.node(id);
        if !node.is_composite && node.parents.is_empty() && node.guards.is_empty() {
            self.ids.remove(&node.name.clone());
            self.free.push(id);
        }
    }

    /// Whether any alarm depends on itself.
    pub(crate) const fn has_cycles(&self) -> bool {
        self.in_cycles > 0
    }

    /// Ranks a composite alarm whose children are others now, and those above it. Answers the composite alarms that
    /// are in a cycle no more.
    pub(crate) fn reorder(&mut self, id: NodeId) -> Vec<NodeId> {
        let above = self.ancestors(id);
        let walk = self.walk;
        let closes = self.children(id).iter().any(|child| self.node(*child).walk == walk);
        if closes || above.iter().any(|id| self.is_in_cycle(*id)) {
            return self.rank_all();
        }
        self.rank_above(id, &above);
        Vec::new()
    }

    /// A composite alarm and all that depend on it; each carries the number of this walk.
    fn ancestors(&mut self, id: NodeId) -> Vec<NodeId> {
        self.walk += 1;
        self.nodes[id.index()].walk = self.walk;
        let mut found = vec![id];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            for index in 0..self.parents(id).len() {
                let parent = self.parents(id)[index];
                if self.node(parent).walk != self.walk {
                    self.nodes[parent.index()].walk = self.walk;
                    found.push(parent);
                }
            }
        }
        found
    }

    /// Ranks `lowest` and everything above it, where there are no cycles.
    fn rank_above(&mut self, lowest: NodeId, above: &[NodeId]) {
        for id in above {
            let walk = self.walk;
            let pending = self.children(*id).iter().filter(|child| self.node(**child).walk == walk).count();
            self.nodes[id.index()].pending = u32::try_from(pending).unwrap_or(u32::MAX);
        }
        let mut ready = vec![lowest];
        while let Some(id) = ready.pop() {
            self.pulses[id.index()].rank = self.rank_of(id);
            for index in 0..self.parents(id).len() {
                let parent = self.parents(id)[index];
                let node = &mut self.nodes[parent.index()];
                node.pending -= 1;
                ready.extend((node.pending == 0).then_some(parent));
            }
        }
    }

    fn rank_of(&self, id: NodeId) -> u32 {
        1 + self.children(id).iter().map(|child| self.rank(*child)).max().unwrap_or_default()
    }

    /// Ranks everything, and finds all cycles; answers what is in a cycle no more.
    pub(crate) fn rank_all(&mut self) -> Vec<NodeId> {
        let groups = super::cycles::groups(self.nodes.len(), |index| &self.nodes[index].children);
        let mut freed = Vec::new();
        self.in_cycles = 0;
        for group in groups {
            let is_in_cycle = group.len() > 1 || self.nodes[group[0]].children.iter().any(|id| id.index() == group[0]);
            self.in_cycles += if is_in_cycle { group.len() } else { 0 };
            let rank = self.rank_of_group(&group);
            for index in group {
                let (node, pulse) = (&self.nodes[index], &mut self.pulses[index]);
                let id = NodeId(u32::try_from(index).expect("nodes are numbered in 32 bits"));
                freed.extend((pulse.is_in_cycle && !is_in_cycle && node.is_composite).then_some(id));
                pulse.is_in_cycle = is_in_cycle;
                pulse.rank = if node.is_composite { rank } else { 0 };
            }
        }
        freed
    }

    /// One more than the highest rank below a group; the groups below have theirs.
    fn rank_of_group(&mut self, group: &[usize]) -> u32 {
        self.walk += 1;
        for index in group {
            self.nodes[*index].walk = self.walk;
        }
        let below = group.iter().flat_map(|index| &self.nodes[*index].children);
        let outside = below.filter(|child| self.node(**child).walk != self.walk);
        1 + outside.map(|child| self.rank(*child)).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(index: usize) -> AlarmName {
        AlarmName::new(format!("n{index}")).unwrap()
    }

    /// Composites 0.. with leaves behind them.
    fn graph(composites: usize, leaves: usize) -> (Graph, Vec<NodeId>) {
        let mut graph = Graph::default();
        let join = |index| graph.join(&name(index), StateValue::Ok, Timestamp::MIN);
        let ids = (0..composites + leaves).map(join).collect();
        (graph, ids)
    }

    fn connect(graph: &mut Graph, ids: &[NodeId], parent: usize, children: &[usize]) -> Vec<String> {
        graph.connect(ids[parent], children.iter().map(|child| ids[*child]).collect());
        let freed = graph.reorder(ids[parent]);
        freed.into_iter().map(|id| graph.node(id).name.to_string()).collect()
    }

    fn ranks(graph: &Graph, ids: &[NodeId]) -> Vec<(u32, bool)> {
        ids.iter().map(|id| (graph.rank(*id), graph.is_in_cycle(*id))).collect()
    }

    #[test]
    fn ranks_grow_from_the_leaves() {
        let (mut graph, ids) = graph(3, 1);
        connect(&mut graph, &ids, 0, &[3]);
        connect(&mut graph, &ids, 1, &[0, 3]);
        connect(&mut graph, &ids, 2, &[1, 0]);
        assert_eq!(ranks(&graph, &ids), [(1, false), (2, false), (3, false), (0, false)]);
        connect(&mut graph, &ids, 1, &[3]);
        assert_eq!(ranks(&graph, &ids), [(1, false), (1, false), (2, false), (0, false)]);
    }

    #[test]
    fn cycles_are_found_and_left() {
        let (mut graph, ids) = graph(4, 1);
        connect(&mut graph, &ids, 0, &[4]);
        connect(&mut graph, &ids, 1, &[0]);
        connect(&mut graph, &ids, 2, &[1]);
        connect(&mut graph, &ids, 3, &[2]);
        assert!(connect(&mut graph, &ids, 0, &[4, 2]).is_empty());
        assert_eq!(ranks(&graph, &ids), [(1, true), (1, true), (1, true), (2, false), (0, false)]);
        let mut freed = connect(&mut graph, &ids, 0, &[4]);
        freed.sort_unstable();
        assert_eq!(freed, ["n0", "n1", "n2"]);
        assert_eq!(ranks(&graph, &ids)[3], (4, false));
        connect(&mut graph, &ids, 3, &[3]);
        assert_eq!(ranks(&graph, &ids)[3], (1, true));
    }

    #[test]
    fn what_nobody_needs_is_forgotten() {
        let (mut graph, ids) = graph(1, 2);
        connect(&mut graph, &ids, 0, &[1]);
        graph.guard(ids[2], ids[0], true);
        assert!(graph.is_held("n1") && graph.is_held("n2") && !graph.is_held("n0"));
        connect(&mut graph, &ids, 0, &[]);
        graph.guard(ids[2], ids[0], false);
        assert_eq!([graph.id("n1"), graph.id("n2")], [None, None]);
        graph.leave(ids[0]);
        assert_eq!((graph.ids.len(), graph.free.len()), (0, 3));
    }

    /// Ranks and cycles from the sentences: who reaches itself is in a cycle, and a rank is the longest way down,
    /// cycles counted as one.
    fn of_twin(edges: &[Vec<usize>]) -> Vec<(u32, bool)> {
        let count = edges.len();
        let mut reaches = vec![vec![false; count]; count];
        for (from, to) in edges.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |to| (from, *to))) {
            reaches[from][to] = true;
        }
        for through in 0..count {
            for from in 0..count {
                for to in 0..count {
                    reaches[from][to] |= reaches[from][through] && reaches[through][to];
                }
            }
        }
        let alike = |a: usize, b: usize| a == b || reaches[a][b] && reaches[b][a];
        let mut rank = vec![1u32; count];
        for _ in 0..=count {
            for (from, to) in edges.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |to| (from, *to))) {
                if !alike(from, to) {
                    let above = rank[from].max(rank[to] + 1);
                    (0..count).filter(|other| alike(*other, from)).for_each(|other| rank[other] = above);
                }
            }
        }
        (0..count).map(|index| (rank[index], reaches[index][index])).collect()
    }

    proptest! {
        #[test]
        fn ranks_are_those_of_the_twin(changes in prop::collection::vec((0usize..8, prop::collection::btree_set(0usize..8, 0..4)), 1..30)) {
            let (mut graph, ids) = graph(8, 0);
            let mut edges = vec![Vec::new(); 8];
            for index in 0..8 {
                connect(&mut graph, &ids, index, &[]);
            }
            for (parent, children) in changes {
                let children: Vec<usize> = children.into_iter().collect();
                connect(&mut graph, &ids, parent, &children);
                edges[parent] = children;
                prop_assert_eq!(ranks(&graph, &ids), of_twin(&edges));
            }
        }
    }
}
