//! The parts of a header between its semicolons.

use cupola_base::text::Span;

/// One part that is not empty.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// Where it stands, blanks around it left out.
    pub(super) span: Span,
    pub(super) body: Body<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    /// There is no `=`, or nothing before it.
    Malformed,
    Pair {
        key: Key<'a>,
        value: &'a str,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Root,
    Parent,
    Sampled,
    OwnId,
    Lineage,
    Other(&'a str),
}

impl<'a> Key<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        match text.len() {
            4 if text.eq_ignore_ascii_case("Root") => Self::Root,
            4 if text.eq_ignore_ascii_case("Self") => Self::OwnId,
            6 if text.eq_ignore_ascii_case("Parent") => Self::Parent,
            7 if text.eq_ignore_ascii_case("Sampled") => Self::Sampled,
            7 if text.eq_ignore_ascii_case("Lineage") => Self::Lineage,
            _ => Self::Other(text),
        }
    }
}

/// Splits a header; parts of blanks alone are left out.
pub(super) fn parts(header: &str) -> impl Iterator<Item = Part<'_>> {
    let mut next = 0;
    let all = header.split(';').map(move |text| {
        let start = next;
        next += text.len() + 1;
        (start, text)
    });
    all.filter_map(|(start, text)| {
        let body = trim(text);
        let start = start + (text.len() - text.trim_start_matches(BLANKS).len());
        (!body.is_empty()).then(|| Part { span: Span::new(start, start + body.len()), body: pair(body) })
    })
}

fn pair(part: &str) -> Body<'_> {
    match part.split_once('=').map(|(key, value)| (trim(key), trim(value))) {
        None | Some(("", _)) => Body::Malformed,
        Some((key, value)) => Body::Pair { key: Key::of(key), value },
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

pub(super) fn trim(text: &str) -> &str {
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b' ' | b'\t'), _) | (_, Some(b' ' | b'\t')) => text.trim_matches(BLANKS),
        _ => text,
    }
}
