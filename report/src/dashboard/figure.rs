//! Numbers with their units, as people read them.

use crate::number::{Notation, decade, power_of_ten};

/// Four digits and a suffix, and the unit: `12.35k ms`.
pub(super) fn figure(value: f64, unit: Option<&str>) -> String {
    let number = number(value);
    match unit.map(short).filter(|unit| !unit.is_empty()) {
        Some("%") => format!("{number}%"),
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

fn number(value: f64) -> String {
    if !value.is_finite() {
        return "—".into();
    }
    let size = value.abs();
    if size < f64::MIN_POSITIVE {
        return "0".into();
    }
    let text = Notation::of(power_of_ten(decade(size) - 3), size).write(value);
    trimmed(&text)
}

/// Without zeros behind the point.
fn trimmed(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    if !digits.contains('.') {
        return text.into();
    }
    format!("{}{suffix}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// The service's words for units, short; others stand as they are.
pub(super) fn short(unit: &str) -> &str {
    match unit {
        "Percent" => "%",
        "Seconds" => "s",
        "Milliseconds" => "ms",
        "Microseconds" => "µs",
        "Bytes" => "B",
        "Kilobytes" => "kB",
        "Megabytes" => "MB",
        "Gigabytes" => "GB",
        "Terabytes" => "TB",
        "Bytes/Second" => "B/s",
        "Count/Second" => "/s",
        "Count" | "None" => "",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        for (value, unit, expected) in [
            (99.95, Some("Percent"), "99.95%"),
            (12_345.0, Some("Milliseconds"), "12.35k ms"),
            (1234.0, None, "1234"),
            (5.0, Some("Count"), "5"),
            (0.25, None, "0.25"),
            (-3.5, Some("None"), "-3.5"),
            (0.0, None, "0"),
            (7.25e9, Some("Bytes"), "7.25G B"),
            (f64::NAN, Some("Bytes"), "— B"),
        ] {
            assert_eq!(figure(value, unit), expected);
        }
    }
}
