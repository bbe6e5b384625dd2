//! CloudFormation templates: sections, resources in their order, outputs.

use std::collections::BTreeSet;

use cupola::base::text::Span;

use super::convert::Dialect;
use super::error::Fault;
use super::fill::Owner;
use super::kinds::{self, Kind};
use super::made::Made;
use super::make::{Maker, Resource};
use super::node::{Member, Node, Value};
use super::order::{Needing, needs, order};
use super::parameter;
use super::report::Why;
use super::scope::Scope;
use super::{Settings, TemplateErrorKind, stand_in};

/// # Source
/// CloudFormation User Guide, "Template sections".
const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/// # Source
/// CloudFormation User Guide, "Resource attribute reference".
const ATTRIBUTES: [&str; 9] = [
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

/// The most bytes of a template.
///
/// # Source
/// CloudFormation User Guide, "Quotas": the template body size in an S3 object.
const MOST_BYTES: usize = 1 << 20;

/// Checks the form of a template, without its values.
pub(super) fn check(text: &str, root: &Node) -> Result<(), Fault> {
    if text.len() > MOST_BYTES {
        return Err(Fault::structure(Span::empty(0), "a template of CloudFormation has at most 1 MiB"));
    }
    let sections = root.needed_map("a template")?;
    if let Some(other) = sections.iter().find(|section| !SECTIONS.contains(&section.key.as_str())) {
        let message = format!("a template has no section {}", other.key);
        return Err(Fault::structure(other.at, message).among(&other.key, SECTIONS));
    }
    resources(root)?.iter().try_for_each(check_resource)
}

fn check_resource(resource: &Member) -> Result<(), Fault> {
    if resource.key.starts_with("Fn::") {
        let message = format!("{} is not run", resource.key);
        return Err(Fault::unsupported(resource.at, message).with_help("write the resources out"));
    }
    let members = resource.node.needed_map(&format!("the resource {}", resource.key))?;
    if let Some(other) = members.iter().find(|member| !ATTRIBUTES.contains(&member.key.as_str())) {
        let message = format!("a resource has no attribute {}", other.key);
        return Err(Fault::structure(other.at, message).among(&other.key, ATTRIBUTES));
    }
    kind_of(resource).map(drop)
}

fn resources(root: &Node) -> Result<&[Member], Fault> {
    let section = root.member("Resources");
    let section = section.ok_or_else(|| Fault::structure(root.span, "a template has a section Resources"))?;
    section.node.needed_map("Resources")
}

fn kind_of(resource: &Member) -> Result<&str, Fault> {
    let kind = resource.node.get("Type");
    let kind =
        kind.ok_or_else(|| Fault::structure(resource.at, format!("the resource {} has no Type", resource.key)))?;
    kind.needed_text("the type of a resource")
}

/// Makes what a template describes.
pub(super) fn load(root: &Node, settings: &Settings, maker: &mut Maker<'_>) -> Result<(), Fault> {
    tell_sections(root, maker)?;
    let place = maker.caller.place.clone();
    let resources = resources(root)?;
    let mut scope = Scope::new(&place, &settings.stack, &settings.values).with_conditions(root.get("Conditions"))?;
    scope.parameters = parameter::values(root.get("Parameters"), &settings.parameters)?;
    scope.stored = parameter::stored(root.get("Parameters"));
    scope.mappings = root.get("Mappings");
    for resource in resources {
        scope.resources.insert(&resource.key, resource.node.get("Condition").and_then(Node::text));
    }
    scope.check_conditions()?;
    for index in order(&needing(resources)?)? {
        if let Some(resource) = resources.get(index) {
            load_resource(resource, &mut scope, maker)?;
        }
    }
    tell_outputs(root, &scope, maker)
}

/// Sections that are accepted and not acted on.
fn tell_sections(root: &Node, maker: &mut Maker<'_>) -> Result<(), Fault> {
    if let Some(Member { at, node, .. }) = root.member("Transform") {
        for transform in node.items().unwrap_or_else(|| std::slice::from_ref(node)) {
            let name = transform.text().or_else(|| transform.get("Name")?.text()).unwrap_or_default();
            match (name, maker.lenient) {
                ("AWS::LanguageExtensions", _) => {}
                (_, true) => maker.loaded.skip(name, "Transform", None, Why::NotModelled),
                (_, false) => {
                    let fault = Fault::unsupported(*at, format!("the transform {name} is not run"));
                    return Err(fault.with_help("load the template that it makes, or load it leniently"));
                }
            }
        }
    }
    for section in ["Rules", "Hooks"] {
        if root.get(section).is_some() {
            maker.loaded.skip(section, section, None, Why::NoEffect("not checked: the deployment does".into()));
        }
    }
    Ok(())
}

fn needing(resources: &[Member]) -> Result<Vec<Needing<'_>>, Fault> {
    resources
        .iter()
        .map(|Member { key, at, node }| {
            let mut names = BTreeSet::new();
            node.get("Properties").iter().for_each(|properties| needs(properties, &mut names));
            if let Some(depends) = node.get("DependsOn") {
                for name in depends.items().unwrap_or_else(|| std::slice::from_ref(depends)) {
                    let text = name.needed_text("what DependsOn names")?;
                    let known = || resources.iter().map(|member| member.key.as_str());
                    if !known().any(|known| known == text) {
                        let fault = Fault::reference(name.span, format!("there is no resource \"{text}\""));
                        return Err(fault.among(text, known()));
                    }
                    names.insert(text.to_owned());
                }
            }
            Ok(Needing { name: key.as_str(), at: *at, needs: names })
        })
        .collect()
}

fn load_resource(resource: &Member, scope: &mut Scope<'_>, maker: &mut Maker<'_>) -> Result<(), Fault> {
    let written = kind_of(resource)?;
    let logical = resource.key.as_str();
    if let Some(condition) = resource.node.get("Condition") {
        let name = condition.needed_text("the condition of a resource")?;
        if !scope.condition(name, condition.span)? {
            maker.loaded.skip(logical, written, None, Why::Condition(name.to_owned()));
            return Ok(());
        }
    }
    let made = match kinds::find(written).filter(|_| !written.contains('|')) {
        Some(kind) => {
            let properties = grouped(properties(resource, scope)?, kind);
            let dialect = Dialect::CloudFormation;
            maker.make(Resource { logical, written, kind, at: resource.at, properties, dialect, prefix: None })?
        }
        None if written == "AWS::CDK::Metadata" => {
            let why = Why::NoEffect("it tells the versions of the CDK and its libraries".into());
            maker.loaded.skip(logical, written, None, why);
            return Ok(());
        }
        None => stand_in(resource, written, scope, maker)?,
    };
    scope.made.insert(logical.to_owned(), made);
    Ok(())
}

/// Properties that are members of a structure at the service, put into it.
fn grouped(mut properties: Vec<Member>, kind: &Kind) -> Vec<Member> {
    for (property, group, name) in kind.groups {
        let Some(index) = properties.iter().position(|member| member.key == *property) else { continue };
        let Member { at, node, .. } = properties.remove(index);
        let inner = Member { key: (*name).to_owned(), at, node };
        match properties.iter_mut().find(|member| member.key == *group).map(|member| &mut member.node.value) {
            Some(Value::Map(members)) => members.push(inner),
            _ => {
                let node = Node::new(inner.node.span, Value::Map(vec![inner]));
                properties.push(Member { key: (*group).to_owned(), at, node });
            }
        }
    }
    properties
}

fn properties(resource: &Member, scope: &Scope<'_>) -> Result<Vec<Member>, Fault> {
    let Some(properties) = resource.node.get("Properties") else { return Ok(Vec::new()) };
    properties.needed_map("Properties")?;
    match scope.needed(properties, "Properties")?.value {
        Value::Map(members) => Ok(members),
        _ => Err(Fault::structure(properties.span, "Properties is a map")),
    }
}

/// What is not modelled: another service's resource, or one that is named.
fn stand_in(resource: &Member, written: &str, scope: &Scope<'_>, maker: &mut Maker<'_>) -> Result<Made, Fault> {
    if kinds::is_observed(written) {
        if !maker.lenient {
            let at = resource.node.get("Type").map_or(resource.at, |kind| kind.span);
            let fault = Fault::unsupported(at, format!("{written} is not modelled"));
            return Err(match written {
                kinds::NESTED => fault.with_help("load the nested stack's own template, before or after this one"),
                _ => fault.among(written, kinds::names()),
            });
        }
        maker.loaded.skip(&resource.key, written, None, Why::NotModelled);
    }
    let kind = stand_in::find(written);
    let given = resource.node.get("Properties");
    let mut names = Vec::new();
    for name in kind.properties() {
        if let Some(property) = given.and_then(|given| given.get(name)) {
            names.extend(scope.resolve(property)?.and_then(|value| Some((name, value.text()?.to_owned()))));
        }
    }
    let property = |name: &str| names.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    let owner = Owner { stack: scope.stack, logical: &resource.key, prefix: None };
    let made = kind.make(written, scope.place, owner, property);
    if !kinds::is_observed(written) {
        maker.loaded.stand_in(&resource.key, written, &made);
    }
    Ok(made)
}

/// Outputs whose values are known; the others are named.
fn tell_outputs(root: &Node, scope: &Scope<'_>, maker: &mut Maker<'_>) -> Result<(), Fault> {
    let Some(outputs) = root.get("Outputs") else { return Ok(()) };
    for Member { key, at, node } in outputs.needed_map("Outputs")? {
        if let Some(condition) = node.get("Condition").and_then(Node::text)
            && !scope.condition(condition, *at)?
        {
            maker.loaded.skip(key, "Output", None, Why::Condition(condition.to_owned()));
            continue;
        }
        let value = node.get("Value").ok_or_else(|| Fault::structure(*at, format!("the output {key} has no Value")))?;
        match output(value, node, scope) {
            Ok((value, export)) => {
                maker.loaded.exports.extend(export.map(|name| (name, value.clone())));
                maker.loaded.outputs.insert(key.clone(), value);
            }
            Err(fault) if matches!(fault.kind, TemplateErrorKind::Unknown | TemplateErrorKind::Unsupported) => {
                maker.loaded.skip(key, "Output", None, Why::Unknown(fault.message));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

fn output(value: &Node, node: &Node, scope: &Scope<'_>) -> Result<(String, Option<String>), Fault> {
    let value = scope.needed(value, "the value of an output")?;
    let text = value.text().map_or_else(|| value.to_json(), str::to_owned);
    let export = node.get("Export").and_then(|export| export.get("Name"));
    let export = export.map(|name| scope.needed_text(name, "the name of an export")).transpose()?;
    Ok((text, export))
}
