//! How the parser of general SQL is to read.

use std::any::TypeId;

use sqlparser::dialect::{Dialect, GenericDialect};

/// The words of event data stores' SQL, which is Trino's: names in double quotes, lambdas, no word that only other
/// databases know is needed.
#[derive(Debug)]
pub(super) struct Lake;

impl Dialect for Lake {
    fn dialect(&self) -> TypeId {
        TypeId::of::<GenericDialect>()
    }

    fn is_identifier_start(&self, c: char) -> bool {
        c.is_alphabetic() || c == '_'
    }

    fn is_identifier_part(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_'
    }

    fn is_delimited_identifier_start(&self, c: char) -> bool {
        c == '"'
    }

    fn supports_lambda_functions(&self) -> bool {
        true
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }

    fn supports_group_by_expr(&self) -> bool {
        true
    }
}
