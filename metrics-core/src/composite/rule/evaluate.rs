//! Whether a rule holds.

use super::{AlarmRule, Node};
use crate::alarm::StateValue;

impl AlarmRule {
    /// Whether it holds; `truths` is room to work in.
    pub(crate) fn holds_in(&self, state: impl Fn(u32) -> StateValue, truths: &mut Vec<bool>) -> bool {
        truths.clear();
        for node in self.nodes() {
            let truth = truth_of(node, &state, truths);
            truths.push(truth);
        }
        truths.last().copied().unwrap_or_default()
    }
}

/// Whether a part holds, when those before it are known.
fn truth_of(node: &Node, state: &impl Fn(u32) -> StateValue, truths: &[bool]) -> bool {
    let truth = |part: &u32| truths[*part as usize];
    match node {
        Node::Or(parts) => parts.iter().any(truth),
        Node::And(parts) => parts.iter().all(truth),
        Node::Not(part) => !truth(part),
        Node::Constant(truth) => *truth,
        Node::Is(wanted, child) => state(*child) == *wanted,
        Node::AtLeast(at_least) => at_least.count(state) >= at_least.needed(),
    }
}
