//! Statistics of samples in order.

use crate::statistic::{Bounds, Percent, PercentBounds, Statistic, Trim, ValueBounds};
use crate::summary::{Summary, finite};

/// Samples by value with their weights, none of weight 0, and what they come to.
///
/// Ranks are cumulative weights: a sample of weight `k` stands at `k` ranks, and a fraction of a
/// rank counts as that fraction.
pub(crate) struct Ranked<'a> {
    samples: &'a [(f64, f64)],
    summary: &'a Summary,
    /// All weights together.
    total: f64,
}

impl<'a> Ranked<'a> {
    pub(crate) fn new(samples: &'a [(f64, f64)], summary: &'a Summary) -> Self {
        let total = finite(samples.iter().map(|(_, weight)| weight).sum());
        Self { samples, summary, total }
    }

    /// One statistic; absent when there is nothing to rank.
    pub(crate) fn statistic(&self, statistic: Statistic) -> Option<f64> {
        match statistic {
            Statistic::Percentile(percent) => self.percentile(percent),
            Statistic::InterquartileMean => self.trimmed(Trim::Mean, self.ranks(QUARTILES)),
            Statistic::Trimmed(trim, Bounds::Lowest(up_to)) => {
                self.trimmed(trim, self.ranks(PercentBounds { above: None, up_to: Some(up_to) }))
            }
            Statistic::Trimmed(trim, Bounds::Percents(bounds)) => self.trimmed(trim, self.ranks(bounds)),
            Statistic::Trimmed(Trim::Winsorized, Bounds::Values(bounds)) => self.clamped(bounds),
            Statistic::Trimmed(trim, Bounds::Values(bounds)) => self.trimmed(trim, self.within(bounds)),
            Statistic::PercentileRank(bounds) => self.share(self.within(bounds).weight),
            simple => self.summary.statistic(simple),
        }
    }

    /// Nearest rank: the smallest sample at whose rank so many percent of the samples are reached.
    fn percentile(&self, percent: Percent) -> Option<f64> {
        let (first, last) = (self.samples.first()?, self.samples.last()?);
        match percent.units() {
            0 => return Some(self.summary.minimum),
            HUNDRED => return Some(self.summary.maximum),
            _ => {}
        }
        let rank = ceil(percent, self.total).max(1.0);
        let mut below = 0.0;
        let at_rank = self.samples.iter().find(|(_, weight)| {
            below += weight;
            below >= rank
        });
        Some(at_rank.map_or(last.0, |(value, _)| *value).max(first.0))
    }

    /// The ranks of a percent range: above the first, up to the second.
    fn ranks(&self, bounds: PercentBounds) -> Kept {
        let above = bounds.above.map_or(0.0, |above| floor(above, self.total)).min(self.total);
        let up_to = bounds.up_to.map_or(self.total, |up_to| ceil(up_to, self.total)).min(self.total);
        let mut kept = Kept { below: above, above: (self.total - up_to).max(0.0), ..Kept::default() };
        let mut from = 0.0;
        for (value, weight) in self.samples {
            let to = from + weight;
            kept.add(*value, f64::min(to, up_to) - f64::max(from, above));
            from = to;
        }
        kept
    }

    /// The samples of a range of values.
    fn within(&self, bounds: ValueBounds) -> Kept {
        let mut kept = Kept::default();
        let within = self.samples.iter().filter(|(value, _)| bounds.contain(*value));
        within.for_each(|(value, weight)| kept.add(*value, *weight));
        kept
    }

    fn trimmed(&self, trim: Trim, kept: Kept) -> Option<f64> {
        let (first, last) = kept.ends.unwrap_or_default();
        match trim {
            _ if self.total <= 0.0 => None,
            Trim::Count => Some(kept.weight),
            Trim::Sum => Some(kept.sum),
            Trim::Mean => kept.ends.map(|_| finite(kept.sum / kept.weight)),
            Trim::Winsorized => {
                kept.ends.map(|_| finite((kept.below * first + kept.sum + kept.above * last) / self.total))
            }
        }
    }

    /// The mean of all samples, those outside moved to the bounds.
    fn clamped(&self, bounds: ValueBounds) -> Option<f64> {
        let moved = self.samples.iter().map(|(value, weight)| bounds.nearest(*value) * weight);
        (self.total > 0.0).then(|| finite(moved.sum::<f64>() / self.total))
    }

    fn share(&self, weight: f64) -> Option<f64> {
        (self.total > 0.0).then(|| 100.0 * (weight / self.total))
    }
}

/// The values at which a statistic cuts, by value.
pub(crate) fn cuts(statistic: Statistic) -> Vec<f64> {
    let (Statistic::Trimmed(_, Bounds::Values(bounds)) | Statistic::PercentileRank(bounds)) = statistic else {
        return Vec::new();
    };
    bounds.above.into_iter().chain(bounds.up_to).map(|bound| bound.get()).collect()
}

/// What is left of the samples within bounds.
#[derive(Default)]
struct Kept {
    weight: f64,
    sum: f64,
    /// The smallest and the largest.
    ends: Option<(f64, f64)>,
    /// Ranks below and above, of percent ranges.
    below: f64,
    above: f64,
}

impl Kept {
    fn add(&mut self, value: f64, weight: f64) {
        if weight > 0.0 {
            self.weight = finite(self.weight + weight);
            self.sum = finite(self.sum + value * weight);
            self.ends = Some((self.ends.map_or(value, |(first, _)| first), value));
        }
    }
}

const QUARTILES: PercentBounds = PercentBounds { above: Some(Percent::QUARTER), up_to: Some(Percent::THREE_QUARTERS) };
const HUNDRED: u64 = 1_000_000_000_000;

fn ceil(percent: Percent, total: f64) -> f64 {
    rank(percent, total, |nanos| nanos.div_ceil(NANO), f64::ceil)
}

fn floor(percent: Percent, total: f64) -> f64 {
    rank(percent, total, |nanos| nanos / NANO, f64::floor)
}

/// So many percent of a total, rounded to 10^-9 and then to a whole rank: exactly for whole
/// totals.
fn rank(percent: Percent, total: f64, whole: impl Fn(u128) -> u128, other: impl Fn(f64) -> f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and below 2^53")]
    #[expect(clippy::cast_precision_loss, reason = "a rank is at most the total, below 2^53")]
    if total.fract() == 0.0 && total < 9e15 {
        let nanos = (u128::from(percent.units()) * (total as u128) + 500) / 1000;
        return whole(nanos) as f64;
    }
    let exact = percent.get() * (total / 100.0);
    let rounded = (exact * 1e9).round() / 1e9;
    other(if rounded.is_finite() { rounded } else { exact })
}

const NANO: u128 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::Sample;

    fn ask(samples: &[(f64, f64)], text: &str) -> Option<f64> {
        let summary = Summary::of(&Sample::Values(samples.to_vec()))?;
        Ranked::new(samples, &summary).statistic(text.parse().unwrap())
    }

    fn near(got: Option<f64>, wanted: f64) -> bool {
        got.is_some_and(|got| (got - wanted).abs() <= wanted.abs() * 1e-12)
    }

    #[test]
    fn twelve_samples_of_the_worked_example() {
        let samples = [3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 89.0, 144.0, 233.0, 377.0, 610.0].map(|v| (v, 1.0));
        for (text, wanted) in [
            ("p0", 3.0),
            ("p25", 8.0),
            ("p50", 34.0),
            ("p90", 377.0),
            ("p95", 610.0),
            ("p100", 610.0),
            ("tm90", 982.0 / 11.0),
            ("tc90", 11.0),
            ("ts90", 982.0),
            ("TM(10%:90%)", 97.9),
            ("IQM", 356.0 / 6.0),
            ("wm90", 113.25),
            ("WM(10%:90%)", 1361.0 / 12.0),
            ("TM(8:144)", 356.0 / 6.0),
            ("TC(8:144)", 6.0),
            ("TS(8:144)", 356.0),
            ("WM(8:144)", 812.0 / 12.0),
            ("PR(:21)", 500.0 / 12.0),
            ("PR(8:144)", 50.0),
            ("PR(100:)", 400.0 / 12.0),
            ("TC(611:)", 0.0),
            ("TS(611:)", 0.0),
            ("WM(611:)", 611.0),
        ] {
            assert!(near(ask(&samples, text), wanted), "{text}: {:?}", ask(&samples, text));
        }
        assert_eq!(ask(&samples, "TM(611:)"), None);
    }

    #[test]
    fn weights_are_ranks() {
        let samples = [(1.0, 90.0), (7.0, 9.0), (250.0, 1.0)];
        for (text, wanted) in [("p90", 1.0), ("p99", 7.0), ("p99.9", 250.0), ("tm99", 153.0 / 99.0), ("tc90", 90.0)] {
            assert!(near(ask(&samples, text), wanted), "{text}: {:?}", ask(&samples, text));
        }
        assert!(near(ask(&[(4.0, 0.25)], "p50"), 4.0), "less than one rank is still a sample");
        assert!(near(ask(&[(4.0, 0.5), (6.0, 0.5)], "TM(0%:100%)"), 5.0));
    }

    #[test]
    fn ranks_of_large_totals_are_whole() {
        let percent = |text: &str| match text.parse() {
            Ok(Statistic::Percentile(percent)) => percent,
            other => panic!("{other:?}"),
        };
        for (text, total, low, high) in [
            ("p99.9", 100_000_000.0, 99_900_000.0, 99_900_000.0),
            ("p90", 12.0, 10.0, 11.0),
            ("p0.0000000001", 1.0, 0.0, 0.0),
            ("p50", 3.5, 1.0, 2.0),
            ("p33.3", 1e300, 3.33e299, 3.33e299),
        ] {
            let got = (floor(percent(text), total), ceil(percent(text), total));
            let (low, high): (f64, f64) = (low, high);
            assert!((got.0 / low.max(1.0) - low / low.max(1.0)).abs() < 1e-12, "{text} {got:?}");
            assert!((got.1 / high.max(1.0) - high / high.max(1.0)).abs() < 1e-12, "{text} {got:?}");
        }
    }
}
