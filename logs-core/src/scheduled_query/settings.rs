//! What a scheduled query is told to do.

use std::fmt;
use std::str::FromStr;

use cupola_base::Timestamp;
use cupola_base::schedule::{Expression, Zone};
use serde::{Deserialize, Serialize};

use super::S3Destination;

/// A scheduled query that is to be created.
///
/// ```
/// use cupola_logs::schedule::{Dialect, Expression};
/// use cupola_logs::{Engine, NewScheduledQuery, Place, ScheduledQuerySettings, Timestamp};
///
/// let hourly = Expression::parse("cron(0 * * * ? *)", Dialect::Rules)?;
/// let settings = ScheduledQuerySettings::new("stats count(*) by bin(5m)", hourly, "arn:aws:iam::111122223333:role/q");
/// let query = NewScheduledQuery::new("errors", settings.over(["app"]).looking_back(3600)).tagged([("team", "docks")]);
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// engine.create_log_group(Timestamp::EPOCH, "app")?;
/// engine.create_scheduled_query(Timestamp::EPOCH, query)?;
/// assert_eq!(engine.scheduled_query("errors")?.next, Some(Timestamp::from_secs(3600)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewScheduledQuery {
    pub(super) name: String,
    pub(super) settings: ScheduledQuerySettings,
    pub(super) tags: Vec<(String, String)>,
}

impl NewScheduledQuery {
    /// With a name of 1 to 255 of `a-z A-Z 0-9 _ - / . #`.
    #[must_use]
    pub fn new(name: impl Into<String>, settings: ScheduledQuerySettings) -> Self {
        Self { name: name.into(), settings, tags: Vec::new() }
    }

    /// Gives it tags.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }
}

/// What is asked, of what, when, and where the answer goes.
///
/// # Source
/// CloudWatch Logs API Reference, CreateScheduledQuery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduledQuerySettings {
    /// What it is for; at most 1,024 characters.
    pub description: Option<String>,
    /// The query, in the language of Logs Insights; at most 10,000 characters.
    pub text: String,
    /// The log groups, by name or ARN; none when the query names them itself.
    pub log_groups: Vec<String>,
    /// When it runs: a calendar, or a rate where
    /// [`Policies::scheduled_queries_by_rate`](crate::Policies::scheduled_queries_by_rate) allows it.
    pub schedule: Expression,
    /// Whose calendar; UTC unless told.
    pub zone: Option<Zone>,
    /// How many seconds before each run the events begin that are read; at least 1. Unless told,
    /// [`Policies::scheduled_query_lookback_seconds`](crate::Policies::scheduled_query_lookback_seconds).
    pub lookback_seconds: Option<i64>,
    /// How many seconds before each run these events end; 0 or more, and less than they begin before. Unless told, 0.
    pub end_offset_seconds: Option<i64>,
    /// The bucket of the results.
    pub destination: Option<S3Destination>,
    /// It does not run before this.
    pub start: Option<Timestamp>,
    /// It does not run after this.
    pub end: Option<Timestamp>,
    /// The role that runs it. It is kept and not asked.
    pub role: String,
    /// Whether it runs.
    pub state: ScheduledQueryState,
}

impl ScheduledQuerySettings {
    /// A query that runs by a schedule with a role, over the log groups that it names itself.
    #[must_use]
    pub fn new(text: impl Into<String>, schedule: Expression, role: impl Into<String>) -> Self {
        Self {
            description: None,
            text: text.into(),
            log_groups: Vec::new(),
            schedule,
            zone: None,
            lookback_seconds: None,
            end_offset_seconds: None,
            destination: None,
            start: None,
            end: None,
            role: role.into(),
            state: ScheduledQueryState::Enabled,
        }
    }

    /// Says what it is for.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Over these log groups, by name or ARN.
    #[must_use]
    pub fn over(self, groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { log_groups: groups.into_iter().map(Into::into).collect(), ..self }
    }

    /// By the calendar of a time zone.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        Self { zone: Some(zone), ..self }
    }

    /// Over so many seconds before each run.
    #[must_use]
    pub fn looking_back(self, seconds: i64) -> Self {
        Self { lookback_seconds: Some(seconds), ..self }
    }

    /// Over events that end so many seconds before each run.
    #[must_use]
    pub fn ending_before(self, seconds: i64) -> Self {
        Self { end_offset_seconds: Some(seconds), ..self }
    }

    /// With results in a bucket.
    #[must_use]
    pub fn delivered_to(self, destination: S3Destination) -> Self {
        Self { destination: Some(destination), ..self }
    }

    /// Not before an instant.
    #[must_use]
    pub fn starting(self, start: Timestamp) -> Self {
        Self { start: Some(start), ..self }
    }

    /// Not after an instant.
    #[must_use]
    pub fn ending(self, end: Timestamp) -> Self {
        Self { end: Some(end), ..self }
    }

    /// Kept, but not run.
    #[must_use]
    pub fn disabled(self) -> Self {
        Self { state: ScheduledQueryState::Disabled, ..self }
    }

    /// When it runs first after `t`. A rate counts from the start, or from `created`.
    pub(super) fn next_after(&self, created: Timestamp, t: Timestamp) -> Option<Timestamp> {
        if self.state == ScheduledQueryState::Disabled {
            return None;
        }
        let after = self.start.map_or(t, |start| t.max(start.plus_millis(-1)));
        let next = self.schedule.next_after(self.start.unwrap_or(created), after, self.zone.unwrap_or_default())?;
        Some(next).filter(|next| *next > t && self.end.is_none_or(|end| *next <= end))
    }
}

/// Whether a scheduled query runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these states")]
pub enum ScheduledQueryState {
    /// It does.
    #[default]
    Enabled,
    /// It is kept only.
    Disabled,
}

impl ScheduledQueryState {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Enabled, Self::Disabled];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
        }
    }
}

impl fmt::Display for ScheduledQueryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ScheduledQueryState {
    type Err = super::ScheduledQueryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| super::ScheduledQueryError::State(text.into()))
    }
}
