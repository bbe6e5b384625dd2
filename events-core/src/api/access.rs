//! Who may call what.

use cupola_base::policy::Requester;
use cupola_base::{ApiError, Caller};
use serde_json::Value;

use crate::access::{AccessDenied, BusAction};
use crate::{Bus, Engine};

impl Engine {
    /// Refuses a caller whom no policy lets do this. Events are judged one by one when they are put; requests
    /// that are no JSON are left to the action. Simulated services may do everything.
    pub(super) fn authorize(&self, caller: &Caller, action: &str, input: &str) -> Result<(), ApiError> {
        let who = Requester::aws(caller.principal.clone());
        let is_own = caller.principal.account() == self.place().account.as_str();
        let no_policy = self.list_event_buses().all(|bus| bus.policy.is_none());
        if caller.privileged || action == "PutEvents" || (is_own && no_policy) {
            return Ok(());
        }
        let Ok(request) = serde_json::from_str::<Value>(input) else { return Ok(()) };
        let allowed = match self.asked(action, &request) {
            Some((bus, asked)) => self.lets_act(bus, &who, &asked),
            None => is_own,
        };
        if allowed { Ok(()) } else { Err(self.denied(caller, action, &request)) }
    }

    /// The bus that an action is about, if it is one that policies of buses may allow to others.
    pub(crate) fn asked<'a>(&'a self, action: &'a str, request: &'a Value) -> Option<(&'a Bus, BusAction<'a>)> {
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let rule = match action {
            "DeleteRule" | "DescribeRule" | "DisableRule" | "EnableRule" | "PutRule" => Some(text("Name")?),
            "ListTargetsByRule" | "PutTargets" | "RemoveTargets" => Some(text("Rule")?),
            "ListRuleNamesByTarget" | "ListRules" => None,
            "DescribeEventBus" | "UpdateEventBus" => {
                return Some((self.asked_bus(text("Name"))?, BusAction::of(action)));
            }
            _ => return None,
        };
        let targets = request.get("Targets").and_then(Value::as_array).into_iter().flatten();
        let targets = targets.filter_map(|target| target.get("Arn").and_then(Value::as_str)).collect();
        let pattern = text("EventPattern");
        Some((self.asked_bus(text("EventBusName"))?, BusAction { rule, pattern, targets, ..BusAction::of(action) }))
    }

    fn asked_bus(&self, text: Option<&str>) -> Option<&Bus> {
        let name = self.named_bus(text).ok()?;
        self.describe_event_bus(&name).ok()
    }

    fn denied(&self, caller: &Caller, action: &str, request: &Value) -> ApiError {
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let bus = text("EventBusName").unwrap_or("default");
        let bus = bus.split_once(":event-bus/").map_or(bus, |(_, name)| name);
        let resource = match text("Rule").or_else(|| text("Name")) {
            Some(rule) if bus == "default" => format!("rule/{rule}"),
            Some(rule) => format!("rule/{bus}/{rule}"),
            None => format!("event-bus/{bus}"),
        };
        let denied = AccessDenied {
            who: caller.principal.to_string(),
            action: action.to_owned(),
            resource: self.place().arn("events", resource).to_string(),
        };
        ApiError::caller("AccessDeniedException", denied.to_string())
    }
}

impl<'a> BusAction<'a> {
    const fn of(name: &'a str) -> Self {
        Self { name, rule: None, pattern: None, targets: Vec::new() }
    }
}
