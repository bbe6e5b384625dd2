//! Reading expressions.

use cupola_base::text::{Cursor, Span, nearest};

use super::ast::{Expr, Node, Operator, Rank};
use super::error::{MathError, MathErrorKind};
use super::function::Function;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Expr, MathError> {
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0 };
    let expr = parser.level(Rank::Or)?;
    parser.end()?;
    Ok(expr)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
}

/// How deeply parts may be nested.
const DEEPEST: usize = 64;

type Parsed = Result<Expr, MathError>;

impl<'a> Parser<'a> {
    /// Operators of this rank, from left to right, between parts of tighter ranks.
    fn level(&mut self, rank: Rank) -> Parsed {
        if rank == Rank::Unary {
            return self.unary();
        }
        let first = self.level(rank.tighter())?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(rank) {
            if rank == Rank::Compare && !rest.is_empty() {
                return Err(self.comparison_of_comparison(operator));
            }
            rest.push((operator, self.level(rank.tighter())?));
        }
        Ok(chain(first, rest))
    }

    fn unary(&mut self) -> Parsed {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if !self.cursor.eat('-') {
            return self.power();
        }
        let part = self.deeper(Self::unary)?;
        Ok(Expr { span: self.cursor.span_from(start), node: Node::Negative(Box::new(part)) })
    }

    fn power(&mut self) -> Parsed {
        let base = self.atom()?;
        match self.operator(Rank::Power) {
            Some(operator) => Ok(chain(base, vec![(operator, self.deeper(Self::unary)?)])),
            None => Ok(base),
        }
    }

    fn atom(&mut self) -> Parsed {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let node = match self.cursor.peek() {
            Some('(') => return self.parenthesis(),
            Some('[') => Node::List(self.parts('[', ']')?),
            Some('\'' | '"') => Node::Text(self.text()?.into()),
            Some('0'..='9' | '.') => Node::Number(self.number()?),
            Some('a'..='z' | 'A'..='Z') => self.word()?,
            _ => return Err(self.unexpected("a number, an id, a function, `[` or `(`")),
        };
        Ok(Expr { span: self.cursor.span_from(start), node })
    }

    fn parenthesis(&mut self) -> Parsed {
        let start = self.cursor.position();
        self.cursor.eat('(');
        let inner = self.deeper(|parser| parser.level(Rank::Or))?;
        self.cursor.skip_whitespace();
        if !self.cursor.eat(')') {
            return Err(self.unexpected("an operator or `)`"));
        }
        Ok(Expr { span: self.cursor.span_from(start), ..inner })
    }

    /// An id, a word for an argument, or a call.
    fn word(&mut self) -> Result<Node, MathError> {
        let start = self.cursor.position();
        let word = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let span = self.cursor.span_from(start);
        let after = self.cursor;
        self.cursor.skip_whitespace();
        if self.cursor.peek() == Some('(') {
            return self.call(word, span);
        }
        self.cursor = after;
        let is_id = word.starts_with(|c: char| c.is_ascii_lowercase());
        Ok(if is_id { Node::Id(word.into()) } else { Node::Keyword(word.into()) })
    }

    fn call(&mut self, name: &str, span: Span) -> Result<Node, MathError> {
        let function = Function::from_name(name).ok_or_else(|| self.no_function(name, span))?;
        Ok(Node::Call(function, self.parts('(', ')')?))
    }

    fn no_function(&self, name: &str, span: Span) -> MathError {
        let message = format!("there is no function {name}");
        let error = MathError::new(MathErrorKind::Function, self.cursor.source(), span, message);
        match nearest(name, Function::ALL.iter().map(|function| function.name())) {
            Some(like) => error.labelled(format!("did you mean {like}?")),
            None => error,
        }
    }

    /// Parts with commas between them.
    fn parts(&mut self, open: char, close: char) -> Result<Vec<Expr>, MathError> {
        self.cursor.eat(open);
        self.cursor.skip_whitespace();
        let mut parts = Vec::new();
        if open == '(' && self.cursor.eat(close) {
            return Ok(parts);
        }
        loop {
            parts.push(self.deeper(|parser| parser.level(Rank::Or))?);
            self.cursor.skip_whitespace();
            if self.cursor.eat(close) {
                return Ok(parts);
            }
            if !self.cursor.eat(',') {
                return Err(self.unexpected(&format!("an operator, `,` or `{close}`")));
            }
        }
    }

    fn text(&mut self) -> Result<&'a str, MathError> {
        let start = self.cursor.position();
        let quote = self.cursor.bump().unwrap_or('\'');
        let text = self.cursor.take_while(|c| c != quote);
        if self.cursor.eat(quote) {
            return Ok(text);
        }
        let span = self.cursor.span_from(start);
        let message = format!("the text has no closing {quote}");
        Err(MathError::new(MathErrorKind::Syntax, self.cursor.source(), span, message))
    }

    fn number(&mut self) -> Result<f64, MathError> {
        let start = self.cursor.position();
        self.cursor.take_while(|c| c.is_ascii_digit() || c == '.');
        self.exponent();
        let glued = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let text = self.cursor.text_from(start);
        let number = text.parse::<f64>().ok().filter(|number| glued.is_empty() && number.is_finite());
        number.ok_or_else(|| {
            let span = self.cursor.span_from(start);
            let message = format!("{text} is not a number");
            MathError::new(MathErrorKind::Number, self.cursor.source(), span, message)
                .with_help("accepted: 7, 0.25, 1.5e3")
        })
    }

    fn exponent(&mut self) {
        let mut after = self.cursor;
        if after.eat_if(|c| c == 'e' || c == 'E').is_none() {
            return;
        }
        after.eat_if(|c| c == '+' || c == '-');
        if !after.take_while(|c| c.is_ascii_digit()).is_empty() {
            self.cursor = after;
        }
    }

    /// The operator of this rank that comes next.
    fn operator(&mut self, rank: Rank) -> Option<Operator> {
        self.cursor.skip_whitespace();
        let is_next = |(text, _): &&(&str, Operator)| {
            let rest = self.cursor.rest().strip_prefix(*text);
            let is_word = text.as_bytes()[0].is_ascii_alphabetic();
            rest.is_some_and(|rest| !is_word || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        };
        let (text, operator) = rank.operators().iter().find(is_next)?;
        self.cursor.eat_str(text);
        Some(*operator)
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth == DEEPEST {
            let message = format!("an expression may be nested {DEEPEST} deep");
            let span = self.cursor.span_here();
            return Err(MathError::new(MathErrorKind::Size, self.cursor.source(), span, message));
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    fn end(&mut self) -> Result<(), MathError> {
        self.cursor.skip_whitespace();
        if self.cursor.is_at_end() { Ok(()) } else { Err(self.unexpected("an operator")) }
    }

    fn unexpected(&self, needed: &str) -> MathError {
        let source = self.cursor.source();
        let mut ahead = self.cursor;
        let word = ahead.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let here = self.cursor.span_here();
        let span = if word.is_empty() { here } else { Span::new(here.start, here.start + word.len()) };
        let found = if span.is_empty() { "the end" } else { &source[span.range()] };
        let error = MathError::new(MathErrorKind::Syntax, source, span, format!("{needed} is needed, not {found}"));
        match word.to_ascii_uppercase().as_str() {
            "AND" | "OR" => error.labelled(format!("did you mean {}?", word.to_ascii_uppercase())),
            _ => error,
        }
    }

    fn comparison_of_comparison(&self, operator: Operator) -> MathError {
        let end = self.cursor.position();
        let span = Span::new(end - operator.as_str().len(), end);
        MathError::new(MathErrorKind::Syntax, self.cursor.source(), span, "comparisons do not follow each other")
            .with_help("accepted: a < b AND b < c, or (a < b) == c")
    }
}

fn chain(first: Expr, rest: Vec<(Operator, Expr)>) -> Expr {
    match rest.last() {
        Some((_, last)) => Expr { span: first.span.to(last.span), node: Node::Chain(Box::new(first), rest) },
        None => first,
    }
}
