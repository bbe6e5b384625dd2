//! `parse`, into columns.

use ::regex::Regex;
use memchr::memmem::Finder;

use super::batch::Batch;
use super::cell::{Cell, NULL};
use super::code::Place;
use crate::insights::command::{Parse, ParseForm};
use crate::insights::regex;
use crate::insights::run::parse::logfmt;
use crate::insights::table::csv_rows;
use crate::insights::value::Value;

/// A `parse` that gives one row for each: from where, how, and into which slots.
#[derive(Debug)]
pub(super) struct ParseInto {
    source: Place,
    form: Form,
    /// Which parts are kept, and in which slots.
    targets: Vec<(usize, usize)>,
}

#[derive(Debug)]
enum Form {
    Glob(Box<Glob>),
    /// None where the expression is none; and which group each target takes.
    Regex(Option<Regex>, Vec<usize>),
    Logfmt,
    Csv,
}

impl ParseInto {
    pub(super) fn new(source: Place, parse: &Parse, names: &[String], targets: Vec<usize>) -> Self {
        let form = match &parse.form {
            ParseForm::Glob(pattern) => Form::Glob(Box::new(Glob::new(pattern))),
            ParseForm::Regex(text) => {
                let regex = regex::compile(text).ok();
                let by_name = parse.aliases.is_empty();
                let group = |(index, name): (usize, &String)| {
                    let named = || regex.as_ref()?.capture_names().position(|known| known == Some(name.as_str()));
                    if by_name { named().unwrap_or(usize::MAX) } else { index + 1 }
                };
                let groups = names.iter().enumerate().map(group).collect();
                Form::Regex(regex, groups)
            }
            ParseForm::Logfmt => Form::Logfmt,
            ParseForm::Csv => Form::Csv,
        };
        Self { source, form, targets: targets.into_iter().enumerate().collect() }
    }

    pub(super) const fn source(&self) -> &Place {
        &self.source
    }

    /// Leaves out the parts that nobody reads.
    pub(super) fn forget(&mut self, is_read: impl Fn(usize) -> bool) {
        self.targets.retain(|(_, slot)| is_read(*slot));
    }

    /// Whether nobody reads any part.
    pub(super) const fn is_idle(&self) -> bool {
        self.targets.is_empty()
    }

    pub(super) fn run<'a>(&'a self, batch: &mut Batch<'a>) {
        let mut parts = Vec::new();
        for index in 0..batch.live.len() {
            let row = batch.live[index] as usize;
            let source = batch.read(&self.source, row).into_cell();
            match (&self.form, &source) {
                (Form::Glob(glob), Cell::Text(text)) => self.glob(glob, text, row, batch),
                _ => {
                    self.parts(&source, &mut parts);
                    for (part, slot) in &self.targets {
                        batch.set(*slot, row, parts.get_mut(*part).map_or(NULL, std::mem::take));
                    }
                    parts.clear();
                }
            }
        }
    }

    /// The parts of a text that stands in the message.
    fn glob<'a>(&self, glob: &Glob, text: &'a str, row: usize, batch: &mut Batch<'a>) {
        glob.with_ends(text, |ends| {
            for (part, slot) in &self.targets {
                let found = ends.get(*part).and_then(|(start, end)| text.get(*start..*end));
                batch.set(*slot, row, found.map_or(NULL, Cell::Text));
            }
        });
    }

    /// The values of the targets; those that are missing at the end are null.
    fn parts<'a>(&self, source: &Cell<'a>, parts: &mut Vec<Cell<'a>>) {
        match source {
            Cell::Text(text) => {
                self.of_text(text, &mut |part| parts.push(part.map_or(NULL, Cell::Text)));
                self.made(text, parts);
            }
            other => {
                other.view().with_text(|text| {
                    self.of_text(text, &mut |part| parts.push(part.map_or(NULL, Cell::made)));
                    self.made(text, parts);
                });
            }
        }
    }

    /// Parts that stand in the text.
    fn of_text<'t>(&self, text: &'t str, push: &mut dyn FnMut(Option<&'t str>)) {
        match &self.form {
            Form::Glob(glob) => {
                glob.parts(text, push);
            }
            Form::Regex(Some(regex), groups) => {
                if let Some(found) = regex.captures(text) {
                    groups.iter().for_each(|group| push(found.get(*group).map(|part| part.as_str())));
                }
            }
            _ => {}
        }
    }

    /// Parts that stand nowhere.
    fn made(&self, text: &str, parts: &mut Vec<Cell<'_>>) {
        match &self.form {
            Form::Logfmt => parts.push(Cell::of(logfmt(text))),
            Form::Csv => {
                let row = csv_rows(text).into_iter().next();
                parts.extend(row.into_iter().flatten().map(|part| Cell::of(Value::text(part))));
            }
            _ => {}
        }
    }
}

/// A pattern of literal texts with `*` between them, each to be looked for in turn.
#[derive(Debug)]
struct Glob {
    first: Finder<'static>,
    others: Vec<Finder<'static>>,
}

impl Glob {
    fn new(pattern: &str) -> Self {
        let mut pieces = pattern.split('*').map(|piece| Finder::new(piece.as_bytes()).into_owned());
        let first = pieces.next().unwrap_or_else(|| Finder::new(b"").into_owned());
        Self { first, others: pieces.collect() }
    }

    /// The parts as the row engine's glob finds them: none where the pattern does not fit.
    fn parts<'t>(&self, text: &'t str, push: &mut dyn FnMut(Option<&'t str>)) {
        self.with_ends(text, |ends| ends.iter().for_each(|(start, end)| push(text.get(*start..*end))));
    }

    /// Shows where the parts begin and end.
    #[inline]
    fn with_ends(&self, text: &str, show: impl FnOnce(&[(usize, usize)])) {
        let mut few = [(0, 0); Self::FEW];
        let mut many = Vec::new();
        let ends = match few.get_mut(..self.others.len()) {
            Some(ends) => ends,
            None => {
                many.resize(self.others.len(), (0, 0));
                &mut many[..]
            }
        };
        let is_found = self.find(text.as_bytes(), ends).is_some();
        show(if is_found { ends } else { &[] });
    }

    /// So many parts need no memory of their own.
    const FEW: usize = 16;

    #[inline]
    fn find(&self, bytes: &[u8], ends: &mut [(usize, usize)]) -> Option<()> {
        let mut at = match self.first.needle() {
            [] => 0,
            first => self.first.find(bytes)? + first.len(),
        };
        let last = self.others.len().saturating_sub(1);
        for (index, piece) in self.others.iter().enumerate() {
            let rest = &bytes[at..];
            let end = match piece.needle() {
                [] if index == last => rest.len(),
                [byte] => memchr::memchr(*byte, rest)?,
                _ => piece.find(rest)?,
            };
            ends[index] = (at, at + end);
            at += end + piece.needle().len();
        }
        Some(())
    }
}
