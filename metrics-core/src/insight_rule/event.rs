//! Values in log events.

use std::borrow::Cow;

/// A value that stands for itself: no object, array or null.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Text(Cow<'a, str>),
    /// A number or a truth value, as it is written.
    Word(&'a str),
}

impl Scalar<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Word(word) => word,
        }
    }

    /// The number that it is, or whose text it is.
    pub(super) fn number(&self) -> Option<f64> {
        let text = self.text();
        let begins = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.');
        let may_be = text.bytes().next().is_some_and(begins);
        text.parse().ok().filter(|number: &f64| may_be && number.is_finite())
    }
}

/// The fields of a line: blanks part them, quotes and brackets hold them together and are taken off.
///
/// # Source
/// CloudWatch User Guide, "Contributor Insights rule syntax": the log event is an array whose index begins with 1. That
/// quotes and brackets hold together is our decision: so it is in the common log format, and in metric filters.
pub(super) fn fields(line: &str) -> Fields<'_> {
    Fields { rest: line }
}

pub(super) struct Fields<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start_matches(is_blank);
        let closing = match rest.chars().next()? {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let held = closing.map(|closing| held(&rest[1..], closing));
        let (field, after) = held.unwrap_or_else(|| rest.split_at(rest.find(is_blank).unwrap_or(rest.len())));
        self.rest = after;
        Some(field)
    }
}

/// Up to what closes, and what comes behind it; all there is where nothing does. A backslash takes the next character
/// as it is.
fn held(text: &str, closing: char) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == closing => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_parted_at_blanks() {
        for (line, expected) in [
            (
                r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326"#,
                vec![
                    "127.0.0.1",
                    "-",
                    "frank",
                    "10/Oct/2000:13:55:36 -0700",
                    "GET /apache_pb.gif HTTP/1.0",
                    "200",
                    "2326",
                ],
            ),
            (r#""a \"b\" c" d"#, vec![r#"a \"b\" c"#, "d"]),
            (r#""open [x"#, vec!["open [x"]),
            ("  2  123456789010\teni ", vec!["2", "123456789010", "eni"]),
            ("", vec![]),
            (r#""" [] x"#, vec!["", "", "x"]),
            ("ä \"ö\"ü", vec!["ä", "ö", "ü"]),
        ] {
            assert_eq!(fields(line).collect::<Vec<_>>(), expected, "{line}");
        }
    }

    #[test]
    fn texts_may_be_numbers() {
        for (text, number) in
            [("200", Some(200.0)), ("-1.5e3", Some(-1500.0)), ("inf", None), ("NaN", None), ("", None), ("1e999", None)]
        {
            assert_eq!(Scalar::Text(text.into()).number(), number, "{text}");
        }
        assert_eq!(Scalar::Word("true").number(), None);
    }
}
