//! What ends a query early.

/// Why a query did not come to an end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// It would hold more in memory than it may.
    #[error("the query holds more than {0} bytes in memory")]
    TooLarge(u64),
    /// It would make more rows of others than it may.
    #[error("the query makes more than {0} rows of others")]
    TooManyRows(usize),
    /// Who looked on stopped it.
    #[error("the query was cancelled")]
    Cancelled,
    /// There is no such lookup table.
    #[error("there is no lookup table `{0}`")]
    UnknownTable(String),
    /// A lookup table has no such column.
    #[error("the lookup table `{table}` has no column `{column}`")]
    UnknownColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The events are not to be had.
    #[error("{0}")]
    Source(String),
}
