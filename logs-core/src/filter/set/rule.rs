//! What a pattern asks, and what is left of that when it is woken by a value.

use super::paths::Paths;

/// What a pattern of a set asks.
#[derive(Clone, Debug)]
pub(super) struct Rule<T> {
    whole: T,
    /// What is left to ask when that is met for which it waits; none: it waits for no value.
    rest: Option<T>,
}

impl<T> Rule<T> {
    /// What pattern number `at` asks; `without` leaves conditions of a field out, by their numbers.
    pub(super) fn new(at: usize, whole: T, paths: &Paths<'_>, without: impl Fn(&T, usize, &[usize]) -> T) -> Self {
        let rest = paths.met.get(&at).map(|met| without(&whole, met.field, &met.conditions));
        Self { whole, rest }
    }

    /// What is to be asked, where it is known whether that is met for which it waits.
    #[inline]
    pub(super) fn asked(&self, is_met: bool) -> &T {
        self.rest.as_ref().filter(|_| is_met).unwrap_or(&self.whole)
    }

    /// Whether it waits for a value.
    pub(super) const fn waits(&self) -> bool {
        self.rest.is_some()
    }

    pub(super) const fn rest(&self) -> Option<&T> {
        self.rest.as_ref()
    }
}
