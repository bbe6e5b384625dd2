//! Instants.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize};

/// An instant: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// A millisecond is the finest unit that the log and metric interfaces accept. Text is RFC 3339
/// both ways; the range is that of the years 0000 to 9999, so that every timestamp can be
/// written. In snapshots it is an integer.
///
/// # Example
/// ```
/// use cupola_base::Timestamp;
///
/// let t = Timestamp::parse("2026-05-04T08:00:00.250+02:00")?;
/// assert_eq!(t.as_millis(), 1_777_874_400_250);
/// assert_eq!(t.to_string(), "2026-05-04T06:00:00.250Z");
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Default)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Integers beyond the range are clamped to it, so that each instant that was read can be written.
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_millis)
    }
}

impl Timestamp {
    /// 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// The instant `millis` milliseconds after the epoch, clamped to [`MIN`](Self::MIN) and
    /// [`MAX`](Self::MAX).
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::MIN.0 {
            Self::MIN
        } else if millis > Self::MAX.0 {
            Self::MAX
        } else {
            Self(millis)
        }
    }

    /// The instant `seconds` whole seconds after the epoch, clamped to the range.
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(1000))
    }

    /// The instant `seconds` after the epoch, rounded to the nearest millisecond and clamped to
    /// the range. `None` when the number is not finite.
    ///
    /// ```
    /// use cupola_base::Timestamp;
    /// assert_eq!(Timestamp::from_secs_f64(1.5), Some(Timestamp::from_millis(1500)));
    /// assert_eq!(Timestamp::from_secs_f64(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn from_secs_f64(seconds: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "a float to integer cast saturates, and so do we")]
        seconds.is_finite().then(|| Self::from_millis((seconds * 1000.0).round() as i64))
    }

    /// Reads RFC 3339 text with any offset, e.g. `2026-05-04T06:00:00Z`. Digits past the
    /// millisecond are cut.
    ///
    /// # Errors
    /// [`TimestampError`] when the text is not a date and time with an offset.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let parsed = DateTime::parse_from_rfc3339(text)
            .map_err(|cause| TimestampError { text: text.into(), cause: cause.to_string() })?;
        let millis = parsed.timestamp_millis();
        if !(Self::MIN.0..=Self::MAX.0).contains(&millis) {
            return Err(TimestampError { text: text.into(), cause: "year outside 0000 to 9999".into() });
        }
        Ok(Self(millis))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    #[inline]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    #[inline]
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Seconds since the epoch with the milliseconds as fraction.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the range has 48 bits")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The newest multiple of `step` milliseconds (counted from the epoch) at or before this
    /// instant. A step below 1 counts as 1.
    #[must_use]
    pub const fn floor_to(self, step: i64) -> Self {
        let step = if step < 1 { 1 } else { step };
        Self::from_millis(self.0 - self.0.rem_euclid(step))
    }

    /// The oldest multiple of `step` milliseconds at or after this instant.
    #[must_use]
    pub const fn ceil_to(self, step: i64) -> Self {
        let floor = self.floor_to(step);
        if floor.0 == self.0 { floor } else { floor.plus_millis(step) }
    }

    /// `millis` later (earlier when negative), clamped to the range.
    #[must_use]
    #[inline]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// `seconds` later (earlier when negative), clamped to the range.
    #[must_use]
    #[inline]
    pub const fn plus_secs(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    /// `duration` later, clamped to the range.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        self.plus_millis(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    #[must_use]
    #[inline]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The civil date and time in UTC, for calendars and formats.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the range of the type is inside chrono's")]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).expect("years 0000 to 9999 are in chrono's range")
    }

    /// Formats with a `strftime` text, in UTC.
    ///
    /// ```
    /// use cupola_base::Timestamp;
    /// let t = Timestamp::parse("2026-05-04T06:07:08Z")?;
    /// assert_eq!(t.format("%d/%m/%y %H:%M:%S"), "04/05/26 06:07:08");
    /// # Ok::<(), cupola_base::TimestampError>(())
    /// ```
    #[must_use]
    pub fn format(self, strftime: &str) -> String {
        self.to_utc().format(strftime).to_string()
    }

    /// RFC 3339 in whole seconds, the form that most services print: `2026-05-04T06:00:00Z`.
    #[must_use]
    pub fn to_seconds_text(self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// RFC 3339 in milliseconds, always with three digits: `2026-05-04T06:00:00.000Z`.
    #[must_use]
    pub fn to_millis_text(self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The calendar year in UTC.
    #[must_use]
    pub fn year(self) -> i32 {
        self.to_utc().year()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.0.rem_euclid(1000) == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
        f.write_str(&self.to_utc().to_rfc3339_opts(form, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text)
    }
}

/// Why a text is not an instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an RFC 3339 instant such as 2026-05-04T06:00:00Z: {cause}")]
#[non_exhaustive]
pub struct TimestampError {
    /// The text as given.
    pub text: String,
    /// What the calendar library found wrong.
    pub cause: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_number_agree() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("9999-12-31T23:59:59.999Z", Timestamp::MAX.as_millis()),
            ("0000-01-01T00:00:00Z", Timestamp::MIN.as_millis()),
        ] {
            let t = Timestamp::parse(text).unwrap();
            assert_eq!((t.as_millis(), t.to_string().as_str()), (millis, text));
        }
    }

    #[test]
    fn an_integer_beyond_the_range_is_clamped() {
        for (text, clamped) in [(i64::MAX, Timestamp::MAX), (i64::MIN, Timestamp::MIN)] {
            let read: Timestamp = serde_json::from_str(&text.to_string()).unwrap();
            assert_eq!((read, Timestamp::parse(&read.to_string())), (clamped, Ok(clamped)));
        }
        assert_eq!(serde_json::to_string(&Timestamp::from_millis(-7)).unwrap(), "-7");
    }

    #[test]
    fn offsets_are_applied_and_small_digits_cut() {
        let t = Timestamp::parse("2026-01-01T01:00:00.123987+01:00").unwrap();
        assert_eq!(t.to_string(), "2026-01-01T00:00:00.123Z");
    }

    #[test]
    fn rounding_works_before_the_epoch_too() {
        assert_eq!(Timestamp::from_millis(-1).floor_to(1000), Timestamp::from_millis(-1000));
        assert_eq!(Timestamp::from_millis(-1).ceil_to(1000), Timestamp::EPOCH);
        assert_eq!(Timestamp::from_millis(-1).as_secs(), -1);
    }

    #[test]
    fn arithmetic_stays_in_range() {
        assert_eq!(Timestamp::MAX.plus_secs(i64::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::MIN.plus_millis(i64::MIN), Timestamp::MIN);
    }

    #[test]
    fn text_without_an_offset_is_refused() {
        let error = Timestamp::parse("2026-01-01T00:00:00").unwrap_err();
        assert!(error.to_string().contains("2026-01-01T00:00:00Z") || error.to_string().contains("RFC 3339"));
    }
}
