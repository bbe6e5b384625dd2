//! What a plan says will be there.

use std::collections::BTreeMap;

use cupola::base::text::Span;

use super::super::error::Fault;
use super::super::node::{Member, Node};

/// The resources of all modules, in the plan's order.
pub(super) struct Plan<'a> {
    pub(super) resources: Vec<Planned<'a>>,
    /// The resources by module and name, without the indexes of `count` and `for_each`.
    by_name: BTreeMap<(String, String), Instances<'a>>,
}

/// The instances of one resource, as numbers in the plan.
#[derive(Default)]
struct Instances<'a> {
    all: Vec<usize>,
    /// By the module's own instance and the index.
    by_place: BTreeMap<(&'a str, &'a str), usize>,
    /// The first of each index.
    by_index: BTreeMap<&'a str, usize>,
}

/// One resource, or one instance of it.
pub(super) struct Planned<'a> {
    pub(super) address: &'a str,
    pub(super) at: Span,
    /// The module's calls from the root on, without indexes: `module.a.module.b`; empty for the root.
    pub(super) module: String,
    /// The same with indexes, as the address begins.
    pub(super) module_instance: &'a str,
    /// `aws_sns_topic.ops`.
    pub(super) name: String,
    /// `[0]`, `["eu"]`, or nothing.
    pub(super) index: &'a str,
    pub(super) kind: &'a str,
    pub(super) values: &'a [Member],
    /// Which values are known after apply.
    pub(super) unknown: Option<&'a Node>,
}

impl<'a> Plan<'a> {
    /// # Source
    /// Terraform documentation, "JSON Output Format", plan representation.
    pub(super) fn of(root: &'a Node) -> Result<Self, Fault> {
        if let Some(version) = root.get("format_version").filter(|version| !is_known(version)) {
            let fault = Fault::unsupported(version.span, "plans of this format version are not read");
            return Err(fault.with_help("read are versions 0 and 1"));
        }
        let module = root.get("planned_values").and_then(|values| values.get("root_module"));
        let module = module.ok_or_else(|| {
            Fault::structure(root.span, "this is no plan: it has no planned_values with a root_module")
                .with_help("give what `terraform show -json <plan file>` prints")
        })?;
        let mut resources = Vec::new();
        walk(module, &unknowns(root), &mut resources)?;
        let mut by_name: BTreeMap<_, Instances<'_>> = BTreeMap::new();
        for (at, planned) in resources.iter().enumerate() {
            let instances = by_name.entry((planned.module.clone(), planned.name.clone())).or_default();
            instances.all.push(at);
            instances.by_place.insert((planned.module_instance, planned.index), at);
            instances.by_index.entry(planned.index).or_insert(at);
        }
        Ok(Self { resources, by_name })
    }

    /// The instances of each resource, as numbers in the plan, in the order in which the resources begin.
    pub(super) fn by_resource(&self) -> Vec<&[usize]> {
        let mut all: Vec<&[usize]> = self.by_name.values().map(|instances| instances.all.as_slice()).collect();
        all.sort_unstable();
        all
    }

    /// The instance of a resource that another one means: the only one; the one of an index, in the same module's
    /// instance where there is one; else the one of the same index, or without.
    pub(super) fn instance(&self, of: (&str, &str), index: Option<&str>, asking: &Planned<'_>) -> Option<&Planned<'a>> {
        let instances = self.by_name.get(&(of.0.to_owned(), of.1.to_owned()))?;
        let here = |index: &&str| instances.by_place.get(&(asking.module_instance, *index)).copied();
        let first = |index: &&str| instances.by_index.get(*index).copied();
        let asked = index.map_or_else(|| vec![asking.index, ""], |index| vec![index]);
        let found = match instances.all.as_slice() {
            [only] => Some(*only),
            _ => asked.iter().find_map(here).or_else(|| asked.iter().find_map(first)),
        };
        self.resources.get(found?)
    }
}

impl Planned<'_> {
    /// The resource of which this is an instance.
    pub(super) fn resource(&self) -> String {
        path(&self.module, &self.name)
    }
}

/// The address of a resource, without indexes.
pub(super) fn path(module: &str, name: &str) -> String {
    let dot = if module.is_empty() { "" } else { "." };
    format!("{module}{dot}{name}")
}

/// The major version says whether a plan can be read.
fn is_known(version: &Node) -> bool {
    version.text().is_some_and(|text| matches!(text.split('.').next(), Some("0" | "1")))
}

fn unknowns(root: &Node) -> BTreeMap<&str, &Node> {
    let changes = root.get("resource_changes").and_then(Node::items).unwrap_or_default();
    changes
        .iter()
        .filter_map(|change| Some((change.get("address")?.text()?, change.get("change")?.get("after_unknown")?)))
        .collect()
}

/// The nesting of modules is that of the text, which is bounded.
fn walk<'a>(module: &'a Node, unknowns: &BTreeMap<&str, &'a Node>, found: &mut Vec<Planned<'a>>) -> Result<(), Fault> {
    for resource in module.get("resources").and_then(Node::items).unwrap_or_default() {
        if resource.get("mode").and_then(Node::text) != Some("data") {
            found.push(planned(resource, unknowns)?);
        }
    }
    for child in module.get("child_modules").and_then(Node::items).unwrap_or_default() {
        walk(child, unknowns, found)?;
    }
    Ok(())
}

fn planned<'a>(resource: &'a Node, unknowns: &BTreeMap<&str, &'a Node>) -> Result<Planned<'a>, Fault> {
    let text = |name: &str| {
        let node = resource.get(name);
        let node =
            node.ok_or_else(|| Fault::structure(resource.span, format!("a resource of the plan has no {name}")))?;
        node.needed_text(name)
    };
    let address = text("address")?;
    let kind = text("type")?;
    let at = resource.get("address").map_or(resource.span, |node| node.span);
    let values = resource.get("values").map(|values| values.needed_map("values")).transpose()?.unwrap_or_default();
    let (module, own) = split(address);
    let bare = own.find('[').map_or(own, |at| &own[..at]);
    let index = own.get(bare.len()..).unwrap_or_default();
    Ok(Planned {
        address,
        at,
        module,
        module_instance: &address[..address.len() - own.len()],
        name: bare.to_owned(),
        index,
        kind,
        values,
        unknown: unknowns.get(address).copied(),
    })
}

/// `module.a[0].module.b.aws_x.y["z"]`: the module without indexes, and the rest.
pub(super) fn split(address: &str) -> (String, &str) {
    let mut module: Vec<&str> = Vec::new();
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let end = segment(after);
        let (call, tail) = after.split_at(end);
        module.extend(["module", call.split('[').next().unwrap_or(call)]);
        rest = tail.strip_prefix('.').unwrap_or(tail);
    }
    (module.join("."), rest)
}

/// Where the first segment of a path ends: at a dot that stands in no index.
pub(super) fn segment(path: &str) -> usize {
    let mut quoted = false;
    let mut open = 0u32;
    let ends = |(_, c): &(usize, char)| {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => open += 1,
            ']' if !quoted => open = open.saturating_sub(1),
            '.' if !quoted && open == 0 => return true,
            _ => {}
        }
        false
    };
    path.char_indices().find(ends).map_or(path.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_split_into_module_and_resource() {
        assert_eq!(split("aws_a.b"), (String::new(), "aws_a.b"));
        assert_eq!(split("module.x[\"a.b\"].module.y.aws_a.b[0]"), ("module.x.module.y".into(), "aws_a.b[0]"));
        assert_eq!(split("module."), ("module.".into(), ""));
    }
}
