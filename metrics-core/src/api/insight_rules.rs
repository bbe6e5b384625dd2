//! Actions on Contributor Insights rules.

use super::page::Page;
use super::{Answer, Call, answer, nothing, page_size};
use crate::engine::Engine;
use crate::insight_rule::InsightRule;
use crate::wire::{
    DescribeInsightRules, DescribedInsightRules, Failures, GetInsightRuleReport, InsightRuleNames, PutInsightRule,
    WireInsightRule, WireInsightRuleReport,
};

pub(super) fn put_insight_rule(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let (name, definition, settings) = call.read::<PutInsightRule>()?.read()?;
    engine.put_insight_rule(call.now, &name, &definition, settings)?;
    nothing()
}

pub(super) fn describe_insight_rules(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeInsightRules = call.read()?;
    let page = Page::of("DescribeInsightRules", &request, request.next_token.as_deref(), engine.now())?;
    let most = page_size(request.max_results, engine.limits.insight_rules_per_page);
    let position = |rule: &&InsightRule| rule.name.to_string();
    let (rules, next_token) = page.cut(engine.insight_rules.after(page.after.as_deref()), most, position);
    let insight_rules = rules.into_iter().map(WireInsightRule::from).collect();
    answer(&DescribedInsightRules { next_token, insight_rules })
}

pub(super) fn enable_insight_rules(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let names = call.read::<InsightRuleNames>()?.rule_names;
    answer(&Failures::of(engine.enable_insight_rules(call.now, &names)))
}

pub(super) fn disable_insight_rules(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let names = call.read::<InsightRuleNames>()?.rule_names;
    answer(&Failures::of(engine.disable_insight_rules(call.now, &names)))
}

pub(super) fn delete_insight_rules(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let names = call.read::<InsightRuleNames>()?.rule_names;
    answer(&Failures::of(engine.delete_insight_rules(call.now, &names)))
}

pub(super) fn get_insight_rule_report(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request = call.read::<GetInsightRuleReport>()?.read()?;
    answer(&WireInsightRuleReport::from(engine.insight_rule_report(call.now, &request)?))
}
