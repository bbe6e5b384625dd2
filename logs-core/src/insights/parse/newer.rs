//! Reading the newer commands.

use super::{Parsed, Parser, QueryErrorKind};
use crate::insights::ast::{Name, Pipeline};
use crate::insights::command::{Command, Filling, Join, Outlier, Renamed};
use crate::insights::period::{Period, TimeUnit};
use crate::insights::print::is_name_char;

impl Parser<'_> {
    pub(super) fn accum(&mut self) -> Parsed<Command> {
        let field = self.path("a field")?;
        Ok(Command::Accum { field, alias: self.alias()? })
    }

    pub(super) fn addtotals(&mut self) -> Parsed<Command> {
        let (mut name, mut row, mut column) = (None, true, false);
        loop {
            if self.eat_option("fieldname") {
                name = Some(self.text_or_name()?);
            } else if self.eat_option("row") {
                row = self.truth()?;
            } else if self.eat_option("col") {
                column = self.truth()?;
            } else {
                break;
            }
        }
        let fields = if self.is_at_stage_end() { Vec::new() } else { self.fields()? };
        Ok(Command::AddTotals { name, row, column, fields })
    }

    fn text_or_name(&mut self) -> Parsed<String> {
        match self.peek() {
            Some('"' | '\'') => self.quoted("a name"),
            _ => Ok(self.name("a name")?.text),
        }
    }

    fn is_at_stage_end(&mut self) -> bool {
        matches!(self.peek(), None | Some('|' | ')'))
    }

    pub(super) fn appendcols(&mut self) -> Parsed<Command> {
        let (mut replace, mut most) = (false, 10_000);
        loop {
            if self.eat_option("override") {
                replace = self.truth()?;
            } else if self.eat_option("max") {
                most = self.whole(1, 100_000)?;
            } else {
                break;
            }
        }
        Ok(Command::AppendCols { replace, most, query: self.subquery()? })
    }

    /// A query in parentheses.
    fn subquery(&mut self) -> Parsed<Box<Pipeline>> {
        self.need('(')?;
        let query = self.deeper(Self::pipeline)?;
        self.need(')')?;
        Ok(Box::new(query))
    }

    pub(super) fn autoregress(&mut self) -> Parsed<Command> {
        const FARTHEST: usize = 1000;
        let field = self.path("a field")?;
        let alias = self.alias()?;
        if !self.eat_option("p") {
            return Ok(Command::AutoRegress { field, alias, from: 1, to: 1 });
        }
        let from = self.whole(1, FARTHEST)?;
        let to = if self.eat('-') { self.whole(from, FARTHEST)? } else { from };
        Ok(Command::AutoRegress { field, alias, from, to })
    }

    pub(super) fn lookup(&mut self) -> Parsed<Command> {
        let table = self.name("the name of a lookup table")?;
        let matches = self.list(Self::renamed)?;
        self.need_word("OUTPUT")?;
        Ok(Command::Lookup { table, matches, outputs: self.list(|parser| parser.name("a column"))? })
    }

    pub(super) fn cidrlookup(&mut self) -> Parsed<Command> {
        let table = self.name("the name of a lookup table")?;
        let field = self.path("a field")?;
        let column = self.alias()?;
        let only_empty = self.eat_word("OUTPUTNEW");
        if !only_empty && !self.eat_word("OUTPUT") {
            return Err(self.unexpected("OUTPUT or OUTPUTNEW"));
        }
        Ok(Command::CidrLookup { table, field, column, only_empty, outputs: self.list(Self::renamed)? })
    }

    fn renamed(&mut self) -> Parsed<Renamed> {
        let name = self.name("a column")?;
        let alias = if self.eat_word("as") { Some(self.path("a field")?) } else { None };
        Ok(Renamed { name, alias })
    }

    pub(super) fn join(&mut self) -> Parsed<Command> {
        let is_left = self.eat_option("type") && self.join_type()?;
        let left = self.side("left")?;
        let right = self.side("right")?;
        self.need_word("where")?;
        let mut pairs = vec![self.pair(&left, &right)?];
        while self.eat_word("and") {
            pairs.push(self.pair(&left, &right)?);
        }
        Ok(Command::Join(Join { is_left, left, right, pairs, query: self.subquery()? }))
    }

    fn join_type(&mut self) -> Parsed<bool> {
        if self.eat_word("left") {
            return Ok(true);
        }
        if self.eat_word("inner") { Ok(false) } else { Err(self.unexpected("inner or left")) }
    }

    fn side(&mut self, which: &str) -> Parsed<Name> {
        if !self.eat_option(which) {
            return Err(self.unexpected(&format!("{which}=")));
        }
        self.name("a name for one side")
    }

    /// `a.key = b.key`, in either order.
    fn pair(&mut self, left: &Name, right: &Name) -> Parsed<(Name, Name)> {
        let one = self.path("a field of one side")?;
        self.need('=')?;
        let other = self.path("a field of the other side")?;
        let of = |name: &Name, side: &Name| {
            let text = name.text.strip_prefix(side.text.as_str())?.strip_prefix('.')?.to_owned();
            Some(Name { text, span: name.span })
        };
        let pair = of(&one, left).zip(of(&other, right)).or_else(|| of(&other, left).zip(of(&one, right)));
        pair.ok_or_else(|| {
            let error = self.error(
                QueryErrorKind::Name,
                one.span.to(other.span),
                "one side of the comparison belongs to each side of the join",
            );
            error.with_help(format!("accepted: {}.field = {}.field", left.text, right.text))
        })
    }

    /// Fields and beginnings of names, with or without commas between them; none stands for all.
    pub(super) fn wildcards(&mut self) -> Parsed<Vec<Name>> {
        let mut names = Vec::new();
        while !self.is_at_stage_end() {
            names.push(self.wildcard()?);
            self.eat(',');
        }
        Ok(names)
    }

    fn wildcard(&mut self) -> Parsed<Name> {
        let start = self.start();
        if self.cursor.peek() == Some('`') {
            return self.path("a field");
        }
        let text = self.cursor.take_while(|c| is_name_char(c) || c == '.' || c == '*');
        if text.is_empty() {
            return Err(self.unexpected("a field or prefix*"));
        }
        Ok(Name { text: text.to_owned(), span: self.cursor.span_from(start) })
    }

    pub(super) fn fillmissing(&mut self) -> Parsed<Command> {
        if !self.eat_word("with") {
            return Ok(Command::FillMissing(None));
        }
        let value = self.literal()?;
        self.need_word("for")?;
        Ok(Command::FillMissing(Some(Filling { value, fields: self.fields()? })))
    }

    pub(super) fn logcompare(&mut self) -> Parsed<Command> {
        self.need_word("timeshift")?;
        self.eat('=');
        Ok(Command::LogCompare(self.period()?))
    }

    pub(super) fn outlier(&mut self) -> Parsed<Command> {
        let mut outlier = Outlier { remove: false, factor: 2.5, use_lower: false, mark: false, fields: Vec::new() };
        loop {
            if self.eat_option("action") {
                outlier.remove = self.action()?;
            } else if self.eat_option("param") {
                outlier.factor = self.factor()?;
            } else if self.eat_option("uselower") {
                outlier.use_lower = self.truth()?;
            } else if self.eat_option("mark") {
                outlier.mark = self.truth()?;
            } else {
                break;
            }
        }
        outlier.fields.push(self.path("a field")?);
        while !self.is_at_stage_end() {
            self.eat(',');
            outlier.fields.push(self.path("a field")?);
        }
        Ok(Command::Outlier(outlier))
    }

    fn action(&mut self) -> Parsed<bool> {
        if self.eat_word("remove") {
            return Ok(true);
        }
        if self.eat_word("transform") { Ok(false) } else { Err(self.unexpected("transform or remove")) }
    }

    fn factor(&mut self) -> Parsed<f64> {
        let start = self.start();
        let text = self.cursor.take_while(|c| c.is_ascii_digit() || c == '.');
        text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
            self.error(QueryErrorKind::Number, self.cursor.span_from(start), "a number is needed, as 2.5")
        })
    }

    pub(super) fn relevantfields(&mut self) -> Parsed<Command> {
        let fields = if self.is_word("where") { Vec::new() } else { self.fields()? };
        self.need_word("where")?;
        Ok(Command::RelevantFields { fields, condition: self.expression()? })
    }

    pub(super) fn sessionize(&mut self) -> Parsed<Command> {
        let fields = self.fields()?;
        let span = if self.eat_word("maxspan") {
            self.eat('=');
            self.period()?
        } else {
            Period::new(30, TimeUnit::Minute)
        };
        Ok(Command::Sessionize { fields, span, alias: self.alias()? })
    }
}
