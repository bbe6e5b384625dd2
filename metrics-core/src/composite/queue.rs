//! Composite alarms that something happened to.

use std::collections::BTreeMap;

use super::graph::NodeId;

/// Nodes that wait to be evaluated: lowest ranks first, and within a rank in the order of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    ranks: BTreeMap<u32, Vec<NodeId>>,
    /// Lists that were given back, empty: waves come by the same ranks again and again.
    spare: Vec<Vec<NodeId>>,
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.ranks.is_empty()
    }

    /// Adds a node of a rank, which must not wait already.
    pub(super) fn push(&mut self, rank: u32, id: NodeId) {
        self.ranks.entry(rank).or_insert_with(|| self.spare.pop().unwrap_or_default()).push(id);
    }

    /// Takes all nodes of the lowest rank, in no order that means anything.
    pub(super) fn pop(&mut self) -> Option<Vec<NodeId>> {
        self.ranks.pop_first().map(|(_, nodes)| nodes)
    }

    /// Takes a list back that is not needed any more.
    pub(super) fn give_back(&mut self, mut nodes: Vec<NodeId>) {
        nodes.clear();
        self.spare.push(nodes);
    }
}
