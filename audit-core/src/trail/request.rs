//! Asking for a trail.

use super::TrailChanges;

/// A trail that is to be made.
///
/// It logs management events of its own region, those of global services too, until it is told otherwise.
///
/// # Source
/// CloudTrail API Reference, CreateTrail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TrailRequest {
    pub(crate) name: String,
    pub(crate) settings: TrailChanges,
    pub(crate) tags: Vec<(String, String)>,
}

impl TrailRequest {
    /// A trail of this name whose files go into a bucket.
    pub fn new(name: impl Into<String>, bucket: impl Into<String>) -> Self {
        Self { name: name.into(), settings: TrailChanges::new().bucket(bucket), tags: Vec::new() }
    }

    pub(crate) const fn of(name: String, settings: TrailChanges, tags: Vec<(String, String)>) -> Self {
        Self { name, settings, tags }
    }

    /// Sets several things as a change of a trail does.
    pub fn with(self, settings: impl FnOnce(TrailChanges) -> TrailChanges) -> Self {
        Self { settings: settings(self.settings), ..self }
    }

    /// Logs events of all regions.
    pub fn multi_region(self) -> Self {
        self.with(|settings| settings.multi_region(true))
    }

    /// Logs events of all accounts of the organization.
    pub fn of_organization(self) -> Self {
        self.with(|settings| settings.organization(true))
    }

    /// Writes digest files.
    pub fn with_file_validation(self) -> Self {
        self.with(|settings| settings.file_validation(true))
    }

    /// Puts something in front of the files' keys.
    pub fn with_prefix(self, prefix: impl Into<String>) -> Self {
        self.with(|settings| settings.prefix(prefix))
    }

    /// Writes events to a log group, with a role, both named by their ARNs.
    pub fn to_log_group(self, group: impl Into<String>, role: impl Into<String>) -> Self {
        self.with(|settings| settings.log_group(group, role))
    }

    /// Leaves events of global services out.
    pub fn without_global_services(self) -> Self {
        self.with(|settings| settings.global_services(false))
    }

    /// Adds a tag.
    pub fn tagged(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}
