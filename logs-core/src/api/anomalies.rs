//! Actions on log anomaly detectors and anomalies.

use cupola_base::ApiError;

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::anomaly::{
    EvaluationFrequency, LogAnomalyDetectorChange, LogAnomalyQuery, LogAnomalyTarget, LogAnomalyUpdate,
    NewLogAnomalyDetector, SuppressFor,
};
use crate::engine::Engine;
use crate::kms::KmsKey;
use crate::wire::anomalies as wire;
use crate::wire::{Nothing, Whole};

pub(super) fn create_log_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::CreateLogAnomalyDetector = call.read()?;
    let [group] = &request.log_group_arn_list[..] else {
        return Err(invalid("Exactly one log group ARN must be specified in logGroupArnList."));
    };
    let mut new = NewLogAnomalyDetector::of(group).tagged(request.tags.unwrap_or_default());
    new = request.detector_name.into_iter().fold(new, NewLogAnomalyDetector::named);
    new = frequency(request.evaluation_frequency.as_deref())?.into_iter().fold(new, NewLogAnomalyDetector::every);
    new = days(request.anomaly_visibility_time).into_iter().fold(new, NewLogAnomalyDetector::visible_for_days);
    if let Some(pattern) = request.filter_pattern {
        new = new.matching_with(&pattern, &engine.policies.patterns)?;
    }
    if let Some(key) = request.kms_key_id {
        new = new.encrypted_with(KmsKey::new(key)?);
    }
    let anomaly_detector_arn = engine.create_log_anomaly_detector(call.now, new)?;
    answer(&wire::ByArn { anomaly_detector_arn })
}

pub(super) fn get_log_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByArn = call.read()?;
    answer(&wire::Detector::from(engine.log_anomaly_detector(call.now, &request.anomaly_detector_arn)?))
}

pub(super) fn update_log_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::UpdateLogAnomalyDetector = call.read()?;
    let mut change = LogAnomalyDetectorChange::enabled(request.enabled);
    change =
        frequency(request.evaluation_frequency.as_deref())?.into_iter().fold(change, LogAnomalyDetectorChange::every);
    change = days(request.anomaly_visibility_time).into_iter().fold(change, LogAnomalyDetectorChange::visible_for_days);
    if let Some(pattern) = request.filter_pattern {
        change = change.matching_with(&pattern, &engine.policies.patterns)?;
    }
    engine.update_log_anomaly_detector(call.now, &request.anomaly_detector_arn, change)?;
    nothing()
}

pub(super) fn delete_log_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByArn = call.read()?;
    engine.delete_log_anomaly_detector(call.now, &request.anomaly_detector_arn)?;
    nothing()
}

pub(super) fn list_log_anomaly_detectors(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::ListLogAnomalyDetectors = call.read()?;
    let group = request.filter_log_group_arn.as_deref();
    let page = Page::of(format!("ListLogAnomalyDetectors {group:?}"), request.next_token.as_deref(), call.now)?;
    let after = page.number()?.unwrap_or(0);
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(engine.detectors_after(group, after), most, |(key, _)| key.to_string());
    let anomaly_detectors = found.into_iter().map(|(_, detector)| detector.into()).collect();
    answer(&wire::Detectors { anomaly_detectors, next_token })
}

pub(super) fn list_anomalies(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::ListAnomalies = call.read()?;
    let is_suppressed = request.suppression_state.map(|state| state == "SUPPRESSED");
    let query = LogAnomalyQuery { detector: request.anomaly_detector_arn, is_suppressed };
    let page = Page::of(format!("ListAnomalies {query:?}"), request.next_token.as_deref(), call.now)?;
    let before = page.number()?.unwrap_or(u64::MAX);
    let found = engine.anomalies_before(call.now, &query, before)?;
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(found, most, |(key, _)| key.to_string());
    let anomalies = found.into_iter().map(|(_, anomaly)| anomaly.into()).collect();
    answer(&wire::Anomalies { anomalies, next_token })
}

pub(super) fn update_anomaly(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::UpdateAnomaly = call.read()?;
    engine.log_anomaly_detector(call.now, &request.anomaly_detector_arn)?;
    let target = match (request.anomaly_id, request.pattern_id) {
        (Some(id), None) => LogAnomalyTarget::Anomaly(id),
        (None, Some(id)) => LogAnomalyTarget::Pattern(id),
        _ => return Err(invalid("Exactly one of anomalyId or patternId must be specified.")),
    };
    let suppressed = suppress_for(request.suppression_type.as_deref(), request.suppression_period)?;
    let update = match (suppressed, request.baseline.unwrap_or(false)) {
        (Some(length), true) => LogAnomalyUpdate::BaselineAndSuppress(length),
        (Some(length), false) => LogAnomalyUpdate::Suppress(length),
        (None, true) => LogAnomalyUpdate::Baseline,
        (None, false) => LogAnomalyUpdate::Unsuppress,
    };
    engine.update_log_anomaly(call.now, &request.anomaly_detector_arn, &target, update)?;
    answer(&Nothing {})
}

/// For how long something is not told; `None` when nothing is said about that.
fn suppress_for(kind: Option<&str>, period: Option<wire::SuppressionPeriod>) -> Result<Option<SuppressFor>, ApiError> {
    match (kind, period) {
        (None, None) => Ok(None),
        (Some("INFINITE"), _) => Ok(Some(SuppressFor::Ever)),
        (Some(_), Some(period)) => seconds(&period).map(|seconds| Some(SuppressFor::Seconds(seconds))),
        (Some(_), None) => Err(invalid("A suppressionPeriod must be specified when suppressionType is LIMITED.")),
        (None, Some(_)) => Err(invalid("A suppressionType must be specified with a suppressionPeriod.")),
    }
}

fn seconds(period: &wire::SuppressionPeriod) -> Result<u64, ApiError> {
    let unit = match period.suppression_unit.as_deref() {
        Some("SECONDS") => 1,
        Some("MINUTES") => 60,
        Some("HOURS") => 3600,
        _ => return Err(invalid("A suppressionPeriod must have a suppressionUnit: SECONDS, MINUTES or HOURS.")),
    };
    let value = period.value.and_then(|value| u64::try_from(value.0).ok()).filter(|value| *value > 0);
    let value = value.ok_or_else(|| invalid("The value of a suppressionPeriod must be greater than 0."))?;
    Ok(value.saturating_mul(unit))
}

fn frequency(text: Option<&str>) -> Result<Option<EvaluationFrequency>, ApiError> {
    let parsed = text.map(str::parse::<EvaluationFrequency>).transpose();
    parsed.map_err(|error| invalid(error.to_string()))
}

fn days(days: Option<Whole>) -> Option<u32> {
    days.map(|days| u32::try_from(days.0).unwrap_or(0))
}
