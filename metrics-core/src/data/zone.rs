//! The offset at which labels tell times.

use std::fmt;

use cupola_base::Timestamp;

/// A fixed offset from UTC, e.g. `+0130`; UTC unless told.
///
/// ```
/// use cupola_metrics::LabelZone;
///
/// assert_eq!(LabelZone::parse("-0330")?.to_string(), "-0330");
/// assert!(LabelZone::parse("Europe/Paris").is_err());
/// # Ok::<(), cupola_metrics::LabelZoneError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, LabelOptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelZone {
    minutes: i32,
}

impl LabelZone {
    /// No offset.
    pub const UTC: Self = Self { minutes: 0 };

    /// Reads `+HHMM` or `-HHMM`.
    ///
    /// # Errors
    /// [`LabelZoneError`] when the text is something else, or beyond a day.
    pub fn parse(text: &str) -> Result<Self, LabelZoneError> {
        Self::read(text).ok_or_else(|| LabelZoneError(text.into()))
    }

    fn read(text: &str) -> Option<Self> {
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let digits = text.get(1..).filter(|rest| rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit()))?;
        let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
        (hours < 24 && minutes < 60).then(|| Self { minutes: sign * (hours * 60 + minutes) })
    }

    /// An instant as labels tell it: `2026-05-04 06:00:00 UTC`, or with the offset at the end.
    pub(super) fn tell(self, at: Timestamp) -> String {
        let local = at.plus_millis(i64::from(self.minutes) * 60_000).format("%Y-%m-%d %H:%M:%S");
        if self.minutes == 0 { format!("{local} UTC") } else { format!("{local} {self}") }
    }
}

impl fmt::Display for LabelZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, minutes) = (if self.minutes < 0 { '-' } else { '+' }, self.minutes.abs());
        write!(f, "{sign}{:02}{:02}", minutes / 60, minutes % 60)
    }
}

/// The text is not an offset from UTC.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an offset such as +0130 or -0800")]
pub struct LabelZoneError(String);
