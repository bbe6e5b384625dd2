//! Which failing services belong together, and which of them is at the bottom.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ServiceGraph, ServiceId};

/// The calls of a window, by service.
#[derive(Debug, Default)]
pub(super) struct Calls {
    callees: BTreeMap<ServiceId, BTreeSet<ServiceId>>,
    depths: BTreeMap<ServiceId, usize>,
}

impl Calls {
    pub(super) fn of(graph: &ServiceGraph) -> Self {
        let mut calls = Self::default();
        let of_clients = |kind: &Option<String>| kind.as_deref() == Some("client");
        for (from, to, edge) in graph.edges().filter(|(from, _, _)| !of_clients(&from.kind)) {
            if edge.edge_type.is_none() {
                calls.callees.entry(from.service_id()).or_default().insert(to.service_id());
            }
        }
        calls.measure(graph);
        calls
    }

    /// The longest way to each service from a root; calls that lead back do not count.
    fn measure(&mut self, graph: &ServiceGraph) {
        let order = self.callers_first(graph);
        for (place, service) in order.iter().enumerate() {
            let depth = self.depths.get(service).copied().unwrap_or_default();
            for callee in self.callees.get(service).into_iter().flatten() {
                if order[place + 1..].contains(callee) {
                    let known = self.depths.entry(callee.clone()).or_default();
                    *known = (*known).max(depth + 1);
                }
            }
        }
    }

    /// All services, callers before those they call, save for calls that lead back. Without recursion.
    fn callers_first(&self, graph: &ServiceGraph) -> Vec<ServiceId> {
        let mut starts: Vec<_> = graph.services.iter().collect();
        starts.sort_by_key(|service| service.root.is_none());
        let (mut left, mut seen) = (Vec::new(), BTreeSet::new());
        for start in starts {
            let mut path = vec![(start.service_id(), false)];
            while let Some((service, is_left)) = path.pop() {
                if is_left {
                    left.push(service);
                } else if seen.insert(service.clone()) {
                    path.push((service.clone(), true));
                    let callees = self.callees.get(&service).into_iter().flatten();
                    path.extend(callees.map(|callee| (callee.clone(), false)));
                }
            }
        }
        left.reverse();
        left
    }

    /// Services of which each can be reached from another, through calls among them.
    pub(super) fn components(&self, among: &BTreeSet<ServiceId>) -> Vec<BTreeSet<ServiceId>> {
        let mut rest = among.clone();
        let mut components = Vec::new();
        while let Some(first) = rest.pop_first() {
            let (mut component, mut open) = (BTreeSet::new(), vec![first]);
            while let Some(service) = open.pop() {
                let near: Vec<_> = rest.iter().filter(|other| self.is_call(&service, other)).cloned().collect();
                near.iter().for_each(|other| {
                    rest.remove(other);
                });
                open.extend(near);
                component.insert(service);
            }
            components.push(component);
        }
        components
    }

    fn is_call(&self, a: &ServiceId, b: &ServiceId) -> bool {
        let calls = |from, to| self.callees.get(from).is_some_and(|callees: &BTreeSet<ServiceId>| callees.contains(to));
        calls(a, b) || calls(b, a)
    }

    /// The one farthest from the roots; of equals the one with most faults, then the first by name.
    pub(super) fn bottom<'s>(
        &self,
        component: &'s BTreeSet<ServiceId>,
        faults: impl Fn(&ServiceId) -> u64,
    ) -> Option<&'s ServiceId> {
        let depth = |service: &ServiceId| self.depths.get(service).copied().unwrap_or_default();
        let rank = |service: &&ServiceId| (depth(service), faults(service), std::cmp::Reverse((*service).clone()));
        component.iter().max_by_key(rank)
    }
}
