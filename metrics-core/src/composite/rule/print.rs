//! Writing rules in one spelling.

use std::fmt::{self, Formatter, Write};

use super::{AlarmRule, AtLeast, Node, Quorum};
use crate::alarm::StateValue;

/// Writes a rule without recursion: it may be nested deeply.
pub(super) fn print(rule: &AlarmRule, f: &mut Formatter<'_>) -> fmt::Result {
    let nodes = rule.nodes();
    let Some(last) = nodes.len().checked_sub(1) else { return Ok(()) };
    let mut todo = vec![Step::Part(last)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Text(text) => f.write_str(text)?,
            Step::Part(part) => match &nodes[part] {
                Node::Or(parts) => push_parts(&mut todo, nodes, parts, " OR ", |n| matches!(n, Node::Or(_))),
                Node::And(parts) => push_parts(&mut todo, nodes, parts, " AND ", is_joined),
                Node::Not(part) => {
                    f.write_str("NOT ")?;
                    push_part(&mut todo, nodes, *part, is_joined);
                }
                leaf => f.write_str(&leaf_text(rule, leaf))?,
            },
        }
    }
    Ok(())
}

enum Step {
    Text(&'static str),
    Part(usize),
}

const fn is_joined(node: &Node) -> bool {
    matches!(node, Node::Or(_) | Node::And(_))
}

fn push_parts(
    todo: &mut Vec<Step>,
    nodes: &[Node],
    parts: &[u32],
    between: &'static str,
    groups: impl Fn(&Node) -> bool,
) {
    for (index, part) in parts.iter().enumerate().rev() {
        push_part(todo, nodes, *part, &groups);
        if index > 0 {
            todo.push(Step::Text(between));
        }
    }
}

fn push_part(todo: &mut Vec<Step>, nodes: &[Node], part: u32, groups: impl Fn(&Node) -> bool) {
    let part = part as usize;
    if groups(&nodes[part]) {
        todo.extend([Step::Text(")"), Step::Part(part), Step::Text("(")]);
    } else {
        todo.push(Step::Part(part));
    }
}

/// A part that joins no others.
pub(crate) fn leaf_text(rule: &AlarmRule, node: &Node) -> String {
    let mut text = String::new();
    match node {
        Node::Constant(true) => text.push_str("TRUE"),
        Node::Constant(false) => text.push_str("FALSE"),
        Node::Is(state, child) => write_condition(&mut text, *state, &rule.references[*child as usize]),
        Node::AtLeast(at_least) => write_at_least(&mut text, rule, at_least),
        Node::Or(_) => text.push_str("OR"),
        Node::And(_) => text.push_str("AND"),
        Node::Not(_) => text.push_str("NOT"),
    }
    text
}

fn write_condition(text: &mut String, state: StateValue, reference: &str) {
    text.push_str(state.as_str());
    text.push('(');
    write_reference(text, reference);
    text.push(')');
}

fn write_at_least(text: &mut String, rule: &AlarmRule, at_least: &AtLeast) {
    let not = if at_least.is_negated { "NOT " } else { "" };
    let written = match at_least.quorum {
        Quorum::Count(count) => write!(text, "AT_LEAST({count}, {not}{}, (", at_least.state),
        Quorum::Percent(percent) => write!(text, "AT_LEAST({percent}%, {not}{}, (", at_least.state),
    };
    written.expect("a text takes everything");
    for (index, child) in at_least.children.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { ", " });
        write_reference(text, &rule.references[*child as usize]);
    }
    text.push_str("))");
}

/// A name or an ARN, in quotes where it would not be read as one without.
fn write_reference(text: &mut String, reference: &str) {
    if !reference.starts_with('"') && reference.chars().all(super::parse::is_bare) {
        return text.push_str(reference);
    }
    text.push('"');
    for c in reference.chars() {
        text.extend(matches!(c, '"' | '\\').then_some('\\'));
        text.push(c);
    }
    text.push('"');
}
