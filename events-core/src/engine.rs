//! The bus: events in, deliveries out.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::outputs::Outputs;
use cupola_base::policy::Requester;
use cupola_base::{AccountId, Arn, Deadline, EventEnvelope, Place, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::archive::Archives;
use crate::bus::Buses;
use crate::delivery::{Deliveries, Metric};
use crate::destination::Destinations;
use crate::entry::Checked;
use crate::error::PutEventsError;
use crate::forward::{Forward, Sender, Way, place_of};
use crate::output::{Failure, Lost};
use crate::partner::EventSources;
use crate::rule::Rule;
use crate::schedule::Schedules;
use crate::schemas::Schemas;
use crate::table::{Hit, RuleTable};
use crate::turn::Turn;
use crate::{BusName, Entry, EntryError, Limits, Output, Policies, RuleId, RuleState};

/// The event buses of one account in one region, with their rules.
///
/// Four kinds of method: verbs of the service's API, which take `now` first; [`advance`](Self::advance)
/// and [`next_deadline`](Self::next_deadline) for time; [`drain`](Self::drain) for what came out;
/// `explain_*` for why. A `now` behind the newest seen counts as the newest.
///
/// Events match at the moment they are put: rules are judged in the order of their names, targets called
/// in the order of their ids.
///
/// ```
/// use cupola_base::{Arn, Place, Timestamp};
/// use cupola_events::{Engine, Entry, Output, PutRule, RuleName, Target, TargetId};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let rule = RuleName::new("orders")?;
/// engine.put_rule(now, PutRule::new(rule.clone(), r#"{"source": ["my.shop"]}"#))?;
/// let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
/// engine.put_targets(now, &rule.into(), vec![Target::new(TargetId::new("q")?, queue)])?;
///
/// let results = engine.put_events(now, vec![Entry::new("my.shop", "Order placed", "{}")])?;
/// assert!(results[0].is_ok());
/// let Some(Output::Delivery(delivery)) = engine.drain().pop() else { panic!() };
/// assert_eq!(delivery.target, "arn:aws:sqs:us-east-1:111122223333:inbox");
/// assert_eq!(delivery.cause, "arn:aws:events:us-east-1:111122223333:rule/orders");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) state: State,
    /// The rules of each bus that watch; made when needed.
    tables: BTreeMap<BusName, RuleTable>,
}

/// All that a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) place: Place,
    pub(crate) now: Timestamp,
    pub(crate) limits: Limits,
    pub(crate) policies: Policies,
    pub(crate) rules: BTreeMap<RuleId, Rule>,
    pub(crate) buses: Buses,
    pub(crate) sources: EventSources,
    pub(crate) destinations: Destinations,
    pub(crate) organizations: BTreeMap<AccountId, String>,
    pub(crate) archives: Archives,
    pub(crate) deliveries: Deliveries,
    pub(crate) schedules: Schedules,
    pub(crate) rng: Rng,
    pub(crate) schemas: Schemas,
    outputs: Outputs<Output>,
}

impl Engine {
    /// A place's bus without rules. The seed is that of the events' ids.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        Self::of(State {
            place,
            now: Timestamp::MIN,
            limits: Limits::default(),
            policies: Policies::default(),
            rules: BTreeMap::new(),
            buses: Buses::default(),
            sources: EventSources::default(),
            destinations: Destinations::default(),
            organizations: BTreeMap::new(),
            archives: Archives::default(),
            deliveries: Deliveries::new(seed),
            schedules: Schedules::new(seed),
            schemas: Schemas::default(),
            rng: Rng::for_part(seed, "events"),
            outputs: Outputs::default(),
        })
    }

    pub(crate) const fn of(state: State) -> Self {
        Self { state, tables: BTreeMap::new() }
    }

    /// Sets quotas and budgets.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.state.limits = limits;
        self
    }

    /// Sets what is decided where the service is silent.
    #[must_use]
    pub fn with_policies(mut self, policies: Policies) -> Self {
        self.state.policies = policies;
        self
    }

    /// The account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.state.place
    }

    /// The newest time seen; [`Timestamp::MIN`] before the first.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.state.now
    }

    /// Does everything due at or before `now`, in order of due time: schedules run, replays go on, deliveries are
    /// tried again. Past [`Limits::runs_per_step`] the runs that are left are skipped, and that is told.
    pub fn advance(&mut self, now: Timestamp) {
        self.make_room_for_runs();
        while let Some((at, turn)) = self.state.next_turn().filter(|(at, _)| *at <= now) {
            self.state.now = self.state.now.max(at);
            self.take(at, turn, now);
        }
        self.state.now = self.state.now.max(now);
    }

    /// When the engine wants to be woken, and for what.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.state.next_turn().map(|(at, turn)| Deadline { at, why: turn.why() })
    }

    /// One thing that is due at an instant of the step of time to `end`.
    fn take(&mut self, at: Timestamp, turn: Turn, end: Timestamp) {
        match turn {
            Turn::Run => self.run_scheduled(end),
            Turn::Replay => self.step_replay(at),
            Turn::Delivery => self.state.retry_one(at),
        }
    }

    /// Everything that came out since the last drain, oldest first.
    pub fn drain(&mut self) -> Vec<Output> {
        self.state.outputs.drain()
    }

    /// Puts up to ten events on their buses. The results stand in the order of the entries: the event's id, or
    /// why the entry is refused. An entry for a bus that is not there gets an id and is dropped.
    ///
    /// # Errors
    /// [`PutEventsError`] when the request is refused as a whole; then nothing is put.
    ///
    /// # Source
    /// EventBridge API Reference, PutEvents.
    #[doc(alias = "PutEvents")]
    pub fn put_events(
        &mut self,
        now: Timestamp,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        let root = self.root_of(self.place().account.as_str());
        self.put_events_as(now, &root, entries)
    }

    /// As [`put_events`](Self::put_events), as somebody else: the policy of each entry's bus decides. The events
    /// carry that principal's account.
    ///
    /// # Errors
    /// As [`put_events`](Self::put_events).
    pub fn put_events_as(
        &mut self,
        now: Timestamp,
        principal: &Arn,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<String, EntryError>>, PutEventsError> {
        let now = self.see(now);
        let size = entries.iter().map(Entry::size).sum();
        self.state.measure_service(now, Metric::PutEventsApproximateCallCount, 1.0);
        self.state.measure_service(now, Metric::PutEventsRequestSize, size as f64);
        let most = self.state.limits.entries_per_request;
        if let Err(error) = self.state.check_request(entries.len(), most, size) {
            self.state.measure_service(now, Metric::PutEventsApproximateFailedCount, 1.0);
            return Err(error);
        }
        Ok(entries.into_iter().map(|entry| self.put_entry(now, principal, entry)).collect())
    }

    pub(crate) fn put_entry(&mut self, now: Timestamp, principal: &Arn, entry: Entry) -> Result<String, EntryError> {
        let entry = entry.check(&self.state.limits)?;
        let bus = entry.bus.clone();
        let event = self.state.envelope(now, principal, entry);
        let id = event.id.clone();
        let elsewhere = bus.as_ref().and_then(|bus| self.elsewhere(bus));
        let bus = bus.map_or_else(|| Some(BusName::default()), |bus| self.bus(&bus));
        if let Some(bus) = bus {
            self.check_sender(principal, &bus, &event)?;
            self.carry(now, &bus, &event, Way::Put);
        } else if let Some(bus) = elsewhere {
            let forward =
                Forward { event, bus, sender: Sender::Principal(principal.clone()), origin: None, dead_letter: None };
            // It leaves: nothing here refuses it.
            let _sent = self.dispatch(now, forward);
        }
        Ok(id)
    }

    /// The bus of another place that this is the ARN of.
    fn elsewhere(&self, bus: &str) -> Option<Arn> {
        Arn::parse(bus).ok().filter(|bus| place_of(bus).is_some_and(|place| place != self.state.place))
    }

    /// Refuses a sender whom the bus's policy does not let put this event.
    fn check_sender(&self, principal: &Arn, bus: &BusName, event: &EventEnvelope) -> Result<(), EntryError> {
        let Some(bus) = self.state.buses.get(bus) else { return Ok(()) };
        if bus.name.is_partner() {
            return Err(EntryError::PartnerBus(bus.name.to_string()));
        }
        let requester = Requester::aws(principal.clone());
        let request = || self.event_request(requester.clone(), &bus.name, event, None);
        match self.lets(bus, &requester, request) {
            true => Ok(()),
            false => Err(EntryError::AccessDenied(bus.name.arn(self.place()))),
        }
    }

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

    /// Lets a bus's rules judge an event that is replayed: those of these ARNs, or all but managed ones.
    pub(crate) fn carry_again(&mut self, now: Timestamp, bus: &BusName, event: &EventEnvelope, only: &[String]) {
        let json = event.to_json();
        let mut hits = self.hits(bus, event, &json);
        let place = &self.state.place;
        let sees = |rule: &Rule| match only {
            [] => rule.managed_by.is_none(),
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
            let watching = self.rules_of(bus).filter(|rule| rule.state != RuleState::Disabled);
            self.tables.insert(bus.clone(), RuleTable::of(watching));
        }
        let Some(table) = self.tables.get_mut(bus) else { return Vec::new() };
        let rules = &self.state.rules;
        let mut hits = table.hits(json.as_str().as_bytes(), &self.state.limits);
        hits.retain(|hit| rules.get(hit.rule()).is_some_and(|rule| rule.state.admits(event)));
        hits
    }

    /// Does what is due, remembers the newest time seen, and says which it is.
    pub(crate) fn see(&mut self, now: Timestamp) -> Timestamp {
        self.advance(now);
        self.state.now
    }

    /// The rules of a bus have changed.
    pub(crate) fn forget_table(&mut self, bus: &BusName) {
        self.tables.remove(bus);
    }
}

impl State {
    pub(crate) fn check_request(&self, given: usize, most: usize, size: usize) -> Result<(), PutEventsError> {
        match given == 0 || given > most {
            true => Err(PutEventsError::Count { given, most }),
            false if self.is_too_large(size) => Err(PutEventsError::TooLarge),
            false => Ok(()),
        }
    }

    fn is_too_large(&self, size: usize) -> bool {
        match self.policies.exact_size_is_too_large {
            true => size >= self.limits.entry_bytes,
            false => size > self.limits.entry_bytes,
        }
    }

    pub(crate) fn envelope(&self, now: Timestamp, sender: &Arn, entry: Checked) -> EventEnvelope {
        let time = entry.time.unwrap_or(now).floor_to(1000);
        let Checked { source, detail_type, detail, resources, .. } = entry;
        let account = AccountId::new(sender.account()).unwrap_or(self.place.account);
        let place = Place::new(account, self.place.region.clone());
        EventEnvelope::new(self.rng.uuid(), place, time, source, detail_type, detail).with_resources(resources)
    }

    /// When something happens by itself, and what; within one instant in the order of the turns.
    fn next_turn(&self) -> Option<(Timestamp, Turn)> {
        let replays = self.archives.next_due();
        [(self.schedules.due.next(), Turn::Run), (replays, Turn::Replay), (self.deliveries.next_due(), Turn::Delivery)]
            .into_iter()
            .filter_map(|(due, turn)| Some((due?, turn)))
            .min()
    }

    pub(crate) fn emit(&mut self, output: Output) {
        self.outputs.push(output, self.limits.outputs);
    }

    pub(crate) fn lose(&mut self, at: Timestamp, what: Lost, count: u64) {
        self.outputs.lose(at, what, count);
    }

    /// An id for an event.
    pub(crate) fn new_id(&self) -> String {
        self.rng.uuid()
    }

    fn fail(&mut self, failure: Failure) {
        self.emit(Output::Failure(failure));
    }
}
