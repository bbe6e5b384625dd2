//! Everything an observatory holds, as data.
//!
//! Each part of a snapshot has a form of its own: the areas', the observatory's, the universe's. A part that is held
//! otherwise counts its form up, keeps a module for the form before, and a file of it in `tests/it/snapshots`.

mod form_1;

use std::sync::Arc;

use cupola_base::{Forms, Outbox, Place, RestoreError, Timestamp, Versioned};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::mail::Mail;
use crate::output::Notice;
use crate::routes::Routes;
use crate::settle::Engines;
use crate::traces::MonitoringLinks;
use crate::trail_share::Shared;
use crate::{Authorizer, Observatory, Universe, audit, events, logs, metrics, traces};

/// The form of snapshots that this release writes. It reads all before it.
const FORM: u32 = 2;

/// Everything an [`Observatory`] holds: stores, timers, randomness, outbox. Routes are code, not
/// state, and are not in it.
///
/// Snapshots of older releases are read, each part in the form in which it was written; what a newer release wrote is
/// refused with both forms in the error.
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
pub struct Snapshot(Versioned<State, Known>);

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
    access: Option<Arc<Authorizer>>,
}

impl Forms<State> for Known {
    const OLDEST: Option<u32> = Some(1);

    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<State>, D::Error> {
        match form {
            FORM => State::deserialize(state).map(Some),
            1 => form_1::State::deserialize(state).map(|old| Some(old.into())),
            _ => IgnoredAny::deserialize(state).map(|_| None),
        }
    }
}

impl Observatory {
    /// Everything the observatory holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_with(self.access.clone())
    }

    /// As [`snapshot`](Self::snapshot), with this authorizer. A universe keeps the one of all its places by itself.
    fn snapshot_with(&self, access: Option<Arc<Authorizer>>) -> Snapshot {
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
            access,
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
        let State { place, now, outbox, mail, audits_itself, access, .. } = state;
        Ok(Self { place, now, engines, outbox, mail, audits_itself, access, routes: Routes::standard() })
    }
}

/// Everything a [`Universe`] holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct UniverseSnapshot(Versioned<UniverseState, Known>);

/// The forms that are read.
#[derive(Debug)]
struct Known;

#[derive(Debug, Serialize, Deserialize)]
struct UniverseState {
    seed: u64,
    now: Timestamp,
    most_places: usize,
    observatories: Vec<Snapshot>,
    organization: Option<audit::Organization>,
    audits_itself: bool,
    access: Option<Arc<Authorizer>>,
    trace_links: MonitoringLinks,
}

impl Forms<UniverseState> for Known {
    const OLDEST: Option<u32> = Some(1);

    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<UniverseState>, D::Error> {
        match form {
            FORM => UniverseState::deserialize(state).map(Some),
            1 => form_1::UniverseState::deserialize(state).map(|old| Some(old.into())),
            _ => IgnoredAny::deserialize(state).map(|_| None),
        }
    }
}

impl Universe {
    /// Everything the universe holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> UniverseSnapshot {
        let state = UniverseState {
            seed: self.seed,
            now: self.now,
            most_places: self.most_places,
            observatories: self.observatories.values().map(|sky| sky.snapshot_with(None)).collect(),
            organization: self.organization.clone(),
            audits_itself: self.audits_itself,
            access: self.access.clone(),
            trace_links: self.trace_links.clone(),
        };
        UniverseSnapshot(Versioned::new(FORM, state))
    }

    /// A universe as it was when the snapshot was taken, with the standard routes.
    ///
    /// # Errors
    /// As [`Observatory::restore`].
    pub fn restore(snapshot: UniverseSnapshot) -> Result<Self, RestoreError> {
        let UniverseState { seed, now, most_places, observatories, organization, audits_itself, access, trace_links } =
            snapshot.0.read("universe", FORM)?;
        let restored = observatories.into_iter().map(Observatory::restore);
        let by_place = restored.map(|sky| sky.map(|sky| (sky.place.clone(), sky)));
        let mut universe = Self {
            seed,
            now,
            most_places,
            routes: Routes::standard(),
            observatories: by_place.collect::<Result<_, _>>()?,
            organization,
            audits_itself,
            access: None,
            trace_links,
            shared: Shared::default(),
        };
        universe.share_authorizer(access);
        Ok(universe)
    }
}
