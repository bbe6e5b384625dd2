//! A composite alarm and its state.

use std::sync::Arc;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::configuration::CompositeConfiguration;
use super::suppression::Suppression;
use crate::alarm::AlarmState;

/// A composite alarm as it stands: configuration and state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompositeAlarm {
    /// The alarm's ARN.
    pub arn: Arc<str>,
    /// What it looks at and does.
    pub configuration: Arc<CompositeConfiguration>,
    /// When that was last changed.
    pub configuration_updated: Timestamp,
    /// Its state.
    pub state: Arc<AlarmState>,
    /// What keeps its actions from running; always open without a suppressor.
    pub suppression: Suppression,
    /// Whether it depends on itself, so that it is not evaluated and keeps its state.
    pub is_in_cycle: bool,
}

/// Everything kept of a composite alarm.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CompositeRecord {
    pub(crate) alarm: CompositeAlarm,
    pub(crate) tags: Tags,
    /// The state before this one; none until the first transition.
    pub(crate) came_from: Option<Arc<AlarmState>>,
}
