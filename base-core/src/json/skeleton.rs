//! Documents that are alike: the same keys in the same order, and other values.

use super::Kind;
use super::bytes::end_of_plain;
use super::lex::{byte, literal, number, string};
use super::scalars::scalars;
use crate::text::Run;

/// What documents of one program have in common: all that stands between their scalar values, letter by letter.
///
/// To read another document of the same shape is to compare a few runs of bytes and to look for the end of each
/// value, which takes less than half of the time that reading it token by token does. It is as strict: what is read
/// so is known to be one whole JSON document.
///
/// ```
/// use cupola_base::json::{Kind, Scalar, Skeleton};
///
/// let shape = Skeleton::of(r#"{"id": 7, "tags": ["a", null]}"#, 100).expect("it is JSON");
/// let mut values = Vec::new();
/// let other = r#"{"id": 12, "tags": ["b", true]}"#;
/// assert!(shape.read(other, &mut values));
/// assert_eq!(values.iter().map(|value| value.text(other)).collect::<Vec<_>>(), ["12", "\"b\"", "true"]);
/// assert_eq!(values[0].kind, Kind::Number);
/// assert!(!shape.read(r#"{"id": 12}"#, &mut values));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    values: Vec<Step>,
    /// What stands after the last.
    after: Run,
}

/// From one value to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    /// What stands before the value; where that was a string in the first document, with the quote that it begins with.
    before: Run,
    /// A text without escapes where it was a string in the first document, and else a number.
    kind: Kind,
}

/// A scalar value of a document: of which kind, and where it stands, quotes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scalar {
    /// Which kind; neither an object nor an array.
    pub kind: Kind,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Scalar {
    /// As it stands in the document that it was read from.
    #[must_use]
    #[inline]
    pub fn text<'a>(&self, document: &'a str) -> &'a str {
        document.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl Skeleton {
    /// The shape of a document; `None` when it is no JSON, or has more scalar values than `most`.
    #[must_use]
    pub fn of(document: &str, most: usize) -> Option<Self> {
        let (mut values, mut end) = (Vec::new(), 0);
        for span in scalars(document, most)? {
            let is_text = byte(document.as_bytes(), span.start) == b'"';
            let before = document.get(end..span.start + usize::from(is_text))?;
            let kind = if is_text { Kind::String { escaped: false } } else { Kind::Number };
            values.push(Step { before: Run::new(before.as_bytes()), kind });
            end = span.end;
        }
        Some(Self { values, after: Run::new(document.get(end..)?.as_bytes()) })
    }

    /// How many scalar values the documents have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the documents have no scalar value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Reads the scalar values of a document, in their order; whether it is JSON of this shape. When it is not,
    /// nothing is told of it, and the values are of no use.
    #[inline]
    pub fn read(&self, document: &str, values: &mut Vec<Scalar>) -> bool {
        values.clear();
        self.each(document, |_, value| values.push(value))
    }

    /// As [`read`](Self::read), but shows each value with its number, counted from 0, and keeps none.
    ///
    /// ```
    /// use cupola_base::json::Skeleton;
    ///
    /// let shape = Skeleton::of(r#"{"id": 7, "ok": true}"#, 100).expect("it is JSON");
    /// let (document, mut id) = (r#"{"id": 12, "ok": null}"#, "");
    /// assert!(shape.each(document, |number, value| {
    ///     if number == 0 {
    ///         id = value.text(document);
    ///     }
    /// }));
    /// assert_eq!(id, "12");
    /// ```
    #[inline]
    pub fn each(&self, document: &str, mut see: impl FnMut(usize, Scalar)) -> bool {
        let bytes = document.as_bytes();
        if u32::try_from(bytes.len()).is_err() {
            return false;
        }
        let mut at = 0;
        for (number, step) in self.values.iter().enumerate() {
            let start = step.before.behind(bytes, at);
            if let Some((start, end)) = start.and_then(|start| step.plain(bytes, start)) {
                see(number, Scalar::new(step.kind, start, end));
                at = end;
            } else if let Some(value) = step.other(bytes, at, start) {
                see(number, value);
                at = value.end as usize;
            } else {
                return false;
            }
        }
        self.after.behind(bytes, at) == Some(bytes.len())
    }
}

impl Step {
    /// Where the value begins and ends, quotes included, if it is a text without escapes as in the first document, or a
    /// number where that had no text; given where it should begin, behind its quote.
    #[inline(always)]
    fn plain(&self, bytes: &[u8], start: usize) -> Option<(usize, usize)> {
        if self.is_text() { plain_text(bytes, start) } else { plain_number(bytes, start) }
    }

    const fn is_text(&self) -> bool {
        matches!(self.kind, Kind::String { .. })
    }

    /// Any other value, given where it should begin if what stands before it is there; the document has less than 4 GiB.
    #[inline(always)]
    fn other(&self, bytes: &[u8], at: usize, start: Option<usize>) -> Option<Scalar> {
        match start {
            Some(start) if self.is_text() => text_with_escapes(bytes, start - 1),
            Some(start) => scalar(bytes, start),
            None => self.other_than_text(bytes, at),
        }
    }

    /// The value where it was a string in the first document and is none in this.
    #[inline(never)]
    fn other_than_text(&self, bytes: &[u8], at: usize) -> Option<Scalar> {
        let before = self.before.bytes().strip_suffix(b"\"").filter(|_| self.is_text())?;
        bytes.get(at..)?.starts_with(before).then(|| scalar(bytes, at + before.len()))?
    }
}

impl Scalar {
    /// Of a document of less than 4 GiB.
    #[expect(clippy::cast_possible_truncation, reason = "the document's length was checked")]
    #[inline(always)]
    const fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self { kind, start: start as u32, end: end as u32 }
    }
}

/// Where a text begins and ends, quotes included, given what is behind its first; none where there are escapes in it.
#[inline(always)]
fn plain_text(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let end = end_of_plain(bytes, start);
    (byte(bytes, end) == b'"').then_some((start - 1, end + 1))
}

/// Where a number begins and ends; none where there is none.
#[inline(always)]
fn plain_number(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let first = byte(bytes, start);
    let is_number = first == b'-' || first.is_ascii_digit();
    is_number.then(|| number(bytes, start, first).ok()).flatten().map(|end| (start, end))
}

#[inline(never)]
fn text_with_escapes(bytes: &[u8], at: usize) -> Option<Scalar> {
    let (end, escaped) = string(bytes, at).ok()?;
    Some(Scalar::new(Kind::String { escaped }, at, end))
}

/// The scalar value that begins there.
#[inline(always)]
fn scalar(bytes: &[u8], at: usize) -> Option<Scalar> {
    let (end, kind) = match byte(bytes, at) {
        b'"' => string(bytes, at).map(|(end, escaped)| (end, Kind::String { escaped })),
        first @ (b'-' | b'0'..=b'9') => number(bytes, at, first).map(|end| (end, Kind::Number)),
        b't' => literal(bytes, at, b"true", 0).map(|end| (end, Kind::Bool(true))),
        b'f' => literal(bytes, at, b"alse", 1).map(|end| (end, Kind::Bool(false))),
        b'n' => literal(bytes, at, b"null", 0).map(|end| (end, Kind::Null)),
        _ => return None,
    }
    .ok()?;
    Some(Scalar::new(kind, at, end))
}

#[cfg(test)]
mod tests {
    use super::super::Scanner;
    use super::*;

    #[test]
    fn what_is_read_so_is_json() {
        let shape = Skeleton::of(r#" {"a":[1,{"b":"x"}],"long key with many letters":{},"c":false} "#, 9).unwrap();
        assert_eq!(shape.len(), 3);
        let mut values = Vec::new();
        for (document, is_read) in [
            (r#" {"a":[-1.5e3,{"b":"\u00e9"}],"long key with many letters":{},"c":null} "#, true),
            (r#" {"a":["1",{"b":2}],"long key with many letters":{},"c":"\"}"} "#, true),
            (r#" {"a":[01,{"b":"x"}],"long key with many letters":{},"c":false} "#, false),
            (r#" {"a":[1,{"b":"\x"}],"long key with many letters":{},"c":false} "#, false),
            (r#" {"a":[1,{"b":"x"}],"long key with many letterz":{},"c":false} "#, false),
            (r#" {"a":[1,{"b":"x"}],"long key with many letters":{},"c":falsy} "#, false),
            (r#" {"a":[1,{"b":[]}],"long key with many letters":{},"c":false} "#, false),
            (r#" {"a":[1,{"b":"x"}],"long key with many letters":{},"c":false} x"#, false),
            (r#" {"a":[1,{"b":"x"}],"long key with many letters":{},"c":false"#, false),
            (r#" {"a":[null,{"b":7}],"long key with many letters":{},"c":"a\\nb"} "#, true),
            (r#" {"a":[1,{"b":"x}],"long key with many letters":{},"c":false} "#, false),
            (r#" {"a":[1,{"b:"x"}],"long key with many letters":{},"c":false} "#, false),
            ("", false),
        ] {
            assert_eq!(shape.read(document, &mut values), is_read, "{document}");
            assert!(!is_read || Scanner::of_text(document).finish().is_ok(), "{document}");
        }
        assert!(Skeleton::of("[1,2,3]", 2).is_none() && Skeleton::of("[1,", 9).is_none());
        assert!(Skeleton::of("[]", 0).is_some_and(|shape| shape.is_empty() && shape.read("[]", &mut values)));
    }
}
