//! The dotted paths that patterns name.

use std::sync::Arc;

/// Names a path of a [`Paths`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathId(u32);

impl PathId {
    /// Paths are numbered from 0.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of dotted paths as a tree of the words between the dots.
///
/// A pattern's and an event's spelling of a path may put dots into names or nest objects: both are
/// the same words.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    nodes: Vec<Node>,
    names: Vec<Arc<str>>,
}

/// A place in the tree of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u32);

#[derive(Clone, Debug, Default)]
struct Node {
    /// Sorted by word.
    children: Vec<(Box<str>, Place)>,
    path: Option<PathId>,
    parent: Option<Place>,
}

impl Paths {
    pub(crate) const ROOT: Place = Place(0);

    /// Takes a path in.
    pub(crate) fn add(&mut self, path: &Arc<str>) -> PathId {
        let mut place = Self::ROOT;
        for word in path.split('.') {
            place = self.child_or_new(place, word);
        }
        if let Some(id) = self.node(place).path {
            return id;
        }
        let id = PathId(index(self.names.len()));
        self.names.push(Arc::clone(path));
        self.nodes[place.0 as usize].path = Some(id);
        id
    }

    /// Where a member of the object at `place` leads; `None` when no path leads there.
    pub(crate) fn descend(&self, place: Place, name: &str) -> Option<Place> {
        match name.contains('.') {
            false => self.child(place, name),
            true => name.split('.').try_fold(place, |place, word| self.child(place, word)),
        }
    }

    /// How many paths there are.
    pub(super) const fn len(&self) -> usize {
        self.names.len()
    }

    /// The path that ends here.
    pub(crate) fn path_at(&self, place: Place) -> Option<PathId> {
        self.node(place).path
    }

    /// The dotted path of a place, for people.
    pub(crate) fn name_of(&self, place: Place) -> String {
        let mut words = Vec::new();
        let mut at = place;
        while let Some(parent) = self.node(at).parent {
            let here = self.node(parent).children.iter().find(|(_, child)| *child == at);
            words.extend(here.map(|(word, _)| &**word));
            at = parent;
        }
        words.reverse();
        words.join(".")
    }

    fn node(&self, place: Place) -> &Node {
        &self.nodes[place.0 as usize]
    }

    fn child(&self, place: Place, word: &str) -> Option<Place> {
        let children = &self.node(place).children;
        let at = children.binary_search_by(|(other, _)| (**other).cmp(word)).ok()?;
        Some(children[at].1)
    }

    fn child_or_new(&mut self, place: Place, word: &str) -> Place {
        let children = &self.node(place).children;
        match children.binary_search_by(|(other, _)| (**other).cmp(word)) {
            Ok(at) => children[at].1,
            Err(at) => {
                let new = Place(index(self.nodes.len()));
                self.nodes.push(Node { parent: Some(place), ..Node::default() });
                self.nodes[place.0 as usize].children.insert(at, (word.into(), new));
                new
            }
        }
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], names: Vec::new() }
    }
}

/// Patterns are at most some megabytes together, so that their words can be counted in 32 bits.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
