//! Groups lines into batches that PutLogEvents takes.

use cupola::Timestamp;

use crate::line::Line;

/// Lines of one minute, as many as one call takes.
///
/// A shipping agent sends every few seconds; here a batch ends with its minute at the latest, so that
/// when an alarm looks at a minute, all of the minute's lines have arrived.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    lines: Vec<Line>,
    bytes: usize,
}

impl Batch {
    /// Takes the line. When it does not go with those before, those come out first.
    pub(crate) fn push(&mut self, line: Line) -> Option<Vec<Line>> {
        let full = if self.has_room_for(&line) { None } else { self.take() };
        self.bytes += line.text.len() + EVENT_BYTES;
        self.lines.push(line);
        full
    }

    /// What is left.
    pub(crate) fn take(&mut self) -> Option<Vec<Line>> {
        self.bytes = 0;
        let lines = std::mem::take(&mut self.lines);
        (!lines.is_empty()).then_some(lines)
    }

    fn has_room_for(&self, line: &Line) -> bool {
        let same_minute = self.lines.last().is_none_or(|last| minute(last.at) == minute(line.at));
        same_minute && self.lines.len() < MOST_EVENTS && self.bytes + line.text.len() + EVENT_BYTES <= MOST_BYTES
    }
}

fn minute(at: Timestamp) -> Timestamp {
    at.floor_to(60_000)
}

/// Limits of PutLogEvents: events of a batch, its bytes, and what each event adds to them.
const MOST_EVENTS: usize = 10_000;
const MOST_BYTES: usize = 1_048_576;
const EVENT_BYTES: usize = 26;

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(lines: impl IntoIterator<Item = Line>) -> Vec<usize> {
        let mut batch = Batch::default();
        let mut full: Vec<_> = lines.into_iter().filter_map(|line| batch.push(line)).collect();
        full.extend(batch.take());
        full.iter().map(Vec::len).collect()
    }

    fn line(seconds: i64, bytes: usize) -> Line {
        Line { at: Timestamp::from_secs(seconds), text: "x".repeat(bytes) }
    }

    #[test]
    fn batches_end_with_the_minute_the_count_and_the_bytes() {
        assert_eq!(sizes([0, 59, 60, 61, 180].map(|s| line(s, 1))), [2, 2, 1]);
        assert_eq!(sizes((0..25_000).map(|_| line(0, 1))), [10_000, 10_000, 5_000]);
        assert_eq!(sizes((0..5).map(|_| line(0, MOST_BYTES / 2 - EVENT_BYTES))), [2, 2, 1]);
    }
}
