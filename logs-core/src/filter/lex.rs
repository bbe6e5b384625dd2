//! What all three forms of pattern have in common: quoted texts and regular expressions.

use cupola_base::text::{Cursor, Span};

use super::error::{Fault, FilterPatternErrorKind as Kind};
use super::regex::Regex;
use super::semantics::Semantics;

/// Reads `"…"`; the cursor stands before the opening quote.
pub(super) fn quoted(cursor: &mut Cursor<'_>) -> Result<String, Fault> {
    let start = cursor.position();
    let mut text = String::new();
    cursor.bump();
    loop {
        text.push_str(cursor.take_while(|c| c != '"' && c != '\\'));
        let at = cursor.position();
        match (cursor.bump(), cursor.peek()) {
            (Some('"'), _) => return Ok(text),
            (Some(_), Some(escaped @ ('"' | '\\'))) => {
                text.push(escaped);
                cursor.bump();
            }
            (Some(_), Some(_)) => {
                cursor.bump();
                return Err(Fault::new(Kind::Escape, cursor.span_from(at)));
            }
            (_, None) | (None, _) => return Err(Fault::new(Kind::UnclosedQuote, Span::new(start, start + 1))),
        }
    }
}

/// Reads `%…%`; the cursor stands before the opening sign.
pub(super) fn regex(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<Regex, Fault> {
    let start = cursor.position();
    cursor.bump();
    let (inside, body) = (cursor.position(), cursor.take_while(|c| c != '%'));
    if !cursor.eat('%') {
        return Err(Fault::new(Kind::UnclosedRegex, Span::new(start, start + 1)));
    }
    match body {
        "" => Err(Fault::new(Kind::EmptyRegex, cursor.span_from(start))),
        _ => Regex::parse(body, semantics).map_err(|fault| fault.shifted(inside)),
    }
}

/// Writes a text in quotes, as [`quoted`] reads it.
pub(super) fn write_quoted(f: &mut std::fmt::Formatter<'_>, text: &str) -> std::fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_escape_themselves_and_the_backslash() {
        for (source, expected) in [
            (r#""a b" c"#, Ok("a b")),
            (r#""say \"hi\" \\""#, Ok(r#"say "hi" \"#)),
            (r#""""#, Ok("")),
            (r#""a"#, Err((Kind::UnclosedQuote, 0, 1))),
            (r#""a\"#, Err((Kind::UnclosedQuote, 0, 1))),
            (r#""a\d""#, Err((Kind::Escape, 2, 4))),
        ] {
            let read = quoted(&mut Cursor::new(source)).map_err(|fault| fault.on(source));
            let read = read.as_deref().map_err(|error| (error.kind(), error.span().start, error.span().end));
            assert_eq!(read, expected, "{source}");
        }
    }
}
