//! An alarm and its state.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::{Region, Tags, Timestamp, Uuid};
use serde::{Deserialize, Serialize};

use super::configuration::AlarmConfiguration;
use super::contributor::ContributorState;
use super::source::AlarmQueries;
use super::state::{EvaluationState, StateValue};
use super::why::Why;

/// An alarm as it stands: configuration and state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricAlarm {
    /// The alarm's ARN.
    pub arn: Arc<str>,
    /// What it watches and does.
    pub configuration: Arc<AlarmConfiguration>,
    /// When that was last changed.
    pub configuration_updated: Timestamp,
    /// Its state.
    pub state: Arc<AlarmState>,
}

/// An alarm's state, and why.
///
/// It keeps facts: [`reason`](Self::reason) and [`reason_data`](Self::reason_data) make words and data of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmState {
    /// The state.
    pub value: StateValue,
    /// When the state was last set.
    pub updated: Timestamp,
    /// When the state last became another.
    pub transitioned: Timestamp,
    /// Why the last evaluation was none in full, where it was not.
    pub evaluation: Option<EvaluationState>,
    pub(crate) why: Why,
}

impl AlarmState {
    pub(crate) fn initial(now: Timestamp) -> Self {
        Self {
            value: StateValue::InsufficientData,
            updated: now,
            transitioned: now,
            evaluation: None,
            why: Why::Created,
        }
    }

    /// Another state from `at` on.
    pub(crate) const fn new(value: StateValue, at: Timestamp, why: Why) -> Self {
        Self { value, updated: at, transitioned: at, evaluation: None, why }
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self) -> Cow<'_, str> {
        self.why.text()
    }

    /// Why, as data; none at creation, and when somebody set the state without.
    #[must_use]
    pub fn reason_data(&self) -> Option<Json> {
        self.why.data()
    }

    pub(crate) fn reason_data_text(&self) -> Option<String> {
        self.reason_data().map(|data| data.as_str().to_owned())
    }
}

/// Everything kept of an alarm.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) alarm: MetricAlarm,
    /// Names the metric in events.
    pub(crate) metric_query_id: Uuid,
    pub(crate) tags: Tags,
    pub(crate) created: Timestamp,
    /// Until when the alarm warms up, while it does.
    pub(crate) warms_up_until: Option<Timestamp>,
    /// How each time series stands, for alarms on grouped queries, by id.
    pub(crate) contributors: BTreeMap<String, ContributorState>,
    /// The state before this one; none until the first transition.
    pub(crate) came_from: Option<Arc<AlarmState>>,
}

impl Record {
    /// A new alarm.
    pub(crate) fn new(
        now: Timestamp,
        arn: Arc<str>,
        configuration: Arc<AlarmConfiguration>,
        id: Uuid,
        tags: Tags,
    ) -> Self {
        let warms_up_until = configuration.warm_up.map(|warm_up| warm_up.until(now));
        let mut state = AlarmState::initial(now);
        state.evaluation = warms_up_until.map(|_| EvaluationState::InWarmUp);
        let alarm = MetricAlarm { arn, configuration, configuration_updated: now, state: Arc::new(state) };
        Self {
            alarm,
            metric_query_id: id,
            tags,
            created: now,
            warms_up_until,
            contributors: BTreeMap::new(),
            came_from: None,
        }
    }

    /// Takes another configuration on. A warm-up may change or end by that; it does not begin again.
    pub(crate) fn reconfigure(&mut self, now: Timestamp, configuration: AlarmConfiguration) {
        let until = configuration.warm_up.map(|warm_up| warm_up.until(self.created)).filter(|until| *until > now);
        self.warms_up_until = self.warms_up_until.and(until);
        self.set_evaluation(self.warms_up_until.map(|_| EvaluationState::InWarmUp));
        self.alarm.configuration = Arc::new(configuration);
        self.alarm.configuration_updated = now;
    }

    /// Notes why the last evaluation was none in full, or that it was.
    pub(crate) fn set_evaluation(&mut self, evaluation: Option<EvaluationState>) {
        if self.alarm.state.evaluation != evaluation {
            Arc::make_mut(&mut self.alarm.state).evaluation = evaluation;
        }
    }

    /// Whether data of any metric may change the state.
    pub(crate) fn looks_everywhere(&self) -> bool {
        self.alarm.configuration.source.queries().is_some_and(AlarmQueries::looks_everywhere)
    }

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
