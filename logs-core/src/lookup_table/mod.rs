//! Tables that are kept for queries to look values up in.

mod error;
mod verbs;

use std::collections::BTreeMap;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub use error::KeepLookupTableError;

use crate::insights::LookupTable;
use crate::kms::KmsKey;

/// The tables that are kept, by name.
pub(crate) type LookupTables = BTreeMap<String, KeptLookupTable>;

/// A table that `lookup` and `cidrlookup` find by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptLookupTable {
    /// The name: letters, digits and `_`, at most 256 characters.
    pub name: String,
    /// What it is for; at most 1,024 characters.
    pub description: Option<String>,
    /// What it holds.
    pub table: LookupTable,
    /// The key that it is encrypted with; `None` when it is the service's own. Nothing is encrypted here.
    pub kms_key: Option<KmsKey>,
    /// The tags that it was made with.
    pub tags: Tags,
    /// When it was made or changed last.
    pub updated: Timestamp,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupTableBody {
    /// Comma-separated values; the first row has the names of the columns.
    Csv(String),
    /// The answer of the query of this id.
    Query(String),
}

/// A table that is to be kept.
///
/// ```
/// use cupola_logs::{LookupTableBody, NewLookupTable};
///
/// let table = NewLookupTable::new("masters", LookupTableBody::Csv("dock,master\nnorth,Ana\n".into()));
/// # let _ = table;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLookupTable {
    name: String,
    body: LookupTableBody,
    description: Option<String>,
    kms_key: Option<KmsKey>,
    tags: Vec<(String, String)>,
}

impl NewLookupTable {
    /// A table of this name.
    #[must_use]
    pub fn new(name: impl Into<String>, body: LookupTableBody) -> Self {
        Self { name: name.into(), body, description: None, kms_key: None, tags: Vec::new() }
    }

    /// Says what it is for.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Encrypts it with a key.
    #[must_use]
    pub fn encrypted_with(self, key: KmsKey) -> Self {
        Self { kms_key: Some(key), ..self }
    }

    /// Gives it tags.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }
}

/// What is to change of a table; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "changes are written out")]
pub struct LookupTableChange {
    /// What it holds.
    pub body: Option<LookupTableBody>,
    /// What it is for.
    pub description: Option<String>,
    /// Its key; `Some(None)` is the service's own.
    pub kms_key: Option<Option<KmsKey>>,
}
