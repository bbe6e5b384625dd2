//! Actions about rules and patterns.

use cupola_base::{AccountId, ApiError, Caller, Tags, Timestamp};

use super::page::PageRequest;
use crate::error::PutRuleError;
use crate::wire::{
    ListRuleNamesByTarget, ListRules, NamedRule, Nothing, PutRuleAnswer, PutRuleRequest, RuleAnswer, RuleNamesAnswer,
    RulesAnswer, TestEventPattern, TestEventPatternAnswer,
};
use crate::{Engine, PutRule, RuleName};

/// Of a pattern and a schedule: an empty text beside one that says something was not given. Clients send both.
fn one_given(pattern: Option<String>, schedule: Option<String>) -> (Option<String>, Option<String>) {
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    match (says(&pattern), says(&schedule)) {
        (false, true) => (None, schedule),
        (true, false) => (pattern, None),
        _ => (pattern, schedule),
    }
}

impl Engine {
    pub(super) fn answer_put_rule(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        request: PutRuleRequest,
    ) -> Result<PutRuleAnswer, ApiError> {
        let mut tags = Tags::default();
        tags.set(request.tags.into_iter().flatten().map(<(String, String)>::from)).map_err(PutRuleError::Tags)?;
        let (pattern, schedule) = one_given(request.event_pattern, request.schedule_expression);
        let put = PutRule {
            id: self.named_rule(request.name, request.event_bus_name.as_deref())?,
            pattern,
            schedule,
            state: request.state.unwrap_or_default(),
            description: request.description,
            role_arn: request.role_arn,
            created_by: self.creator(caller),
            tags,
        };
        Ok(PutRuleAnswer { rule_arn: self.put_rule(now, put)?.into() })
    }

    /// The caller's account, where it is not that of the bus.
    fn creator(&self, caller: &Caller) -> Option<AccountId> {
        AccountId::new(caller.principal.account()).ok().filter(|account| *account != self.place().account)
    }

    pub(super) fn answer_describe_rule(&self, request: NamedRule) -> Result<RuleAnswer<'_>, ApiError> {
        let id = self.named_rule(request.name, request.event_bus_name.as_deref())?;
        Ok(RuleAnswer::described(self.describe_rule(&id)?, self.place()))
    }

    pub(super) fn answer_list_rules(&self, request: ListRules) -> Result<RulesAnswer<'_>, ApiError> {
        let bus = self.named_bus(request.event_bus_name.as_deref())?;
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListRules", &[bus.as_str(), &prefix], request.next_token, request.limit);
        let rules = self.list_rules(&bus)?.filter(|rule| rule.id.name.as_str().starts_with(&prefix));
        let page = page.of(self.now(), rules, |rule| rule.id.name.as_str())?;
        let rules = page.items.into_iter().map(|rule| RuleAnswer::item(rule, self.place())).collect();
        Ok(RulesAnswer { rules, next_token: page.next })
    }

    pub(super) fn answer_delete_rule(&mut self, now: Timestamp, request: NamedRule) -> Result<Nothing, ApiError> {
        let id = self.named_rule(request.name, request.event_bus_name.as_deref())?;
        match request.force {
            Some(true) => self.delete_rule_by_force(now, &id)?,
            _ => self.delete_rule(now, &id)?,
        }
        Ok(Nothing {})
    }

    pub(super) fn answer_enable_rule(&mut self, now: Timestamp, request: NamedRule) -> Result<Nothing, ApiError> {
        let id = self.named_rule(request.name, request.event_bus_name.as_deref())?;
        self.enable_rule(now, &id)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_disable_rule(&mut self, now: Timestamp, request: NamedRule) -> Result<Nothing, ApiError> {
        let id = self.named_rule(request.name, request.event_bus_name.as_deref())?;
        self.disable_rule(now, &id)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_list_rule_names_by_target(
        &self,
        request: ListRuleNamesByTarget,
    ) -> Result<RuleNamesAnswer<'_>, ApiError> {
        let bus = self.named_bus(request.event_bus_name.as_deref())?;
        let arguments = [bus.as_str(), &request.target_arn];
        let page = PageRequest::new("ListRuleNamesByTarget", &arguments, request.next_token, request.limit);
        let names = self.list_rule_names_by_target(&bus, &request.target_arn)?;
        let page = page.of(self.now(), names, |name| name.as_str())?;
        let rule_names = page.items.into_iter().map(RuleName::as_str).collect();
        Ok(RuleNamesAnswer { rule_names, next_token: page.next })
    }

    pub(super) fn answer_test_event_pattern(
        &self,
        request: &TestEventPattern,
    ) -> Result<TestEventPatternAnswer, ApiError> {
        let result = self.test_event_pattern(&request.event_pattern, &request.event)?;
        Ok(TestEventPatternAnswer { result })
    }
}
