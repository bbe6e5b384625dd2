//! Why an event is logged or not.

use std::borrow::Cow;
use std::fmt;

use super::subject::{Element, Subject};
use super::{AdvancedSelector, BasicSelector, FieldSelector, Operator, SelectorField, Selectors};
use crate::{Access, Category, ReadActions, Record};

/// Why a trail's selectors select an event or do not: each selector, each of its fields, the value that decided.
///
/// It prints as text, one line for each field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorsExplanation {
    /// One for each selector, in their order.
    pub selectors: Vec<SelectorExplanation>,
}

/// Why one selector selects an event or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorExplanation {
    /// The selector's place, from 0.
    pub place: usize,
    /// What its author calls it.
    pub name: Option<String>,
    /// Whether it selects the event: all fields hold.
    pub selects: bool,
    /// Its fields in their order; of a basic selector, what it asks.
    pub fields: Vec<FieldExplanation>,
}

/// What became of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldExplanation {
    /// The field's name.
    pub field: String,
    /// The event's value; none where it has no such field. Of several resources that of the one that was looked at:
    /// the one that all conditions on resources hold for, else the first of the wanted type, else the first.
    pub seen: Option<String>,
    /// What decided.
    pub decided: Deciding,
    /// Whether the conditions hold.
    pub holds: bool,
}

/// What decided about a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deciding {
    /// This value of this operator hit: it chose the event or left it out.
    Value(Operator, String),
    /// There are operators that choose, and no value of them hit.
    NothingChose,
    /// No operator chooses, and no value left the event out.
    NothingLeftOut,
    /// The event has no such field, and an operator chooses.
    AbsentNotChosen,
    /// The event has no such field, and no operator chooses.
    AbsentNotLeftOut,
    /// A basic selector's word, said in words.
    Basic(String),
}

impl SelectorsExplanation {
    /// Whether the event is logged: some selector selects it.
    #[must_use]
    pub fn is_logged(&self) -> bool {
        self.selectors.iter().any(|selector| selector.selects)
    }
}

impl Selectors {
    /// Why these select an event or do not, with the default table of reading actions.
    #[must_use]
    pub fn explain(&self, record: &Record<'_>) -> SelectorsExplanation {
        self.explain_with(record, &ReadActions::default())
    }

    /// Why these select an event or do not.
    #[must_use]
    pub fn explain_with(&self, record: &Record<'_>, read_actions: &ReadActions) -> SelectorsExplanation {
        let subject = Subject::of(record, read_actions);
        let selectors = match self {
            Self::Basic(list) => list.iter().map(|selector| explain_basic(selector, &subject)).collect(),
            Self::Advanced(list) => list.iter().map(|selector| explain_advanced(selector, &subject)).collect(),
        };
        let numbered = |(place, selector)| SelectorExplanation { place, ..selector };
        SelectorsExplanation { selectors: Vec::into_iter(selectors).enumerate().map(numbered).collect() }
    }
}

fn explain_advanced(selector: &AdvancedSelector, subject: &Subject<'_>) -> SelectorExplanation {
    let element = looked_at(selector, subject);
    let of = |selector: &FieldSelector| {
        let field = SelectorField::of(&selector.field);
        let seen = match field.is_of_resource() {
            true => element.value(&field).map(Cow::Borrowed),
            false => subject.value(&field),
        };
        FieldExplanation::of(selector, seen.as_deref())
    };
    SelectorExplanation::of(selector.name.clone(), selector.field_selectors.iter().map(of).collect())
}

/// The resource to tell of.
fn looked_at<'s>(selector: &AdvancedSelector, subject: &'s Subject<'_>) -> &'s Element<'s> {
    let of_resource =
        || selector.field_selectors.iter().filter(|selector| SelectorField::of(&selector.field).is_of_resource());
    let holds = |selector: &FieldSelector, element: &Element<'_>| {
        FieldExplanation::of(selector, element.value(&SelectorField::of(&selector.field))).holds
    };
    let is_of_type = |element: &&Element<'_>| {
        let mut types =
            of_resource().filter(|selector| SelectorField::of(&selector.field) == SelectorField::ResourcesType);
        types.all(|selector| holds(selector, element))
    };
    let elements = subject.elements();
    let best = elements.iter().find(|element| of_resource().all(|selector| holds(selector, element)));
    best.or_else(|| elements.iter().find(is_of_type)).unwrap_or(&elements[0])
}

impl FieldExplanation {
    fn of(selector: &FieldSelector, seen: Option<&str>) -> Self {
        let (decided, holds) = decide(selector, seen);
        Self { field: selector.field.clone(), seen: seen.map(str::to_owned), decided, holds }
    }

    fn basic(field: &str, seen: impl Into<Option<String>>, holds: bool, why: String) -> Self {
        Self { field: field.into(), seen: seen.into(), decided: Deciding::Basic(why), holds }
    }
}

fn decide(selector: &FieldSelector, seen: Option<&str>) -> (Deciding, bool) {
    let Some(seen) = seen else {
        return match selector.is_choosy() {
            true => (Deciding::AbsentNotChosen, false),
            false => (Deciding::AbsentNotLeftOut, true),
        };
    };
    let hit = |chooses| {
        let mut group = selector.group(chooses);
        let hit = group.find(|(operator, value)| operator.hits(value, seen));
        hit.map(|(operator, value)| Deciding::Value(operator, value.to_owned()))
    };
    match (hit(false), hit(true)) {
        (Some(left_out), _) => (left_out, false),
        (None, Some(chosen)) => (chosen, true),
        (None, None) if selector.is_choosy() => (Deciding::NothingChose, false),
        (None, None) => (Deciding::NothingLeftOut, true),
    }
}

fn explain_basic(selector: &BasicSelector, subject: &Subject<'_>) -> SelectorExplanation {
    let word = if subject.access == Access::Read { "reads" } else { "writes" };
    let read_write = selector.read_write_type.as_str();
    let access = FieldExplanation::basic(
        "ReadWriteType",
        word.to_owned(),
        selector.read_write_type.admits(subject.access),
        read_write.to_owned(),
    );
    SelectorExplanation::of(None, vec![access, explain_category(selector, subject)])
}

fn explain_category(selector: &BasicSelector, subject: &Subject<'_>) -> FieldExplanation {
    let seen = subject.category.as_str().to_owned();
    match subject.category {
        Category::Management if !selector.include_management_events => {
            FieldExplanation::basic("IncludeManagementEvents", seen, false, "false".into())
        }
        Category::Management => {
            let source = subject.source.as_deref().map(str::to_owned);
            let (holds, why) = match selector.excludes(subject) {
                true => (false, "it is left out"),
                false => (true, "it is not left out"),
            };
            FieldExplanation::basic("ExcludeManagementEventSources", source, holds, why.into())
        }
        Category::Data => explain_resources(selector, subject),
        _ => FieldExplanation::basic("eventCategory", seen, false, "basic selectors never select these".into()),
    }
}

fn explain_resources(selector: &BasicSelector, subject: &Subject<'_>) -> FieldExplanation {
    let seen = subject.resources().iter().find_map(|resource| resource.arn.as_deref()).map(str::to_owned);
    let hit = selector.data_resources.iter().find_map(|resources| Some((resources, resources.hit(subject)?)));
    match hit {
        Some((resources, value)) => {
            FieldExplanation::basic("DataResources", seen, true, format!("{} `{value}`", resources.kind))
        }
        None => FieldExplanation::basic("DataResources", seen, false, "no value hits".into()),
    }
}

impl SelectorExplanation {
    fn of(name: Option<String>, fields: Vec<FieldExplanation>) -> Self {
        Self { place: 0, name, selects: fields.iter().all(|field| field.holds), fields }
    }
}

impl fmt::Display for SelectorsExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", if self.is_logged() { "logged" } else { "not logged" })?;
        self.selectors.iter().try_for_each(|selector| write!(f, "{selector}"))
    }
}

impl fmt::Display for SelectorExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
        writeln!(f, "selector {}{name}: {}", self.place, if self.selects { "selects" } else { "does not select" })?;
        self.fields.iter().try_for_each(|field| writeln!(f, "  {field}"))
    }
}

impl fmt::Display for FieldExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.seen {
            Some(seen) => write!(f, "{} is `{seen}`: ", self.field)?,
            None => write!(f, "{} is absent: ", self.field)?,
        }
        write!(f, "{}, {}", if self.holds { "in" } else { "out" }, self.decided)
    }
}

impl fmt::Display for Deciding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(operator, value) => write!(f, "{operator} `{value}`"),
            Self::NothingChose => f.write_str("no value chooses it"),
            Self::NothingLeftOut => f.write_str("no value leaves it out"),
            Self::AbsentNotChosen => f.write_str("what is absent is not chosen"),
            Self::AbsentNotLeftOut => f.write_str("what is absent is not left out"),
            Self::Basic(why) => f.write_str(why),
        }
    }
}
