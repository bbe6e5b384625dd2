//! JSON values as they stand in a record, and members that may be absent or null.

use std::borrow::Cow;
use std::fmt;

use cupola_base::json::{Kind, Runner, ScanError, Scanner, Str, Token};

/// A JSON value in the text of a record: order of keys, duplicate keys, spelling of numbers and
/// escapes are those of the source.
///
/// Asking it a question reads its text once; what it does not hold is `None` or empty.
///
/// ```
/// use cupola_audit::{Presence, Raw};
///
/// let body = Raw::parse(r#"{"n": 1.0, "n": 9.82222E-5, "who": null, "tags": ["a", "b"]}"#)?;
/// assert_eq!(body.get("n").value().map(|n| n.as_str()), Some("9.82222E-5"));
/// assert_eq!((body.get("who"), body.get("why")), (Presence::Null, Presence::Absent));
/// assert_eq!(body.get("tags").value().map(|tags| tags.items().count()), Some(2));
/// # Ok::<(), cupola_base::json::ScanError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// Checks that a text is one JSON value; outer white space is cut.
    ///
    /// # Errors
    /// [`ScanError`] at the first byte that is not JSON.
    pub fn parse(text: &'a str) -> Result<Self, ScanError> {
        let mut scanner = Scanner::of_text(text);
        let value = scanner.skip()?;
        scanner.finish()?;
        Ok(Self(value))
    }

    /// A text that a scanner has passed over as one value.
    pub(crate) const fn scanned(text: &'a str) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// Which kind of value it is.
    #[must_use]
    pub fn kind(&self) -> JsonKind {
        match self.0.as_bytes().first() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::Array,
            Some(b'"') => JsonKind::Text,
            Some(b't' | b'f') => JsonKind::Boolean,
            Some(b'n') | None => JsonKind::Null,
            Some(_) => JsonKind::Number,
        }
    }

    /// The text that a string stands for; borrowed where it has no escape.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        let inside = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inside.contains('\\') { self.string().map(|string| string.unescape()) } else { Some(Cow::Borrowed(inside)) }
    }

    /// A boolean, spelt as one or as the text `"true"` or `"false"`: records have both.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self.0 {
            "true" | "\"true\"" => Some(true),
            "false" | "\"false\"" => Some(false),
            _ => None,
        }
    }

    /// The last member of that name in an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Presence<Self> {
        self.members().filter(|(key, _)| key == name).last().map_or(Presence::Absent, |(_, value)| value.present())
    }

    /// As [`get`](Self::get) for several names, in one pass.
    pub(crate) fn get_each<const N: usize>(&self, names: [&str; N]) -> [Presence<Self>; N] {
        let mut found = [Presence::Absent; N];
        for (key, value) in self.members() {
            if let Some(place) = names.iter().position(|name| key == *name) {
                found[place] = value.present();
            }
        }
        found
    }

    /// The members of an object in their order, duplicates too.
    pub fn members(&self) -> impl Iterator<Item = (Str<'a>, Self)> + use<'a> {
        let (text, mut runner) = (self.0, Runner::of_text(self.0));
        let mut open = runner.value() == Ok(Kind::Object);
        std::iter::from_fn(move || {
            let kind = if open { runner.next_member().ok().flatten() } else { None };
            let (key, start) = (runner.key(), runner.span().start);
            open = kind.is_some_and(|kind| runner.pass(kind).is_ok());
            open.then(|| (key, Self(text.get(start..runner.span().end).unwrap_or_default())))
        })
    }

    /// The items of an array in their order.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let (text, mut runner) = (self.0, Runner::of_text(self.0));
        let mut open = runner.value() == Ok(Kind::Array);
        std::iter::from_fn(move || {
            let kind = if open { runner.next_item().ok().flatten() } else { None };
            let start = runner.span().start;
            open = kind.is_some_and(|kind| runner.pass(kind).is_ok());
            open.then(|| Self(text.get(start..runner.span().end).unwrap_or_default()))
        })
    }

    /// Whether the value is the mark `{"omitted":true}` of content that was cut for its size.
    #[must_use]
    pub fn is_omitted(&self) -> bool {
        let mut members = self.members();
        members.next().is_some_and(|(key, value)| key == "omitted" && value.as_str() == "true")
            && members.next().is_none()
    }

    /// Null or a value.
    pub(crate) fn present(self) -> Presence<Self> {
        if self.0 == "null" { Presence::Null } else { Presence::Value(self) }
    }

    fn string(&self) -> Option<Str<'a>> {
        match Scanner::of_text(self.0).next() {
            Ok(Some(Token::String(string))) => Some(string),
            _ => None,
        }
    }
}

/// Prints the text as it stands.
impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A member that may not be there, may be null, or has a value.
///
/// Empty values (`""`, `{}`) are values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth way to be there")]
pub enum Presence<T> {
    /// There is no such member.
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Presence<T> {
    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether the member is there, be it null.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 8259 knows these")]
pub enum JsonKind {
    /// `{...}`
    Object,
    /// `[...]`
    Array,
    /// `"..."`
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`
    Null,
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_answer_for_their_kind_alone() {
        for (text, kind) in [
            ("{}", JsonKind::Object),
            ("[ ]", JsonKind::Array),
            ("\"\"", JsonKind::Text),
            ("-1", JsonKind::Number),
            ("true", JsonKind::Boolean),
            ("null", JsonKind::Null),
        ] {
            let raw = Raw::parse(text).unwrap();
            assert_eq!(raw.kind(), kind);
            assert_eq!(raw.text().is_some(), kind == JsonKind::Text);
            assert_eq!(raw.truth().is_some(), kind == JsonKind::Boolean);
            assert_eq!((raw.members().count(), raw.items().count()), (0, 0));
        }
    }

    #[test]
    fn several_members_are_those_asked_for_one_by_one() {
        let raw = Raw::parse(r#"{"a": 1, "b": null, "a": [2], "c": {"d": 3}}"#).unwrap();
        let names = ["d", "c", "b", "a"];
        assert_eq!(raw.get_each(names), names.map(|name| raw.get(name)));
        assert_eq!(Raw::parse("[]").unwrap().get_each(["a"]), [Presence::Absent]);
    }

    #[test]
    fn escaped_texts_and_keys_are_read() {
        let raw = Raw::parse(r#"{"caf\u00e9": "a\"b\\"}"#).unwrap();
        assert_eq!(raw.get("café").value().and_then(|value| value.text()).as_deref(), Some("a\"b\\"));
    }

    #[test]
    fn only_the_very_mark_is_an_omission() {
        for (text, omitted) in [
            ("{\"omitted\" : true}", true),
            ("{\"omitted\":false}", false),
            ("{\"omitted\":true,\"a\":1}", false),
            ("{}", false),
        ] {
            assert_eq!(Raw::parse(text).unwrap().is_omitted(), omitted, "{text}");
        }
    }
}
