//! Which groups have which word where.

use hashbrown::HashTable;

use super::shape::hash_at;

/// How many groups stand under one branch; further texts join the one that is most like them.
pub(super) const MOST_GROUPS: usize = 256;

/// Groups of one branch, by their places in it.
pub(super) type Members = [u64; MOST_GROUPS / 64];

/// The words of groups, each with the groups that have it at a place. Words that no group has are not kept.
#[derive(Debug, Default)]
pub(super) struct Words {
    table: HashTable<usize>,
    entries: Vec<Entry>,
    /// The words, one behind the other.
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    branch: u32,
    place: u32,
    start: usize,
    length: usize,
    members: Members,
}

impl Words {
    /// The number of a word at a place of the texts of a branch, if a group has had it there.
    #[inline]
    pub(super) fn find(&self, word: &[u8], branch: u32, place: u32) -> Option<usize> {
        let hash = hash_at(word, branch, place);
        let is_same = |index: &usize| {
            let entry = &self.entries[*index];
            (entry.hash, entry.branch, entry.place) == (hash, branch, place) && self.word(*index) == word
        };
        self.table.find(hash, is_same).copied()
    }

    /// The same; it is made if no group has had it.
    pub(super) fn number(&mut self, word: &[u8], branch: u32, place: u32) -> usize {
        if let Some(index) = self.find(word, branch, place) {
            return index;
        }
        let (index, hash) = (self.entries.len(), hash_at(word, branch, place));
        let (start, length) = (self.bytes.len(), word.len());
        self.bytes.extend_from_slice(word);
        self.entries.push(Entry { hash, branch, place, start, length, members: Members::default() });
        let entries = &self.entries;
        self.table.insert_unique(hash, index, |index| entries[*index].hash);
        index
    }

    pub(super) fn word(&self, index: usize) -> &[u8] {
        let Entry { start, length, .. } = self.entries[index];
        &self.bytes[start..start + length]
    }

    /// The groups that have a word.
    #[inline]
    pub(super) fn members(&self, index: usize) -> &Members {
        &self.entries[index].members
    }

    /// A group has a word from now on.
    pub(super) fn join(&mut self, index: usize, member: usize) {
        self.entries[index].members[member / 64] |= 1 << (member % 64);
    }

    /// A group has a word no more.
    pub(super) fn leave(&mut self, index: usize, member: usize) {
        self.entries[index].members[member / 64] &= !(1 << (member % 64));
    }

    /// What it holds in memory, about.
    pub(super) fn size(&self) -> u64 {
        (self.bytes.len() + self.entries.len() * (size_of::<Entry>() + 9)) as u64
    }
}
