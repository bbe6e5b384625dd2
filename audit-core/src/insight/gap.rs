//! When calls are periodic.

use super::math::{DAY, Minute};
use super::model::GapModel;

/// How long intervals count.
pub(super) const MEMORY: Minute = 7 * DAY;

/// What the arrivals of the last seven days say of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// Too few to tell; no more can come without a call.
    Unknown,
    /// They are not periodic, until the oldest of them is forgotten.
    Irregular,
    /// The first minute in which a call is missing.
    MissedAt(Minute),
}

impl GapModel {
    /// What the ascending minutes with calls say. Silences that touch one of these insights are not usual.
    pub(super) fn rhythm(&self, arrivals: &[Minute], window: Minute, insights: &[(Minute, Minute)]) -> Rhythm {
        let Some(last) = arrivals.last().filter(|_| arrivals.len() > self.intervals.max(1)) else {
            return Rhythm::Unknown;
        };
        let mut twice: Vec<Minute> = arrivals.windows(2).map(|pair| 2 * (pair[1] - pair[0])).collect();
        // All in halves, the spread in quarters, so that medians stay whole numbers.
        let period = twice_median(&mut twice) / 2;
        if !self.is_regular(period, &twice) {
            return Rhythm::Irregular;
        }
        Rhythm::MissedAt(last + (period + window).max(longest_silence(arrivals, insights)) + 1)
    }

    /// Whether intervals are periodic; the period and they in halves.
    fn is_regular(&self, period: Minute, intervals: &[Minute]) -> bool {
        let mut distances: Vec<Minute> = intervals.iter().map(|interval| (interval - period).abs()).collect();
        let spread = twice_median(&mut distances);
        let is_even = spread * 100 <= 2 * period * Minute::from(self.spread_percent);
        let is_sure =
            period >= GRAINS || distances.iter().filter(|distance| **distance <= 2).count() * 10 >= distances.len() * 9;
        is_even && is_sure && period >= 4 && period <= 2 * Minute::from(self.longest_minutes)
    }
}

/// Below ten minutes a tenth of the period is less than the grain of a minute.
const GRAINS: Minute = 20;

/// The longest interval that is not part of an insight: silences that come every night are nothing unusual.
fn longest_silence(arrivals: &[Minute], insights: &[(Minute, Minute)]) -> Minute {
    let is_usual = |pair: &&[Minute]| !insights.iter().any(|(start, end)| pair[0] < *end && pair[1] > *start);
    arrivals.windows(2).filter(is_usual).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
}

/// Twice the median: the sum of the two in the middle.
fn twice_median(values: &mut [Minute]) -> Minute {
    let half = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, middle, _) = values.select_nth_unstable(half);
    if odd { 2 * *middle } else { below.iter().max().copied().unwrap_or_default() + *middle }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hourly_calls_are_missed_after_two_hours_and_a_window() {
        let hourly: Vec<Minute> = (0..9).map(|hour| hour * 60).collect();
        assert_eq!(GapModel::default().rhythm(&hourly, 5, &[]), Rhythm::MissedAt(480 + 120 + 5 + 1));
        assert_eq!(GapModel::default().rhythm(&hourly[..8], 5, &[]), Rhythm::Unknown);
    }

    #[test]
    fn a_rhythm_may_limp_a_little() {
        let of = |intervals: [Minute; 8]| {
            let arrivals: Vec<Minute> = std::iter::once(0)
                .chain(intervals.iter().scan(0, |at, by| {
                    *at += by;
                    Some(*at)
                }))
                .collect();
            GapModel::default().rhythm(&arrivals, 5, &[])
        };
        // Median 60, of the distances 6: a tenth.
        assert_eq!(of([54, 66, 54, 66, 60, 60, 54, 66]), Rhythm::MissedAt(480 + 120 + 6));
        assert_eq!(of([52, 68, 52, 68, 52, 68, 52, 68]), Rhythm::Irregular);
        // Two in the middle: 60.5.
        assert_eq!(of([60, 60, 60, 60, 61, 61, 61, 61]), Rhythm::MissedAt(484 + 121 + 6));
        assert_eq!(of([2881; 8]), Rhythm::Irregular);
        assert!(matches!(of([2880; 8]), Rhythm::MissedAt(_)));
    }

    #[test]
    fn short_periods_are_told_from_chance() {
        let of = |intervals: &[Minute]| {
            let ends = intervals.iter().cycle().take(60).scan(0, |at, by| {
                *at += by;
                Some(*at)
            });
            GapModel::default().rhythm(&ends.collect::<Vec<_>>(), 5, &[])
        };
        assert_eq!(of(&[1]), Rhythm::Irregular, "a call every minute may be chance");
        assert_eq!(of(&[3]), Rhythm::MissedAt(180 + 6 + 6));
        assert_eq!(of(&[3, 3, 3, 1, 5]), Rhythm::Irregular);
        assert!(matches!(of(&[12, 12, 12, 11, 13]), Rhythm::MissedAt(_)));
    }

    #[test]
    fn silences_of_every_night_are_usual() {
        let office: Vec<Minute> = (0..3).flat_map(|day| (9..17).map(move |hour| (day * 24 + hour) * 60)).collect();
        let last = *office.last().unwrap();
        assert_eq!(GapModel::default().rhythm(&office, 5, &[]), Rhythm::MissedAt(last + 17 * 60 + 1));
        let nights = [(17 * 60, 33 * 60), (41 * 60, 57 * 60)];
        assert_eq!(GapModel::default().rhythm(&office, 5, &nights), Rhythm::MissedAt(last + 126));
    }

    #[test]
    fn medians_of_even_and_odd_lists() {
        assert_eq!(twice_median(&mut [5, 1, 3]), 6);
        assert_eq!(twice_median(&mut [4, 1, 3, 9]), 7);
    }
}
