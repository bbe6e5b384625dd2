//! What a bus's policy is asked about.

use cupola_base::policy::{Decision, Request, Requester};
use cupola_base::{AccountId, Arn, EventEnvelope, Timestamp};
use serde_json::Value;

use super::lets_through;
use crate::{Bus, BusName, Engine, RuleId};

/// An action on a rule of a bus, with what is known of it.
#[derive(Debug)]
pub(crate) struct BusAction<'a> {
    /// Its name, without the service's.
    pub(crate) name: &'a str,
    /// The rule's name; none when the action is about all rules of the bus.
    pub(crate) rule: Option<&'a str>,
    /// The pattern of a rule that is put.
    pub(crate) pattern: Option<&'a str>,
    /// The ARNs of targets that are put.
    pub(crate) targets: Vec<&'a str>,
}

/// What policies are asked about an action on a bus or on its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BusQuestion {
    /// The bus.
    pub bus: BusName,
    /// The request, in the form of the resource's name that is its ARN.
    pub request: Request,
    /// The request in the other forms by which policies may mean the resource.
    pub others: Vec<Request>,
}

/// A request that no policy lets through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "User: {who} is not authorized to perform: events:{action} on resource: {resource} because no resource-based \
     policy allows the events:{action} action"
)]
pub(crate) struct AccessDenied {
    pub(crate) who: String,
    pub(crate) action: String,
    pub(crate) resource: String,
}

/// Members of an event's detail that conditions may ask for.
const DETAIL_KEYS: [&str; 3] = ["detail.service", "detail.eventTypeCode", "detail.userIdentity.principalId"];

impl Engine {
    /// The root of an account, in the partition of this place.
    pub(crate) fn root_of(&self, account: &str) -> Arn {
        let text = format!("arn:{}:iam::{account}:root", self.place().region.partition());
        Arn::parse(&text).expect("a partition and an account make an ARN")
    }

    /// Tells to which organisation an account belongs, for conditions on `aws:PrincipalOrgID`; none: to no
    /// organisation, as long as nothing is told.
    pub fn tell_organization(&mut self, now: Timestamp, account: AccountId, organization: Option<String>) {
        self.see(now);
        match organization {
            Some(organization) => self.state.organizations.insert(account, organization),
            None => self.state.organizations.remove(&account),
        };
    }

    /// The question whether a requester may put an event on a bus, as the bus's policy is asked.
    ///
    /// `events:eventBusInvocation` is whether a rule of another bus sends the event.
    #[must_use]
    pub fn event_request(
        &self,
        requester: Requester,
        bus: &BusName,
        event: &EventEnvelope,
        by_rule: Option<&Arn>,
    ) -> Request {
        let mut request = self.request(requester, "PutEvents", bus.arn(self.place()).into());
        request = request
            .with("events:source", event.source.as_str())
            .with("events:detail-type", event.detail_type.as_str())
            .with("events:eventBusInvocation", by_rule.is_some().to_string());
        if let Some(rule) = by_rule {
            request = request.with("aws:SourceArn", rule.as_str()).with("aws:SourceAccount", rule.account());
        }
        let detail = serde_json::from_str(event.detail.as_str()).unwrap_or(Value::Null);
        let found =
            |key: &'static str| Some((key, member(&detail, key.strip_prefix("detail.")?)?.as_str()?.to_owned()));
        let keys: Vec<_> = DETAIL_KEYS.into_iter().filter_map(found).collect();
        keys.into_iter().fold(request, |request, (key, value)| request.with(&format!("events:{key}"), value))
    }

    /// What policies are asked about an action of the service's API, for its bus and its rule with all that conditions
    /// may ask of them; `None` for actions that are about neither, and about a bus that is not there. Entries of
    /// PutEvents are asked one by one, see [`event_request`](Self::event_request).
    ///
    /// ```
    /// use cupola_base::policy::Requester;
    /// use cupola_base::Place;
    /// use cupola_events::Engine;
    ///
    /// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let who = Requester::aws("arn:aws:iam::111122223333:user/ada".parse()?);
    /// let put = serde_json::json!({"Name": "ec2", "EventPattern": r#"{"source": ["aws.ec2"]}"#});
    /// let asked = engine.bus_question(&who, "PutRule", &put).ok_or("about a rule")?;
    /// assert_eq!(asked.request.resource, "arn:aws:events:us-east-1:111122223333:rule/ec2");
    /// assert_eq!(asked.request.context.get("events:source"), Some(&["aws.ec2".to_owned()][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn bus_question(&self, who: &Requester, action: &str, request: &Value) -> Option<BusQuestion> {
        let (bus, asked) = self.asked(action, request)?;
        let mut requests = self.forms(bus, &asked).into_iter().map(|form| self.rule_request(bus, who, &asked, form));
        Some(BusQuestion { bus: bus.name.clone(), request: requests.next()?, others: requests.collect() })
    }

    /// Whether a requester may do something to a rule of a bus. A policy that denies by one name of the rule
    /// denies; one that allows by one name allows.
    ///
    /// # Source
    /// EventBridge User Guide, "Using IAM policy conditions in Amazon EventBridge"; the guide's own policies name
    /// the rules of a bus as `rule/BUS`, so this and `rule/BUS/NAME` mean a rule beside its ARN.
    pub(crate) fn lets_act(&self, bus: &Bus, who: &Requester, action: &BusAction<'_>) -> bool {
        let Some(policy) = &bus.policy else { return self.is_own(who) };
        let forms = self.forms(bus, action).into_iter();
        let decisions = forms.map(|form| policy.evaluate(&self.rule_request(bus, who, action, form)));
        let decisions: Vec<Decision> = decisions.collect();
        let strongest = [Decision::Deny, Decision::Allow].into_iter().find(|one| decisions.contains(one));
        lets_through(strongest.unwrap_or(Decision::ImplicitDeny), self.is_own(who))
    }

    /// The names by which a policy may mean a rule, its ARN first.
    fn forms(&self, bus: &Bus, action: &BusAction<'_>) -> Vec<String> {
        let arn = |resource: String| self.place().arn("events", resource).as_str().to_owned();
        let of_bus = arn(format!("rule/{}", bus.name));
        match action.rule {
            Some(rule) if bus.name.is_default() => {
                vec![arn(format!("rule/{rule}")), arn(format!("rule/{}/{rule}", bus.name)), of_bus]
            }
            Some(rule) => vec![arn(format!("rule/{}/{rule}", bus.name)), of_bus],
            None => vec![bus.arn(self.place()).into(), of_bus],
        }
    }

    fn rule_request(&self, bus: &Bus, who: &Requester, action: &BusAction<'_>, resource: String) -> Request {
        let mut request = self.request(who.clone(), action.name, resource);
        let name = action.rule.and_then(|name| crate::RuleName::new(name).ok());
        let rule = name.and_then(|name| self.state.rules.get(&RuleId { bus: bus.name.clone(), name }));
        if let Some(rule) = rule {
            request =
                request.with("events:creatorAccount", rule.created_by.unwrap_or(self.state.place.account).as_str());
            request = rule.managed_by.iter().fold(request, |request, by| request.with("events:ManagedBy", by));
        }
        request = action.targets.iter().fold(request, |request, arn| request.with("events:TargetArn", *arn));
        let pattern = action.pattern.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
        let keys = ["source", "detail-type"].into_iter().chain(DETAIL_KEYS);
        keys.fold(request, |request, key| {
            let wanted = member(&pattern, key).and_then(Value::as_array).into_iter().flatten();
            let texts = wanted.filter_map(Value::as_str);
            texts.fold(request, |request, text| request.with(&format!("events:{key}"), text))
        })
    }

    fn request(&self, requester: Requester, action: &str, resource: String) -> Request {
        let organization = match &requester {
            Requester::Aws(arn) => AccountId::new(arn.account()).ok().and_then(|id| self.state.organizations.get(&id)),
            _ => None,
        };
        let organization = organization.cloned();
        let request = Request::new(requester, format!("events:{action}"), resource);
        organization.into_iter().fold(request, |request, id| request.with("aws:PrincipalOrgID", id))
    }
}

/// The value at a path of names with dots between.
fn member<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}
