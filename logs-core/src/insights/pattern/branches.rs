//! Where texts stand in the tree.

use hashbrown::HashTable;

use super::kind::Kind;
use super::shape::Shape;
use crate::insights::hash::{hash, mix};

/// By how many of its first words the tree tells texts apart.
pub(super) const DEPTH: usize = 2;

/// The branches of the tree: texts of as many words that begin alike.
#[derive(Debug, Default)]
pub(super) struct Branches {
    table: HashTable<usize>,
    all: Vec<Branch>,
    bytes: u64,
    /// How the text at hand begins.
    start: Vec<u8>,
}

#[derive(Debug)]
struct Branch {
    hash: u64,
    /// How many words there are.
    count: usize,
    /// The first of them, where all words with a value in them are one.
    start: Box<[u8]>,
    groups: Vec<usize>,
}

impl Branches {
    /// The number of the branch of a shape, which is made if there is none.
    pub(super) fn of(&mut self, shape: &Shape) -> usize {
        self.start.clear();
        for word in shape.words().take(DEPTH) {
            let value = [Kind::Token.byte()];
            self.start.extend_from_slice(if word.has_value { &value } else { word.bytes });
            self.start.push(b' ');
        }
        let hash = mix(hash(&self.start), shape.count() as u64);
        let is_same = |index: &usize| {
            let branch = &self.all[*index];
            branch.hash == hash && branch.count == shape.count() && *branch.start == *self.start
        };
        if let Some(index) = self.table.find(hash, is_same) {
            return *index;
        }
        let index = self.all.len();
        self.bytes += 96 + self.start.len() as u64;
        let start = self.start.as_slice().into();
        self.all.push(Branch { hash, count: shape.count(), start, groups: Vec::new() });
        self.table.insert_unique(hash, index, |index| self.all[*index].hash);
        index
    }

    /// The groups under a branch.
    pub(super) fn groups(&self, branch: usize) -> &[usize] {
        &self.all[branch].groups
    }

    /// The groups of each branch.
    pub(super) fn all(&self) -> impl Iterator<Item = &[usize]> {
        self.all.iter().map(|branch| branch.groups.as_slice())
    }

    /// Puts a group under a branch. Answers its place there.
    pub(super) fn push(&mut self, branch: usize, group: usize) -> usize {
        let groups = &mut self.all[branch].groups;
        groups.push(group);
        groups.len() - 1
    }

    pub(super) const fn size(&self) -> u64 {
        self.bytes
    }
}
