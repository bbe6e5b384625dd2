//! The bus: events in, deliveries out.

use std::collections::BTreeMap;

use cupola_base::outputs::Outputs;
use cupola_base::{AccountId, Deadline, Place, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::archive::Archives;
use crate::bus::Buses;
use crate::delivery::Deliveries;
use crate::destination::Destinations;
use crate::output::Lost;
use crate::partner::EventSources;
use crate::pipes::Pipes;
use crate::rule::{Rule, RuleTable};
use crate::schedule::Schedules;
use crate::schemas::Schemas;
use crate::turn::Turn;
use crate::{BusName, Limits, Output, Policies, RuleId};

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
    /// The rules of each bus that watch; made with its first event, and changed with its rules.
    pub(crate) tables: BTreeMap<BusName, RuleTable>,
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
    #[serde(default)]
    pub(crate) pipes: Pipes,
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
            pipes: Pipes::default(),
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
    /// tried again, pipes go on. Past [`Limits::runs_per_step`] the runs that are left are skipped, and that is told.
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
            Turn::Pipe => self.run_pipe_task(at),
        }
    }

    /// Everything that came out since the last drain, oldest first.
    pub fn drain(&mut self) -> Vec<Output> {
        self.state.outputs.drain()
    }

    /// Does what is due, remembers the newest time seen, and says which it is.
    pub(crate) fn see(&mut self, now: Timestamp) -> Timestamp {
        self.advance(now);
        self.state.now
    }
}

impl State {
    /// When something happens by itself, and what; within one instant in the order of the turns.
    fn next_turn(&self) -> Option<(Timestamp, Turn)> {
        let turns = [
            (self.schedules.due.next(), Turn::Run),
            (self.archives.next_due(), Turn::Replay),
            (self.deliveries.next_due(), Turn::Delivery),
            (self.pipes.next_due(), Turn::Pipe),
        ];
        turns.into_iter().filter_map(|(due, turn)| Some((due?, turn))).min()
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
}
