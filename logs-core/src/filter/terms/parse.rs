//! From text to terms.

use cupola_base::text::{Cursor, Span};

use super::{Mode, Needle, Term, Terms};
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::{MAX_WEIGHT, Semantics, Strictness, lex};

/// Reads terms to the end.
pub(in crate::filter) fn parse(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<Terms, Fault> {
    let (mut terms, mut weight) = (Vec::new(), 0);
    loop {
        cursor.skip_whitespace();
        if cursor.is_at_end() {
            return Ok(Terms::new(terms));
        }
        let start = cursor.position();
        let term = term(cursor, semantics)?;
        weight += term.needle.weight();
        if weight > MAX_WEIGHT {
            return Err(Fault::new(Kind::RegexTooLarge, cursor.span_from(start)));
        }
        terms.push(term);
        if cursor.peek().is_some_and(|next| !next.is_whitespace()) {
            return Err(Fault::new(Kind::Separator, cursor.span_here()));
        }
    }
}

fn term(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<Term, Fault> {
    let start = cursor.position();
    let mode = match cursor.peek() {
        Some('-') => Mode::Excluded,
        Some('?') => Mode::Optional,
        _ => Mode::Required,
    };
    if mode != Mode::Required {
        cursor.bump();
    }
    let needle = match cursor.peek() {
        Some('"') => Needle::phrase(&lex::quoted(cursor)?),
        Some('%') => Needle::Regex(lex::regex(cursor, semantics)?),
        Some(next) if !next.is_whitespace() => Needle::phrase(word(cursor, semantics)?),
        _ => return Err(Fault::new(Kind::EmptyTerm, cursor.span_from(start))),
    };
    match (mode, &needle) {
        (Mode::Excluded, Needle::Regex(_)) if !semantics.excluded_regex => {
            Err(Fault::new(Kind::ExcludedRegex, cursor.span_from(start)))
        }
        _ => Ok(Term { mode, needle }),
    }
}

fn word<'a>(cursor: &mut Cursor<'a>, semantics: &Semantics) -> Result<&'a str, Fault> {
    let start = cursor.position();
    let lenient = semantics.strictness == Strictness::Lenient;
    let mut first = true;
    cursor.take_while(|c| {
        let extra = lenient && (LENIENT.contains(c) || c == '-' && !first);
        first = false;
        c == '_'
            || c.is_ascii_alphanumeric()
            || semantics.non_ascii_words && !c.is_ascii() && c.is_alphanumeric()
            || extra
    });
    match cursor.peek() {
        Some(next) if !next.is_whitespace() => Err(character(cursor.span_here(), lenient)),
        _ => Ok(cursor.text_from(start)),
    }
}

fn character(span: Span, lenient: bool) -> Fault {
    let fault = Fault::new(Kind::TermCharacter, span);
    if lenient { fault.with_help(LENIENT_HELP) } else { fault }
}

/// What a lenient word may hold besides letters, digits, `_` and, not first, `-`.
const LENIENT: &str = ".:/@#+~";
const LENIENT_HELP: &str =
    "accepted: letters, digits and _ . : / @ # + ~, and - inside; write \"...\" around anything else";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, strictness: Strictness) -> Result<String, (Kind, Span)> {
        let semantics = Semantics::default().with(|s| s.strictness = strictness);
        match parse(&mut Cursor::new(text), &semantics) {
            Ok(terms) => Ok(terms.to_string()),
            Err(fault) => {
                let error = fault.on(text);
                Err((error.kind(), error.span()))
            }
        }
    }

    #[test]
    fn what_is_no_term_is_refused_where_it_stands() {
        for (text, kind, start, end) in [
            ("crane a.b", Kind::TermCharacter, 7, 8),
            ("(x", Kind::TermCharacter, 0, 1),
            ("a\"b\"", Kind::TermCharacter, 1, 2),
            ("a-b", Kind::TermCharacter, 1, 2),
            ("--a", Kind::TermCharacter, 1, 2),
            ("a \u{1f600}", Kind::TermCharacter, 2, 6),
            ("a - b", Kind::EmptyTerm, 2, 3),
            ("?", Kind::EmptyTerm, 0, 1),
            ("\"a\"b", Kind::Separator, 3, 4),
            ("%a%%b%", Kind::Separator, 3, 4),
            ("x \"a", Kind::UnclosedQuote, 2, 3),
            ("%a", Kind::UnclosedRegex, 0, 1),
            ("-%%", Kind::EmptyRegex, 1, 3),
            ("x %a(%", Kind::RegexCharacter, 4, 5),
            ("%a{600}% -%b{600}%", Kind::RegexTooLarge, 9, 18),
        ] {
            assert_eq!(read(text, Strictness::Aws), Err((kind, Span::new(start, end))), "{text}");
        }
    }

    #[test]
    fn terms_print_as_they_are_best_written() {
        for (text, strictness, printed) in [
            ("  red\t-blue  ?\"green\" ", Strictness::Aws, "red -blue ?green"),
            (r#""a \"b\"" "c\\""#, Strictness::Aws, r#""a \"b\"" "c\\""#),
            ("größe", Strictness::Aws, "\"größe\""),
            ("-%a b|c%", Strictness::Aws, "-%a b|c%"),
            ("10.0.0.1:80 a-b ~x", Strictness::Lenient, "\"10.0.0.1:80\" \"a-b\" \"~x\""),
            ("\"\"", Strictness::Aws, "\"\""),
        ] {
            assert_eq!(read(text, strictness).as_deref(), Ok(printed), "{text}");
        }
        assert!(read("a=b", Strictness::Lenient).is_err() && read("--a", Strictness::Lenient).is_err());
    }

    #[test]
    fn open_decisions_can_be_flipped() {
        for (text, semantics) in [
            ("größe", Semantics::default().with(|s| s.non_ascii_words = false)),
            ("-%a%", Semantics::default().with(|s| s.excluded_regex = false)),
            ("%a b%", Semantics::default().with(|s| s.regex_spaces = false)),
        ] {
            assert!(parse(&mut Cursor::new(text), &Semantics::default()).is_ok(), "{text}");
            assert!(parse(&mut Cursor::new(text), &semantics).is_err(), "{text}");
        }
    }
}
