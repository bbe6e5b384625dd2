//! From text to comparisons.

use cupola_base::text::{Cursor, Span};

use super::{Comparison, Glob, Literal, Numeral, Operator};
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::{MAX_REGEXES, Semantics, lex};

/// Reads the comparisons of one pattern, and counts its regular expressions.
pub(in crate::filter) struct Reader<'s> {
    semantics: &'s Semantics,
    regexes: usize,
    style: Style,
}

/// What a value without quotes may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Letters, digits and some marks.
    Json,
    /// All but what ends a value.
    Space,
}

impl<'s> Reader<'s> {
    /// For JSON patterns.
    pub(in crate::filter) const fn json(semantics: &'s Semantics) -> Self {
        Self { semantics, regexes: 0, style: Style::Json }
    }

    /// For space-delimited patterns.
    pub(in crate::filter) const fn space(semantics: &'s Semantics) -> Self {
        Self { semantics, regexes: 0, style: Style::Space }
    }

    pub(in crate::filter) const fn semantics(&self) -> &'s Semantics {
        self.semantics
    }

    /// Reads an operator and a value, with blanks between them.
    pub(in crate::filter) fn comparison(&mut self, cursor: &mut Cursor<'_>) -> Result<Comparison, Fault> {
        let operator = operator(cursor).ok_or_else(|| Fault::new(Kind::Operator, cursor.span_here()))?;
        cursor.skip_whitespace();
        let start = cursor.position();
        let literal = self.literal(cursor)?;
        match literal {
            Literal::Text(_) | Literal::Regex(_) if operator.orders() => {
                Err(Fault::new(Kind::NotANumber, cursor.span_from(start)))
            }
            literal => Ok(Comparison { operator, literal }),
        }
    }

    fn literal(&mut self, cursor: &mut Cursor<'_>) -> Result<Literal, Fault> {
        match cursor.peek() {
            Some('"') => lex::quoted(cursor).map(|text| Literal::Text(Glob::new(&text))),
            Some('%') => self.regex(cursor),
            _ => self.unquoted(cursor),
        }
    }

    fn regex(&mut self, cursor: &mut Cursor<'_>) -> Result<Literal, Fault> {
        let start = cursor.position();
        let regex = lex::regex(cursor, self.semantics)?;
        self.regexes += 1;
        match self.regexes > MAX_REGEXES {
            true => Err(Fault::new(Kind::TooManyRegexes, cursor.span_from(start))),
            false => Ok(Literal::Regex(regex)),
        }
    }

    fn unquoted(&self, cursor: &mut Cursor<'_>) -> Result<Literal, Fault> {
        let start = cursor.position();
        let text = cursor.take_while(|c| self.style.holds(c));
        if text.is_empty() || cursor.peek().is_some_and(|next| !self.style.ends(next)) {
            return Err(Fault::new(Kind::Value, cursor.span_here()));
        }
        match (Numeral::parse(text), text.find('+')) {
            (Some(numeral), _) => Ok(Literal::Number(numeral)),
            _ if beyond_the_doubles(text) => Err(Fault::new(Kind::Number, cursor.span_from(start))),
            (None, Some(plus)) if self.style == Style::Json => {
                Err(Fault::new(Kind::Value, Span::new(start + plus, start + plus + 1)))
            }
            _ => Ok(Literal::Text(Glob::new(text))),
        }
    }
}

impl Style {
    /// Whether a value without quotes may hold it; `+` in numbers only, where marks are few.
    fn holds(self, c: char) -> bool {
        match self {
            Self::Json => c.is_ascii_alphanumeric() || "_.*:/-+".contains(c),
            Self::Space => !self.ends(c),
        }
    }

    /// Whether it may follow a value without quotes.
    fn ends(self, c: char) -> bool {
        c.is_whitespace() || if self == Self::Json { "&|)}" } else { "&|,]" }.contains(c)
    }
}

fn beyond_the_doubles(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn operator(cursor: &mut Cursor<'_>) -> Option<Operator> {
    let operators = [
        ("!=", Operator::Unequal),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    operators.into_iter().find(|(text, _)| cursor.eat_str(text)).map(|(_, operator)| operator)
}
