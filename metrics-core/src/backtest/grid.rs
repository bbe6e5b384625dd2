//! Many settings.

use super::setting::Setting;
use crate::alarm::{ComparisonOperator, TreatMissingData};
use crate::period::Period;
use crate::statistic::Statistic;

/// Every combination of some statistics, periods, operators, thresholds, M of N and treatments.
///
/// What is not listed is as in the setting that the grid began with.
///
/// ```
/// use cupola_metrics::backtest::{Grid, Setting};
///
/// let grid = Grid::around(Setting::above(200.0)).thresholds([200.0, 250.0]).m_of_n([(1, 1), (2, 3), (3, 5)]);
/// assert_eq!(grid.len(), 6);
/// assert_eq!(grid.setting(4), Some(Setting::above(250.0).datapoints(2, 3)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    base: Setting,
    statistics: Vec<Statistic>,
    periods: Vec<Period>,
    operators: Vec<ComparisonOperator>,
    thresholds: Vec<f64>,
    datapoints: Vec<(u32, u32)>,
    treatments: Vec<TreatMissingData>,
}

impl Grid {
    /// One setting alone.
    #[must_use]
    pub const fn around(base: Setting) -> Self {
        Self {
            base,
            statistics: Vec::new(),
            periods: Vec::new(),
            operators: Vec::new(),
            thresholds: Vec::new(),
            datapoints: Vec::new(),
            treatments: Vec::new(),
        }
    }

    /// Tries these statistics.
    #[must_use]
    pub fn statistics(self, statistics: impl IntoIterator<Item = Statistic>) -> Self {
        Self { statistics: statistics.into_iter().collect(), ..self }
    }

    /// Tries these periods.
    #[must_use]
    pub fn periods(self, periods: impl IntoIterator<Item = Period>) -> Self {
        Self { periods: periods.into_iter().collect(), ..self }
    }

    /// Tries these operators.
    #[must_use]
    pub fn operators(self, operators: impl IntoIterator<Item = ComparisonOperator>) -> Self {
        Self { operators: operators.into_iter().collect(), ..self }
    }

    /// Tries these thresholds.
    #[must_use]
    pub fn thresholds(self, thresholds: impl IntoIterator<Item = f64>) -> Self {
        Self { thresholds: thresholds.into_iter().collect(), ..self }
    }

    /// Tries these M of N.
    #[must_use]
    pub fn m_of_n(self, datapoints: impl IntoIterator<Item = (u32, u32)>) -> Self {
        Self { datapoints: datapoints.into_iter().collect(), ..self }
    }

    /// Tries these treatments of missing data.
    #[must_use]
    pub fn treatments(self, treatments: impl IntoIterator<Item = TreatMissingData>) -> Self {
        Self { treatments: treatments.into_iter().collect(), ..self }
    }

    /// How many settings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let axes = [
            self.statistics.len(),
            self.periods.len(),
            self.operators.len(),
            self.thresholds.len(),
            self.datapoints.len(),
            self.treatments.len(),
        ];
        axes.into_iter().fold(1, |product, axis| product.saturating_mul(axis.max(1)))
    }

    /// Never: there is always the setting that it began with.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }

    /// The setting at an index: those of one statistic and period stand together, then those of one
    /// operator and threshold.
    #[must_use]
    pub fn setting(&self, index: usize) -> Option<Setting> {
        let mut rest = Some(index).filter(|index| *index < self.len())?;
        let treat_missing_data = *turn(&mut rest, &self.treatments, &self.base.treat_missing_data);
        let base = (self.base.datapoints_to_alarm, self.base.evaluation_periods);
        let (datapoints_to_alarm, evaluation_periods) = *turn(&mut rest, &self.datapoints, &base);
        let threshold = *turn(&mut rest, &self.thresholds, &self.base.threshold);
        let operator = *turn(&mut rest, &self.operators, &self.base.operator);
        let period = *turn(&mut rest, &self.periods, &self.base.period);
        let statistic = *turn(&mut rest, &self.statistics, &self.base.statistic);
        Some(Setting {
            statistic,
            period,
            operator,
            threshold,
            evaluation_periods,
            datapoints_to_alarm,
            treat_missing_data,
        })
    }

    /// All settings, in order.
    pub fn settings(&self) -> impl Iterator<Item = Setting> {
        (0..self.len()).map_while(|index| self.setting(index))
    }
}

/// One digit of an index.
fn turn<'a, T>(rest: &mut usize, axis: &'a [T], base: &'a T) -> &'a T {
    let digit = *rest % axis.len().max(1);
    *rest /= axis.len().max(1);
    axis.get(digit).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_combination_comes_once() {
        let grid = Grid::around(Setting::above(1.0))
            .statistics([Statistic::Sum, Statistic::Maximum])
            .periods([60, 300].map(|seconds| Period::new(seconds).unwrap()))
            .operators([ComparisonOperator::GreaterThanThreshold, ComparisonOperator::LessThanThreshold])
            .thresholds([1.0, 2.0, 3.0])
            .m_of_n([(1, 1), (1, 2)])
            .treatments(TreatMissingData::ALL.iter().copied());
        let mut texts: Vec<String> = grid.settings().map(|setting| setting.to_string()).collect();
        assert_eq!(texts.len(), 2 * 2 * 2 * 3 * 2 * 4);
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), grid.len());
        assert_eq!(grid.setting(grid.len()), None);
    }
}
