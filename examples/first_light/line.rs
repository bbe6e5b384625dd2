//! From raw lines to lines with a time.

use std::collections::VecDeque;
use std::io;

use cupola::Timestamp;

/// A line of the log and when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Never before that of the line before.
    pub(crate) at: Timestamp,
    pub(crate) text: String,
}

/// Lines with times, from raw lines.
///
/// A line without a time of its own takes that of the line before; the first ones take the first
/// time there is. A line from before the line before it is moved to that line's time. Blank lines
/// are left out, since no log service takes them.
pub(crate) struct Lines<S> {
    source: S,
    clock: LineClock,
    /// Lines from before the first known time, and after the source's end.
    held: VecDeque<String>,
    pub(crate) tally: Tally,
}

/// What had to be done to the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) blank: u64,
    pub(crate) without_time: u64,
    pub(crate) moved_forward: u64,
}

/// So many lines may come before the first time; beyond, the year's first instant is taken.
const MOST_HELD: usize = 1_000;

impl<S: Iterator<Item = io::Result<String>>> Lines<S> {
    pub(crate) fn new(source: S, year: i32) -> Self {
        Self { source, clock: LineClock::new(year), held: VecDeque::new(), tally: Tally::default() }
    }

    fn next_raw(&mut self) -> Option<io::Result<String>> {
        for raw in self.source.by_ref() {
            match raw {
                Ok(text) if text.trim().is_empty() => self.tally.blank += 1,
                other => return Some(other),
            }
        }
        None
    }

    fn with_time(&mut self, text: String) -> Line {
        let now = self.clock.now();
        let own = self.clock.read(&text);
        self.tally.without_time += u64::from(own.is_none());
        self.tally.moved_forward += u64::from(own.is_some_and(|own| own < now));
        Line { at: self.clock.now(), text }
    }

    /// Reads on until a line has a time, so that those before it can take it.
    fn find_first_time(&mut self) -> io::Result<()> {
        while !self.clock.is_set() {
            let Some(raw) = self.next_raw().transpose()? else { break };
            self.clock.begin_with(&raw);
            self.held.push_back(raw);
            if self.held.len() >= MOST_HELD {
                break;
            }
        }
        self.clock.begin();
        Ok(())
    }
}

impl<S: Iterator<Item = io::Result<String>>> Iterator for Lines<S> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.clock.is_set()
            && let Err(error) = self.find_first_time()
        {
            return Some(Err(error));
        }
        let raw = self.held.pop_front().map(Ok).or_else(|| self.next_raw())?;
        Some(raw.map(|text| self.with_time(text)))
    }
}

/// Reads the times at the beginning of lines: `Dec 10 06:55:46`, which has no year, or RFC 3339.
struct LineClock {
    year: i32,
    now: Option<Timestamp>,
    /// The midnight of the day last read, by its text: days seldom change.
    day: (String, Timestamp),
}

impl LineClock {
    const fn new(year: i32) -> Self {
        Self { year, now: None, day: (String::new(), Timestamp::EPOCH) }
    }

    const fn is_set(&self) -> bool {
        self.now.is_some()
    }

    fn now(&self) -> Timestamp {
        self.now.unwrap_or(Timestamp::MIN)
    }

    fn begin_with(&mut self, text: &str) {
        self.now = self.time_of(text);
    }

    fn begin(&mut self) {
        let start = Timestamp::parse(&format!("{:04}-01-01T00:00:00Z", self.year)).unwrap_or(Timestamp::EPOCH);
        self.now.get_or_insert(start);
    }

    /// The line's own time; the clock never goes back.
    fn read(&mut self, text: &str) -> Option<Timestamp> {
        let own = self.time_of(text)?;
        self.now = self.now.max(Some(own));
        Some(own)
    }

    fn time_of(&mut self, text: &str) -> Option<Timestamp> {
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return Timestamp::parse(text.split_ascii_whitespace().next()?).ok();
        }
        let (day, rest) = text.split_at_checked(7)?;
        let seconds = seconds_of_day(rest.as_bytes())?;
        let midnight = if day == self.day.0 { self.day.1 } else { self.find_day(day)? };
        Some(midnight.plus_secs(seconds))
    }

    /// The midnight of `Dec 10 ` in the year that brings it nearest to the line before, so that New
    /// Year is found by itself.
    fn find_day(&mut self, day: &str) -> Option<Timestamp> {
        let month = MONTHS.iter().position(|month| day.get(..4) == Some(*month))? + 1;
        let number: u8 = day.get(4..)?.trim().parse().ok()?;
        let midnight = |year: i32| Timestamp::parse(&format!("{year:04}-{month:02}-{number:02}T00:00:00Z")).ok();
        let found = match self.now {
            None => midnight(self.year)?,
            Some(now) => (now.year() - 1..=now.year() + 1)
                .filter_map(midnight)
                .min_by_key(|midnight| midnight.millis_since(now).abs())?,
        };
        self.day = (day.to_owned(), found);
        Some(found)
    }
}

const MONTHS: [&str; 12] =
    ["Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "];

/// Reads `06:55:46` and a space or the end.
fn seconds_of_day(text: &[u8]) -> Option<i64> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else { return None };
    let two = |a: &u8, b: &u8| Some(i64::from(digit(*a)? * 10 + digit(*b)?));
    let (hours, minutes, seconds) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
    let ends = rest.first().is_none_or(|b| *b == b' ');
    (ends && hours < 24 && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(raw: &[&str]) -> (Vec<String>, Tally) {
        let mut lines = Lines::new(raw.iter().map(|text| Ok((*text).to_owned())), 2024);
        let times = lines.by_ref().map(|line| line.unwrap().at.to_string()).collect();
        (times, lines.tally)
    }

    #[test]
    fn times_have_no_year_of_their_own() {
        let (times, _) =
            times(&["Dec 31 23:59:59 a", "Jan  1 00:00:01 b", "Dec 31 23:59:58 late", "Mar  2 01:00:00 c"]);
        assert_eq!(
            times,
            ["2024-12-31T23:59:59Z", "2025-01-01T00:00:01Z", "2025-01-01T00:00:01Z", "2025-03-02T01:00:00Z"]
        );
    }

    #[test]
    fn lines_without_a_time_take_the_one_before() {
        let (times, tally) =
            times(&["head", "", "Dec 10 06:55:46 a", "  at Main.java", "Dec 10 06:55:40 b", "2024-12-10T06:56:00Z c"]);
        let first = "2024-12-10T06:55:46Z";
        assert_eq!(times, [first, first, first, first, "2024-12-10T06:56:00Z"]);
        assert_eq!(tally, Tally { blank: 1, without_time: 2, moved_forward: 1 });
    }

    #[test]
    fn a_log_without_any_time_begins_with_the_year() {
        assert_eq!(times(&["a", "Dec 10 99:00:00 b", "Foo 10 06:00:00", "é"]).0, vec!["2024-01-01T00:00:00Z"; 4]);
        assert!(times(&[]).0.is_empty());
    }
}
