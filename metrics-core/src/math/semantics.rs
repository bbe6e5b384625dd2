//! Decisions of ours about metric math.

use serde::{Deserialize, Serialize};

/// What we decided where the service does not say how it computes.
///
/// ```
/// use cupola_metrics::math::{Deviation, Semantics};
///
/// let semantics = Semantics { deviation: Deviation::Sample, ..Semantics::default() };
/// assert_ne!(semantics, Semantics::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "policies are written with a struct update, which needs an open struct")]
pub struct Semantics {
    /// How `AVG` and `STDDEV` take slots without a value.
    pub gaps: Gaps,
    /// By what `STDDEV` divides.
    pub deviation: Deviation,
}

/// How `AVG` and `STDDEV` take what is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Gaps {
    /// As zeros: over a series every slot of its own period in the range counts, over an array every
    /// member.
    #[default]
    Zero,
    /// Not at all.
    LeftOut,
}

/// By what a standard deviation divides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Deviation {
    /// By the number of values.
    #[default]
    Population,
    /// By one less; a single value has none.
    Sample,
}

impl Semantics {
    pub(super) const DEFAULT: Self = Self { gaps: Gaps::Zero, deviation: Deviation::Population };

    /// The mean of some values and so many zeros besides.
    pub(super) fn average(self, values: impl Iterator<Item = f64>, missing: u64) -> Option<f64> {
        let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), value| (sum + value, count + 1));
        (count > 0).then(|| sum / number(self.counted(count, missing)))
    }

    /// The standard deviation of some values and so many zeros besides.
    pub(super) fn deviation(self, values: impl Iterator<Item = f64> + Clone, missing: u64) -> Option<f64> {
        let mean = self.average(values.clone(), missing)?;
        let (squares, count) =
            values.fold((0.0, 0_u64), |(sum, count), value| (sum + (value - mean) * (value - mean), count + 1));
        let all = self.counted(count, missing);
        let squares = squares + number(all - count) * (mean * mean);
        match self.deviation {
            Deviation::Population => Some((squares / number(all)).sqrt()),
            Deviation::Sample => (all > 1).then(|| (squares / number(all - 1)).sqrt()),
        }
    }

    const fn counted(self, present: u64, missing: u64) -> u64 {
        match self.gaps {
            Gaps::Zero => present + missing,
            Gaps::LeftOut => present,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer slots than 2^52")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_divisors_are_as_told() {
        let values = || [8.0, 2.0, 5.0].into_iter();
        let round = |number: Option<f64>| number.map(|number| (number * 1e6).round() / 1e6);
        for (gaps, deviation, mean, spread) in [
            (Gaps::Zero, Deviation::Population, 3.75, 3.031_089),
            (Gaps::Zero, Deviation::Sample, 3.75, 3.5),
            (Gaps::LeftOut, Deviation::Population, 5.0, 2.449_49),
            (Gaps::LeftOut, Deviation::Sample, 5.0, 3.0),
        ] {
            let semantics = Semantics { gaps, deviation };
            let found = (semantics.average(values(), 1), round(semantics.deviation(values(), 1)));
            assert_eq!(found, (Some(mean), Some(spread)), "{semantics:?}");
        }
        assert_eq!(Semantics::default().average(std::iter::empty(), 3), None);
    }
}
