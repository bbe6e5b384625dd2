//! Everything an engine holds, as data.

use cupola_base::outputs::Outputs;
use cupola_base::{Only, Place, RestoreError, Rng, Timestamp, Versioned};
use serde::{Deserialize, Serialize};

use crate::alarm::{Book, History, Records};
use crate::anomaly::Detectors;
use crate::canary::Canaries;
use crate::composite::{CompositeRecords, restored};
use crate::dashboard::Dashboards;
use crate::engine::Engine;
use crate::insight_rule::InsightRules;
use crate::limits::Limits;
use crate::mute::Mutes;
use crate::notice::Notice;
use crate::policies::Policies;
use crate::store::Store;
use crate::stream::Streams;
use crate::under_way::UnderWay;
use crate::withheld::Withheld;

/// The form that this release writes, and the only one that it reads.
const FORM: u32 = 1;

/// Everything an [`Engine`] holds: data, alarms, dates, outputs, randomness, limits and policies.
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
    done: Timestamp,
    rng: Rng,
    store: Store,
    alarms: Records,
    composites: CompositeRecords,
    mutes: Mutes,
    withheld: Withheld,
    history: History,
    dashboards: Dashboards,
    streams: Streams,
    detectors: Detectors,
    canaries: Canaries,
    #[serde(default)]
    insight_rules: InsightRules,
    under_way: UnderWay,
    waiting: Outputs<Notice>,
}

impl Engine {
    /// Everything the engine holds.
    ///
    /// ```
    /// use cupola_metrics::{AlarmFilter, Alarm, Engine, Period, Place, Snapshot, Timestamp};
    ///
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// engine.put_metric_alarm(now, Alarm::on("App", "Load").named("a").sum(Period::MINUTE).above(1.0))?;
    ///
    /// let text = serde_json::to_string(&engine.snapshot())?;
    /// let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text)?)?;
    /// assert_eq!(again.describe_alarms(now, &AlarmFilter::default()).count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let state = State {
            place: self.place.clone(),
            limits: self.limits.clone(),
            policies: self.policies.clone(),
            now: self.now,
            done: self.done,
            rng: self.rng.clone(),
            store: self.store.clone(),
            alarms: self.book.records(),
            composites: self.composites.records(),
            mutes: self.mutes.clone(),
            withheld: self.withheld.clone(),
            history: self.history.clone(),
            dashboards: self.dashboards.clone(),
            streams: self.streams.clone(),
            detectors: self.detectors.clone(),
            canaries: self.canaries.clone(),
            insight_rules: self.insight_rules.clone(),
            under_way: self.under_way.clone(),
            waiting: self.waiting.clone(),
        };
        Snapshot(Versioned::new(FORM, state))
    }

    /// An engine as it was when the snapshot was taken, save that a model of bands of one's own must be
    /// [set](Self::with_band_model) again.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot was written in another form than this release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let mut state: State = snapshot.0.read("metrics", FORM)?;
        let book = Book::restored(&mut state.store, state.alarms, state.done);
        let composites = restored(&state.place, state.composites, &book);
        state.detectors.keep_models(state.limits.band_models);
        Ok(Self {
            place: state.place,
            limits: state.limits,
            policies: state.policies,
            now: state.now,
            done: state.done,
            rng: state.rng,
            store: state.store,
            book,
            composites,
            mutes: state.mutes,
            withheld: state.withheld,
            history: state.history,
            dashboards: state.dashboards,
            streams: state.streams,
            detectors: state.detectors,
            canaries: state.canaries,
            insight_rules: state.insight_rules,
            under_way: state.under_way,
            waiting: state.waiting,
        })
    }
}
