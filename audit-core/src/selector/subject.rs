//! What selectors see of a record.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::SelectorField;
use crate::{Access, Category, Field, JsonKind, Raw, ReadActions, Record};

/// A record as selectors see it: what most of them ask stands ready, the rest is looked up once.
pub(super) struct Subject<'r> {
    record: &'r Record<'r>,
    pub(super) category: Category,
    pub(super) access: Access,
    pub(super) source: Option<Cow<'r, str>>,
    pub(super) name: Option<Cow<'r, str>>,
    resources: OnceCell<Vec<Element<'r>>>,
    caller: OnceCell<Option<Cow<'r, str>>>,
}

/// A resource.
pub(super) struct Element<'r> {
    pub(super) kind: Option<Cow<'r, str>>,
    /// The ARN, or what the ARNs begin with.
    pub(super) arn: Option<Cow<'r, str>>,
}

/// Stands in where there are no resources.
const NO_ELEMENT: Element<'static> = Element { kind: None, arn: None };

impl<'r> Subject<'r> {
    pub(super) fn of(record: &'r Record<'_>, read_actions: &ReadActions) -> Self {
        Self {
            category: record.category(),
            access: record.access_with(read_actions),
            source: record.text(Field::EventSource),
            name: record.text(Field::EventName),
            resources: OnceCell::new(),
            caller: OnceCell::new(),
            record,
        }
    }

    pub(super) fn resources(&self) -> &[Element<'r>] {
        self.resources.get_or_init(|| {
            let element =
                |resource: crate::Resource<'r>| Element { kind: resource.kind(), arn: resource.arn_or_prefix() };
            self.record.resources().map(element).collect()
        })
    }

    /// The resources; one without anything where there is none.
    pub(super) fn elements(&self) -> &[Element<'_>] {
        match self.resources() {
            [] => std::slice::from_ref(&NO_ELEMENT),
            some => some,
        }
    }

    /// The value of a field that is no resource's.
    pub(super) fn value(&self, field: &SelectorField) -> Option<Cow<'_, str>> {
        let text = |field| self.record.text(field);
        match field {
            SelectorField::EventCategory => Some(Cow::Borrowed(self.category.as_str())),
            SelectorField::ReadOnly => Some(Cow::Borrowed(word(self.access == Access::Read))),
            SelectorField::EventSource => self.source.as_deref().map(Cow::Borrowed),
            SelectorField::EventName => self.name.as_deref().map(Cow::Borrowed),
            SelectorField::EventType => text(Field::EventType),
            SelectorField::SessionCredentialFromConsole => {
                self.record.truth(Field::SessionCredentialFromConsole).map(|truth| Cow::Borrowed(word(truth)))
            }
            SelectorField::ErrorCode => text(Field::ErrorCode),
            SelectorField::VpcEndpointId => text(Field::VpcEndpointId),
            SelectorField::UserIdentityArn => self.caller().map(Cow::Borrowed),
            SelectorField::ResourcesType | SelectorField::ResourcesArn => None,
            SelectorField::Other(path) => self.at(path),
        }
    }

    fn caller(&self) -> Option<&str> {
        let arn = || self.record.user_identity().and_then(|who| who.arn());
        self.caller.get_or_init(arn).as_deref()
    }

    /// What stands at a path of member names.
    fn at(&self, path: &str) -> Option<Cow<'_, str>> {
        let mut names = path.split('.');
        let mut value = self.record.member(names.next()?).value()?;
        for name in names {
            value = value.get(name).value()?;
        }
        scalar(value)
    }
}

impl Element<'_> {
    pub(super) fn value(&self, field: &SelectorField) -> Option<&str> {
        match field {
            SelectorField::ResourcesType => self.kind.as_deref(),
            SelectorField::ResourcesArn => self.arn.as_deref(),
            _ => None,
        }
    }
}

fn scalar(value: Raw<'_>) -> Option<Cow<'_, str>> {
    match value.kind() {
        JsonKind::Text => value.text(),
        JsonKind::Boolean | JsonKind::Number => Some(Cow::Borrowed(value.as_str())),
        _ => None,
    }
}

const fn word(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}
