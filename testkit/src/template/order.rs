//! Who comes before whom.

use std::collections::{BTreeMap, BTreeSet};

use cupola::base::text::Span;

use super::TemplateErrorKind;
use super::error::Fault;
use super::function::call;
use super::node::{Member, Node, Value};
use super::sub::{self, Piece};

/// One thing that is made, and the names that it needs.
#[derive(Debug)]
pub(super) struct Needing<'a> {
    pub(super) name: &'a str,
    pub(super) at: Span,
    pub(super) needs: BTreeSet<String>,
}

/// The order in which all can be made: as written, but after what is needed.
pub(super) fn order(things: &[Needing<'_>]) -> Result<Vec<usize>, Fault> {
    let index: BTreeMap<&str, usize> = things.iter().enumerate().map(|(at, thing)| (thing.name, at)).collect();
    let needs: Vec<BTreeSet<usize>> = things
        .iter()
        .map(|thing| thing.needs.iter().filter_map(|name| index.get(name.as_str()).copied()).collect())
        .collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); things.len()];
    for (at, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|need| needed_by[*need].push(at));
    }
    let mut open: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut ready: BTreeSet<usize> = (0..things.len()).filter(|at| open[*at] == 0).collect();
    let mut order = Vec::new();
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for next in &needed_by[at] {
            open[*next] -= 1;
            if open[*next] == 0 {
                ready.insert(*next);
            }
        }
    }
    match open.iter().position(|open| *open > 0) {
        None => Ok(order),
        Some(start) => Err(circle(things, &needs, &open, start)),
    }
}

/// Walks along needs that stay open until a name comes again.
fn circle(things: &[Needing<'_>], needs: &[BTreeSet<usize>], open: &[usize], start: usize) -> Fault {
    let mut path: Vec<usize> = Vec::new();
    let mut seen = vec![false; things.len()];
    let mut at = start;
    while !std::mem::replace(&mut seen[at], true) {
        path.push(at);
        at = needs[at].iter().copied().find(|need| open[*need] > 0).unwrap_or(at);
    }
    let from = path.iter().position(|step| *step == at).unwrap_or_default();
    let names: Vec<&str> = path[from..].iter().chain([&at]).map(|step| things[*step].name).collect();
    let message = format!("resources need each other: {}", names.join(" -> "));
    Fault::new(TemplateErrorKind::Circle, things[at].at, message)
}

/// Names that a value refers to.
pub(super) fn needs(node: &Node, names: &mut BTreeSet<String>) {
    if let Some(Member { key, node: argument, .. }) = call(node) {
        named(key, argument, names);
    }
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| needs(item, names)),
        Value::Map(members) => members.iter().for_each(|member| needs(&member.node, names)),
        _ => {}
    }
}

fn named(function: &str, argument: &Node, names: &mut BTreeSet<String>) {
    let first = argument.items().and_then(<[Node]>::first).unwrap_or(argument);
    let Some(text) = first.text() else { return };
    match function {
        "Ref" => _ = names.insert(text.to_owned()),
        "Fn::GetAtt" => _ = names.insert(text.split('.').next().unwrap_or_default().to_owned()),
        "Fn::Sub" => names.extend(sub::pieces(text).iter().filter_map(|piece| match piece {
            Piece::Name(name) if !is_own(argument, name) => name.split('.').next().map(str::to_owned),
            _ => None,
        })),
        _ => {}
    }
}

/// Whether `Fn::Sub` gives a name its meaning itself, in its second argument.
fn is_own(argument: &Node, name: &str) -> bool {
    argument.items().and_then(|items| items.get(1)?.member(name)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things<'a>(pairs: &[(&'a str, &[&str])]) -> Vec<Needing<'a>> {
        let thing = |(name, needs): &(&'a str, &[&str])| Needing {
            name,
            at: Span::empty(0),
            needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        };
        pairs.iter().map(thing).collect()
    }

    #[test]
    fn what_is_needed_comes_first_else_as_written() {
        let things = things(&[("a", &["c"]), ("b", &[]), ("c", &["b", "elsewhere"])]);
        assert_eq!(order(&things).expect("no circle"), [1, 2, 0]);
    }

    #[test]
    fn circles_are_named() {
        let fault = order(&things(&[("x", &["a"]), ("a", &["b"]), ("b", &["a"])])).expect_err("a circle");
        assert_eq!(fault.message, "resources need each other: a -> b -> a");
        assert!(order(&things(&[("a", &["a"])])).is_err());
    }

    #[test]
    fn a_long_chain_is_no_deep_recursion() {
        let names: Vec<String> = (0..50_000).map(|n| format!("r{n}")).collect();
        let chain: Vec<Needing<'_>> = names
            .iter()
            .enumerate()
            .map(|(at, name)| Needing {
                name,
                at: Span::empty(0),
                needs: names.get(at + 1).cloned().into_iter().collect(),
            })
            .collect();
        assert_eq!(order(&chain).expect("no circle").first(), Some(&49_999));
    }
}
