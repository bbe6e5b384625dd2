//! Actions on mute rules.

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::mute::AlarmMuteRule;
use crate::wire::{ListAlarmMuteRules, ListedMuteRules, MuteRuleSummary, OneMuteRule, PutAlarmMuteRule, WireMuteRule};

pub(super) fn put_alarm_mute_rule(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let rule = call.read::<PutAlarmMuteRule>()?.read()?;
    engine.put_alarm_mute_rule(call.now, rule)?;
    nothing()
}

pub(super) fn get_alarm_mute_rule(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let (now, request) = (engine.now(), call.read::<OneMuteRule>()?);
    answer(&WireMuteRule::new(now, engine.alarm_mute_rule(now, &request.alarm_mute_rule_name)?))
}

pub(super) fn list_alarm_mute_rules(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: ListAlarmMuteRules = call.read()?;
    let page = Page::of("ListAlarmMuteRules", &request, request.next_token.as_deref(), engine.now())?;
    let most = super::page_size(request.max_records, engine.limits.mute_rules_per_page);
    let filter = request.filter();
    let rules = engine.mutes.list(page.now, &filter, page.after.as_deref());
    let (rules, next_token) = page.cut(rules, most, |rule: &&AlarmMuteRule| rule.name.to_string());
    let summaries = rules.into_iter().map(|rule| MuteRuleSummary::new(page.now, rule)).collect();
    answer(&ListedMuteRules { alarm_mute_rule_summaries: summaries, next_token })
}

pub(super) fn delete_alarm_mute_rule(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.delete_alarm_mute_rule(call.now, &call.read::<OneMuteRule>()?.alarm_mute_rule_name);
    nothing()
}
