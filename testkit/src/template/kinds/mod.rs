//! What kinds of resources are modelled: a table from properties to actions of the door.
//!
//! Properties are the members of the action's input, first letter large, unless a table says otherwise; the door's own
//! shapes say which there are. So a table names what differs, and nothing else.

mod audit;
mod events;
mod logs;
mod metrics;
mod traces;

use cupola::Service;

/// One kind of resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// CloudFormation's name of it; Terraform's own kinds have a bar and a word behind.
    pub(super) name: &'static str,
    /// The calls that make it, in their order.
    pub(super) calls: &'static [Call],
    /// The property that names it, and the most characters of a name that CloudFormation makes up.
    pub(super) naming: Option<(&'static str, usize)>,
    /// Whether CloudFormation asks for that property, and makes no name up.
    pub(super) name_is_needed: bool,
    /// What `Ref` gives.
    pub(super) reference: From,
    /// What `Fn::GetAtt` gives.
    pub(super) attributes: &'static [(&'static str, From)],
    /// Its ARN, where `Fn::GetAtt` does not give it.
    pub(super) arn: Option<From>,
    /// Properties by their path, and the member of the action that they are, where names differ.
    pub(super) renames: &'static [(&'static str, &'static str)],
    /// CloudFormation's properties that are members of a structure at the service: the property, the structure's property,
    /// and what it is called there.
    pub(super) groups: &'static [(&'static str, &'static str, &'static str)],
    /// Properties that change nothing here, and why.
    pub(super) without_effect: &'static [(&'static str, &'static str)],
    /// Whether it adds a statement to a bus's policy, which no single action does.
    pub(super) adds_bus_statement: bool,
}

/// One call of the door.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) service: Service,
    pub(super) action: &'static str,
    /// The property without which the call is not made.
    pub(super) when: Option<When>,
    /// Properties and the members that they are; none: all of the same names.
    pub(super) takes: Option<&'static [(&'static str, &'static str)]>,
    /// Members that are filled from patterns where no property gives them.
    pub(super) adds: &'static [(&'static str, &'static str)],
}

/// On what a call depends.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// On a property that is there.
    Given(&'static str),
    /// On a property that is true.
    True(&'static str),
    /// On a list: a call for each item.
    Each(&'static str),
}

/// Where a name comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum From {
    /// From a pattern: `{name}`, `{region}`, the properties.
    Pattern(&'static str),
    /// From the first call's answer, by a pointer into it.
    Answer(&'static str),
    /// The name; on a bus of one's own `bus|name`.
    OnBus,
}

impl Kind {
    const fn of(name: &'static str, calls: &'static [Call]) -> Self {
        Self {
            name,
            calls,
            naming: None,
            name_is_needed: false,
            reference: From::Pattern("{name}"),
            attributes: &[],
            arn: None,
            renames: &[],
            groups: &[],
            without_effect: &[],
            adds_bus_statement: false,
        }
    }

    const fn named(self, property: &'static str, most: usize) -> Self {
        Self { naming: Some((property, most)), ..self }
    }

    /// Named by a property that CloudFormation asks for.
    const fn called(self, property: &'static str) -> Self {
        Self { naming: Some((property, 255)), name_is_needed: true, ..self }
    }

    const fn referred(self, reference: From) -> Self {
        Self { reference, ..self }
    }

    const fn with(self, attributes: &'static [(&'static str, From)]) -> Self {
        Self { attributes, ..self }
    }

    const fn at_arn(self, arn: From) -> Self {
        Self { arn: Some(arn), ..self }
    }

    const fn renamed(self, renames: &'static [(&'static str, &'static str)]) -> Self {
        Self { renames, ..self }
    }

    const fn grouped(self, groups: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        Self { groups, ..self }
    }

    const fn ignoring(self, without_effect: &'static [(&'static str, &'static str)]) -> Self {
        Self { without_effect, ..self }
    }

    const fn adding_bus_statement(self) -> Self {
        Self { adds_bus_statement: true, ..self }
    }
}

impl Call {
    const fn to(service: Service, action: &'static str) -> Self {
        Self { service, action, when: None, takes: None, adds: &[] }
    }

    const fn when(self, when: When) -> Self {
        Self { when: Some(when), ..self }
    }

    const fn taking(self, takes: &'static [(&'static str, &'static str)]) -> Self {
        Self { takes: Some(takes), ..self }
    }

    const fn adding(self, adds: &'static [(&'static str, &'static str)]) -> Self {
        Self { adds, ..self }
    }
}

const TABLES: [&[Kind]; 5] = [metrics::KINDS, logs::KINDS, events::KINDS, traces::KINDS, audit::KINDS];

/// The kind of this name.
pub(super) fn find(name: &str) -> Option<&'static Kind> {
    TABLES.into_iter().flatten().find(|kind| kind.name == name)
}

/// The names of the kinds that a CloudFormation template may have.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().flatten().map(|kind| kind.name).filter(|name| !name.contains('|'))
}

/// The stacks that a template may nest: what they would make is missed, not only their names.
pub(super) const NESTED: &str = "AWS::CloudFormation::Stack";

/// Kinds and services whose kinds are modelled or named, never stood in for.
const OBSERVED: [&str; 15] = [
    "AWS::ApplicationInsights::",
    "AWS::ApplicationSignals::",
    NESTED,
    "AWS::CloudTrail::",
    "AWS::CloudWatch::",
    "AWS::EventSchemas::",
    "AWS::Events::",
    "AWS::InternetMonitor::",
    "AWS::Logs::",
    "AWS::Oam::",
    "AWS::Pipes::",
    "AWS::RUM::",
    "AWS::Scheduler::",
    "AWS::Synthetics::",
    "AWS::XRay::",
];

/// Whether a kind belongs to a service of observability, or is a stack.
pub(super) fn is_observed(name: &str) -> bool {
    OBSERVED.iter().any(|service| name.starts_with(service))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> impl Iterator<Item = &'static Kind> {
        TABLES.into_iter().flatten()
    }

    #[test]
    fn every_call_is_an_action_of_the_door() {
        for call in kinds().flat_map(|kind| kind.calls) {
            let operation = call.service.operation(call.action);
            let operation = operation.unwrap_or_else(|| panic!("{} has no {}", call.service.name(), call.action));
            let taken = call.takes.unwrap_or_default().iter().map(|(_, member)| *member);
            for member in taken.chain(call.adds.iter().map(|(member, _)| *member)) {
                assert!(operation.input.member(member).is_some(), "{} has no {member}", call.action);
            }
        }
    }

    #[test]
    fn every_kind_stands_once_and_belongs_to_a_service() {
        let mut names: Vec<&str> = kinds().map(|kind| kind.name).collect();
        assert!(names.iter().all(|name| is_observed(name)), "{names:?}");
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
