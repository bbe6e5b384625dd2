//! The engine: what is due, and the verbs.

mod admission;
mod extraction;
mod filters;
mod groups;
mod ingest;
mod keys;
mod reading;
mod room;
mod streams;
mod tags;

use std::collections::BTreeMap;

use cupola_base::outputs::Outputs;
use cupola_base::{AccountId, Deadline, Place, Rng, Timestamp};

pub use admission::{PutLogEventsError, Rejected};
pub use filters::{MetricFilterQuery, TestMetricFilterError, TestedMessage};
pub use groups::LogGroupQuery;
pub(crate) use ingest::Arrived;
pub use ingest::PutLogEventsAnswer;
pub use reading::{
    EventId, EventPage, FilterLogEvents, FilterLogEventsError, FilteredPage, GetLogEvents, GetLogEventsError, LogEvent,
    LogReader, PageError,
};
pub(crate) use streams::Rank;
pub use streams::{LogStreamQuery, StreamOrder};

use crate::account_policy::AccountPolicies;
use crate::agenda::{Agenda, Due};
use crate::anomaly::Detectors;
use crate::destination;
use crate::error::UnknownLog;
use crate::export::Exports;
use crate::group::Group;
use crate::insights::Queries;
use crate::kms::Keys;
use crate::limits::Limits;
use crate::lookup_table::LookupTables;
use crate::name::{DestinationName, FilterName, LogGroupName};
use crate::output::{Expired, FilterDatum, Output};
use crate::policies::Policies;
use crate::resource_policy::{ResourcePolicy, ResourcePolicyKey};
use crate::scheduled_query::ScheduledQueries;
use crate::store::{WarmBudget, size};
use crate::subscription::Shipping;
use crate::tail::Sessions;
use crate::vended::Deliveries;
use crate::watch::Watched;

/// Log groups of one account in one region.
///
/// The methods are of three kinds. Verbs take `now` first and do everything due at or before it
/// before they act. [`advance`](Self::advance) moves time alone, and
/// [`next_deadline`](Self::next_deadline) tells when there will be something to do: minutes of metric
/// filters close, expired events go from memory. What comes out waits until [`drain`](Self::drain).
///
/// Time never goes back: a `now` behind the newest seen counts as the newest. One long advance does
/// the same as many short ones. The same inputs with the same seed give the same outputs, byte by
/// byte.
///
/// ```
/// use cupola_logs::{Engine, GetLogEvents, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// engine.create_log_group(now, "app")?;
/// engine.create_log_stream(now, "app", "host-1")?;
/// engine.put_log_events(now, "app", "host-1", [(now, "started"), (now, "listening")])?;
/// let page = engine.get_log_events(now, &GetLogEvents::of("app", "host-1").limit(1))?;
/// assert_eq!(page.events[0].message, "listening");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) place: Place,
    pub(crate) limits: Limits,
    pub(crate) policies: Policies,
    pub(crate) now: Timestamp,
    pub(crate) rng: Rng,
    pub(crate) groups: BTreeMap<LogGroupName, Group>,
    pub(crate) account_policies: AccountPolicies,
    pub(crate) keys: Keys,
    pub(crate) resource_policies: BTreeMap<ResourcePolicyKey, ResourcePolicy>,
    pub(crate) queries: Queries,
    pub(crate) lookup_tables: LookupTables,
    /// What the columns hold that queries left with events.
    pub(crate) warm: WarmBudget,
    /// How many streams there are.
    pub(crate) streams: usize,
    /// What all events count.
    pub(crate) stored: u64,
    /// How many events ever came in.
    pub(crate) sequence: u64,
    pub(crate) agenda: Agenda,
    pub(crate) waiting: Outputs<Output>,
    /// What subscriptions sent, and what became of it.
    pub(crate) shipping: Shipping,
    pub(crate) destinations: BTreeMap<DestinationName, destination::Kept>,
    /// Which accounts belong to which organisation.
    pub(crate) organizations: BTreeMap<AccountId, String>,
    /// Live tail sessions.
    pub(crate) tails: Sessions,
    pub(crate) exports: Exports,
    /// What services send, and where to.
    pub(crate) deliveries: Deliveries,
    /// Groups whose events somebody outside wants to see.
    pub(crate) watched: Watched,
    pub(crate) scheduled_queries: ScheduledQueries,
    /// Log anomaly detectors.
    pub(crate) detectors: Detectors,
}

impl Engine {
    /// An empty engine. The seed is that of all randomness: sequence tokens, retries, shards.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        Self {
            place,
            limits: Limits::default(),
            policies: Policies::default(),
            now: Timestamp::MIN,
            rng: Rng::for_part(seed, "logs"),
            groups: BTreeMap::new(),
            account_policies: AccountPolicies::default(),
            keys: Keys::default(),
            resource_policies: BTreeMap::new(),
            queries: Queries::default(),
            lookup_tables: LookupTables::new(),
            warm: WarmBudget::default(),
            streams: 0,
            stored: 0,
            sequence: 0,
            agenda: Agenda::default(),
            waiting: Outputs::default(),
            shipping: Shipping::new(seed),
            destinations: BTreeMap::new(),
            organizations: BTreeMap::new(),
            tails: Sessions::new(seed),
            exports: Exports::new(seed),
            deliveries: Deliveries::new(seed),
            watched: Watched::default(),
            scheduled_queries: ScheduledQueries::new(seed),
            detectors: Detectors::new(seed),
        }
    }

    /// Sets quotas and budgets.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets the decisions that are ours.
    #[must_use]
    pub fn with_policies(self, policies: Policies) -> Self {
        Self { policies, ..self }
    }

    /// Account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Does everything that is due at or before `now`, in order of due time.
    pub fn advance(&mut self, now: Timestamp) {
        let now = now.max(self.now);
        while let Some((at, due)) = self.agenda.pop(now) {
            match due {
                Due::CloseMinutes(group, filter) => self.close_minutes(at, &group, &filter),
                Due::Sweep(group) => self.sweep(at, &group),
                Due::Retry => self.retry_shipments(at),
                Due::Tail(session) => self.end_second(at, session),
                Due::Export(task) => self.step_export(at, &task),
                Due::VendedFiles(delivery) => self.write_files(at, delivery),
                Due::ScheduledQuery(name) => self.step_scheduled(at, &name),
                Due::Detector(detector) => self.look_for_anomalies(at, detector),
            }
        }
        self.now = now;
    }

    /// When something will happen by itself, and what; `None` when nothing will.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.agenda.next()
    }

    /// Everything that came out since the last drain, oldest first. What was lost is told first.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Output> {
        self.waiting.drain()
    }

    fn close_minutes(&mut self, at: Timestamp, group: &LogGroupName, filter: &FilterName) {
        let watch = self.groups.get_mut(group).and_then(|group| group.filters.get_mut(filter));
        let data = watch.map(|watch| watch.close(at)).unwrap_or_default();
        for datum in data {
            let (log_group, filter) = (group.clone().into(), filter.clone().into());
            self.emit(Output::Datum(FilterDatum { at, log_group, filter, datum }));
        }
    }

    fn sweep(&mut self, at: Timestamp, name: &LogGroupName) {
        let Some(group) = self.groups.get_mut(name) else { return };
        group.sweep = None;
        let removed = group.remove_expired(at);
        let bytes = size(removed.events, removed.bytes);
        self.stored -= bytes;
        if removed.events > 0 {
            let events = removed.events as u64;
            self.emit(Output::Expired(Expired { at, log_group: name.clone().into(), events, bytes }));
        }
        self.plan_sweep(at, name);
    }

    /// Plans when the expired events of a group go from memory next.
    fn plan_sweep(&mut self, now: Timestamp, name: &LogGroupName) {
        let Some(oldest) = self.groups.get(name).and_then(Group::oldest) else { return };
        self.plan_sweep_of(now, name, oldest);
    }

    /// As [`plan_sweep`](Self::plan_sweep), when events of this time are there.
    fn plan_sweep_of(&mut self, now: Timestamp, name: &LogGroupName, oldest: Timestamp) {
        let Some(group) = self.groups.get_mut(name) else { return };
        let Some(retention) = group.effective_retention() else { return };
        let step = i64::from(self.policies.sweep_minutes.max(1)) * 60_000;
        let expired = oldest.plus_millis(retention.millis() + 1);
        let at = expired.max(now.plus_millis(1)).ceil_to(step);
        if at <= now || group.sweep.is_some_and(|planned| planned <= at) {
            return;
        }
        if let Some(planned) = group.sweep.replace(at) {
            self.agenda.unset(planned, Due::Sweep(name.clone()));
        }
        self.agenda.set(at, Due::Sweep(name.clone()));
    }

    /// Brings the engine to `now` and answers what counts as now.
    pub(crate) fn at(&mut self, now: Timestamp) -> Timestamp {
        self.advance(now);
        self.now
    }

    pub(crate) fn emit(&mut self, output: Output) {
        self.waiting.push(output, self.limits.outputs);
    }

    pub(crate) fn group(&self, name: &str) -> Result<&Group, UnknownLog> {
        self.groups.get(name).ok_or_else(|| UnknownLog::Group(name.into()))
    }

    /// The group's own name, which is cheap to clone.
    pub(crate) fn group_name(&self, name: &str) -> Result<LogGroupName, UnknownLog> {
        let entry = self.groups.get_key_value(name);
        entry.map(|(name, _)| name.clone()).ok_or_else(|| UnknownLog::Group(name.into()))
    }

    pub(crate) fn group_mut(&mut self, name: &str) -> Result<&mut Group, UnknownLog> {
        self.groups.get_mut(name).ok_or_else(|| UnknownLog::Group(name.into()))
    }
}
