//! The list of records in a document.

use cupola_base::json::{Kind, NotJson, Runner, ScanError, Scanner, Token};

use super::records::{alone, item, unwrap};
use crate::record::{Known, Object};
use crate::{JsonKind, ReadError, Record, RecordError};

/// A document's list of records.
#[derive(Clone, Debug)]
pub(super) struct List<'a> {
    pub(super) document: &'a str,
    /// The byte of the text at which the document begins.
    pub(super) base: usize,
    /// How many items were read.
    pub(super) passed: usize,
    pub(super) way: Way<'a>,
}

/// How a list is read; either stands before the next item.
#[derive(Clone, Debug)]
pub(super) enum Way<'a> {
    /// Fast, as long as all is well; whether the list is an object's member.
    Run(Runner<'a>, bool),
    /// From where something is wrong, which it tells.
    Scan(Scanner<'a>),
}

/// What a list has next: nothing at its end.
pub(super) type Next<'a> = Option<Result<Record<'a>, ReadError>>;

impl<'a> List<'a> {
    pub(super) fn next(&mut self, known: &mut Known) -> Result<Next<'a>, ScanError> {
        if let Way::Run(runner, is_member) = &mut self.way {
            if let Ok(next) = run(self.document, runner, *is_member, self.base, known) {
                self.passed += 1;
                return Ok(next);
            }
            self.way = Way::Scan(self.again()?);
        }
        match &mut self.way {
            Way::Scan(scanner) => scan(scanner, self.base),
            Way::Run(..) => Ok(None),
        }
    }

    /// A scanner that stands where the runner stood.
    fn again(&self) -> Result<Scanner<'a>, ScanError> {
        let mut scanner = Scanner::of_text(self.document);
        alone(&mut scanner)?;
        for _ in 0..self.passed {
            scanner.skip()?;
        }
        Ok(scanner)
    }
}

fn run<'a>(
    document: &'a str,
    place: &mut Runner<'a>,
    is_member: bool,
    base: usize,
    known: &mut Known,
) -> Result<Next<'a>, NotJson> {
    let mut runner = *place;
    let next = match runner.next_item()? {
        Some(Kind::Object) => {
            let offset = base + runner.span().start;
            let record = unwrap(Object::run_known(document, &mut runner, known)?);
            Some(record.map_err(|cause| ReadError { offset, cause }))
        }
        Some(kind) => {
            let offset = base + runner.span().start;
            runner.pass(kind)?;
            Some(Err(ReadError { offset, cause: RecordError::NotAnObject(kind_of(kind)) }))
        }
        None => {
            if is_member {
                runner.leave(Kind::Object)?;
            }
            runner.finish()?;
            None
        }
    };
    *place = runner;
    Ok(next)
}

fn scan<'a>(scanner: &mut Scanner<'a>, base: usize) -> Result<Next<'a>, ScanError> {
    let token = scanner.next()?;
    if matches!(token, None | Some(Token::ArrayEnd)) {
        scanner.finish()?;
        return Ok(None);
    }
    let offset = base + scanner.span().start;
    let record = item(scanner, token)?;
    Ok(Some(record.map_err(|cause| ReadError { offset, cause })))
}

const fn kind_of(kind: Kind) -> JsonKind {
    match kind {
        Kind::Object => JsonKind::Object,
        Kind::Array => JsonKind::Array,
        Kind::String { .. } => JsonKind::Text,
        Kind::Number => JsonKind::Number,
        Kind::Bool(_) => JsonKind::Boolean,
        Kind::Null => JsonKind::Null,
    }
}
