//! Reading the commands that have been there from the first.

use cupola_base::text::Span;

use super::{Parsed, Parser, QueryErrorKind};
use crate::insights::ast::Name;
use crate::insights::command::{Column, Command, Parse, ParseForm, SortKey, Stats};
use crate::insights::regex;

impl Parser<'_> {
    pub(super) fn fields(&mut self) -> Parsed<Vec<Name>> {
        self.list(|parser| parser.path("a field"))
    }

    pub(super) fn alias(&mut self) -> Parsed<Option<Name>> {
        if self.eat_word("as") { self.name("an alias").map(Some) } else { Ok(None) }
    }

    fn need_alias(&mut self) -> Parsed<Name> {
        self.need_word("as")?;
        self.name("an alias")
    }

    fn aliases(&mut self) -> Parsed<Vec<Name>> {
        self.need_word("as")?;
        self.list(|parser| parser.name("an alias"))
    }

    pub(super) fn column(&mut self) -> Parsed<Column> {
        let start = self.start();
        let expr = self.expression()?;
        let text = self.text_since(start);
        Ok(Column { expr, text, alias: self.alias()? })
    }

    pub(super) fn stats(&mut self) -> Parsed<Command> {
        let aggregates = self.list(Self::column)?;
        let keys = if self.eat_word("by") { self.list(Self::column)? } else { Vec::new() };
        let offset = if !keys.is_empty() && self.eat_word("offset") { Some(self.period()?) } else { None };
        Ok(Command::Stats(Stats { aggregates, keys, offset }))
    }

    pub(super) fn sort_key(&mut self) -> Parsed<SortKey> {
        let expr = self.expression()?;
        let is_descending = self.eat_word("desc");
        if !is_descending {
            self.eat_word("asc");
        }
        Ok(SortKey { expr, is_descending })
    }

    pub(super) fn limit(&mut self) -> Parsed<Command> {
        let any = self.eat_word("any");
        Ok(Command::Limit { any, count: self.whole(1, 100_000)? })
    }

    pub(super) fn json(&mut self) -> Parsed<Command> {
        if !self.eat_option("field") {
            return Err(self.unexpected("field="));
        }
        let field = self.path("a field")?;
        let path = self.quoted("a path in quotes")?;
        Ok(Command::Json { field, path, alias: self.need_alias()? })
    }

    pub(super) fn unnest(&mut self) -> Parsed<Command> {
        let list = self.expression()?;
        self.need_word("into")?;
        Ok(Command::Unnest { list, alias: self.name("an alias")? })
    }

    pub(super) fn filter_index(&mut self) -> Parsed<Command> {
        let field = self.path("a field")?;
        if self.eat('=') {
            return Ok(Command::FilterIndex { field, values: vec![self.literal()?] });
        }
        if !self.eat_word("in") {
            return Err(self.unexpected("`=` or in"));
        }
        Ok(Command::FilterIndex { field, values: self.value_list()? })
    }

    pub(super) fn parse(&mut self) -> Parsed<Command> {
        let field = if self.is_form() { None } else { Some(self.path("a field, a text in quotes or a /regex/")?) };
        let start = self.start();
        let form = match self.cursor.peek() {
            Some('/') => ParseForm::Regex(self.regex()?),
            Some('"' | '\'') => ParseForm::Glob(self.quoted("a glob")?),
            _ if self.eat_word("logfmt") => ParseForm::Logfmt,
            _ if self.eat_word("csv") => ParseForm::Csv,
            _ => return Err(self.unexpected("a text in quotes, a /regular expression/, logfmt or csv")),
        };
        let span = self.cursor.span_from(start);
        let is_regex = matches!(form, ParseForm::Regex(_));
        let early = is_regex && self.eat_word("multi");
        let aliases = if !is_regex || self.is_word("as") { self.aliases()? } else { Vec::new() };
        let is_multi = early || (is_regex && self.eat_word("multi"));
        self.check_aliases(&form, &aliases, span)?;
        Ok(Command::Parse(Parse { field, form, aliases, is_multi }))
    }

    /// Whether a form comes next, and no field.
    fn is_form(&mut self) -> bool {
        if matches!(self.peek(), Some('/' | '"' | '\'')) {
            return true;
        }
        let before = self.cursor;
        let is_form = (self.eat_word("logfmt") || self.eat_word("csv")) && self.is_word("as");
        self.cursor = before;
        is_form
    }

    fn check_aliases(&self, form: &ParseForm, aliases: &[Name], span: Span) -> Parsed<()> {
        let (given, error) = (aliases.len(), |message| self.error(QueryErrorKind::Pattern, span, message));
        match form {
            ParseForm::Glob(glob) => {
                let stars = glob.matches('*').count();
                if stars == given && stars > 0 {
                    return Ok(());
                }
                let message = format!("the text has {stars} * and {given} aliases");
                Err(error(message).with_help("accepted: as many aliases as there are *, one at least"))
            }
            ParseForm::Regex(text) => {
                let groups = regex::groups(text);
                if given == 0 && groups.named == 0 {
                    let help = "accepted: /(?<name>...)/, or /(...)/ as name";
                    return Err(error("the regular expression names no field".to_owned()).with_help(help));
                }
                if given == 0 || (groups.named == 0 && groups.plain == given) {
                    return Ok(());
                }
                let message = format!("the regular expression has {} groups and {given} aliases", groups.plain);
                Err(error(message).with_help("accepted: as many aliases as there are groups, and no group with a name"))
            }
            ParseForm::Logfmt if given != 1 => Err(error("logfmt has one alias".to_owned())),
            ParseForm::Logfmt | ParseForm::Csv => Ok(()),
        }
    }
}
