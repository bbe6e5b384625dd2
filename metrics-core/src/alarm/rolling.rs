//! The decision on bits, for windows that move on by one.

use super::decision::{Count, Decision, DecisionRule, Window, decided};

/// The newest 64 windows of an alarm, as bits: which have data, and which of those breach.
///
/// Bit 0 is the newest. [`decide_bits`] decides about them as [`decide`](crate::decide) does about a
/// list; ranges of more than [`Windows::MOST`] windows need the list.
///
/// ```
/// use cupola_metrics::{Window, Windows};
///
/// let mut windows = Windows::EMPTY;
/// windows.push(Window::Breaching);
/// windows.push(Window::Missing);
/// assert_eq!((windows.present(), windows.breaching()), (0b10, 0b10));
/// assert_eq!(windows.get(1), Window::Breaching);
/// assert_eq!(Windows::newest_first([Window::Missing, Window::Breaching]), windows);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Windows {
    present: u64,
    breaching: u64,
}

impl Windows {
    /// How many windows there is room for.
    pub const MOST: u32 = u64::BITS;

    /// Windows without data.
    pub const EMPTY: Self = Self { present: 0, breaching: 0 };

    /// Windows with data at the bits of `present`; those at the bits of `breaching` breach. A bit
    /// of `breaching` alone counts for nothing.
    #[must_use]
    pub const fn from_bits(present: u64, breaching: u64) -> Self {
        Self { present, breaching: breaching & present }
    }

    /// The newest of some windows; what is past [`MOST`](Self::MOST) is left out.
    #[must_use]
    pub fn newest_first(windows: impl IntoIterator<Item = Window>) -> Self {
        let windows = (0..Self::MOST).zip(windows);
        windows.fold(Self::EMPTY, |all, (index, window)| all.with(index, window))
    }

    /// Lets a window come in as the newest; the oldest of 64 drops out.
    #[inline]
    pub const fn push(&mut self, newest: Window) {
        self.present = self.present << 1 | !matches!(newest, Window::Missing) as u64;
        self.breaching = self.breaching << 1 | matches!(newest, Window::Breaching) as u64;
    }

    /// What the window at an index shows; 0 is the newest, and past [`MOST`](Self::MOST) all are missing.
    #[must_use]
    pub const fn get(self, index: u32) -> Window {
        match (bit(index) & self.present != 0, bit(index) & self.breaching != 0) {
            (false, _) => Window::Missing,
            (true, false) => Window::NonBreaching,
            (true, true) => Window::Breaching,
        }
    }

    /// The windows with data.
    #[must_use]
    pub const fn present(self) -> u64 {
        self.present
    }

    /// The windows that breach.
    #[must_use]
    pub const fn breaching(self) -> u64 {
        self.breaching
    }

    const fn with(self, index: u32, window: Window) -> Self {
        let (present, breaching) = match window {
            Window::Missing => (0, 0),
            Window::NonBreaching => (bit(index), 0),
            Window::Breaching => (bit(index), bit(index)),
        };
        Self { present: self.present | present, breaching: self.breaching | breaching }
    }
}

/// Decides about the newest `len` windows, as [`decide`](crate::decide) does about a list of them.
///
/// A `len` past [`Windows::MOST`] counts as that many; the windows past it are then missing.
///
/// ```
/// use cupola_metrics::{Clause, DecisionRule, StateValue, TreatMissingData, Windows, YoungBreach, decide_bits};
///
/// let rule = DecisionRule {
///     evaluation_periods: 3,
///     datapoints_to_alarm: 2,
///     treat_missing_data: TreatMissingData::Missing,
///     young_breach: YoungBreach::Keep,
/// };
/// let decision = decide_bits(&rule, Windows::from_bits(0b10, 0b10), 5);
/// assert_eq!((decision.state, decision.clause), (Some(StateValue::Alarm), Clause::Premature));
/// ```
#[must_use]
#[inline]
pub const fn decide_bits(rule: &DecisionRule, windows: Windows, len: u32) -> Decision {
    let real = newest(windows.present & lowest(len), rule.evaluation_periods);
    let count = Count {
        real: real.count_ones(),
        breaching: (real & windows.breaching).count_ones(),
        oldest: u64::BITS - real.leading_zeros(),
    };
    decided(rule, &count)
}

/// The lowest `most` of the bits that are set. A range is little longer than N: it is quicker to
/// drop its oldest bits than to find its newest.
#[inline]
const fn newest(mut bits: u64, most: u32) -> u64 {
    let mut left = bits.count_ones();
    while left > most {
        bits ^= 1 << (u64::BITS - 1 - bits.leading_zeros());
        left -= 1;
    }
    bits
}

#[inline]
const fn lowest(len: u32) -> u64 {
    if len >= u64::BITS { u64::MAX } else { (1 << len) - 1 }
}

const fn bit(index: u32) -> u64 {
    if index >= u64::BITS { 0 } else { 1 << index }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_bits_are_the_lowest() {
        for (bits, most, kept) in [
            (0b1011, 2, 0b11),
            (0b1011, 3, 0b1011),
            (0b1011, 0, 0),
            (u64::MAX, 64, u64::MAX),
            (u64::MAX, 63, u64::MAX >> 1),
            (1 << 63, 1, 1 << 63),
        ] {
            assert_eq!(newest(bits, most), kept, "{bits:b} {most}");
        }
    }

    #[test]
    fn lengths_past_the_room_are_the_room() {
        assert_eq!([lowest(0), lowest(1), lowest(64), lowest(u32::MAX)], [0, 1, u64::MAX, u64::MAX]);
        assert_eq!(Windows::from_bits(u64::MAX, u64::MAX).get(64), Window::Missing);
    }

    #[test]
    fn the_oldest_drops_out() {
        let mut windows = Windows::newest_first([Window::Breaching; 70]);
        assert_eq!(windows.present(), u64::MAX);
        windows.push(Window::Missing);
        assert_eq!((windows.present(), windows.get(0)), (u64::MAX << 1, Window::Missing));
    }

    #[test]
    fn what_breaches_has_data() {
        assert_eq!(Windows::from_bits(0b01, 0b11), Windows::newest_first([Window::Breaching]));
    }
}
