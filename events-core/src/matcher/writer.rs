//! What only changes need.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;

use super::access;
use super::index::Index;
use super::key::Key;
use super::table::{Table, Waiting, Way};
use crate::event::PathId;
use crate::pattern::{Clause, Conjunction, Pattern, Test};

/// The table that is changed next, and who has what in it.
pub(super) struct Writer<Id> {
    pub(super) table: Table<Id>,
    rules: BTreeMap<Arc<Id>, Vec<Arc<Way<Id>>>>,
    paths: HashMap<Arc<str>, PathUse>,
    /// What is alike is held once.
    clauses: HashMap<(PathId, Box<str>), ClauseUse>,
    free_paths: Numbers,
    free_ways: Numbers,
    free_clauses: Numbers,
}

struct ClauseUse {
    clause: Arc<Clause>,
    uses: usize,
}

struct PathUse {
    path: PathId,
    uses: usize,
}

impl<Id: Ord> Writer<Id> {
    pub(super) fn new() -> Self {
        Self {
            table: Table::new(),
            rules: BTreeMap::new(),
            paths: HashMap::new(),
            clauses: HashMap::new(),
            free_paths: Numbers::default(),
            free_ways: Numbers::default(),
            free_clauses: Numbers::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &Id> {
        self.rules.keys().map(|id| &**id)
    }

    pub(super) fn contains(&self, id: &Id) -> bool {
        self.rules.contains_key(id)
    }

    /// Takes a pattern in, beside those that the rule has.
    pub(super) fn add(&mut self, id: Id, pattern: &Pattern) {
        let id = match self.rules.get_key_value(&id) {
            Some((id, _)) => Arc::clone(id),
            None => Arc::new(id),
        };
        let ways: Vec<_> = pattern.conjunctions().iter().map(|way| self.add_way(&id, way)).collect();
        self.rules.entry(id).or_default().extend(ways);
    }

    /// Takes all patterns of a rule out; false where there is none.
    pub(super) fn remove(&mut self, id: &Id) -> bool {
        let Some(ways) = self.rules.remove(id) else { return false };
        ways.into_iter().for_each(|way| self.remove_way(&way));
        true
    }

    fn add_way(&mut self, rule: &Arc<Id>, conjunction: &Conjunction) -> Arc<Way<Id>> {
        let clauses: Box<[_]> = conjunction.tests.iter().map(|test| self.clause(test)).collect();
        let number = self.free_ways.take();
        self.table.ways = self.free_ways.bound();
        let waits = self.places(&clauses);
        let waits_at = waits.as_ref().map(|(clause, _)| *clause);
        let proven = waits_at.and_then(|clause| access::proven(&clauses[clause]));
        let numbers = clauses.iter().map(|clause| clause.number).collect();
        let way = Arc::new(Way { number, rule: Arc::clone(rule), proven, waits_at, numbers, clauses });
        match waits {
            Some((clause, places)) => self.change_index(&way.clauses[clause], |index| {
                places.iter().for_each(|place| index.insert(place, Arc::clone(&way)));
            }),
            None => self.table.always.insert(Arc::clone(&way)),
        }
        way
    }

    fn remove_way(&mut self, way: &Arc<Way<Id>>) {
        match way.waits_at.map(|clause| &way.clauses[clause]) {
            Some(clause) => self.change_index(clause, |index| {
                let places = Key::all_of(&clause.test.matchers).into_iter().flatten();
                places.for_each(|place| index.remove(&place, way.number));
            }),
            None => self.table.always.remove(way.number),
        }
        self.free_ways.give_back(way.number);
        self.table.ways = self.free_ways.bound();
        way.clauses.iter().for_each(|clause| self.forget_clause(clause));
    }

    /// Where a new way should wait.
    fn places(&self, clauses: &[Arc<Clause>]) -> Option<(usize, access::Places)> {
        let index = |clause: &Clause| self.table.root.at(&clause.test.path)?.index.as_deref();
        let indexes: Vec<_> = clauses.iter().map(|clause| index(clause)).collect();
        let crowd = |clause: usize, key: &Key| indexes[clause].map_or(0, |index| index.crowd(key));
        access::choose(clauses.iter().map(|clause| &**clause), crowd)
    }

    fn change_index(&mut self, clause: &Clause, change: impl FnOnce(&mut Index<Way<Id>>)) {
        let root = Arc::make_mut(&mut self.table.root);
        root.change(&clause.test.path, &mut || 0, |leaf| {
            let waiting = leaf.get_or_insert_with(|| Waiting { path: clause.path, index: None });
            let index = waiting.index.get_or_insert_default();
            change(Arc::make_mut(index));
            if index.is_empty() {
                waiting.index = None;
            }
        });
    }

    /// A test on its path, shared with the ways that have the same.
    fn clause(&mut self, test: &Test) -> Arc<Clause> {
        let path = self.path(&test.path);
        let Self { clauses, free_clauses, table, .. } = self;
        let held = clauses.entry((path, test.text().into())).or_insert_with(|| {
            let number = free_clauses.take();
            table.clauses = free_clauses.bound();
            ClauseUse { clause: Arc::new(Clause { number, path, test: test.clone() }), uses: 0 }
        });
        held.uses += 1;
        Arc::clone(&held.clause)
    }

    fn forget_clause(&mut self, clause: &Arc<Clause>) {
        let key = (clause.path, clause.test.text().into());
        if let Some(held) = self.clauses.get_mut(&key) {
            held.uses -= 1;
            if held.uses == 0 {
                self.clauses.remove(&key);
                self.free_clauses.give_back(clause.number);
                self.table.clauses = self.free_clauses.bound();
            }
        }
        self.forget_path(&clause.test.path);
    }

    fn path(&mut self, path: &Arc<str>) -> PathId {
        if let Some(known) = self.paths.get_mut(path) {
            known.uses += 1;
            return known.path;
        }
        let new = PathId::new(self.free_paths.take());
        self.table.paths = self.free_paths.bound();
        self.paths.insert(Arc::clone(path), PathUse { path: new, uses: 1 });
        let root = Arc::make_mut(&mut self.table.root);
        root.change(path, &mut || 0, |leaf| *leaf = Some(Waiting { path: new, index: None }));
        new
    }

    fn forget_path(&mut self, path: &str) {
        let Some(known) = self.paths.get_mut(path) else { return };
        known.uses -= 1;
        if known.uses == 0 {
            self.free_paths.give_back(known.path.index().try_into().unwrap_or(u32::MAX));
            self.paths.remove(path);
            Arc::make_mut(&mut self.table.root).change(path, &mut || 0, |leaf| *leaf = None);
            self.table.paths = self.free_paths.bound();
        }
    }
}

/// Numbers from 0 on that are in use or free.
#[derive(Default)]
struct Numbers {
    next: u32,
    free: Vec<u32>,
}

impl Numbers {
    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }

    /// When all are free it begins anew.
    fn give_back(&mut self, number: u32) {
        self.free.push(number);
        if self.free.len() == self.next as usize {
            *self = Self::default();
        }
    }

    /// All numbers in use are below this one.
    const fn bound(&self) -> usize {
        self.next as usize
    }
}
