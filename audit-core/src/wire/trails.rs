//! Trails.

use cupola_base::Tags;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::trail::{Trail, TrailChanges, TrailError, TrailRequest};
use crate::{AdvancedSelector, BasicSelector, Selectors};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateTrail {
    name: String,
    tags_list: Option<Vec<WireTag>>,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateTrail {
    pub(crate) name: String,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Settings {
    s3_bucket_name: Option<String>,
    s3_key_prefix: Option<String>,
    sns_topic_name: Option<String>,
    include_global_service_events: Option<bool>,
    is_multi_region_trail: Option<bool>,
    enable_log_file_validation: Option<bool>,
    cloud_watch_logs_log_group_arn: Option<String>,
    cloud_watch_logs_role_arn: Option<String>,
    kms_key_id: Option<String>,
    is_organization_trail: Option<bool>,
}

impl From<Settings> for TrailChanges {
    fn from(settings: Settings) -> Self {
        Self {
            bucket: settings.s3_bucket_name,
            prefix: settings.s3_key_prefix,
            topic: settings.sns_topic_name,
            global_services: settings.include_global_service_events,
            multi_region: settings.is_multi_region_trail,
            file_validation: settings.enable_log_file_validation,
            log_group: settings.cloud_watch_logs_log_group_arn,
            role: settings.cloud_watch_logs_role_arn,
            kms_key: settings.kms_key_id,
            organization: settings.is_organization_trail,
        }
    }
}

impl From<CreateTrail> for TrailRequest {
    fn from(request: CreateTrail) -> Self {
        Self::of(request.name, request.settings.into(), WireTag::read(request.tags_list))
    }
}

impl UpdateTrail {
    pub(crate) fn changes(self) -> TrailChanges {
        self.settings.into()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedTrail {
    pub(crate) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeTrails {
    pub(crate) trail_name_list: Option<Vec<String>>,
    pub(crate) include_shadow_trails: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Paged {
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TrailOfSelectors {
    pub(crate) trail_name: String,
    event_selectors: Option<Vec<BasicSelector>>,
    advanced_event_selectors: Option<Vec<AdvancedSelector>>,
}

impl TrailOfSelectors {
    pub(crate) fn selectors(self) -> Result<Selectors, TrailError> {
        match (self.event_selectors, self.advanced_event_selectors) {
            (Some(basic), None) => Ok(Selectors::Basic(basic)),
            (None, Some(advanced)) => Ok(Selectors::Advanced(advanced)),
            _ => Err(TrailError::OneKindOfSelectors),
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTag {
    pub(crate) key: String,
    pub(crate) value: Option<String>,
}

impl WireTag {
    /// What a resource is made with; a tag without a value has an empty one.
    pub(crate) fn read(list: Option<Vec<Self>>) -> Vec<(String, String)> {
        let list = list.unwrap_or_default().into_iter();
        list.map(|tag| (tag.key, tag.value.unwrap_or_default())).collect()
    }

    pub(crate) fn list(tags: &Tags) -> Vec<Self> {
        tags.iter().map(|(key, value)| Self { key: key.into(), value: Some(value.into()) }).collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TaggedResource {
    pub(crate) resource_id: String,
    tags_list: Vec<WireTag>,
}

impl TaggedResource {
    pub(crate) fn tags(self) -> Vec<(String, Option<String>)> {
        self.tags_list.into_iter().map(|tag| (tag.key, tag.value)).collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTags {
    pub(crate) resource_id_list: Vec<String>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagLists {
    pub(crate) resource_tag_list: Vec<TagList>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagList {
    pub(crate) resource_id: String,
    pub(crate) tags_list: Vec<WireTag>,
}

/// A trail as it was made or changed.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTrail<'a> {
    name: &'a str,
    s3_bucket_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_key_prefix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sns_topic_name: Option<&'a str>,
    #[serde(rename = "SnsTopicARN", skip_serializing_if = "Option::is_none")]
    sns_topic_arn: Option<String>,
    include_global_service_events: bool,
    is_multi_region_trail: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_region: Option<&'a str>,
    #[serde(rename = "TrailARN")]
    trail_arn: &'a str,
    log_file_validation_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_logs_log_group_arn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_logs_role_arn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_custom_event_selectors: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_insight_selectors: Option<bool>,
    is_organization_trail: bool,
}

impl<'a> WireTrail<'a> {
    /// With what is told of a trail that stands.
    pub(crate) fn standing(trail: &'a Trail) -> Self {
        Self {
            home_region: Some(trail.home_region.as_str()),
            has_custom_event_selectors: Some(!trail.selectors.is_default()),
            has_insight_selectors: Some(!trail.insights.is_empty()),
            ..Self::from(trail)
        }
    }
}

impl<'a> From<&'a Trail> for WireTrail<'a> {
    fn from(trail: &'a Trail) -> Self {
        let settings = &trail.settings;
        let (group, role) = settings.log_group.as_ref().map(|(group, role)| (group.as_str(), role.as_str())).unzip();
        Self {
            name: trail.name.as_str(),
            s3_bucket_name: &settings.bucket,
            s3_key_prefix: settings.prefix.as_deref(),
            sns_topic_name: settings.topic.as_deref(),
            sns_topic_arn: trail.topic_arn(),
            include_global_service_events: settings.global_services,
            is_multi_region_trail: settings.multi_region,
            home_region: None,
            trail_arn: trail.arn.as_str(),
            log_file_validation_enabled: settings.validates_files,
            cloud_watch_logs_log_group_arn: group,
            cloud_watch_logs_role_arn: role,
            kms_key_id: settings.kms_key.as_ref().map(|key| key.as_str()),
            has_custom_event_selectors: None,
            has_insight_selectors: None,
            is_organization_trail: settings.organization,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneTrail<'a> {
    pub(crate) trail: WireTrail<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribedTrails<'a> {
    pub(crate) trail_list: Vec<WireTrail<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedTrails<'a> {
    pub(crate) trails: Vec<ListedTrail<'a>>,
}

#[derive(Serialize)]
pub(crate) struct ListedTrail<'a> {
    #[serde(rename = "TrailARN")]
    trail_arn: &'a str,
    #[serde(rename = "Name")]
    name: &'a str,
    #[serde(rename = "HomeRegion")]
    home_region: &'a str,
}

impl<'a> From<&'a Trail> for ListedTrail<'a> {
    fn from(trail: &'a Trail) -> Self {
        Self { trail_arn: trail.arn.as_str(), name: trail.name.as_str(), home_region: trail.home_region.as_str() }
    }
}

/// What a trail did so far; the texts are empty where nothing happened.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireStatus {
    is_logging: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_delivery_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_logging_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop_logging_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_cloud_watch_logs_delivery_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_digest_delivery_time: Option<WireTime>,
    latest_delivery_attempt_time: String,
    latest_notification_attempt_time: String,
    latest_notification_attempt_succeeded: String,
    latest_delivery_attempt_succeeded: String,
    time_logging_started: String,
    time_logging_stopped: String,
}

impl From<&Trail> for WireStatus {
    fn from(trail: &Trail) -> Self {
        let status = &trail.status;
        let text = |at: Option<cupola_base::Timestamp>| at.map(|at| at.to_seconds_text()).unwrap_or_default();
        let told = if trail.settings.topic.is_some() { text(status.delivered) } else { String::new() };
        Self {
            is_logging: status.is_logging,
            latest_delivery_time: status.delivered.map(WireTime),
            start_logging_time: status.started.map(WireTime),
            stop_logging_time: status.stopped.map(WireTime),
            latest_cloud_watch_logs_delivery_time: status.written.map(WireTime),
            latest_digest_delivery_time: status.digested.map(WireTime),
            latest_delivery_attempt_time: text(status.delivered),
            latest_notification_attempt_time: told.clone(),
            latest_notification_attempt_succeeded: told,
            latest_delivery_attempt_succeeded: text(status.delivered),
            time_logging_started: text(status.started),
            time_logging_stopped: text(status.stopped),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TrailSelectors<'a> {
    #[serde(rename = "TrailARN")]
    trail_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_selectors: Option<&'a [BasicSelector]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    advanced_event_selectors: Option<&'a [AdvancedSelector]>,
}

impl<'a> From<&'a Trail> for TrailSelectors<'a> {
    fn from(trail: &'a Trail) -> Self {
        let (event_selectors, advanced_event_selectors) = match &trail.selectors {
            Selectors::Basic(list) => (Some(&list[..]), None),
            Selectors::Advanced(list) => (None, Some(&list[..])),
        };
        Self { trail_arn: trail.arn.as_str(), event_selectors, advanced_event_selectors }
    }
}
