//! Policies as JSON.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::clause::{Clause, PrincipalClause};
use super::condition::Condition;
use super::document::{Policy, Statement};
use super::pattern::TextPattern;
use super::principal::{KINDS, Principal};
use super::value::Value;
use crate::json::Json;

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Json::of(&Wire(self)).as_str())
    }
}

/// The document; the derived form of a policy is its text.
struct Wire<'a, T>(&'a T);

impl Serialize for Wire<'_, Policy> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Version", self.0.version.as_str())?;
        self.0.id.iter().try_for_each(|id| map.serialize_entry("Id", id))?;
        map.serialize_entry("Statement", &self.0.statements.iter().map(Wire).collect::<Vec<_>>())?;
        map.end()
    }
}

impl Serialize for Wire<'_, Statement> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let statement = self.0;
        let named = |negated, name, not| if negated { not } else { name };
        let mut map = serializer.serialize_map(None)?;
        statement.sid.iter().try_for_each(|sid| map.serialize_entry("Sid", sid))?;
        map.serialize_entry("Effect", &statement.effect)?;
        if let Some(clause) = &statement.principal {
            map.serialize_entry(named(clause.negated, "Principal", "NotPrincipal"), &Wire(clause))?;
        }
        map.serialize_entry(named(statement.action.negated, "Action", "NotAction"), &Wire(&statement.action))?;
        if let Some(clause) = &statement.resource {
            map.serialize_entry(named(clause.negated, "Resource", "NotResource"), &Wire(clause))?;
        }
        if !statement.conditions.is_empty() {
            map.serialize_entry("Condition", &Conditions(&statement.conditions))?;
        }
        map.end()
    }
}

impl Serialize for Wire<'_, PrincipalClause> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = |kind| -> Vec<&str> {
            let parts = self.0.principals.iter().map(Principal::parts);
            parts.filter(|(found, _)| *found == kind).map(|(_, text)| text).collect()
        };
        if !of(None).is_empty() {
            return serializer.serialize_str("*");
        }
        let kinds = KINDS.into_iter().map(|kind| (kind, of(Some(kind)))).filter(|(_, texts)| !texts.is_empty());
        serializer.collect_map(kinds.map(|(kind, texts)| (kind, OneOrMany(texts))))
    }
}

impl Serialize for Wire<'_, Clause> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OneOrMany(self.0.patterns.iter().map(TextPattern::as_str).collect()).serialize(serializer)
    }
}

/// Keys stand under their operator, operators in the order in which they first occur.
struct Conditions<'a>(&'a [Condition]);

impl Serialize for Conditions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut operators: Vec<(String, BTreeMap<&str, OneOrMany<'_>>)> = Vec::new();
        for condition in self.0 {
            let name = condition.operator.to_string();
            let texts = OneOrMany(condition.values.iter().map(Value::text).collect());
            let at = operators.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                operators.push((name, BTreeMap::new()));
                operators.len() - 1
            });
            operators[at].1.insert(&condition.key, texts);
        }
        serializer.collect_map(operators)
    }
}

/// One text as itself, several as a list.
struct OneOrMany<'a>(Vec<&'a str>);

impl Serialize for OneOrMany<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [one] => serializer.serialize_str(one),
            many => many.serialize(serializer),
        }
    }
}
