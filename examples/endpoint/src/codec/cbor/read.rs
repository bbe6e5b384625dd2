//! Bytes to JSON.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};

use super::super::{DecodeError, MOST_DEPTH};
use super::float;
use super::head::{BREAK, Head, major, take};

/// Reads one item as the services' JSON: bytes become base64 text, tagged times their number of
/// seconds, floats that are not finite their names; null and undefined members are left out.
///
/// Lengths may be definite or indefinite. No length is trusted: what is allocated is bounded by the
/// bytes that are there.
///
/// # Errors
/// [`DecodeError`] when the bytes are not exactly one well-formed item, have a key that is not a
/// text, or are nested deeper than [`MOST_DEPTH`].
pub fn read(bytes: &[u8]) -> Result<Value, DecodeError> {
    let mut reader = Reader { rest: bytes, depth: 0 };
    let value = reader.item()?;
    if reader.rest.is_empty() { Ok(value) } else { Err(DecodeError::new("something follows the item")) }
}

struct Reader<'a> {
    rest: &'a [u8],
    depth: usize,
}

impl Reader<'_> {
    fn item(&mut self) -> Result<Value, DecodeError> {
        let head = Head::take(&mut self.rest)?;
        match head.major {
            major::UNSIGNED => head.definite().map(Value::from),
            major::NEGATIVE => head.definite().map(negative),
            major::BYTES => self.string(head).map(|bytes| Value::from(BASE64_STANDARD.encode(bytes))),
            major::TEXT => self.text(head).map(Value::from),
            major::ARRAY => self.nested(|reader| reader.array(head)),
            major::MAP => self.nested(|reader| reader.map(head)),
            major::TAG => self.nested(|reader| reader.tagged(head)),
            _ => simple(head),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<Value, DecodeError>) -> Result<Value, DecodeError> {
        if self.depth == MOST_DEPTH {
            return Err(DecodeError::new(format!("items are nested deeper than {MOST_DEPTH}")));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self, head: Head) -> Result<Value, DecodeError> {
        let (mut left, mut items) = (head.argument, Vec::new());
        while self.more(&mut left)? {
            items.push(self.item()?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, head: Head) -> Result<Value, DecodeError> {
        let (mut left, mut members) = (head.argument, Map::new());
        while self.more(&mut left)? {
            let key = Head::take(&mut self.rest)?;
            let (key, value) = (self.key(key)?, self.item()?);
            if !value.is_null() {
                members.insert(key, value);
            }
        }
        Ok(Value::Object(members))
    }

    fn key(&mut self, head: Head) -> Result<String, DecodeError> {
        if head.major == major::TEXT { self.text(head) } else { Err(DecodeError::new("a map's key is not a text")) }
    }

    /// Only times have a tag that means something here; others say nothing about the value.
    fn tagged(&mut self, head: Head) -> Result<Value, DecodeError> {
        let (tag, value) = (head.definite()?, self.item()?);
        if tag == 1 && !value.is_number() {
            return Err(DecodeError::new("a tagged time is not a number"));
        }
        Ok(value)
    }

    /// Whether one more item follows in a container with so many left, or with an end mark.
    fn more(&mut self, left: &mut Option<u64>) -> Result<bool, DecodeError> {
        match left {
            Some(0) => Ok(false),
            Some(count) => {
                *count -= 1;
                Ok(true)
            }
            None => Ok(!self.ended()?),
        }
    }

    fn ended(&mut self) -> Result<bool, DecodeError> {
        let (first, tail) = self.rest.split_first().ok_or_else(|| DecodeError::new("the body ends early"))?;
        if *first == BREAK {
            self.rest = tail;
        }
        Ok(*first == BREAK)
    }

    fn text(&mut self, head: Head) -> Result<String, DecodeError> {
        String::from_utf8(self.string(head)?).map_err(|_| DecodeError::new("a text is not UTF-8"))
    }

    fn string(&mut self, head: Head) -> Result<Vec<u8>, DecodeError> {
        if let Some(length) = head.argument {
            return take(&mut self.rest, length).map(<[u8]>::to_vec);
        }
        let mut whole = Vec::new();
        while !self.ended()? {
            whole.extend_from_slice(self.chunk(head.major)?);
        }
        Ok(whole)
    }

    fn chunk(&mut self, major: u8) -> Result<&[u8], DecodeError> {
        let head = Head::take(&mut self.rest)?;
        if head.major != major {
            return Err(DecodeError::new("a chunk is of another kind than its whole"));
        }
        take(&mut self.rest, head.definite()?)
    }
}

#[expect(clippy::cast_precision_loss, reason = "beyond 64 bits a double is the best that JSON has")]
fn negative(argument: u64) -> Value {
    i64::try_from(argument).map_or_else(|_| Value::from(-1.0 - argument as f64), |n| Value::from(-1 - n))
}

fn simple(head: Head) -> Result<Value, DecodeError> {
    match (head.info, head.argument) {
        (20, _) => Ok(Value::Bool(false)),
        (21, _) => Ok(Value::Bool(true)),
        (22 | 23, _) => Ok(Value::Null),
        (25..28, Some(bits)) => Ok(float::to_json(float::from_bits(head.info, bits))),
        _ => Err(DecodeError::new("a simple value has no meaning here")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_kinds_of_length_read_alike() {
        let table: [(&[u8], Value); 9] = [
            (b"\xa1\x61a\x82\x01\x20", json!({"a": [1, -1]})),
            (b"\xbf\x61a\x9f\x01\x20\xff\xff", json!({"a": [1, -1]})),
            (b"\x7f\x61a\x62bc\xff", json!("abc")),
            (b"\x5f\x41a\x41b\xff", json!("YWI=")),
            (b"\xa2\x61a\xf6\x61b\xf7", json!({})),
            (b"\xc1\x1a\x69\xf8\x36\x70", json!(0x69f8_3670)),
            (b"\xc1\xfb\x3f\xf8\0\0\0\0\0\0", json!(1.5)),
            (b"\xf9\x3e\x00", json!(1.5)),
            (b"\xfa\x7f\x80\0\0", json!("Infinity")),
        ];
        for (bytes, value) in table {
            assert_eq!(read(bytes), Ok(value), "{bytes:x?}");
        }
    }

    #[test]
    fn what_is_promised_and_not_there_is_refused_at_once() {
        let table: [&[u8]; 10] = [
            b"",
            b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
            b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xa1\x01\x02",
            b"\xff",
            b"\x1c",
            b"\x1f",
            b"\x7f\x41a\xff",
            b"\x01\x01",
        ];
        for bytes in table {
            assert!(read(bytes).is_err(), "{bytes:x?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let arrays = |depth: usize| [vec![0x81; depth], vec![0x01]].concat();
        assert!(read(&arrays(MOST_DEPTH)).is_ok());
        assert!(read(&arrays(MOST_DEPTH + 1)).is_err());
        assert!(read(&vec![0xc6; 1 << 20]).is_err());
        assert!(read(&vec![0x9f; 1 << 20]).is_err());
    }
}
