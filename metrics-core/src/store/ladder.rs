//! How finely data are kept, by age.

use cupola_base::Timestamp;

use crate::period::Period;

/// One rung: data in buckets of `step`, for `keep` after the bucket's start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rung {
    /// Milliseconds of a bucket.
    pub(crate) step: i64,
    /// Milliseconds after a bucket's start for which it stays on this rung, the end included.
    pub(crate) keep: i64,
}

const SECOND: i64 = 1000;
const DAY: i64 = 86_400 * SECOND;

/// Seconds for three hours, minutes for 15 days, five minutes for 63 days, hours for 455 days
/// (CloudWatch User Guide, "Metrics retention").
pub(crate) const LADDER: [Rung; 4] = [
    Rung { step: SECOND, keep: 3 * 3600 * SECOND },
    Rung { step: 60 * SECOND, keep: 15 * DAY },
    Rung { step: 300 * SECOND, keep: 63 * DAY },
    Rung { step: 3600 * SECOND, keep: 455 * DAY },
];

impl Rung {
    /// Whether a bucket that begins at `start` has left this rung.
    pub(crate) const fn has_left(&self, now: Timestamp, start: i64) -> bool {
        now.as_millis().saturating_sub(start) > self.keep
    }

    /// The start of the bucket that holds `at`.
    pub(crate) const fn bucket(&self, at: i64) -> i64 {
        at - at.rem_euclid(self.step)
    }
}

/// For how many milliseconds after its start a bucket can be read at `period`.
pub(crate) const fn reach(period: Period) -> i64 {
    let mut reach = LADDER[0].keep;
    let mut rung = 1;
    while rung < LADDER.len() && period.millis() % LADDER[rung].step == 0 {
        reach = LADDER[rung].keep;
        rung += 1;
    }
    reach
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_reads_as_far_back_as_its_divisors_reach() {
        for (period, days_or_hours) in [(1, 3 * 3600), (30, 3 * 3600), (60, 15 * 86_400), (120, 15 * 86_400)] {
            assert_eq!(reach(Period::new(period).unwrap()), days_or_hours * 1000);
        }
        assert_eq!(reach(Period::new(600).unwrap()), 63 * DAY);
        assert_eq!(reach(Period::new(7200).unwrap()), 455 * DAY);
    }
}
