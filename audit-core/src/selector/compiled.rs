//! One selector, made ready for many questions.

use std::borrow::Cow;

use super::subject::Subject;
use super::values::Values;
use super::{AdvancedSelector, BasicSelector, FieldSelector, SelectorField};

/// A selector that can be asked fast.
#[derive(Clone, Debug)]
pub(super) enum Compiled {
    Basic(BasicSelector),
    Advanced(Advanced),
}

/// An advanced selector: fields of the event, and fields of one resource.
#[derive(Clone, Debug)]
pub(super) struct Advanced {
    event: Vec<Test>,
    resource: Vec<Test>,
}

/// The conditions on one field.
#[derive(Clone, Debug)]
struct Test {
    field: SelectorField,
    /// What must be hit, if anything must.
    chosen: Option<Values>,
    left_out: Values,
}

impl Compiled {
    pub(super) fn selects(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::Basic(selector) => selector.selects(subject),
            Self::Advanced(selector) => selector.selects(subject),
        }
    }
}

impl Advanced {
    /// Of an event whose category is sure to be the one that is asked for, the category is not asked.
    pub(super) fn of(selector: &AdvancedSelector, category_is_sure: bool) -> Self {
        let tests = selector.field_selectors.iter().map(Test::of);
        let tests = tests.filter(|test| !(category_is_sure && test.asks_only(&SelectorField::EventCategory)));
        let (resource, mut event): (Vec<_>, Vec<_>) = tests.partition(|test| test.field.is_of_resource());
        event.sort_by_key(|test| test.field.cost());
        Self { event, resource }
    }

    fn selects(&self, subject: &Subject<'_>) -> bool {
        self.event.iter().all(|test| test.admits(subject.value(&test.field)))
            && (self.resource.is_empty()
                || subject.elements().iter().any(|element| {
                    self.resource.iter().all(|test| test.admits(element.value(&test.field).map(Cow::Borrowed)))
                }))
    }
}

impl Test {
    fn of(selector: &FieldSelector) -> Self {
        Self {
            field: SelectorField::of(&selector.field),
            chosen: selector.is_choosy().then(|| Values::of(selector.group(true))),
            left_out: Values::of(selector.group(false)),
        }
    }

    /// Whether it asks for nothing but one value of that field.
    fn asks_only(&self, field: &SelectorField) -> bool {
        self.field == *field && self.left_out.is_empty() && self.chosen.as_ref().is_some_and(Values::is_one)
    }

    fn admits(&self, seen: Option<Cow<'_, str>>) -> bool {
        let Some(seen) = seen else { return self.chosen.is_none() };
        self.chosen.as_ref().is_none_or(|values| values.hit(&seen))
            && (self.left_out.is_empty() || !self.left_out.hit(&seen))
    }
}
