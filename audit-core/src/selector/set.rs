//! The selectors of many trails, asked at once.

use std::collections::HashMap;

use super::compiled::{Advanced, Compiled};
use super::subject::Subject;
use super::{AdvancedSelector, BasicSelector, SelectorField, Selectors};
use crate::{Category, ReadActions, Record};

/// The selectors of many trails, compiled: for an event it says which of them log it.
///
/// Selectors are filed by category, then by the type of resource, the service or the action that they ask for, so
/// that an event meets only those that may select it.
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

/// Selectors of one category; each stands in one place, a basic one for data in one for each of its types.
#[derive(Clone, Debug, Default)]
struct Drawer {
    by_type: HashMap<Box<str>, Vec<usize>>,
    by_source: HashMap<Box<str>, Vec<usize>>,
    by_name: HashMap<Box<str>, Vec<usize>>,
    others: Vec<usize>,
}

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
            put(&mut self.data.by_type, &resources.kind, number);
        }
    }

    fn file_advanced(&mut self, selector: &AdvancedSelector) {
        let number = self.enter(Compiled::Advanced(Advanced::of(selector)));
        let drawer = match selector.pinned(&SelectorField::EventCategory) {
            Some("Management") => &mut self.management,
            Some("Data") => &mut self.data,
            Some("NetworkActivity") => &mut self.network,
            _ => &mut self.rest,
        };
        drawer.file(selector, number);
    }

    fn enter(&mut self, test: Compiled) -> usize {
        self.entries.push(Entry { owner: self.owners.len() - 1, test });
        self.entries.len() - 1
    }
}

impl Drawer {
    fn file(&mut self, selector: &AdvancedSelector, number: usize) {
        let pinned = |field| selector.pinned(&field);
        match (
            pinned(SelectorField::ResourcesType),
            pinned(SelectorField::EventName),
            pinned(SelectorField::EventSource),
        ) {
            (Some(kind), ..) => put(&mut self.by_type, kind, number),
            (_, Some(name), _) => put(&mut self.by_name, name, number),
            (.., Some(source)) => put(&mut self.by_source, source, number),
            _ => self.others.push(number),
        }
    }

    /// Shows the selectors that may select an event until `visit` wants no more; false then. One may be shown twice.
    fn visit(&self, subject: &Subject<'_>, mut visit: impl FnMut(usize) -> bool) -> bool {
        let of = |map: &HashMap<Box<str>, Vec<usize>>, key: Option<&str>, visit: &mut dyn FnMut(usize) -> bool| {
            map.is_empty()
                || key.and_then(|key| map.get(key)).is_none_or(|list| list.iter().all(|number| visit(*number)))
        };
        let types = |visit: &mut dyn FnMut(usize) -> bool| {
            let resources = || subject.resources().iter();
            self.by_type.is_empty() || resources().all(|resource| of(&self.by_type, resource.kind.as_deref(), visit))
        };
        self.others.iter().all(|number| visit(*number))
            && of(&self.by_name, subject.name.as_deref(), &mut visit)
            && of(&self.by_source, subject.source.as_deref(), &mut visit)
            && types(&mut visit)
    }
}

fn put(map: &mut HashMap<Box<str>, Vec<usize>>, key: &str, number: usize) {
    let list = map.entry(key.into()).or_default();
    if list.last() != Some(&number) {
        list.push(number);
    }
}
