//! Values known after apply, from what the configuration refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Settings;
use super::super::convert::Dialect;
use super::super::error::Fault;
use super::super::made::Made;
use super::super::node::{Member, Node, Value};
use super::super::report::{Loaded, Why};
use super::plan::{Plan, Planned, segment};

/// The configuration's expressions.
pub(super) struct References<'a> {
    /// By module and resource: its expressions.
    expressions: BTreeMap<(String, String), &'a Node>,
    /// By module: the modules' own nodes, with calls and outputs.
    modules: BTreeMap<String, &'a Node>,
    /// The values of the root module's variables.
    variables: Option<&'a Node>,
}

/// What is known so far.
pub(super) struct Known<'a> {
    pub(super) settings: &'a Settings,
    pub(super) plan: &'a Plan<'a>,
    pub(super) made: BTreeMap<&'a str, Made>,
}

/// How far references are followed through variables and outputs of modules.
const HOPS: usize = 32;

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

    /// The addresses of the instances that a resource refers to.
    pub(super) fn needed_by(&self, planned: &Planned<'a>, plan: &Plan<'a>) -> BTreeSet<String> {
        let Some(resource) = self.resource(planned) else { return BTreeSet::new() };
        let mut texts = Vec::new();
        resource.get("expressions").iter().for_each(|node| gather(node, &mut texts));
        resource
            .get("depends_on")
            .iter()
            .for_each(|node| texts.extend(node.items().unwrap_or_default().iter().filter_map(Node::text)));
        let mut walk = Walk::default();
        texts.iter().for_each(|text| self.ends(&planned.module, text, HOPS, &mut walk));
        let instances = walk.ends.iter().flat_map(|end| plan.instances(&end.module, &end.name));
        instances
            .map(|needed| needed.address)
            .filter(|address| *address != planned.address)
            .map(str::to_owned)
            .collect()
    }

    /// The values of a resource, those known after apply taken from what they refer to.
    pub(super) fn fill(
        &self,
        planned: &Planned<'a>,
        known: &Known<'_>,
        loaded: &mut Loaded,
    ) -> Result<Vec<Member>, Fault> {
        let mut values: Vec<Member> = planned.values.to_vec();
        let expressions = self.resource(planned).and_then(|resource| resource.get("expressions"));
        for Member { key, node: unknown, .. } in planned.unknown.and_then(Node::members).unwrap_or_default() {
            let asked = Asked { references: self, planned, known, attribute: key };
            let place = values.iter().position(|member| member.key == *key);
            let present = place.and_then(|at| values.get(at)).map(|member| &member.node);
            let Some(node) = asked.fill(present, unknown, expressions.and_then(|node| node.get(key)))? else {
                continue;
            };
            loaded.skip(planned.address, planned.kind, Some(key.clone()), Why::Assumed(node.to_json()));
            match place.and_then(|at| values.get_mut(at)) {
                Some(member) => member.node = node,
                None => values.push(Member { key: key.clone(), at: planned.at, node }),
            }
        }
        Ok(values)
    }

    fn resource(&self, planned: &Planned<'_>) -> Option<&'a Node> {
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

    fn follow(&self, module: &str, expression: Option<&Node>, hops: usize, walk: &mut Walk) {
        let mut texts = Vec::new();
        expression.iter().for_each(|node| gather(node, &mut texts));
        longest(&texts).into_iter().for_each(|text| self.ends(module, text, hops, walk));
    }
}

/// A walk along references.
#[derive(Default)]
struct Walk {
    ends: Vec<End>,
    steps: usize,
}

/// Where a reference ends.
struct End {
    module: String,
    /// `aws_sns_topic.ops`; empty for what is no resource.
    name: String,
    index: String,
    /// The attribute; for what is no resource the whole reference, or `=` and a value.
    attribute: String,
}

impl End {
    fn other(reference: &str) -> Self {
        Self { module: String::new(), name: String::new(), index: String::new(), attribute: reference.to_owned() }
    }
}

/// One attribute of a resource, of which something is known after apply.
struct Asked<'k, 'a> {
    references: &'k References<'a>,
    planned: &'k Planned<'a>,
    known: &'k Known<'k>,
    attribute: &'k str,
}

impl Asked<'_, '_> {
    /// The value that the test tells of the attribute itself.
    fn told(&self) -> Option<&str> {
        self.known.settings.values.get(&format!("{}.{}", self.planned.address, self.attribute)).map(String::as_str)
    }

    /// The value with its unknown parts filled; `None` where nothing of it is unknown.
    fn fill(&self, value: Option<&Node>, unknown: &Node, expression: Option<&Node>) -> Result<Option<Node>, Fault> {
        if !is_unknown(unknown) {
            return Ok(None);
        }
        if let Some(told) = self.told() {
            return Ok(Some(Node::of_text(self.planned.at, told)));
        }
        match &unknown.value {
            Value::List(parts) => self.fill_list(value, parts, expression),
            Value::Map(parts) => self.fill_map(value, parts, expression),
            // What the configuration does not set, the provider computes.
            _ => expression.map(|expression| self.all(expression)).transpose(),
        }
    }

    fn fill_list(
        &self,
        value: Option<&Node>,
        unknown: &[Node],
        expression: Option<&Node>,
    ) -> Result<Option<Node>, Fault> {
        let none = Vec::new();
        let present = value.and_then(Node::items).unwrap_or(&none);
        // A list of one expression: what it refers to, in its order, stands for the unknown items.
        if let Some(expression) = expression.filter(|node| node.items().is_none()) {
            let known = present.iter().filter(|item| !matches!(item.value, Value::Null)).cloned();
            let mut items: Vec<Node> = known.collect();
            let filled = self.all(expression)?;
            items.extend(match filled.value {
                Value::List(items) => items,
                _ => vec![filled],
            });
            return Ok(Some(Node::new(self.planned.at, Value::List(items))));
        }
        let expressions = expression.and_then(Node::items).unwrap_or(&none);
        let mut items = Vec::new();
        let mut is_filled = false;
        for (at, part) in unknown.iter().enumerate() {
            let value = present.get(at);
            let filled = self.fill(value, part, expressions.get(at))?;
            is_filled |= filled.is_some();
            items.extend(filled.or_else(|| value.cloned()));
        }
        Ok(is_filled.then(|| Node::new(self.planned.at, Value::List(items))))
    }

    fn fill_map(
        &self,
        value: Option<&Node>,
        unknown: &[Member],
        expression: Option<&Node>,
    ) -> Result<Option<Node>, Fault> {
        let mut members = value.and_then(Node::members).unwrap_or_default().to_vec();
        let mut is_filled = false;
        // A block of which there is one may be given without its list.
        let expression = expression.map(|node| node.items().and_then(<[Node]>::first).unwrap_or(node));
        for Member { key, node: part, .. } in unknown {
            let present = members.iter().position(|member| member.key == *key);
            let value = present.and_then(|at| members.get(at)).map(|member| member.node.clone());
            let whole = expression.filter(|node| node.get("references").is_some());
            let inner = whole.or_else(|| expression?.get(key));
            let Some(node) = self.fill(value.as_ref(), part, inner)? else { continue };
            is_filled = true;
            match present.and_then(|at| members.get_mut(at)) {
                Some(member) => member.node = node,
                None => members.push(Member { key: key.clone(), at: self.planned.at, node }),
            }
        }
        Ok(is_filled.then(|| Node::new(self.planned.at, Value::Map(members))))
    }

    /// All that an expression refers to: one value, or a list.
    fn all(&self, expression: &Node) -> Result<Node, Fault> {
        let mut walk = Walk::default();
        self.references.follow(&self.planned.module, Some(expression), HOPS, &mut walk);
        let values = walk.ends.iter().map(|end| self.value(end)).collect::<Result<Vec<_>, _>>()?;
        let at = self.planned.at;
        let mut values: Vec<Node> = values.into_iter().map(|value| Node::of_text(at, value)).collect();
        match (values.len(), values.pop()) {
            (1, Some(one)) => Ok(one),
            (0, _) | (_, None) => Err(self.unknown("it refers to nothing that is known")),
            (_, Some(last)) => {
                values.push(last);
                Ok(Node::new(at, Value::List(values)))
            }
        }
    }

    fn value(&self, end: &End) -> Result<String, Fault> {
        if let Some(value) = end.attribute.strip_prefix('=') {
            return Ok(value.to_owned());
        }
        let instance = self.instance(end);
        let address = instance.map_or_else(|| end.name.clone(), |planned| planned.address.to_owned());
        let dot = if address.is_empty() { "" } else { "." };
        let full = format!("{address}{dot}{}", end.attribute);
        if let Some(told) = self.known.settings.values.get(&full) {
            return Ok(told.clone());
        }
        let found = instance.and_then(|planned| self.known.attribute(planned, &end.attribute));
        found.ok_or_else(|| self.unknown(&format!("{full} is not known")))
    }

    /// The instance that is meant: the only one, the one of the index, or the one of the same index.
    fn instance(&self, end: &End) -> Option<&Planned<'_>> {
        let all = || self.known.plan.instances(&end.module, &end.name);
        let of_index = |index: &str| all().find(|planned| planned.index == index);
        match all().count() {
            1 => all().next(),
            _ if end.index.is_empty() || end.index.contains("each.") || end.index.contains("count.") => {
                of_index(self.planned.index)
            }
            _ => of_index(&end.index),
        }
    }

    fn unknown(&self, why: &str) -> Fault {
        let Planned { address, kind, at, .. } = self.planned;
        let attribute = self.attribute;
        let fault = Fault::unknown(*at, format!("{attribute} of {address} ({kind}) is known after apply: {why}"));
        fault.with_help(format!("tell it: with_value(\"{address}.{attribute}\", \"...\")"))
    }
}

impl Known<'_> {
    /// An attribute of a resource that was made before.
    fn attribute(&self, planned: &Planned<'_>, attribute: &str) -> Option<String> {
        let (name, _) = cut(attribute);
        let value = planned.values.iter().find(|member| member.key == name).and_then(|member| member.node.text());
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            return Some(value.to_owned());
        }
        let made = self.made.get(planned.address)?;
        match name {
            "id" => Some(made.reference().to_owned()),
            // Terraform's ARN of a log group ends with its name.
            "arn" if planned.kind == "aws_cloudwatch_log_group" => {
                made.attribute("Arn").map(|arn| arn.trim_end_matches(":*").to_owned())
            }
            _ => {
                let found = made.attributes().find(|known| Dialect::Terraform.is(name, known)).map(str::to_owned);
                let name_itself = (name == "name").then(|| made.reference().to_owned());
                found.and_then(|known| made.attribute(&known).map(str::to_owned)).or(name_itself)
            }
        }
    }
}

fn is_unknown(node: &Node) -> bool {
    match &node.value {
        Value::Bool(unknown) => *unknown,
        Value::List(items) => items.iter().any(is_unknown),
        Value::Map(members) => members.iter().any(|member| is_unknown(&member.node)),
        _ => false,
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
fn cut(path: &str) -> (&str, &str) {
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
