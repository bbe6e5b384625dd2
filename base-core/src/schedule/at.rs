//! `at(2026-05-04T06:00:00)`.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::{Part, ScheduleError, ScheduleProblem, Zone};
use crate::Timestamp;

/// Once, at a time of day that a zone makes an instant.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::schedule::{At, Zone};
///
/// let at = At::parse("at(2026-07-01T12:00:00)")?;
/// assert_eq!(at.instant(Zone::parse("Europe/Paris")?), Some(Timestamp::parse("2026-07-01T10:00:00Z")?));
///
/// // 02:30 does not exist on the night on which clocks go forward.
/// let at = At::parse("at(2026-03-29T02:30:00)")?;
/// assert_eq!(at.instant(Zone::parse("Europe/Paris")?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge Scheduler User Guide, "One-time schedules".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct At {
    local: NaiveDateTime,
}

impl At {
    /// Reads `at(yyyy-mm-ddThh:mm:ss)`.
    ///
    /// # Errors
    /// [`ScheduleError`] with the place and what is accepted.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let inside = Part::inside(text, "at")?;
        let local = local(inside.text()).ok_or_else(|| {
            let message = format!("`{}` is not a time of the calendar", inside.text());
            inside.error(ScheduleProblem::Time, message).with_help("accepted: yyyy-mm-ddThh:mm:ss, without a zone")
        })?;
        Ok(Self { local })
    }

    /// When that is in a zone: the first time where a clock shows it twice, `None` where it never does.
    #[must_use]
    pub fn instant(self, zone: Zone) -> Option<Timestamp> {
        zone.first_instant(self.local)
    }
}

fn local(text: &str) -> Option<NaiveDateTime> {
    let form = "dddd-dd-ddTdd:dd:dd";
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted };
    if text.len() != form.len() || !text.bytes().zip(form.bytes()).all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, number(5, 7)?, number(8, 10)?)?;
    date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at({})", self.local.format("%Y-%m-%dT%H:%M:%S"))
    }
}
