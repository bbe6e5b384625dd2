//! Names of fields of log events.

use std::fmt;

/// A field of a log event: `$.users[1].name` in JSON; a position or its name in the common log format.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogField {
    text: String,
    pub(super) at: At,
}

/// Where a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Below the root of a JSON object.
    Path(Vec<Segment>),
    /// Among the fields of a line, from 0 on.
    Position(usize),
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Member(String),
    Item(usize),
}

/// What names a field in JSON.
pub(super) const PATH: &str =
    "`$.` and names with dots between, with `[number]` for items of arrays: `$.users[1].name`";

impl LogField {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A field of a JSON object; the byte at which the text stops being one, else.
    pub(super) fn in_json(text: &str) -> Result<Self, usize> {
        let path = path(text)?;
        Ok(Self { text: text.into(), at: At::Path(path) })
    }

    /// A field of a line by its place.
    pub(super) fn in_line(text: &str, position: usize) -> Self {
        Self { text: text.into(), at: At::Position(position) }
    }
}

impl fmt::Display for LogField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn path(text: &str) -> Result<Vec<Segment>, usize> {
    let mut rest = text.strip_prefix('$').ok_or(0usize)?;
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let (segment, after) = segment(rest).filter(|(segment, _)| is_next(&segments, segment)).ok_or(at)?;
        segments.push(segment);
        rest = after;
    }
    if segments.is_empty() { Err(text.len()) } else { Ok(segments) }
}

/// An object has members, so that a path begins with one.
fn is_next(before: &[Segment], segment: &Segment) -> bool {
    !before.is_empty() || matches!(segment, Segment::Member(_))
}

/// The first step of a path, and the rest.
fn segment(text: &str) -> Option<(Segment, &str)> {
    if let Some(text) = text.strip_prefix('[') {
        let (number, rest) = text.split_once(']')?;
        let is_short = (1..=6).contains(&number.len()) && (number == "0" || !number.starts_with('0'));
        let is_number = is_short && number.bytes().all(|b| b.is_ascii_digit());
        return Some((Segment::Item(number.parse().ok().filter(|_| is_number)?), rest));
    }
    let text = text.strip_prefix('.')?;
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == ']');
    is_name.then(|| (Segment::Member(name.into()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_reference() {
        let member = |name: &str| Segment::Member(name.into());
        for (text, expected) in [
            ("$.userAgent", vec![member("userAgent")]),
            ("$.endpoints[0]", vec![member("endpoints"), Segment::Item(0)]),
            ("$.users[1].name", vec![member("users"), Segment::Item(1), member("name")]),
            ("$.requestParameters.instanceId", vec![member("requestParameters"), member("instanceId")]),
            ("$.c-count", vec![member("c-count")]),
            ("$.a[1][2]", vec![member("a"), Segment::Item(1), Segment::Item(2)]),
        ] {
            assert_eq!(path(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused_at_its_place() {
        for (text, at) in [
            ("", 0),
            ("ip", 0),
            ("$", 1),
            ("$ip", 1),
            ("$.", 1),
            ("$.a..b", 3),
            ("$[0]", 1),
            ("$.a[", 3),
            ("$.a[x]", 3),
            ("$.a[-1]", 3),
            ("$.a[1234567]", 3),
            ("$.a[01]", 3),
            ("$.a b", 1),
            ("$.a]", 1),
        ] {
            assert_eq!(path(text), Err(at), "{text}");
        }
    }
}
