//! Actions on alarms.

use cupola_base::ApiError;

use super::page::Page;
use super::{Answer, Call, answer, nothing, page_size};
use crate::alarm::{ContributorState, HistoryItem, StateValue};
use crate::code;
use crate::engine::Engine;
use crate::wire::{
    AlarmContributor, AlarmContributors, AlarmHistory, AlarmHistoryItem, AlarmNames, AlarmsOfMetric,
    DescribeAlarmContributors, DescribeAlarmHistory, DescribeAlarmsForMetric, PutMetricAlarm, SetAlarmState, WireAlarm,
};

pub(super) fn put_metric_alarm(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let alarm = call.read::<PutMetricAlarm>()?.read()?;
    engine.put_metric_alarm(call.now, alarm)?;
    nothing()
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
    let page = Page::of("DescribeAlarmHistory", &request, request.next_token.as_deref(), engine.now())?;
    let after = page.after.as_deref().map(sequence).transpose()?;
    let filter = request.filter();
    let items = engine.history_after(page.now, &filter, after);
    let most = page_size(request.max_records, engine.limits.history_per_page);
    let (items, next_token) = page.cut(items, most, |item: &&HistoryItem| item.sequence.to_string());
    answer(&AlarmHistory { alarm_history_items: items.into_iter().map(AlarmHistoryItem::from).collect(), next_token })
}

pub(super) fn describe_alarm_contributors(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeAlarmContributors = call.read()?;
    let page = Page::of("DescribeAlarmContributors", &request, request.next_token.as_deref(), engine.now())?;
    let all = engine.alarm_contributors(&request.alarm_name)?;
    let after = page.after.as_deref();
    let wanted = all.values().filter(|state| after.is_none_or(|after| *state.contributor.id > *after));
    let in_alarm = wanted.filter(|state| state.value == StateValue::Alarm);
    let most = page_size(None, engine.limits.alarms_per_page);
    let (contributors, next_token) = page.cut(in_alarm, most, |state: &&ContributorState| state.contributor.id.clone());
    let alarm_contributors = contributors.into_iter().map(AlarmContributor::from).collect();
    answer(&AlarmContributors { alarm_contributors, next_token })
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

/// An item's number out of a page token.
fn sequence(position: &str) -> Result<u64, ApiError> {
    position.parse().map_err(|_| ApiError::caller(code::INVALID_TOKEN, "Request parameter NextToken is invalid"))
}
