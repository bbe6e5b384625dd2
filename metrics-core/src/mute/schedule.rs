//! When a mute rule mutes.

use cupola_base::Timestamp;
use cupola_base::schedule::{At, Cron, Zone, ZoneError};
use serde::{Deserialize, Serialize};

use super::{cron, duration};

/// When a mute rule begins to mute, and for how long.
///
/// - `cron(minutes hours day month weekday)`, as other crons are written: Sunday is 0 or 7, and where both days are
///   told, either is enough;
/// - `at(yyyy-MM-ddThh:mm)`, once;
/// - a length as ISO 8601 writes it, `PT1M` to `P15D`.
///
/// ```
/// use cupola_metrics::{MuteSchedule, Timestamp};
///
/// let nights = MuteSchedule::parse("cron(0 22 * * *)", "PT8H", Some("Europe/Berlin"))?;
/// let window = nights.window_at(Timestamp::parse("2026-05-04T23:10:00Z")?).expect("it is night in Berlin");
/// assert_eq!(window.start, Timestamp::parse("2026-05-04T20:00:00Z")?);
/// assert_eq!(nights.window_at(Timestamp::parse("2026-05-05T04:00:00Z")?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, Schedule. How days of the week are counted, and that of two days either is enough, are
/// our decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Texts", into = "Texts")]
pub struct MuteSchedule {
    expression: String,
    duration: String,
    time_zone: Option<String>,
    starts: Starts,
    seconds: u32,
    zone: Zone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Starts {
    Often(Vec<Cron>),
    Once(At),
}

/// From the instant at which a mute rule begins to mute to that at which it no longer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MuteWindow {
    /// The first instant.
    pub start: Timestamp,
    /// The first instant behind it.
    pub end: Timestamp,
}

/// Seconds of the shortest and of the longest window.
const SECONDS: std::ops::RangeInclusive<u32> = 60..=15 * 86_400;

impl MuteSchedule {
    /// Reads the texts of the service; UTC where no zone is told.
    ///
    /// # Errors
    /// [`MuteScheduleError`] with what is accepted.
    pub fn parse(expression: &str, duration: &str, time_zone: Option<&str>) -> Result<Self, MuteScheduleError> {
        let seconds = duration::seconds(duration).filter(|seconds| SECONDS.contains(seconds));
        Ok(Self {
            starts: starts(expression).map_err(|cause| MuteScheduleError::Expression(expression.into(), cause))?,
            seconds: seconds.ok_or_else(|| MuteScheduleError::Duration(duration.into()))?,
            zone: time_zone.map_or(Ok(Zone::UTC), Zone::parse)?,
            expression: expression.into(),
            duration: duration.into(),
            time_zone: time_zone.map(Into::into),
        })
    }

    /// When it begins, as it was given.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// How long, as it was given.
    #[must_use]
    pub fn duration(&self) -> &str {
        &self.duration
    }

    /// By which zone's calendar, where it was given.
    #[must_use]
    pub fn time_zone(&self) -> Option<&str> {
        self.time_zone.as_deref()
    }

    /// Whether it mutes once only.
    #[must_use]
    pub const fn is_one_time(&self) -> bool {
        matches!(self.starts, Starts::Once(_))
    }

    /// The window that an instant lies in; the newest where several overlap.
    #[must_use]
    pub fn window_at(&self, t: Timestamp) -> Option<MuteWindow> {
        let start = self.last_start(t)?;
        let window = MuteWindow { start, end: start.plus_secs(i64::from(self.seconds)) };
        (t < window.end).then_some(window)
    }

    /// The last start at or before `t`.
    fn last_start(&self, t: Timestamp) -> Option<Timestamp> {
        let after = t.plus_millis(1);
        match &self.starts {
            Starts::Often(crons) => crons.iter().filter_map(|cron| cron.prev_before_in(after, self.zone)).max(),
            Starts::Once(at) => at.instant(self.zone).filter(|start| *start <= t),
        }
    }

    /// The first start after `t`.
    pub(super) fn next_start(&self, t: Timestamp) -> Option<Timestamp> {
        match &self.starts {
            Starts::Often(crons) => crons.iter().filter_map(|cron| cron.next_after_in(t, self.zone)).min(),
            Starts::Once(at) => at.instant(self.zone).filter(|start| *start > t),
        }
    }
}

fn starts(expression: &str) -> Result<Starts, String> {
    if expression.starts_with("at(") {
        return once(expression).map(Starts::Once);
    }
    cron::read(expression).map(Starts::Often)
}

/// Times of the service have no seconds; ours have.
fn once(expression: &str) -> Result<At, String> {
    let refused = || "at(yyyy-MM-ddThh:mm) is needed".to_owned();
    let inside = expression.strip_prefix("at(").and_then(|rest| rest.strip_suffix(')')).ok_or_else(refused)?;
    At::parse(&format!("at({inside}:00)")).map_err(|_| refused())
}

/// Why a text is not when, or how long, a mute rule mutes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MuteScheduleError {
    /// Not an expression.
    #[error("The expression {0} is not valid: {1}")]
    Expression(String, String),
    /// Not a length, or too short or too long.
    #[error("The duration {0} is not valid: PT1M to P15D are accepted")]
    Duration(String),
    /// Not a zone.
    #[error(transparent)]
    Zone(#[from] ZoneError),
}

/// A schedule as text.
#[derive(Serialize, Deserialize)]
struct Texts {
    expression: String,
    duration: String,
    time_zone: Option<String>,
}

impl TryFrom<Texts> for MuteSchedule {
    type Error = MuteScheduleError;

    fn try_from(texts: Texts) -> Result<Self, MuteScheduleError> {
        Self::parse(&texts.expression, &texts.duration, texts.time_zone.as_deref())
    }
}

impl From<MuteSchedule> for Texts {
    fn from(schedule: MuteSchedule) -> Self {
        Self { expression: schedule.expression, duration: schedule.duration, time_zone: schedule.time_zone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn windows_hold_their_start_and_not_their_end() {
        let schedule = MuteSchedule::parse("cron(0 2 * * SUN)", "PT1H", None).unwrap();
        for (at, inside) in [
            ("2026-05-03T01:59:59Z", false),
            ("2026-05-03T02:00:00Z", true),
            ("2026-05-03T02:59:59Z", true),
            ("2026-05-03T03:00:00Z", false),
            ("2026-05-04T02:30:00Z", false),
        ] {
            assert_eq!(schedule.window_at(t(at)).is_some(), inside, "{at}");
        }
    }

    #[test]
    fn windows_that_overlap_follow_each_other() {
        let schedule = MuteSchedule::parse("cron(0 * * * *)", "PT90M", None).unwrap();
        let window = schedule.window_at(t("2026-05-03T02:10:00Z")).unwrap();
        assert_eq!((window.start, window.end), (t("2026-05-03T02:00:00Z"), t("2026-05-03T03:30:00Z")));
    }

    #[test]
    fn once_is_once() {
        let schedule = MuteSchedule::parse("at(2026-05-04T08:00)", "P1D", Some("Asia/Tokyo")).unwrap();
        assert!(schedule.is_one_time());
        let window = schedule.window_at(t("2026-05-04T10:00:00Z")).unwrap();
        assert_eq!((window.start, window.end), (t("2026-05-03T23:00:00Z"), t("2026-05-04T23:00:00Z")));
        assert_eq!(schedule.next_start(window.start), None);
    }

    #[test]
    fn refusals_say_what_is_accepted() {
        for (expression, duration, zone, message) in [
            (
                "at(2026-05-04T08:00:00)",
                "PT1H",
                None,
                "The expression at(2026-05-04T08:00:00) is not valid: at(yyyy-MM-ddThh:mm) is needed",
            ),
            ("rate(1 hour)", "PT1H", None, "The expression rate(1 hour) is not valid: cron( ) is needed"),
            ("cron(0 2 * * *)", "PT59S", None, "The duration PT59S is not valid: PT1M to P15D are accepted"),
            ("cron(0 2 * * *)", "P15DT1M", None, "The duration P15DT1M is not valid: PT1M to P15D are accepted"),
        ] {
            assert_eq!(MuteSchedule::parse(expression, duration, zone).unwrap_err().to_string(), message);
        }
        let unknown = MuteSchedule::parse("cron(0 2 * * *)", "PT1H", Some("Mars/Base"));
        assert!(matches!(unknown, Err(MuteScheduleError::Zone(_))));
    }

    #[test]
    fn it_is_its_texts_in_serde() {
        let schedule = MuteSchedule::parse("cron(0 2 13 * 5)", "P1W", Some("Europe/Berlin")).unwrap();
        let text = serde_json::to_string(&schedule).unwrap();
        assert_eq!(text, r#"{"expression":"cron(0 2 13 * 5)","duration":"P1W","time_zone":"Europe/Berlin"}"#);
        assert_eq!(serde_json::from_str::<MuteSchedule>(&text).unwrap(), schedule);
    }
}
