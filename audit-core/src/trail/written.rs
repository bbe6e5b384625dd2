//! From what was asked for to settings that hold.

use cupola_base::{Arn, Place};

use super::{TrailChanges, TrailError, TrailSettings};

impl TrailChanges {
    /// The settings of a new trail.
    pub(super) fn settings(&self, place: &Place) -> Result<TrailSettings, TrailError> {
        let start = TrailSettings {
            bucket: String::new(),
            prefix: None,
            topic: None,
            log_group: None,
            kms_key: None,
            global_services: true,
            multi_region: false,
            organization: false,
            validates_files: false,
        };
        let bucket = self.bucket.clone().unwrap_or_default();
        Self { bucket: Some(bucket), ..self.clone() }.apply(&start, place)
    }

    /// The settings as they are after the changes.
    pub(super) fn apply(&self, old: &TrailSettings, place: &Place) -> Result<TrailSettings, TrailError> {
        let multi_region = self.multi_region.unwrap_or(old.multi_region);
        if multi_region && self.global_services == Some(false) {
            return Err(TrailError::MultiRegionWithoutGlobal);
        }
        let turned = self.multi_region.filter(|is| *is != old.multi_region);
        Ok(TrailSettings {
            bucket: self.bucket.as_deref().map_or_else(|| Ok(old.bucket.clone()), bucket)?,
            prefix: set(self.prefix.as_deref(), &old.prefix, prefix)?,
            topic: set(self.topic.as_deref(), &old.topic, topic)?,
            log_group: self.log_group_after(old)?,
            kms_key: set(self.kms_key.as_deref(), &old.kms_key, |text| kms_key(text, place))?,
            global_services: self.global_services.or(turned).unwrap_or(old.global_services),
            multi_region,
            organization: self.organization.unwrap_or(old.organization),
            validates_files: self.file_validation.unwrap_or(old.validates_files),
        })
    }

    fn log_group_after(&self, old: &TrailSettings) -> Result<Option<(Arn, Arn)>, TrailError> {
        let (old_group, old_role) = old.log_group.clone().unzip();
        let group = set(self.log_group.as_deref(), &old_group, log_group)?;
        let role = set(self.role.as_deref(), &old_role, role)?;
        match (group, role) {
            (Some(group), Some(role)) => Ok(Some((group, role))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(TrailError::LogGroupWithoutRole),
            (None, Some(_)) => Err(TrailError::RoleWithoutLogGroup),
        }
    }
}

/// What is there after a text was written or not; an empty one takes away.
fn set<T: Clone>(
    text: Option<&str>,
    old: &Option<T>,
    read: impl FnOnce(&str) -> Result<T, TrailError>,
) -> Result<Option<T>, TrailError> {
    match text {
        None => Ok(old.clone()),
        Some("") => Ok(None),
        Some(text) => read(text).map(Some),
    }
}

fn bucket(text: &str) -> Result<String, TrailError> {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let ends_well = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let good = (3..=63).contains(&text.len())
        && text.chars().all(is_word)
        && ends_well(text.chars().next())
        && ends_well(text.chars().next_back())
        && !text.contains("..");
    if good { Ok(text.into()) } else { Err(TrailError::Bucket(text.into())) }
}

fn prefix(text: &str) -> Result<String, TrailError> {
    if text.chars().count() <= 200 { Ok(text.into()) } else { Err(TrailError::Prefix(text.into())) }
}

fn topic(text: &str) -> Result<String, TrailError> {
    let is_name = |text: &str| {
        (1..=256).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let is_arn = || Arn::parse(text).is_ok_and(|arn| arn.service() == "sns" && is_name(arn.resource()));
    if is_name(text) || is_arn() { Ok(text.into()) } else { Err(TrailError::Topic(text.into())) }
}

fn log_group(text: &str) -> Result<Arn, TrailError> {
    let arn = Arn::parse(text).ok();
    let is_group = |arn: &Arn| arn.service() == "logs" && arn.resource().starts_with("log-group:");
    arn.filter(is_group).ok_or_else(|| TrailError::LogGroup(text.into()))
}

fn role(text: &str) -> Result<Arn, TrailError> {
    let arn = Arn::parse(text).ok().filter(|arn| arn.service() == "iam" && arn.resource().starts_with("role/"));
    arn.ok_or_else(|| TrailError::Role(text.into()))
}

pub(crate) fn kms_key(text: &str, place: &Place) -> Result<Arn, TrailError> {
    let bad = || TrailError::KmsKey(text.into());
    let resource = |resource: &str| resource.starts_with("key/") || resource.starts_with("alias/");
    if text.starts_with("arn:") {
        return Arn::parse(text).ok().filter(|arn| arn.service() == "kms" && resource(arn.resource())).ok_or_else(bad);
    }
    let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match text {
        _ if text.strip_prefix("alias/").is_some_and(|name| !name.is_empty()) => Ok(place.arn("kms", text)),
        _ if text.len() >= 32 && text.chars().all(is_id) => Ok(place.arn("kms", format_args!("key/{text}"))),
        _ => Err(bad()),
    }
}
