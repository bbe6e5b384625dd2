//! A composite alarm as a book of them keeps it.

use std::collections::BTreeSet;
use std::sync::Arc;

use cupola_base::Timestamp;

use super::alarm::CompositeRecord;
use super::configuration::CompositeConfiguration;
use super::graph::{Graph, NodeId};
use super::reason::{RuleReason, Told};
use super::watch::Asked;
use crate::alarm::{AlarmState, StateValue, Why};

/// A composite alarm, and the nodes that it is joined with.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) record: CompositeRecord,
    /// The nodes of the rule's references.
    pub(super) references: Vec<NodeId>,
    pub(super) suppressor: Option<NodeId>,
}

/// A composite alarm that came to another state, as it is then.
pub(crate) struct Changed {
    pub(crate) id: NodeId,
    pub(crate) arn: Arc<str>,
    pub(crate) configuration: Arc<CompositeConfiguration>,
    pub(crate) before: Arc<AlarmState>,
    pub(crate) state: Arc<AlarmState>,
}

impl Entry {
    /// The state that its rule led to, and why.
    pub(super) fn judged(
        &self,
        at: Timestamp,
        value: StateValue,
        asked: &Asked,
        graph: &Graph,
        arn: &Arc<str>,
    ) -> AlarmState {
        let told = if asked.cause.is_some() { &self.references[..] } else { &asked.triggers };
        let told = distinct(told).map(|id| Told::of(&graph.node(*id).name, graph.state(*id), graph.since(*id)));
        let reason = RuleReason::new(arn, &self.record.alarm.configuration.name, asked.cause, value, told);
        AlarmState::new(value, at, Why::Rule(Box::new(reason)))
    }

    /// Looks at all that a change of state is going to touch; the sum means nothing.
    pub(super) fn fetch(&self) -> usize {
        let Self { record: CompositeRecord { alarm, came_from, .. }, .. } = self;
        let CompositeConfiguration { actions_enabled, ok_actions, name, .. } = &*alarm.configuration;
        let counts = [Arc::strong_count(&alarm.arn), Arc::strong_count(&alarm.configuration), ok_actions.len()];
        let flags = [*actions_enabled, alarm.is_in_cycle, alarm.state.value == StateValue::Alarm];
        let before = came_from.as_ref().map_or(0, Arc::strong_count);
        let first = name.as_str().as_bytes().first().copied().map_or(0, usize::from);
        counts.iter().sum::<usize>() + flags.iter().filter(|flag| **flag).count() + before + first
    }

    /// Takes a state on.
    pub(super) fn turn(&mut self, id: NodeId, state: AlarmState) -> Changed {
        let Self { record: CompositeRecord { alarm, came_from, .. }, .. } = self;
        let state = Arc::new(state);
        let before = std::mem::replace(&mut alarm.state, Arc::clone(&state));
        *came_from = Some(Arc::clone(&before));
        let (arn, configuration) = (Arc::clone(&alarm.arn), Arc::clone(&alarm.configuration));
        Changed { id, arn, configuration, before, state }
    }
}

/// Each node once, where it came first.
fn distinct(ids: &[NodeId]) -> impl Iterator<Item = &NodeId> {
    let mut seen = BTreeSet::new();
    ids.iter()
        .enumerate()
        .filter(move |(index, id)| match ids.len() {
            ..=FEW => !ids[..*index].contains(id),
            _ => seen.insert(**id),
        })
        .map(|(_, id)| id)
}

/// So many are compared one by one.
const FEW: usize = 8;
