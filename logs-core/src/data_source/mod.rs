//! Data sources: what log groups hold, besides what they are called.

mod field;
mod query;
mod verbs;

use serde::{Deserialize, Serialize};

pub use field::{DataSourceField, LogFieldType};
pub use query::{DataSourceFilter, LogGroupSummary};
pub use verbs::UnknownDataSource;

use crate::group::Group;

/// Who writes events, and of which kind they are: `amazon_vpc` and `flow`, say.
///
/// A group's own tags tell it, or somebody who knows does with
/// [`Engine::tell_data_source`](crate::Engine::tell_data_source). The tags are `cw:datasource:name` and
/// `cw:datasource:type`; the name consists of small letters, digits and `_` and does not begin with `aws` or `amazon`,
/// whose sources are told. Tags that break that name nothing. A source without a type has the type `default`.
///
/// ```
/// use cupola_logs::{DataSource, Engine, LogGroupSettings, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let tags = [("cw:datasource:name", "harbour"), ("cw:datasource:type", "docks")];
/// let tags = tags.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
/// engine.create_log_group_with(Timestamp::EPOCH, "app", LogGroupSettings { tags, ..LogGroupSettings::default() })?;
/// assert_eq!(engine.data_source("app")?, Some(DataSource::new("harbour", "docks")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Data source discovery and management" and "Custom sources". The letters of a name: what
/// Terraform's documentation of S3 table integrations tells. That a type may be missing is ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataSource {
    /// Who writes: `amazon_vpc`.
    pub name: String,
    /// The kind: `flow`.
    pub kind: String,
    /// The format, where somebody told: `OCSF`.
    pub format: Option<String>,
}

impl DataSource {
    /// A source without a known format.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { name: name.into(), kind: kind.into(), format: None }
    }

    /// Sets the format.
    #[must_use]
    pub fn in_format(self, format: impl Into<String>) -> Self {
        Self { format: Some(format.into()), ..self }
    }

    /// What the tags of a group tell.
    fn of_tags(group: &Group) -> Option<Self> {
        let name = group.tags.get(NAME_TAG).filter(|name| is_custom(name))?;
        let kind = group.tags.get(TYPE_TAG).unwrap_or(DEFAULT_TYPE);
        has_letters(kind).then(|| Self::new(name, kind))
    }
}

impl Group {
    /// What it holds: what was told counts before its tags.
    pub(crate) fn data_source(&self) -> Option<DataSource> {
        self.source.clone().or_else(|| DataSource::of_tags(self))
    }
}

const NAME_TAG: &str = "cw:datasource:name";
const TYPE_TAG: &str = "cw:datasource:type";
const DEFAULT_TYPE: &str = "default";

fn is_custom(name: &str) -> bool {
    has_letters(name) && !["aws", "amazon"].iter().any(|taken| name.starts_with(taken))
}

fn has_letters(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
