//! A pull scanner over the bytes of one JSON document.

use super::error::ScanErrorKind;
use super::head::{Head, Outer, Quotes, State};
use super::lex::Wrong;
use super::piece::{Mark, Piece};
use super::token::slice;
use super::{Kind, ScanError, Str, Token};
use crate::text::Span;

/// Reads a JSON document token by token: no tree, no recursion, no copy of a string or a number.
///
/// Strict as RFC 8259: bytes must be UTF-8, control characters in strings escaped, numbers spelt
/// by the grammar; nothing may follow the document. Half a surrogate pair (`"\ud800"`) is refused
/// although the grammar lets it pass, for it stands for no text. Duplicate keys come out as they
/// are. Memory is one bit for each open object or array, up to the limit of depth (128 unless
/// told).
///
/// ```
/// use cupola_base::json::{Scanner, Token};
///
/// let mut scanner = Scanner::new(br#"{"id": 7, "skip": [1, [2]], "name": "ada"}"#);
/// let mut name = None;
/// while let Some(token) = scanner.next()? {
///     match token {
///         Token::Key(key) if key == "skip" => assert_eq!(scanner.skip()?, "[1, [2]]"),
///         Token::String(text) => name = Some(text.unescape()),
///         _ => {}
///     }
/// }
/// assert_eq!(name.as_deref(), Some("ada"));
/// # Ok::<(), cupola_base::json::ScanError>(())
/// ```
///
/// # Source
/// RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format".
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    /// The input as far as it is UTF-8.
    text: &'a str,
    /// Whether the input goes on after `text`, with bytes that are not UTF-8.
    cut: bool,
    head: Head,
    outer: Outer,
    limit: usize,
    failed: Option<ScanError>,
}

impl<'a> Scanner<'a> {
    /// How deep objects and arrays may be nested unless told otherwise.
    pub const DEPTH_LIMIT: usize = 128;

    /// A scanner at the start of the document.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::of_text(text),
            Err(error) => Self { cut: true, ..Self::of_text(valid_part(bytes, error)) },
        }
    }

    /// A scanner over what is known to be UTF-8, which spares the check.
    #[must_use]
    #[inline]
    pub fn of_text(text: &'a str) -> Self {
        Self { text, cut: false, head: Head::START, outer: Outer::default(), limit: Self::DEPTH_LIMIT, failed: None }
    }

    /// Sets how deep objects and arrays may be nested; 0 accepts scalars only.
    #[must_use]
    #[inline]
    pub fn with_depth_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The next token; `None` after the whole document, then for ever.
    ///
    /// # Errors
    /// [`ScanError`] at the first byte that is not JSON; the same error at every later call.
    #[expect(clippy::should_implement_trait, reason = "a token or an error, then for ever: no iterator's protocol")]
    #[inline(always)]
    pub fn next(&mut self) -> Result<Option<Token<'a>>, ScanError> {
        self.step()
    }

    /// The next key of the innermost object, whose value comes next; `None` when the object ends, and
    /// its end is read. Where no key can come (in an array, before a value) nothing is read, and there
    /// is none.
    ///
    /// ```
    /// use cupola_base::json::{Scanner, Token};
    ///
    /// let mut scanner = Scanner::new(br#"{"skip": [1, [2]], "name": "ada"}"#);
    /// assert_eq!(scanner.next()?, Some(Token::ObjectStart));
    /// let mut name = "";
    /// while let Some(key) = scanner.next_key()? {
    ///     let value = scanner.skip()?;
    ///     if key == "name" {
    ///         name = value;
    ///     }
    /// }
    /// assert_eq!(name, "\"ada\"");
    /// # Ok::<(), cupola_base::json::ScanError>(())
    /// ```
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    #[inline(always)]
    pub fn next_key(&mut self) -> Result<Option<Str<'a>>, ScanError> {
        let step = self.head.member(self.text, &mut self.outer);
        match step {
            Ok(key) => Ok(key),
            Err(wrong) => Err(self.fail(wrong)),
        }
    }

    /// What the value of the next member is, of the innermost object: its key and the first token of its value
    /// are read, and stand in [`key`](Self::key) and [`text`](Self::text). `None` when the object ends, and where
    /// no key can come, as for [`next_key`](Self::next_key).
    ///
    /// ```
    /// use cupola_base::json::{Kind, Scanner};
    ///
    /// let mut scanner = Scanner::new(br#"{"skip": [1, [2]], "name": "ada"}"#);
    /// scanner.next()?;
    /// let mut name = None;
    /// while let Some(kind) = scanner.next_member()? {
    ///     match kind {
    ///         Kind::Array | Kind::Object => scanner.leave()?,
    ///         Kind::String { .. } if scanner.key() == "name" => name = Some(scanner.text()),
    ///         _ => {}
    ///     }
    /// }
    /// assert_eq!(name, Some("\"ada\""));
    /// # Ok::<(), cupola_base::json::ScanError>(())
    /// ```
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    #[inline(always)]
    pub fn next_member(&mut self) -> Result<Option<Kind>, ScanError> {
        match self.head.next_member(self.text, self.limit, &mut self.outer) {
            Ok(kind) => Ok(kind),
            Err(wrong) => Err(self.fail(wrong)),
        }
    }

    /// What the next item of the innermost array is: the first token of it is read, and stands in
    /// [`text`](Self::text). `None` when the array ends, and where no item can come.
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    #[inline(always)]
    pub fn next_item(&mut self) -> Result<Option<Kind>, ScanError> {
        match self.head.next_item(self.text, self.limit, &mut self.outer) {
            Ok(kind) => Ok(kind),
            Err(wrong) => Err(self.fail(wrong)),
        }
    }

    /// The key of the member that [`next_member`](Self::next_member) read last.
    #[must_use]
    #[inline(always)]
    pub const fn key(&self) -> Str<'a> {
        let Quotes { start, end, escaped } = self.head.key;
        Str::new(self.text, start + 1, end.saturating_sub(1), escaped)
    }

    /// The last token, where it is a string.
    #[must_use]
    pub fn string(&self) -> Str<'a> {
        let Head { start, at, .. } = self.head;
        let escaped = self.text().contains('\\');
        Str::new(self.text, start + 1, at.saturating_sub(1), escaped)
    }

    /// The last token as it stands in the document, quotes included.
    #[must_use]
    #[inline(always)]
    pub fn text(&self) -> &'a str {
        slice(self.text, self.head.start, self.head.at)
    }

    /// Skips what comes next and gives its text: after a key its value, in an array the next
    /// item, at the start the whole document. What is skipped is checked as strictly as what is
    /// read.
    ///
    /// Before a key the whole member is skipped, and the text is that of its value. Where nothing
    /// comes because the innermost container or the document ends, nothing is read and the text
    /// is empty.
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    #[inline(always)]
    pub fn skip(&mut self) -> Result<&'a str, ScanError> {
        let mark = match self.head.state {
            State::Colon => self.step()?,
            _ => self.value_ahead()?,
        };
        let start = self.head.start;
        match mark {
            Some(Mark::Scalar) => {}
            Some(Mark::Open) => self.leave_from(start)?,
            _ => return Ok(""),
        }
        Ok(slice(self.text, start, self.head.at))
    }

    /// Skips the rest of the innermost open object or array, its end included; all that is left
    /// where none is open.
    ///
    /// ```
    /// use cupola_base::json::{Scanner, Token};
    ///
    /// let mut scanner = Scanner::new(b"[[1, 2], 3]");
    /// scanner.next()?;
    /// scanner.next()?;
    /// scanner.leave()?;
    /// assert!(matches!(scanner.next()?, Some(Token::Number(n)) if n.text() == "3"));
    /// # Ok::<(), cupola_base::json::ScanError>(())
    /// ```
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    pub fn leave(&mut self) -> Result<(), ScanError> {
        match self.depth().checked_sub(1) {
            Some(outside) => self.run(outside),
            None => self.finish(),
        }
    }

    /// Reads to the end of the document, which checks it.
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    pub fn finish(&mut self) -> Result<(), ScanError> {
        self.run(usize::MAX)
    }

    /// The byte after the last token, counted from 0; the length of the input after the end.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.head.at
    }

    /// Where the last token stands, quotes included; after [`skip`](Self::skip) what was skipped.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.head.start, self.head.at)
    }

    /// How many objects and arrays are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.head.depth
    }

    /// The document, as far as it is UTF-8.
    #[must_use]
    pub const fn source(&self) -> &'a str {
        self.text
    }

    /// Steps until a container closes that leaves `outside` open, or to the end of the document.
    fn run(&mut self, outside: usize) -> Result<(), ScanError> {
        let mut head = self.head;
        let end = loop {
            match head.step(self.text, self.limit, &mut self.outer) {
                Ok(Some(Mark::Close)) if head.depth == outside => break Ok(Some(Mark::Close)),
                Ok(Some(_)) => {}
                end => break end,
            }
        };
        self.head = head;
        self.settle(end).map(|_| ())
    }

    /// Leaves the container that was just opened; what was read then begins at `start`.
    #[inline(never)]
    fn leave_from(&mut self, start: usize) -> Result<(), ScanError> {
        self.leave()?;
        self.head.start = start;
        Ok(())
    }

    /// Reads the first token of the next value, whose key is passed by; none where no value comes.
    #[inline(never)]
    fn value_ahead(&mut self) -> Result<Option<Mark>, ScanError> {
        if self.ends_here() {
            return Ok(None);
        }
        match self.step()? {
            Some(Mark::Key) => self.step(),
            mark => Ok(mark),
        }
    }

    fn ends_here(&self) -> bool {
        self.head.at_end(self.text.as_bytes()) && !(self.cut && self.depth() == 0)
    }

    #[inline(always)]
    fn step<P: Piece<'a>>(&mut self) -> Result<Option<P>, ScanError> {
        let step = self.head.step(self.text, self.limit, &mut self.outer);
        self.settle(step)
    }

    #[inline(always)]
    fn settle<P>(&mut self, step: Result<Option<P>, Wrong>) -> Result<Option<P>, ScanError> {
        match step {
            Ok(Some(piece)) => Ok(Some(piece)),
            Ok(None) if !self.cut => Ok(None),
            Ok(None) => Err(self.fail(Wrong::at(ScanErrorKind::Trailing, self.head.at))),
            Err(wrong) => Err(self.fail(wrong)),
        }
    }

    /// Remembers what is wrong, for ever.
    #[inline(always)]
    fn fail(&mut self, wrong: Wrong) -> ScanError {
        let error = self.failed.unwrap_or_else(|| error(wrong, self.text.len(), self.cut, self.head.depth));
        self.failed = Some(error);
        self.head.state = State::Failed;
        error
    }
}

fn valid_part(bytes: &[u8], error: std::str::Utf8Error) -> &str {
    std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
}

/// What is wrong; where the input has ended, that is.
#[cold]
#[inline(never)]
fn error(wrong: Wrong, end: usize, cut: bool, depth: usize) -> ScanError {
    let (kind, offset) = match wrong.kind {
        _ if wrong.read < end => (wrong.kind, wrong.offset),
        _ if cut => (ScanErrorKind::Utf8, end),
        ScanErrorKind::Value if depth == 0 => (ScanErrorKind::Empty, end),
        _ => (ScanErrorKind::End, end),
    };
    ScanError::new(kind, offset)
}
