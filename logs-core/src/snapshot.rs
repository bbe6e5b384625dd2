//! Everything an engine holds, as data.

use std::collections::BTreeMap;

use cupola_base::outputs::Outputs;
use cupola_base::{AccountId, Only, Place, RestoreError, Rng, Timestamp, Versioned};
use serde::{Deserialize, Serialize};

use crate::account_policy::AccountPolicies;
use crate::agenda::Agenda;
use crate::anomaly::Detectors;
use crate::destination;
use crate::engine::Engine;
use crate::export::Exports;
use crate::group::{Group, Stream};
use crate::insights::Queries;
use crate::kms::Keys;
use crate::limits::Limits;
use crate::lookup_table::LookupTables;
use crate::name::{DestinationName, LogGroupName};
use crate::output::Output;
use crate::policies::Policies;
use crate::resource_policy::{ResourcePolicy, ResourcePolicyKey};
use crate::scheduled_query::ScheduledQueries;
use crate::store::WarmBudget;
use crate::subscription::Shipping;
use crate::tail::Sessions;
use crate::vended::Deliveries;
use crate::watch::Watched;

/// The form that this release writes, and the only one that it reads.
const FORM: u32 = 1;

/// Everything an [`Engine`] holds: groups, events, filters, outputs, randomness, limits and policies.
///
/// Restoring it changes no later output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot(Versioned<State, Only<FORM>>);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct State {
    place: Place,
    limits: Limits,
    policies: Policies,
    now: Timestamp,
    rng: Rng,
    groups: BTreeMap<LogGroupName, Group>,
    #[serde(default)]
    account_policies: AccountPolicies,
    keys: Keys,
    #[serde(default)]
    resource_policies: Vec<(ResourcePolicyKey, ResourcePolicy)>,
    #[serde(default)]
    queries: Queries,
    #[serde(default)]
    lookup_tables: LookupTables,
    sequence: u64,
    waiting: Outputs<Output>,
    shipping: Shipping,
    destinations: BTreeMap<DestinationName, destination::Kept>,
    organizations: BTreeMap<AccountId, String>,
    tails: Sessions,
    exports: Exports,
    #[serde(default)]
    deliveries: Deliveries,
    #[serde(default)]
    watched: Watched,
    #[serde(default)]
    scheduled_queries: ScheduledQueries,
    #[serde(default)]
    detectors: Detectors,
}

impl Engine {
    /// Everything the engine holds.
    ///
    /// ```
    /// use cupola_logs::{Engine, LogGroupQuery, Place, Snapshot, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// engine.create_log_group(Timestamp::EPOCH, "app")?;
    ///
    /// let text = serde_json::to_string(&engine.snapshot())?;
    /// let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text)?)?;
    /// assert_eq!(again.describe_log_groups(Timestamp::EPOCH, &LogGroupQuery::default()).count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let state = State {
            place: self.place.clone(),
            limits: self.limits.clone(),
            policies: self.policies.clone(),
            now: self.now,
            rng: self.rng.clone(),
            groups: self.groups.clone(),
            account_policies: self.account_policies.clone(),
            keys: self.keys.clone(),
            resource_policies: self.resource_policies.clone().into_iter().collect(),
            queries: self.queries.clone(),
            lookup_tables: self.lookup_tables.clone(),
            sequence: self.sequence,
            waiting: self.waiting.clone(),
            shipping: self.shipping.clone(),
            destinations: self.destinations.clone(),
            organizations: self.organizations.clone(),
            tails: self.tails.clone(),
            exports: self.exports.clone(),
            deliveries: self.deliveries.clone(),
            watched: self.watched.clone(),
            scheduled_queries: self.scheduled_queries.clone(),
            detectors: self.detectors.clone(),
        };
        Snapshot(Versioned::new(FORM, state))
    }

    /// An engine as it was when the snapshot was taken.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot was written in another form than this release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let state = snapshot.0.read("logs", FORM)?;
        let State { place, limits, policies, now, rng, groups, sequence, waiting, .. } = state;
        let State {
            account_policies,
            keys,
            resource_policies,
            queries,
            lookup_tables,
            shipping,
            destinations,
            organizations,
            tails,
            exports,
            deliveries,
            watched,
            scheduled_queries,
            detectors,
            ..
        } = state;
        let agenda = Agenda::of(&groups);
        let streams = groups.values().map(|group| group.streams.len()).sum();
        let stored = groups.values().flat_map(|group| group.streams.values()).map(Stream::size).sum();
        let mut engine = Self {
            place,
            limits,
            policies,
            now,
            rng,
            groups,
            account_policies,
            keys,
            resource_policies: resource_policies.into_iter().collect(),
            queries,
            lookup_tables,
            warm: WarmBudget::default(),
            streams,
            stored,
            sequence,
            agenda,
            waiting,
            shipping,
            destinations,
            organizations,
            tails,
            exports,
            deliveries,
            watched,
            scheduled_queries,
            detectors,
        };
        engine.plan_retry();
        engine.plan_seconds();
        engine.plan_exports();
        engine.plan_vended_files();
        engine.plan_all_scheduled();
        engine.plan_detectors();
        Ok(engine)
    }
}
