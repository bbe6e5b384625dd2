//! Numbers as the service's own language prints them.

use std::fmt;

/// Prints a number as Java prints a double: always with a decimal point, and with an exponent
/// below 0.001 and from 10,000,000 on.
///
/// ```
/// use cupola_metrics::JavaDouble;
/// assert_eq!(JavaDouble(7.0).to_string(), "7.0");
/// assert_eq!(JavaDouble(12_000_000.0).to_string(), "1.2E7");
/// ```
///
/// # Source
/// Java SE API, `Double.toString(double)`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "a wrapper around one number")]
pub struct JavaDouble(pub f64);

impl fmt::Display for JavaDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = *self;
        let magnitude = number.abs();
        match number {
            _ if number.is_nan() => f.write_str("NaN"),
            _ if number.is_infinite() => f.write_str(if number > 0.0 { "Infinity" } else { "-Infinity" }),
            _ if magnitude > 0.0 && !(1e-3..1e7).contains(&magnitude) => scientific(number, f),
            _ => write!(f, "{number:?}"),
        }
    }
}

/// Shortest digits, as `1.2E7`. Rust writes `1.2e7` and `1e7`.
fn scientific(number: f64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    write!(f, "{digits}{point}E{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_in_java() {
        for (number, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (7.0, "7.0"),
            (-3.25, "-3.25"),
            (0.1, "0.1"),
            (0.001, "0.001"),
            (0.000_999, "9.99E-4"),
            (9_999_999.0, "9999999.0"),
            (9_999_999.999_999_998, "9999999.999999998"),
            (1e7, "1.0E7"),
            (12_000_000.0, "1.2E7"),
            (-123_456_789.5, "-1.234567895E8"),
            (1e21, "1.0E21"),
            (f64::MAX, "1.7976931348623157E308"),
            (5e-324, "5.0E-324"),
            (100.0, "100.0"),
            (f64::INFINITY, "Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(JavaDouble(number).to_string(), text);
        }
    }
}
