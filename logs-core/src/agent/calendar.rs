//! Days and dates.

/// Days since 1970 of a day of the Gregorian calendar; the month is 1 to 12, the day may be beyond its month.
pub(super) fn days_of_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    (1..=12).contains(&month).then(|| {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    })
}

/// Year, month and day of days since 1970.
pub(super) const fn civil_of_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    (year + era * 400 + (month <= 2) as i64, month, day)
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against the calendar of another library.
        #[test]
        fn days_are_counted_as_by_another_calendar(days in -700_000i64..2_900_000) {
            let (year, month, day) = civil_of_days(days);
            prop_assert_eq!(days_of_civil(year, month, day), Some(days));
            let text = Timestamp::from_millis(days * 86_400_000).to_seconds_text();
            prop_assert_eq!(format!("{year:04}-{month:02}-{day:02}T00:00:00Z"), text);
        }
    }
}
