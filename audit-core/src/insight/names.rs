//! The names of values, each once, for all series.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use super::values::NO_VALUE;

/// Names, numbered as they came. Few callers call many APIs: kept once, what is compared at each call is never far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
pub(super) struct Names {
    list: Vec<Box<str>>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Names {
    pub(super) fn get(&self, id: u32) -> &str {
        self.list.get(id as usize).map_or("", |name| name)
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(name), |id| *self.list[*id as usize] == *name).copied()
    }

    /// Gives a new name its number; none when there are no more numbers.
    pub(super) fn push(&mut self, name: Box<str>) -> Option<u32> {
        let id = u32::try_from(self.list.len()).ok().filter(|id| *id != NO_VALUE)?;
        let hash = self.hasher.hash_one(&*name);
        self.list.push(name);
        let (list, hasher) = (&self.list, &self.hasher);
        self.table.insert_unique(hash, id, |id| hasher.hash_one(&*list[*id as usize]));
        Some(id)
    }

    /// Keeps these names alone, where that lets half of them go; the new numbers of all then. They keep their order.
    pub(super) fn keep(&mut self, ids: impl Iterator<Item = u32>) -> Option<Vec<u32>> {
        let mut used = vec![false; self.list.len()];
        ids.for_each(|id| used[id as usize] = true);
        if used.iter().filter(|used| **used).count() * 2 > used.len() {
            return None;
        }
        let old = std::mem::take(self);
        let mut new = |(name, used): (Box<str>, bool)| if used { self.push(name) } else { None };
        Some(old.list.into_iter().zip(used).map(|name| new(name).unwrap_or(NO_VALUE)).collect())
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
    fn names_that_are_let_go_leave_the_others_in_order() {
        let mut names = Names::from(["a", "b", "c", "d"].map(Box::from).to_vec());
        assert_eq!(names.find("c"), Some(2));
        assert_eq!(names.keep([0, 1, 3].into_iter()), None, "too few would go");
        assert_eq!(names.keep([1, 3].into_iter()), Some(vec![NO_VALUE, 0, NO_VALUE, 1]));
        assert_eq!((names.find("a"), names.find("d"), names.get(0)), (None, Some(1), "b"));
    }
}
