//! What queries ask, and what they are told.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::kind::LakeType;

/// Where a query finds the records of event data stores.
///
/// A map from ids to records is one.
pub trait LakeSource {
    /// The records of a store in their order, as JSON; `None` when there is no such store. The id is spelt as the
    /// query has it.
    fn records<'s>(&'s self, store: &str) -> Option<Box<dyn Iterator<Item = &'s str> + 's>>;

    /// The same for a query that asks for none whose `eventTime` lies outside these instants. A source that knows when its
    /// records happened need not hand out others, which are then not counted as read; all of them, unless it says so.
    fn records_within<'s>(
        &'s self,
        store: &str,
        times: RangeInclusive<Timestamp>,
    ) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        let _ = times;
        self.records(store)
    }
}

impl LakeSource for BTreeMap<String, Vec<Json>> {
    fn records<'s>(&'s self, store: &str) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        let records = self.get(store)?;
        Some(Box::new(records.iter().map(Json::as_str)))
    }
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LakeColumn {
    /// The name: the alias, the column's or field's name as the query spells it, or `_col0` for the first column when
    /// it has none.
    pub name: String,
    /// The type.
    pub kind: LakeType,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LakeAnswer {
    /// The rows: a text for each column, none for null.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many records were read: those that the source handed out.
    pub events_scanned: u64,
    /// How many of them passed the `WHERE` that asks of one store alone; all that were read where there is none.
    pub events_matched: u64,
    /// The bytes of the records that were read.
    pub bytes_scanned: u64,
}
