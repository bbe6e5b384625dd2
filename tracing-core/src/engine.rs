//! The service side: sampling rules, the targets that clients are given, and traces.

use std::collections::{BTreeMap, VecDeque};

use cupola_base::outputs::Losses;
use cupola_base::{Deadline, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::output::Lost;
use crate::read::{GraphParts, ReadSide};
use crate::service::{Held, Windows};
use crate::store::Store;
use crate::{Limits, Output, Policies, RuleName, TelemetryReport};

/// The tracing service of one account in one region.
///
/// Verbs that change something take `now` first, and do what is due before. A `now` behind the newest seen counts as the
/// newest.
///
/// ```
/// use cupola_traces::{Engine, Place, SamplingStatistics, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let report = SamplingStatistics::new("Default", "0123456789abcdef01234567", now).with_counts(10, 2, 1);
/// let answer = engine.get_sampling_targets(now, &[report], &[])?;
/// assert_eq!((answer.targets[0].quota, answer.targets[0].quota_until), (Some(1), Some(now.plus_secs(300))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) state: State,
    /// Made of the state, and not in snapshots.
    pub(crate) parts: GraphParts,
}

/// All that a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) place: Place,
    pub(crate) now: Timestamp,
    pub(crate) limits: Limits,
    pub(crate) policies: Policies,
    pub(crate) rules: BTreeMap<RuleName, Held>,
    pub(crate) windows: Windows,
    pub(crate) store: Store,
    pub(crate) telemetry: VecDeque<TelemetryReport>,
    pub(crate) read: ReadSide,
    pub(crate) losses: Losses<Lost>,
}

impl Engine {
    /// A service with the default rule and the default group alone. The seed is for ids of groups and insights.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        let default = Held::default_rule();
        Self {
            state: State {
                read: ReadSide::new(&place, seed),
                place,
                now: Timestamp::MIN,
                limits: Limits::default(),
                policies: Policies::default(),
                rules: BTreeMap::from([(default.record.rule.name.clone(), default)]),
                windows: Windows::default(),
                store: Store::default(),
                telemetry: VecDeque::new(),
                losses: Losses::default(),
            },
            parts: GraphParts::default(),
        }
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

    /// Account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.state.place
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.state.now
    }

    /// Does everything due at or before `now`: minutes of groups close, changes take hold, traces expire.
    pub fn advance(&mut self, now: Timestamp) {
        self.see(now);
    }

    /// When something will happen by itself.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.next_due()
    }

    /// What happened since the last drain; what was lost because a budget was reached is told first.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Output> {
        let lost: Vec<Output> = self.state.losses.drain().map(Output::Overflow).collect();
        lost.into_iter().chain(self.state.read.outputs.drain()).collect()
    }

    /// Does what is due, remembers the newest time seen, and says which it is.
    pub(crate) fn see(&mut self, now: Timestamp) -> Timestamp {
        self.run_due(now);
        self.state.now = self.state.now.max(now);
        self.state.now
    }
}
