//! Actions on alarms.

use cupola_base::ApiError;

use super::page::Page;
use super::{Answer, Call, answer, not_supported, nothing};
use crate::alarm::{HistoryItem, MetricAlarm};
use crate::code;
use crate::engine::Engine;
use crate::wire::{
    AlarmHistory, AlarmHistoryItem, AlarmNames, AlarmsOfMetric, DescribeAlarmHistory, DescribeAlarms,
    DescribeAlarmsForMetric, DescribedAlarms, PutMetricAlarm, SetAlarmState, Whole, WireAlarm,
};

pub(super) fn put_metric_alarm(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let alarm = call.read::<PutMetricAlarm>()?.read()?;
    engine.put_metric_alarm(call.now, alarm)?;
    nothing()
}

pub(super) fn describe_alarms(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeAlarms = call.read()?;
    if request.children_of_alarm_name.is_some() {
        return Err(not_supported("ChildrenOfAlarmName"));
    }
    if request.parents_of_alarm_name.is_some() {
        return Err(not_supported("ParentsOfAlarmName"));
    }
    engine.check_names(request.alarm_names.as_ref().map_or(0, Vec::len))?;
    let page = Page::of("DescribeAlarms", &request, request.next_token.as_deref(), engine.now())?;
    let filter = request.filter();
    let wanted = request.wants_metric_alarms();
    let alarms = engine.alarms_after(&filter, page.after.as_deref()).filter(|_| wanted);
    let position = |alarm: &&MetricAlarm| alarm.configuration.name.to_string();
    let most = page_size(request.max_records, engine.limits.alarms_per_page);
    let (alarms, next_token) = page.cut(alarms, most, position);
    let metric_alarms = alarms.into_iter().map(WireAlarm::from).collect();
    answer(&DescribedAlarms { composite_alarms: [], metric_alarms, next_token })
}

pub(super) fn describe_alarms_for_metric(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let filter = call.read::<DescribeAlarmsForMetric>()?.filter();
    let Some(filter) = filter else { return answer(&AlarmsOfMetric { metric_alarms: Vec::new() }) };
    let alarms = engine.describe_alarms_for_metric(call.now, &filter);
    answer(&AlarmsOfMetric { metric_alarms: alarms.map(WireAlarm::from).collect() })
}

pub(super) fn describe_alarm_history(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeAlarmHistory = call.read()?;
    if request.alarm_contributor_id.is_some() {
        return Err(not_supported("AlarmContributorId"));
    }
    let page = Page::of("DescribeAlarmHistory", &request, request.next_token.as_deref(), engine.now())?;
    let after = page.after.as_deref().map(sequence).transpose()?;
    let filter = request.filter();
    let items = engine.history_after(page.now, &filter, after);
    let most = page_size(request.max_records, engine.limits.history_per_page);
    let (items, next_token) = page.cut(items, most, |item: &&HistoryItem| item.sequence.to_string());
    answer(&AlarmHistory { alarm_history_items: items.into_iter().map(AlarmHistoryItem::from).collect(), next_token })
}

pub(super) fn delete_alarms(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.delete_alarms(call.now, &call.read::<AlarmNames>()?.alarm_names)?;
    nothing()
}

pub(super) fn enable_alarm_actions(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.enable_alarm_actions(call.now, &call.read::<AlarmNames>()?.alarm_names)?;
    nothing()
}

pub(super) fn disable_alarm_actions(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.disable_alarm_actions(call.now, &call.read::<AlarmNames>()?.alarm_names)?;
    nothing()
}

pub(super) fn set_alarm_state(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let SetAlarmState { alarm_name, state_value, state_reason, state_reason_data } = call.read()?;
    engine.set_alarm_state(call.now, &alarm_name, state_value, &state_reason, state_reason_data.as_deref())?;
    nothing()
}

fn page_size(asked: Option<Whole>, most: usize) -> usize {
    asked.map_or(most, |asked| most.min(asked.0 as usize)).max(1)
}

/// An item's number out of a page token.
fn sequence(position: &str) -> Result<u64, ApiError> {
    position.parse().map_err(|_| ApiError::caller(code::INVALID_TOKEN, "The value for NextToken is not valid."))
}
