//! Reads selection criteria.

use cupola_base::text::{Cursor, Span};

use super::error::{Fault, SelectionCriteriaErrorKind as Kind};
use super::{Condition, SelectionCriteria, SystemField};

/// Parentheses in parentheses; our decision.
pub(super) const MAX_NESTING: usize = 64;

type Read<T> = Result<T, Fault>;

pub(super) fn condition(text: &str) -> Read<Condition> {
    if let Some((end, _)) = text.char_indices().nth(SelectionCriteria::MAX_LENGTH) {
        return Err(Fault { kind: Kind::TooLong, span: Span::new(end, text.len()) });
    }
    let mut reader = Reader { cursor: Cursor::new(text), depth: 0 };
    let condition = reader.any()?;
    reader.cursor.skip_whitespace();
    if reader.cursor.is_at_end() { Ok(condition) } else { Err(reader.fault(Kind::Rest)) }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    depth: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Read<Condition> {
        let mut conditions = vec![self.all()?];
        while self.word("OR") {
            conditions.push(self.all()?);
        }
        Ok(one_or(conditions, Condition::Any))
    }

    fn all(&mut self) -> Read<Condition> {
        let mut conditions = vec![self.single()?];
        while self.word("AND") {
            conditions.push(self.single()?);
        }
        Ok(one_or(conditions, Condition::All))
    }

    fn single(&mut self) -> Read<Condition> {
        self.cursor.skip_whitespace();
        let open = self.cursor.span_here();
        if !self.cursor.eat('(') {
            return self.comparison();
        }
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(Fault { kind: Kind::Nesting, span: open });
        }
        let condition = self.any()?;
        self.depth -= 1;
        let unclosed = if self.at_end() { Fault { kind: Kind::Unclosed, span: open } } else { self.fault(Kind::Rest) };
        if self.cursor.eat(')') { Ok(condition) } else { Err(unclosed) }
    }

    fn comparison(&mut self) -> Read<Condition> {
        let field = self.field()?;
        self.cursor.skip_whitespace();
        let negated = self.cursor.eat_str("!=");
        if negated || self.cursor.eat('=') {
            return Ok(Condition::Among { field, negated, listed: false, values: vec![self.text()?] });
        }
        let start = self.cursor.position();
        let negated = self.word("NOT");
        if !self.word("IN") {
            self.cursor.seek(start);
            return Err(self.fault(Kind::Operator));
        }
        Ok(Condition::Among { field, negated, listed: true, values: self.list()? })
    }

    fn field(&mut self) -> Read<SystemField> {
        let start = self.cursor.position();
        let name = self.cursor.take_while(|c| c.is_alphanumeric() || "@._-".contains(c));
        let span = if name.is_empty() { self.cursor.span_here() } else { self.cursor.span_from(start) };
        name.parse().map_err(|_| Fault { kind: Kind::Field, span })
    }

    fn list(&mut self) -> Read<Vec<String>> {
        self.cursor.skip_whitespace();
        if !self.cursor.eat('[') {
            return Err(self.fault(Kind::List));
        }
        let mut values = vec![self.text()?];
        loop {
            self.cursor.skip_whitespace();
            if self.cursor.eat(']') {
                return Ok(values);
            }
            if !self.cursor.eat(',') {
                return Err(self.fault(Kind::List));
            }
            values.push(self.text()?);
        }
    }

    fn text(&mut self) -> Read<String> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if !self.cursor.eat('"') {
            return Err(self.fault(Kind::Value));
        }
        let mut text = String::new();
        loop {
            match self.cursor.bump() {
                Some('"') => return Ok(text),
                Some('\\') => match self.cursor.eat_if(|c| c == '"' || c == '\\') {
                    Some(escaped) => text.push(escaped),
                    None => return Err(Fault { kind: Kind::Quotes, span: self.cursor.span_from(start) }),
                },
                Some(other) => text.push(other),
                None => return Err(Fault { kind: Kind::Quotes, span: self.cursor.span_from(start) }),
            }
        }
    }

    /// Reads a keyword, whatever its letter case, that no letter follows.
    fn word(&mut self, wanted: &str) -> bool {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if self.cursor.take_while(char::is_alphabetic).eq_ignore_ascii_case(wanted) {
            return true;
        }
        self.cursor.seek(start);
        false
    }

    fn at_end(&mut self) -> bool {
        self.cursor.skip_whitespace();
        self.cursor.is_at_end()
    }

    fn fault(&self, kind: Kind) -> Fault {
        Fault { kind, span: self.cursor.span_here() }
    }
}

fn one_or(mut conditions: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    if conditions.len() > 1 { several(conditions) } else { conditions.remove(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let deep = format!("{}@aws.region", "(".repeat(65));
        for (text, kind, span) in [
            ("", Kind::Field, Span::new(0, 0)),
            ("@aws.region", Kind::Operator, Span::new(11, 11)),
            ("@aws.region == \"a\"", Kind::Value, Span::new(13, 14)),
            ("@aws.region NOT \"a\"", Kind::Operator, Span::new(12, 13)),
            ("@aws.region = 'a'", Kind::Value, Span::new(14, 15)),
            ("@aws.region = \"a", Kind::Quotes, Span::new(14, 16)),
            ("@aws.region = \"\\n\"", Kind::Quotes, Span::new(14, 16)),
            ("@aws.region IN \"a\"", Kind::List, Span::new(15, 16)),
            ("@aws.region IN []", Kind::Value, Span::new(16, 17)),
            ("@aws.region IN [\"a\" \"b\"]", Kind::List, Span::new(20, 21)),
            ("(@aws.region = \"a\"", Kind::Unclosed, Span::new(0, 1)),
            ("@aws.region = \"a\" XOR", Kind::Rest, Span::new(18, 19)),
            (&deep, Kind::Nesting, Span::new(64, 65)),
        ] {
            let fault = condition(text).unwrap_err();
            assert_eq!((fault.kind, fault.span), (kind, span), "{text}");
        }
        assert_eq!(condition(&" ".repeat(2001)).unwrap_err().kind, Kind::TooLong);
    }
}
