//! Whether an event's fields match a conjunction.

use std::sync::Arc;

use super::ast::Matcher;
use super::expand::{Conjunction, Test};
use super::search::Room;
use super::steps::{Steps, TooManySteps};
use crate::event::{Fields, NOWHERE, PathId, Paths, Value};

/// A test whose path has been looked up in a set of paths.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// Tells it from others that are judged together.
    pub(crate) number: u32,
    pub(crate) path: PathId,
    pub(crate) test: Test,
}

/// A conjunction whose paths have been looked up in a set of paths.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// In the order in which they are judged.
    pub(crate) clauses: Vec<Arc<Clause>>,
}

impl Bound {
    pub(crate) fn new(conjunction: &Conjunction, paths: &mut Paths) -> Self {
        let clause =
            |(number, test): (u32, &Test)| Arc::new(Clause { number, path: paths.add(&test.path), test: test.clone() });
        Self { clauses: (0..).zip(&conjunction.tests).map(clause).collect() }
    }

    /// Whether an event's fields match.
    pub(crate) fn matches(&self, fields: Fields<'_>, room: &mut Room, steps: &mut Steps) -> Result<bool, TooManySteps> {
        match settle(self.clauses.iter().map(|clause| clause.first_glance(fields, steps)))? {
            Some(held) => Ok(held),
            None => room.search(&self.clauses, fields, steps),
        }
    }
}

/// What glances at all clauses of a conjunction say together: whether one field can be chosen for each path, no two
/// of them from different elements of one array. `None` where it takes a search.
#[inline]
pub(crate) fn settle(
    glances: impl Iterator<Item = Result<Glance, TooManySteps>>,
) -> Result<Option<bool>, TooManySteps> {
    let (mut depend, mut may_be_absent) = (0, false);
    for glance in glances {
        match glance? {
            Glance::Fails => return Ok(Some(false)),
            Glance::Holds => {}
            Glance::Depends => depend += 1,
            Glance::DependsOrAbsent => (depend, may_be_absent) = (depend + 1, true),
        }
    }
    // One field in an array contradicts nothing.
    let is_settled = depend == 0 || depend == 1 && !may_be_absent;
    Ok(is_settled.then_some(true))
}

/// What can be said of a test alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glance {
    /// It cannot hold.
    Fails,
    /// It holds whatever is chosen for other paths.
    Holds,
    /// It depends on what is chosen for other paths.
    Depends,
    /// It does, and it holds as well where that leaves no field of its own.
    DependsOrAbsent,
}

impl Clause {
    /// What can be said of the clause alone.
    pub(crate) fn first_glance(&self, fields: Fields<'_>, steps: &mut Steps) -> Result<Glance, TooManySteps> {
        let Self { path, test, .. } = self;
        let mut glance = Glance::Fails;
        let mut is_absent = true;
        for (_, field) in fields.of(*path) {
            is_absent &= field.element != NOWHERE;
            let value = fields.value(field);
            steps.glance(test.work(&value))?;
            if test.accepts(&value) {
                if field.element == NOWHERE {
                    return Ok(Glance::Holds);
                }
                glance = if test.accepts_absence() { Glance::DependsOrAbsent } else { Glance::Depends };
            }
        }
        if glance == Glance::Fails && is_absent && test.accepts_absence() {
            // Within arrays, fields that are there may turn out to be out of reach.
            glance = if fields.of(*path).next().is_none() { Glance::Holds } else { Glance::DependsOrAbsent };
        }
        Ok(glance)
    }
}

impl Test {
    /// How many glances it takes to judge a value.
    pub(super) fn work(&self, value: &Value<'_>) -> usize {
        self.matchers.len().saturating_mul(value.weight())
    }

    pub(crate) fn accepts(&self, value: &Value<'_>) -> bool {
        self.matchers.iter().any(|matcher| matcher.accepts(value))
    }

    pub(crate) fn accepts_absence(&self) -> bool {
        self.matchers.iter().any(Matcher::accepts_absence)
    }
}
