//! A core, lent for a moment.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::Observatory;
use crate::settle::Engines;

/// One core of an [`Observatory`], lent for a moment.
///
/// Dereferences to the core's engine with all its verbs. When it is dropped, what the core said
/// goes over the routes to the others.
///
/// ```
/// use cupola::{Observatory, Place, Timestamp};
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// sky.logs(now).create_log_group(now, "app")?;
/// assert!(sky.logs(now).create_log_group(now, "app").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Lent<'a, E> {
    observatory: &'a mut Observatory,
    part: Part<E>,
}

/// How to find one engine among the five.
pub(crate) struct Part<E> {
    pub(crate) of: fn(&Engines) -> &E,
    pub(crate) of_mut: fn(&mut Engines) -> &mut E,
}

impl<'a, E> Lent<'a, E> {
    pub(crate) fn new(observatory: &'a mut Observatory, part: Part<E>) -> Self {
        Self { observatory, part }
    }
}

impl<E> Deref for Lent<'_, E> {
    type Target = E;

    fn deref(&self) -> &E {
        (self.part.of)(&self.observatory.engines)
    }
}

impl<E> DerefMut for Lent<'_, E> {
    fn deref_mut(&mut self) -> &mut E {
        (self.part.of_mut)(&mut self.observatory.engines)
    }
}

impl<E> Drop for Lent<'_, E> {
    fn drop(&mut self) {
        self.observatory.settle();
    }
}

impl<E: fmt::Debug> fmt::Debug for Lent<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
