//! Events judged by a bus's rules.

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Timestamp};

use super::Rule;
use super::table::{Hit, RuleTable};
use crate::engine::State;
use crate::forward::Way;
use crate::output::Failure;
use crate::{BusName, Engine, Output, RuleId};

impl Engine {
    /// Puts a service's event on the default bus: none of the checks for senders applies.
    pub fn publish(&mut self, now: Timestamp, event: EventEnvelope) {
        let now = self.see(now);
        self.carry(now, &BusName::default(), &event, Way::Put);
    }

    /// Lets a bus's rules judge an event and calls the targets of those that match.
    pub(crate) fn carry(&mut self, now: Timestamp, bus: &BusName, event: &EventEnvelope, way: Way) {
        self.discover(now, bus, event);
        let json = event.to_json();
        self.state.archive(now, bus, event, &json);
        let hits = self.hits(bus, event, &json);
        self.call_rules(now, way, event, &json, hits);
    }

    /// Lets a bus's rules judge an event that is replayed: those of these ARNs, or all but managed ones, see
    /// [`Policies::managed_rules_see_replays`].
    pub(crate) fn carry_again(&mut self, now: Timestamp, bus: &BusName, event: &EventEnvelope, only: &[String]) {
        let json = event.to_json();
        let mut hits = self.hits(bus, event, &json);
        let (place, all) = (&self.state.place, self.state.policies.managed_rules_see_replays);
        let sees = |rule: &Rule| match only {
            [] => rule.managed_by.is_none() || all,
            only => only.iter().any(|arn| *arn == rule.arn(place).as_str()),
        };
        hits.retain(|hit| self.state.rules.get(hit.rule()).is_some_and(sees));
        self.call_rules(now, Way::Put, event, &json, hits);
    }

    fn call_rules(&mut self, now: Timestamp, way: Way, event: &EventEnvelope, json: &Json, hits: Vec<Hit>) {
        for hit in hits {
            match hit {
                Hit::Match(rule) => {
                    let hops = self.state.invoke(now, &rule, event, json);
                    hops.iter().for_each(|hop| self.hop(now, way, hop));
                }
                Hit::Failure(rule, why) => self.state.fail(Failure { at: now, rule, event: event.id.clone(), why }),
            }
        }
    }

    /// The rules of a bus that an event calls, by name. The event is read once for all rules.
    fn hits(&mut self, bus: &BusName, event: &EventEnvelope, json: &Json) -> Vec<Hit> {
        if !self.tables.contains_key(bus) {
            let table = RuleTable::of(self.rules_of(bus));
            self.tables.insert(bus.clone(), table);
        }
        let Some(table) = self.tables.get_mut(bus) else { return Vec::new() };
        let rules = &self.state.rules;
        let mut hits = table.hits(json.as_str().as_bytes(), &self.state.limits);
        hits.retain(|hit| rules.get(hit.rule()).is_some_and(|rule| rule.state.admits(event)));
        hits
    }

    /// A rule has changed, has come or is gone: the table of its bus, if there is one, follows.
    pub(crate) fn follow(&self, id: &RuleId) {
        if let Some(table) = self.tables.get(&id.bus) {
            table.set(id, self.state.rules.get(id));
        }
    }

    /// A bus is gone.
    pub(crate) fn forget_table(&mut self, bus: &BusName) {
        self.tables.remove(bus);
    }
}

impl State {
    fn fail(&mut self, failure: Failure) {
        self.emit(Output::Failure(failure));
    }
}
