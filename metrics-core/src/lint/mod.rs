//! What looks wrong, though the service would take it.
//!
//! A lint says what it found, why that matters and where the rule stands. Lints of data look at what
//! the engine holds: a metric that begins tomorrow looks like one that was never published.

mod alarm;
mod composite;
mod cycles;
mod dashboard;
mod facts;
mod fill;
mod finding;
mod math;

pub use composite::{CompositeLint, CompositeLintKind};
pub use dashboard::{DashboardLint, DashboardLintKind};
pub use finding::{AlarmLint, AlarmLintKind};

use std::collections::BTreeMap;
use std::ops::Bound;

use cupola_base::Timestamp;

use crate::alarm::{Alarm, PutAlarmError, checked};
use crate::composite::Composite;
use crate::dashboard::{DashboardBody, UnknownDashboard};
use crate::engine::{Engine, UnknownAlarm};
use composite::Looked;

impl Engine {
    /// What looks wrong with an alarm, by the data of the last day.
    ///
    /// ```
    /// use cupola_metrics::{Alarm, AlarmLintKind, Engine, Period, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let alarm = Alarm::on("Shop", "Orders").named("quiet").sample_count(Period::MINUTE).below(1.0);
    /// engine.put_metric_alarm(now, alarm)?;
    ///
    /// let lints = engine.lint_alarm(now, "quiet")?;
    /// let kinds: Vec<AlarmLintKind> = lints.iter().map(|lint| lint.kind).collect();
    /// assert_eq!(kinds, [AlarmLintKind::NeverPublished, AlarmLintKind::SilenceIsNotZero]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownAlarm`].
    pub fn lint_alarm(&mut self, now: Timestamp, name: &str) -> Result<Vec<AlarmLint>, UnknownAlarm> {
        self.advance(now);
        let record = self.book.named(name).ok_or_else(|| UnknownAlarm(name.into()))?;
        let configuration = (*record.alarm.configuration).clone();
        Ok(alarm::lints(self, &configuration))
    }

    /// What looks wrong with an alarm that is not there yet.
    ///
    /// # Errors
    /// [`PutAlarmError`] when the alarm would be refused.
    pub fn lint_new_alarm(&mut self, now: Timestamp, new: Alarm) -> Result<Vec<AlarmLint>, PutAlarmError> {
        self.advance(now);
        let configuration = checked(new, &self.limits)?;
        Ok(alarm::lints(self, &configuration))
    }

    /// What looks wrong with composite alarms: all those that are there, and new ones as if they had been put,
    /// in whatever order.
    ///
    /// ```
    /// use cupola_metrics::{Composite, CompositeLintKind, Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let shop = Composite::new("shop", "ALARM(checkout)")?.suppressed_by("maintenance", 60, 60);
    /// let lints = engine.lint_composite_alarms(now, &[shop, Composite::new("checkout", "TRUE")?]);
    /// assert_eq!(lints[0].to_string().lines().next(), Some("shop: unknown-suppressor: there is no alarm maintenance"));
    /// assert_eq!(lints[0].kind, CompositeLintKind::UnknownSuppressor);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lint_composite_alarms(&mut self, now: Timestamp, new: &[Composite]) -> Vec<CompositeLint> {
        self.advance(now);
        let there = self.composites.from(Bound::Unbounded).map(|alarm| {
            let (name, configuration) = (alarm.configuration.name.as_str(), &alarm.configuration);
            let suppressor = configuration.suppressor.as_ref().map(|suppressor| suppressor.alarm.as_str());
            (name, Looked { rule: &configuration.rule, suppressor })
        });
        let new = new
            .iter()
            .map(|alarm| (alarm.name.as_str(), Looked { rule: &alarm.rule, suppressor: alarm.suppressor.as_deref() }));
        let all: BTreeMap<&str, Looked<'_>> = there.chain(new).collect();
        composite::lints(&self.place, &all, |name| self.book.named(name).is_some())
    }

    /// What looks wrong with a dashboard, besides the warnings of
    /// [`put_dashboard`](Self::put_dashboard): what it shows that is not there.
    ///
    /// # Errors
    /// [`UnknownDashboard`].
    pub fn lint_dashboard(&mut self, now: Timestamp, name: &str) -> Result<Vec<DashboardLint>, UnknownDashboard> {
        self.advance(now);
        // What is kept was checked when it was put.
        let body = DashboardBody::parse(&self.dashboard(now, name)?.body);
        let body = body.map(|body| body.widgets).unwrap_or_default();
        Ok(dashboard::lints(self, &body))
    }
}
