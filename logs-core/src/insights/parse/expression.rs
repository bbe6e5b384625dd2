//! Reading expressions.

use cupola_base::text::{Span, nearest};

use super::{Parsed, Parser, QueryErrorKind};
use crate::insights::ast::{Access, Expr, Likeness, Node, Operator, Rank};
use crate::insights::function::{Argument, Function};
use crate::insights::period::{Period, TimeUnit, UNITS};
use crate::insights::print::{RESERVED, is_name_char};
use crate::insights::regex;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Expr> {
        self.deeper(|parser| parser.level(Rank::Or))
    }

    /// Operators of this rank, from left to right, between parts of tighter ranks.
    fn level(&mut self, rank: Rank) -> Parsed<Expr> {
        match rank {
            Rank::Not => return self.not(),
            Rank::Compare => return self.comparison(),
            Rank::Power => return self.power(),
            Rank::Unary | Rank::Atom => return self.unary(),
            _ => {}
        }
        let first = self.level(rank.tighter())?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(rank) {
            rest.push((operator, self.level(rank.tighter())?));
        }
        Ok(chain(first, rest))
    }

    fn not(&mut self) -> Parsed<Expr> {
        let start = self.start();
        if !self.eat_word("not") {
            return self.comparison();
        }
        let part = self.deeper(Self::not)?;
        Ok(Expr { span: Span::new(start, part.span.end), node: Node::Not(Box::new(part)) })
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let left = self.level(Rank::Add)?;
        if let Some(operator) = self.operator(Rank::Compare) {
            let right = self.level(Rank::Add)?;
            return self.alone(chain(left, vec![(operator, right)]));
        }
        let is_negated = self.eat_word("not");
        if self.eat_word("like") {
            let pattern = self.likeness()?;
            return self.alone(self.spanning(left, |value| Node::Like { value, pattern, is_negated }));
        }
        if self.eat_word("in") {
            let test = self.membership(left, is_negated)?;
            return self.alone(test);
        }
        if is_negated {
            return Err(self.unexpected("like or in"));
        }
        self.skip();
        if self.cursor.eat_str("=~") {
            let pattern = self.match_pattern()?;
            return self.alone(self.spanning(left, |value| Node::Like { value, pattern, is_negated }));
        }
        Ok(left)
    }

    /// Comparisons do not follow each other.
    fn alone(&mut self, comparison: Expr) -> Parsed<Expr> {
        let before = self.cursor;
        let start = self.start();
        if self.operator(Rank::Compare).is_none() {
            self.cursor = before;
            return Ok(comparison);
        }
        let span = self.cursor.span_from(start);
        let error = self.error(QueryErrorKind::Syntax, span, "comparisons do not follow each other");
        Err(error.with_help("accepted: a < b and b < c, or (a < b) = c"))
    }

    fn spanning(&self, left: Expr, node: impl FnOnce(Box<Expr>) -> Node) -> Expr {
        let span = self.span_since(left.span.start);
        Expr { node: node(Box::new(left)), span }
    }

    fn likeness(&mut self) -> Parsed<Likeness> {
        match self.peek() {
            Some('/') => Ok(Likeness::Regex(self.regex()?)),
            _ => Ok(Likeness::Text(self.quoted("a text in quotes or a /regular expression/")?)),
        }
    }

    fn match_pattern(&mut self) -> Parsed<Likeness> {
        if self.peek() == Some('/') {
            return Ok(Likeness::Regex(self.regex()?));
        }
        let start = self.start();
        let text = self.quoted("a /regular expression/, or one in quotes")?;
        let span = self.cursor.span_from(start);
        regex::compile(&text).map_err(|why| self.error(QueryErrorKind::Pattern, span, why))?;
        Ok(Likeness::Quoted(text))
    }

    /// What stands after `in`.
    fn membership(&mut self, left: Expr, is_negated: bool) -> Parsed<Expr> {
        if self.eat('(') {
            let query = Box::new(self.deeper(Self::pipeline)?);
            self.need(')')?;
            return Ok(self.spanning(left, |value| Node::InQuery { value, query, is_negated }));
        }
        let list = self.value_list()?;
        Ok(self.spanning(left, |value| Node::In { value, list, is_negated }))
    }

    /// Values in brackets.
    pub(super) fn value_list(&mut self) -> Parsed<Vec<Expr>> {
        if !self.eat('[') {
            return Err(self.unexpected("`[` or `(`").with_help("accepted: in [\"a\", \"b\"], in (a query)"));
        }
        if self.eat(']') {
            return Ok(Vec::new());
        }
        let list = self.list(Self::literal)?;
        self.need(']')?;
        Ok(list)
    }

    /// A value that is written out.
    pub(super) fn literal(&mut self) -> Parsed<Expr> {
        let start = self.start();
        let value = match self.cursor.peek() {
            Some('0'..='9' | '-' | '"' | '\'') => self.unary()?,
            _ if ["true", "false"].iter().any(|word| self.is_word(word)) => self.unary()?,
            _ => return Err(self.unexpected("a number, a text in quotes, true or false")),
        };
        let inner = if let Node::Negative(inner) = &value.node { &inner.node } else { &value.node };
        match inner {
            Node::Number(_) | Node::Text(_) | Node::Boolean(_) => Ok(value),
            _ => {
                let span = self.span_since(start);
                Err(self.error(QueryErrorKind::Type, span, "a number, a text in quotes, true or false is needed"))
            }
        }
    }

    fn power(&mut self) -> Parsed<Expr> {
        let base = self.unary()?;
        match self.operator(Rank::Power) {
            Some(operator) => Ok(chain(base, vec![(operator, self.deeper(Self::power)?)])),
            None => Ok(base),
        }
    }

    fn unary(&mut self) -> Parsed<Expr> {
        let start = self.start();
        if !self.cursor.eat('-') {
            return self.member();
        }
        let part = self.deeper(Self::unary)?;
        Ok(Expr { span: Span::new(start, part.span.end), node: Node::Negative(Box::new(part)) })
    }

    /// An atom with `.key` and `[index]` after it, without blanks between them.
    fn member(&mut self) -> Parsed<Expr> {
        let mut expr = self.atom()?;
        let mut count = 0;
        while let Some(access) = self.access()? {
            count += 1;
            if count > super::DEEPEST {
                let message = format!("a query may be nested {} deep", super::DEEPEST);
                return Err(self.error(QueryErrorKind::Size, self.cursor.span_here(), message));
            }
            let span = Span::new(expr.span.start, self.cursor.position());
            expr = Expr { node: Node::Member(Box::new(expr), access), span };
        }
        Ok(expr)
    }

    fn access(&mut self) -> Parsed<Option<Access>> {
        let start = self.cursor.position();
        if self.cursor.peek() == Some('.') {
            self.cursor.bump();
            if self.cursor.peek() == Some('`') {
                return Ok(Some(Access::Key(self.backticks()?)));
            }
            let key = self.cursor.take_while(is_name_char);
            if key.is_empty() {
                return Err(self.unexpected("a key"));
            }
            return Ok(Some(Access::Key(key.to_owned())));
        }
        if !self.cursor.eat('[') {
            return Ok(None);
        }
        let index = self.cursor.take_while(|c| c.is_ascii_digit()).parse().ok();
        if let Some(index) = index.filter(|_| self.cursor.eat(']')) {
            return Ok(Some(Access::Index(index)));
        }
        let span = self.cursor.span_from(start);
        Err(self.error(QueryErrorKind::Syntax, span, "an index is needed").with_help("accepted: list[0]"))
    }

    fn atom(&mut self) -> Parsed<Expr> {
        let start = self.start();
        let node = match self.cursor.peek() {
            Some('(') => return self.parenthesis(),
            Some('"' | '\'') => Node::Text(self.quoted("a text")?),
            Some('0'..='9') => self.number()?,
            Some('`') => Node::Field(self.backticks()?),
            Some(c) if is_name_char(c) => return self.named(),
            _ => return Err(self.unexpected("a value, a field, a function or `(`")),
        };
        Ok(Expr { span: self.cursor.span_from(start), node })
    }

    fn parenthesis(&mut self) -> Parsed<Expr> {
        let start = self.cursor.position();
        self.cursor.eat('(');
        let inner = self.expression()?;
        if !self.eat(')') {
            return Err(self.unexpected("an operator or `)`"));
        }
        Ok(Expr { span: self.cursor.span_from(start), ..inner })
    }

    /// A truth, a field or a call.
    fn named(&mut self) -> Parsed<Expr> {
        let start = self.cursor.position();
        let word = self.word();
        if self.is_call(word) {
            return self.call(word);
        }
        if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
            self.cursor.eat_str(word);
            let node = Node::Boolean(word.eq_ignore_ascii_case("true"));
            return Ok(Expr { node, span: self.cursor.span_from(start) });
        }
        if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word)) {
            return Err(self.unexpected("a value, a field, a function or `(`").with_help(super::BACKTICKS));
        }
        let text = self.dotted().to_owned();
        Ok(Expr { node: Node::Field(text), span: self.cursor.span_from(start) })
    }

    fn is_call(&self, word: &str) -> bool {
        let rest = self.cursor.rest().strip_prefix(word).unwrap_or_default();
        rest.trim_start().starts_with('(')
            && !RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
            && !word.starts_with('@')
    }

    fn call(&mut self, word: &str) -> Parsed<Expr> {
        let start = self.cursor.position();
        self.cursor.eat_str(word);
        let name = self.cursor.span_from(start);
        let Some(function) = Function::from_name(word) else {
            let names = Function::ALL.iter().map(|function| function.name());
            let error = self.error(QueryErrorKind::Function, name, format!("there is no function {word}"));
            let all: Vec<&str> = names.clone().collect();
            return Err(error.like(nearest(word, names)).with_help(format!("accepted: {}", all.join(", "))));
        };
        self.need('(')?;
        let arguments = self.arguments(function)?;
        let span = self.cursor.span_from(start);
        let (least, most) = function.arity();
        if (least..=most).contains(&arguments.len()) {
            return Ok(Expr { node: Node::Call(function, arguments), span });
        }
        let message = format!("{} takes {}, not {}", function.name(), function.takes(), arguments.len());
        let kinds: Vec<&str> = function.arguments().iter().map(|argument| argument.describe()).collect();
        let error = self.error(QueryErrorKind::Arguments, span, message);
        Err(if kinds.is_empty() { error } else { error.with_help(format!("accepted: {}", kinds.join(", "))) })
    }

    fn arguments(&mut self, function: Function) -> Parsed<Vec<Expr>> {
        if self.eat(')') {
            return Ok(Vec::new());
        }
        if function == Function::CountOf && self.eat('*') {
            self.need(')')?;
            return Ok(Vec::new());
        }
        let arguments = self.list(Self::expression)?;
        if !self.eat(')') {
            return Err(self.unexpected("an operator, `,` or `)`"));
        }
        Ok(arguments)
    }

    /// A number, or a period: a number and a unit.
    fn number(&mut self) -> Parsed<Node> {
        let start = self.cursor.position();
        let whole = self.cursor.take_while(|c| c.is_ascii_digit());
        if self.cursor.peek() == Some('.') && self.cursor.peek_nth(1).is_some_and(|c| c.is_ascii_digit()) {
            self.cursor.bump();
            self.cursor.take_while(|c| c.is_ascii_digit());
        }
        self.exponent();
        let text = self.cursor.text_from(start);
        let unit = self.cursor.take_while(is_name_char);
        if !unit.is_empty() {
            return self.period_of(whole, unit, start).map(Node::Period);
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Node::Number).ok_or_else(|| {
            let span = self.cursor.span_from(start);
            self.error(QueryErrorKind::Number, span, "the number is too large")
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

    /// A period, where nothing else may stand.
    pub(super) fn period(&mut self) -> Parsed<Period> {
        let start = self.start();
        let whole = self.cursor.take_while(|c| c.is_ascii_digit());
        let unit = self.cursor.take_while(is_name_char);
        if whole.is_empty() {
            self.cursor.seek(start);
            return Err(self.unexpected(Argument::Period.describe()));
        }
        self.period_of(whole, unit, start)
    }

    fn period_of(&self, whole: &str, unit: &str, start: usize) -> Parsed<Period> {
        let span = self.cursor.span_from(start);
        let text = self.cursor.text_from(start);
        let is_whole = text.len() == whole.len() + unit.len();
        let unit = TimeUnit::from_name(unit).filter(|_| is_whole).ok_or_else(|| {
            let message = format!("{text} is neither a number nor a period");
            self.error(QueryErrorKind::Period, span, message).with_help(format!("accepted as units: {UNITS}"))
        })?;
        match whole.parse::<u32>() {
            Ok(count @ 1..) => Ok(Period::new(count, unit)),
            _ => Err(self.error(QueryErrorKind::Period, span, "the number of a period is from 1 to 4294967295")),
        }
    }

    /// The operator of this rank that comes next.
    fn operator(&mut self, rank: Rank) -> Option<Operator> {
        const ALL: [Operator; 14] = [
            Operator::NotEqual,
            Operator::AtMost,
            Operator::AtLeast,
            Operator::Equal,
            Operator::Less,
            Operator::Greater,
            Operator::Plus,
            Operator::Minus,
            Operator::Times,
            Operator::Over,
            Operator::Modulo,
            Operator::Power,
            Operator::And,
            Operator::Or,
        ];
        let word = self.word();
        let rest = self.cursor.rest();
        let is_next = |operator: &&Operator| match operator {
            Operator::And | Operator::Or => word.eq_ignore_ascii_case(operator.as_str()),
            Operator::Equal => rest.starts_with('=') && !rest.starts_with("=~"),
            _ => rest.starts_with(operator.as_str()),
        };
        let operator = *ALL.iter().filter(|operator| operator.rank() == rank).find(is_next)?;
        operator.as_str().chars().for_each(|_| {
            self.cursor.bump();
        });
        Some(operator)
    }
}

fn chain(first: Expr, rest: Vec<(Operator, Expr)>) -> Expr {
    match rest.last() {
        Some((_, last)) => Expr { span: first.span.to(last.span), node: Node::Chain(Box::new(first), rest) },
        None => first,
    }
}
