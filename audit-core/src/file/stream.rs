//! Log files that are read piece by piece.

use std::io::Read;

use cupola_base::json::{Kind, Runner, ScanError, ScanErrorKind, Scanner, Token};

use super::FileError;
use super::records::{item, unwrap};
use super::window::Window;
use crate::record::{Found, Known, Object, is_list};
use crate::{ReadError, Record, RecordError};

/// A log file that is read piece by piece: what is kept of it at a time is a quarter of a mebibyte, and the record
/// that is being read.
///
/// All forms of [`LogFile`](crate::LogFile) are read, gzip or plain. Unlike there, reading ends at the first place
/// that is not JSON, in JSON Lines too.
///
/// ```
/// use cupola_audit::LogStream;
///
/// let mut names = Vec::new();
/// let file = br#"{"Records": [{"eventName": "CreateRole"}, {"eventName": "DeleteRole"}]}"#;
/// let count = LogStream::new(&file[..]).for_each_record(|record| {
///     names.extend(record.ok().and_then(|record| record.event_name().map(String::from)));
/// })?;
/// assert_eq!((count, names), (2, vec!["CreateRole".to_owned(), "DeleteRole".to_owned()]));
/// # Ok::<(), cupola_audit::FileError>(())
/// ```
#[derive(Debug)]
pub struct LogStream<R> {
    reader: R,
    largest: usize,
}

impl<R: Read> LogStream<R> {
    /// The largest record, or document that is no list, in bytes unless told otherwise: 4 MiB.
    pub const LARGEST: usize = 4 << 20;

    /// A file whose bytes a reader gives.
    pub const fn new(reader: R) -> Self {
        Self { reader, largest: Self::LARGEST }
    }

    /// Sets how large a record may be.
    #[must_use]
    pub fn with_largest(self, bytes: usize) -> Self {
        Self { largest: bytes, ..self }
    }

    /// Shows each record in the order of the file, what is none as an error in its place; says how many were shown.
    ///
    /// # Errors
    /// [`FileError`]: the reader fails, the stream is broken, the text is not UTF-8, a record is too large.
    pub fn for_each_record(self, mut visit: impl FnMut(Result<Record<'_>, ReadError>)) -> Result<u64, FileError> {
        let mut walk = Walk {
            window: Window::of(self.reader, self.largest)?,
            place: Place::Document,
            shown: 0,
            known: Known::default(),
        };
        while walk.step(&mut visit)? {}
        walk.window.close()?;
        Ok(walk.shown)
    }
}

/// Where in the file one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before a document, or the end.
    Document,
    /// In a list of records.
    List { is_member: bool, is_first: bool },
    /// In an object, behind its list.
    Behind,
}

struct Walk<R: Read> {
    window: Window<R>,
    place: Place,
    shown: u64,
    known: Known,
}

/// What was found at the window's beginning: how long it is, and where one stands then.
type Step = Result<(usize, Place), ScanError>;

impl<R: Read> Walk<R> {
    /// Reads on by one thing; false at the end.
    fn step(&mut self, visit: &mut impl FnMut(Result<Record<'_>, ReadError>)) -> Result<bool, FileError> {
        loop {
            self.window.skip_space()?;
            let (text, offset, known) = (self.window.rest(), self.window.offset(), &mut self.known);
            if text.is_empty() && self.place == Place::Document {
                return Ok(false);
            }
            let mut shown = 0;
            let step = {
                let mut show = |inside: usize, record: Result<Record<'_>, RecordError>| {
                    shown += 1;
                    visit(record.map_err(|cause| ReadError { offset: offset + inside, cause }));
                };
                match self.place {
                    Place::Document => document(text, self.window.is_whole, known, &mut show),
                    Place::List { is_member, is_first } => {
                        list(text, is_member, is_first, self.window.is_whole, known, &mut show)
                    }
                    Place::Behind => behind(text),
                }
            };
            self.shown += shown;
            match step {
                Ok((length, place)) => {
                    self.window.pass(length);
                    self.place = place;
                    return Ok(true);
                }
                Err(error) if error.kind == ScanErrorKind::End && !self.window.is_whole => self.window.fill()?,
                Err(error) => {
                    self.shown += 1;
                    visit(Err(ReadError { offset, cause: error.into() }));
                    return Ok(false);
                }
            }
        }
    }
}

/// Takes a record, and the byte of the text at which it begins.
type Show<'s> = &'s mut dyn FnMut(usize, Result<Record<'_>, RecordError>);

fn document(text: &str, is_whole: bool, known: &mut Known, show: Show<'_>) -> Step {
    let mut runner = Runner::of_text(text);
    if let Ok(Kind::Object) = runner.value()
        && let Ok(Found::Object(object)) = Object::run_known_unless(text, &mut runner, known, is_list)
    {
        show(0, unwrap(object));
        return Ok((runner.span().end, Place::Document));
    }
    let mut scanner = Scanner::of_text(text);
    match scanner.next()? {
        Some(Token::ArrayStart) => Ok((scanner.offset(), Place::List { is_member: false, is_first: true })),
        Some(Token::ObjectStart) => match Object::read_unless(&mut scanner, is_list)? {
            Found::List => Ok((scanner.offset(), Place::List { is_member: true, is_first: true })),
            Found::Object(object) => {
                show(0, unwrap(object));
                Ok((scanner.offset(), Place::Document))
            }
        },
        first => {
            let record = item(&mut scanner, first)?;
            show_scalar(&scanner, text, is_whole, (0, record), show)?;
            Ok((scanner.offset(), Place::Document))
        }
    }
}

/// A number at the end of the window may go on.
fn show_scalar(
    scanner: &Scanner<'_>,
    text: &str,
    is_whole: bool,
    (start, record): (usize, Result<Record<'_>, RecordError>),
    show: Show<'_>,
) -> Result<(), ScanError> {
    if scanner.offset() == text.len() && !is_whole {
        return fail("", ENDED, ());
    }
    show(start, record);
    Ok(())
}

fn list(text: &str, is_member: bool, is_first: bool, is_whole: bool, known: &mut Known, show: Show<'_>) -> Step {
    let after = if is_member { Place::Behind } else { Place::Document };
    if text.starts_with(']') {
        return Ok((1, after));
    }
    let comma = usize::from(!is_first);
    let rest = match (is_first, text.strip_prefix(',')) {
        (true, _) if !text.is_empty() => text,
        (false, Some(rest)) => rest,
        _ => return fail(text, "[0 0]", (0, after)),
    };
    let mut runner = Runner::of_text(rest);
    if let Ok(Kind::Object) = runner.value()
        && let Ok(object) = Object::run_known(rest, &mut runner, known)
    {
        let end = comma + runner.span().end;
        show(end - object.text.len(), unwrap(object));
        return Ok((end, Place::List { is_member, is_first: false }));
    }
    let mut scanner = Scanner::of_text(rest);
    let first = scanner.next()?;
    let (start, is_object) = (comma + scanner.span().start, matches!(first, Some(Token::ObjectStart)));
    let record = item(&mut scanner, first)?;
    if is_object {
        show(start, record);
    } else {
        show_scalar(&scanner, rest, is_whole, (start, record), show)?;
    }
    Ok((comma + scanner.offset(), Place::List { is_member, is_first: false }))
}

/// One more member of the object, or its end.
fn behind(text: &str) -> Step {
    if text.starts_with('}') {
        return Ok((1, Place::Document));
    }
    let Some(member) = text.strip_prefix(',') else { return fail(text, "{\"a\":0 0}", (0, Place::Behind)) };
    let mut key = Scanner::of_text(member);
    if !matches!(key.next()?, Some(Token::String(_))) {
        return fail(member.trim_start(), "{0}", (0, Place::Behind));
    }
    let value = member.get(key.offset()..).unwrap_or_default().trim_start();
    let Some(value) = value.strip_prefix(':') else { return fail(value, "{\"a\"0}", (0, Place::Behind)) };
    let mut scanner = Scanner::of_text(value);
    scanner.skip()?;
    // A number may go on behind the window; the end of the object is always to come.
    match scanner.offset() == value.len() {
        true => fail("", ENDED, (0, Place::Behind)),
        false => Ok((text.len() - value.len() + scanner.offset(), Place::Behind)),
    }
}

/// The error of a text that is broken so, at the place where one stands; of any text that has ended, that it has.
fn fail<T>(text: &str, sample: &str, never: T) -> Result<T, ScanError> {
    let sample = if text.is_empty() { ENDED } else { sample };
    let failed = Scanner::of_text(sample).finish().map(|()| never);
    failed.map_err(|mut error| {
        error.offset = 0;
        error
    })
}

/// A text that ends too early.
const ENDED: &str = "[";

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;
    use crate::records_in;

    /// Gives one byte, or a few, at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(buffer.len());
            self.0.take(u64::try_from(count).unwrap()).read(buffer).inspect(|read| self.0 = &self.0[*read..])
        }
    }

    fn names(bytes: &[u8]) -> Result<Vec<String>, FileError> {
        let mut names = Vec::new();
        LogStream::new(Drops(bytes, 7)).for_each_record(|record| {
            names.push(record.map_or_else(|error| error.to_string(), |r| r.event_name().unwrap_or_default().into()));
        })?;
        Ok(names)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_form_is_read() {
        let a = r#"{"eventName":"A"}"#;
        let long =
            format!(r#"{{"Records":[{a},{{"eventName":"B","x":"{}é"}}],"y":[1,{{}}],"z":12}}"#, "x".repeat(600_000));
        for (text, expected) in [
            (format!(" [ {a} , {a} ] "), vec!["A", "A"]),
            (format!("{a}\n{a}\r\n\n[{a}]\n"), vec!["A", "A", "A"]),
            (r#"{"x":{"Records":[1]},"Events":[{"CloudTrailEvent":"{\"eventName\":\"C\"}"}]}"#.into(), vec!["C"]),
            (format!(r#"{{"detail":{a}}}"#), vec!["A"]),
            (long, vec!["A", "B"]),
            ("[7]".into(), vec!["record at byte 1: a record is an object, this is a number"]),
            (String::new(), vec![]),
            ("[]".into(), vec![]),
        ] {
            assert_eq!(names(text.as_bytes()).unwrap(), expected);
            assert_eq!(names(&gzip(text.as_bytes())).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_broken_is_told() {
        let two = gzip(b"[]");
        assert_eq!(names(&[two.clone(), two.clone()].concat()), Err(FileError::DataAfterEnd));
        assert!(matches!(names(&two[..two.len() - 3]), Err(FileError::Gzip(_))));
        assert_eq!(names(b"[\"\xff\"]"), Err(FileError::Utf8(2)));
        let huge = format!(r#"[{{"eventName":"{}"}}]"#, "x".repeat(3 << 20));
        let read = LogStream::new(huge.as_bytes()).with_largest(1 << 20).for_each_record(|_| ());
        assert_eq!(read, Err(FileError::RecordTooLarge(1 << 20)));
        for text in ["[{\"eventName\":\"A\"}", "[{\"eventName\":\"A\"} {}]", "{\"Records\":[{\"eventName\":\"A\"}],7}"]
        {
            assert_eq!(names(text.as_bytes()).unwrap().len(), 2, "{text}");
        }
    }

    proptest! {
        /// Of JSON it shows what the reader of whole texts shows, however the bytes come.
        #[test]
        fn a_stream_is_the_whole(items in prop::collection::vec(prop_oneof![Just(r#"{"eventName":"A"}"#), Just("7"), Just("[1]"), Just(r#"{"é":1}"#)], 0..6), form in 0..3, drops in 1usize..9) {
            let list = items.join(" , ");
            let text = match form {
                0 => format!("[{list}]"),
                1 => format!("{{\"a\":[{{}}], \"Records\" : [{list}] , \"b\":{{\"c\":\"]\"}}}}"),
                _ => items.join("\n"),
            };
            let expected: Vec<String> = records_in(&text).map(|record| format!("{record:?}")).collect();
            let mut shown = Vec::new();
            LogStream::new(Drops(text.as_bytes(), drops)).for_each_record(|record| shown.push(format!("{record:?}"))).unwrap();
            if form < 2 {
                prop_assert_eq!(shown, expected);
            } else {
                prop_assert_eq!(shown.len(), items.len());
            }
        }
    }
}
