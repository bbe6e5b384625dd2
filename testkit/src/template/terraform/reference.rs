//! What the configuration refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::super::node::{Member, Node, Value};
use super::plan::{Planned, path, segment};

/// The configuration's expressions.
pub(super) struct References<'a> {
    /// By module and resource: its expressions.
    expressions: BTreeMap<(String, String), &'a Node>,
    /// By module: the modules' own nodes, with calls and outputs.
    modules: BTreeMap<String, &'a Node>,
    /// The values of the root module's variables.
    variables: Option<&'a Node>,
}

/// How far references are followed through variables and outputs of modules.
pub(super) const HOPS: usize = 32;

/// How many references of one expression are followed.
const STEPS: usize = 10_000;

impl<'a> References<'a> {
    /// # Source
    /// Terraform documentation, "JSON Output Format", configuration and expression representation.
    pub(super) fn of(root: &'a Node) -> Self {
        let mut all = Self { expressions: BTreeMap::new(), modules: BTreeMap::new(), variables: root.get("variables") };
        if let Some(module) = root.get("configuration").and_then(|node| node.get("root_module")) {
            all.walk(module, String::new());
        }
        all
    }

    fn walk(&mut self, module: &'a Node, path: String) {
        for resource in module.get("resources").and_then(Node::items).unwrap_or_default() {
            if let Some(address) = resource.get("address").and_then(Node::text) {
                self.expressions.insert((path.clone(), address.to_owned()), resource);
            }
        }
        for call in module.get("module_calls").and_then(Node::members).unwrap_or_default() {
            if let Some(called) = call.node.get("module") {
                let dot = if path.is_empty() { "" } else { "." };
                self.walk(called, format!("{path}{dot}module.{}", call.key));
            }
        }
        self.modules.insert(path, module);
    }

    /// The resources to which one refers, without indexes: what one instance needs, all of them do.
    pub(super) fn needed_by(&self, planned: &Planned<'a>) -> BTreeSet<String> {
        let Some(resource) = self.resource(planned) else { return BTreeSet::new() };
        let mut texts = Vec::new();
        resource.get("expressions").iter().for_each(|node| gather(node, &mut texts));
        resource
            .get("depends_on")
            .iter()
            .for_each(|node| texts.extend(node.items().unwrap_or_default().iter().filter_map(Node::text)));
        let mut walk = Walk::default();
        texts.iter().for_each(|text| self.ends(&planned.module, text, HOPS, &mut walk));
        let own = planned.resource();
        walk.ends.iter().map(|end| path(&end.module, &end.name)).filter(|needed| *needed != own).collect()
    }

    pub(super) fn resource(&self, planned: &Planned<'_>) -> Option<&'a Node> {
        self.expressions.get(&(planned.module.clone(), planned.name.clone())).copied()
    }

    /// Where a reference leads: through variables and outputs of modules to attributes of resources.
    fn ends(&self, module: &str, reference: &str, hops: usize, walk: &mut Walk) {
        let (first, rest) = cut(reference);
        walk.steps += 1;
        if hops == 0 || walk.steps > STEPS || matches!(first, "each" | "count" | "path" | "terraform" | "self") {
            return;
        }
        match first {
            "var" => self.variable(module, cut(rest).0, hops, walk),
            "module" => self.output(module, rest, hops, walk),
            "data" | "local" => walk.ends.push(End::other(reference)),
            _ => {
                let (name, attribute) = cut(rest);
                let (bare, index) = name.split_at(name.find('[').unwrap_or(name.len()));
                let (name, index) = (format!("{first}.{bare}"), index.to_owned());
                walk.ends.push(End { module: module.to_owned(), name, index, attribute: attribute.to_owned() });
            }
        }
    }

    fn variable(&self, module: &str, name: &str, hops: usize, walk: &mut Walk) {
        let Some((parent, call)) = module.rsplit_once("module.") else {
            let value =
                self.variables.and_then(|variables| variables.get(name)).and_then(|variable| variable.get("value"));
            walk.ends.extend(value.and_then(Node::text).map(|text| End::other(&format!("={text}"))));
            return;
        };
        let parent = parent.trim_end_matches('.');
        let calls = self.modules.get(parent).and_then(|node| node.get("module_calls"));
        let expression = calls.and_then(|calls| calls.get(call)?.get("expressions")?.get(name));
        match expression.and_then(|node| node.get("constant_value")).and_then(Node::text) {
            Some(text) => walk.ends.push(End::other(&format!("={text}"))),
            None => self.follow(parent, expression, hops - 1, walk),
        }
    }

    fn output(&self, module: &str, rest: &str, hops: usize, walk: &mut Walk) {
        let (call, output) = cut(rest);
        let dot = if module.is_empty() { "" } else { "." };
        let inner = format!("{module}{dot}module.{}", call.split('[').next().unwrap_or(call));
        let outputs = self.modules.get(&inner).and_then(|node| node.get("outputs"));
        let expression = outputs.and_then(|outputs| outputs.get(cut(output).0)?.get("expression"));
        self.follow(&inner, expression, hops - 1, walk);
    }

    pub(super) fn follow(&self, module: &str, expression: Option<&Node>, hops: usize, walk: &mut Walk) {
        let mut texts = Vec::new();
        expression.iter().for_each(|node| gather(node, &mut texts));
        longest(&texts).into_iter().for_each(|text| self.ends(module, text, hops, walk));
    }
}

/// A walk along references.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) ends: Vec<End>,
    steps: usize,
}

/// Where a reference ends.
pub(super) struct End {
    pub(super) module: String,
    /// `aws_sns_topic.ops`; empty for what is no resource.
    pub(super) name: String,
    pub(super) index: String,
    /// The attribute; for what is no resource the whole reference, or `=` and a value.
    pub(super) attribute: String,
}

impl End {
    fn other(reference: &str) -> Self {
        Self { module: String::new(), name: String::new(), index: String::new(), attribute: reference.to_owned() }
    }
}

/// All texts in lists named `references`.
fn gather<'n>(node: &'n Node, texts: &mut Vec<&'n str>) {
    match &node.value {
        Value::Map(members) => members.iter().for_each(|Member { key, node, .. }| match node.items() {
            Some(items) if key == "references" => texts.extend(items.iter().filter_map(Node::text)),
            _ => gather(node, texts),
        }),
        Value::List(items) => items.iter().for_each(|item| gather(item, texts)),
        _ => {}
    }
}

/// Without those that are only the front of the one before: Terraform lists `a.b.c` and `a.b`.
fn longest<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let mut kept: Vec<&str> = Vec::new();
    for text in texts {
        let is_front =
            |long: &&str| long.strip_prefix(text).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        if !kept.last().is_some_and(is_front) {
            kept.push(text);
        }
    }
    kept
}

/// The first segment of a path, and what follows it.
pub(super) fn cut(path: &str) -> (&str, &str) {
    let (first, rest) = path.split_at(segment(path));
    (first, rest.strip_prefix('.').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fronts_of_references_are_no_references() {
        let texts = ["aws_a.b.arn", "aws_a.b", "aws_c.d[0].id", "aws_c.d[0]", "aws_c.d", "each.value"];
        assert_eq!(longest(&texts), ["aws_a.b.arn", "aws_c.d[0].id", "each.value"]);
        assert_eq!(cut("b[\"x.y\"].arn"), ("b[\"x.y\"]", "arn"));
    }
}
