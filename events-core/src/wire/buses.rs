//! Buses on the wire.

use cupola_base::wire::WireTime;
use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

use super::TagRequest;
use crate::{Bus, BusLogConfig, BusLogDetail, BusLogLevel, BusName, BusSettings};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateEventBus {
    pub(crate) name: BusName,
    pub(crate) event_source_name: Option<String>,
    #[serde(flatten)]
    pub(crate) settings: SettingsRequest,
    pub(crate) tags: Option<Vec<TagRequest>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateEventBus {
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) settings: SettingsRequest,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SettingsRequest {
    description: Option<String>,
    kms_key_identifier: Option<String>,
    dead_letter_config: Option<DeadLetter>,
    log_config: Option<LogConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeadLetter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) arn: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LogConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    include_detail: Option<BusLogDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<BusLogLevel>,
}

impl SettingsRequest {
    /// The settings; the error is the dead-letter queue's text that is no ARN.
    pub(crate) fn read(self) -> Result<BusSettings, String> {
        let dead_letter = self.dead_letter_config.and_then(|config| config.arn);
        let dead_letter = dead_letter.map(|queue| Arn::parse(&queue).map_err(|_| queue)).transpose()?;
        Ok(BusSettings {
            description: self.description,
            kms_key: self.kms_key_identifier,
            dead_letter,
            log_config: self
                .log_config
                .map(|config| BusLogConfig { detail: config.include_detail, level: config.level }),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedBus {
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteEventBus {
    pub(crate) name: BusName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListEventBuses {
    pub(crate) name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

/// What CreateEventBus answers.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatedBus {
    event_bus_arn: String,
    #[serde(flatten)]
    settings: SettingsAnswer,
}

/// What UpdateEventBus answers.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdatedBus {
    arn: String,
    name: String,
    #[serde(flatten)]
    settings: KeyedSettings,
}

/// Settings in the order of most answers.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SettingsAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_letter_config: Option<DeadLetter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_config: Option<LogConfig>,
}

/// Settings in the order of UpdateEventBus.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct KeyedSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_letter_config: Option<DeadLetter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_config: Option<LogConfig>,
}

/// A bus as DescribeEventBus shows it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedBus {
    name: String,
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_letter_config: Option<DeadLetter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_config: Option<LogConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified_time: Option<WireTime>,
}

/// A bus as lists show it. When the default bus was made is not known, so no times are given.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BusItem {
    name: String,
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_time: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified_time: Option<WireTime>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BusesAnswer {
    pub(crate) event_buses: Vec<BusItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

impl CreatedBus {
    pub(crate) fn of(bus: &Bus, place: &Place) -> Self {
        Self { event_bus_arn: bus.arn(place).into(), settings: SettingsAnswer::of(&bus.settings) }
    }
}

impl UpdatedBus {
    pub(crate) fn of(bus: &Bus, place: &Place) -> Self {
        let SettingsAnswer { description, kms_key_identifier, dead_letter_config, log_config } =
            SettingsAnswer::of(&bus.settings);
        let settings = KeyedSettings { kms_key_identifier, description, dead_letter_config, log_config };
        Self { arn: bus.arn(place).into(), name: bus.name.to_string(), settings }
    }
}

impl DescribedBus {
    pub(crate) fn of(bus: &Bus, place: &Place) -> Self {
        let SettingsAnswer { description, kms_key_identifier, dead_letter_config, log_config } =
            SettingsAnswer::of(&bus.settings);
        Self {
            name: bus.name.to_string(),
            arn: bus.arn(place).into(),
            description,
            kms_key_identifier,
            dead_letter_config,
            policy: bus.policy.as_ref().map(ToString::to_string),
            log_config,
            creation_time: bus.created.map(WireTime),
            last_modified_time: bus.modified.map(WireTime),
        }
    }
}

impl BusItem {
    pub(crate) fn of(bus: &Bus, place: &Place) -> Self {
        Self {
            name: bus.name.to_string(),
            arn: bus.arn(place).into(),
            description: bus.settings.description.clone(),
            policy: bus.policy.as_ref().map(ToString::to_string),
            creation_time: bus.created.map(WireTime),
            last_modified_time: bus.modified.map(WireTime),
        }
    }
}

impl SettingsAnswer {
    fn of(settings: &BusSettings) -> Self {
        let dead_letter = settings.dead_letter.as_ref();
        let log = |config: BusLogConfig| LogConfig { include_detail: config.detail, level: config.level };
        Self {
            description: settings.description.clone(),
            kms_key_identifier: settings.kms_key.clone(),
            dead_letter_config: dead_letter.map(|queue| DeadLetter { arn: Some(queue.as_str().to_owned()) }),
            log_config: settings.log_config.map(log),
        }
    }
}
