//! The time that stands in a line.

use cupola::Timestamp;

/// How far into a line a time is looked for.
const REACH: usize = 400;

/// The first time in a line: `2026-05-04T12:00:00.5Z` and its like, `17/May/2026:10:05:01 +0200` of access logs, or
/// seconds or milliseconds since the epoch in a member of a JSON line.
pub(crate) fn time(line: &str) -> Option<Timestamp> {
    let bytes = &line.as_bytes()[..line.len().min(REACH)];
    let at = |(at, window): (usize, &[u8])| match window {
        [b'/', letter, ..] if letter.is_ascii_uppercase() => {
            line.get(at.checked_sub(2)?..at + 24).and_then(of_access_log)
        }
        [year @ .., b'-'] if year.iter().all(u8::is_ascii_digit) => written(line, at),
        _ => None,
    };
    let names = ["\"timestamp\":", "\"time\":", "\"ts\":", "\"@timestamp\":"];
    bytes.windows(5).enumerate().find_map(at).or_else(|| names.iter().find_map(|name| number(line, name)))
}

/// `2026-05-04T12:00:00.5Z`, also with a blank for `T`, a comma for the point, and without a zone, which is UTC then.
fn written(line: &str, at: usize) -> Option<Timestamp> {
    let text = line.get(at..at + 19)?;
    let rest = &line[at + 19..];
    let has_fraction = rest.starts_with(['.', ',']);
    let digits = rest.get(1..).filter(|_| has_fraction).map_or("", |rest| prefix(rest, |c| c.is_ascii_digit()));
    let after = &rest[if digits.is_empty() { 0 } else { 1 + digits.len() }..];
    let zone = prefix(after, |c| c.is_ascii_digit() || "+-:".contains(c));
    let zone = if zone.len() == 6 && zone.starts_with(['+', '-']) { zone } else { "Z" };
    let millis: String = digits.chars().chain("000".chars()).take(3).collect();
    Timestamp::parse(&format!("{}T{}.{millis}{zone}", text.get(..10)?, text.get(11..)?)).ok()
}

fn prefix(text: &str, fits: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !fits(c)).unwrap_or(text.len())]
}

/// `17/May/2026:10:05:01 +0200`.
fn of_access_log(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|month| text.get(3..6) == Some(month))? + 1;
    let (day, year, time, zone) = (text.get(..2)?, text.get(7..11)?, text.get(12..20)?, text.get(21..26)?);
    let (hours, minutes) = zone.split_at(3);
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{time}{hours}:{minutes}")).ok()
}

/// A member with seconds or milliseconds since the epoch.
fn number(line: &str, name: &str) -> Option<Timestamp> {
    let value = line[line.find(name)? + name.len()..].trim_start();
    let number: f64 = prefix(value, |c| c.is_ascii_digit() || c == '.').parse().ok()?;
    // What is less than this was before 1973 in milliseconds, and is seconds.
    let seconds = if number < 1e11 { number } else { number / 1000.0 };
    Timestamp::from_secs_f64(seconds).filter(|at| *at > Timestamp::EPOCH && at.year() < 2200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_in_lines() {
        for (line, expected) in [
            ("2026-05-04T12:00:00Z started", "2026-05-04T12:00:00Z"),
            ("[2026-05-04 12:00:00,250] INFO", "2026-05-04T12:00:00.250Z"),
            (r#"{"a":1,"time":"2026-05-04T14:00:00.5+02:00"}"#, "2026-05-04T12:00:00.500Z"),
            (r#"1.2.3.4 - - [04/May/2026:14:00:00 +0200] "GET /""#, "2026-05-04T12:00:00Z"),
            (r#"{"ts":1777896000.5,"x":2}"#, "2026-05-04T12:00:00.500Z"),
            (r#"{"timestamp": 1777896000250}"#, "2026-05-04T12:00:00.250Z"),
        ] {
            assert_eq!(time(line), Some(Timestamp::parse(expected).unwrap()), "{line}");
        }
        for line in ["", "no time", "1234-", "2026-99-04T12:00:00Z", "é/May/2026:10:05:01 +0200", "2026-05-04T12:00:0é"]
        {
            assert_eq!(time(line), None, "{line}");
        }
    }
}
