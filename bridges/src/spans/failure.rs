//! Errors, and what they were caused by.

use std::error::Error;
use std::fmt;

use cupola::traces::{Exception, RecordError, Recording, SegmentId};

/// An error and its sources, outermost first.
#[derive(Debug)]
pub(super) struct Failure(Vec<Link>);

#[derive(Debug)]
struct Link {
    kind: Option<String>,
    message: String,
}

impl Failure {
    pub(super) fn of(error: &(dyn Error + 'static)) -> Self {
        let mut links = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next.filter(|_| links.len() < MOST) {
            links.push(Link::of(error));
            next = error.source();
        }
        Self(links)
    }

    /// What is known of an error by its words alone.
    pub(super) fn said(message: &str) -> Self {
        Self(vec![Link { kind: None, message: message.to_owned() }])
    }

    /// Tells a recording: an exception for each error, which names the one that it was caused by.
    pub(super) fn tell(&self, recording: &mut Recording, part: SegmentId) -> Result<(), RecordError> {
        let ids: Vec<SegmentId> = self.0.iter().map(|_| recording.new_id()).collect();
        self.0.iter().enumerate().try_for_each(|(place, link)| {
            let mut exception = Exception::of(ids[place]);
            exception.r#type.clone_from(&link.kind);
            exception.message = Some(link.message.clone());
            exception.cause = ids.get(place + 1).copied();
            recording.exception(part, exception)
        })
    }
}

/// More causes than this say nothing new.
const MOST: usize = 16;

impl Link {
    fn of(error: &(dyn Error + 'static)) -> Self {
        Self { kind: kind(&format!("{error:?}")), message: error.to_string() }
    }
}

/// The type's name, where the error shows it as derived code does: `Empty`, `Status(404)`, `Parse { at: 7 }`. Words are none.
fn kind(shown: &str) -> Option<String> {
    let end = shown.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(shown.len());
    let (name, rest) = shown.split_at(end);
    let is_derived = rest.is_empty() || rest.starts_with('(') || rest.starts_with(" {");
    (is_derived && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.0.iter().map(|link| link.message.as_str()).collect();
        f.write_str(&messages.join(": "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_where_code_derives_them() {
        for (shown, name) in [
            ("Empty", Some("Empty")),
            ("Status(404)", Some("Status")),
            ("ParseIntError { kind: InvalidDigit }", Some("ParseIntError")),
            ("No such file", None),
            ("Broken: no price", None),
            ("io::Error", None),
            ("\"words\"", None),
            ("timeout", None),
            ("", None),
        ] {
            assert_eq!(kind(shown).as_deref(), name, "{shown}");
        }
    }
}
