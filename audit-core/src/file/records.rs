//! Finding the records in documents of any form.

use std::iter::FusedIterator;

use cupola_base::json::{Kind, NotJson, Runner, ScanError, Scanner, Token};

use super::Documents;
use super::list::{List, Way};
use crate::record::{Found, Known, Object, is_list};
use crate::{JsonKind, Raw, ReadError, Record, RecordError};

/// The records in the text of a log file of any [form](crate::LogFile), in the order of the text.
///
/// What is no record comes out as an error in its place, and reading goes on behind it. Where the text is not
/// JSON, nothing more can be read of the document; in JSON Lines the next line is.
///
/// ```
/// use cupola_audit::records_in;
///
/// let lines = "{\"eventName\": \"CreateRole\"}\n{broken\n[{\"eventName\": \"DeleteRole\"}]\n";
/// let names: Vec<String> = records_in(lines)
///     .map(|record| record.map_or_else(|error| error.to_string(), |record| record.event_name().unwrap_or_default().into()))
///     .collect();
/// assert_eq!(names, ["CreateRole", "record at byte 28: not JSON at byte 1: expected a key in double quotes", "DeleteRole"]);
/// ```
#[must_use]
pub fn records_in(text: &str) -> Records<'_> {
    Records { documents: Documents::of(text), list: None, known: Known::default() }
}

/// The records of a text, or why something in it is none; made by [`records_in`] and
/// [`LogFile::records`](crate::LogFile::records).
#[derive(Clone, Debug)]
pub struct Records<'a> {
    documents: Documents<'a>,
    list: Option<List<'a>>,
    known: Known,
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(list) = &mut self.list {
                match list.next(&mut self.known) {
                    Ok(Some(item)) => return Some(item),
                    Ok(None) => self.list = None,
                    Err(error) => return Some(Err(self.give_up(error))),
                }
            }
            let (base, document) = self.documents.next()?;
            match open(document, base, &mut self.known) {
                Opened::One(record) => return Some(record),
                Opened::List(list) => self.list = Some(list),
            }
        }
    }
}

impl FusedIterator for Records<'_> {}

impl Records<'_> {
    fn give_up(&mut self, error: ScanError) -> ReadError {
        let offset = self.list.take().map_or(0, |list| list.base);
        ReadError { offset, cause: error.into() }
    }
}

enum Opened<'a> {
    One(Result<Record<'a>, ReadError>),
    List(List<'a>),
}

fn open<'a>(document: &'a str, base: usize, known: &mut Known) -> Opened<'a> {
    if let Ok(opened) = open_fast(document, base, known) {
        return opened;
    }
    let mut scanner = Scanner::of_text(document);
    match alone(&mut scanner) {
        Ok(None) => Opened::List(List { document, base, passed: 0, way: Way::Scan(scanner) }),
        Ok(Some(record)) => Opened::One(record.map_err(|cause| ReadError { offset: base, cause })),
        Err(error) => Opened::One(Err(ReadError { offset: base, cause: error.into() })),
    }
}

/// Where the document is an object or an array, and JSON as far as to its list.
fn open_fast<'a>(document: &'a str, base: usize, known: &mut Known) -> Result<Opened<'a>, NotJson> {
    let mut runner = Runner::of_text(document);
    let list = |runner, is_member| List { document, base, passed: 0, way: Way::Run(runner, is_member) };
    match runner.value()? {
        Kind::Array => Ok(Opened::List(list(runner, false))),
        Kind::Object => match Object::run_known_unless(document, &mut runner, known, is_list)? {
            Found::List => Ok(Opened::List(list(runner, true))),
            Found::Object(object) => {
                runner.finish()?;
                Ok(Opened::One(unwrap(object).map_err(|cause| ReadError { offset: base, cause })))
            }
        },
        _ => Err(NotJson),
    }
}

/// The record that a document is; `None` when it is or has a list, in which the scanner then
/// stands: an array, or the
/// member `Records` or `Events` of an object.
pub(super) fn alone<'a>(scanner: &mut Scanner<'a>) -> Result<Option<Result<Record<'a>, RecordError>>, ScanError> {
    let record = match scanner.next()? {
        Some(Token::ArrayStart) => return Ok(None),
        Some(Token::ObjectStart) => match Object::read_unless(scanner, is_list)? {
            Found::List => return Ok(None),
            Found::Object(object) => unwrap(object),
        },
        other => item(scanner, other)?,
    };
    scanner.finish()?;
    Ok(Some(record))
}

/// The record that begins with a token; whatever it is, it is read to its end.
pub(super) fn item<'a>(
    scanner: &mut Scanner<'a>,
    first: Option<Token<'a>>,
) -> Result<Result<Record<'a>, RecordError>, ScanError> {
    let kind = match first {
        Some(Token::ObjectStart) => return Object::read(scanner).map(unwrap),
        Some(Token::ArrayStart) => {
            scanner.leave()?;
            JsonKind::Array
        }
        Some(Token::String(_)) => JsonKind::Text,
        Some(Token::Number(_)) => JsonKind::Number,
        Some(Token::Bool(_)) => JsonKind::Boolean,
        _ => JsonKind::Null,
    };
    Ok(Err(RecordError::NotAnObject(kind)))
}

/// An object that is a record, or carries one: as the text `CloudTrailEvent` of a found event, or as the
/// `detail` of a bus's event.
pub(super) fn unwrap(object: Object<'_>) -> Result<Record<'_>, RecordError> {
    let is_record = object.check_is_record();
    if is_record.is_ok() {
        return Ok(Record::of_checked(object));
    }
    if let Some(text) = object.get("CloudTrailEvent").value().and_then(|value| value.text()) {
        return Record::parse(&text).map(Record::into_owned);
    }
    match object.get("detail").value().filter(|detail: &Raw<'_>| detail.kind() == JsonKind::Object) {
        Some(detail) => Record::parse(detail.as_str()).map_err(|error| match error {
            RecordError::NotARecord(_) => is_record.err().unwrap_or(error),
            other => other,
        }),
        None => Record::of(object),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of the records, errors as text.
    fn read(text: &str) -> Vec<String> {
        records_in(text)
            .map(|record| match record {
                Ok(record) => record.event_name().unwrap_or_default().into_owned(),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn every_form_gives_its_records() {
        let a = r#"{"eventName":"A"}"#;
        let pretty = "{\n \"eventVersion\": \"1.0\",\n \"eventName\": \"A\"\n}\n";
        let event = r#"{"version":"0","detail-type":"x","source":"aws.iam","detail":{"eventName":"A"}}"#;
        let found = r#"{"NextToken":"t","Events":[{"EventId":"e","CloudTrailEvent":"{\"eventName\":\"A\"}"}]}"#;
        for text in [a, pretty, event, found, r#"{"Records":[{"eventName":"A"}]}"#, r#"[{"eventName":"A"}]"#] {
            assert_eq!(read(text), ["A"], "{text}");
        }
        let lines = format!("\n{a}\r\n\n{event}\n{found}\n[{a},{event}]\n{{\"Records\":[{a}]}}");
        assert_eq!(read(&lines), ["A", "A", "A", "A", "A", "A"]);
    }

    #[test]
    fn a_list_may_stand_behind_other_members() {
        assert_eq!(read(r#"{"x":{"Records":[1]},"Records":[{"eventName":"A"}],"y":[2]}"#), ["A"]);
        assert_eq!(read(r#"{"eventName":"A","Records":{"n":1}}"#), ["A"]);
        assert_eq!(read("{\"Records\":[]}"), [""; 0]);
        assert_eq!(read("[\n]"), [""; 0]);
    }

    #[test]
    fn each_error_is_told_in_its_place() {
        let text = r#"[{"eventName":"A"}, 7, [1], {"a":1}, {"eventName":"B"}]"#;
        let expected = [
            "A",
            "record at byte 20: a record is an object, this is a number",
            "record at byte 23: a record is an object, this is an array",
            "record at byte 28: not a record but an object with the members a",
            "B",
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn what_is_no_log_file_is_named() {
        for (text, expected) in [
            (r#"{"awsAccountId":"1","digestEndTime":"x","digestS3Object":"k"}"#, "not a record but a digest file"),
            (r#"{"detail-type":"x","detail":{"a":1}}"#, "not a record but an event of a bus that carries no record"),
            (r#"{"messageType":"DATA_MESSAGE","logEvents":[]}"#, "not a record but a batch of log events"),
            (
                r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3"}]}"#,
                "not a record but a notification of another service",
            ),
            (r#"{"Records":5}"#, "not a record but a log file"),
            ("\"text\"", "a record is an object, this is a text"),
            ("nonsense", "expected true, false or null"),
            ("", "no value"),
        ] {
            let read = read(text);
            assert!(read.len() == 1 && read[0].ends_with(expected), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_file_that_breaks_off_keeps_what_stood_before() {
        let read = read(r#"{"Records":[{"eventName":"A"},{"eventNa"#);
        assert_eq!(read, ["A", "record at byte 0: not JSON at byte 39: the text ends inside a value"]);
        assert_eq!(self::read("[{\"eventName\":\"A\"}] x").len(), 2);
    }

    #[test]
    fn a_broken_first_line_spoils_no_other() {
        let read = read("ntName\":\"A\"}\n{\"eventName\":\"B\"}\n{\"eventName\":\"C\"");
        assert_eq!((read.len(), read[1].as_str()), (3, "B"));
    }
}
