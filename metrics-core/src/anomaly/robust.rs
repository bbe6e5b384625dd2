//! Medians that outliers do not move.

/// Values with weights, by value.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    sorted: Vec<(f64, u32)>,
    total: u64,
}

/// Turns a median absolute deviation into the standard deviation of a normal distribution.
pub(super) const NORMAL: f64 = 1.4826;

impl Pool {
    pub(super) fn new(weighted: impl IntoIterator<Item = (f64, u32)>) -> Self {
        let mut sorted: Vec<(f64, u32)> = weighted.into_iter().collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
        let total = sorted.iter().map(|(_, weight)| u64::from(*weight)).sum();
        Self { sorted, total }
    }

    pub(super) const fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The smallest value at which so many hundredths of the weight have been seen; 0 without values.
    pub(super) fn percentile(&self, percent: u64) -> f64 {
        let (mut seen, wanted) = (0, self.total.saturating_mul(percent));
        let reaches = |(_, weight): &&(f64, u32)| {
            seen += u64::from(*weight) * 100;
            seen >= wanted
        };
        self.sorted.iter().find(reaches).map_or(0.0, |(value, _)| *value)
    }

    /// The lower weighted median.
    pub(super) fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The deviation from a centre as of a normal distribution: 1.4826 times the median distance.
    pub(super) fn deviation(&self, centre: f64) -> f64 {
        let distances = self.sorted.iter().map(|(value, weight)| ((value - centre).abs(), *weight));
        NORMAL * Self::new(distances).median()
    }
}

/// The median of some values: of two in the middle, the mean. `None` of none.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = values.get(half)?;
    let lower = if values.len() % 2 == 1 { upper } else { &values[half - 1] };
    Some(f64::midpoint(*lower, *upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "they are values that were given")]
    fn weights_decide_and_ties_go_down() {
        let pool = Pool::new([(90.0, 3), (50.0, 1), (50.0, 1)]);
        assert_eq!((pool.median(), pool.deviation(90.0)), (90.0, 0.0));
        let pool = Pool::new([(1.0, 1), (2.0, 1), (3.0, 1), (9.0, 1)]);
        assert_eq!((pool.median(), pool.percentile(95), pool.percentile(25)), (2.0, 9.0, 1.0));
        assert_eq!(pool.deviation(2.0), NORMAL);
        assert_eq!(Pool::default().median(), 0.0);
    }

    #[test]
    fn a_plain_median_is_the_middle() {
        assert_eq!(median(&mut [9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [9.0, 1.0, 2.0, 4.0]), Some(3.0));
        assert_eq!(median(&mut []), None);
    }
}
