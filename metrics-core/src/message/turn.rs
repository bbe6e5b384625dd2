//! A transition of an alarm as facts: its outputs are made of them when they are drained.

use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Place, Timestamp, Uuid};
use serde::{Deserialize, Serialize};

use super::state::{MuteDetail, StateOf};
use crate::alarm::{AlarmConfiguration, AlarmState, StateChange, change_detail};
use crate::composite::{CompositeConfiguration, Suppression, change_detail as composite_change_detail};
use crate::name::AlarmName;

/// One alarm's way from one state to another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Turn {
    pub(crate) at: Timestamp,
    pub(crate) arn: Arc<str>,
    pub(crate) alarm: Turned,
    pub(crate) before: Arc<AlarmState>,
    pub(crate) state: Arc<AlarmState>,
    pub(crate) mute: Option<MuteDetail>,
    /// The event's id.
    pub(crate) event: Uuid,
}

/// What of either kind of alarm has a say in what is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Turned {
    Metric {
        configuration: Arc<AlarmConfiguration>,
        query_id: Uuid,
    },
    /// With what suppressed its actions before and what does now.
    Composite {
        configuration: Arc<CompositeConfiguration>,
        before: Suppression,
        now: Suppression,
    },
}

impl Turn {
    fn name(&self) -> &AlarmName {
        match &self.alarm {
            Turned::Metric { configuration, .. } => &configuration.name,
            Turned::Composite { configuration, .. } => &configuration.name,
        }
    }

    /// The transition as an output.
    pub(crate) fn change(&self) -> StateChange {
        StateChange {
            at: self.at,
            alarm: self.name().to_string(),
            arn: self.arn.to_string(),
            from: self.before.value,
            to: self.state.value,
            reason: self.state.reason().into_owned(),
            reason_data: self.state.reason_data(),
        }
    }

    /// The event about it.
    pub(crate) fn event(&self, place: &Place) -> EventEnvelope {
        let (id, kind) = (self.event.to_string(), "CloudWatch Alarm State Change");
        EventEnvelope::new(id, place.clone(), self.at, "aws.cloudwatch", kind, self.detail())
            .with_resources(vec![self.arn.to_string()])
    }

    fn detail(&self) -> Json {
        let states = [&self.state, &self.before].map(|state| StateOf::new(state));
        let mute = self.mute.as_ref();
        match &self.alarm {
            Turned::Metric { configuration, query_id } => {
                Json::of(&change_detail(configuration, *query_id, states, mute))
            }
            Turned::Composite { configuration, before, now } => {
                let [state, previous] = states;
                let states = [state.under(*now), previous.under(*before)];
                Json::of(&composite_change_detail(configuration, states, mute))
            }
        }
    }
}
