//! Records as rows of the tables that long-term stores show.

mod cell;
mod column;
mod partition;

pub use cell::Cell;
pub(crate) use cell::cell;
pub use column::{Column, ColumnType};
pub use partition::{Partition, partitions};

use crate::Record;

/// A table of records: the columns of event data stores, or of the table that Athena lays over a trail's bucket.
///
/// ```
/// use cupola_audit::{Cell, Record, Table};
///
/// let record = Record::parse(r#"{"eventName": "CreateRole", "readOnly": false,
///     "requestParameters": {"roleName": "App", "tags": [1]}}"#)?;
/// let lake = Table::Lake.cell(&record, "requestParameters").unwrap();
/// assert_eq!(lake, Cell::Map(vec![("roleName".into(), "App".into()), ("tags".into(), "[1]".into())]));
/// let athena = Table::Athena.cell(&record, "requestparameters").unwrap();
/// assert_eq!(athena, Cell::Text(r#"{"roleName": "App", "tags": [1]}"#.into()));
/// assert_eq!(Table::Lake.cell(&record, "readonly"), Some(Cell::Truth(false)));
/// assert_eq!(Table::Athena.cell(&record, "eventjson"), None);
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Supported schema for event records"; Athena User Guide, "Querying CloudTrail logs".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the services have these two")]
pub enum Table {
    /// The columns of event data stores.
    Lake,
    /// The columns of Athena's table: bodies and times are texts, and there are columns of partitions.
    Athena,
}

impl Table {
    /// The columns, in the table's order; names are in small letters.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Lake => column::LAKE,
            Self::Athena => column::ATHENA,
        }
    }

    /// The column of this name; letter case does not matter.
    #[must_use]
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// A record's value in a column; `None` when the table has no such column.
    #[must_use]
    pub fn cell(self, record: &Record<'_>, column: &str) -> Option<Cell> {
        self.column(column).map(|column| cell(record, column))
    }

    /// A record's values in all columns, in their order.
    #[must_use]
    pub fn row(self, record: &Record<'_>) -> Vec<Cell> {
        self.columns().iter().map(|column| cell(record, column)).collect()
    }
}
