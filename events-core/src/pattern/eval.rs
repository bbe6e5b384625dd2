//! Whether an event's fields match a conjunction.

use super::ast::Matcher;
use super::expand::{Conjunction, Test};
use super::search::{Chosen, Search, Stuck};
use super::steps::{Steps, TooManySteps};
use crate::event::{Field, Fields, NOWHERE, PathId, Paths};

/// A conjunction whose paths have been looked up in a set of paths.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// In the order in which the tests are judged.
    pub(crate) tests: Vec<(PathId, Test)>,
}

impl Bound {
    pub(crate) fn new(conjunction: &Conjunction, paths: &mut Paths) -> Self {
        Self { tests: conjunction.tests.iter().map(|test| (paths.add(&test.path), test.clone())).collect() }
    }

    /// Whether one field can be chosen for each path, no two of them from different elements of
    /// one array.
    pub(crate) fn matches(&self, fields: &Fields<'_>, steps: &mut Steps) -> Result<bool, TooManySteps> {
        for (path, test) in &self.tests {
            if !test.may_hold(fields.of(*path), steps)? {
                return Ok(false);
            }
        }
        if fields.is_flat() {
            return Ok(true);
        }
        self.search(fields, steps).map(|found| found.is_ok())
    }

    /// The fields chosen, or where the search got stuck.
    pub(crate) fn search<'f, 'e>(
        &'f self,
        fields: &'f Fields<'e>,
        steps: &mut Steps,
    ) -> Result<Result<Chosen<'f, 'e>, Stuck<'f, 'e>>, TooManySteps> {
        Search::new(&self.tests, fields, steps)?.run()
    }
}

impl Test {
    /// Whether the test holds when it is judged alone; where no field stands in an array, that is
    /// all there is to it.
    pub(super) fn may_hold(&self, fields: &[Field<'_>], steps: &mut Steps) -> Result<bool, TooManySteps> {
        steps.glance(self.matchers.len())?;
        // Within arrays, fields that are there may turn out to be out of reach.
        if self.accepts_absence() && fields.iter().all(|field| field.element != NOWHERE) {
            return Ok(true);
        }
        for field in fields {
            steps.glance(self.work(field))?;
            if self.accepts(field) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many glances it takes to judge a field.
    pub(super) fn work(&self, field: &Field<'_>) -> usize {
        self.matchers.len().saturating_mul(field.value.weight())
    }

    pub(super) fn accepts(&self, field: &Field<'_>) -> bool {
        self.matchers.iter().any(|matcher| matcher.accepts(&field.value))
    }

    pub(super) fn accepts_absence(&self) -> bool {
        self.matchers.iter().any(Matcher::accepts_absence)
    }
}
