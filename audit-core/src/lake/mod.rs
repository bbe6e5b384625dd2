//! Event data stores: what is asked of them.

pub(crate) mod sql;
