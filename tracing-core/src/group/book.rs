//! All groups, and what one of them means to another.

use std::collections::BTreeMap;

use cupola_base::{Place, Tags};
use serde::{Deserialize, Serialize};

use super::{Group, GroupRefusal, InsightsConfiguration};
use crate::FilterExpression;
use crate::filter::{GroupBy, GroupTest};

/// Groups by name; `Default` is one of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Groups {
    kept: BTreeMap<String, Kept>,
    next_serial: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    group: Group,
    tags: Tags,
}

impl Groups {
    /// The group `Default` alone.
    pub(crate) fn new(place: &Place) -> Self {
        let group = Group {
            name: Group::DEFAULT.to_owned(),
            arn: place.arn("xray", "group/Default"),
            expression: FilterExpression::everything(),
            insights: InsightsConfiguration::OFF,
            changed: None,
            serial: 0,
        };
        Self { kept: BTreeMap::from([(group.name.clone(), Kept { group, tags: Tags::default() })]), next_serial: 1 }
    }

    /// How many there are beside `Default`.
    pub(crate) fn own(&self) -> usize {
        self.kept.len().saturating_sub(1)
    }

    /// By name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Group> {
        self.kept.values().map(|kept| &kept.group)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Group> {
        self.kept.get(name).map(|kept| &kept.group)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Group> {
        self.kept.get_mut(name).map(|kept| &mut kept.group)
    }

    pub(crate) fn tags(&self, name: &str) -> Option<&Tags> {
        self.kept.get(name).map(|kept| &kept.tags)
    }

    pub(crate) fn tags_mut(&mut self, name: &str) -> Option<&mut Tags> {
        self.kept.get_mut(name).map(|kept| &mut kept.tags)
    }

    /// Takes a group in under a serial number of its own.
    pub(super) fn insert(&mut self, mut group: Group, tags: Tags) {
        group.serial = self.next_serial;
        self.next_serial += 1;
        self.kept.insert(group.name.clone(), Kept { group, tags });
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Group> {
        self.kept.remove(name).map(|kept| kept.group)
    }

    /// The group that a term means.
    pub(crate) fn meant(&self, test: &GroupTest) -> Option<&Group> {
        match test.by {
            GroupBy::Name => self.get(&test.value),
            GroupBy::Arn => self.iter().find(|group| group.arn.as_str() == test.value),
        }
    }

    /// Whether all groups that an expression names are there and none leads back to itself.
    pub(crate) fn check(&self, expression: &FilterExpression) -> Result<(), GroupRefusal> {
        let mut walk = Walk { groups: self, path: Vec::new(), done: Vec::new() };
        walk.expression(expression)
    }

    /// As [`check`](Self::check), for the expression that the group of this name shall have.
    pub(super) fn check_for(&self, name: &str, expression: &FilterExpression) -> Result<(), GroupRefusal> {
        let mut walk = Walk { groups: self, path: vec![name], done: Vec::new() };
        walk.expression(expression)
    }
}

/// Follows groups into groups; each is entered once.
struct Walk<'a> {
    groups: &'a Groups,
    path: Vec<&'a str>,
    done: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn expression(&mut self, expression: &FilterExpression) -> Result<(), GroupRefusal> {
        let groups = self.groups;
        for test in expression.group_tests() {
            let group = groups.meant(test).ok_or_else(|| GroupRefusal::Unknown(test.value.clone()))?;
            self.group(group)?;
        }
        Ok(())
    }

    fn group(&mut self, group: &'a Group) -> Result<(), GroupRefusal> {
        if self.path.contains(&&*group.name) {
            return Err(GroupRefusal::Cycle(group.name.clone()));
        }
        if !self.done.contains(&&*group.name) {
            self.path.push(&group.name);
            self.expression(&group.expression)?;
            self.path.pop();
            self.done.push(&group.name);
        }
        Ok(())
    }
}
