//! Dates in texts: `strftime` and Java formats.

use std::fmt::Write as _;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::calendar::{DAY, Date};

/// Writes an instant as `strftime` does; `None` where the format is none.
pub(super) fn strftime(at: i64, format: &str, zone: Zone) -> Option<String> {
    let mut text = String::new();
    let at = Timestamp::from_millis(at);
    write!(text, "{}", zone.local(at).and_utc().format(format)).ok()?;
    Some(text)
}

pub(super) fn is_strftime(format: &str) -> bool {
    strftime(0, format, Zone::UTC).is_some()
}

/// Whether every letter of a Java format is one that is known.
pub(super) fn is_java(format: &str) -> bool {
    pieces(format).is_some()
}

/// Reads a date as Java's `DateTimeFormatter` would; milliseconds since the epoch. What the format does not
/// name counts as the epoch has it.
pub(super) fn parse(text: &str, format: &str, zone: Zone) -> Option<i64> {
    let mut found = Found::default();
    let mut rest = text;
    let pieces = pieces(format)?;
    for (index, piece) in pieces.iter().enumerate() {
        let is_followed = matches!(pieces.get(index + 1), Some(Piece::Letters(..)));
        rest = found.read(piece, is_followed, rest)?;
    }
    if rest.is_empty() { found.instant(zone) } else { None }
}

#[derive(Debug)]
enum Piece {
    Literal(String),
    /// A letter and how often it stands.
    Letters(char, usize),
}

const LETTERS: &str = "yuMdHhmsSaEzZXxVD";

fn pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            let mut literal = String::new();
            loop {
                match chars.next()? {
                    '\'' if chars.peek() == Some(&'\'') => literal.extend(chars.next()),
                    '\'' => break,
                    other => literal.push(other),
                }
            }
            pieces.push(Piece::Literal(if literal.is_empty() { "'".to_owned() } else { literal }));
        } else if c.is_ascii_alphabetic() {
            let mut count = 1;
            while chars.peek() == Some(&c) {
                chars.next();
                count += 1;
            }
            if !LETTERS.contains(c) {
                return None;
            }
            pieces.push(Piece::Letters(c, count));
        } else {
            pieces.push(Piece::Literal(c.to_string()));
        }
    }
    Some(pieces)
}

#[derive(Debug, Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    millis: i64,
    afternoon: Option<bool>,
    /// Milliseconds ahead of UTC.
    offset: Option<i64>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Found {
    fn read<'a>(&mut self, piece: &Piece, is_followed: bool, text: &'a str) -> Option<&'a str> {
        let (letter, count) = match piece {
            Piece::Literal(literal) => return text.strip_prefix(literal.as_str()),
            Piece::Letters(letter, count) => (*letter, *count),
        };
        match letter {
            'M' if count >= 3 => {
                let (month, rest) = named(text, &MONTHS, count)?;
                self.month = Some(month + 1);
                return Some(rest);
            }
            'E' => return named(text, &WEEKDAYS, count).map(|(_, rest)| rest),
            'a' => return self.half(text),
            'X' | 'x' | 'Z' | 'z' | 'V' => return self.zone(text),
            'S' => return self.fraction(text, count),
            _ => {}
        }
        let most = if is_followed {
            count
        } else if matches!(letter, 'y' | 'u') && count != 2 {
            9
        } else {
            count.max(2)
        };
        let (number, rest) = digits(text, count, most)?;
        match letter {
            'y' | 'u' => self.year = Some(if count == 2 { 2000 + number } else { number }),
            'M' => self.month = Some(number),
            'd' => self.day = Some(number),
            'D' => self.day_of_year(number),
            'H' | 'h' => self.hour = number,
            'm' => self.minute = number,
            _ => self.second = number,
        }
        Some(rest)
    }

    fn day_of_year(&mut self, number: i64) {
        let start = Date { year: self.year.unwrap_or(1970), month: 1, day: 1 }.millis();
        let date = Date::of(start + (number - 1) * DAY);
        (self.month, self.day) = (Some(date.month), Some(date.day));
    }

    fn half<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let half = text.get(..2)?;
        self.afternoon = Some(half.eq_ignore_ascii_case("pm"));
        (half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm")).then(|| &text[2..])
    }

    fn fraction<'a>(&mut self, text: &'a str, count: usize) -> Option<&'a str> {
        let (number, rest) = digits(text, count.min(9), count.min(9))?;
        let exponent = u32::try_from(count.min(9)).unwrap_or(9);
        self.millis = number * 1000 / 10_i64.pow(exponent);
        Some(rest)
    }

    /// `Z`, `+02:00`, `+0200`, `+02`, or a zone's name.
    fn zone<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        for name in ["UTC", "GMT", "Z"] {
            if let Some(rest) = text.strip_prefix(name) {
                self.offset = Some(0);
                return Some(rest);
            }
        }
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let rest = text.strip_prefix(['+', '-'])?;
        let (hours, rest) = digits(rest, 2, 2)?;
        let colon = rest.strip_prefix(':').unwrap_or(rest);
        let (minutes, rest) = digits(colon, 2, 2).unwrap_or((0, rest));
        self.offset = Some(sign * (hours * 60 + minutes) * 60_000);
        Some(rest)
    }

    fn instant(&self, zone: Zone) -> Option<i64> {
        let date = Date { year: self.year.unwrap_or(1970), month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) };
        let hour = match self.afternoon {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(afternoon) => self.hour % 12 + if afternoon { 12 } else { 0 },
        };
        let real = date.is_real() && hour < 24 && self.minute < 60 && self.second < 61;
        let local = date.millis() + ((hour * 60 + self.minute) * 60 + self.second) * 1000 + self.millis;
        real.then(|| local - self.offset.unwrap_or_else(|| ahead(local, zone)))
    }
}

/// How far a zone is ahead of UTC when its clocks show a time.
fn ahead(local: i64, zone: Zone) -> i64 {
    let at = |instant: i64| zone.offset_seconds(Timestamp::from_millis(instant)) * 1000;
    let before = at(local - DAY);
    if at(local - before) == before { before } else { at(local - at(local)) }
}

fn digits(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count < least.min(most) || count == 0 {
        return None;
    }
    let (number, rest) = text.split_at(count);
    Some((number.parse().ok()?, rest))
}

/// A name of a list, whole or by its first three letters.
fn named<'a>(text: &'a str, names: &[&str], count: usize) -> Option<(i64, &'a str)> {
    for (index, name) in (0_i64..).zip(names) {
        let length = if count >= 4 { name.len() } else { 3 };
        let found = text.get(..length).is_some_and(|word| word.eq_ignore_ascii_case(&name[..length]));
        if found {
            return Some((index, &text[length..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, format: &str) -> Option<String> {
        parse(text, format, Zone::UTC).map(|at| Timestamp::from_millis(at).to_millis_text())
    }

    #[test]
    fn java_formats() {
        let expected = Some("2026-05-04T06:07:08.900Z".to_owned());
        for (text, format) in [
            ("2026-05-04 06:07:08.900", "yyyy-MM-dd HH:mm:ss.SSS"),
            ("04/May/2026:06:07:08,9", "dd/MMM/yyyy:HH:mm:ss,S"),
            ("20260504060708900", "yyyyMMddHHmmssSSS"),
            ("2026-05-04T08:07:08.9+02:00", "yyyy-MM-dd'T'HH:mm:ss.SXXX"),
            ("Monday, May 4 2026 6:07:08.900 am", "EEEE, MMM d yyyy h:mm:ss.SSS a"),
        ] {
            assert_eq!(read(text, format), expected, "{text}");
        }
        assert_eq!(read("2026-02-30", "yyyy-MM-dd"), None);
        assert_eq!(read("2026-02-03 more", "yyyy-MM-dd"), None);
        assert!(!is_java("yyyy-qq") && is_java("''yyyy"));
    }

    #[test]
    fn zones_shift() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = parse("2026-07-01 02:00", "yyyy-MM-dd HH:mm", berlin).unwrap();
        assert_eq!(strftime(at, "%Y-%m-%d %H:%M", Zone::UTC).unwrap(), "2026-07-01 00:00");
        assert_eq!(strftime(at, "%H:%M %z", Zone::UTC).unwrap(), "00:00 +0000");
        assert!(!is_strftime("%Q"));
    }
}
