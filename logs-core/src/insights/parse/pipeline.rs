//! Reading commands one after the other.

use cupola_base::text::nearest;

use super::{Parsed, Parser, QueryErrorKind};
use crate::insights::ast::{Pipeline, Stage};
use crate::insights::command::{Before, Command, Verb};

impl Parser<'_> {
    pub(super) fn pipeline(&mut self) -> Parsed<Pipeline> {
        self.eat('|');
        let source = if self.eat_word("source") { Some(self.source()?) } else { None };
        if source.is_some() {
            self.need('|')?;
        }
        let mut stages = vec![self.stage()?];
        while self.eat('|') {
            stages.push(self.stage()?);
        }
        Ok(Pipeline { source, stages })
    }

    fn stage(&mut self) -> Parsed<Stage> {
        let start = self.start();
        let word = self.word();
        let Some(verb) = Verb::from_name(word) else {
            return Err(self.no_command(word));
        };
        self.cursor.eat_str(word);
        let command = self.command(verb)?;
        let span = self.span_since(start);
        if !matches!(self.peek(), None | Some('|' | ')')) {
            let error = self.unexpected("`|` or the end");
            return Err(error.with_help(format!("accepted: {}", verb.usage())));
        }
        Ok(Stage { span, command })
    }

    fn no_command(&self, word: &str) -> super::QueryError {
        if word.is_empty() {
            return self.unexpected("a command").with_help(accepted());
        }
        let error = self.unexpected("a command");
        let (span, message) = (error.span(), format!("there is no command {word}"));
        let error = self.error(QueryErrorKind::Command, span, message);
        error.like(nearest(word, Verb::ALL.iter().map(|verb| verb.name()))).with_help(accepted())
    }

    fn command(&mut self, verb: Verb) -> Parsed<Command> {
        Ok(match verb {
            Verb::Accum => self.accum()?,
            Verb::AddTotals => self.addtotals()?,
            Verb::Anomaly => Command::Anomaly,
            Verb::AppendCols => self.appendcols()?,
            Verb::AutoRegress => self.autoregress()?,
            Verb::CidrLookup => self.cidrlookup()?,
            Verb::CountFrequent => Command::CountFrequent(self.fields()?),
            Verb::Dedup => Command::Dedup(self.fields()?),
            Verb::Diff => Command::Diff(self.before()),
            Verb::Display => Command::Display(self.fields()?),
            Verb::Expand => Command::Expand(self.path("a field")?),
            Verb::Fields => Command::Fields(self.list(Self::column)?),
            Verb::FillDown => Command::FillDown(self.wildcards()?),
            Verb::FillMissing => self.fillmissing()?,
            Verb::Filter | Verb::Where => Command::Filter(self.expression()?),
            Verb::FilterIndex => self.filter_index()?,
            Verb::Join => self.join()?,
            Verb::Json => self.json()?,
            Verb::Limit => self.limit()?,
            Verb::LogCompare => self.logcompare()?,
            Verb::Lookup => self.lookup()?,
            Verb::Outlier => self.outlier()?,
            Verb::Parse => self.parse()?,
            Verb::Pattern => Command::Pattern(self.expression()?),
            Verb::RelevantFields => self.relevantfields()?,
            Verb::Sessionize => self.sessionize()?,
            Verb::Sort => Command::Sort(self.list(Self::sort_key)?),
            Verb::Stats => self.stats()?,
            Verb::Unmask => Command::Unmask(self.fields()?),
            Verb::Unnest => self.unnest()?,
        })
    }

    fn before(&mut self) -> Before {
        let found = Before::ALL.into_iter().find(|before| self.eat_word(before.name()));
        found.unwrap_or(Before::Adjacent)
    }
}

fn accepted() -> String {
    let names: Vec<&str> = Verb::ALL.iter().map(|verb| verb.name()).collect();
    format!("accepted: {}", names.join(", "))
}
