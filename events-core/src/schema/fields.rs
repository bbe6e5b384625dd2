//! The members of an object.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kinds::{Join, Kinds};

/// The members seen in objects of one place, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fields<O>(pub(crate) BTreeMap<String, Field<O>>);

/// One member: its kinds, and whether it was in every object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Field<O> {
    pub(crate) kinds: Kinds<O>,
    pub(crate) required: bool,
}

/// An object described where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inline(pub(crate) Fields<Self>);

/// An object described elsewhere: the name of a component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Component(pub(crate) String);

impl<O> Fields<O> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Field<O>)> {
        self.0.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// The names of members that are always there, in order.
    pub(crate) fn required(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(_, field)| field.required).map(|(name, _)| name)
    }
}

impl<O> Default for Fields<O> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// A member that one side lacks is not always there.
impl Join for Inline {
    fn join(&mut self, other: &Self) {
        let (ours, theirs) = (&mut self.0.0, &other.0.0);
        ours.iter_mut().filter(|(name, _)| !theirs.contains_key(*name)).for_each(|(_, field)| field.required = false);
        for (name, their) in theirs {
            match ours.get_mut(name) {
                Some(our) => {
                    our.required &= their.required;
                    our.kinds.join(&their.kinds);
                }
                None => drop(ours.insert(name.clone(), Field { required: false, ..their.clone() })),
            }
        }
    }

    fn covers(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.0.0, &other.0.0);
        let known = |(name, their): (&String, &Field<Self>)| {
            ours.get(name).is_some_and(|our| our.required <= their.required && our.kinds.covers(&their.kinds))
        };
        theirs.iter().all(known) && self.0.required().all(|name| theirs.contains_key(name))
    }
}
