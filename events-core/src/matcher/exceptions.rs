//! Those who wait for every value but some.

use std::sync::Arc;

use super::crowd::{Crowd, Numbered};
use super::key::{Exception, number_bytes};
use crate::event::Value;
use crate::radix::Radix;

/// Ways that wait for everything, each with values that it does not wait for.
#[derive(Debug)]
pub(super) struct Exceptions<W> {
    all: Crowd<W>,
    texts: Radix<Crowd<W>>,
    numbers: Radix<Crowd<W>>,
}

impl<W> Exceptions<W> {
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) const fn all(&self) -> &Crowd<W> {
        &self.all
    }

    /// Who does not wait for a value.
    fn away(&self, value: Value<'_>) -> Option<&Crowd<W>> {
        match value {
            Value::Text(text) => self.texts.get(text.as_bytes()),
            Value::Number(number) => self.numbers.get(&number_bytes(number.value()?)),
            Value::Bool(_) | Value::Null => None,
        }
    }
}

impl<W: Numbered> Exceptions<W> {
    /// Shows the ways that wait for a value.
    #[inline(never)]
    pub(super) fn each<'a>(&'a self, value: Value<'_>, visit: &mut impl FnMut(&'a Arc<W>)) {
        match self.away(value) {
            Some(away) if away.len() == self.all.len() => {}
            Some(away) => self.all.each_but(away, visit),
            None => self.all.each(visit),
        }
    }

    /// Lets a way wait.
    pub(super) fn insert(&mut self, exceptions: &[Exception], way: &Arc<W>) {
        self.all.insert(Arc::clone(way));
        exceptions.iter().for_each(|exception| self.change(exception, |crowd| crowd.insert(Arc::clone(way))));
    }

    /// Lets a way wait no more.
    pub(super) fn remove(&mut self, exceptions: &[Exception], number: u32) {
        self.all.remove(number);
        exceptions.iter().for_each(|exception| self.change(exception, |crowd| crowd.remove(number)));
    }

    fn change(&mut self, exception: &Exception, change: impl FnOnce(&mut Crowd<W>)) {
        match exception {
            Exception::Text(text) => self.texts.change(text.as_bytes(), |slot| Crowd::change_slot(slot, change)),
            Exception::Number(bytes) => self.numbers.change(bytes, |slot| Crowd::change_slot(slot, change)),
        }
    }
}

impl<W> Clone for Exceptions<W> {
    fn clone(&self) -> Self {
        Self { all: self.all.clone(), texts: self.texts.clone(), numbers: self.numbers.clone() }
    }
}

impl<W> Default for Exceptions<W> {
    fn default() -> Self {
        Self { all: Crowd::default(), texts: Radix::new(), numbers: Radix::new() }
    }
}
