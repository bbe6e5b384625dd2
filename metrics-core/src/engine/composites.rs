//! Verbs on composite alarms.

use cupola_base::json::Json;
use cupola_base::{ApiError, Tags, Timestamp};

use super::Engine;
use super::alarms::{AlarmNamesError, UnknownAlarm};
use crate::alarm::{AlarmFilter, AlarmState, MetricAlarm, StateValue, Why};
use crate::code;
use crate::composite::{
    Cause, Composite, CompositeAlarm, CompositeConfiguration, CompositeExplanation, CompositeRecord,
    PutCompositeAlarmError, Standing, Suppression, TellsOf, checked, resolve,
};
use crate::message::Operation;
use crate::name::AlarmName;
use crate::withheld::Withholder;

impl Engine {
    /// Creates a composite alarm, or replaces the configuration of the one of this name, which keeps its state until
    /// its rule is evaluated.
    ///
    /// It is evaluated at once when it is created, and when its rule is another. Tags are honoured at creation only.
    /// When nothing changes, nothing happens at all.
    ///
    /// ```
    /// use cupola_metrics::{Alarm, Composite, Engine, Period, Place, StateValue, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// for name in ["slow", "deploying"] {
    ///     engine.put_metric_alarm(t0, Alarm::on("App", name).named(name).sum(Period::MINUTE).above(1.0))?;
    /// }
    /// engine.put_composite_alarm(t0, Composite::new("page", "ALARM(slow) AND NOT ALARM(deploying)")?)?;
    ///
    /// engine.set_alarm_state(t0, "slow", StateValue::Alarm, "by hand", None)?;
    /// let page = engine.composite_alarm(t0, "page").expect("it was created");
    /// assert_eq!(page.state.value, StateValue::Alarm);
    /// assert!(page.state.reason().ends_with("alarm:slow transitioned to ALARM at Monday 04 May, 2026 06:00:00 UTC"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutCompositeAlarmError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch API Reference, PutCompositeAlarm.
    #[doc(alias = "PutCompositeAlarm")]
    pub fn put_composite_alarm(&mut self, now: Timestamp, mut alarm: Composite) -> Result<(), PutCompositeAlarmError> {
        let now = self.at(now);
        let tags = std::mem::take(&mut alarm.tags);
        let configuration = checked(alarm, &self.place, &self.limits)?;
        if self.book.named(configuration.name.as_str()).is_some() {
            return Err(PutCompositeAlarmError::OtherKind(configuration.name.to_string()));
        }
        let told = self.tells_of(&configuration)?;
        self.check_children(&configuration.name, &told)?;
        match self.composites.record(configuration.name.as_str()).cloned() {
            None => self.create_composite(now, configuration, &told, tags)?,
            Some(record) => self.replace_composite(now, record, configuration, &told),
        }
        self.settle(now);
        Ok(())
    }

    /// A composite alarm as it stands.
    pub fn composite_alarm(&mut self, now: Timestamp, name: &str) -> Option<&CompositeAlarm> {
        self.advance(now);
        self.composites.record(name).map(|record| &record.alarm)
    }

    /// The composite alarms that the filter accepts, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarms.
    pub fn describe_composite_alarms<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a AlarmFilter,
    ) -> impl Iterator<Item = &'a CompositeAlarm> {
        self.advance(now);
        self.composites.select(filter, None)
    }

    /// The alarms that a composite alarm's rule names, by name; none when there is no such composite alarm.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarms.
    #[doc(alias = "ChildrenOfAlarmName")]
    pub fn alarm_children(&mut self, now: Timestamp, name: &str) -> Vec<AnyAlarm<'_>> {
        self.advance(now);
        self.composites.children(name).into_iter().filter_map(|name| self.any_alarm(name.as_str())).collect()
    }

    /// The composite alarms whose rules name an alarm, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAlarms.
    #[doc(alias = "ParentsOfAlarmName")]
    pub fn alarm_parents(&mut self, now: Timestamp, name: &str) -> Vec<&CompositeAlarm> {
        self.advance(now);
        let parents = self.composites.parents(name).into_iter();
        parents.filter_map(|name| self.composites.record(name.as_str())).map(|record| &record.alarm).collect()
    }

    /// How a composite alarm's rule stands: which of its parts hold, which child alone would change it, and what
    /// keeps its actions from running.
    ///
    /// # Errors
    /// [`UnknownAlarm`] when there is no such composite alarm.
    pub fn explain_composite(&mut self, now: Timestamp, name: &str) -> Result<CompositeExplanation, UnknownAlarm> {
        let now = self.at(now);
        let record = self.composites.record(name).ok_or_else(|| UnknownAlarm(name.into()))?;
        let muted_until = self.mutes.muting(now, name).map(|muting| muting.until);
        Ok(CompositeExplanation::of(now, &record.alarm, &self.composites.states(name), muted_until))
    }

    /// An alarm of whichever kind.
    pub(crate) fn any_alarm(&self, name: &str) -> Option<AnyAlarm<'_>> {
        let metric = self.book.named(name).map(|record| AnyAlarm::Metric(&record.alarm));
        metric.or_else(|| self.composites.record(name).map(|record| AnyAlarm::Composite(&record.alarm)))
    }

    /// How many alarms there are, of both kinds.
    pub(super) fn alarm_count(&self) -> usize {
        self.book.len() + self.composites.len()
    }

    fn create_composite(
        &mut self,
        now: Timestamp,
        configuration: CompositeConfiguration,
        told: &TellsOf,
        given: Vec<(String, String)>,
    ) -> Result<(), PutCompositeAlarmError> {
        if self.alarm_count() >= self.limits.alarms {
            return Err(PutCompositeAlarmError::TooManyAlarms(self.limits.alarms));
        }
        let mut tags = Tags::default();
        tags.set(given)?;
        let name = configuration.name.clone();
        let arn = self.place.arn("cloudwatch", format_args!("alarm:{name}")).as_str().into();
        let (state, suppression) = (AlarmState::initial(now), suppression_of(told));
        let alarm = CompositeAlarm {
            arn,
            configuration: configuration.into(),
            configuration_updated: now,
            state: state.into(),
            suppression,
            is_in_cycle: false,
        };
        self.composites.put(CompositeRecord { alarm, tags, came_from: None }, told);
        self.tell_composite_configuration(now, name.as_str(), Operation::Create, None);
        self.composites.evaluate(name.as_str(), Cause::Created);
        Ok(())
    }

    /// Replaces the configuration of `record`, when it is another.
    fn replace_composite(
        &mut self,
        now: Timestamp,
        mut record: CompositeRecord,
        configuration: CompositeConfiguration,
        told: &TellsOf,
    ) {
        if record.alarm.configuration.is_same(&configuration) {
            return;
        }
        let before = record.alarm.clone();
        let name = configuration.name.clone();
        let is_other_rule = before.configuration.rule != configuration.rule;
        let suppressor = |configuration: &CompositeConfiguration| {
            configuration.suppressor.as_ref().map(|suppressor| suppressor.alarm.clone())
        };
        if suppressor(&before.configuration) != suppressor(&configuration) {
            record.alarm.suppression = suppression_of(told);
            self.forget_suppressed(&name, record.alarm.suppression);
        }
        (record.alarm.configuration, record.alarm.configuration_updated) = (configuration.into(), now);
        self.composites.put(record, told);
        self.tell_composite_configuration(now, name.as_str(), Operation::Update, Some(&before));
        if is_other_rule {
            self.composites.evaluate(name.as_str(), Cause::Updated);
        }
    }

    /// Another suppressor: actions that waited for the one before are dropped, save while the new one suppresses.
    fn forget_suppressed(&mut self, name: &AlarmName, suppression: Suppression) {
        if suppression.is_open() && self.withheld.by(name.as_str()) == Some(Withholder::Suppressor) {
            self.withheld.release(name.as_str());
        }
    }

    pub(super) fn delete_composite(&mut self, now: Timestamp, name: &str) {
        if self.composites.record(name).is_none() {
            return;
        }
        self.tell_composite_configuration(now, name, Operation::Delete, None);
        self.composites.remove(name);
        self.withheld.release(name);
    }

    /// Whether alarms may be deleted in one call: at most one composite alarm, and none that others depend on.
    pub(super) fn check_deletion<S: AsRef<str>>(&self, names: &[S]) -> Result<(), DeleteAlarmsError> {
        let is_composite = |name: &&S| self.composites.record(name.as_ref()).is_some();
        let names_of_composites: std::collections::BTreeSet<&str> =
            names.iter().filter(is_composite).map(AsRef::as_ref).collect();
        if names_of_composites.len() > 1 {
            return Err(DeleteAlarmsError::SeveralComposites);
        }
        let mut held: Vec<String> = Vec::new();
        for name in names.iter().map(AsRef::as_ref).filter(|name| self.composites.holds(name)) {
            if !held.iter().any(|other| other == name) {
                held.push(name.to_owned());
            }
        }
        if held.is_empty() { Ok(()) } else { Err(DeleteAlarmsError::Held(held)) }
    }

    /// Sets a composite alarm's state by hand, when it is another.
    pub(super) fn set_composite_state(
        &mut self,
        now: Timestamp,
        name: &str,
        value: StateValue,
        reason: &str,
        reason_data: Option<Json>,
    ) {
        let Some(id) = self.composites.id(name) else { return };
        if self.composites.record_of(id).is_none_or(|record| record.alarm.state.value == value) {
            return;
        }
        let state = AlarmState::new(value, now, Why::Told(reason.into(), reason_data));
        let changed = self.composites.turn(now, id, state);
        self.settle_after(now, changed);
    }

    pub(super) fn switch_composite_actions(&mut self, now: Timestamp, name: &str, enabled: bool) {
        let Some(record) = self.composites.record(name).cloned() else { return };
        let configuration =
            CompositeConfiguration { actions_enabled: enabled, ..(*record.alarm.configuration).clone() };
        if let Ok(told) = self.tells_of(&configuration) {
            self.replace_composite(now, record, configuration, &told);
        }
    }

    /// The alarms that a configuration tells of.
    fn tells_of(&self, configuration: &CompositeConfiguration) -> Result<TellsOf, PutCompositeAlarmError> {
        let names: Result<Vec<AlarmName>, _> =
            configuration.rule.references().map(|reference| resolve(&self.place, reference)).collect();
        let names = names?;
        let missing: Vec<String> =
            names.iter().filter(|name| self.standing(name).is_none()).map(ToString::to_string).collect();
        if !missing.is_empty() {
            return Err(PutCompositeAlarmError::NoSuchAlarms(missing));
        }
        let suppressor = configuration.suppressor.as_ref().map(|suppressor| {
            let standing = self.standing(&suppressor.alarm);
            standing.ok_or_else(|| PutCompositeAlarmError::NoSuchSuppressor(suppressor.alarm.to_string()))
        });
        let rule = names.iter().filter_map(|name| self.standing(name)).collect();
        Ok(TellsOf { rule, suppressor: suppressor.transpose()? })
    }

    fn standing(&self, name: &AlarmName) -> Option<Standing> {
        Standing::metric(&self.book, name).or_else(|| self.composites.record(name.as_str()).map(Standing::composite))
    }

    fn check_children(&self, name: &AlarmName, told: &TellsOf) -> Result<(), PutCompositeAlarmError> {
        let children: std::collections::BTreeSet<&AlarmName> = told.rule.iter().map(|alarm| &alarm.name).collect();
        let (given, most) = (children.len(), self.limits.rule_children);
        if given > most {
            return Err(PutCompositeAlarmError::TooManyChildren { given, most });
        }
        let most = self.limits.rules_per_alarm;
        let full = |child: &&&AlarmName| self.composites.parents_besides(child.as_str(), name.as_str()) >= most;
        match children.iter().find(full) {
            Some(child) => Err(PutCompositeAlarmError::TooManyParents { alarm: child.to_string(), most }),
            None => Ok(()),
        }
    }
}

/// Nothing is suppressed yet, save when the suppressor is in `ALARM` already.
fn suppression_of(told: &TellsOf) -> Suppression {
    Suppression::new(told.suppressor.as_ref().is_some_and(|suppressor| suppressor.state == StateValue::Alarm))
}

/// An alarm of either kind.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum AnyAlarm<'a> {
    /// An alarm on a metric.
    Metric(&'a MetricAlarm),
    /// An alarm on other alarms.
    Composite(&'a CompositeAlarm),
}

impl<'a> AnyAlarm<'a> {
    /// The alarm's name.
    #[must_use]
    pub fn name(self) -> &'a str {
        match self {
            Self::Metric(alarm) => alarm.configuration.name.as_str(),
            Self::Composite(alarm) => alarm.configuration.name.as_str(),
        }
    }

    /// The alarm's state.
    #[must_use]
    pub fn state(self) -> &'a AlarmState {
        match self {
            Self::Metric(alarm) => &alarm.state,
            Self::Composite(alarm) => &alarm.state,
        }
    }
}

/// Why alarms were not deleted; none of the call was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteAlarmsError {
    /// There are too many names.
    #[error(transparent)]
    Names(#[from] AlarmNamesError),
    /// Two composite alarms are not deleted in one call.
    #[error("Only one composite alarm can be deleted in one call.")]
    SeveralComposites,
    /// Composite alarms name these as children or as suppressors.
    #[error(
        "Cannot delete {} as there are composite alarm(s) depending on {}.",
        .0.join(","), if .0.len() == 1 { "it" } else { "them" }
    )]
    Held(Vec<String>),
}

impl From<DeleteAlarmsError> for ApiError {
    fn from(error: DeleteAlarmsError) -> Self {
        Self::caller(code::VALIDATION, error.to_string())
    }
}
