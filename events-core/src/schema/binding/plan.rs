//! What is to be written, whatever the language: types and fields with their names.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{snake, type_name};
use crate::schema::fields::{Component, Fields};
use crate::schema::kinds::{Kind, Kinds, Number, Text};
use crate::schema::name::Unique;
use crate::schema::{EventNames, Schema};

/// The types of one schema, in the order of their components.
pub(super) struct Plan<'a> {
    /// Name of the file, without an ending.
    pub(super) file: String,
    pub(super) title: &'a str,
    pub(super) events: Option<&'a EventNames>,
    pub(super) types: Vec<Struct<'a>>,
}

/// One type.
pub(super) struct Struct<'a> {
    pub(super) name: String,
    pub(super) fields: Vec<Member<'a>>,
}

/// One field.
pub(super) struct Member<'a> {
    /// The name in the JSON.
    pub(super) key: &'a str,
    pub(super) name: String,
    pub(super) kind: Type,
    /// Whether it is always there.
    pub(super) required: bool,
    pub(super) nullable: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Any,
    Boolean,
    Integer,
    Double,
    Text,
    Instant,
    List(Box<Element>),
    /// Another type. `inside` says whether a value of it would hold itself, without a list between.
    Object {
        name: String,
        inside: bool,
    },
}

/// What a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) kind: Type,
    pub(super) nullable: bool,
}

/// Bends a name that the language keeps for itself.
pub(super) type Bend = fn(&str) -> Option<String>;

impl<'a> Plan<'a> {
    pub(super) fn of(schema: &'a Schema, types: Bend, fields: Bend) -> Self {
        let mut unique = Unique::default();
        let mut name = |wish: &str| unique.name_with(wish, |wish, number| format!("{wish}{}", number + 1));
        let bent = |text: &str| types(&type_name(text)).unwrap_or_else(|| type_name(text));
        let names = schema.components.keys().map(|key| (key.as_str(), name(&bent(key)))).collect();
        let build = Build { schema, names, fields };
        let types = schema.components.iter().map(|(key, fields)| build.type_of(key, fields)).collect();
        Self { file: snake(&schema.title), title: &schema.title, events: schema.names.as_ref(), types }
    }
}

struct Build<'a> {
    schema: &'a Schema,
    names: BTreeMap<&'a str, String>,
    fields: Bend,
}

impl<'a> Build<'a> {
    fn type_of(&self, component: &str, fields: &'a Fields<Component>) -> Struct<'a> {
        let mut unique = Unique::default();
        let mut name = |wish: &str| {
            let bent = (self.fields)(wish).unwrap_or_else(|| wish.to_owned());
            unique.name_with(&bent, |wish, number| format!("{}_{}", wish.trim_start_matches("r#"), number + 1))
        };
        let member = |(key, field): (&'a String, &'a crate::schema::fields::Field<Component>)| Member {
            key,
            name: name(&snake(key)),
            kind: self.kind(&field.kinds, component),
            required: field.required,
            nullable: field.kinds.null,
        };
        Struct { name: self.names[component].clone(), fields: fields.0.iter().map(member).collect() }
    }

    fn kind(&self, kinds: &Kinds<Component>, within: &str) -> Type {
        match kinds.only() {
            None => Type::Any,
            Some(Kind::Boolean) => Type::Boolean,
            Some(Kind::Number(Number::Integer)) => Type::Integer,
            Some(Kind::Number(Number::Double)) => Type::Double,
            Some(Kind::Text(Text::DateTime)) => Type::Instant,
            Some(Kind::Text(Text::Plain)) => Type::Text,
            Some(Kind::List(elements)) => {
                let kind = self.kind(elements, within);
                Type::List(Box::new(Element { nullable: elements.null, kind }))
            }
            Some(Kind::Object(component)) => match self.names.get(component.0.as_str()) {
                Some(name) => Type::Object { name: name.clone(), inside: self.holds(&component.0, within) },
                None => Type::Any,
            },
        }
    }

    /// Whether a value of the first component may hold one of the second, without a list between.
    fn holds(&self, outer: &str, inner: &str) -> bool {
        let (mut seen, mut next) = (BTreeSet::from([outer]), vec![outer]);
        while let Some(component) = next.pop() {
            if component == inner {
                return true;
            }
            let fields = self.schema.components.get(component).into_iter().flat_map(|fields| fields.0.values());
            let held = fields.filter_map(|field| field.kinds.object.as_ref()).map(|object| object.0.as_str());
            next.extend(held.filter(|object| seen.insert(object)));
        }
        false
    }
}
