//! Changing a trail.

/// What is to be set of a trail; all else stays as it is. An empty text takes away what it names.
///
/// # Source
/// CloudTrail API Reference, UpdateTrail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TrailChanges {
    pub(crate) bucket: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) topic: Option<String>,
    pub(crate) global_services: Option<bool>,
    pub(crate) multi_region: Option<bool>,
    pub(crate) file_validation: Option<bool>,
    pub(crate) log_group: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) kms_key: Option<String>,
    pub(crate) organization: Option<bool>,
}

impl TrailChanges {
    /// No change.
    pub fn new() -> Self {
        Self::default()
    }

    /// The bucket of its files.
    pub fn bucket(self, bucket: impl Into<String>) -> Self {
        Self { bucket: Some(bucket.into()), ..self }
    }

    /// What stands in front of the files' keys.
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..self }
    }

    /// The topic that is told of files, by name or ARN.
    pub fn topic(self, topic: impl Into<String>) -> Self {
        Self { topic: Some(topic.into()), ..self }
    }

    /// Whether events of global services are logged.
    pub fn global_services(self, are_logged: bool) -> Self {
        Self { global_services: Some(are_logged), ..self }
    }

    /// Whether events of all regions are logged. Global services follow, unless they are set, too.
    pub fn multi_region(self, is: bool) -> Self {
        Self { multi_region: Some(is), ..self }
    }

    /// Whether digest files are written.
    pub fn file_validation(self, is_on: bool) -> Self {
        Self { file_validation: Some(is_on), ..self }
    }

    /// The log group of its events and the role that writes them, both by ARN.
    pub fn log_group(self, group: impl Into<String>, role: impl Into<String>) -> Self {
        Self { log_group: Some(group.into()), role: Some(role.into()), ..self }
    }

    /// The key of its files: an ARN, an id, or `alias/` and a name.
    pub fn kms_key(self, key: impl Into<String>) -> Self {
        Self { kms_key: Some(key.into()), ..self }
    }

    /// Whether events of all accounts of the organization are logged.
    pub fn organization(self, is: bool) -> Self {
        Self { organization: Some(is), ..self }
    }
}
