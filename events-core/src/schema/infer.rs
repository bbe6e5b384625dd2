//! From one event to the kinds of its values.

use cupola_base::Timestamp;
use cupola_base::json::{Num, ScanError, Scanner, Str, Token};

use super::fields::{Field, Fields, Inline};
use super::kinds::{Join, Kinds, Number, Text};

/// Levels that are described; what lies deeper is not looked at.
///
/// # Source
/// EventBridge User Guide, "Inferring schemas from event bus events".
pub(super) const DEPTH: usize = 255;

/// The kinds of one JSON value. The work is proportional to the text; deep parts are skipped.
pub(super) fn value(text: &str) -> Result<Kinds<Inline>, ScanError> {
    let mut scanner = Scanner::of_text(text).with_depth_limit(usize::MAX);
    let (mut open, mut whole) = (Vec::<Open>::new(), Kinds::ANY);
    while let Some(token) = scanner.next()? {
        let Some(done) = step(token, &mut scanner, &mut open)? else { continue };
        match open.last_mut() {
            Some(around) => around.take(&done),
            None => whole = done,
        }
    }
    Ok(whole)
}

/// What is open around a value.
enum Open {
    List(Kinds<Inline>),
    Object(Fields<Inline>, String),
}

impl Open {
    /// A name that stands twice has the kinds of all its values.
    fn take(&mut self, value: &Kinds<Inline>) {
        match self {
            Self::List(elements) => elements.join(value),
            Self::Object(fields, name) => {
                let new = Field { kinds: Kinds::NONE, required: true };
                fields.0.entry(std::mem::take(name)).or_insert(new).kinds.join(value);
            }
        }
    }

    fn close(self) -> Kinds<Inline> {
        match self {
            Self::List(elements) => Kinds::list(elements),
            Self::Object(fields, _) => Kinds::object(Inline(fields)),
        }
    }
}

/// The value that ends with a token, if one does.
fn step(token: Token<'_>, scanner: &mut Scanner<'_>, open: &mut Vec<Open>) -> Result<Option<Kinds<Inline>>, ScanError> {
    let begun = match token {
        Token::Null => return Ok(Some(Kinds::NULL)),
        Token::Bool(_) => return Ok(Some(Kinds::BOOLEAN)),
        Token::Number(number) => return Ok(Some(Kinds::number(kind_of_number(&number)))),
        Token::String(text) => return Ok(Some(Kinds::text(kind_of_text(&text)))),
        Token::ArrayEnd | Token::ObjectEnd => return Ok(open.pop().map(Open::close)),
        Token::Key(key) => {
            if let Some(Open::Object(_, name)) = open.last_mut() {
                *name = key.unescape().into_owned();
            }
            return Ok(None);
        }
        Token::ArrayStart if scanner.depth() >= DEPTH => Open::List(Kinds::ANY),
        Token::ArrayStart => Open::List(Kinds::NONE),
        Token::ObjectStart => Open::Object(Fields::default(), String::new()),
    };
    if scanner.depth() >= DEPTH {
        scanner.leave()?;
        return Ok(Some(begun.close()));
    }
    open.push(begun);
    Ok(None)
}

/// Whole is what is spelt so and fits 64 bits.
fn kind_of_number(number: &Num<'_>) -> Number {
    if number.to_i64().is_some() { Number::Integer } else { Number::Double }
}

fn kind_of_text(text: &Str<'_>) -> Text {
    if is_date_time(text.raw()) { Text::DateTime } else { Text::Plain }
}

/// Whether a text is an instant of RFC 3339: date, `T`, time, fraction, offset. Most texts are told apart by their
/// length and one letter.
pub(super) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    (20..=64).contains(&bytes.len())
        && bytes[4] == b'-'
        && matches!(bytes[10], b'T' | b't')
        && Timestamp::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_from_texts() {
        for (text, instant) in [
            ("2026-05-04T06:00:00Z", true),
            ("2026-05-04T06:00:00.123+02:00", true),
            ("2026-05-04", false),
            ("2026-05-04 06:00:00Z", false),
            ("2026-13-04T06:00:00Z", false),
            ("2026-05-04T06:00:00", false),
            ("", false),
            ("äääääääääääää", false),
        ] {
            assert_eq!(is_date_time(text), instant, "{text}");
        }
    }

    #[test]
    fn numbers_are_told_by_their_spelling() {
        for (text, kind) in [
            ("0", Number::Integer),
            ("-9223372036854775808", Number::Integer),
            ("9223372036854775808", Number::Double),
            ("1.0", Number::Double),
            ("1e3", Number::Double),
        ] {
            assert_eq!(value(text), Ok(Kinds::number(kind)), "{text}");
        }
    }

    #[test]
    fn levels_beyond_the_depth_are_not_described() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        let mut kinds = &value(&nested(1000)).unwrap();
        let mut levels = 0;
        while let Some(elements) = &kinds.list {
            (kinds, levels) = (elements, levels + 1);
        }
        assert_eq!((levels, kinds), (DEPTH, &Kinds::ANY));
        let deep = "{\"a\":".repeat(1000) + "1" + &"}".repeat(1000);
        assert!(value(&deep).is_ok());
    }
}
