//! From text to fields.

use cupola_base::text::{Cursor, Span};

use super::{Field, SpacePattern};
use crate::filter::Semantics;
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::literal::{Comparison, Reader};
use crate::filter::logic::Logic;

/// Reads a whole pattern; the cursor stands before `[`.
pub(in crate::filter) fn parse(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<SpacePattern, Fault> {
    let open = cursor.span_here();
    cursor.bump();
    let mut parser = Parser { cursor, reader: Reader::space(semantics), open, fields: Vec::new(), gap: None };
    parser.items()?;
    parser.cursor.skip_whitespace();
    match parser.cursor.is_at_end() {
        true => Ok(SpacePattern::new(*semantics, parser.fields, parser.gap)),
        false => Err(Fault::new(Kind::Unexpected, parser.cursor.span_here()).with_help("accepted after ]: nothing")),
    }
}

struct Parser<'p, 'a, 's> {
    cursor: &'p mut Cursor<'a>,
    reader: Reader<'s>,
    open: Span,
    fields: Vec<Field>,
    gap: Option<usize>,
}

impl<'a> Parser<'_, 'a, '_> {
    fn items(&mut self) -> Result<(), Fault> {
        self.cursor.skip_whitespace();
        if self.cursor.eat(']') {
            self.gap = Some(0);
            return Ok(());
        }
        loop {
            self.item()?;
            self.cursor.skip_whitespace();
            if self.cursor.eat(']') {
                return Ok(());
            }
            if !self.cursor.eat(',') {
                return Err(self.unfinished());
            }
        }
    }

    fn item(&mut self) -> Result<(), Fault> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if !self.cursor.eat_str("...") {
            let field = self.field()?;
            self.fields.push(field);
            return Ok(());
        }
        match self.gap.replace(self.fields.len()) {
            Some(_) => Err(Fault::new(Kind::TwoGaps, self.cursor.span_from(start))),
            None => Ok(()),
        }
    }

    fn field(&mut self) -> Result<Field, Fault> {
        let name = self.name()?;
        self.cursor.skip_whitespace();
        let condition = match self.cursor.peek() {
            Some(',' | ']') | None => None,
            _ => Some(self.condition(name)?),
        };
        let name = (!name.is_empty()).then(|| format!("${name}").into());
        Ok(Field { name, condition, hidden: false })
    }

    /// Reads a name, which may be blank.
    fn name(&mut self) -> Result<&'a str, Fault> {
        let span = self.cursor.span_here();
        let name = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        match name.chars().next() {
            Some(first) if !first.is_ascii_alphabetic() && first != '_' => Err(Fault::new(Kind::FieldName, span)),
            None if self.cursor.peek().is_some_and(char::is_alphanumeric) => Err(Fault::new(Kind::FieldName, span)),
            _ => Ok(name),
        }
    }

    fn condition(&mut self, name: &str) -> Result<Logic<Comparison>, Fault> {
        let mut alternatives = vec![vec![self.comparison()?]];
        loop {
            self.cursor.skip_whitespace();
            if self.cursor.eat_str("||") {
                self.same_name(name)?;
                alternatives.push(Vec::new());
            } else if self.cursor.eat_str("&&") {
                self.same_name(name)?;
            } else {
                return Ok(Logic::any(alternatives.into_iter().map(Logic::all).collect()));
            }
            let comparison = self.comparison()?;
            alternatives.last_mut().into_iter().for_each(|all| all.push(comparison.clone()));
        }
    }

    fn comparison(&mut self) -> Result<Logic<Comparison>, Fault> {
        self.cursor.skip_whitespace();
        self.reader.comparison(self.cursor).map(Logic::One)
    }

    /// Reads the name again that a field has already.
    fn same_name(&mut self, name: &str) -> Result<(), Fault> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let again = self.name()?;
        let same = match self.reader.semantics().field_names_ignore_case {
            true => again.eq_ignore_ascii_case(name),
            false => again == name,
        };
        if same { Ok(()) } else { Err(Fault::new(Kind::OtherField, self.cursor.span_from(start))) }
    }

    fn unfinished(&self) -> Fault {
        match self.cursor.is_at_end() {
            true => Fault::new(Kind::Unclosed, self.open),
            false => Fault::new(Kind::Unexpected, self.cursor.span_here()).with_help("accepted: a comma, ], && and ||"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, (Kind, usize, usize)> {
        parse(&mut Cursor::new(text), &Semantics::default()).map(|pattern| pattern.to_string()).map_err(|fault| {
            let error = fault.on(text);
            (error.kind(), error.span().start, error.span().end)
        })
    }

    #[test]
    fn patterns_print_as_they_are_read() {
        for (text, printed) in [
            ("[]", "[...]"),
            ("[ ]", "[...]"),
            ("[...]", "[...]"),
            ("[,]", "[, ]"),
            ("[a,,b-c, _d]", "[a, , b-c, _d]"),
            ("[ip, ..., code=4*, bytes>1e3]", r#"[ip, ..., code = "4*", bytes > 1e3]"#),
            (
                "[code = 2* || code = 304, lvl!=DEBUG && lvl != TRACE]",
                r#"[code = "2*" || code = 304, lvl != "DEBUG" && lvl != "TRACE"]"#,
            ),
            ("[a=1||a=2&&a=3]", "[a = 1 || a = 2 && a = 3]"),
            ("[w1=ERROR || W1=%WARN%, w2]", r#"[w1 = "ERROR" || w1 = %WARN%, w2]"#),
            ("[=5, = x || != \"a,b]\"]", r#"[= 5, = "x" || != "a,b]"]"#),
            ("[a=(x)\"y\\, b=a%b]", r#"[a = "(x)\"y\\", b = "a%b"]"#),
        ] {
            assert_eq!(read(text).as_deref(), Ok(printed), "{text}");
            assert_eq!(read(printed).as_deref(), Ok(printed), "{printed}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_where_it_stands() {
        for (text, kind, start, end) in [
            ("[", Kind::Unclosed, 0, 1),
            ("[a", Kind::Unclosed, 0, 1),
            ("[a, b = 1", Kind::Unclosed, 0, 1),
            ("[9a, b]", Kind::FieldName, 1, 2),
            ("[-a]", Kind::FieldName, 1, 2),
            ("[é]", Kind::FieldName, 1, 3),
            ("[a=, b]", Kind::Value, 3, 4),
            ("[a b]", Kind::Operator, 3, 4),
            ("[a = 1 b]", Kind::Unexpected, 7, 8),
            ("[a = 1 & a = 2]", Kind::Unexpected, 7, 8),
            ("[a = 1 || b = 2]", Kind::OtherField, 10, 11),
            ("[a = 1 || = 2]", Kind::OtherField, 10, 10),
            ("[a, ..., b, ...]", Kind::TwoGaps, 12, 15),
            ("[a] x", Kind::Unexpected, 4, 5),
            ("[a > x]", Kind::NotANumber, 5, 6),
            ("[a = \"x]", Kind::UnclosedQuote, 5, 6),
            ("[a = %x%, b = %y%, c = %z%]", Kind::TooManyRegexes, 23, 26),
        ] {
            assert_eq!(read(text), Err((kind, start, end)), "{text}");
        }
    }
}
