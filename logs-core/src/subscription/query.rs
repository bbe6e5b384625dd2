//! Which subscription filters are asked for.

/// Which subscription filters of a group are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct SubscriptionFilterQuery {
    /// The log group.
    pub log_group: String,
    /// What the filter's name begins with.
    pub prefix: Option<String>,
}

impl SubscriptionFilterQuery {
    /// All filters of a group.
    #[must_use]
    pub fn of(log_group: impl Into<String>) -> Self {
        Self { log_group: log_group.into(), prefix: None }
    }

    pub(super) fn accepts(&self, name: &str) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
    }
}
