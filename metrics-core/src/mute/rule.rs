//! Mute rules: as asked for, as kept.

use std::fmt;

use cupola_base::{ApiError, Tags, TagsError, Timestamp};
use serde::{Deserialize, Serialize};

use super::schedule::{MuteSchedule, MuteScheduleError, MuteWindow};
use crate::code;
use crate::limits::Limits;
use crate::name::{AlarmName, MuteRuleName, NameError};

/// A mute rule as asked for: while it is active, the actions of its alarms wait.
/// [`Engine::put_alarm_mute_rule`](crate::Engine::put_alarm_mute_rule) checks it.
///
/// ```
/// use cupola_metrics::{MuteRule, MuteSchedule};
///
/// let nights = MuteSchedule::parse("cron(0 22 * * *)", "PT8H", Some("Europe/Berlin"))?;
/// let rule = MuteRule::new("nights", nights).for_alarm("slow").for_alarm("checkout");
/// # drop(rule);
/// # Ok::<(), cupola_metrics::MuteScheduleError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "PutAlarmMuteRule")]
pub struct MuteRule {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) schedule: MuteSchedule,
    pub(crate) alarms: Option<Vec<String>>,
    pub(crate) starts: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) tags: Vec<(String, String)>,
}

impl MuteRule {
    /// A rule of this name, for no alarm yet.
    #[must_use]
    pub fn new(name: impl Into<String>, schedule: MuteSchedule) -> Self {
        let name = name.into();
        Self { name, description: None, schedule, alarms: None, starts: None, expires: None, tags: Vec::new() }
    }

    /// Sets the description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Mutes an alarm too; there need not be one of this name yet.
    #[must_use]
    pub fn for_alarm(mut self, name: impl Into<String>) -> Self {
        self.alarms.get_or_insert_default().push(name.into());
        self
    }

    /// Mutes nothing before an instant.
    #[must_use]
    pub fn starting(self, starts: Timestamp) -> Self {
        Self { starts: Some(starts), ..self }
    }

    /// Mutes nothing from an instant on.
    #[must_use]
    pub fn expiring(self, expires: Timestamp) -> Self {
        Self { expires: Some(expires), ..self }
    }

    /// Adds a tag; honoured at creation only.
    #[must_use]
    pub fn with_tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}

/// A mute rule as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmMuteRule {
    /// The rule's ARN.
    pub arn: String,
    /// The name.
    pub name: MuteRuleName,
    /// The description.
    pub description: Option<String>,
    /// When it mutes.
    pub schedule: MuteSchedule,
    /// The alarms that it mutes, as listed; `None` when no list was given.
    pub alarms: Option<Vec<AlarmName>>,
    /// Nothing is muted before.
    pub starts: Option<Timestamp>,
    /// Nothing is muted from then on.
    pub expires: Option<Timestamp>,
    /// When the rule was last put.
    pub updated: Timestamp,
    /// Its tags.
    pub tags: Tags,
}

impl AlarmMuteRule {
    /// The window that an instant lies in, within the rule's dates.
    #[must_use]
    pub fn window_at(&self, t: Timestamp) -> Option<MuteWindow> {
        if self.starts.is_some_and(|starts| t < starts) || self.expires.is_some_and(|expires| t >= expires) {
            return None;
        }
        let window = self.schedule.window_at(t)?;
        let start = self.starts.map_or(window.start, |starts| starts.max(window.start));
        let end = self.expires.map_or(window.end, |expires| expires.min(window.end));
        Some(MuteWindow { start, end })
    }

    /// Whether it mutes now, will, or never will again.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> MuteRuleStatus {
        if self.window_at(now).is_some() {
            return MuteRuleStatus::Active;
        }
        let is_over = self.expires.is_some_and(|expires| now >= expires);
        match self.schedule.next_start(now) {
            Some(next) if !is_over && self.expires.is_none_or(|expires| next < expires) => MuteRuleStatus::Scheduled,
            None if !is_over && self.starts_within_a_window(now) => MuteRuleStatus::Scheduled,
            _ => MuteRuleStatus::Expired,
        }
    }

    /// Whether the rule's first date is still to come, and lies in the last window.
    fn starts_within_a_window(&self, now: Timestamp) -> bool {
        self.starts.is_some_and(|starts| now < starts && self.window_at(starts).is_some())
    }
}

/// What a mute rule is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum MuteRuleStatus {
    /// It will mute.
    #[serde(rename = "SCHEDULED")]
    Scheduled,
    /// It mutes.
    #[serde(rename = "ACTIVE")]
    Active,
    /// It will mute no more.
    #[serde(rename = "EXPIRED")]
    Expired,
}

impl MuteRuleStatus {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Active => "ACTIVE",
            Self::Expired => "EXPIRED",
        }
    }
}

impl fmt::Display for MuteRuleStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which mute rules are listed; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MuteRuleFilter {
    /// Those that mute this alarm.
    pub alarm: Option<String>,
    /// Those of these statuses.
    pub statuses: Vec<MuteRuleStatus>,
}

impl MuteRuleFilter {
    pub(super) fn accepts(&self, now: Timestamp, rule: &AlarmMuteRule) -> bool {
        let mutes = |alarm: &String| rule.alarms.iter().flatten().any(|name| name.as_str() == alarm);
        self.alarm.as_ref().is_none_or(mutes) && (self.statuses.is_empty() || self.statuses.contains(&rule.status(now)))
    }
}

/// Checks a rule; its tags are honoured when `tags` is none yet.
pub(crate) fn checked(
    now: Timestamp,
    arn: String,
    rule: MuteRule,
    tags: Option<Tags>,
    limits: &Limits,
) -> Result<AlarmMuteRule, PutMuteRuleError> {
    let most = limits.alarms_per_mute_rule;
    let given = rule.alarms.as_ref().map_or(0, Vec::len);
    if given > most {
        return Err(PutMuteRuleError::TooManyAlarms { given, most });
    }
    if rule.description.as_ref().is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION) {
        return Err(PutMuteRuleError::TooLong);
    }
    if rule.starts.zip(rule.expires).is_some_and(|(starts, expires)| starts >= expires) {
        return Err(PutMuteRuleError::Dates);
    }
    let alarms = rule.alarms.map(|names| names.into_iter().map(AlarmName::new).collect()).transpose()?;
    Ok(AlarmMuteRule {
        arn,
        name: MuteRuleName::new(rule.name)?,
        description: rule.description,
        schedule: rule.schedule,
        alarms,
        starts: rule.starts,
        expires: rule.expires,
        updated: now,
        tags: tags.map_or_else(|| tags_of(rule.tags), Ok)?,
    })
}

fn tags_of(given: Vec<(String, String)>) -> Result<Tags, TagsError> {
    let mut tags = Tags::default();
    tags.set(given)?;
    Ok(tags)
}

/// Characters of a description.
const LONGEST_DESCRIPTION: usize = 1024;

/// Why a mute rule was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutMuteRuleError {
    /// The name of the rule, or of an alarm, is not one.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Expression, duration or zone are not one.
    #[error(transparent)]
    Schedule(#[from] MuteScheduleError),
    /// The description is longer than 1024 characters.
    #[error("Description must be 0 to {LONGEST_DESCRIPTION} characters long")]
    TooLong,
    /// More alarms than one rule mutes.
    #[error("{given} alarms in one mute rule are more than {most}")]
    TooManyAlarms {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// It would expire before it starts.
    #[error("StartDate must be before ExpireDate.")]
    Dates,
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// There are as many mute rules as there may be.
    #[error("{0} mute rules are as many as there may be")]
    TooManyRules(usize),
}

impl From<PutMuteRuleError> for ApiError {
    fn from(error: PutMuteRuleError) -> Self {
        let code = match error {
            PutMuteRuleError::TooManyRules(_) => code::LIMIT_EXCEEDED,
            PutMuteRuleError::Tags(_) => code::INVALID_VALUE,
            _ => code::VALIDATION,
        };
        Self::caller(code, error.to_string())
    }
}

/// There is no mute rule of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The mute rule {0} does not exist.")]
pub struct UnknownMuteRule(pub(crate) String);

impl From<UnknownMuteRule> for ApiError {
    fn from(error: UnknownMuteRule) -> Self {
        Self::caller(code::RESOURCE_NOT_FOUND, error.to_string()).with_status(404)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn rule(expression: &str, change: impl FnOnce(MuteRule) -> MuteRule) -> Result<AlarmMuteRule, PutMuteRuleError> {
        let schedule = MuteSchedule::parse(expression, "PT1H", None).unwrap();
        checked(Timestamp::MIN, String::new(), change(MuteRule::new("m", schedule)), None, &Limits::default())
    }

    #[test]
    fn a_rule_is_scheduled_active_and_expired() {
        use MuteRuleStatus::{Active, Expired, Scheduled};
        let once = rule("at(2026-05-04T08:00)", |rule| rule).unwrap();
        let daily = rule("cron(0 8 * * *)", |rule| {
            rule.starting(t("2026-05-04T08:30:00Z")).expiring(t("2026-05-06T08:10:00Z"))
        })
        .unwrap();
        let late = rule("at(2026-05-04T08:00)", |rule| rule.starting(t("2026-05-04T08:30:00Z"))).unwrap();
        for (at, of_once, of_daily, of_late) in [
            ("2026-05-04T07:59:00Z", Scheduled, Scheduled, Scheduled),
            ("2026-05-04T08:00:00Z", Active, Scheduled, Scheduled),
            ("2026-05-04T08:30:00Z", Active, Active, Active),
            ("2026-05-04T09:00:00Z", Expired, Scheduled, Expired),
            ("2026-05-05T08:00:00Z", Expired, Active, Expired),
            ("2026-05-06T08:09:00Z", Expired, Active, Expired),
            ("2026-05-06T08:10:00Z", Expired, Expired, Expired),
        ] {
            let all = [once.status(t(at)), daily.status(t(at)), late.status(t(at))];
            assert_eq!(all, [of_once, of_daily, of_late], "{at}");
        }
        let first = daily.window_at(t("2026-05-04T08:40:00Z")).unwrap();
        assert_eq!((first.start, first.end), (t("2026-05-04T08:30:00Z"), t("2026-05-04T09:00:00Z")));
        assert_eq!(daily.window_at(t("2026-05-06T08:00:00Z")).unwrap().end, t("2026-05-06T08:10:00Z"));
    }

    #[test]
    fn rules_are_checked() {
        let same = t("2026-05-04T08:30:00Z");
        assert_eq!(rule("cron(0 8 * * *)", |rule| rule.starting(same).expiring(same)), Err(PutMuteRuleError::Dates));
        let many = |count: usize| rule("cron(0 8 * * *)", |rule| (0..count).fold(rule, |rule, _| rule.for_alarm("a")));
        assert!(many(100).is_ok());
        assert_eq!(many(101), Err(PutMuteRuleError::TooManyAlarms { given: 101, most: 100 }));
        assert!(matches!(rule("cron(0 8 * * *)", |rule| rule.for_alarm("")), Err(PutMuteRuleError::Name(_))));
    }
}
