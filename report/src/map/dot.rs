//! Writing a map for Graphviz.

use std::fmt::Write;

use super::{HealthState, ServiceMap};

pub(super) fn dot(map: &ServiceMap) -> String {
    let mut out = "digraph {\n  rankdir=LR\n  node [shape=box style=rounded]\n".to_owned();
    let _ = writeln!(out, "  label=\"{}\"", escaped(&map.title));
    for (number, node) in map.nodes.iter().enumerate() {
        let words = node.health.words();
        let lines = [&*node.name, &*node.kind, &*words, &*node.latency];
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).map(escaped).collect();
        let style = if node.is_inferred { " style=\"rounded,dashed\"" } else { "" };
        let (label, colour) = (lines.join("\\n"), colour(node.health.state()));
        let _ = writeln!(out, "  n{number} [label=\"{label}\" color=\"{colour}\"{style}]");
    }
    for edge in map.edges.iter().filter(|edge| edge.from < map.nodes.len() && edge.to < map.nodes.len()) {
        let mut attributes = format!("label=\"{}\"", escaped(&edge.label()));
        if edge.health.total() > 0 {
            let _ = write!(attributes, " color=\"{}\"", colour(edge.health.state()));
        }
        if edge.is_link {
            attributes.push_str(" style=dashed");
        }
        let _ = writeln!(out, "  n{} -> n{} [{attributes}]", edge.from, edge.to);
    }
    out.push_str("}\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

const fn colour(state: HealthState) -> &'static str {
    match state {
        HealthState::Unknown => "#94a3b8",
        HealthState::Ok => "#15803d",
        HealthState::Throttle => "#7e22ce",
        HealthState::Error => "#b45309",
        HealthState::Fault => "#c62828",
    }
}
