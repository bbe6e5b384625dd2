//! What names mean in a template: parameters, pseudo parameters, mappings, conditions, resources made so far.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use cupola::Place;
use cupola::base::Rng;
use cupola::base::text::Span;

use super::TemplateErrorKind;
use super::error::Fault;
use super::fill;
use super::made::Made;
use super::node::{Node, Value};

/// The names of a template that is being loaded.
pub(super) struct Scope<'a> {
    pub(super) place: &'a Place,
    pub(super) stack: &'a str,
    /// Values that only the cloud knows, as the test tells them.
    pub(super) values: &'a BTreeMap<String, String>,
    pub(super) parameters: BTreeMap<&'a str, Node>,
    /// Parameters whose value stands in the account's parameter store, and was not given.
    pub(super) stored: BTreeSet<&'a str>,
    pub(super) mappings: Option<&'a Node>,
    /// Every resource of the template, and the condition on which it is made.
    pub(super) resources: BTreeMap<&'a str, Option<&'a str>>,
    pub(super) made: BTreeMap<String, Made>,
    conditions: BTreeMap<&'a str, &'a Node>,
    decided: RefCell<BTreeMap<String, Option<bool>>>,
    /// How many conditions are being decided.
    open: Cell<usize>,
    /// How many bytes values may still take.
    room: Cell<usize>,
}

/// How large all values of a template may become together.
const ROOM: usize = 64 << 20;

/// How many conditions may need each other in a chain.
const MOST_OPEN: usize = 200;

/// What `Ref` knows by itself.
///
/// # Source
/// CloudFormation User Guide, "Pseudo parameters reference".
const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

impl<'a> Scope<'a> {
    pub(super) fn new(place: &'a Place, stack: &'a str, values: &'a BTreeMap<String, String>) -> Self {
        Self {
            place,
            stack,
            values,
            parameters: BTreeMap::new(),
            stored: BTreeSet::new(),
            mappings: None,
            resources: BTreeMap::new(),
            made: BTreeMap::new(),
            conditions: BTreeMap::new(),
            decided: RefCell::default(),
            open: Cell::new(0),
            room: Cell::new(ROOM),
        }
    }

    pub(super) fn with_conditions(mut self, conditions: Option<&'a Node>) -> Result<Self, Fault> {
        if let Some(conditions) = conditions {
            let members = conditions.needed_map("Conditions")?;
            self.conditions = members.iter().map(|member| (member.key.as_str(), &member.node)).collect();
        }
        Ok(self)
    }

    /// Decides every condition, so that none is wrong unseen.
    pub(super) fn check_conditions(&self) -> Result<(), Fault> {
        self.conditions.iter().try_for_each(|(name, node)| self.condition(name, node.span).map(drop))
    }

    /// Whether a condition holds.
    pub(super) fn condition(&self, name: &str, at: Span) -> Result<bool, Fault> {
        let known = self.decided.borrow().get(name).copied();
        match known {
            Some(Some(holds)) => return Ok(holds),
            Some(None) => {
                let message = format!("the condition {name} needs itself");
                return Err(Fault::new(TemplateErrorKind::Circle, at, message));
            }
            None => {}
        }
        let Some(node) = self.conditions.get(name) else {
            let fault = Fault::reference(at, format!("there is no condition \"{name}\""));
            return Err(fault.among(name, self.conditions.keys().copied()));
        };
        if self.open.get() >= MOST_OPEN {
            return Err(Fault::function(at, format!("more than {MOST_OPEN} conditions need each other")));
        }
        self.open.set(self.open.get() + 1);
        self.decided.borrow_mut().insert(name.to_owned(), None);
        let holds = self.holds(node)?;
        self.decided.borrow_mut().insert(name.to_owned(), Some(holds));
        self.open.set(self.open.get() - 1);
        Ok(holds)
    }

    /// What `Ref` gives; `None` for `AWS::NoValue`.
    pub(super) fn reference(&self, name: &str, at: Span) -> Result<Option<Node>, Fault> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(Some(Node::new(at, value.value.clone())));
        }
        if let Some(made) = self.made.get(name) {
            return Ok(Some(Node::of_text(at, made.reference())));
        }
        if name.starts_with("AWS::") {
            return self.pseudo(name, at);
        }
        Err(self.not_there(name, at))
    }

    /// What `Fn::GetAtt` gives.
    pub(super) fn attribute(&self, logical: &str, attribute: &str, at: Span) -> Result<Node, Fault> {
        let told = self.values.get(&format!("{logical}.{attribute}"));
        if let Some(told) = told {
            return Ok(Node::of_text(at, told));
        }
        let Some(made) = self.made.get(logical) else { return Err(self.not_there(logical, at)) };
        match made.attribute(attribute) {
            Some(value) => Ok(Node::of_text(at, value)),
            None => {
                let message = format!("the attribute {attribute} of {logical} ({}) is not known", made.kind());
                let fault = Fault::unknown(at, message).among(attribute, made.attributes());
                let known: Vec<&str> = made.attributes().collect();
                let known = if known.is_empty() { String::new() } else { format!("; known are {}", known.join(", ")) };
                Err(fault.with_help(format!("tell it: with_value(\"{logical}.{attribute}\", \"...\"){known}")))
            }
        }
    }

    fn not_there(&self, name: &str, at: Span) -> Fault {
        if self.stored.contains(name) {
            let fault = Fault::unknown(at, format!("the value of {name} stands in the account's parameter store"));
            return fault.with_help(format!("give it: with_parameter(\"{name}\", \"...\")"));
        }
        match self.resources.get(name) {
            Some(Some(condition)) => {
                let message = format!("{name} is not made: its condition {condition} does not hold");
                Fault::reference(at, message)
            }
            Some(None) => Fault::reference(at, format!("{name} is not made yet")),
            None => {
                let fault = Fault::reference(at, format!("there is no parameter or resource \"{name}\""));
                let names: BTreeSet<&str> = self.parameters.keys().chain(self.resources.keys()).copied().collect();
                fault.among(name, names)
            }
        }
    }

    fn pseudo(&self, name: &str, at: Span) -> Result<Option<Node>, Fault> {
        let text = match name {
            "AWS::AccountId" => self.place.account.to_string(),
            "AWS::Region" => self.place.region.to_string(),
            "AWS::Partition" => fill::partition(self.place),
            "AWS::URLSuffix" => fill::host_suffix(self.place).to_owned(),
            "AWS::StackName" => self.stack.to_owned(),
            "AWS::StackId" => self.stack_id(),
            "AWS::NotificationARNs" => return Ok(Some(Node::new(at, Value::List(Vec::new())))),
            "AWS::NoValue" => return Ok(None),
            _ => return Err(Fault::reference(at, format!("{name} is no pseudo parameter")).among(name, PSEUDO)),
        };
        Ok(Some(Node::of_text(at, text)))
    }

    fn stack_id(&self) -> String {
        let id = Rng::for_part(0, self.stack).uuid();
        self.place.arn("cloudformation", format_args!("stack/{}/{id}", self.stack)).to_string()
    }

    /// Accounts for a value of this many bytes.
    pub(super) fn take_room(&self, bytes: usize, at: Span) -> Result<(), Fault> {
        let room = self.room.get().checked_sub(bytes.saturating_add(16));
        let room = room.ok_or_else(|| Fault::function(at, "the template's values grow past 64 MiB"))?;
        self.room.set(room);
        Ok(())
    }
}
