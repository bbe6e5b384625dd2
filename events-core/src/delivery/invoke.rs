//! From a rule that matched to deliveries.

use cupola_base::json::Json;
use cupola_base::outbox::{DeadLetter, ErrorCode};
use cupola_base::{Arn, Draft, EventEnvelope, Outcome, Payload, Timestamp};

use super::payload::payload;
use super::{Metric, Origin};
use crate::engine::State;
use crate::forward::Hop;
use crate::output::{Failure, FailureReason};
use crate::rule::Rule;
use crate::transform::Rendering;
use crate::{Output, Policies, RuleId, Target};

impl State {
    /// Calls all targets of a rule that an event matched, in the order of their ids. What goes to a bus is given back.
    pub(crate) fn invoke(&mut self, now: Timestamp, rule: &RuleId, event: &EventEnvelope, json: &Json) -> Vec<Hop> {
        self.measure(now, rule, Metric::MatchedEvents, 1.0);
        self.trigger(now, rule, event, json)
    }

    /// As [`invoke`](Self::invoke), of a rule that runs by its schedule: nothing was matched.
    pub(crate) fn trigger(&mut self, now: Timestamp, rule: &RuleId, event: &EventEnvelope, json: &Json) -> Vec<Hop> {
        self.measure(now, rule, Metric::TriggeredRules, 1.0);
        let Some(found) = self.rules.get(rule).filter(|found| !found.is_of_archive()) else { return Vec::new() };
        let policies = &self.policies;
        let matched = Matched { at: now, rule: found, arn: found.arn(&self.place), event, json, policies };
        let calls: Vec<Prepared> = found.targets.values().map(|target| matched.prepare(target)).collect();
        let mut hops = Vec::new();
        for Prepared { draft, origin, sendable, hop } in calls {
            match hop {
                Some(hop) if sendable => {
                    self.measure_call(now, rule);
                    hops.push(hop);
                }
                _ if sendable => self.call_target(now, rule, draft, origin),
                _ => self.refuse_target(now, rule, draft, origin),
            }
        }
        hops
    }

    fn call_target(&mut self, now: Timestamp, rule: &RuleId, draft: Draft, origin: Origin) {
        self.measure_call(now, rule);
        self.deliver(draft, origin);
    }

    fn measure_call(&mut self, now: Timestamp, rule: &RuleId) {
        self.measure(now, rule, Metric::Invocations, 1.0);
        self.measure(now, rule, Metric::IngestionToInvocationStartLatency, 0.0);
    }

    fn refuse_target(&mut self, now: Timestamp, rule: &RuleId, draft: Draft, origin: Origin) {
        let Origin::Rule { target, event, .. } = &origin else { return };
        let why = FailureReason::InvalidJson(target.clone());
        let failure = Failure { at: now, rule: rule.clone(), event: event.clone(), why };
        let outcome = Outcome::error(ErrorCode::InvalidJson, failure.to_string());
        self.emit(Output::Failure(failure));
        self.measure(now, rule, Metric::Invocations, 1.0);
        self.fail_delivery(draft, origin, &outcome);
    }
}

/// An event that a rule matched.
struct Matched<'a> {
    at: Timestamp,
    rule: &'a Rule,
    arn: Arn,
    event: &'a EventEnvelope,
    json: &'a Json,
    policies: &'a Policies,
}

/// A call of a target, and whether what it would send may be sent.
struct Prepared {
    draft: Draft,
    origin: Origin,
    sendable: bool,
    /// What goes to a bus instead.
    hop: Option<Hop>,
}

impl Matched<'_> {
    fn prepare(&self, target: &Target) -> Prepared {
        let name = self.rule.id.name.as_str();
        let context = || Rendering::of(self.event, self.json.clone(), self.arn.clone(), name, self.at);
        let payload = payload(target, self.json, context);
        let sendable = payload.is_ok();
        let payload = payload.unwrap_or_else(|text| text);
        let origin = self.origin(target);
        let hop = || Hop::of(&self.arn, target, self.event, &payload, origin.clone(), self.policies);
        let hop = target.is_event_bus().then(hop);
        Prepared { draft: self.draft(target, payload), origin, sendable, hop }
    }

    fn draft(&self, target: &Target, payload: Payload) -> Draft {
        let letter = |queue: &Arn| DeadLetter::to(queue.as_str()).with("RULE_ARN", self.arn.as_str());
        let call = super::call::call(target, self.event, self.json, &payload, self.at);
        Draft::new(self.at, self.arn.as_str(), target.arn.as_str(), payload)
            .with_call(call)
            .with_retry(target.retry.unwrap_or_default())
            .with_dead_letter(target.dead_letter.as_ref().map(letter))
    }

    fn origin(&self, target: &Target) -> Origin {
        Origin::Rule { rule: self.rule.id.clone(), target: target.id.clone(), event: self.event.id.clone() }
    }
}
