//! A report as a drawing.

use std::fmt;

use cupola::Timestamp;
use cupola::metrics::{JavaDouble, StateValue, Window};

use super::expectation::Offset;
use super::report::{Change, Failure, Line, Report, Track};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, track) in self.tracks.iter().enumerate() {
            write!(f, "{}", if index == 0 { "" } else { "\n" })?;
            Drawing { report: self, track, failures: track.failures(self.start) }.fmt(f)?;
        }
        Ok(())
    }
}

/// Steps that are drawn around each that has something to tell, when there are more than
/// [`MOST_LINES`].
const AROUND: usize = 4;
const MOST_LINES: usize = 60;

/// One alarm's part.
struct Drawing<'a> {
    report: &'a Report,
    track: &'a Track,
    failures: Vec<Failure>,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = Line { at: 0, window: None };
        self.head(f)?;
        if self.tells(start) {
            self.line(f, start)?;
        }
        let mut skipped = 0;
        for (index, line) in self.track.lines.iter().enumerate() {
            if !self.is_drawn(index) {
                skipped += 1;
                continue;
            }
            skip(f, std::mem::take(&mut skipped))?;
            self.line(f, *line)?;
        }
        skip(f, skipped)
    }
}

impl Drawing<'_> {
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Track { name, children, .. } = self.track;
        let on = if children.is_empty() { String::new() } else { format!(" on {}", children.join(", ")) };
        writeln!(f, "alarm \"{name}\"{on} from {}", self.report.start)
    }

    fn is_drawn(&self, index: usize) -> bool {
        let lines = &self.track.lines;
        let mut near = lines.iter().skip(index.saturating_sub(AROUND)).take(2 * AROUND + 1);
        lines.len() <= MOST_LINES || index < AROUND || near.any(|line| self.tells(*line))
    }

    /// Whether something changed at a line, or should have.
    fn tells(&self, line: Line) -> bool {
        let span = self.span(line);
        self.changes_in(span).next().is_some() || self.failures.iter().any(|failure| contains(span, failure.at))
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, line: Line) -> fmt::Result {
        let span = self.span(line);
        write!(f, "{:>8}  {:>14}  {}", Offset(line.at).to_string(), self.seen(line), self.track.state_at(span.1))?;
        for change in self.changes_in(span) {
            let seconds = change.at.millis_since(self.report.start) / 1000;
            let exact = if i64::from(line.at) == seconds { String::new() } else { format!(" at {seconds}s") };
            write!(f, "  <- {}{exact}: {}", change.from, change.reason)?;
        }
        writeln!(f)?;
        self.failures.iter().filter(|failure| contains(span, failure.at)).try_for_each(|failure| unmet(f, failure))
    }

    /// What the alarm looks at: the newest window, or its children.
    fn seen(&self, line: Line) -> String {
        match line.window {
            Some((Some(value), Window::Breaching)) => format!("{} X", JavaDouble(value)),
            Some((Some(value), _)) => format!("{} 0", JavaDouble(value)),
            Some((None, _)) => "-".into(),
            None => self.children(self.span(line).1),
        }
    }

    fn children(&self, at: Timestamp) -> String {
        let state = |child: &String| self.report.track(child).map_or('?', |track| letter(track.state_at(at)));
        self.track.children.iter().map(state).collect()
    }

    fn span(&self, line: Line) -> Span {
        let end = self.report.start.plus_secs(i64::from(line.at));
        (end.plus_secs(-i64::from(self.report.step)), end)
    }

    fn changes_in(&self, span: Span) -> impl Iterator<Item = &Change> {
        let changes = &self.track.changes;
        let from = changes.partition_point(|change| change.at <= span.0);
        changes.iter().skip(from).take_while(move |change| change.at <= span.1)
    }
}

const fn letter(state: StateValue) -> char {
    match state {
        StateValue::Alarm => 'A',
        StateValue::Ok => 'O',
        StateValue::InsufficientData => 'I',
    }
}

fn unmet(f: &mut fmt::Formatter<'_>, failure: &Failure) -> fmt::Result {
    match failure.expected {
        Some(expected) => writeln!(f, "{:>8}  expected {expected}, found {}", "!", failure.found),
        None => writeln!(f, "{:>8}  no transition was expected, found one to {}", "!", failure.found),
    }
}

/// After the one instant, up to the other.
type Span = (Timestamp, Timestamp);

fn contains(span: Span, at: Timestamp) -> bool {
    span.0 < at && at <= span.1
}

fn skip(f: &mut fmt::Formatter<'_>, skipped: usize) -> fmt::Result {
    match skipped {
        0 => Ok(()),
        skipped => writeln!(f, "{:>8}  {skipped} steps like these", "..."),
    }
}
