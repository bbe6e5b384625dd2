//! Reading JSON by descent: nothing but a place is kept, so that little stands between two bytes.

use super::head::Quotes;
use super::lex::{self, byte, past_white};
use super::token::slice;
use super::{Keys, Kind, Scanner, Str};
use crate::text::Span;

/// Reads a JSON document as strictly as a [`Scanner`] does, about half as fast again, for one who knows what is open:
/// who reads members in an object and items in an array, each to their end.
///
/// What is wrong is not told. A scanner over the same text tells.
///
/// ```
/// use cupola_base::json::{Kind, NotJson, Runner};
///
/// let mut runner = Runner::of_text(r#"{"skip": [1, [2]], "name": "ada"}"#);
/// assert_eq!(runner.value()?, Kind::Object);
/// let mut name = None;
/// while let Some(kind) = runner.next_member()? {
///     if runner.key() == "name" {
///         name = Some(runner.text());
///     }
///     runner.pass(kind)?;
/// }
/// runner.finish()?;
/// assert_eq!(name, Some("\"ada\""));
/// assert_eq!(Runner::of_text("[1,]").document(), Err(NotJson));
/// # Ok::<(), NotJson>(())
/// ```
///
/// # Source
/// RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format".
#[derive(Clone, Copy, Debug)]
pub struct Runner<'a> {
    text: &'a str,
    /// The first byte not read.
    at: usize,
    /// The first byte of the last token.
    start: usize,
    key: Quotes,
    /// How many objects and arrays are open.
    depth: usize,
    /// Whether the innermost of them was opened just now.
    fresh: bool,
}

/// A text is not one JSON document, or is nested deeper than 128 levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON")]
#[expect(clippy::exhaustive_structs, reason = "what is wrong is not told")]
pub struct NotJson;

impl<'a> Runner<'a> {
    /// A runner at the start of a document.
    #[must_use]
    #[inline]
    pub const fn of_text(text: &'a str) -> Self {
        let key = Quotes { start: 0, end: 0, escaped: false };
        Self { text, at: 0, start: 0, key, depth: 0, fresh: false }
    }

    /// Reads the whole document, from its start.
    ///
    /// # Errors
    /// [`NotJson`].
    pub fn document(&mut self) -> Result<(), NotJson> {
        let kind = self.value()?;
        self.pass(kind)?;
        self.finish()
    }

    /// Reads the first token of a value: of a scalar all.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(always)]
    pub fn value(&mut self) -> Result<Kind, NotJson> {
        let bytes = self.text.as_bytes();
        let at = past_white(bytes, self.at);
        self.start = at;
        let first = byte(bytes, at);
        let (end, kind) = match first {
            b'"' => {
                let (end, escaped) = lex::string(bytes, at).map_err(|_| NotJson)?;
                (end, Kind::String { escaped })
            }
            b'{' => return self.open(Kind::Object),
            b'[' => return self.open(Kind::Array),
            b'-' | b'0'..=b'9' => (lex::number(bytes, at, first).map_err(|_| NotJson)?, Kind::Number),
            b't' => (lex::literal(bytes, at, b"true", 0).map_err(|_| NotJson)?, Kind::Bool(true)),
            b'f' => (lex::literal(bytes, at, b"alse", 1).map_err(|_| NotJson)?, Kind::Bool(false)),
            b'n' => (lex::literal(bytes, at, b"null", 0).map_err(|_| NotJson)?, Kind::Null),
            _ => return Err(NotJson),
        };
        self.at = end;
        self.fresh = false;
        Ok(kind)
    }

    /// Reads the key of the next member of the innermost object and the first token of its value, as
    /// [`value`](Self::value) does; none when the object ends, and its end is read.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(always)]
    pub fn next_member(&mut self) -> Result<Option<Kind>, NotJson> {
        let Some(key) = self.next_key()? else { return Ok(None) };
        self.key = key;
        self.value().map(Some)
    }

    /// As [`next_member`](Self::next_member), but passes members by whose keys are certainly none of these.
    ///
    /// ```
    /// use cupola_base::json::{Keys, Kind, Runner};
    ///
    /// let mut runner = Runner::of_text(r#"{"skip": [1, [2]], "name": "ada", "skip": {}}"#);
    /// runner.value()?;
    /// let keys: Keys = ["name"].into_iter().collect();
    /// assert_eq!(runner.next_member_among(keys)?, Some(Kind::String { escaped: false }));
    /// assert_eq!(runner.text(), "\"ada\"");
    /// assert_eq!(runner.next_member_among(keys)?, None);
    /// # Ok::<(), cupola_base::json::NotJson>(())
    /// ```
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(always)]
    pub fn next_member_among(&mut self, keys: Keys) -> Result<Option<Kind>, NotJson> {
        let bytes = self.text.as_bytes();
        while let Some(key) = self.next_key()? {
            if key.escaped || keys.may_have([byte(bytes, key.start + 1), byte(bytes, key.start + 2)]) {
                self.key = key;
                return self.value().map(Some);
            }
            let kind = self.value()?;
            self.pass(kind)?;
        }
        Ok(None)
    }

    /// Reads a key and the colon after it; none when the object ends, and its end is read.
    #[inline(always)]
    fn next_key(&mut self) -> Result<Option<Quotes>, NotJson> {
        let bytes = self.text.as_bytes();
        let mut at = past_white(bytes, self.at);
        match byte(bytes, at) {
            b',' if !self.fresh => at = past_white(bytes, at + 1),
            b'"' if self.fresh => {}
            b'}' => {
                self.close(at);
                return Ok(None);
            }
            _ => return Err(NotJson),
        }
        if byte(bytes, at) != b'"' {
            return Err(NotJson);
        }
        let (end, escaped) = lex::string(bytes, at).map_err(|_| NotJson)?;
        let colon = past_white(bytes, end);
        if byte(bytes, colon) != b':' {
            return Err(NotJson);
        }
        self.at = colon + 1;
        Ok(Some(Quotes { start: at, end, escaped }))
    }

    /// Reads the first token of the next item of the innermost array, as [`value`](Self::value) does; none when the
    /// array ends, and its end is read.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(always)]
    pub fn next_item(&mut self) -> Result<Option<Kind>, NotJson> {
        let bytes = self.text.as_bytes();
        let at = past_white(bytes, self.at);
        match byte(bytes, at) {
            b']' => {
                self.close(at);
                return Ok(None);
            }
            b',' if !self.fresh => self.at = at + 1,
            _ if self.fresh => {}
            _ => return Err(NotJson),
        }
        self.value().map(Some)
    }

    /// Goes behind a value whose first token was read.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(always)]
    pub fn pass(&mut self, kind: Kind) -> Result<(), NotJson> {
        if matches!(kind, Kind::Object | Kind::Array) {
            // No address of this one is taken, so that it may live in registers.
            let mut aside = *self;
            aside.leave(kind)?;
            *self = aside;
        }
        Ok(())
    }

    /// Goes behind the innermost object or array, which is known to end before that byte. What is not so is read from
    /// there on as if it were.
    #[inline]
    pub const fn jump(&mut self, end: usize) {
        self.close(end.saturating_sub(1));
    }

    /// Reads the rest of the innermost object or array, its end included.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline(never)]
    pub fn leave(&mut self, kind: Kind) -> Result<(), NotJson> {
        let mut runner = *self;
        if kind == Kind::Object {
            while let Some(kind) = runner.next_member()? {
                runner.pass(kind)?;
            }
        } else {
            while let Some(kind) = runner.next_item()? {
                runner.pass(kind)?;
            }
        }
        *self = runner;
        Ok(())
    }

    /// Checks that nothing but white space is left, and nothing open.
    ///
    /// # Errors
    /// [`NotJson`].
    #[inline]
    pub fn finish(&mut self) -> Result<(), NotJson> {
        self.at = past_white(self.text.as_bytes(), self.at);
        if self.at == self.text.len() && self.depth == 0 { Ok(()) } else { Err(NotJson) }
    }

    /// The key of the member that was read last.
    #[must_use]
    #[inline(always)]
    pub const fn key(&self) -> Str<'a> {
        let Quotes { start, end, escaped } = self.key;
        Str::new(self.text, start + 1, end.saturating_sub(1), escaped)
    }

    /// The last token as it stands in the document, quotes included.
    #[must_use]
    #[inline]
    pub fn text(&self) -> &'a str {
        slice(self.text, self.start, self.at)
    }

    /// Where the last token stands, quotes included.
    #[must_use]
    #[inline(always)]
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.at)
    }

    #[inline(always)]
    const fn open(&mut self, kind: Kind) -> Result<Kind, NotJson> {
        if self.depth == Scanner::DEPTH_LIMIT {
            return Err(NotJson);
        }
        self.at = self.start + 1;
        self.depth += 1;
        self.fresh = true;
        Ok(kind)
    }

    #[inline(always)]
    const fn close(&mut self, at: usize) {
        self.start = at;
        self.at = at + 1;
        self.depth = self.depth.saturating_sub(1);
        self.fresh = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_read_to_its_end() {
        let mut runner = Runner::of_text(r#" [ {"a" : {"b": [ ]}} , 7 ] "#);
        assert_eq!(runner.value(), Ok(Kind::Array));
        assert_eq!(runner.next_item(), Ok(Some(Kind::Object)));
        assert_eq!(runner.next_member(), Ok(Some(Kind::Object)));
        assert_eq!(runner.key().raw(), "a");
        let mut early = runner;
        assert_eq!(early.finish(), Err(NotJson));
        assert_eq!(runner.leave(Kind::Object), Ok(()));
        assert_eq!(runner.next_member(), Ok(None));
        assert_eq!(runner.next_item(), Ok(Some(Kind::Number)));
        assert_eq!((runner.text(), runner.span()), ("7", Span::new(24, 25)));
        assert_eq!(runner.next_item(), Ok(None));
        assert_eq!(runner.finish(), Ok(()));
    }

    #[test]
    fn what_is_known_is_jumped_over() {
        let mut runner = Runner::of_text(r#"[{"a": [1]}, 2]"#);
        assert_eq!((runner.value(), runner.next_item()), (Ok(Kind::Array), Ok(Some(Kind::Object))));
        runner.jump(11);
        assert_eq!((runner.span().end, runner.next_item()), (11, Ok(Some(Kind::Number))));
        assert_eq!((runner.next_item(), runner.finish()), (Ok(None), Ok(())));
    }

    #[test]
    fn depth_is_bounded_as_in_a_scanner() {
        for (depth, reads) in [(128, Ok(())), (129, Err(NotJson)), (100_000, Err(NotJson))] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(Runner::of_text(&text).document(), reads, "{depth}");
        }
    }
}
