//! Times as tests write them.

use std::time::Duration;

use cupola::Timestamp;
use cupola::base::text::{Cursor, Diagnostic, Span};

use super::WorldError;

/// A time that a [`World`](super::World)'s clock can be turned to: an instant (`Timestamp`), a length from now on
/// (`Duration`), or a text.
///
/// | text | means |
/// |---|---|
/// | `10:15`, `10:15:30` | that time of the world's day |
/// | `+15m`, `+1h30m`, `+2d`, `+90s` | so much later |
/// | `2026-05-04T06:00:00Z` | that instant |
///
/// A time of day or an instant in a text must not lie behind the world's time. A `Timestamp` that lies behind leaves
/// the clock where it is, as an observatory's own `advance` does.
///
/// ```
/// use cupola_test::World;
///
/// let mut world = World::new();
/// world.at("10:00").at("+1h30m");
/// assert_eq!(world.now().to_string(), "2026-01-05T11:30:00Z");
/// assert!(world.try_at("11:00").unwrap_err().to_string().contains("lies behind"));
/// ```
pub trait Moment {
    /// The instant that is meant, as of now.
    ///
    /// # Errors
    /// [`WorldError::Moment`] for a text that is no time, or one that lies behind.
    fn instant(&self, now: Timestamp) -> Result<Timestamp, WorldError>;
}

impl Moment for Timestamp {
    fn instant(&self, _now: Timestamp) -> Result<Timestamp, WorldError> {
        Ok(*self)
    }
}

impl Moment for Duration {
    fn instant(&self, now: Timestamp) -> Result<Timestamp, WorldError> {
        Ok(now.plus(*self))
    }
}

impl Moment for &str {
    fn instant(&self, now: Timestamp) -> Result<Timestamp, WorldError> {
        if let Some(length) = self.strip_prefix('+') {
            return seconds(length).map(|seconds| now.plus_secs(seconds)).ok_or_else(|| wrong(self, "this is no time"));
        }
        let at =
            of_day(self, now).or_else(|| Timestamp::parse(self).ok()).ok_or_else(|| wrong(self, "this is no time"))?;
        if at < now { Err(wrong(self, &format!("this lies behind {now}: time does not go back"))) } else { Ok(at) }
    }
}

fn wrong(text: &str, message: &str) -> WorldError {
    let diagnostic = Diagnostic::new("time", text, Span::new(0, text.len()), message);
    let diagnostic = diagnostic.with_help("as in 10:15, 10:15:30, +15m, +1h30m, 2026-05-04T06:00:00Z");
    WorldError::Moment(Box::new(diagnostic))
}

/// `10:15` or `10:15:30` on the day of an instant.
fn of_day(text: &str, day: Timestamp) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split(':').collect();
    let two = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(two) {
        return None;
    }
    let numbers: Vec<i64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let (hours, minutes, seconds) = (numbers[0], numbers[1], numbers.get(2).copied().unwrap_or(0));
    let fits = hours < 24 && minutes < 60 && seconds < 60;
    fits.then(|| day.floor_to(86_400_000).plus_secs(3_600 * hours + 60 * minutes + seconds))
}

/// `1h30m` and the like; up to a century.
fn seconds(text: &str) -> Option<i64> {
    let mut cursor = Cursor::new(text);
    let mut total = 0i64;
    while !cursor.is_at_end() {
        let number: i64 = cursor.take_while(|c| c.is_ascii_digit()).parse().ok()?;
        let unit = match cursor.bump()? {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
    }
    (!text.is_empty() && total <= 100 * 366 * 86_400).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_times_of_the_day_lengths_or_instants() {
        let now = Timestamp::parse("2026-01-05T09:00:30Z").expect("a time");
        for (text, expected) in [
            ("10:15", "2026-01-05T10:15:00Z"),
            ("09:00:30", "2026-01-05T09:00:30Z"),
            ("+15m", "2026-01-05T09:15:30Z"),
            ("+1d2h3m4s", "2026-01-06T11:03:34Z"),
            ("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"),
        ] {
            assert_eq!(text.instant(now).expect(text).to_string(), expected);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let now = Timestamp::parse("2026-01-05T09:00:30Z").expect("a time");
        for text in [
            "",
            "+",
            "10",
            "9:15",
            "24:00",
            "10:60",
            "08:00",
            "+5",
            "+5x",
            "+m",
            "+99999999999d",
            "2026-01-01T00:00:00Z",
        ] {
            assert!(text.instant(now).is_err(), "{text}");
        }
    }
}
