//! The arithmetic of insights: which minutes the baseline covers, and how averages are rounded.

use cupola_base::Timestamp;

/// A minute, counted from the epoch.
pub(super) type Minute = i64;

pub(super) const DAY: Minute = 24 * 60;
/// Days before the day of the start that belong to the baseline.
pub(super) const BASELINE_DAYS: i64 = 7;
/// How long the record of a start says that the insight lasted: the minutes of the documents' windows.
const WEEK: Minute = 7 * DAY;

pub(super) const fn minute_of(at: Timestamp) -> Minute {
    at.as_millis().div_euclid(60_000)
}

pub(super) const fn instant(minute: Minute) -> Timestamp {
    Timestamp::from_secs(minute.saturating_mul(60))
}

/// Where the baseline of a start in that minute begins: midnight, seven days before.
pub(super) const fn baseline_start(minute: Minute) -> Minute {
    (minute.div_euclid(DAY) - BASELINE_DAYS) * DAY
}

/// How many minutes the baseline of an insight has that begins at an instant: from midnight UTC seven days
/// before to its minute.
///
/// ```
/// use cupola_audit::insight_baseline_minutes;
/// use cupola_base::Timestamp;
///
/// assert_eq!(insight_baseline_minutes(Timestamp::parse("2026-03-10T20:56:00Z")?), 11_336);
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
///
/// # Source
/// Recovered from the service's published records.
#[must_use]
pub const fn insight_baseline_minutes(start: Timestamp) -> u64 {
    (WEEK + minute_of(start).rem_euclid(DAY)).unsigned_abs()
}

/// The average number of calls a minute, rounded to ten decimals as records print it; 0 for no minutes.
///
/// ```
/// use cupola_audit::insight_average;
///
/// assert_eq!(insight_average(1, 11_336), 0.0000882145);
/// assert_eq!(insight_average(432_526, 121), 3574.5950413223);
/// ```
///
/// # Source
/// Recovered from the service's published records.
#[must_use]
pub fn insight_average(calls: u64, minutes: u64) -> f64 {
    if minutes == 0 {
        return 0.0;
    }
    // Whole and rest apart: ten decimals of a large quotient would not fit the number's digits.
    let (whole, rest) = (calls / minutes, calls % minutes);
    let tenths = (u128::from(rest) * TEN_DECIMALS * 2 + u128::from(minutes)) / (u128::from(minutes) * 2);
    let digits = format!("{whole}.{tenths:010}");
    if tenths == TEN_DECIMALS { whole as f64 + 1.0 } else { digits.parse().unwrap_or_default() }
}

const TEN_DECIMALS: u128 = 10_000_000_000;

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are to be met exactly")]
mod tests {
    use super::*;

    #[test]
    fn published_averages_come_out() {
        for (calls, minutes, expected) in [
            (1, 11_336, 0.0000882145),
            (1, 10_181, 9.82222E-5),
            (432_526, 121, 3574.5950413223),
            (6, 5, 1.2),
            (3, 5, 0.6),
            (6, 1, 6.0),
            (0, 11_092, 0.0),
            (u64::MAX, 1, 18_446_744_073_709_551_615.0),
            (19_999_999_999, 20_000_000_000, 1.0),
            (5, 0, 0.0),
        ] {
            assert_eq!(insight_average(calls, minutes), expected, "{calls} / {minutes}");
        }
        assert!((insight_average(1_652_026, 10_723) - 154.063_788_119).abs() < 1e-9);
    }

    #[test]
    fn published_baselines_come_out() {
        for (start, expected) in
            [("2026-03-10T16:52:00Z", 11_092), ("2026-03-10T10:43:00Z", 10_723), ("2026-03-10T00:00:59Z", 10_080)]
        {
            let start = Timestamp::parse(start).unwrap();
            assert_eq!(insight_baseline_minutes(start), expected);
            let minute = minute_of(start);
            assert_eq!((minute - baseline_start(minute)).unsigned_abs(), expected);
        }
    }
}
