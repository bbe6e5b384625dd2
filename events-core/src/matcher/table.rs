//! What readers look at.

use std::fmt;
use std::sync::Arc;

use smallvec::SmallVec;

use super::crowd::{Crowd, Numbered};
use super::index::Index;
use crate::event::{Leaf, Node, PathId};
use crate::pattern::Clause;

/// Everything that is needed to judge events. A clone shares all but a few words.
pub(super) struct Table<Id> {
    pub(super) root: Arc<Node<Waiting<Id>>>,
    /// The ways of which every path may be absent: they are judged for each event.
    pub(super) always: Crowd<Way<Id>>,
    /// All paths have numbers below this one.
    pub(super) paths: usize,
    /// All ways have numbers below this one.
    pub(super) ways: usize,
    /// All clauses have numbers below this one.
    pub(super) clauses: usize,
}

/// One of the conjunctions that a rule's pattern stands for.
pub(super) struct Way<Id> {
    pub(super) number: u32,
    pub(super) rule: Arc<Id>,
    /// The number of the clause that holds when the way is woken; none where that is no proof.
    pub(super) proven: Option<u32>,
    /// The clause of whose values it waits for one; none where it is judged always.
    pub(super) waits_at: Option<usize>,
    /// The numbers of its clauses.
    pub(super) numbers: SmallVec<[u32; 4]>,
    pub(super) clauses: Box<[Arc<Clause>]>,
}

/// The end of a path that some pattern names, and who waits there.
pub(super) struct Waiting<Id> {
    pub(super) path: PathId,
    pub(super) index: Option<Arc<Index<Way<Id>>>>,
}

impl<Id> Table<Id> {
    pub(super) fn new() -> Self {
        Self { root: Arc::new(Node::new(0)), always: Crowd::default(), paths: 0, ways: 0, clauses: 0 }
    }
}

impl<Id> Numbered for Way<Id> {
    #[inline]
    fn number(&self) -> u32 {
        self.number
    }
}

impl<Id> Leaf for Waiting<Id> {
    #[inline]
    fn path(&self) -> PathId {
        self.path
    }
}

impl<Id> Clone for Table<Id> {
    fn clone(&self) -> Self {
        let Self { root, always, paths, ways, clauses } = self;
        Self { root: Arc::clone(root), always: always.clone(), paths: *paths, ways: *ways, clauses: *clauses }
    }
}

impl<Id> Clone for Waiting<Id> {
    fn clone(&self) -> Self {
        Self { path: self.path, index: self.index.clone() }
    }
}

impl<Id: fmt::Debug> fmt::Debug for Way<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("rule", &self.rule).field("clauses", &self.clauses).finish_non_exhaustive()
    }
}

impl<Id: fmt::Debug> fmt::Debug for Waiting<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").field("path", &self.path).field("index", &self.index).finish()
    }
}

impl<Id: fmt::Debug> fmt::Debug for Table<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { root, always, paths, ways, clauses } = self;
        let mut table = f.debug_struct("Table");
        table
            .field("root", root)
            .field("always", always)
            .field("paths", paths)
            .field("ways", ways)
            .field("clauses", clauses)
            .finish()
    }
}
