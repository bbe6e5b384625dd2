//! Which samples a statistic looks at.

use std::hash::{Hash, Hasher};

/// What is made of the samples within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows four")]
pub enum Trim {
    /// `TM`: their mean; absent when there are none.
    Mean,
    /// `WM`: the mean of all samples, those outside set to the nearest within.
    Winsorized,
    /// `TC`: how many, by weight.
    Count,
    /// `TS`: their sum.
    Sum,
}

/// From where to where samples count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three forms")]
pub enum Bounds {
    /// `tm99`: the lowest so many percent of the ranks.
    Lowest(Percent),
    /// `TM(10%:90%)`: by rank.
    Percents(PercentBounds),
    /// `TM(0.5:2)`: by value.
    Values(ValueBounds),
}

/// Shares of the ranks: of `n` samples those with a rank above `floor(above * n)`, up to
/// `ceil(up_to * n)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a range has two ends")]
pub struct PercentBounds {
    /// Where it begins; at the smallest sample when absent.
    pub above: Option<Percent>,
    /// Where it ends; at the largest sample when absent.
    pub up_to: Option<Percent>,
}

/// Values: larger than the one, at most the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a range has two ends")]
pub struct ValueBounds {
    /// Samples are larger than this.
    pub above: Option<ValueBound>,
    /// Samples are at most this.
    pub up_to: Option<ValueBound>,
}

impl ValueBounds {
    /// Whether a sample lies within.
    #[must_use]
    pub fn contain(&self, value: f64) -> bool {
        self.above.is_none_or(|above| value > above.get()) && self.up_to.is_none_or(|most| value <= most.get())
    }

    /// A sample, moved to the nearest bound when it lies outside.
    #[must_use]
    pub fn nearest(&self, value: f64) -> f64 {
        let value = self.above.map_or(value, |above| value.max(above.get()));
        self.up_to.map_or(value, |most| value.min(most.get()))
    }
}

/// A percentage from 0 to 100 with up to ten decimals, exactly as it was written.
///
/// ```
/// use cupola_metrics::{Percent, Statistic};
///
/// let Ok(Statistic::Percentile(percent)) = "p99.90".parse() else { panic!("it is a percentile") };
/// assert_eq!((percent.get(), percent.to_string()), (99.9, "99.90".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    /// In units of 10^-10 percent.
    units: u64,
    /// How many decimals were written.
    pub(super) decimals: u8,
}

/// How many decimals a percentage may have.
pub(super) const MOST_DECIMALS: u8 = 10;
/// Units of one percent.
const ONE: u64 = 10_u64.pow(MOST_DECIMALS as u32);

impl Percent {
    pub(super) const HALF: Self = Self { units: 50 * ONE, decimals: 0 };
    pub(crate) const QUARTER: Self = Self { units: 25 * ONE, decimals: 0 };
    pub(crate) const THREE_QUARTERS: Self = Self { units: 75 * ONE, decimals: 0 };

    /// From its digits before and after the point; `None` when above 100 or with too many decimals.
    pub(super) fn of(whole: &str, decimals: &str) -> Option<Self> {
        let places = u8::try_from(decimals.len()).ok().filter(|places| *places <= MOST_DECIMALS)?;
        let padded: u64 = format!("{decimals:0<10}").parse().ok()?;
        let units = whole.parse::<u64>().ok()?.checked_mul(ONE)?.checked_add(padded)?;
        (units <= 100 * ONE).then_some(Self { units, decimals: places })
    }

    /// The number.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 10^12")]
    pub fn get(self) -> f64 {
        self.units as f64 / ONE as f64
    }

    /// Digits before the point, and all ten after it.
    pub(super) const fn parts(self) -> (u64, u64) {
        (self.units / ONE, self.units % ONE)
    }

    /// In units of 10^-10 percent.
    pub(crate) const fn units(self) -> u64 {
        self.units
    }
}

/// A value from 0 on, finite.
#[derive(Clone, Copy, Debug)]
pub struct ValueBound(f64);

impl ValueBound {
    /// A bound; `None` for negative numbers and those that are not finite.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && value >= 0.0).then_some(Self(value + 0.0))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

// Finite and without a negative zero, so that the order of numbers is total.
impl PartialEq for ValueBound {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ValueBound {}

impl PartialOrd for ValueBound {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ValueBound {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for ValueBound {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}
