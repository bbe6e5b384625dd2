//! What is asked about data sources.

use cupola_base::text::wildcard;

use super::DataSource;

/// Which data sources are meant. Names and types may hold `*`, which stands for any text.
///
/// ```
/// use cupola_logs::{DataSource, DataSourceFilter};
///
/// let filter = DataSourceFilter { name: "amazon_*".into(), kind: None };
/// assert!(filter.accepts(&DataSource::new("amazon_vpc", "flow")));
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, DataSourceFilter. What a pattern is it does not tell; `*` is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "filters are written out")]
pub struct DataSourceFilter {
    /// The name.
    pub name: String,
    /// The type; `None`: any.
    pub kind: Option<String>,
}

impl DataSourceFilter {
    /// Whether a source is meant. Letter case counts.
    #[must_use]
    pub fn accepts(&self, source: &DataSource) -> bool {
        wildcard::is_match(&self.name, &source.name)
            && self.kind.as_ref().is_none_or(|kind| wildcard::is_match(kind, &source.kind))
    }
}

/// How many log groups hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogGroupSummary {
    /// What they hold; `None`: nobody told.
    pub source: Option<DataSource>,
    /// How many they are.
    pub log_groups: usize,
}

impl LogGroupSummary {
    /// Whether it is listed behind that of another source: by name, type and format, last where nobody told.
    pub(crate) fn is_behind(&self, other: Option<&DataSource>) -> bool {
        (self.source.is_none(), self.source.as_ref()) > (other.is_none(), other)
    }
}
