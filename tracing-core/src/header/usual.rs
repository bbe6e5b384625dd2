//! Reading the parts that nearly every header consists of.

use super::{Sampled, TraceHeader};
use crate::{SegmentId, TraceId};

impl TraceHeader {
    /// Takes parts that are spelled as everybody writes them, up to the first that is not; answers what is left, which
    /// begins where a part may begin. What is taken so is taken the same the long way.
    pub(super) fn take_usual<'a>(&mut self, text: &'a str) -> &'a str {
        let mut left = text.as_bytes();
        while let Some(rest) = self.take_usual_part(left) {
            left = rest;
        }
        text.get(text.len() - left.len()..).unwrap_or_default()
    }

    fn take_usual_part<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        match text.first()? {
            b'R' => {
                let (value, rest) = value(text, b"Root=")?;
                (self.root, self.root_error) = (Some(TraceId::of_form(value)?), None);
                Some(rest)
            }
            b'P' => {
                let (value, rest) = value(text, b"Parent=")?;
                let parent = SegmentId::of_digits(value).filter(|parent| parent.is_valid())?;
                (self.parent, self.parent_error) = (Some(parent), None);
                Some(rest)
            }
            b'S' => {
                let ([value], rest) = value(text, b"Sampled=")?;
                self.sampled = Sampled::of_byte(*value)?;
                Some(rest)
            }
            _ => None,
        }
    }
}

/// The value behind a key, when it is exactly so long and the part ends with it; and what is behind the part.
fn value<'a, const N: usize>(text: &'a [u8], key: &[u8]) -> Option<(&'a [u8; N], &'a [u8])> {
    let (value, rest) = text.strip_prefix(key)?.split_first_chunk::<N>()?;
    match rest {
        [] => Some((value, rest)),
        [b';', rest @ ..] => Some((value, rest)),
        _ => None,
    }
}
