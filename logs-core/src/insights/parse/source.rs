//! Reading which log groups are asked.

use cupola_base::text::nearest;

use super::{Parsed, Parser, QueryErrorKind};
use crate::insights::command::Source;
use crate::insights::print::is_name_char;

/// How many prefixes of names, and how many accounts, a query may give.
const MOST_PREFIXES: usize = 5;
const MOST_ACCOUNTS: usize = 20;

impl Parser<'_> {
    pub(super) fn source(&mut self) -> Parsed<Source> {
        if self.eat_word("logGroups") {
            return self.groups();
        }
        let mut names = vec![self.quoted("logGroups(...), or the name of a log group in quotes")?];
        while self.eat(',') || matches!(self.peek(), Some('"' | '\'')) {
            names.push(self.quoted("the name of a log group in quotes")?);
        }
        Ok(Source::Names(names))
    }

    fn groups(&mut self) -> Parsed<Source> {
        self.need('(')?;
        let (mut prefixes, mut class, mut accounts) = (Vec::new(), None, Vec::new());
        while !self.eat(')') {
            let start = self.start();
            let word = self.word().to_owned();
            self.cursor.take_while(is_name_char);
            let span = self.cursor.span_from(start);
            match word.to_ascii_lowercase().as_str() {
                "nameprefix" => prefixes = self.texts(MOST_PREFIXES)?,
                "class" | "loggroupclass" => class = Some(self.class()?),
                "accountidentifiers" | "accountidentifier" => accounts = self.texts(MOST_ACCOUNTS)?,
                _ => {
                    let names = ["namePrefix", "class", "accountIdentifiers"];
                    let message = format!("logGroups has no {word}");
                    let error = self.error(QueryErrorKind::Syntax, span, message).like(nearest(&word, names));
                    return Err(error.with_help(format!("accepted: {}", names.join(", "))));
                }
            }
            if !self.eat(',') && self.peek() != Some(')') {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
        Ok(Source::Groups { prefixes, class, accounts })
    }

    fn class(&mut self) -> Parsed<String> {
        self.need(':')?;
        let start = self.start();
        let class = match self.cursor.peek() {
            Some('"' | '\'') => self.quoted("a class")?,
            _ => self.name("a class")?.text,
        };
        let classes = [("STANDARD", "STANDARD"), ("INFREQUENT_ACCESS", "INFREQUENTACCESS"), ("DELIVERY", "DELIVERY")];
        let is = |name: &str| name.eq_ignore_ascii_case(&class);
        let found = classes.into_iter().find(|(name, other)| is(name) || is(other));
        found.map(|(name, _)| name.to_owned()).ok_or_else(|| {
            let span = self.cursor.span_from(start);
            let error = self.error(QueryErrorKind::Syntax, span, format!("there is no class {class}"));
            error.with_help("accepted: STANDARD, INFREQUENT_ACCESS, DELIVERY")
        })
    }

    fn texts(&mut self, most: usize) -> Parsed<Vec<String>> {
        self.need(':')?;
        let start = self.start();
        self.need('[')?;
        let texts = self.list(|parser| parser.quoted("a text in quotes"))?;
        self.need(']')?;
        if texts.len() <= most {
            return Ok(texts);
        }
        let message = format!("{} are more than the {most} that there may be", texts.len());
        Err(self.error(QueryErrorKind::Size, self.cursor.span_from(start), message))
    }
}
