//! One document, or one in each line.

use cupola_base::json::{ScanError, ScanErrorKind, Scanner};

/// The documents of a text, each with the byte at which it begins.
#[derive(Clone, Debug)]
pub(super) enum Documents<'a> {
    Whole(Option<&'a str>),
    Lines { rest: &'a str, at: usize },
}

impl<'a> Documents<'a> {
    /// Lines when the first that is not blank is a document by itself and others follow; also when the
    /// first is broken and the second is a document. Otherwise the whole text is one.
    pub(super) fn of(text: &'a str) -> Self {
        let mut rest = text;
        let lines = std::iter::from_fn(|| next_line(&mut rest));
        let mut lines = lines.filter(|line| !line.trim().is_empty());
        let are_lines = match (lines.next(), lines.next()) {
            (Some(first), Some(second)) => match scan(first) {
                Ok(()) => true,
                Err(ScanError { kind: ScanErrorKind::End, .. }) => false,
                Err(_) => scan(second).is_ok(),
            },
            _ => false,
        };
        if are_lines { Self::Lines { rest: text, at: 0 } } else { Self::Whole(Some(text)) }
    }

    pub(super) fn next(&mut self) -> Option<(usize, &'a str)> {
        match self {
            Self::Whole(text) => text.take().map(|text| (0, text)),
            Self::Lines { rest, at } => loop {
                let line = next_line(rest)?;
                let start = *at;
                *at += line.len();
                if !line.trim().is_empty() {
                    return Some((start, line));
                }
            },
        }
    }
}

/// Takes the next line off a text, its end included. A file may be one line of many megabytes.
fn next_line<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
    let (line, after) = rest.split_at(length);
    *rest = after;
    (!line.is_empty()).then_some(line)
}

fn scan(text: &str) -> Result<(), ScanError> {
    Scanner::of_text(text).finish()
}
