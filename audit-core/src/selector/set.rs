//! The selectors of many trails, asked at once.

use cupola_base::text::{Affix, Affixes};

use super::compiled::{Advanced, Compiled};
use super::subject::Subject;
use super::{AdvancedSelector, BasicSelector, FieldSelector, Operator, SelectorField, Selectors};
use crate::{Category, ReadActions, Record};

/// The selectors of many trails, compiled: for an event it says which of them log it.
///
/// Selectors are filed by category, then by the values of the one field that tells most of them apart: resource,
/// action, type, service or caller. An event meets only those that may select it.
///
/// ```
/// use cupola_audit::{ReadActions, Record, SelectorSet, Selectors};
///
/// let set = SelectorSet::of([("main", &Selectors::default()), ("nothing", &Selectors::Advanced(vec![]))]);
/// let record = Record::parse(r#"{"eventCategory": "Management", "eventName": "CreateRole"}"#)?;
/// assert_eq!(set.selecting(&record, &ReadActions::default()), [&"main"]);
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SelectorSet<Id> {
    owners: Vec<Id>,
    entries: Vec<Entry>,
    management: Drawer,
    data: Drawer,
    network: Drawer,
    /// Selectors of other categories, or of any.
    rest: Drawer,
}

#[derive(Clone, Debug)]
struct Entry {
    owner: usize,
    test: Compiled,
}

/// Selectors of one category; each stands under one field, a basic one for data under each of its types.
#[derive(Clone, Debug, Default)]
struct Drawer {
    shelves: [Affixes<usize>; FIELDS.len()],
    others: Vec<usize>,
}

/// Fields under whose values selectors stand, the best first: what tells most apart, and is cheap to see.
const FIELDS: [SelectorField; 5] = [
    SelectorField::ResourcesArn,
    SelectorField::EventName,
    SelectorField::ResourcesType,
    SelectorField::EventSource,
    SelectorField::UserIdentityArn,
];
const TYPES: usize = 2;

impl<Id> SelectorSet<Id> {
    /// Compiles the selectors of each owner.
    pub fn of<'a>(selectors: impl IntoIterator<Item = (Id, &'a Selectors)>) -> Self {
        let mut set = Self {
            owners: Vec::new(),
            entries: Vec::new(),
            management: Drawer::default(),
            data: Drawer::default(),
            network: Drawer::default(),
            rest: Drawer::default(),
        };
        for (id, selectors) in selectors {
            set.owners.push(id);
            match selectors {
                Selectors::Basic(list) => list.iter().for_each(|selector| set.file_basic(selector)),
                Selectors::Advanced(list) => list.iter().for_each(|selector| set.file_advanced(selector)),
            }
        }
        set
    }

    /// Whose selectors select the event, in their order.
    #[must_use]
    pub fn selecting(&self, record: &Record<'_>, read_actions: &ReadActions) -> Vec<&Id> {
        let mut hits: Vec<usize> = Vec::new();
        self.visit(&Subject::of(record, read_actions), |entry, subject| {
            if !hits.contains(&entry.owner) && entry.test.selects(subject) {
                hits.push(entry.owner);
            }
            true
        });
        hits.sort_unstable();
        hits.into_iter().map(|owner| &self.owners[owner]).collect()
    }

    /// Whether anybody's selectors select the event.
    #[must_use]
    pub fn selects(&self, record: &Record<'_>, read_actions: &ReadActions) -> bool {
        let mut hit = false;
        self.visit(&Subject::of(record, read_actions), |entry, subject| {
            hit = entry.test.selects(subject);
            !hit
        });
        hit
    }

    fn visit(&self, subject: &Subject<'_>, mut visit: impl FnMut(&Entry, &Subject<'_>) -> bool) {
        let drawer = match subject.category {
            Category::Management => &self.management,
            Category::Data => &self.data,
            Category::NetworkActivity => &self.network,
            _ => &self.rest,
        };
        let more = drawer.visit(subject, |number| visit(&self.entries[number], subject));
        if more && !std::ptr::eq(drawer, &self.rest) {
            self.rest.visit(subject, |number| visit(&self.entries[number], subject));
        }
    }

    fn file_basic(&mut self, selector: &BasicSelector) {
        let number = self.enter(Compiled::Basic(selector.clone()));
        if selector.include_management_events {
            self.management.others.push(number);
        }
        for resources in &selector.data_resources {
            self.data.shelves[TYPES].put(Affix::Whole, &resources.kind, number);
        }
    }

    fn file_advanced(&mut self, selector: &AdvancedSelector) {
        let category = selector.pinned(&SelectorField::EventCategory);
        let (drawer, is_sure) = match category {
            Some("Management") => (&mut self.management, true),
            Some("Data") => (&mut self.data, true),
            Some("NetworkActivity") => (&mut self.network, true),
            _ => (&mut self.rest, false),
        };
        drawer.file(selector, self.entries.len());
        self.enter(Compiled::Advanced(Advanced::of(selector, is_sure)));
    }

    fn enter(&mut self, test: Compiled) -> usize {
        self.entries.push(Entry { owner: self.owners.len() - 1, test });
        self.entries.len() - 1
    }
}

impl Drawer {
    /// Files a selector under the values that it asks the best field for.
    fn file(&mut self, selector: &AdvancedSelector, number: usize) {
        let chosen = |field: &SelectorField| {
            let of_field = |asked: &&FieldSelector| asked.is_choosy() && SelectorField::of(&asked.field) == *field;
            selector.field_selectors.iter().find(of_field)
        };
        let Some((shelf, asked)) = FIELDS.iter().enumerate().find_map(|(at, field)| Some((at, chosen(field)?))) else {
            self.others.push(number);
            return;
        };
        for (operator, value) in asked.group(true) {
            let affix = match operator {
                Operator::StartsWith | Operator::NotStartsWith => Affix::Start,
                Operator::EndsWith | Operator::NotEndsWith => Affix::End,
                Operator::Equals | Operator::NotEquals => Affix::Whole,
            };
            self.shelves[shelf].put(affix, value, number);
        }
    }

    /// Shows the selectors that may select an event until `visit` wants no more; false then. One may be shown twice.
    fn visit(&self, subject: &Subject<'_>, mut visit: impl FnMut(usize) -> bool) -> bool {
        self.others.iter().all(|number| visit(*number))
            && self.shelves.iter().zip(&FIELDS).filter(|(shelf, _)| !shelf.is_empty()).all(|(shelf, field)| {
                let mut look =
                    |value: Option<&str>| value.is_none_or(|value| shelf.visit(value, |number| visit(*number)));
                match field.is_of_resource() {
                    true => subject.resources().iter().all(|resource| look(resource.value(field))),
                    false => look(subject.value(field).as_deref()),
                }
            })
    }
}
