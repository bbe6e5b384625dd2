//! What policies are asked about a call.

use cupola_base::json::Json;
use cupola_base::policy::{Request, Requester};
use cupola_base::{Arn, Caller, EventEnvelope, Place, Timestamp};
use serde_json::Value;

use super::template::Template;
use super::{keys, resources};
use crate::Service;
use crate::events::{self, BusName};

/// A call, as policies see it.
pub(super) struct Question<'a> {
    pub(super) now: Timestamp,
    pub(super) caller: &'a Caller,
    pub(super) service: Service,
    pub(super) action: &'a str,
    pub(super) request: Value,
}

/// One resource that a call is about.
pub(super) struct Asked {
    /// The request, in the form of the resource's name by which refusals call it.
    pub(super) first: Request,
    /// The request in the other forms.
    pub(super) others: Vec<Request>,
    /// The bus, if it is one of this place or a rule on it.
    pub(super) bus: Option<BusName>,
}

impl Asked {
    pub(super) fn resource(&self) -> &str {
        &self.first.resource
    }

    /// The same with something added to the request.
    pub(super) fn map(self, add: impl Fn(Request) -> Request) -> Self {
        Self { first: add(self.first), others: self.others.into_iter().map(&add).collect(), bus: self.bus }
    }
}

impl Question<'_> {
    /// IAM's word for the action. CloudWatch signs as `monitoring` and is named `cloudwatch`.
    pub(super) fn iam_action(&self) -> String {
        format!("{}:{}", self.service.name(), self.action)
    }

    fn place(&self) -> &Place {
        &self.caller.place
    }

    /// The resources of the call; everything, `*`, where it is about none by name.
    pub(super) fn asked(&self, engine: &events::Engine) -> Vec<Asked> {
        let special = match (self.service, self.action) {
            (Service::Events, "PutEvents") => self.entries(engine),
            (Service::Events, _) => self.rule(engine),
            _ => Vec::new(),
        };
        let asked = if special.is_empty() { self.by_table() } else { special };
        if asked.is_empty() { vec![self.asked_of("*", Vec::new())] } else { asked }
    }

    /// One resource for each name that the row makes: names in other forms stand at the same index.
    fn by_table(&self) -> Vec<Asked> {
        let of_row = resources::of(self.service, self.action).iter();
        of_row.flat_map(|forms| self.named(forms)).collect()
    }

    fn named(&self, forms: &[Template]) -> Vec<Asked> {
        let service = of_resources(self.service);
        let mut names = forms.iter().map(|form| form.resources(service, self.place(), &self.request));
        let firsts = names.next().unwrap_or_default();
        let others: Vec<Vec<String>> = names.collect();
        let others = |index: usize| others.iter().filter_map(|names| names.get(index).cloned()).collect();
        firsts.iter().enumerate().map(|(index, first)| self.asked_of(first, others(index))).collect()
    }

    fn asked_of(&self, first: &str, others: Vec<String>) -> Asked {
        let request = |resource: String| {
            let who = Requester::aws(self.caller.principal.clone());
            self.known(Request::new(who, self.iam_action(), resource))
        };
        Asked { first: request(first.to_owned()), others: others.into_iter().map(request).collect(), bus: None }
    }

    /// Adds what the request tells.
    fn known(&self, asked: Request) -> Request {
        keys::of_request(asked, self.service, self.action, &self.request)
    }

    /// A rule or a bus that is there: the events area knows its names, and who made it.
    fn rule(&self, engine: &events::Engine) -> Vec<Asked> {
        let who = Requester::aws(self.caller.principal.clone());
        let question = engine.bus_question(&who, self.action, &self.request);
        let asked = question.map(|question| {
            let asked = Asked { first: question.request, others: question.others, bus: Some(question.bus) };
            asked.map(|request| self.known(request))
        });
        asked.into_iter().collect()
    }

    /// Each entry of PutEvents by itself, with its source and detail type. What is no entry is left to the action.
    fn entries(&self, engine: &events::Engine) -> Vec<Asked> {
        let entries = self.request.get("Entries").and_then(Value::as_array).into_iter().flatten();
        entries.map(|entry| self.entry(engine, entry)).collect()
    }

    fn entry(&self, engine: &events::Engine, entry: &Value) -> Asked {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let bus = Some(text("EventBusName")).filter(|name| !name.is_empty()).unwrap_or("default");
        let who = Requester::aws(self.caller.principal.clone());
        let there = Arn::parse(bus).ok();
        let is_here = there.as_ref().is_none_or(|arn| is_of(arn, self.place()));
        let name = there.as_ref().map_or(bus, |arn| arn.resource().trim_start_matches("event-bus/"));
        let name = BusName::new(name).unwrap_or_default();
        let detail = Json::parse(text("Detail")).unwrap_or_else(|_| Json::of(&()));
        let event = EventEnvelope::new("", self.place().clone(), self.now, text("Source"), text("DetailType"), detail);
        let mut request = engine.event_request(who, &name, &event, None);
        if let Some(arn) = there {
            request.resource = arn.into();
        }
        Asked { first: request, others: Vec::new(), bus: is_here.then_some(name) }
    }
}

/// The service in the ARNs of a service's resources.
const fn of_resources(service: Service) -> &'static str {
    match service {
        Service::CloudTrailData => Service::CloudTrail.name(),
        other => other.name(),
    }
}

/// Whether a resource is one of this place.
pub(super) fn is_of(arn: &Arn, place: &Place) -> bool {
    arn.account() == place.account.as_str() && arn.region() == place.region.as_str()
}
