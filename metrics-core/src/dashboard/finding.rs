//! What is wrong with a dashboard's body, and where.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One thing that is wrong with a dashboard's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DashboardMessage {
    /// Where: a JSON pointer, empty for the body as a whole.
    pub data_path: String,
    /// What.
    pub message: String,
}

impl fmt::Display for DashboardMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.data_path.is_empty() { "/" } else { &self.data_path };
        write!(f, "{place}: {}", self.message)
    }
}

/// How many messages are kept of each kind.
const MOST: usize = 1000;

/// Everything that was found: errors refuse a body, warnings do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) errors: Vec<DashboardMessage>,
    pub(super) warnings: Vec<DashboardMessage>,
}

impl Findings {
    pub(super) fn error(&mut self, spot: &Spot<'_>, message: impl Into<String>) {
        note(&mut self.errors, &spot.path, message.into());
    }

    pub(super) fn warning(&mut self, spot: &Spot<'_>, message: impl Into<String>) {
        note(&mut self.warnings, &spot.path, message.into());
    }
}

fn note(notes: &mut Vec<DashboardMessage>, path: &str, message: String) {
    if notes.len() < MOST {
        notes.push(DashboardMessage { data_path: path.into(), message });
    }
}

/// A value of the body, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub(super) path: String,
    pub(super) value: &'a Value,
}

impl<'a> Spot<'a> {
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { path: String::new(), value }
    }

    /// A member that is there; null counts as absent.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self { path: format!("{}/{}", self.path, escaped(name)), value })
    }

    /// A member that must be there.
    pub(super) fn required(&self, name: &str, findings: &mut Findings) -> Option<Self> {
        let found = self.member(name);
        if found.is_none() {
            findings.error(self, format!("must have the property {name}"));
        }
        found
    }

    pub(super) fn items(&self, findings: &mut Findings) -> Vec<Self> {
        let Some(items) = self.value.as_array() else {
            findings.error(self, "must be an array");
            return Vec::new();
        };
        let spot = |(index, value)| Self { path: format!("{}/{index}", self.path), value };
        items.iter().enumerate().map(spot).collect()
    }

    /// The items of a member; none when it is absent.
    pub(super) fn items_of(&self, name: &str, findings: &mut Findings) -> Vec<Self> {
        self.member(name).map_or_else(Vec::new, |list| list.items(findings))
    }

    pub(super) fn object(&self, findings: &mut Findings) -> Option<&'a Map<String, Value>> {
        let object = self.value.as_object();
        if object.is_none() {
            findings.error(self, "must be an object");
        }
        object
    }

    pub(super) fn text(&self, findings: &mut Findings) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            findings.error(self, "must be a text");
        }
        text
    }

    pub(super) fn boolean(&self, findings: &mut Findings) -> Option<bool> {
        let truth = self.value.as_bool();
        if truth.is_none() {
            findings.error(self, "must be true or false");
        }
        truth
    }

    pub(super) fn number(&self, findings: &mut Findings) -> Option<f64> {
        let number = self.value.as_f64();
        if number.is_none() {
            findings.error(self, "must be a number");
        }
        number
    }

    pub(super) fn one_of(&self, words: &[&str], findings: &mut Findings) -> Option<&'a str> {
        let word = self.text(findings)?;
        if words.contains(&word) {
            return Some(word);
        }
        findings.error(self, format!("must be one of {}", words.join(", ")));
        None
    }

    /// A whole number within bounds, both inclusive.
    pub(super) fn whole(&self, least: u32, most: u32, findings: &mut Findings) -> Option<u32> {
        let number = whole(self.value).filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let upper = if most == u32::MAX { String::from("on") } else { format!("to {most}") };
            findings.error(self, format!("must be a whole number from {least} {upper}"));
        }
        number
    }

    /// Warns of members that no dashboard has.
    pub(super) fn known(&self, members: &[&str], findings: &mut Findings) {
        for name in self.value.as_object().into_iter().flat_map(Map::keys) {
            if !members.contains(&name.as_str()) {
                findings.warning(self, format!("has the unknown property {name}"));
            }
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A whole number, also written with a fraction of zero.
fn whole(value: &Value) -> Option<u32> {
    let number = value.as_f64()?;
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and in range")]
    fits.then_some(number as u32)
}
