//! From text to conditions.

use cupola_base::text::{Cursor, Span};

use super::{Ask, JsonPattern, Selector, Test};
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::literal::Reader;
use crate::filter::logic::Logic;
use crate::filter::{MAX_NESTING, Semantics};

/// Reads a whole pattern; the cursor stands before `{`.
pub(in crate::filter) fn parse(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<JsonPattern, Fault> {
    let mut parser = Parser { cursor, reader: Reader::json(semantics), selectors: Vec::new(), depth: 0 };
    let logic = parser.enclosed('}')?;
    parser.cursor.skip_whitespace();
    match parser.cursor.is_at_end() {
        true => Ok(JsonPattern::new(*semantics, parser.selectors, logic)),
        false => Err(Fault::new(Kind::Unexpected, parser.cursor.span_here()).with_help("accepted after }: nothing")),
    }
}

struct Parser<'p, 'a, 's> {
    cursor: &'p mut Cursor<'a>,
    reader: Reader<'s>,
    selectors: Vec<Selector>,
    depth: usize,
}

impl<'a> Parser<'_, 'a, '_> {
    /// Reads a bracket, what it holds, and the bracket that closes it.
    fn enclosed(&mut self, close: char) -> Result<Logic<Test>, Fault> {
        let open = self.cursor.span_here();
        if self.depth > MAX_NESTING {
            return Err(Fault::new(Kind::TooDeep, open));
        }
        self.depth += 1;
        self.cursor.bump();
        let logic = self.joined("||", Logic::any, |parser| parser.joined("&&", Logic::all, Self::condition))?;
        self.depth -= 1;
        match self.cursor.peek() {
            Some(next) if next == close => self.cursor.bump(),
            Some(_) => return Err(self.unexpected(close)),
            None => return Err(Fault::new(Kind::Unclosed, open)),
        };
        Ok(logic)
    }

    fn joined(
        &mut self,
        by: &str,
        join: impl Fn(Vec<Logic<Test>>) -> Logic<Test>,
        part: impl Fn(&mut Self) -> Result<Logic<Test>, Fault>,
    ) -> Result<Logic<Test>, Fault> {
        let mut parts = Vec::new();
        loop {
            self.cursor.skip_whitespace();
            parts.push(part(self)?);
            self.cursor.skip_whitespace();
            if !self.cursor.eat_str(by) {
                return Ok(join(parts));
            }
        }
    }

    fn condition(&mut self) -> Result<Logic<Test>, Fault> {
        if self.cursor.peek() == Some('(') {
            return self.enclosed(')');
        }
        let selector = Selector::parse(self.cursor, self.reader.semantics())?;
        self.cursor.skip_whitespace();
        let ask = self.ask()?;
        Ok(Logic::One(Test { selector: self.number_of(selector), ask }))
    }

    fn number_of(&mut self, selector: Selector) -> usize {
        self.selectors.iter().position(|known| *known == selector).unwrap_or_else(|| {
            self.selectors.push(selector);
            self.selectors.len() - 1
        })
    }

    fn ask(&mut self) -> Result<Ask, Fault> {
        match self.cursor.peek() {
            Some(letter) if letter.is_alphabetic() => self.keywords(),
            _ => self.reader.comparison(self.cursor).map(Ask::Compare),
        }
    }

    fn keywords(&mut self) -> Result<Ask, Fault> {
        let start = self.cursor.position();
        let first = self.word();
        let end = self.cursor.position();
        self.cursor.skip_whitespace();
        match (first, self.word()) {
            ("IS", "NULL") => Ok(Ask::IsNull),
            ("IS", "TRUE") => Ok(Ask::IsTrue),
            ("IS", "FALSE") => Ok(Ask::IsFalse),
            ("NOT", "EXISTS") => Ok(Ask::NotExists),
            ("IS" | "NOT", _) => Err(Fault::new(Kind::Keyword, self.cursor.span_from(start))),
            _ => Err(Fault::new(Kind::Keyword, Span::new(start, end))),
        }
    }

    fn word(&mut self) -> &'a str {
        self.cursor.take_while(char::is_alphanumeric)
    }

    fn unexpected(&self, close: char) -> Fault {
        Fault::new(Kind::Unexpected, self.cursor.span_here()).with_help(format!("accepted: &&, || and {close}"))
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
    fn patterns_print_with_no_more_brackets_than_needed() {
        for (text, printed) in [
            ("{$.a=1}", "{ $.a = 1 }"),
            ("{ ($.a = 1) }", "{ $.a = 1 }"),
            ("{ $.a = x || ($.b != \"y*\" || $.c = *) }", r#"{ $.a = "x" || $.b != "y*" || $.c = "*" }"#),
            ("{ ($.a<1||$.b>=-2.5e1)&&$.c IS NULL }", "{ ($.a < 1 || $.b >= -2.5e1) && $.c IS NULL }"),
            (
                "{ ($.a IS TRUE && $.a IS FALSE) && $.b NOT  EXISTS }",
                "{ $.a IS TRUE && $.a IS FALSE && $.b NOT EXISTS }",
            ),
            (
                "{ $.ip = 10.9.* && $.t = 10:20:30 && $.p = /a/b-c }",
                r#"{ $.ip = "10.9.*" && $.t = "10:20:30" && $.p = "/a/b-c" }"#,
            ),
            ("{ $.a = %a b|c% && $.a != %d%}", "{ $.a = %a b|c% && $.a != %d% }"),
            (r#"{ $.a = "say \"hi\" \\" }"#, r#"{ $.a = "say \"hi\" \\" }"#),
            ("{ $.a = +5 && $.b = 1e+3 && $.c = \"5\" }", "{ $.a = +5 && $.b = 1e+3 && $.c = \"5\" }"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(printed), "{text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_where_it_stands() {
        for (text, kind, start, end) in [
            ("{", Kind::Selector, 1, 1),
            ("{}", Kind::Selector, 1, 2),
            ("{ a = 1 }", Kind::Selector, 2, 3),
            ("{ ! $.a = 1 }", Kind::Selector, 2, 3),
            ("{ $.a }", Kind::Operator, 6, 7),
            ("{ $.a@b = 1 }", Kind::Operator, 5, 6),
            ("{ $.a = 1", Kind::Unclosed, 0, 1),
            ("{ ($.a = 1 }", Kind::Unexpected, 11, 12),
            ("{ ($.a = 1", Kind::Unclosed, 2, 3),
            ("{ $.a = 1 & $.b = 2 }", Kind::Unexpected, 10, 11),
            ("{ $.a = 1 } x", Kind::Unexpected, 12, 13),
            ("{ $.a IS NOT NULL }", Kind::Keyword, 6, 12),
            ("{ $.a EXISTS }", Kind::Keyword, 6, 12),
            ("{ $.a is null }", Kind::Keyword, 6, 8),
            ("{ $.a == 1 }", Kind::Value, 7, 8),
            ("{ $.a = }", Kind::Value, 8, 9),
            ("{ $.a = x@y }", Kind::Value, 9, 10),
            ("{ $.a = a+b }", Kind::Value, 9, 10),
            ("{ $.a > x }", Kind::NotANumber, 8, 9),
            ("{ $.a > \"5\" }", Kind::NotANumber, 8, 11),
            ("{ $.a > %5% }", Kind::NotANumber, 8, 11),
            ("{ $.a = 1e999 }", Kind::Number, 8, 13),
            ("{ $.a = %x% && $.b = %y% && $.c = %z% }", Kind::TooManyRegexes, 34, 37),
            ("{ $.a = \"x }", Kind::UnclosedQuote, 8, 9),
        ] {
            assert_eq!(read(text), Err((kind, start, end)), "{text}");
        }
    }

    #[test]
    fn brackets_may_be_nested_as_deep_as_the_bound() {
        let nested = |depth| read(&format!("{{{}$.a = 1{}}}", "(".repeat(depth), ")".repeat(depth)));
        assert!(nested(MAX_NESTING).is_ok());
        assert_eq!(nested(MAX_NESTING + 1), Err((Kind::TooDeep, MAX_NESTING + 1, MAX_NESTING + 2)));
    }
}
