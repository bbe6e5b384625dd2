//! What happened in a world, for drawings.

use std::collections::VecDeque;
use std::fmt;

use cupola::Timestamp;

/// What happened, oldest first; equal things in a row are one line.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    entries: VecDeque<Entry>,
    forgotten: usize,
}

#[derive(Debug)]
struct Entry {
    from: Timestamp,
    to: Timestamp,
    what: String,
    times: usize,
}

/// How many lines are kept, and how many of them are drawn.
const MOST: usize = 10_000;
const DRAWN: usize = 60;

impl Timeline {
    pub(super) fn add(&mut self, at: Timestamp, what: String) {
        if let Some(last) = self.entries.back_mut().filter(|last| last.what == what) {
            last.to = last.to.max(at);
            last.times += 1;
            return;
        }
        if self.entries.len() == MOST {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.entries.push_back(Entry { from: at, to: at, what, times: 1 });
    }
}

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.entries.is_empty() {
            return f.write_str("  nothing");
        }
        // What came out carries the time at which it was due, which may lie before the newest input.
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.from);
        let skipped = entries.len().saturating_sub(DRAWN);
        if skipped + self.forgotten > 0 {
            writeln!(f, "  ... {} earlier lines", skipped + self.forgotten)?;
        }
        entries.iter().skip(skipped).try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, what, times } = self;
        write!(f, "  {from}  {what}")?;
        match times {
            1 => Ok(()),
            times if from == to => write!(f, "  ({times} times)"),
            times => write!(f, "  ({times} times until {to})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_in_a_row_are_one_line_and_time_orders() {
        let at = |second: i64| Timestamp::EPOCH.plus_secs(second);
        let mut timeline = Timeline::default();
        assert_eq!(timeline.to_string(), "  nothing");
        [(0, "a"), (0, "a"), (5, "a"), (9, "b"), (7, "c")]
            .iter()
            .for_each(|(second, what)| timeline.add(at(*second), (*what).into()));
        let lines: Vec<String> = timeline.to_string().lines().map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "  1970-01-01T00:00:00Z  a  (3 times until 1970-01-01T00:00:05Z)",
                "  1970-01-01T00:00:07Z  c",
                "  1970-01-01T00:00:09Z  b",
            ]
        );
    }

    #[test]
    fn only_the_newest_are_kept_and_drawn() {
        let mut timeline = Timeline::default();
        (0..10_005).for_each(|n| timeline.add(Timestamp::EPOCH, format!("{n}")));
        let text = timeline.to_string();
        assert!(text.starts_with("  ... 9945 earlier lines\n"), "{}", text.lines().next().unwrap_or_default());
        assert_eq!(text.lines().count(), 61);
    }
}
