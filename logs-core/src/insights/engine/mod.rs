//! Queries over the log groups of an engine.

mod book;
mod definitions;
mod error;
mod fields;
mod record;
mod source;
mod verbs;

pub(crate) use book::Queries;
pub use book::{QueryInfo, QueryStatus};
pub use definitions::{QueryDefinition, QueryParameter};
pub use error::{QueryDefinitionError, StartQueryError, UnknownQuery, UnknownRecord};
pub use fields::{LogField, LogFieldsQuery};
pub use verbs::StartQuery;

#[cfg(test)]
pub(super) use source::StoreSource;
