//! One file as one entry of the list reads it.

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::batch::MOST_MESSAGE;
use super::configuration::{AgentClock, AgentLogFile};

/// What is put after the part of an event that has room.
const CUT: &str = "[Truncated...]";

/// What was read of a file and is no whole event yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    /// A line whose end was not read yet.
    line: Vec<u8>,
    /// An event whose end was not read yet.
    event: Option<Event>,
    /// The time of the last event that had one.
    last: Option<Timestamp>,
}

/// An event that may have more lines.
#[derive(Clone, Debug)]
struct Event {
    text: String,
    /// When its first line was read.
    read: Timestamp,
    /// When its last line was read.
    fresh: Timestamp,
}

/// How long an event without further lines is waited for.
const PATIENCE: i64 = 5000;

/// Events that are whole.
pub(super) type Events = Vec<(Timestamp, String)>;

impl Source {
    /// Takes a piece of the file in.
    pub(super) fn feed(&mut self, now: Timestamp, chunk: &[u8], file: &AgentLogFile, zone: Zone, events: &mut Events) {
        for piece in chunk.split_inclusive(|byte| *byte == b'\n') {
            let (piece, ended) = match piece.strip_suffix(b"\n") {
                Some(piece) => (piece, true),
                None => (piece, false),
            };
            // A line longer than an event may be is cut there: one byte more tells that it was.
            let room = (MOST_MESSAGE + 1).saturating_sub(self.line.len());
            self.line.extend_from_slice(&piece[..piece.len().min(room)]);
            if ended {
                self.end_line(now, file, zone, events);
            }
        }
    }

    fn end_line(&mut self, now: Timestamp, file: &AgentLogFile, zone: Zone, events: &mut Events) {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        match &mut self.event {
            Some(event) if !file.start.is_match(&line) => event.append(&line, now),
            _ => {
                self.end_event(file, zone, events);
                self.event = Some(Event { text: line.into_owned(), read: now, fresh: now });
            }
        }
    }

    /// Gives the event that waits, if it waited long enough.
    pub(super) fn expire(&mut self, now: Timestamp, file: &AgentLogFile, zone: Zone, events: &mut Events) {
        if self.expires().is_some_and(|at| at <= now) {
            self.end_event(file, zone, events);
        }
    }

    /// When the event that waits has waited long enough.
    pub(super) fn expires(&self) -> Option<Timestamp> {
        self.event.as_ref().map(|event| event.fresh.plus_millis(PATIENCE))
    }

    /// Gives all that waits.
    pub(super) fn close(&mut self, now: Timestamp, file: &AgentLogFile, zone: Zone, events: &mut Events) {
        if !self.line.is_empty() {
            self.end_line(now, file, zone, events);
        }
        self.end_event(file, zone, events);
    }

    fn end_event(&mut self, file: &AgentLogFile, zone: Zone, events: &mut Events) {
        let Some(Event { text, read, .. }) = self.event.take() else { return };
        if !file.filters.iter().all(|filter| filter.expression.is_match(&text) == filter.keeps_matching) {
            return;
        }
        let zone = if file.clock == AgentClock::Utc { Zone::UTC } else { zone };
        let found = file.time_format.as_ref().and_then(|format| format.find(&text, read, zone));
        let (at, text) = match found {
            Some((at, place)) => {
                self.last = Some(at);
                (at, if file.trim_time { without(&text, place) } else { text })
            }
            None => (self.last.unwrap_or(read), text),
        };
        if !text.is_empty() {
            events.push((at, cut(text)));
        }
    }
}

impl Event {
    fn append(&mut self, line: &str, now: Timestamp) {
        self.fresh = now;
        if self.text.len() <= MOST_MESSAGE {
            self.text.push('\n');
            self.text.push_str(line);
        }
    }
}

/// The text without a part, and without the blanks that are left at its start.
fn without(text: &str, place: std::ops::Range<usize>) -> String {
    let (before, after) = (&text[..place.start], &text[place.end..]);
    format!("{before}{after}").trim_start().to_owned()
}

/// The text as far as an event has room.
fn cut(mut text: String) -> String {
    if text.len() > MOST_MESSAGE {
        let most = MOST_MESSAGE - CUT.len();
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push_str(CUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let text = cut("é".repeat(MOST_MESSAGE));
        assert!(text.len() <= MOST_MESSAGE && text.ends_with("é[Truncated...]"));
        assert_eq!(cut("x".repeat(MOST_MESSAGE)).len(), MOST_MESSAGE);
    }
}
