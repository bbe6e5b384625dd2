//! The service's JSON: requests and answers, members in the order of the API Reference.

pub(crate) mod history;
pub(crate) mod insights;
pub(crate) mod trails;

use serde::Serialize;

/// An answer without members.
#[derive(Debug, Serialize)]
pub(crate) struct Nothing {}
