//! Everything an observatory holds, as data.

use cupola_base::{Outbox, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::output::Notice;
use crate::routes::Routes;
use crate::settle::Engines;
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
pub struct Snapshot {
    form: u32,
    place: Place,
    now: Timestamp,
    audit: audit::Snapshot,
    traces: traces::Snapshot,
    logs: logs::Snapshot,
    metrics: metrics::Snapshot,
    events: events::Snapshot,
    outbox: Outbox<Notice>,
}

impl Observatory {
    /// Everything the observatory holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            form: FORM,
            place: self.place.clone(),
            now: self.now,
            audit: self.engines.audit.snapshot(),
            traces: self.engines.traces.snapshot(),
            logs: self.engines.logs.snapshot(),
            metrics: self.engines.metrics.snapshot(),
            events: self.engines.events.snapshot(),
            outbox: self.outbox.clone(),
        }
    }

    /// An observatory as it was when the snapshot was taken, with the standard routes.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot, or a part of it, was written by another form than this
    /// release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        check_form(snapshot.form)?;
        let engines = Engines {
            audit: audit::Engine::restore(snapshot.audit)?,
            traces: traces::Engine::restore(snapshot.traces)?,
            logs: logs::Engine::restore(snapshot.logs)?,
            metrics: metrics::Engine::restore(snapshot.metrics)?,
            events: events::Engine::restore(snapshot.events)?,
        };
        let Snapshot { place, now, outbox, .. } = snapshot;
        Ok(Self { place, now, engines, outbox, routes: Routes::standard() })
    }
}

/// Everything a [`Universe`] holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct UniverseSnapshot {
    form: u32,
    seed: u64,
    now: Timestamp,
    most_places: usize,
    observatories: Vec<Snapshot>,
}

impl Universe {
    /// Everything the universe holds; restoring it changes no later output.
    #[must_use]
    pub fn snapshot(&self) -> UniverseSnapshot {
        UniverseSnapshot {
            form: FORM,
            seed: self.seed,
            now: self.now,
            most_places: self.most_places,
            observatories: self.observatories.values().map(Observatory::snapshot).collect(),
        }
    }

    /// A universe as it was when the snapshot was taken, with the standard routes.
    ///
    /// # Errors
    /// As [`Observatory::restore`].
    pub fn restore(snapshot: UniverseSnapshot) -> Result<Self, RestoreError> {
        check_form(snapshot.form)?;
        let restored = snapshot.observatories.into_iter().map(Observatory::restore);
        let by_place = restored.map(|sky| sky.map(|sky| (sky.place.clone(), sky)));
        let UniverseSnapshot { seed, now, most_places, .. } = snapshot;
        Ok(Self {
            seed,
            now,
            most_places,
            routes: Routes::standard(),
            observatories: by_place.collect::<Result<_, _>>()?,
        })
    }
}

fn check_form(form: u32) -> Result<(), RestoreError> {
    if form == FORM { Ok(()) } else { Err(RestoreError::Form { found: form, read: FORM }) }
}

/// Why a snapshot cannot be restored.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// The snapshot has another form than this release reads.
    #[error("the snapshot has form {found}; this release reads form {read}")]
    Form {
        /// The form of the snapshot.
        found: u32,
        /// The form that is read.
        read: u32,
    },
    /// The audit part cannot be restored.
    #[error(transparent)]
    Audit(#[from] audit::RestoreError),
    /// The traces part cannot be restored.
    #[error(transparent)]
    Traces(#[from] traces::RestoreError),
    /// The logs part cannot be restored.
    #[error(transparent)]
    Logs(#[from] logs::RestoreError),
    /// The metrics part cannot be restored.
    #[error(transparent)]
    Metrics(#[from] metrics::RestoreError),
    /// The events part cannot be restored.
    #[error(transparent)]
    Events(#[from] events::RestoreError),
}
