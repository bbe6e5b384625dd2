//! Plans of Terraform, as `terraform show -json` prints them.

mod fill;
mod plan;
mod reference;
mod reshape;
mod table;

use std::collections::BTreeMap;

use cupola::{Place, Region};

use super::Settings;
use super::convert::Dialect;
use super::error::Fault;
use super::fill::Owner;
use super::kinds;
use super::made::Made;
use super::make::{Maker, Resource};
use super::node::{Member, Node, Value};
use super::order::{Needing, order};
use super::report::Why;
use super::stand_in;

use fill::Known;
use plan::{Plan, Planned};
use reference::References;
use table::Entry;

/// Checks the form of a plan.
pub(super) fn check(root: &Node) -> Result<(), Fault> {
    Plan::of(root).map(drop)
}

/// Makes what a plan says will be there.
pub(super) fn load(root: &Node, settings: &Settings, maker: &mut Maker<'_>) -> Result<(), Fault> {
    let plan = Plan::of(root)?;
    let references = References::of(root);
    let mut known = Known { settings, plan: &plan, made: BTreeMap::new() };
    for index in in_order(&plan, &references)? {
        let Some(planned) = plan.resources.get(index) else { continue };
        let values = references.fill(planned, &known, &mut maker.loaded)?;
        let made = make(planned, values, maker)?;
        known.made.insert(planned.address, made);
    }
    tell_outputs(root, maker);
    Ok(())
}

/// All instances, those of a resource together, after all of what it needs: as Terraform's own graph has it.
fn in_order<'a>(plan: &Plan<'a>, references: &References<'a>) -> Result<Vec<usize>, Fault> {
    let groups = plan.by_resource();
    let firsts = groups.iter().filter_map(|group| plan.resources.get(*group.first()?));
    let named: Vec<(String, &Planned<'a>)> = firsts.map(|first| (first.resource(), first)).collect();
    let needing: Vec<Needing<'_>> =
        named.iter().map(|(name, first)| Needing { name, at: first.at, needs: references.needed_by(first) }).collect();
    let order = order(&needing)?;
    Ok(order.into_iter().filter_map(|at| groups.get(at)).flat_map(|group| group.iter().copied()).collect())
}

fn make(planned: &Planned<'_>, values: Vec<Member>, maker: &mut Maker<'_>) -> Result<Made, Fault> {
    let Some(entry) = table::find(planned.kind) else { return stand_in(planned, &values, maker) };
    let kind = kinds::find(entry.kind);
    let kind = kind.ok_or_else(|| Fault::unsupported(planned.at, format!("{} is not modelled", entry.kind)))?;
    check_region(planned, &values, maker)?;
    let prefix = prefix(&values);
    let mut properties = properties(&entry, values);
    if let Some(reshape) = entry.reshape {
        properties = reshape(planned.at, properties);
    }
    let (logical, written, at) = (planned.address, planned.kind, planned.at);
    maker.make(Resource { logical, written, kind, at, properties, dialect: Dialect::Terraform, prefix })
}

/// The front of a name that the provider makes up.
fn prefix(values: &[Member]) -> Option<String> {
    let is_prefix = |member: &&Member| matches!(&*member.key, "name_prefix" | "bucket_prefix" | "identifier_prefix");
    values.iter().filter(is_prefix).find_map(|member| text_of(&member.node)).map(str::to_owned)
}

/// The region that a resource is to be in, where it says so.
///
/// # Source
/// Terraform Registry, provider hashicorp/aws, "Enhanced Region Support".
fn region(values: &[Member]) -> Option<&Member> {
    values.iter().find(|member| member.key == "region" && text_of(&member.node).is_some())
}

fn text_of(node: &Node) -> Option<&str> {
    node.text().filter(|text| !text.is_empty())
}

/// Refuses what is to be in another region than the world; leniently it is made here.
fn check_region(planned: &Planned<'_>, values: &[Member], maker: &mut Maker<'_>) -> Result<(), Fault> {
    let Some((at, wanted)) = region(values).and_then(|member| Some((member.at, member.node.text()?))) else {
        return Ok(());
    };
    let here = maker.caller.place.region.as_str().to_owned();
    if wanted == here {
        return Ok(());
    }
    if !maker.lenient {
        let fault = Fault::unsupported(at, format!("{} is in {wanted}, the world in {here}", planned.address));
        return Err(fault.with_help("load the plan into a world there (World::starting_at), or leniently"));
    }
    let why = Why::NoEffect(format!("it is made in {here}, where the world is"));
    maker.loaded.skip(planned.address, planned.kind, Some("region".into()), why);
    Ok(())
}

/// The attributes that are set, by the names of properties.
fn properties(entry: &Entry, values: Vec<Member>) -> Vec<Member> {
    let is_set = |member: &Member| !matches!(member.node.value, Value::Null) && !is_empty(&member.node);
    let named = |key: &str| entry.renames.iter().any(|(from, _)| *from == key);
    let computed = |key: &str| table::COMPUTED.contains(&key) && !named(key);
    let own = |member: &Member| !computed(&member.key) && !entry.ignored.contains(&member.key.as_str());
    let values = values.into_iter().filter(|member| own(member) && (is_set(member) || entry.keeps_empty(&member.key)));
    values.map(|member| renamed(entry, member, "")).collect()
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(members) => members.is_empty(),
        _ => false,
    }
}

/// A member and all within it, by the table's names.
fn renamed(entry: &Entry, member: Member, above: &str) -> Member {
    let path = if above.is_empty() { member.key.clone() } else { format!("{above}.{}", member.key) };
    let name = entry.renames.iter().find(|(from, _)| *from == path).map(|(_, to)| (*to).to_owned());
    let node = renamed_within(entry, member.node, &path);
    Member { key: name.unwrap_or(member.key), at: member.at, node }
}

fn renamed_within(entry: &Entry, node: Node, path: &str) -> Node {
    // Only blocks, of which the table names some: keys of maps are data.
    if !entry.renames.iter().any(|(from, _)| from.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))) {
        return node;
    }
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| renamed_within(entry, item, path)).collect()),
        Value::Map(members) => Value::Map(members.into_iter().map(|member| renamed(entry, member, path)).collect()),
        other => other,
    };
    Node::new(node.span, value)
}

fn stand_in(planned: &Planned<'_>, values: &[Member], maker: &mut Maker<'_>) -> Result<Made, Fault> {
    let observed = table::is_observed(planned.kind);
    if observed && !maker.lenient {
        let fault = Fault::unsupported(planned.at, format!("{} is not modelled", planned.kind));
        return Err(fault.among(planned.kind, table::names()));
    }
    let kind = stand_in::find_terraform(planned.kind);
    let text = |name: &str| {
        values.iter().find(|member| Dialect::Terraform.is(&member.key, name))?.node.text().map(str::to_owned)
    };
    // Terraform calls most things `name`, buckets `bucket` and databases `identifier`.
    let property = |name: &str| match name {
        "Path" | "FunctionName" | "AutoScalingGroupName" | "Cluster" | "Family" | "FifoQueue" | "FifoTopic" => {
            text(name)
        }
        _ => text(name).or_else(|| text("name")).or_else(|| text("bucket")).or_else(|| text("identifier")),
    };
    let prefix = prefix(values);
    let owner = Owner { stack: maker.stack, logical: planned.address, prefix: prefix.as_deref() };
    let made = kind.make(planned.kind, &place(values, maker), owner, property);
    if observed {
        maker.loaded.skip(planned.address, planned.kind, None, Why::NotModelled);
    } else {
        maker.loaded.stand_in(planned.address, planned.kind, &made);
    }
    Ok(made)
}

/// Where the resource of another service is: in its own region.
fn place(values: &[Member], maker: &Maker<'_>) -> Place {
    let here = &maker.caller.place;
    let own = region(values).and_then(|member| Region::new(member.node.text()?).ok());
    Place::new(here.account, own.unwrap_or_else(|| here.region.clone()))
}

/// The outputs of the root module that the plan knows.
fn tell_outputs(root: &Node, maker: &mut Maker<'_>) {
    let outputs = root.get("planned_values").and_then(|values| values.get("outputs")).and_then(Node::members);
    for Member { key, node, .. } in outputs.unwrap_or_default() {
        match node.get("value") {
            Some(value) => {
                let text = value.text().map_or_else(|| value.to_json(), str::to_owned);
                maker.loaded.outputs.insert(key.clone(), text);
            }
            None => maker.loaded.skip(key, "Output", None, Why::Unknown("known after apply".into())),
        }
    }
}
