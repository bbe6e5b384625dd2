//! Where a scanner stands, and how it gets to the next token.

use super::Str;
use super::error::ScanErrorKind as Kind;
use super::lex::{self, Wrong, byte, past_white, past_white_run};
use super::piece::{Begin, Key, Piece};

/// Where a scanner stands. Small and `Copy`, so that a loop over steps keeps it in registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The first byte not read.
    pub(super) at: usize,
    /// The first byte of the last token.
    pub(super) start: usize,
    pub(super) state: State,
    /// The state after a value in the innermost container.
    after: State,
    /// How many containers are open.
    pub(super) depth: usize,
    /// The kinds of the innermost open containers, one bit each: 1 for objects.
    kinds: u64,
    /// The key of the last member that was read as such.
    pub(super) key: Quotes,
}

/// Where a string stands, its quotes included, and whether there is an escape in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Quotes {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) escaped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Value,
    FirstItem,
    AfterItem,
    FirstKey,
    Colon,
    AfterMember,
    AfterDocument,
    /// Something was wrong; the scanner knows what.
    Failed,
}

/// The kinds of containers further out than the 64 that a [`Head`] knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Outer(Vec<u64>);

impl Outer {
    /// Puts a full word away. By value, so that no address of a scanner is taken: it may live in
    /// registers.
    #[cold]
    #[inline(never)]
    fn push(mut self, kinds: u64) -> Self {
        self.0.push(kinds);
        self
    }

    #[cold]
    #[inline(never)]
    fn pop(mut self) -> (Self, u64) {
        let kinds = self.0.pop().unwrap_or_default();
        (self, kinds)
    }
}

impl Head {
    pub(super) const START: Self = Self {
        at: 0,
        start: 0,
        state: State::Value,
        after: State::AfterDocument,
        depth: 0,
        kinds: 0,
        key: Quotes { start: 0, end: 0, escaped: false },
    };

    /// Reads one token; none at the end of the document.
    #[inline(always)]
    pub(super) fn step<'a, P: Piece<'a>>(
        &mut self,
        text: &'a str,
        limit: usize,
        outer: &mut Outer,
    ) -> Result<Option<P>, Wrong> {
        let bytes = text.as_bytes();
        loop {
            let at = self.at;
            let next = byte(bytes, at);
            // The states of objects come first: most tokens are keys and their values.
            if self.state == State::Colon {
                if next == b':' {
                    return self.value(text, at + 1, limit, outer);
                }
            } else if self.state == State::AfterMember {
                if next == b',' {
                    return self.key(text, at + 1);
                }
                if next == b'}' {
                    return Ok(Some(self.close(at, outer, P::OBJECT_END)));
                }
            } else {
                match self.state {
                    State::FirstKey if next == b'}' => return Ok(Some(self.close(at, outer, P::OBJECT_END))),
                    State::FirstKey if next == b'"' => return self.key(text, at),
                    State::AfterItem if next == b',' => return self.value(text, at + 1, limit, outer),
                    State::AfterItem | State::FirstItem if next == b']' => {
                        return Ok(Some(self.close(at, outer, P::ARRAY_END)));
                    }
                    State::Value | State::FirstItem if next > b' ' => return self.value(text, at, limit, outer),
                    State::AfterDocument if at == bytes.len() => return Ok(None),
                    _ => {}
                }
            }
            match white_or_wrong(self.state, bytes, at)? {
                Some(past) => self.at = past,
                None => return Ok(None),
            }
        }
    }

    /// Reads one key of the innermost object; none when the object ends, which is read, or where no key
    /// can come.
    #[inline(always)]
    pub(super) fn member<'a>(&mut self, text: &'a str, outer: &mut Outer) -> Result<Option<Str<'a>>, Wrong> {
        let bytes = text.as_bytes();
        loop {
            let at = self.at;
            let next = byte(bytes, at);
            match self.state {
                State::AfterMember if next == b',' => return self.key(text, at + 1),
                State::FirstKey if next == b'"' => return self.key(text, at),
                State::AfterMember | State::FirstKey if next == b'}' => {
                    self.close(at, outer, ());
                    return Ok(None);
                }
                State::AfterMember | State::FirstKey => {}
                _ => return Ok(None),
            }
            match white_or_wrong(self.state, bytes, at)? {
                Some(past) => self.at = past,
                None => return Ok(None),
            }
        }
    }

    /// Reads one member of the innermost object as far as the first token of its value, and notes its key; none
    /// when the object ends, which is read, or where no key can come.
    #[inline(always)]
    pub(super) fn next_member<'a, P: Begin<'a>>(
        &mut self,
        text: &'a str,
        limit: usize,
        outer: &mut Outer,
    ) -> Result<Option<P>, Wrong> {
        let bytes = text.as_bytes();
        let mut at = past_white(bytes, self.at);
        match (byte(bytes, at), self.state) {
            (b',', State::AfterMember) => at = past_white(bytes, at + 1),
            (b'"', State::FirstKey) => {}
            (b'}', State::AfterMember | State::FirstKey) => {
                self.close(at, outer, ());
                return Ok(None);
            }
            (_, state @ (State::AfterMember | State::FirstKey)) => {
                return white_or_wrong(state, bytes, at).map(|_| None);
            }
            _ => return Ok(None),
        }
        if byte(bytes, at) != b'"' {
            return Err(Wrong::at(Kind::Key, at));
        }
        let (end, escaped) = lex::string(bytes, at)?;
        self.key = Quotes { start: at, end, escaped };
        let at = past_white(bytes, end);
        if byte(bytes, at) != b':' {
            return Err(Wrong::at(Kind::Colon, at));
        }
        self.value(text, at + 1, limit, outer)
    }

    /// Reads the first token of the next item of the innermost array; none when the array ends, which is read,
    /// or where no item can come.
    #[inline(always)]
    pub(super) fn next_item<'a, P: Begin<'a>>(
        &mut self,
        text: &'a str,
        limit: usize,
        outer: &mut Outer,
    ) -> Result<Option<P>, Wrong> {
        let bytes = text.as_bytes();
        let at = past_white(bytes, self.at);
        match (byte(bytes, at), self.state) {
            (b']', State::AfterItem | State::FirstItem) => {
                self.close(at, outer, ());
                Ok(None)
            }
            (b',', State::AfterItem) => self.value(text, at + 1, limit, outer),
            (_, state @ State::AfterItem) => white_or_wrong(state, bytes, at).map(|_| None),
            (_, State::FirstItem) => self.value(text, at, limit, outer),
            _ => Ok(None),
        }
    }

    /// Whether the innermost container, or the document, ends here.
    pub(super) fn at_end(&self, bytes: &[u8]) -> bool {
        let at = past_white(bytes, self.at);
        match self.state {
            State::FirstItem | State::AfterItem => byte(bytes, at) == b']',
            State::FirstKey | State::AfterMember => byte(bytes, at) == b'}',
            State::AfterDocument => at == bytes.len(),
            State::Value | State::Colon | State::Failed => false,
        }
    }

    #[inline(always)]
    fn value<'a, P: Begin<'a>>(
        &mut self,
        text: &'a str,
        at: usize,
        limit: usize,
        outer: &mut Outer,
    ) -> Result<Option<P>, Wrong> {
        let bytes = text.as_bytes();
        let mut at = at;
        let mut first = byte(bytes, at);
        if first <= b' ' {
            at = past_white_run(bytes, at);
            first = byte(bytes, at);
        }
        self.start = at;
        let (end, piece) = match first {
            b'"' => {
                let (end, escaped) = lex::string(bytes, at)?;
                (end, P::string(text, at, end, escaped))
            }
            b'{' => return self.open(limit, outer, true, P::OBJECT_START),
            b'[' => return self.open(limit, outer, false, P::ARRAY_START),
            b'-' | b'0'..=b'9' => {
                let end = lex::number(bytes, at, first)?;
                (end, P::number(text, at, end))
            }
            b't' => (lex::literal(bytes, at, b"true", 0)?, P::bool(true)),
            b'f' => (lex::literal(bytes, at, b"alse", 1)?, P::bool(false)),
            b'n' => (lex::literal(bytes, at, b"null", 0)?, P::NULL),
            _ => return Err(Wrong::at(Kind::Value, at)),
        };
        self.at = end;
        self.state = self.after;
        Ok(Some(piece))
    }

    #[inline(always)]
    fn key<'a, P: Key<'a>>(&mut self, text: &'a str, at: usize) -> Result<Option<P>, Wrong> {
        let bytes = text.as_bytes();
        let mut at = at;
        if byte(bytes, at) != b'"' {
            at = past_white_run(bytes, at);
            if byte(bytes, at) != b'"' {
                return Err(Wrong::at(Kind::Key, at));
            }
        }
        let (end, escaped) = lex::string(bytes, at)?;
        self.start = at;
        self.at = end;
        self.state = State::Colon;
        Ok(Some(P::key(text, at, end, escaped)))
    }

    #[inline(always)]
    fn open<P>(&mut self, limit: usize, outer: &mut Outer, object: bool, piece: P) -> Result<Option<P>, Wrong> {
        if self.depth >= limit {
            return Err(Wrong::at(Kind::Depth, self.start));
        }
        if self.depth.is_multiple_of(64) && self.depth > 0 {
            *outer = std::mem::take(outer).push(self.kinds);
        }
        self.at = self.start + 1;
        self.kinds = self.kinds << 1 | u64::from(object);
        self.depth += 1;
        (self.state, self.after) =
            if object { (State::FirstKey, State::AfterMember) } else { (State::FirstItem, State::AfterItem) };
        Ok(Some(piece))
    }

    #[inline(always)]
    fn close<P>(&mut self, at: usize, outer: &mut Outer, piece: P) -> P {
        self.start = at;
        self.at = at + 1;
        self.kinds >>= 1;
        self.depth -= 1;
        if self.depth.is_multiple_of(64) && self.depth > 0 {
            (*outer, self.kinds) = std::mem::take(outer).pop();
        }
        self.after = match (self.depth, self.kinds & 1) {
            (0, _) => State::AfterDocument,
            (_, 0) => State::AfterItem,
            _ => State::AfterMember,
        };
        self.state = self.after;
        piece
    }
}

/// Where it goes on when there is white space here; none at the end of the document.
#[inline(never)]
fn white_or_wrong(state: State, bytes: &[u8], at: usize) -> Result<Option<usize>, Wrong> {
    let past = past_white_run(bytes, at);
    if past > at {
        return Ok(Some(past));
    }
    let kind = match state {
        State::Colon => Kind::Colon,
        State::AfterMember => Kind::CommaOrBrace,
        State::AfterItem => Kind::CommaOrBracket,
        State::FirstKey => Kind::Key,
        State::Value | State::FirstItem => Kind::Value,
        State::AfterDocument if at == bytes.len() => return Ok(None),
        State::AfterDocument | State::Failed => Kind::Trailing,
    };
    Err(Wrong::at(kind, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::piece::Mark;

    #[test]
    fn levels_beyond_a_word_come_back_in_order() {
        let objects: Vec<bool> = (0..300u32).map(|n| n.is_multiple_of(3) || n.is_multiple_of(7)).collect();
        let open: String = objects.iter().map(|object| if *object { "{\"a\":" } else { "[" }).collect();
        let close: String = objects.iter().rev().map(|object| if *object { '}' } else { ']' }).collect();
        let reads = |text: &str| {
            let (mut head, mut outer) = (Head::START, Outer::default());
            while head.step::<Mark>(text, 300, &mut outer)?.is_some() {}
            Ok::<_, Wrong>(())
        };
        assert!(reads(&format!("{open}0{close}")).is_ok());
        let crossed = close.replacen("]}", "}]", 1);
        assert!(reads(&format!("{open}0{crossed}")).is_err());
    }
}
