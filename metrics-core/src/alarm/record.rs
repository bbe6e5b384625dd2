//! An alarm and its state.

use cupola_base::json::Json;
use cupola_base::{Region, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::configuration::AlarmConfiguration;
use super::reason::CREATION;
use super::state::StateValue;
use crate::explain::Explanation;

/// An alarm as it stands: configuration and state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricAlarm {
    /// The alarm's ARN.
    pub arn: String,
    /// What it watches and does.
    pub configuration: AlarmConfiguration,
    /// When that was last changed.
    pub configuration_updated: Timestamp,
    /// Its state.
    pub state: AlarmState,
}

/// An alarm's state, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmState {
    /// The state.
    pub value: StateValue,
    /// Why, in words.
    pub reason: String,
    /// Why, as data; absent at creation, and when somebody set the state without.
    pub reason_data: Option<Json>,
    /// When the state was last set.
    pub updated: Timestamp,
    /// When the state last became another.
    pub transitioned: Timestamp,
}

impl AlarmState {
    pub(crate) fn initial(now: Timestamp) -> Self {
        Self {
            value: StateValue::InsufficientData,
            reason: CREATION.into(),
            reason_data: None,
            updated: now,
            transitioned: now,
        }
    }
}

/// Everything kept of an alarm.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) alarm: MetricAlarm,
    /// Names the metric in events.
    pub(crate) metric_query_id: String,
    pub(crate) tags: Tags,
    pub(crate) last_transition: Option<Explanation>,
    /// The state before this one; none until the first transition.
    pub(crate) came_from: Option<AlarmState>,
}

impl Record {
    pub(crate) fn name(&self) -> &str {
        self.alarm.configuration.name.as_str()
    }
}

/// An alarm changed its state.
///
/// ```
/// # use cupola_metrics::{Alarm, Datum, Engine, Output, Period, Place, StateValue, Timestamp};
/// # let mut engine = Engine::new(Place::parse("111122223333", "eu-west-1")?, 0);
/// # let t0 = Timestamp::parse("2026-05-04T06:00:10Z")?;
/// # let alarm = Alarm::on("App", "Latency").named("slow").average(Period::MINUTE).above(250.0);
/// # engine.put_metric_alarm(t0, alarm)?;
/// # engine.put(t0, Datum::new("App", "Latency", t0, 900.0))?;
/// # engine.advance(t0.plus_secs(60));
/// let Some(Output::StateChange(change)) = engine.drain().into_iter().find(|o| matches!(o, Output::StateChange(_)))
/// else { panic!("the alarm went off") };
/// assert_eq!((change.from, change.to), (StateValue::InsufficientData, StateValue::Alarm));
/// assert_eq!(change.subject(), "ALARM: \"slow\" in EU (Ireland)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StateChange {
    /// When.
    pub at: Timestamp,
    /// The alarm's name.
    pub alarm: String,
    /// The alarm's ARN.
    pub arn: String,
    /// The state before.
    pub from: StateValue,
    /// The state after.
    pub to: StateValue,
    /// Why, in words.
    pub reason: String,
    /// Why, as data.
    pub reason_data: Option<Json>,
}

impl StateChange {
    /// The subject line of a notification about it.
    #[must_use]
    pub fn subject(&self) -> String {
        let code = self.arn.split(':').nth(3).unwrap_or_default();
        let region = Region::new(code).ok();
        let name = region.as_ref().map_or(code, Region::long_name);
        format!("{}: \"{}\" in {name}", self.to, self.alarm)
    }
}
