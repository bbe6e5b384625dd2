//! Who called, with what, and with which outcome: counts of values.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

/// What an insight is attributed to, in the order of records.
pub(super) const ATTRIBUTES: [&str; 3] = ["userIdentityArn", "userAgent", "errorCode"];

/// A value of each attribute, or [`NO_VALUE`].
pub(super) type Ids = [u32; 3];

pub(super) const NO_VALUE: u32 = u32::MAX;

/// How often each value came, for each attribute; ascending by id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Counts([Vec<(u32, u32)>; 3]);

impl Counts {
    pub(super) fn add(&mut self, ids: Ids) {
        for (counts, id) in self.0.iter_mut().zip(ids) {
            if id != NO_VALUE {
                add(counts, id, 1);
            }
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for (counts, others) in self.0.iter_mut().zip(&other.0) {
            others.iter().for_each(|(id, count)| add(counts, *id, *count));
        }
    }

    pub(super) fn of(&self, attribute: usize) -> &[(u32, u32)] {
        &self.0[attribute]
    }

    fn mark(&self, used: &mut [Vec<bool>; 3]) {
        for (counts, used) in self.0.iter().zip(used) {
            counts.iter().for_each(|(id, _)| used[*id as usize] = true);
        }
    }

    /// Ids keep their order.
    fn renumber(&mut self, new: &[Vec<u32>; 3]) {
        for (counts, new) in self.0.iter_mut().zip(new) {
            counts.iter_mut().for_each(|(id, _)| *id = new[*id as usize]);
        }
    }
}

fn add(counts: &mut Vec<(u32, u32)>, id: u32, by: u32) {
    match counts.binary_search_by_key(&id, |(id, _)| *id) {
        Ok(at) => counts[at].1 = counts[at].1.saturating_add(by),
        Err(at) => counts.insert(at, (id, by)),
    }
}

/// The values of a series, numbered as they came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Values {
    names: [Names; 3],
    last: [u32; 3],
}

impl Values {
    /// The numbers of these values; past `most` of an attribute, new ones are not told apart any more.
    pub(super) fn ids(&mut self, values: [Option<&str>; 3], most: usize) -> Ids {
        std::array::from_fn(|at| {
            let Some(value) = values[at].filter(|value| !value.is_empty()) else { return NO_VALUE };
            // Calls come in runs of one caller.
            if self.names[at].get(self.last[at]) != Some(value) {
                self.last[at] = self.names[at].id(value, most);
            }
            self.last[at]
        })
    }

    pub(super) fn name(&self, attribute: usize, id: u32) -> &str {
        self.names[attribute].get(id).unwrap_or_default()
    }

    /// Whether forgetting what is not counted any more is worth it.
    pub(super) fn is_crowded(&self, most: usize) -> bool {
        self.names.iter().any(|names| names.list.len() * 2 > most)
    }

    /// Forgets the values that none of these counts has.
    pub(super) fn keep(&mut self, mut counts: Vec<&mut Counts>) {
        let mut used: [Vec<bool>; 3] = std::array::from_fn(|at| vec![false; self.names[at].list.len()]);
        counts.iter().for_each(|counts| counts.mark(&mut used));
        let new: [Vec<u32>; 3] = std::array::from_fn(|at| self.names[at].keep(&used[at]));
        counts.iter_mut().for_each(|counts| counts.renumber(&new));
        self.last = [NO_VALUE; 3];
    }
}

/// Names of one attribute.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
struct Names {
    list: Vec<Box<str>>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Names {
    fn get(&self, id: u32) -> Option<&str> {
        self.list.get(id as usize).map(AsRef::as_ref)
    }

    fn id(&mut self, name: &str, most: usize) -> u32 {
        let hash = self.hasher.hash_one(name);
        if let Some(id) = self.table.find(hash, |id| *self.list[*id as usize] == *name) {
            return *id;
        }
        if self.list.len() >= most.min(NO_VALUE as usize - 1) {
            return NO_VALUE;
        }
        self.push(name.into())
    }

    #[expect(clippy::cast_possible_truncation, reason = "there are fewer than the largest id")]
    fn push(&mut self, name: Box<str>) -> u32 {
        let (id, hash) = (self.list.len() as u32, self.hasher.hash_one(&*name));
        self.list.push(name);
        let (list, hasher) = (&self.list, &self.hasher);
        self.table.insert_unique(hash, id, |id| hasher.hash_one(&*list[*id as usize]));
        id
    }

    /// Keeps the used names; what their numbers are now.
    fn keep(&mut self, used: &[bool]) -> Vec<u32> {
        let old = std::mem::take(self);
        let keep = |(name, used): (Box<str>, &bool)| if *used { self.push(name) } else { NO_VALUE };
        old.list.into_iter().zip(used).map(keep).collect()
    }
}

impl From<Vec<Box<str>>> for Names {
    fn from(list: Vec<Box<str>>) -> Self {
        let mut names = Self::default();
        for name in list {
            let _id = names.push(name);
        }
        names
    }
}

impl From<Names> for Vec<Box<str>> {
    fn from(names: Names) -> Self {
        names.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_counted_any_more_is_forgotten() {
        let (mut values, mut kept) = (Values::default(), Counts::default());
        for name in ["a", "b", "c"] {
            let ids = values.ids([Some(name), None, Some("")], 3);
            assert_eq!(ids[1..], [NO_VALUE, NO_VALUE]);
            if name != "b" {
                kept.add(ids);
            }
        }
        assert_eq!(values.ids([Some("d"), None, None], 3), [NO_VALUE; 3]);
        values.keep(vec![&mut kept]);
        let names: Vec<&str> = kept.of(0).iter().map(|(id, _)| values.name(0, *id)).collect();
        assert_eq!((names, kept.of(0)), (vec!["a", "c"], &[(0, 1), (1, 1)][..]));
        assert_eq!(values.ids([Some("d"), None, None], 3)[0], 2);
        assert_eq!(values.ids([Some("c"), None, None], 3)[0], 1);
    }
}
