//! One resolved resource through the door.

use std::collections::BTreeMap;

use cupola::base::shape::Shape;
use cupola::base::text::Span;
use cupola::{ApiError, Caller, Observatory, Service, Timestamp};

use super::bus_statement;
use super::convert::{Converter, Dialect};
use super::error::Fault;
use super::fill::{Owner, fill, of_place};
use super::kinds::{Call, From, Kind, When};
use super::made::Made;
use super::node::{Member, Node, Value};
use super::read;
use super::refusal::{refused, told_failures};
use super::report::{Created, DoorCall, Loaded, Why};

/// A resource with its functions run.
pub(super) struct Resource<'a> {
    pub(super) logical: &'a str,
    /// The kind as the template has it.
    pub(super) written: &'a str,
    pub(super) kind: &'static Kind,
    pub(super) at: Span,
    pub(super) properties: Vec<Member>,
    pub(super) dialect: Dialect,
    /// The front of a name that is made up.
    pub(super) prefix: Option<String>,
}

/// Where resources are made.
pub(super) struct Maker<'a> {
    pub(super) sky: &'a mut Observatory,
    pub(super) now: Timestamp,
    pub(super) caller: Caller,
    pub(super) stack: &'a str,
    pub(super) lenient: bool,
    pub(super) loaded: Loaded,
}

impl Maker<'_> {
    /// Makes a resource, and tells its names.
    pub(super) fn make(&mut self, mut resource: Resource<'_>) -> Result<Made, Fault> {
        let name = self.name(&mut resource)?;
        self.leave_out(&mut resource)?;
        let mut calls = Vec::new();
        let mut answer = None;
        for call in resource.kind.calls {
            for properties in rounds(call, &resource) {
                let input = self.input(call, &resource, &properties, &name)?;
                let told = self.call(call, &resource, input, &mut calls)?;
                answer = answer.or(Some(told));
            }
        }
        let made = self.names(&resource, &name, answer.as_ref());
        self.loaded.created.push(Created {
            logical_id: resource.logical.to_owned(),
            kind: resource.written.to_owned(),
            // What has no name of its own goes by what `Ref` gives.
            name: if resource.kind.naming.is_some() { name } else { made.reference().to_owned() },
            reference: made.reference().to_owned(),
            arn: made.arn(),
            calls,
        });
        Ok(made)
    }

    /// The name at the service: as the template says, or made up and put among the properties.
    fn name(&self, resource: &mut Resource<'_>) -> Result<String, Fault> {
        let Some((property, most)) = resource.kind.naming else { return Ok(self.owner(resource).name(255)) };
        let given = resource.property(property).and_then(Node::text).filter(|name| !name.is_empty());
        if let Some(name) = given {
            return Ok(name.to_owned());
        }
        if resource.kind.name_is_needed && resource.dialect == Dialect::CloudFormation {
            let message = format!("{} ({}) has no {property}", resource.logical, resource.written);
            return Err(
                Fault::structure(resource.at, message).with_help("CloudFormation makes up no name of this kind")
            );
        }
        let name = self.owner(resource).name(most);
        let dialect = resource.dialect;
        resource.properties.retain(|member| !dialect.is(&member.key, property));
        let node = Node::of_text(resource.at, &name);
        resource.properties.push(Member { key: property.to_owned(), at: resource.at, node });
        Ok(name)
    }

    fn owner<'r>(&'r self, resource: &'r Resource<'_>) -> Owner<'r> {
        Owner { stack: self.stack, logical: resource.logical, prefix: resource.prefix.as_deref() }
    }

    /// Takes away the properties that no call takes; refuses them unless they are known to change nothing, or the
    /// template is loaded leniently.
    fn leave_out(&mut self, resource: &mut Resource<'_>) -> Result<(), Fault> {
        let mut converter = self.converter(resource, None);
        let mut kept = Vec::new();
        for member in std::mem::take(&mut resource.properties) {
            if is_taken(&converter, &member.key, resource.kind) {
                kept.push(member);
            } else {
                converter.unsupported(member.at, &member.key, accepted(resource.kind))?;
            }
        }
        resource.properties = kept;
        self.tell_left_out(resource, converter);
        Ok(())
    }

    /// The input of a call, of properties that it takes.
    fn input(
        &mut self,
        call: &Call,
        resource: &Resource<'_>,
        properties: &[Member],
        name: &str,
    ) -> Result<Node, Fault> {
        let shape = call.service.operation(call.action).map_or(&Shape::Document, |operation| operation.input);
        let mut converter = self.converter(resource, Some(call));
        let mut members: Vec<Member> = Vec::new();
        for Member { key, at, node } in properties {
            let member = match call.takes {
                None => converter.member(shape, key, key),
                Some(takes) => {
                    let taken = takes.iter().find(|(property, _)| resource.dialect.is(key, property));
                    taken.and_then(|(_, name)| shape.members().iter().find(|member| member.name == *name))
                }
            };
            let Some(member) = member else { continue };
            let node = converter.convert(node, member.shape, key, member.required)?;
            members.extend(node.map(|node| Member { key: member.name.to_owned(), at: *at, node }));
        }
        self.tell_left_out(resource, converter);
        for (member, pattern) in call.adds {
            if members.iter().all(|known| known.key != *member) {
                let node = Node::of_text(resource.at, self.fill(pattern, resource, name));
                members.push(Member { key: (*member).to_owned(), at: resource.at, node });
            }
        }
        Ok(Node::new(resource.at, Value::Map(members)))
    }

    /// Makes a call, and gives its answer; what succeeds in part has failed.
    fn call(
        &mut self,
        call: &Call,
        resource: &Resource<'_>,
        mut input: Node,
        calls: &mut Vec<DoorCall>,
    ) -> Result<Node, Fault> {
        if resource.kind.adds_bus_statement
            && let Some(whole) = bus_statement::policy(self, resource)?
        {
            input = whole;
        }
        let input = input.to_json();
        let answer = self.ask(call.service, call.action, &input);
        calls.push(DoorCall { service: call.service, action: call.action, input });
        let answer = answer.map_err(|error| refused(resource, call, error))?;
        let node = read::json(&answer).unwrap_or_else(|_| Node::new(resource.at, Value::Null));
        told_failures(&node).map_or(Ok(node), |error| Err(refused(resource, call, error)))
    }

    /// Calls the door.
    pub(super) fn ask(&mut self, service: Service, action: &str, input: &str) -> Result<String, ApiError> {
        self.sky.call(self.now, &self.caller, service, action, input)
    }

    /// What `Ref` and `Fn::GetAtt` give from now on.
    fn names(&self, resource: &Resource<'_>, name: &str, answer: Option<&Node>) -> Made {
        let from = |from: &From| match from {
            From::Pattern(pattern) => Some(self.fill(pattern, resource, name)),
            From::OnBus => match resource.property("EventBusName").and_then(Node::text) {
                None | Some("default") => Some(name.to_owned()),
                Some(bus) => Some(format!("{bus}|{name}")),
            },
            From::Answer(path) => at_pointer(answer?, path).and_then(Node::text).map(str::to_owned),
        };
        let reference = from(&resource.kind.reference).unwrap_or_else(|| name.to_owned());
        let attribute = |(attribute, source): &(&str, From)| Some(((*attribute).to_owned(), from(source)?));
        let attributes: BTreeMap<String, String> = resource.kind.attributes.iter().filter_map(attribute).collect();
        let arn = resource.kind.arn.as_ref().and_then(from);
        Made::new(resource.written, name, reference, attributes).at(arn)
    }

    fn fill(&self, pattern: &str, resource: &Resource<'_>, name: &str) -> String {
        let owner = self.owner(resource).key();
        let known = |slot: &str| match slot {
            "name" => Some(name.to_owned()),
            _ => of_place(slot, &self.caller.place, &owner)
                .or_else(|| resource.property(slot).and_then(Node::text).map(str::to_owned)),
        };
        fill(pattern, known).unwrap_or_else(|| name.to_owned())
    }

    fn converter(&self, resource: &Resource<'_>, call: Option<&Call>) -> Converter {
        let lowers =
            resource.dialect == Dialect::CloudFormation && call.is_some_and(|call| call.service == Service::Logs);
        let (kind, dialect, lenient) = (resource.kind, resource.dialect, self.lenient);
        Converter { kind, dialect, lenient, lowers, left_out: Vec::new() }
    }

    fn tell_left_out(&mut self, resource: &Resource<'_>, converter: Converter) {
        for (path, why) in converter.left_out {
            let why = if converter.kind.without_effect.iter().any(|(_, known)| *known == why) {
                Why::NoEffect(why)
            } else {
                Why::NotModelled
            };
            self.loaded.skip(resource.logical, resource.written, Some(path), why);
        }
    }
}

impl Resource<'_> {
    pub(super) fn property(&self, name: &str) -> Option<&Node> {
        self.properties.iter().find(|member| self.dialect.is(&member.key, name)).map(|member| &member.node)
    }
}

/// The properties of each time a call is made: none, once, or for each item of a list.
fn rounds(call: &Call, resource: &Resource<'_>) -> Vec<Vec<Member>> {
    let all = || resource.properties.clone();
    match call.when {
        None => vec![all()],
        Some(When::Given(name)) => resource.property(name).map(|_| all()).into_iter().collect(),
        Some(When::True(name)) => {
            let holds =
                resource.property(name).and_then(Node::text).is_some_and(|text| text.eq_ignore_ascii_case("true"));
            holds.then(all).into_iter().collect()
        }
        Some(When::Each(name)) => {
            let items = resource
                .property(name)
                .map_or(&[][..], |list| list.items().unwrap_or_else(|| std::slice::from_ref(list)));
            let at = |item: &Node| Member { key: name.to_owned(), at: item.span, node: item.clone() };
            items.iter().map(|item| vec![at(item)]).collect()
        }
    }
}

/// Whether some call takes a property, or depends on it.
fn is_taken(converter: &Converter, key: &str, kind: &Kind) -> bool {
    let is = |name: &str| converter.dialect.is(key, name);
    let taken = |call: &Call| match call.takes {
        Some(takes) => takes.iter().any(|(property, _)| is(property)),
        None => call
            .service
            .operation(call.action)
            .is_some_and(|operation| converter.member(operation.input, key, key).is_some()),
    };
    let decides = |call: &Call| match call.when {
        Some(When::Given(name) | When::True(name) | When::Each(name)) => is(name),
        None => false,
    };
    kind.calls.iter().any(|call| taken(call) || decides(call)) || (kind.adds_bus_statement && is("Statement"))
}

/// The properties that a kind may have, for messages.
fn accepted(kind: &Kind) -> Vec<&'static str> {
    let mut names: Vec<&str> =
        kind.renames.iter().filter(|(path, _)| !path.contains('.')).map(|(path, _)| *path).collect();
    names.extend(kind.groups.iter().map(|(property, ..)| *property));
    for call in kind.calls {
        match call.takes {
            Some(takes) => names.extend(takes.iter().map(|(property, _)| *property)),
            None => {
                let members =
                    call.service.operation(call.action).map_or(&[][..], |operation| operation.input.members());
                let renamed = |name: &str| kind.renames.iter().any(|(path, to)| *to == name && !path.contains('.'));
                names.extend(members.iter().map(|member| member.name).filter(|name| !renamed(name)));
            }
        }
        if let Some(When::Given(name) | When::True(name) | When::Each(name)) = call.when {
            names.push(name);
        }
    }
    names
}

fn at_pointer<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('/').skip(1).try_fold(node, |node, key| node.get(key))
}
