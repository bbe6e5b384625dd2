//! Numbers as people read them.

/// The power of ten at or below a positive finite number: 3 for 1,000 to 9,999.
///
/// Read from the printed form, so that it is the same on every machine (a logarithm is not).
pub(crate) fn decade(number: f64) -> i32 {
    let text = format!("{number:e}");
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// Ten to the power of `exponent`, correctly rounded.
pub(crate) fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(0.0)
}

/// How the numbers of one axis are written: all with the same suffix and the same digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Notation {
    /// In units of `10^exponent`, with `digits` behind the point.
    Fixed { exponent: i32, suffix: &'static str, digits: usize },
    /// With an exponent in each.
    Scientific { digits: usize },
}

impl Notation {
    /// The notation for multiples of `step` up to `largest` in size.
    pub(crate) fn of(step: f64, largest: f64) -> Self {
        let (fine, coarse) = (decade(step), decade(largest.max(step)));
        if coarse >= 15 || fine < -6 {
            return Self::Scientific { digits: usize::try_from(coarse - fine).unwrap_or(0).min(15) };
        }
        let (exponent, suffix) =
            SUFFIXES.into_iter().find(|(e, _)| coarse >= *e).map_or((0, ""), |(e, s)| (e - e % 3, s));
        Self::Fixed { exponent, suffix, digits: usize::try_from(exponent - fine).unwrap_or(0) }
    }

    pub(crate) fn write(self, number: f64) -> String {
        match self {
            Self::Fixed { exponent, suffix, digits } => {
                let text = format!("{:.digits$}", number / power_of_ten(exponent));
                let zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
                if zero { "0".into() } else { format!("{text}{suffix}") }
            }
            Self::Scientific { digits } => format!("{number:.digits$e}"),
        }
    }
}

/// From which power of ten on which suffix is used; the divisor is the multiple of three below.
const SUFFIXES: [(i32, &str); 4] = [(12, "T"), (9, "G"), (6, "M"), (4, "k")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_hold_over_the_whole_range() {
        for (number, expected) in [(1.0, 0), (9.999, 0), (10.0, 1), (0.099, -2), (f64::MAX, 308), (5e-324, -324)] {
            assert_eq!(decade(number), expected, "{number}");
        }
    }

    #[test]
    fn numbers_of_an_axis_share_their_notation() {
        for (step, largest, number, expected) in [
            (10.0, 40.0, 30.0, "30"),
            (0.5, 2.0, 1.5, "1.5"),
            (0.05, 0.2, 0.1, "0.10"),
            (5_000.0, 20_000.0, 15_000.0, "15k"),
            (500.0, 10_500.0, 10_500.0, "10.5k"),
            (2e6, 1e7, 8e6, "8M"),
            (1e17, 5e17, 3e17, "3e17"),
            (1e-9, 5e-9, 2e-9, "2e-9"),
            (10.0, 40.0, -0.0, "0"),
            (10.0, 40.0, -20.0, "-20"),
        ] {
            assert_eq!(Notation::of(step, largest).write(number), expected);
        }
    }
}
