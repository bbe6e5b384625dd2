//! The service's JSON: requests and answers, members in the order of the API Reference.

pub(crate) mod channels;
pub(crate) mod configuration;
pub(crate) mod history;
pub(crate) mod insights;
pub(crate) mod lake;
pub(crate) mod points;
pub(crate) mod queries;
pub(crate) mod trails;

use serde::Serialize;

use crate::trail::TrailError;

/// An answer without members.
#[derive(Debug, Serialize)]
pub(crate) struct Nothing {}

/// What an action is about that is of trails and of event data stores.
pub(crate) enum TrailOrStore<'a> {
    Trail(&'a str),
    Store(&'a str),
}

impl<'a> TrailOrStore<'a> {
    pub(crate) const fn of(trail: Option<&'a str>, store: Option<&'a str>) -> Result<Self, TrailError> {
        match (trail, store) {
            (Some(name), None) => Ok(Self::Trail(name)),
            (None, Some(store)) => Ok(Self::Store(store)),
            _ => Err(TrailError::OneTarget),
        }
    }
}
