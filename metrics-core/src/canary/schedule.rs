//! When a canary runs.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::schedule::{Cron, Dialect, Rate, Zone};
use serde::{Deserialize, Serialize};

/// When a canary runs, for how long it does, and how often a run that failed is tried again.
///
/// ```
/// use cupola_metrics::CanarySchedule;
///
/// let each_five = CanarySchedule::parse("rate(5 minutes)")?.for_seconds(3600).retrying(2);
/// assert_eq!((each_five.interval_seconds(), each_five.to_string().as_str()), (Some(300), "rate(5 minutes)"));
/// assert!(CanarySchedule::parse("rate(2 hours)").is_err());
/// assert!(CanarySchedule::parse("rate(0 minute)")?.is_once());
/// # Ok::<(), cupola_metrics::CanaryScheduleError>(())
/// ```
///
/// # Source
/// CloudWatch Synthetics API Reference, CanaryScheduleInput; CloudWatch User Guide, "Scheduling canary runs using
/// cron".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanarySchedule {
    #[serde(with = "text")]
    when: When,
    /// As it was written.
    text: String,
    /// For how many seconds from its start a canary runs: up to 31,622,400; 0 for ever. Default 0.
    pub duration_seconds: u32,
    /// How often a run that failed is tried again: 0, 1 or 2; where it was told, else never.
    pub max_retries: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    Once,
    Rate(Rate),
    Cron(Cron),
}

/// A text is no schedule of canaries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The schedule expression {text} is not valid: {needed}.")]
#[non_exhaustive]
pub struct CanaryScheduleError {
    /// The text.
    pub text: String,
    /// What is needed.
    pub needed: String,
}

const NEEDED: &str = "rate(number minute), rate(number minutes), rate(1 hour), rate(0 minute) or cron(...) is needed";

impl CanarySchedule {
    /// The longest duration, in seconds: 366 days.
    pub const LONGEST: u32 = 31_622_400;

    /// Reads `rate(...)` of one minute to one hour, `rate(0 ...)` for once, or `cron(...)`, whose year is `*`.
    ///
    /// # Errors
    /// [`CanaryScheduleError`] with what is needed.
    pub fn parse(text: &str) -> Result<Self, CanaryScheduleError> {
        let refused = |needed: String| CanaryScheduleError { text: text.into(), needed };
        let when = read(text).map_err(refused)?;
        Ok(Self { when, text: text.into(), duration_seconds: 0, max_retries: None })
    }

    /// Sets for how many seconds from its start the canary runs; 0 for ever.
    #[must_use]
    pub fn for_seconds(self, duration_seconds: u32) -> Self {
        Self { duration_seconds, ..self }
    }

    /// Sets how often a run that failed is tried again.
    #[must_use]
    pub fn retrying(self, max_retries: u8) -> Self {
        Self { max_retries: Some(max_retries), ..self }
    }

    /// Whether it runs once for each start.
    #[must_use]
    pub const fn is_once(&self) -> bool {
        matches!(self.when, When::Once)
    }

    /// The seconds between two runs; `None` where the calendar decides, or there is one alone.
    #[must_use]
    pub const fn interval_seconds(&self) -> Option<u64> {
        match self.when {
            When::Rate(rate) => Some(rate.period().as_secs()),
            When::Once | When::Cron(_) => None,
        }
    }

    /// The first run of a canary that starts at an instant.
    pub(super) fn first(&self, start: Timestamp) -> Option<Timestamp> {
        match &self.when {
            When::Once | When::Rate(_) => Some(start),
            When::Cron(cron) => cron.next_after_in(start.plus_millis(-1), Zone::UTC),
        }
    }

    /// The run after the one at an instant.
    pub(super) fn next(&self, last: Timestamp) -> Option<Timestamp> {
        match &self.when {
            When::Once => None,
            When::Rate(rate) => rate.next_after(last, last),
            When::Cron(cron) => cron.next_after_in(last, Zone::UTC),
        }
    }

    /// The first run at or after `begin`, when there is one at `run` before it.
    pub(super) fn at_or_after(&self, run: Timestamp, begin: Timestamp) -> Option<Timestamp> {
        match &self.when {
            When::Once => None,
            When::Rate(_) => {
                let interval = self.interval_millis();
                let runs = begin.millis_since(run).max(0).saturating_add(interval - 1) / interval;
                Some(run.plus_millis(runs.saturating_mul(interval)))
            }
            When::Cron(_) => self.first(begin),
        }
    }

    /// How many runs there are from the one at `run` on, before `end`. Calendars are gone through day by day: all
    /// days on which one runs are alike.
    pub(super) fn runs_between(&self, run: Timestamp, end: Timestamp) -> u64 {
        let span = end.millis_since(run).max(0);
        match &self.when {
            When::Once => u64::from(span > 0),
            When::Rate(_) => span.unsigned_abs().div_ceil(self.interval_millis().unsigned_abs()),
            When::Cron(_) => self.days(run, end),
        }
    }

    fn days(&self, run: Timestamp, end: Timestamp) -> u64 {
        let (mut next, mut all, mut of_a_day) = (Some(run), 0u64, None);
        while let Some(begin) = next.filter(|begin| *begin < end) {
            let day = begin.floor_to(DAY).plus_millis(DAY);
            let is_whole = begin > run && day <= end;
            all += match of_a_day.filter(|_| is_whole) {
                Some(known) => known,
                None => self.singly(begin, day.min(end)),
            };
            of_a_day = of_a_day.or_else(|| is_whole.then(|| self.singly(begin, day)));
            next = self.first(day);
        }
        all
    }

    fn singly(&self, run: Timestamp, end: Timestamp) -> u64 {
        let runs = std::iter::successors(Some(run), |last| self.next(*last));
        runs.take_while(|run| *run < end).fold(0, |all, _| all + 1)
    }

    fn interval_millis(&self) -> i64 {
        let seconds = self.interval_seconds().unwrap_or(60).max(1);
        i64::try_from(seconds).map_or(i64::MAX, |seconds| seconds.saturating_mul(1000))
    }
}

const DAY: i64 = 86_400_000;

fn read(text: &str) -> Result<When, String> {
    if let Some(unit) = text.strip_prefix("rate(0 ").and_then(|rest| rest.strip_suffix(')')) {
        let is_unit = ["minute", "minutes", "hour", "hours"].contains(&unit);
        return if is_unit { Ok(When::Once) } else { Err(NEEDED.into()) };
    }
    if text.starts_with("rate(") {
        let rate = Rate::parse(text, Dialect::Scheduler).map_err(|_| NEEDED)?;
        let seconds = rate.period().as_secs();
        return if (60..=3600).contains(&seconds) { Ok(When::Rate(rate)) } else { Err(NEEDED.into()) };
    }
    if !text.starts_with("cron(") {
        return Err(NEEDED.into());
    }
    let cron = Cron::parse(text).map_err(|error| error.to_string())?;
    let year = text.trim_end_matches(')').rsplit(' ').next();
    if year == Some("*") { Ok(When::Cron(cron)) } else { Err("the year of a canary's cron is *".into()) }
}

impl fmt::Display for CanarySchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The form of snapshots.
mod text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{When, read};

    pub(super) fn serialize<S: Serializer>(when: &When, serializer: S) -> Result<S::Ok, S::Error> {
        let text = match when {
            When::Once => "rate(0 minute)".to_owned(),
            When::Rate(rate) => rate.to_string(),
            When::Cron(cron) => cron.to_string(),
        };
        text.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<When, D::Error> {
        read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_of_canaries_are_read() {
        for text in
            ["rate(1 minute)", "rate(60 minutes)", "rate(1 hour)", "cron(0 10 * * ? *)", "cron(0/5 8-17 ? * MON#2 *)"]
        {
            assert_eq!(CanarySchedule::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "rate(61 minutes)",
            "rate(1 day)",
            "rate(-1 minute)",
            "rate(0 days)",
            "cron(0 10 * * ? 2027)",
            "5 minutes",
            "cron(x)",
        ] {
            assert!(CanarySchedule::parse(text).is_err(), "{text}");
        }
    }

    /// Runs are counted as somebody would count them, one after the other.
    #[test]
    fn runs_are_counted_at_once() {
        let start = Timestamp::parse("2026-02-27T06:03:20Z").unwrap();
        let texts = [
            "rate(1 minute)",
            "rate(7 minutes)",
            "cron(0/7 * * * ? *)",
            "cron(3 6,18 ? * MON-FRI *)",
            "cron(0 0 L * ? *)",
            "cron(* 5 29 2 ? *)",
        ];
        for (text, hours) in texts.iter().flat_map(|text| [0, 1, 17, 24, 80, 1000].map(|hours| (text, hours))) {
            let schedule = CanarySchedule::parse(text).unwrap();
            let first = schedule.first(start).unwrap();
            let end = start.plus_secs(3600 * hours + 11);
            assert_eq!(schedule.runs_between(first, end), schedule.singly(first, end), "{text} for {hours} h");
            let later = std::iter::successors(Some(first), |last| schedule.next(*last)).find(|run| *run >= end);
            assert_eq!(schedule.at_or_after(first, end), later, "{text} after {hours} h");
        }
    }

    #[test]
    fn runs_follow_each_other() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let start = at("2026-05-04T06:00:10Z");
        let runs = |text: &str| {
            let schedule = CanarySchedule::parse(text).unwrap();
            let first = schedule.first(start).unwrap();
            (first, schedule.next(first))
        };
        assert_eq!(runs("rate(5 minutes)"), (start, Some(start.plus_secs(300))));
        assert_eq!(runs("rate(0 hour)"), (start, None));
        assert_eq!(runs("cron(30 9 * * ? *)"), (at("2026-05-04T09:30:00Z"), Some(at("2026-05-05T09:30:00Z"))));
    }
}
