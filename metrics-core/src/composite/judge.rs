//! Rules made ready for very many evaluations.

use super::graph::{Graph, NodeId};
use super::rule::{AlarmRule, Node};
use crate::alarm::StateValue;

/// A rule as steps over a stack of truths, in one piece of memory, which name the nodes of the graph themselves.
/// [`AlarmRule::holds`] says the same of the same states.
#[derive(Clone, Debug, Default)]
pub(super) struct Judge(Box<[Step]>);

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Whether an alarm is in a state.
    Is(StateValue, NodeId),
    IsNot(StateValue, NodeId),
    Constant(bool),
    /// Turns the last truth.
    Not,
    /// Whether so many of the last ones hold, which it takes away: all of them, one, or a quorum.
    Hold {
        needed: u32,
        of: u32,
    },
}

impl Judge {
    /// `references` are the nodes of the rule's references, in their order.
    pub(super) fn new(rule: &AlarmRule, references: &[NodeId]) -> Self {
        let nodes = rule.nodes();
        let mut steps = Vec::with_capacity(nodes.len());
        // From the whole down and from the right to the left, which is the order of the steps seen from behind.
        let mut todo: Vec<u32> = number(nodes.len()).checked_sub(1).into_iter().collect();
        while let Some(index) = todo.pop() {
            let node = &nodes[index as usize];
            push_steps(node, references, &mut steps);
            todo.extend(node.parts());
        }
        steps.reverse();
        Self(steps.into())
    }

    /// Whether the rule holds; `truths` is room to work in.
    pub(super) fn holds(&self, graph: &Graph, truths: &mut Vec<bool>) -> bool {
        truths.clear();
        for step in &self.0 {
            step.take(graph, truths);
        }
        truths.last().copied().unwrap_or_default()
    }
}

impl Step {
    fn take(self, graph: &Graph, truths: &mut Vec<bool>) {
        let truth = match self {
            Self::Is(wanted, id) => graph.state(id) == wanted,
            Self::IsNot(unwanted, id) => graph.state(id) != unwanted,
            Self::Constant(truth) => truth,
            Self::Not => !truths.pop().unwrap_or_default(),
            Self::Hold { needed, of } => {
                let rest = truths.len().saturating_sub(of as usize);
                truths.drain(rest..).filter(|truth| *truth).count() >= needed as usize
            }
        };
        truths.push(truth);
    }
}

/// The steps of a part without those of its operands, the last one first.
fn push_steps(node: &Node, references: &[NodeId], steps: &mut Vec<Step>) {
    let id = |child: u32| references[child as usize];
    match node {
        Node::Or(parts) => steps.push(Step::Hold { needed: 1, of: number(parts.len()) }),
        Node::And(parts) => steps.push(Step::Hold { needed: number(parts.len()), of: number(parts.len()) }),
        Node::Not(_) => steps.push(Step::Not),
        Node::Constant(truth) => steps.push(Step::Constant(*truth)),
        Node::Is(wanted, child) => steps.push(Step::Is(*wanted, id(*child))),
        Node::AtLeast(at_least) => {
            let is = if at_least.is_negated { Step::IsNot } else { Step::Is };
            steps.push(Step::Hold { needed: number(at_least.needed()), of: number(at_least.children.len()) });
            steps.extend(at_least.children.iter().map(|child| is(at_least.state, id(*child))));
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a rule has fewer letters")
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::name::AlarmName;

    const NAMES: [&str; 4] = ["a", "b", "c", "d"];

    /// Texts of rules over four alarms.
    fn rules() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec!["ALARM", "OK", "INSUFFICIENT_DATA"]);
        let is = (word.clone(), prop::sample::select(&NAMES)).prop_map(|(word, name)| format!("{word}({name})"));
        let some = (word, any::<bool>(), prop::sample::subsequence(&NAMES, 1..=4), 1usize..=4, 1u32..=100);
        let at_least = some.prop_map(|(word, negated, names, count, share)| {
            let quorum = if share % 2 == 0 { format!("{share}%") } else { count.min(names.len()).to_string() };
            format!("AT_LEAST({quorum}, {}{word}, ({}))", if negated { "NOT " } else { "" }, names.join(", "))
        });
        let leaf = prop_oneof![4 => is, 2 => at_least, 1 => Just("TRUE".to_owned()), 1 => Just("FALSE".to_owned())];
        leaf.prop_recursive(5, 40, 4, |inner| {
            let joined = prop::collection::vec(inner.clone(), 2..5);
            prop_oneof![
                inner.prop_map(|part| format!("NOT ({part})")),
                joined.clone().prop_map(|parts| format!("({})", parts.join(") AND ("))),
                joined.prop_map(|parts| format!("({})", parts.join(") OR ("))),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_says_what_the_rule_says(
            text in rules(),
            states in prop::array::uniform4(prop::sample::select(StateValue::ALL)),
        ) {
            let rule = AlarmRule::parse(&text).unwrap();
            let mut graph = Graph::default();
            let ids = [0, 1, 2, 3].map(|index| {
                graph.join(&AlarmName::new(NAMES[index]).unwrap(), states[index], Timestamp::MIN)
            });
            let place = |name: &str| NAMES.iter().position(|known| *known == name).unwrap();
            let references: Vec<NodeId> = rule.references().map(|name| ids[place(name)]).collect();
            let judge = Judge::new(&rule, &references);
            prop_assert_eq!(judge.holds(&graph, &mut Vec::new()), rule.holds(|name| states[place(name)]), "{}", text);
        }
    }
}
