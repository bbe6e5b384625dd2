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
    targets: Vec<usize>,
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
        Self { source, form, targets }
    }

    pub(super) const fn source(&self) -> &Place {
        &self.source
    }

    pub(super) fn run<'a>(&'a self, batch: &mut Batch<'a>) {
        let mut parts = Vec::new();
        for index in 0..batch.live.len() {
            let row = batch.live[index] as usize;
            let source = batch.read(&self.source, row).into_cell();
            self.parts(&source, &mut parts);
            let mut found = parts.drain(..);
            self.targets.iter().for_each(|slot| batch.set(*slot, row, found.next().unwrap_or(NULL)));
        }
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

    /// As the row engine's glob finds them; nothing where the pattern does not fit.
    #[inline]
    fn parts<'t>(&self, text: &'t str, push: &mut dyn FnMut(Option<&'t str>)) {
        let mut ends = [(0, 0); Self::FEW];
        match ends.get_mut(..self.others.len()) {
            Some(ends) => self.find(text, ends, push),
            None => self.find(text, &mut vec![(0, 0); self.others.len()], push),
        }
    }

    /// So many parts need no memory of their own.
    const FEW: usize = 16;

    fn find<'t>(&self, text: &'t str, ends: &mut [(usize, usize)], push: &mut dyn FnMut(Option<&'t str>)) {
        let bytes = text.as_bytes();
        let Some(first) = self.first.find(bytes) else { return };
        let mut at = first + self.first.needle().len();
        let last = self.others.len().saturating_sub(1);
        for (index, piece) in self.others.iter().enumerate() {
            let rest = &bytes[at..];
            let end = match piece.needle() {
                [] if index == last => rest.len(),
                [byte] => match memchr::memchr(*byte, rest) {
                    Some(end) => end,
                    None => return,
                },
                _ => match piece.find(rest) {
                    Some(end) => end,
                    None => return,
                },
            };
            ends[index] = (at, at + end);
            at += end + piece.needle().len();
        }
        ends.iter().for_each(|(start, end)| push(text.get(*start..*end)));
    }
}
