//! Characters to words.

use cupola_base::text::{Cursor, Span};

use super::error::{FilterError, FilterErrorKind};
use super::word::Operator;

/// One word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Word(&'a str),
    Number(f64),
    Text(String),
    /// What stands between the brackets of `annotation[...]`.
    Key(String),
    /// What stands between `#[` and its `]`.
    Patterns(&'a str),
    Operator(Operator),
    Not,
    Open,
    Close,
    OpenBlock,
    CloseBlock,
    Comma,
    Colon,
    End,
}

/// A token and where it stands.
pub(super) type Placed<'a> = (Token<'a>, Span);

/// The words of a text, with [`Token::End`] behind the last.
pub(super) fn lex(source: &str) -> Result<Vec<Placed<'_>>, FilterError> {
    let mut lexer = Lexer { cursor: Cursor::new(source) };
    let mut tokens = Vec::new();
    loop {
        lexer.cursor.skip_whitespace();
        let start = lexer.cursor.position();
        let token = lexer.token(tokens.last())?;
        let is_end = token == Token::End;
        tokens.push((token, lexer.cursor.span_from(start)));
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Lexer<'a> {
    fn token(&mut self, before: Option<&Placed<'a>>) -> Result<Token<'a>, FilterError> {
        let start = self.cursor.position();
        match self.cursor.peek() {
            None => Ok(Token::End),
            Some('"') => self.text().map(Token::Text),
            Some('#') => self.patterns(),
            Some('[') if is_annotation(before) => self.key(),
            Some(c) if starts_word(c) => Ok(Token::Word(self.cursor.take_while(is_word))),
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(),
            Some(c) => {
                self.cursor.bump();
                self.sign(c).ok_or_else(|| self.stray(start))
            }
        }
    }

    fn sign(&mut self, c: char) -> Option<Token<'a>> {
        Some(match c {
            '(' => Token::Open,
            ')' => Token::Close,
            '{' => Token::OpenBlock,
            '}' => Token::CloseBlock,
            ',' => Token::Comma,
            ':' => Token::Colon,
            '=' => Token::Operator(Operator::Equal),
            '!' if self.cursor.eat('=') => Token::Operator(Operator::NotEqual),
            '!' => Token::Not,
            '<' if self.cursor.eat('=') => Token::Operator(Operator::AtMost),
            '<' => Token::Operator(Operator::Less),
            '>' if self.cursor.eat('=') => Token::Operator(Operator::AtLeast),
            '>' => Token::Operator(Operator::Greater),
            _ => return None,
        })
    }

    /// A text in quotes; a backslash stands before a quote or a backslash.
    fn text(&mut self) -> Result<String, FilterError> {
        let start = self.cursor.position();
        self.cursor.bump();
        let mut text = String::new();
        loop {
            text.push_str(self.cursor.take_while(|c| c != '"' && c != '\\'));
            if self.cursor.eat('"') {
                return Ok(text);
            }
            let at = self.cursor.position();
            if !self.cursor.eat('\\') {
                return Err(self.error(self.cursor.span_from(start), "the text has no closing quote"));
            }
            match self.cursor.bump() {
                Some(c @ ('"' | '\\')) => text.push(c),
                None => return Err(self.error(self.cursor.span_from(start), "the text has no closing quote")),
                Some(_) => {
                    let message = "a backslash stands before a quote or a backslash";
                    return Err(self.error(self.cursor.span_from(at), message));
                }
            }
        }
    }

    fn number(&mut self) -> Result<Token<'a>, FilterError> {
        let start = self.cursor.position();
        self.cursor.eat('-');
        let whole = self.digits();
        let is_fraction_well = !self.cursor.eat('.') || self.digits();
        let is_exponent_well = self.cursor.eat_if(|c| matches!(c, 'e' | 'E')).is_none() || {
            self.cursor.eat_if(|c| matches!(c, '+' | '-'));
            self.digits()
        };
        let runs_on = !self.cursor.take_while(is_word).is_empty();
        let number = self.cursor.text_from(start).parse::<f64>().ok().filter(|number| number.is_finite());
        match number {
            Some(number) if whole && is_fraction_well && is_exponent_well && !runs_on => Ok(Token::Number(number)),
            _ => Err(self.error(self.cursor.span_from(start), "this is no number")),
        }
    }

    fn digits(&mut self) -> bool {
        !self.cursor.take_while(|c| c.is_ascii_digit()).is_empty()
    }

    /// `[key]` or `["key"]`.
    fn key(&mut self) -> Result<Token<'a>, FilterError> {
        let start = self.cursor.position();
        self.cursor.bump();
        self.cursor.skip_whitespace();
        let key = match self.cursor.peek() {
            Some('"') => self.text()?,
            _ => self.cursor.take_while(|c| is_word(c) || c == ':').to_owned(),
        };
        self.cursor.skip_whitespace();
        if self.cursor.eat(']') {
            return Ok(Token::Key(key));
        }
        Err(self.error(self.cursor.span_from(start), "the key has no closing bracket"))
    }

    /// `#[...]`, in which texts and brackets are closed.
    fn patterns(&mut self) -> Result<Token<'a>, FilterError> {
        let start = self.cursor.position();
        if !self.cursor.eat_str("#[") {
            self.cursor.bump();
            return Err(self.stray(start));
        }
        let (body, mut open) = (self.cursor.position(), 1);
        while open > 0 {
            self.cursor.take_while(|c| !matches!(c, '"' | '[' | ']'));
            match self.cursor.bump() {
                Some('[') => open += 1,
                Some(']') => open -= 1,
                Some(_) => self.json_text(),
                None => return Err(self.error(self.cursor.span_from(start), "`#[` has no closing bracket")),
            }
        }
        let text = self.cursor.text_from(body);
        Ok(Token::Patterns(&text[..text.len() - 1]))
    }

    /// The rest of a JSON text, to its closing quote or the end.
    fn json_text(&mut self) {
        loop {
            self.cursor.take_while(|c| c != '"' && c != '\\');
            match self.cursor.bump() {
                Some('\\') => self.cursor.bump(),
                _ => return,
            };
        }
    }

    fn stray(&self, start: usize) -> FilterError {
        let span = self.cursor.span_from(start);
        let text = self.cursor.text_from(start);
        let error = self.error(span, format!("`{text}` means nothing here"));
        match text {
            "&" => error.with_help("write AND, or nothing: terms side by side must all hold"),
            "|" => error.with_help("write OR"),
            "'" => error.with_help("texts stand in double quotes"),
            "[" => error.with_help("brackets stand behind annotation, as in annotation[key]"),
            _ => error,
        }
    }

    fn error(&self, span: Span, message: impl Into<String>) -> FilterError {
        FilterError::new(FilterErrorKind::Lex, self.cursor.source(), span, message)
    }
}

fn is_annotation(before: Option<&Placed<'_>>) -> bool {
    matches!(before, Some((Token::Word(word), _)) if word.eq_ignore_ascii_case("annotation"))
}

fn starts_word(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether a character may stand in a word.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &str) -> Vec<Token<'_>> {
        lex(source).unwrap().into_iter().map(|(token, _)| token).collect()
    }

    #[test]
    fn numbers_and_texts() {
        let expected =
            [Token::Number(-1.5), Token::Number(200.0), Token::Text(r#"a"b\"#.into()), Token::Number(0.5), Token::End];
        assert_eq!(tokens(r#"-1.5 2e+2 "a\"b\\" 0.5"#), expected);
    }

    #[test]
    fn brackets_hold_keys_and_patterns() {
        let expected = [Token::Word("annotation"), Token::Key("a.b".into()), Token::End];
        assert_eq!(tokens("annotation[ a.b ]"), expected);
        assert_eq!(tokens(r#"#[{"a": ["]"]}]"#), [Token::Patterns(r#"{"a": ["]"]}"#), Token::End]);
    }

    #[test]
    fn what_makes_no_word_is_refused_where_it_stands() {
        for (source, at) in [
            ("ok \"abc", 3),
            ("ok & fault", 3),
            ("x = 'a'", 4),
            ("a = -", 4),
            ("a = 1x", 4),
            ("a = 1.", 4),
            ("a[b]", 1),
        ] {
            let error = lex(source).unwrap_err();
            assert_eq!((error.kind(), error.at()), (FilterErrorKind::Lex, at), "{source}");
        }
    }
}
