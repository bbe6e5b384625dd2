//! Values known after apply, taken from what the configuration refers to.

use std::collections::BTreeMap;

use super::super::Settings;
use super::super::convert::Dialect;
use super::super::error::Fault;
use super::super::made::Made;
use super::super::node::{Member, Node, Value};
use super::super::report::{Assumed, Loaded};
use super::plan::{Plan, Planned};
use super::reference::{End, HOPS, References, Walk, cut};

/// What is known so far.
pub(super) struct Known<'a> {
    pub(super) settings: &'a Settings,
    pub(super) plan: &'a Plan<'a>,
    pub(super) made: BTreeMap<&'a str, Made>,
}

impl<'a> References<'a> {
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
            let (address, attribute) = (planned.address.to_owned(), key.clone());
            loaded.assumed.push(Assumed { address, attribute, value: node.to_json() });
            match place.and_then(|at| values.get_mut(at)) {
                Some(member) => member.node = node,
                None => values.push(Member { key: key.clone(), at: planned.at, node }),
            }
        }
        Ok(values)
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
        // `t[count.index].arn` is told as `t` alone: what is referred to so is nearly always the ARN.
        let attribute = if end.attribute.is_empty() { "arn" } else { end.attribute.as_str() };
        let full = format!("{address}{dot}{attribute}");
        if let Some(told) = self.known.settings.values.get(&full) {
            return Ok(told.clone());
        }
        let found = instance.and_then(|planned| self.known.attribute(planned, attribute));
        found.ok_or_else(|| self.unknown(&format!("{full} is not known")))
    }

    /// The instance that is meant; an index that is computed is taken to be the asking resource's own.
    fn instance(&self, end: &End) -> Option<&Planned<'_>> {
        let is_computed = end.index.is_empty() || end.index.contains("each.") || end.index.contains("count.");
        let index = Some(end.index.as_str()).filter(|_| !is_computed);
        self.known.plan.instance((&end.module, &end.name), index, self.planned)
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
                let found = found.and_then(|known| made.attribute(&known).map(str::to_owned));
                found.or_else(|| match name {
                    "name" => Some(made.name().to_owned()),
                    "arn" => made.arn(),
                    _ => None,
                })
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
