//! Cloud assemblies, which the CDK writes into `cdk.out`.

use std::collections::{BTreeMap, BTreeSet};

use super::Template;
use super::TemplateError;
use super::error::Fault;
use super::node::{Member, Node};
use super::order::{Needing, order};
use super::read;

/// How deep assemblies (of stages) may stand in each other.
const DEPTH: usize = 8;

type Files<'a> = BTreeMap<&'a str, &'a str>;

pub(super) fn stacks(files: &Files<'_>) -> Result<Vec<Template>, TemplateError> {
    assembly(files, "", DEPTH, &mut BTreeSet::new())
}

/// The stacks of one directory, and of the assemblies in it.
///
/// # Source
/// AWS CDK, "Cloud assembly schema": artifacts `aws:cloudformation:stack` and `cdk:cloud-assembly`.
fn assembly(
    files: &Files<'_>,
    directory: &str,
    depth: usize,
    seen: &mut BTreeSet<String>,
) -> Result<Vec<Template>, TemplateError> {
    let text = manifest(files, directory)?;
    let told = |fault: Fault| fault.in_text(text);
    let root = read::read(text).map_err(told)?;
    let none = Vec::new();
    let artifacts = root.get("artifacts").map(|node| node.needed_map("artifacts")).transpose().map_err(told)?;
    let artifacts = artifacts.unwrap_or(&none);
    let needing: Vec<Needing<'_>> = artifacts.iter().map(needing).collect();
    let mut all = Vec::new();
    for index in order(&needing).map_err(told)? {
        let Some(Member { key, at, node }) = artifacts.get(index) else { continue };
        match node.get("type").and_then(Node::text) {
            Some("aws:cloudformation:stack") => {
                let (file, name) = stack(key, node).map_err(told)?;
                let path = format!("{directory}{file}");
                let missing = || Fault::reference(*at, format!("the file {path} is not there"));
                let template = files.get(path.as_str()).ok_or_else(missing).map_err(told)?;
                all.push(with_parameters(Template::cloudformation(template)?.named(name), node));
            }
            Some("cdk:cloud-assembly") => {
                let inner = property(node, "directoryName").unwrap_or_default();
                let inner = format!("{directory}{inner}/");
                let fault = |message| told(Fault::structure(*at, message));
                let depth =
                    depth.checked_sub(1).ok_or_else(|| fault(format!("assemblies nest deeper than {DEPTH}")))?;
                if !seen.insert(inner.clone()) {
                    return Err(fault(format!("the assembly {inner} stands twice")));
                }
                all.extend(assembly(files, &inner, depth, seen)?);
            }
            _ => {}
        }
    }
    Ok(all)
}

fn manifest<'a>(files: &Files<'a>, directory: &str) -> Result<&'a str, TemplateError> {
    let path = format!("{directory}manifest.json");
    files.get(path.as_str()).copied().ok_or_else(|| {
        let names: Vec<&str> = files.keys().copied().collect();
        let fault = Fault::reference(cupola::base::text::Span::empty(0), format!("the file {path} is not there"));
        fault.with_help("give the files of cdk.out by their paths in it").in_text(&names.join("\n"))
    })
}

fn needing(artifact: &Member) -> Needing<'_> {
    let dependencies = artifact.node.get("dependencies").and_then(Node::items).unwrap_or_default();
    let needs: BTreeSet<String> = dependencies.iter().filter_map(|name| Some(name.text()?.to_owned())).collect();
    Needing { name: &artifact.key, at: artifact.at, needs }
}

/// The template's file and the stack's name.
fn stack<'n>(key: &'n str, node: &'n Node) -> Result<(&'n str, &'n str), Fault> {
    let file = property(node, "templateFile");
    let file = file.ok_or_else(|| Fault::structure(node.span, format!("the stack {key} has no templateFile")))?;
    Ok((file, property(node, "stackName").unwrap_or(key)))
}

/// The values that the assembly gives the stack's parameters.
fn with_parameters(template: Template, node: &Node) -> Template {
    let parameters = node.get("properties").and_then(|properties| properties.get("parameters"));
    let given = parameters.and_then(Node::members).unwrap_or_default().iter();
    let given = given.filter_map(|member| Some((member.key.as_str(), member.node.text()?)));
    given.fold(template, |template, (name, value)| template.with_parameter(name, value))
}

fn property<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    node.get("properties")?.get(name)?.text()
}
