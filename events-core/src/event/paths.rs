//! The dotted paths that patterns name.

use std::sync::Arc;

use super::words::{Words, has_dot};

/// Names a path among those of one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PathId(u32);

impl PathId {
    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Paths are numbered from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What stands at the end of a path.
pub(crate) trait Leaf: Clone {
    /// The path's name.
    fn path(&self) -> PathId;
}

impl Leaf for PathId {
    fn path(&self) -> PathId {
        *self
    }
}

/// A place in the tree of words, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u32);

/// A place in the tree of words: a word leads to the next place.
///
/// A pattern's and an event's spelling of a path may put dots into names or nest objects: both are the same
/// words. A clone shares what lies below it; a change copies the places on its way.
#[derive(Clone, Debug)]
pub(crate) struct Node<L> {
    children: Words<Arc<Self>>,
    leaf: Option<L>,
    /// How many children lead on: where any does, a name with a dot in it may lead somewhere.
    far: u32,
    number: u32,
}

impl<L: Leaf> Node<L> {
    /// A place that leads nowhere.
    pub(crate) const fn new(number: u32) -> Self {
        Self { children: Words::new(), leaf: None, far: 0, number }
    }

    /// Where a member of the object here leads; `None` when no path leads there.
    #[inline(always)]
    pub(super) fn descend(&self, name: &[u8]) -> Option<&Self> {
        match self.children.get(name) {
            Some(child) => Some(child),
            None if self.far > 0 && has_dot(name) => self.descend_dotted(name),
            None => None,
        }
    }

    /// As [`descend`](Self::descend), for a name with dots in it.
    #[inline(never)]
    fn descend_dotted(&self, name: &[u8]) -> Option<&Self> {
        name.split(|byte| *byte == b'.').try_fold(self, |node, word| node.child(word))
    }

    #[inline]
    pub(super) const fn leaf(&self) -> Option<&L> {
        self.leaf.as_ref()
    }

    /// Whether longer paths lead through here.
    #[inline]
    pub(super) fn leads_on(&self) -> bool {
        !self.children.is_empty()
    }

    pub(super) const fn place(&self) -> Place {
        Place(self.number)
    }

    /// Changes the end of a path; places on the way are made or, where they lead nowhere any more, taken away.
    pub(crate) fn change<R>(
        &mut self,
        path: &str,
        number: &mut impl FnMut() -> u32,
        change: impl FnOnce(&mut Option<L>) -> R,
    ) -> R {
        self.change_words(&mut path.split('.'), number, change)
    }

    fn change_words<'a, R>(
        &mut self,
        words: &mut impl Iterator<Item = &'a str>,
        number: &mut impl FnMut() -> u32,
        change: impl FnOnce(&mut Option<L>) -> R,
    ) -> R {
        let Some(word) = words.next() else { return change(&mut self.leaf) };
        let (mut before, mut after) = (false, false);
        let done = self.children.change(word.as_bytes(), |child| {
            before = child.as_ref().is_some_and(|child| child.leads_on());
            let node = child.get_or_insert_with(|| Arc::new(Self::new(number())));
            let done = Arc::make_mut(node).change_words(words, number, change);
            if node.leaf.is_none() && node.children.is_empty() {
                *child = None;
            }
            after = child.as_ref().is_some_and(|child| child.leads_on());
            done
        });
        self.far = self.far + u32::from(after) - u32::from(before);
        done
    }

    /// What stands at the end of a path.
    pub(crate) fn at(&self, path: &str) -> Option<&L> {
        path.split('.').try_fold(self, |node, word| node.child(word.as_bytes()))?.leaf()
    }

    fn child(&self, word: &[u8]) -> Option<&Self> {
        self.children.get(word).map(|child| &**child)
    }

    /// The words to a place, for people; slow.
    fn find(&self, place: Place, words: &mut Vec<String>) -> bool {
        self.place() == place
            || self.children.iter().any(|(word, child)| {
                words.push(String::from_utf8_lossy(&word).into_owned());
                child.find(place, words) || {
                    words.pop();
                    false
                }
            })
    }
}

/// A set of dotted paths that only grows.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    root: Node<PathId>,
    places: u32,
    count: u32,
}

impl Paths {
    /// Takes a path in.
    pub(crate) fn add(&mut self, path: &str) -> PathId {
        let Self { root, places, count } = self;
        let mut number = || {
            *places += 1;
            *places
        };
        root.change(path, &mut number, |leaf| {
            *leaf.get_or_insert_with(|| {
                *count += 1;
                PathId(*count - 1)
            })
        })
    }

    pub(crate) const fn root(&self) -> &Node<PathId> {
        &self.root
    }

    /// How many paths there are.
    pub(crate) const fn len(&self) -> usize {
        self.count as usize
    }

    /// The dotted path of a place, for people.
    pub(crate) fn name_of(&self, place: Place) -> String {
        let mut words = Vec::new();
        self.root.find(place, &mut words);
        words.join(".")
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self { root: Node::new(0), places: 0, count: 0 }
    }
}
