//! An object's members in their order.

use std::fmt;

use cupola_base::json::Json;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::delivery::text_of;

/// The members of a JSON object, in the order in which they were written; of names that occur twice all are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members(pub(super) Vec<(String, Json)>);

impl Members {
    /// The members of an object; none of anything else.
    pub(super) fn of(json: &Json) -> Self {
        json.read().unwrap_or_default()
    }

    /// The member of this name; of several the last.
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().rev().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// The text of a member.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.read().ok()
    }

    /// A text without its quotes, all else as JSON; empty where there is nothing.
    pub(super) fn plain(&self, name: &str) -> String {
        self.get(name).map(text_of).unwrap_or_default()
    }

    /// Adds a member that is not there.
    pub(super) fn complete(&mut self, name: &str, value: impl FnOnce() -> Option<Json>) {
        if self.get(name).is_none()
            && let Some(value) = value()
        {
            self.0.push((name.into(), value));
        }
    }

    pub(super) fn json(&self) -> Json {
        Json::of(self)
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
