//! Advanced selectors.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::SelectorField;

/// An advanced selector: conditions on fields, all of which must hold.
///
/// ```
/// use cupola_audit::{AdvancedSelector, FieldSelector};
///
/// let text = r#"{"Name":"own","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}"#;
/// let selector: AdvancedSelector = serde_json::from_str(text)?;
/// assert_eq!(selector, AdvancedSelector::new().named("own").with(FieldSelector::new("eventCategory").equals(["Management"])));
/// assert_eq!(serde_json::to_string(&selector)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, AdvancedEventSelector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AdvancedSelector {
    /// What the author calls it: up to 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The conditions.
    #[serde(default)]
    pub field_selectors: Vec<FieldSelector>,
}

impl AdvancedSelector {
    /// A selector without conditions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names it.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Adds a field's conditions.
    #[must_use]
    pub fn with(mut self, field: FieldSelector) -> Self {
        self.field_selectors.push(field);
        self
    }

    /// The category of the events that it selects, where it is one.
    pub(crate) fn category(&self) -> Option<&str> {
        self.pinned(&SelectorField::EventCategory)
    }

    /// The only value that a field must equal, where there is one.
    pub(super) fn pinned(&self, wanted: &SelectorField) -> Option<&str> {
        self.field_selectors.iter().find_map(|selector| {
            let [Condition { operator: Operator::Equals, values }] = &selector.conditions[..] else { return None };
            let [value] = &values[..] else { return None };
            (SelectorField::of(&selector.field) == *wanted).then_some(value.as_str())
        })
    }
}

/// Conditions on one field.
///
/// `Equals`, `StartsWith` and `EndsWith` choose: one value of any of them must hit. `NotEquals`, `NotStartsWith` and
/// `NotEndsWith` leave out: none may hit, whatever was chosen. Texts are compared exactly; there are no wildcards.
/// An event without the field is not chosen, and not left out.
///
/// # Source
/// CloudTrail API Reference, AdvancedFieldSelector; that of absent fields is our decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct FieldSelector {
    /// The field's name.
    pub field: String,
    /// Operators with their values, in the service's order.
    pub conditions: Vec<Condition>,
}

/// One operator and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an operator and values are all there is")]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// The values, any of which may hit.
    pub values: Vec<String>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $method:ident $operator:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $method<V: Into<String>>(self, values: impl IntoIterator<Item = V>) -> Self {
                self.when(Operator::$operator, values.into_iter().map(Into::into).collect())
            }
        )*
    };
}

impl FieldSelector {
    /// A field without conditions.
    #[must_use]
    pub fn new(field: impl Into<String>) -> Self {
        Self { field: field.into(), conditions: Vec::new() }
    }

    setters! {
        /// One of these values.
        equals Equals,
        /// Begins with one of these.
        starts_with StartsWith,
        /// Ends with one of these.
        ends_with EndsWith,
        /// None of these values.
        not_equals NotEquals,
        /// Begins with none of these.
        not_starts_with NotStartsWith,
        /// Ends with none of these.
        not_ends_with NotEndsWith,
    }

    /// Sets an operator's values.
    #[must_use]
    pub fn when(mut self, operator: Operator, values: Vec<String>) -> Self {
        self.conditions.retain(|condition| condition.operator != operator);
        let place = self.conditions.partition_point(|condition| condition.operator < operator);
        self.conditions.insert(place, Condition { operator, values });
        self
    }

    pub(super) fn group(&self, chooses: bool) -> impl Iterator<Item = (Operator, &str)> {
        let conditions = self.conditions.iter().filter(move |condition| condition.operator.chooses() == chooses);
        conditions.flat_map(|condition| condition.values.iter().map(|value| (condition.operator, value.as_str())))
    }

    /// Whether an operator is there that chooses.
    pub(super) fn is_choosy(&self) -> bool {
        self.conditions.iter().any(|condition| condition.operator.chooses())
    }
}

/// How a field's value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum Operator {
    /// Is the value.
    Equals,
    /// Begins with the value.
    StartsWith,
    /// Ends with the value.
    EndsWith,
    /// Is not the value.
    NotEquals,
    /// Does not begin with the value.
    NotStartsWith,
    /// Does not end with the value.
    NotEndsWith,
}

impl Operator {
    /// All, in the service's order.
    pub const ALL: [Self; 6] =
        [Self::Equals, Self::StartsWith, Self::EndsWith, Self::NotEquals, Self::NotStartsWith, Self::NotEndsWith];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equals => "Equals",
            Self::StartsWith => "StartsWith",
            Self::EndsWith => "EndsWith",
            Self::NotEquals => "NotEquals",
            Self::NotStartsWith => "NotStartsWith",
            Self::NotEndsWith => "NotEndsWith",
        }
    }

    /// Whether a hit chooses the event; otherwise it leaves it out.
    #[must_use]
    pub const fn chooses(self) -> bool {
        matches!(self, Self::Equals | Self::StartsWith | Self::EndsWith)
    }

    /// Whether a value of a selector hits the value of an event.
    #[must_use]
    pub fn hits(self, value: &str, seen: &str) -> bool {
        match self {
            Self::Equals | Self::NotEquals => seen == value,
            Self::StartsWith | Self::NotStartsWith => seen.starts_with(value),
            Self::EndsWith | Self::NotEndsWith => seen.ends_with(value),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The service's members.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Wire {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    equals: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starts_with: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_with: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_equals: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_starts_with: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_ends_with: Option<Vec<String>>,
}

impl Wire {
    fn slot(&mut self, operator: Operator) -> &mut Option<Vec<String>> {
        match operator {
            Operator::Equals => &mut self.equals,
            Operator::StartsWith => &mut self.starts_with,
            Operator::EndsWith => &mut self.ends_with,
            Operator::NotEquals => &mut self.not_equals,
            Operator::NotStartsWith => &mut self.not_starts_with,
            Operator::NotEndsWith => &mut self.not_ends_with,
        }
    }
}

impl From<Wire> for FieldSelector {
    fn from(mut wire: Wire) -> Self {
        let take = |operator| wire.slot(operator).take().map(|values| Condition { operator, values });
        let conditions = Operator::ALL.into_iter().filter_map(take).collect();
        Self { field: wire.field, conditions }
    }
}

impl From<FieldSelector> for Wire {
    fn from(selector: FieldSelector) -> Self {
        let mut wire = Self { field: selector.field, ..Self::default() };
        for condition in selector.conditions {
            *wire.slot(condition.operator) = Some(condition.values);
        }
        wire
    }
}
