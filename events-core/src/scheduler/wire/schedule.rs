//! Schedules on the wire.

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Place};
use serde::{Deserialize, Serialize};

use super::target::{TargetAnswer, TargetRequest};
use crate::scheduler::{
    AfterCompletion, FlexibleWindow, GroupName, PutSchedule, Schedule, ScheduleId, ScheduleName, ScheduleState,
    SchedulerError,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct PutRequest {
    #[serde(flatten)]
    named: NamedSchedule,
    schedule_expression: String,
    start_date: Option<WireTime>,
    end_date: Option<WireTime>,
    description: Option<String>,
    schedule_expression_timezone: Option<String>,
    state: Option<ScheduleState>,
    kms_key_arn: Option<String>,
    target: TargetRequest,
    flexible_time_window: WindowRequest,
    action_after_completion: Option<AfterCompletion>,
}

/// What names a schedule.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct NamedSchedule {
    name: ScheduleName,
    group_name: Option<GroupName>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WindowRequest {
    mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_window_in_minutes: Option<u32>,
}

impl NamedSchedule {
    pub(in crate::scheduler) fn id(self) -> ScheduleId {
        ScheduleId { group: self.group_name.unwrap_or_default(), name: self.name }
    }
}

impl TryFrom<PutRequest> for PutSchedule {
    type Error = ApiError;

    fn try_from(request: PutRequest) -> Result<Self, ApiError> {
        let mut put = Self::new(request.named.id(), request.schedule_expression, request.target.try_into()?);
        put.window = request.flexible_time_window.try_into()?;
        put.zone = request.schedule_expression_timezone;
        put.start = request.start_date.map(|at| at.0);
        put.end = request.end_date.map(|at| at.0);
        put.description = request.description;
        put.kms_key_arn = request.kms_key_arn;
        put.state = request.state.unwrap_or_default();
        put.after_completion = request.action_after_completion.unwrap_or_default();
        Ok(put)
    }
}

impl TryFrom<WindowRequest> for FlexibleWindow {
    type Error = SchedulerError;

    fn try_from(request: WindowRequest) -> Result<Self, SchedulerError> {
        match (request.mode.as_str(), request.maximum_window_in_minutes) {
            ("OFF", None) => Ok(Self::Off),
            ("FLEXIBLE", Some(minutes)) => Ok(Self::Minutes(minutes)),
            _ => Err(SchedulerError::Window),
        }
    }
}

impl From<FlexibleWindow> for WindowRequest {
    fn from(window: FlexibleWindow) -> Self {
        match window {
            FlexibleWindow::Off => Self { mode: "OFF".into(), maximum_window_in_minutes: None },
            FlexibleWindow::Minutes(minutes) => {
                Self { mode: "FLEXIBLE".into(), maximum_window_in_minutes: Some(minutes) }
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct ScheduleArnAnswer {
    pub(in crate::scheduler) schedule_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct ScheduleAnswer<'a> {
    arn: String,
    group_name: &'a str,
    name: &'a str,
    schedule_expression: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    schedule_expression_timezone: &'static str,
    state: &'static str,
    creation_date: WireTime,
    last_modification_date: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_arn: Option<&'a str>,
    target: TargetAnswer<'a>,
    flexible_time_window: WindowRequest,
    action_after_completion: &'static str,
}

impl<'a> ScheduleAnswer<'a> {
    pub(in crate::scheduler) fn of(schedule: &'a Schedule, place: &Place) -> Self {
        Self {
            arn: schedule.id.arn(place).into(),
            group_name: schedule.id.group.as_str(),
            name: schedule.id.name.as_str(),
            schedule_expression: &schedule.text,
            start_date: schedule.start.map(WireTime),
            end_date: schedule.end.map(WireTime),
            description: schedule.description.as_deref(),
            schedule_expression_timezone: schedule.zone.name(),
            state: schedule.state.as_str(),
            creation_date: schedule.created.into(),
            last_modification_date: schedule.modified.into(),
            kms_key_arn: schedule.kms_key_arn.as_deref(),
            target: TargetAnswer(&schedule.target),
            flexible_time_window: schedule.window.into(),
            action_after_completion: schedule.after_completion.as_str(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct ListSchedules {
    pub(in crate::scheduler) group_name: Option<GroupName>,
    pub(in crate::scheduler) name_prefix: Option<String>,
    pub(in crate::scheduler) state: Option<ScheduleState>,
    pub(in crate::scheduler) next_token: Option<String>,
    pub(in crate::scheduler) max_results: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct SchedulesAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::scheduler) next_token: Option<String>,
    pub(in crate::scheduler) schedules: Vec<SummaryAnswer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct SummaryAnswer<'a> {
    arn: String,
    name: &'a str,
    group_name: &'a str,
    state: &'static str,
    creation_date: WireTime,
    last_modification_date: WireTime,
    target: TargetArn<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TargetArn<'a> {
    arn: &'a str,
}

impl<'a> SummaryAnswer<'a> {
    pub(in crate::scheduler) fn of(schedule: &'a Schedule, place: &Place) -> Self {
        Self {
            arn: schedule.id.arn(place).into(),
            name: schedule.id.name.as_str(),
            group_name: schedule.id.group.as_str(),
            state: schedule.state.as_str(),
            creation_date: schedule.created.into(),
            last_modification_date: schedule.modified.into(),
            target: TargetArn { arn: schedule.target.arn.as_str() },
        }
    }
}
