//! Everything an observatory holds, as data.

use cupola_base::{Outbox, Place, RestoreError, Timestamp, Versioned};
use serde::{Deserialize, Serialize};

use crate::mail::Mail;
use crate::output::Notice;
use crate::routes::Routes;
use crate::settle::Engines;
use crate::trail_share::Shared;
use crate::{Observatory, Universe, audit, events, logs, metrics, traces};

/// The form of snapshots that this release writes, and the only one that it reads.
const FORM: u32 = 1;

/// Everything an [`Observatory`] holds: stores, timers, randomness, outbox. Routes are code, not
/// state, and are not in it.
///
/// ```
/// use cupola::{Observatory, Place, Snapshot, Timestamp};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// sky.logs(now).create_log_group(now, "app")?;
///
/// let text = serde_json::to_string(&sky.snapshot())?;
/// let mut again = Observatory::restore(serde_json::from_str::<Snapshot>(&text)?)?;
/// assert!(again.logs(now).create_log_group(now, "app").is_err(), "it is there already");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Serialize, Deserialize)]
pub struct Snapshot(Versioned<State>);

#[derive(Debug, Serialize, Deserialize)]
struct State {
    place: Place,
    now: Timestamp,
    audit: audit::Snapshot,
    traces: traces::Snapshot,
    logs: logs::Snapshot,
    metrics: metrics::Snapshot,
    events: events::Snapshot,
    outbox: Outbox<Notice>,
    mail: Mail,
    audits_itself: bool,
}

impl Observatory {
    /// Everything the observatory holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let state = State {
            place: self.place.clone(),
            now: self.now,
            audit: self.engines.audit.snapshot(),
            traces: self.engines.traces.snapshot(),
            logs: self.engines.logs.snapshot(),
            metrics: self.engines.metrics.snapshot(),
            events: self.engines.events.snapshot(),
            outbox: self.outbox.clone(),
            mail: self.mail.clone(),
            audits_itself: self.audits_itself,
        };
        Snapshot(Versioned::new(FORM, state))
    }

    /// An observatory as it was when the snapshot was taken, with the standard routes.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot, or a part of it, was written by another form than this
    /// release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let state = snapshot.0.read("observatory", FORM)?;
        let engines = Engines {
            audit: audit::Engine::restore(state.audit)?,
            traces: traces::Engine::restore(state.traces)?,
            logs: logs::Engine::restore(state.logs)?,
            metrics: metrics::Engine::restore(state.metrics)?,
            events: events::Engine::restore(state.events)?,
        };
        let State { place, now, outbox, mail, audits_itself, .. } = state;
        Ok(Self { place, now, engines, outbox, mail, audits_itself, routes: Routes::standard() })
    }
}

/// Everything a [`Universe`] holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct UniverseSnapshot(Versioned<UniverseState>);

#[derive(Debug, Serialize, Deserialize)]
struct UniverseState {
    seed: u64,
    now: Timestamp,
    most_places: usize,
    observatories: Vec<Snapshot>,
    organization: Option<audit::Organization>,
    audits_itself: bool,
}

impl Universe {
    /// Everything the universe holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> UniverseSnapshot {
        let state = UniverseState {
            seed: self.seed,
            now: self.now,
            most_places: self.most_places,
            observatories: self.observatories.values().map(Observatory::snapshot).collect(),
            organization: self.organization.clone(),
            audits_itself: self.audits_itself,
        };
        UniverseSnapshot(Versioned::new(FORM, state))
    }

    /// A universe as it was when the snapshot was taken, with the standard routes.
    ///
    /// # Errors
    /// As [`Observatory::restore`].
    pub fn restore(snapshot: UniverseSnapshot) -> Result<Self, RestoreError> {
        let UniverseState { seed, now, most_places, observatories, organization, audits_itself } =
            snapshot.0.read("universe", FORM)?;
        let restored = observatories.into_iter().map(Observatory::restore);
        let by_place = restored.map(|sky| sky.map(|sky| (sky.place.clone(), sky)));
        Ok(Self {
            seed,
            now,
            most_places,
            routes: Routes::standard(),
            observatories: by_place.collect::<Result<_, _>>()?,
            organization,
            audits_itself,
            shared: Shared::default(),
        })
    }
}
