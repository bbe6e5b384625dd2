//! The first form: before the door could ask who may call what, and accounts could share traces.

use cupola_base::{Outbox, Place, Timestamp};
use serde::Deserialize;

use super::Snapshot;
use crate::mail::Mail;
use crate::output::Notice;
use crate::traces::MonitoringLinks;
use crate::{audit, events, logs, metrics, traces};

#[derive(Deserialize)]
pub(super) struct State {
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

#[derive(Deserialize)]
pub(super) struct UniverseState {
    seed: u64,
    now: Timestamp,
    most_places: usize,
    observatories: Vec<Snapshot>,
    organization: Option<audit::Organization>,
    audits_itself: bool,
}

impl From<State> for super::State {
    fn from(old: State) -> Self {
        let State { place, now, audit, traces, logs, metrics, events, outbox, mail, audits_itself } = old;
        Self { place, now, audit, traces, logs, metrics, events, outbox, mail, audits_itself, access: None }
    }
}

impl From<UniverseState> for super::UniverseState {
    fn from(old: UniverseState) -> Self {
        let UniverseState { seed, now, most_places, observatories, organization, audits_itself } = old;
        let (access, trace_links) = (None, MonitoringLinks::default());
        Self { seed, now, most_places, observatories, organization, audits_itself, access, trace_links }
    }
}
