//! Shapes that were met before, and their groups.

use hashbrown::HashTable;

use super::shape::Shape;

/// The shapes that were met last. New ones always find room: when there are as many as may be, those stay that are met
/// again while as many others come.
#[derive(Debug, Default)]
pub(super) struct Known {
    young: Generation,
    old: Generation,
}

/// How many shapes are remembered for sure.
const MOST: usize = 1 << 16;

#[derive(Debug, Default)]
struct Generation {
    table: HashTable<Seen>,
    /// The shapes, one behind the other.
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    hash: u64,
    start: usize,
    length: usize,
    group: usize,
}

impl Known {
    /// The group of a shape.
    pub(super) fn get(&mut self, shape: &Shape) -> Option<usize> {
        if let Some(group) = self.young.get(shape) {
            return Some(group);
        }
        let group = self.old.get(shape)?;
        self.remember(shape, group);
        Some(group)
    }

    /// Remembers the group of a shape that is new, or about to be forgotten.
    pub(super) fn remember(&mut self, shape: &Shape, group: usize) {
        if self.young.table.len() >= MOST {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(shape, group);
    }

    /// What it holds in memory, about.
    pub(super) fn size(&self) -> u64 {
        self.young.size() + self.old.size()
    }
}

impl Generation {
    fn get(&self, shape: &Shape) -> Option<usize> {
        let is_same = |seen: &Seen| seen.hash == shape.hash() && self.bytes(seen) == shape.bytes();
        self.table.find(shape.hash(), is_same).map(|seen| seen.group)
    }

    fn bytes(&self, seen: &Seen) -> &[u8] {
        &self.bytes[seen.start..seen.start + seen.length]
    }

    fn insert(&mut self, shape: &Shape, group: usize) {
        let (hash, bytes) = (shape.hash(), shape.bytes());
        let seen = Seen { hash, start: self.bytes.len(), length: bytes.len(), group };
        self.bytes.extend_from_slice(bytes);
        self.table.insert_unique(hash, seen, |seen| seen.hash);
    }

    fn clear(&mut self) {
        self.table.clear();
        self.bytes.clear();
    }

    fn size(&self) -> u64 {
        (self.bytes.len() + self.table.len() * size_of::<Seen>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(number: usize) -> Shape {
        // Letters, for numbers would all be one shape.
        let letters = (0..5).map(|place| char::from(b'a' + u8::try_from(number >> (4 * place) & 15).unwrap()));
        let mut shape = Shape::default();
        shape.read(&letters.collect::<String>());
        shape
    }

    #[test]
    fn so_many_shapes_are_remembered_and_new_ones_always() {
        let mut known = Known::default();
        let (first, second) = (shape(0), shape(1));
        for number in 0..3 * MOST {
            known.remember(&shape(number), number);
            assert_eq!(known.get(&shape(number)), Some(number));
            assert_eq!(known.get(&first), Some(0), "it is met again and again");
            if number == MOST {
                assert_eq!(known.get(&shape(2)), Some(2));
            }
        }
        assert_eq!(known.get(&second), None, "nobody asked for it");
        assert!(known.young.table.len() <= MOST && known.old.table.len() <= MOST);
    }
}
