//! Days and months of UTC, in whole numbers.

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    /// From 1.
    pub(crate) month: i64,
    /// From 1.
    pub(crate) day: i64,
}

/// No instant beyond this many milliseconds from the epoch has a date: far more than the service knows.
const FARTHEST: i64 = 8_000_000_000_000_000;

impl Date {
    /// The day of an instant.
    ///
    /// # Source
    /// Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    pub(crate) fn of(millis: i64) -> Self {
        let days = millis.clamp(-FARTHEST, FARTHEST).div_euclid(DAY) + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let shifted = (5 * day + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Self { year, month, day: day - (153 * shifted + 2) / 5 + 1 }
    }

    /// The first instant of the day.
    pub(crate) fn millis(self) -> i64 {
        let year = self.year.clamp(-200_000, 200_000) - i64::from(self.month <= 2);
        let shifted = (self.month + 9) % 12;
        let day = (153 * shifted + 2) / 5 + self.day - 1;
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719_468;
        days * DAY
    }

    /// Months since the year 0.
    pub(crate) const fn months(self) -> i64 {
        self.year * 12 + self.month - 1
    }

    /// The first instant of a month, counted from the year 0.
    pub(crate) fn month(months: i64) -> i64 {
        let months = months.clamp(-2_000_000, 2_000_000);
        Self { year: months.div_euclid(12), month: months.rem_euclid(12) + 1, day: 1 }.millis()
    }

    /// Whether the calendar has the day.
    pub(crate) fn is_real(self) -> bool {
        (1..=12).contains(&self.month) && (0..=9999).contains(&self.year) && Self::of(self.millis()) == self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::Timestamp;

    #[test]
    fn days_are_those_of_the_calendar() {
        for days in (-719_000..2_900_000).step_by(97) {
            let (at, date) = (days * DAY, Date::of(days * DAY));
            let text = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
            assert_eq!(Timestamp::from_millis(at).format("%Y-%m-%d"), text);
            assert_eq!(date.millis(), at);
            assert!(date.is_real());
        }
        assert!(!Date { year: 2026, month: 2, day: 29 }.is_real());
    }
}
