//! Verbs on alarms.

use cupola_base::json::{Json, JsonTextError};
use cupola_base::{ApiError, Tags, Timestamp};

use super::Engine;
use super::composites::DeleteAlarmsError;
use crate::alarm::{
    Alarm, AlarmConfiguration, AlarmFilter, AlarmSource, AlarmsForMetric, Contributor, Evaluation, HistoryFilter,
    HistoryItem, MetricAlarm, PutAlarmError, Range, Record, Sight, Spans, StateValue, Why, checked, evaluate, rule,
};
use crate::code;
use crate::data::MetricDataError;
use crate::explain::Explanation;
use crate::message::Operation;
use crate::name::AlarmName;

impl Engine {
    /// Creates an alarm, or replaces the configuration of the one of this name.
    ///
    /// A new alarm is in `INSUFFICIENT_DATA`, and no action runs for that. A replaced one keeps
    /// its state, and its tags; when nothing changes, nothing happens at all.
    ///
    /// # Errors
    /// [`PutAlarmError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch API Reference, PutMetricAlarm.
    #[doc(alias = "PutMetricAlarm")]
    pub fn put_metric_alarm(&mut self, now: Timestamp, mut alarm: Alarm) -> Result<(), PutAlarmError> {
        let now = self.at(now);
        let tags = std::mem::take(&mut alarm.tags);
        let mut configuration = checked(alarm, &self.limits)?;
        if self.composites.record(configuration.name.as_str()).is_some() {
            return Err(PutAlarmError::OtherKind(configuration.name.to_string()));
        }
        let is_new = self.book.id(configuration.name.as_str()).is_none();
        if is_new && self.alarm_count() >= self.limits.alarms {
            return Err(PutAlarmError::TooManyAlarms(self.limits.alarms));
        }
        if let Some(queries) = configuration.source.queries() {
            self.detectors.ensure_all(&queries.queries, self.limits.anomaly_detectors)?;
        }
        if let AlarmSource::Metric(source) = &mut configuration.source {
            self.store.share(&mut source.metric);
        }
        match self.book.named(configuration.name.as_str()).cloned() {
            None => self.create(now, configuration, tags),
            Some(record) => {
                self.replace(now, record, configuration);
                Ok(())
            }
        }
    }

    /// The alarms that the filter accepts, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarms.
    pub fn describe_alarms<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a AlarmFilter,
    ) -> impl Iterator<Item = &'a MetricAlarm> {
        self.advance(now);
        self.alarms_after(filter, None)
    }

    /// The alarms after `after` that the filter accepts, by name.
    pub(crate) fn alarms_after<'a>(
        &'a self,
        filter: &'a AlarmFilter,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = &'a MetricAlarm> {
        self.book.select(filter, after)
    }

    /// The alarms on a metric, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarmsForMetric.
    pub fn describe_alarms_for_metric<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a AlarmsForMetric,
    ) -> impl Iterator<Item = &'a MetricAlarm> {
        self.advance(now);
        let metric = self.store.find(&filter.metric).into_iter();
        let on_metric = metric.flat_map(|id| self.book.on(id)).map(|record| &record.alarm);
        on_metric.filter(|alarm| filter.accepts(alarm))
    }

    /// What happened to alarms in the last 30 days, also to those that are no more.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarmHistory.
    pub fn describe_alarm_history<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a HistoryFilter,
    ) -> impl Iterator<Item = &'a HistoryItem> {
        let now = self.at(now);
        self.history_after(now, filter, None)
    }

    /// The items behind the one of a number, in the filter's order.
    pub(crate) fn history_after<'a>(
        &'a self,
        now: Timestamp,
        filter: &'a HistoryFilter,
        after: Option<u64>,
    ) -> impl Iterator<Item = &'a HistoryItem> {
        self.history.list(now, filter, after, &self.limits)
    }

    /// Deletes alarms of both kinds; names that do not exist do not matter.
    ///
    /// # Errors
    /// [`DeleteAlarmsError`] when there are too many names, more than one of a composite alarm, or some of alarms that
    /// composite alarms depend on; nothing is deleted.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteAlarms.
    pub fn delete_alarms<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Result<(), DeleteAlarmsError> {
        let now = self.at(now);
        self.check_names(names.len())?;
        self.check_deletion(names)?;
        for name in names {
            self.delete_composite(now, name.as_ref());
            if let Some(record) = self.book.remove(&mut self.store, name.as_ref()) {
                self.tell_configuration(now, &record, Operation::Delete, None);
                self.withheld.release(name.as_ref());
            }
        }
        Ok(())
    }

    /// Sets an alarm's state by hand. The next evaluation may set it back: that of a composite alarm comes when a child
    /// changes its state, or its rule is changed.
    ///
    /// When the state is that already, nothing happens, and the reason is not even noted.
    ///
    /// # Errors
    /// [`SetAlarmStateError`] when there is no such alarm, the reason is too long, or the data are
    /// not JSON.
    ///
    /// # Source
    /// CloudWatch API Reference, SetAlarmState.
    pub fn set_alarm_state(
        &mut self,
        now: Timestamp,
        name: &str,
        value: StateValue,
        reason: &str,
        reason_data: Option<&str>,
    ) -> Result<(), SetAlarmStateError> {
        let now = self.at(now);
        let reason_data = checked_reason(reason, reason_data)?;
        if self.composites.record(name).is_some() {
            self.set_composite_state(now, name, value, reason, reason_data);
            return Ok(());
        }
        let id = self.book.id(name).ok_or_else(|| UnknownAlarm(name.into()))?;
        if self.book.record(id).is_some_and(|record| record.alarm.state.value != value) {
            self.transition(now, id, value, Why::Told(reason.into(), reason_data));
            self.plan(now, id, false);
            self.settle(now);
        }
        Ok(())
    }

    /// Lets the actions of alarms run; names that do not exist do not matter.
    ///
    /// # Errors
    /// [`AlarmNamesError`] when there are too many names; nothing is changed.
    ///
    /// # Source
    /// CloudWatch API Reference, EnableAlarmActions.
    pub fn enable_alarm_actions<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Result<(), AlarmNamesError> {
        self.switch_actions(now, names, true)
    }

    /// Lets the actions of alarms run no more; names that do not exist do not matter.
    ///
    /// # Errors
    /// [`AlarmNamesError`] when there are too many names; nothing is changed.
    ///
    /// # Source
    /// CloudWatch API Reference, DisableAlarmActions.
    pub fn disable_alarm_actions<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) -> Result<(), AlarmNamesError> {
        self.switch_actions(now, names, false)
    }

    /// Why an evaluation now comes out as it does, and what would change the state.
    ///
    /// The evaluation is that of the last instant at which the alarm could have been evaluated,
    /// on the data that there are now. It changes nothing. Of an alarm on a grouped query it is that of the first time
    /// series that breaches, or of the first.
    ///
    /// # Errors
    /// [`ExplainAlarmError`] when there is no such alarm, or its queries cannot be answered.
    pub fn explain_alarm(&mut self, now: Timestamp, name: &str) -> Result<Explanation, ExplainAlarmError> {
        let now = self.at(now);
        let id = self.book.id(name).ok_or_else(|| UnknownAlarm(name.into()))?;
        let sight = self.look(now, id).ok_or_else(|| UnknownAlarm(name.into()))??;
        let record = self.book.record(id).ok_or_else(|| UnknownAlarm(name.into()))?;
        let (alarm, state) = (&record.alarm.configuration, record.alarm.state.value);
        let evaluation = match sight {
            Sight::One(range) => evaluate(range, alarm, &self.policies),
            Sight::Many { contributors, .. } => self.evaluate_one_of(now, alarm, contributors),
        };
        let at = evaluation.range.end();
        Ok(Explanation::of(at, alarm, rule(alarm, &self.policies), state, &evaluation))
    }

    fn evaluate_one_of(
        &self,
        now: Timestamp,
        alarm: &AlarmConfiguration,
        contributors: Vec<(Contributor, Range)>,
    ) -> Evaluation {
        let evaluations = contributors.into_iter().map(|(_, range)| evaluate(range, alarm, &self.policies));
        let mut evaluations: Vec<Evaluation> = evaluations.collect();
        let breaches = |evaluation: &Evaluation| evaluation.decision.state == Some(StateValue::Alarm);
        let place = evaluations.iter().position(breaches).unwrap_or(0);
        if evaluations.is_empty() {
            return evaluate(Range::empty(Spans::of(alarm, now, &self.policies)), alarm, &self.policies);
        }
        evaluations.swap_remove(place)
    }

    /// Why the alarm came to its state; `None` when there is no such alarm, it was never
    /// evaluated to another state, or somebody set the state by hand.
    #[must_use]
    pub fn last_transition(&self, name: &str) -> Option<Explanation> {
        self.book.named(name)?.alarm.state.why.explain()
    }

    fn create(
        &mut self,
        now: Timestamp,
        configuration: AlarmConfiguration,
        tags: Vec<(String, String)>,
    ) -> Result<(), PutAlarmError> {
        let record = self.new_record(now, configuration, tags)?;
        let id = self.book.put(&mut self.store, record.clone());
        self.tell_configuration(now, &record, Operation::Create, None);
        self.plan(now, id, false);
        Ok(())
    }

    fn new_record(
        &self,
        now: Timestamp,
        configuration: AlarmConfiguration,
        given: Vec<(String, String)>,
    ) -> Result<Record, PutAlarmError> {
        let mut tags = Tags::default();
        tags.set(given)?;
        let arn = self.place.arn("cloudwatch", format_args!("alarm:{}", configuration.name)).as_str().into();
        Ok(Record::new(now, arn, configuration.into(), self.rng.next_uuid(), tags))
    }

    /// Replaces the configuration of `record`, when it is another.
    fn replace(&mut self, now: Timestamp, mut record: Record, configuration: AlarmConfiguration) {
        if *record.alarm.configuration == configuration {
            return;
        }
        let before = record.alarm.clone();
        record.reconfigure(now, configuration);
        let id = self.book.put(&mut self.store, record.clone());
        self.tell_configuration(now, &record, Operation::Update, Some(&before));
        self.plan(now, id, false);
        self.plan_repetition(now, id);
    }

    fn switch_actions<S: AsRef<str>>(
        &mut self,
        now: Timestamp,
        names: &[S],
        enabled: bool,
    ) -> Result<(), AlarmNamesError> {
        let now = self.at(now);
        self.check_names(names.len())?;
        for name in names {
            self.switch_composite_actions(now, name.as_ref(), enabled);
            if let Some(record) = self.book.named(name.as_ref()).cloned() {
                let configuration =
                    AlarmConfiguration { actions_enabled: enabled, ..(*record.alarm.configuration).clone() };
                self.replace(now, record, configuration);
            }
        }
        Ok(())
    }

    pub(crate) const fn check_names(&self, given: usize) -> Result<(), AlarmNamesError> {
        let most = self.limits.names_per_call;
        if given > most { Err(AlarmNamesError { given, most }) } else { Ok(()) }
    }
}

/// The longest reason and the longest data that the service takes, in characters.
const LONGEST_REASON: usize = 1023;
const LONGEST_REASON_DATA: usize = 4000;

fn checked_reason(reason: &str, data: Option<&str>) -> Result<Option<Json>, SetAlarmStateError> {
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    if too_long(reason, LONGEST_REASON) || data.is_some_and(|data| too_long(data, LONGEST_REASON_DATA)) {
        return Err(SetAlarmStateError::TooLong);
    }
    Ok(data.map(Json::parse).transpose()?)
}

/// There is no alarm of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no alarm `{0}`")]
pub struct UnknownAlarm(pub(crate) String);

impl From<UnknownAlarm> for ApiError {
    fn from(_: UnknownAlarm) -> Self {
        Self::caller(code::NOT_FOUND, "").with_status(404)
    }
}

/// More names than one call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given} names in one call are more than {most}")]
#[non_exhaustive]
pub struct AlarmNamesError {
    /// How many were given.
    pub given: usize,
    /// How many may be.
    pub most: usize,
}

impl From<AlarmNamesError> for ApiError {
    fn from(error: AlarmNamesError) -> Self {
        Self::caller(code::VALIDATION, error.to_string())
    }
}

/// Why nothing can be told of an alarm's evaluation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainAlarmError {
    /// There is no such alarm.
    #[error(transparent)]
    Unknown(#[from] UnknownAlarm),
    /// Its queries cannot be answered.
    #[error(transparent)]
    Queries(#[from] MetricDataError),
}

/// Why a state was not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetAlarmStateError {
    /// There is no such alarm.
    #[error(transparent)]
    Unknown(#[from] UnknownAlarm),
    /// The reason's data are not JSON.
    #[error("the reason data are {0}")]
    Format(#[from] JsonTextError),
    /// The reason is longer than 1023 characters, or its data are longer than 4000.
    #[error("a reason has up to {LONGEST_REASON} characters and its data up to {LONGEST_REASON_DATA}")]
    TooLong,
}

impl From<SetAlarmStateError> for ApiError {
    fn from(error: SetAlarmStateError) -> Self {
        let text = error.to_string();
        match error {
            SetAlarmStateError::Unknown(unknown) => unknown.into(),
            SetAlarmStateError::Format(_) => Self::caller(code::INVALID_FORMAT, text),
            SetAlarmStateError::TooLong => Self::caller(code::VALIDATION, text),
        }
    }
}

/// Whether a name is an alarm's; for tags.
pub(super) fn alarm_of<'a>(engine: &Engine, arn: &'a str) -> Option<&'a str> {
    let prefix = engine.place.arn("cloudwatch", "alarm:");
    let name = arn.strip_prefix(prefix.as_str())?;
    AlarmName::new(name).is_ok().then_some(name)
}
