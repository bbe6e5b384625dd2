//! Times in formats of one's own.

use chrono::{NaiveDate, NaiveDateTime};
use cupola_base::Timestamp;

use super::time::instant;

/// Writes a time in MySQL's format: `%Y-%m-%d %H:%i:%s`.
pub(super) fn format(local: NaiveDateTime, format: &str) -> Option<String> {
    Some(local.format(&strftime(format)?).to_string())
}

/// Reads a time in MySQL's format; what is not said is that of 1970-01-01 00:00.
pub(super) fn parse_in(text: &str, format: &str) -> Option<Timestamp> {
    let form = strftime(format)?;
    let mut parsed = chrono::format::Parsed::new();
    chrono::format::parse(&mut parsed, text, chrono::format::StrftimeItems::new(&form)).ok()?;
    let day = parsed.to_naive_date().ok();
    let day = day.or_else(|| {
        let year = parsed.year().unwrap_or(1970);
        NaiveDate::from_ymd_opt(year, parsed.month().unwrap_or(1), parsed.day().unwrap_or(1))
    })?;
    if parsed.hour_mod_12().is_some() && parsed.minute().is_none() {
        parsed.set_minute(0).ok()?;
    }
    let clock = if parsed.hour_mod_12().is_none() { chrono::NaiveTime::MIN } else { parsed.to_naive_time().ok()? };
    instant(day.and_time(clock))
}

/// MySQL's letters as those of `strftime`.
///
/// # Source
/// Trino documentation, "Date and time functions and operators", the table of format specifiers.
fn strftime(format: &str) -> Option<String> {
    let mut form = String::with_capacity(format.len());
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            form.push(letter);
            continue;
        }
        form.push_str(match letters.next()? {
            'a' => "%a",
            'b' => "%b",
            'c' => "%-m",
            'd' => "%d",
            'e' => "%-d",
            'f' => "%6f",
            'H' => "%H",
            'h' | 'I' => "%I",
            'i' => "%M",
            'j' => "%j",
            'k' => "%-H",
            'l' => "%-I",
            'M' => "%B",
            'm' => "%m",
            'p' => "%p",
            'r' => "%I:%M:%S %p",
            'S' | 's' => "%S",
            'T' => "%H:%M:%S",
            'v' => "%V",
            'W' => "%A",
            'x' => "%G",
            'Y' => "%Y",
            'y' => "%y",
            '%' => "%%",
            // `%D`, `%U`, `%u`, `%V`, `%w` and `%X` are not supported by the service's engine either.
            _ => return None,
        });
    }
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::super::time::{local, parse};
    use super::*;

    #[test]
    fn formats_are_those_of_mysql() {
        let at = |text| parse(text).unwrap().0;
        let noon = at("2026-05-06 14:05:09");
        assert_eq!(format(local(noon), "%Y/%c/%e %h:%i:%s %p %W %j%%").unwrap(), "2026/5/6 02:05:09 PM Wednesday 126%");
        assert_eq!(format(local(noon), "%D"), None);
        assert_eq!(parse_in("06/05/2026 14:05", "%d/%m/%Y %H:%i"), Some(at("2026-05-06 14:05")));
        assert_eq!(parse_in("2026-05", "%Y-%m"), Some(at("2026-05-01")));
        assert_eq!(parse_in("x", "%Y"), None);
    }
}
