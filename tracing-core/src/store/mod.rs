//! Documents that were accepted, by trace.

mod put;
mod trace;

use std::collections::VecDeque;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

pub(crate) use trace::{Stored, StoredTrace};

use crate::TraceId;

/// Accepted documents by trace: what came is kept as it came. Bounded by bytes; the trace that came first goes first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<StoredTrace>", into = "Vec<StoredTrace>")]
pub(crate) struct Store {
    traces: HashMap<TraceId, StoredTrace>,
    /// The traces in the order in which they came first.
    order: VecDeque<TraceId>,
    bytes: usize,
}

impl Store {
    /// One trace.
    pub(crate) fn get(&self, id: TraceId) -> Option<&StoredTrace> {
        self.traces.get(&id)
    }

    /// The traces in the order in which they came first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &StoredTrace> {
        self.order.iter().filter_map(|id| self.traces.get(id))
    }

    /// One trace, to be marked.
    pub(crate) fn get_mut(&mut self, id: TraceId) -> Option<&mut StoredTrace> {
        self.traces.get_mut(&id)
    }

    /// How many traces there are.
    pub(crate) fn len(&self) -> usize {
        self.traces.len()
    }

    /// What the store is counted to weigh.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The trace of that id, which is begun where there is none.
    fn entry(&mut self, id: TraceId, begin: impl FnOnce() -> StoredTrace) -> &mut StoredTrace {
        let (order, bytes) = (&mut self.order, &mut self.bytes);
        self.traces.entry(id).or_insert_with(|| {
            order.push_back(id);
            *bytes += StoredTrace::OVERHEAD;
            begin()
        })
    }

    /// Takes the trace out that came first.
    pub(crate) fn pop_oldest(&mut self) -> Option<StoredTrace> {
        let trace = self.traces.remove(&self.order.pop_front()?)?;
        self.bytes -= trace.weight();
        Some(trace)
    }
}

impl From<Vec<StoredTrace>> for Store {
    fn from(traces: Vec<StoredTrace>) -> Self {
        let order = traces.iter().map(|trace| trace.id).collect();
        let bytes = traces.iter().map(StoredTrace::weight).sum();
        Self { traces: traces.into_iter().map(|trace| (trace.id, trace)).collect(), order, bytes }
    }
}

impl From<Store> for Vec<StoredTrace> {
    fn from(mut store: Store) -> Self {
        let Store { traces, order, .. } = &mut store;
        order.iter().filter_map(|id| traces.remove(id)).collect()
    }
}
