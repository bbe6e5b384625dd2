//! What is looked at whenever something happens below a composite alarm.

use smallvec::SmallVec;

use super::graph::{Graph, NodeId};
use super::judge::Judge;
use super::reason::Cause;
use super::rule::AlarmRule;
use crate::alarm::StateValue;

/// A composite alarm's rule, and why it is to be evaluated. It lies apart from all else about the alarm, so that a wave
/// through very many alarms comes by little memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    judge: Judge,
    pub(super) asked: Asked,
}

/// Why a composite alarm is to be evaluated.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// The children that changed their states, in that order.
    pub(super) triggers: SmallVec<[NodeId; 4]>,
    /// And why besides.
    pub(super) cause: Option<Cause>,
}

impl Watch {
    /// `references` are the nodes of the rule's references, in their order.
    pub(super) fn new(rule: &AlarmRule, references: &[NodeId]) -> Self {
        Self { judge: Judge::new(rule, references), asked: Asked::default() }
    }

    /// The state that the rule leads to; `truths` is room to work in.
    pub(super) fn value(&self, graph: &Graph, truths: &mut Vec<bool>) -> StateValue {
        if self.judge.holds(graph, truths) { StateValue::Alarm } else { StateValue::Ok }
    }
}

impl Asked {
    /// Whether it is.
    pub(super) fn is_some(&self) -> bool {
        self.cause.is_some() || !self.triggers.is_empty()
    }
}
