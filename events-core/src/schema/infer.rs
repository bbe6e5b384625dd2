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
    let kinds = next(&mut scanner)?.unwrap_or(Kinds::ANY);
    scanner.finish()?;
    Ok(kinds)
}

/// The kinds of the next value; none where the innermost array ends.
fn next(scanner: &mut Scanner<'_>) -> Result<Option<Kinds<Inline>>, ScanError> {
    Ok(match scanner.next()? {
        Some(Token::Null) => Some(Kinds::NULL),
        Some(Token::Bool(_)) => Some(Kinds::BOOLEAN),
        Some(Token::Number(number)) => Some(Kinds::number(kind_of_number(&number))),
        Some(Token::String(text)) => Some(Kinds::text(kind_of_text(&text))),
        Some(Token::ArrayStart) => Some(Kinds::list(elements(scanner)?)),
        Some(Token::ObjectStart) => Some(Kinds::object(Inline(members(scanner)?))),
        _ => None,
    })
}

fn elements(scanner: &mut Scanner<'_>) -> Result<Kinds<Inline>, ScanError> {
    let mut all = Kinds::NONE;
    if scanner.depth() >= DEPTH {
        scanner.leave()?;
        return Ok(Kinds::ANY);
    }
    while let Some(element) = next(scanner)? {
        all.join(&element);
    }
    Ok(all)
}

/// A name that stands twice has the kinds of all its values.
fn members(scanner: &mut Scanner<'_>) -> Result<Fields<Inline>, ScanError> {
    let mut fields = Fields::default();
    if scanner.depth() >= DEPTH {
        scanner.leave()?;
        return Ok(fields);
    }
    while let Some(name) = scanner.next_key()? {
        let name = name.unescape().into_owned();
        let kinds = next(scanner)?.unwrap_or(Kinds::ANY);
        let field = fields.0.entry(name).or_insert(Field { kinds: Kinds::NONE, required: true });
        field.kinds.join(&kinds);
    }
    Ok(fields)
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
