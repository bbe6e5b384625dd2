//! A pull scanner over the bytes of one JSON document.

use super::bytes::end_of_plain;
use super::error::ScanErrorKind as Kind;
use super::nesting::Nesting;
use super::{Num, ScanError, Str, Token};
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
    /// The first byte not read.
    at: usize,
    /// The first byte of the last token.
    start: usize,
    state: State,
    /// The state after a value in the innermost container.
    after: State,
    nesting: Nesting,
    limit: usize,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Value,
    FirstItem,
    AfterItem,
    FirstKey,
    Colon,
    AfterMember,
    AfterDocument,
    Failed(ScanError),
}

/// What was read; where it stands is known by `start` and `at`.
#[derive(Clone, Copy)]
enum Step {
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    Key { escaped: bool },
    String { escaped: bool },
    Number,
    Bool(bool),
    Null,
    Done,
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
    pub fn of_text(text: &'a str) -> Self {
        Self {
            text,
            cut: false,
            at: 0,
            start: 0,
            state: State::Value,
            after: State::AfterDocument,
            nesting: Nesting::default(),
            limit: Self::DEPTH_LIMIT,
        }
    }

    /// Sets how deep objects and arrays may be nested; 0 accepts scalars only.
    #[must_use]
    pub fn with_depth_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The next token; `None` after the whole document, then for ever.
    ///
    /// # Errors
    /// [`ScanError`] at the first byte that is not JSON; the same error at every later call.
    #[expect(clippy::should_implement_trait, reason = "a token or an error, then for ever: no iterator's protocol")]
    pub fn next(&mut self) -> Result<Option<Token<'a>>, ScanError> {
        Ok(Some(match self.step()? {
            Step::ObjectStart => Token::ObjectStart,
            Step::ObjectEnd => Token::ObjectEnd,
            Step::ArrayStart => Token::ArrayStart,
            Step::ArrayEnd => Token::ArrayEnd,
            Step::Key { escaped } => Token::Key(self.between_quotes(escaped)),
            Step::String { escaped } => Token::String(self.between_quotes(escaped)),
            Step::Number => Token::Number(Num::new(self.slice(self.start, self.at))),
            Step::Bool(truth) => Token::Bool(truth),
            Step::Null => Token::Null,
            Step::Done => return Ok(None),
        }))
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
    pub fn skip(&mut self) -> Result<&'a str, ScanError> {
        if self.at_end_of_container()? {
            return Ok("");
        }
        let mut step = self.step()?;
        if matches!(step, Step::Key { .. }) {
            step = self.step()?;
        }
        let start = self.start;
        if matches!(step, Step::ObjectStart | Step::ArrayStart) {
            self.leave()?;
        }
        self.start = start;
        Ok(self.slice(start, self.at))
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
        if self.nesting.depth() == 0 {
            return self.finish();
        }
        let outside = self.nesting.depth() - 1;
        while !matches!(self.step()?, Step::Done | Step::ObjectEnd | Step::ArrayEnd) || self.nesting.depth() > outside {
        }
        Ok(())
    }

    /// Reads to the end of the document, which checks it.
    ///
    /// # Errors
    /// [`ScanError`] as [`next`](Self::next).
    pub fn finish(&mut self) -> Result<(), ScanError> {
        while !matches!(self.step()?, Step::Done) {}
        Ok(())
    }

    /// The byte after the last token, counted from 0; the length of the input after the end.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// Where the last token stands, quotes included; after [`skip`](Self::skip) what was skipped.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.at)
    }

    /// How many objects and arrays are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.nesting.depth()
    }

    /// The document, as far as it is UTF-8.
    #[must_use]
    pub const fn source(&self) -> &'a str {
        self.text
    }

    fn at_end_of_container(&mut self) -> Result<bool, ScanError> {
        let at = self.at;
        let next = self.peek();
        let after_white = std::mem::replace(&mut self.at, at);
        match self.state {
            State::AfterDocument if after_white == self.text.len() && !self.cut => Ok(true),
            State::AfterDocument => self.step().map(|_| true),
            State::FirstItem | State::AfterItem => Ok(next == b']'),
            State::FirstKey | State::AfterMember => Ok(next == b'}'),
            State::Value | State::Colon | State::Failed(_) => Ok(false),
        }
    }

    #[inline]
    fn step(&mut self) -> Result<Step, ScanError> {
        let byte = self.peek();
        match (self.state, byte) {
            (State::AfterMember | State::FirstKey, b'}') => Ok(self.close(Step::ObjectEnd)),
            (State::AfterItem | State::FirstItem, b']') => Ok(self.close(Step::ArrayEnd)),
            (State::AfterMember, b',') => self.past().key(),
            (State::AfterItem, b',') | (State::Colon, b':') => self.past().value(),
            (State::FirstItem | State::Value, _) => self.value(),
            (State::FirstKey, _) => self.key(),
            (State::AfterMember, _) => self.fail(Kind::CommaOrBrace),
            (State::AfterItem, _) => self.fail(Kind::CommaOrBracket),
            (State::Colon, _) => self.fail(Kind::Colon),
            (State::AfterDocument, _) => self.end_of_document(),
            (State::Failed(error), _) => Err(error),
        }
    }

    /// The next byte that is not white space, not read; 0 at the end.
    #[inline]
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
        0
    }

    #[inline]
    fn past(&mut self) -> &mut Self {
        self.at += 1;
        self
    }

    #[inline]
    fn value(&mut self) -> Result<Step, ScanError> {
        let byte = self.peek();
        self.start = self.at;
        let step = match byte {
            b'"' => Step::String { escaped: self.string()? },
            b'{' => return self.open(true),
            b'[' => return self.open(false),
            b'-' | b'0'..=b'9' => self.number(byte)?,
            b't' => self.literal("true", Step::Bool(true))?,
            b'f' => self.literal("false", Step::Bool(false))?,
            b'n' => self.literal("null", Step::Null)?,
            _ => return self.fail(Kind::Value),
        };
        self.state = self.after;
        Ok(step)
    }

    #[inline]
    fn key(&mut self) -> Result<Step, ScanError> {
        if self.peek() != b'"' {
            return self.fail(Kind::Key);
        }
        self.start = self.at;
        let escaped = self.string()?;
        self.state = State::Colon;
        Ok(Step::Key { escaped })
    }

    #[inline]
    fn open(&mut self, object: bool) -> Result<Step, ScanError> {
        if self.nesting.depth() >= self.limit {
            return self.fail(Kind::Depth);
        }
        self.at += 1;
        self.nesting.push(object);
        (self.state, self.after) =
            if object { (State::FirstKey, State::AfterMember) } else { (State::FirstItem, State::AfterItem) };
        Ok(if object { Step::ObjectStart } else { Step::ArrayStart })
    }

    #[inline]
    fn close(&mut self, step: Step) -> Step {
        self.start = self.at;
        self.at += 1;
        self.nesting.pop();
        self.after = match self.nesting.in_object() {
            Some(true) => State::AfterMember,
            Some(false) => State::AfterItem,
            None => State::AfterDocument,
        };
        self.state = self.after;
        step
    }

    fn end_of_document(&mut self) -> Result<Step, ScanError> {
        if self.at < self.text.len() || self.cut { self.fail(Kind::Trailing) } else { Ok(Step::Done) }
    }

    #[inline]
    fn literal(&mut self, word: &str, step: Step) -> Result<Step, ScanError> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(step);
        }
        self.at += rest.iter().zip(word.bytes()).take_while(|(a, b)| *a == b).count();
        self.fail(Kind::Literal)
    }

    #[inline]
    fn number(&mut self, first: u8) -> Result<Step, ScanError> {
        let bytes = self.text.as_bytes();
        if first == b'-' {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if bytes.get(self.at) == Some(&b'.') {
            self.past().digits()?;
        }
        if matches!(bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Step::Number)
    }

    #[inline]
    fn digits(&mut self) -> Result<(), ScanError> {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { self.fail(Kind::Digit) } else { Ok(()) }
    }

    /// Reads a string from its opening quote on; whether there is an escape in it.
    #[inline]
    fn string(&mut self) -> Result<bool, ScanError> {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at = end_of_plain(bytes, self.at);
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                _ => return self.fail(Kind::ControlCharacter),
            }
            escaped = true;
        }
        self.at += 1;
        Ok(escaped)
    }

    #[cold]
    fn escape(&mut self) -> Result<(), ScanError> {
        let backslash = self.at;
        self.at += 1;
        match self.text.as_bytes().get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => self.unicode(backslash)?,
            _ => return self.fail_from(Kind::Escape, backslash),
        }
        Ok(())
    }

    fn unicode(&mut self, backslash: usize) -> Result<(), ScanError> {
        let first = self.past().four_digits(backslash)?;
        if !(0xd800..0xe000).contains(&first) {
            return Ok(());
        }
        let rest = &self.text.as_bytes()[self.at..];
        if first >= 0xdc00 || !br"\u".starts_with(&rest[..rest.len().min(2)]) {
            return self.fail_at(Kind::Surrogate, backslash);
        }
        self.at = (self.at + 2).min(self.text.len());
        let second = self.four_digits(backslash)?;
        if (0xdc00..0xe000).contains(&second) { Ok(()) } else { self.fail_at(Kind::Surrogate, backslash) }
    }

    fn four_digits(&mut self, backslash: usize) -> Result<u32, ScanError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.text.as_bytes().get(self.at).and_then(|byte| char::from(*byte).to_digit(16));
            let Some(digit) = digit else { return self.fail_from(Kind::Escape, backslash) };
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// Fails where the scanner stands.
    fn fail<T>(&mut self, kind: Kind) -> Result<T, ScanError> {
        self.fail_from(kind, self.at)
    }

    /// Fails at `offset`, unless the input has ended, which is then what is wrong.
    #[cold]
    fn fail_from<T>(&mut self, kind: Kind, offset: usize) -> Result<T, ScanError> {
        match self.at >= self.text.len() {
            true if self.cut => self.fail_at(Kind::Utf8, self.text.len()),
            true if self.nesting.depth() == 0 && matches!(kind, Kind::Value) => {
                self.fail_at(Kind::Empty, self.text.len())
            }
            true => self.fail_at(Kind::End, self.text.len()),
            false => self.fail_at(kind, offset),
        }
    }

    #[cold]
    fn fail_at<T>(&mut self, kind: Kind, offset: usize) -> Result<T, ScanError> {
        let error = ScanError::new(kind, offset);
        self.state = State::Failed(error);
        Err(error)
    }

    #[inline]
    fn between_quotes(&self, escaped: bool) -> Str<'a> {
        Str::new(self.slice(self.start + 1, self.at - 1), escaped)
    }

    #[inline]
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default() // tokens begin and end at ASCII
    }
}

fn valid_part(bytes: &[u8], error: std::str::Utf8Error) -> &str {
    std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
}
