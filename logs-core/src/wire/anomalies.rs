//! Log anomaly detectors and anomalies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Whole;
use crate::anomaly::{LogAnomaly, LogAnomalyDetector, LogPatternToken};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateLogAnomalyDetector {
    pub(crate) log_group_arn_list: Vec<String>,
    pub(crate) detector_name: Option<String>,
    pub(crate) evaluation_frequency: Option<String>,
    pub(crate) filter_pattern: Option<String>,
    pub(crate) kms_key_id: Option<String>,
    pub(crate) anomaly_visibility_time: Option<Whole>,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ByArn {
    pub(crate) anomaly_detector_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateLogAnomalyDetector {
    pub(crate) anomaly_detector_arn: String,
    pub(crate) evaluation_frequency: Option<String>,
    pub(crate) filter_pattern: Option<String>,
    pub(crate) anomaly_visibility_time: Option<Whole>,
    pub(crate) enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListLogAnomalyDetectors {
    pub(crate) filter_log_group_arn: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListAnomalies {
    pub(crate) anomaly_detector_arn: Option<String>,
    pub(crate) suppression_state: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateAnomaly {
    pub(crate) anomaly_id: Option<String>,
    pub(crate) pattern_id: Option<String>,
    pub(crate) anomaly_detector_arn: String,
    pub(crate) suppression_type: Option<String>,
    pub(crate) suppression_period: Option<SuppressionPeriod>,
    #[serde(default)]
    pub(crate) baseline: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SuppressionPeriod {
    pub(crate) value: Option<Whole>,
    pub(crate) suppression_unit: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detector {
    detector_name: String,
    log_group_arn_list: [String; 1],
    evaluation_frequency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter_pattern: Option<String>,
    anomaly_detector_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
    creation_time_stamp: i64,
    last_modified_time_stamp: i64,
    anomaly_visibility_time: u32,
}

impl From<LogAnomalyDetector> for Detector {
    fn from(detector: LogAnomalyDetector) -> Self {
        Self {
            detector_name: detector.name,
            log_group_arn_list: [detector.log_group.to_string()],
            evaluation_frequency: detector.frequency.as_str(),
            filter_pattern: detector.pattern.map(|pattern| pattern.as_str().to_owned()),
            anomaly_detector_status: detector.status.as_str(),
            kms_key_id: detector.kms_key.map(|key| key.to_string()),
            creation_time_stamp: detector.created.as_millis(),
            last_modified_time_stamp: detector.modified.as_millis(),
            anomaly_visibility_time: detector.visibility_days,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedDetector {
    anomaly_detector_arn: String,
    #[serde(flatten)]
    detector: Detector,
}

impl From<LogAnomalyDetector> for ListedDetector {
    fn from(detector: LogAnomalyDetector) -> Self {
        Self { anomaly_detector_arn: detector.arn.to_string(), detector: detector.into() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detectors {
    pub(crate) anomaly_detectors: Vec<ListedDetector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Anomalies {
    pub(crate) anomalies: Vec<Anomaly>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Anomaly {
    anomaly_id: String,
    pattern_id: String,
    anomaly_detector_arn: String,
    pattern_string: String,
    pattern_regex: String,
    priority: &'static str,
    first_seen: i64,
    last_seen: i64,
    description: String,
    active: bool,
    state: &'static str,
    histogram: BTreeMap<String, u64>,
    log_samples: Vec<Sample>,
    pattern_tokens: Vec<Token>,
    log_group_arn_list: [String; 1],
    suppressed: bool,
    suppressed_date: i64,
    suppressed_until: i64,
    is_pattern_level_suppression: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    timestamp: i64,
    message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    dynamic_token_position: usize,
    is_dynamic: bool,
    token_string: String,
    enumerations: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred_token_name: Option<String>,
}

impl From<LogPatternToken> for Token {
    fn from(token: LogPatternToken) -> Self {
        Self {
            dynamic_token_position: token.position.unwrap_or(0),
            is_dynamic: token.position.is_some(),
            token_string: token.text,
            enumerations: token.values,
            inferred_token_name: token.name,
        }
    }
}

impl From<LogAnomaly> for Anomaly {
    fn from(one: LogAnomaly) -> Self {
        let (state, suppression) = (one.state().as_str(), one.suppression);
        let samples = one.samples.into_iter();
        Self {
            anomaly_id: one.id,
            pattern_id: one.pattern_id,
            anomaly_detector_arn: one.detector.to_string(),
            pattern_string: one.pattern,
            pattern_regex: one.pattern_regex,
            priority: one.priority.as_str(),
            first_seen: one.first_seen.as_millis(),
            last_seen: one.last_seen.as_millis(),
            description: one.description,
            active: one.is_active,
            state,
            histogram: one.histogram.iter().map(|(at, count)| (at.as_millis().to_string(), *count)).collect(),
            log_samples: samples.map(|one| Sample { timestamp: one.at.as_millis(), message: one.message }).collect(),
            pattern_tokens: one.tokens.into_iter().map(Into::into).collect(),
            log_group_arn_list: [one.log_group.to_string()],
            suppressed: suppression.is_some(),
            suppressed_date: suppression.map_or(0, |one| one.since.as_millis()),
            suppressed_until: suppression.and_then(|one| one.until).map_or(0, |until| until.as_millis()),
            is_pattern_level_suppression: suppression.is_some_and(|one| one.of_pattern),
        }
    }
}
