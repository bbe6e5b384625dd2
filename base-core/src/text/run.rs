//! Short runs of bytes, laid against many places.

use wide::u8x16;

/// A run of bytes; one of up to 32 is compared all at once.
///
/// ```
/// use cupola_base::text::Run;
///
/// let run = Run::new(b"level");
/// assert_eq!(run.behind(b"{\"level\": 7}", 2), Some(7));
/// assert_eq!(run.behind(b"{\"level\": 7}", 3), None);
/// assert_eq!(run.behind(b"{\"lev", 2), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    bytes: Box<[u8]>,
    /// The first bytes, and a bit for each of them.
    head: [u8; WORD],
    heads: u32,
    /// The last bytes, where there are more than a word of them.
    tail: [u8; WORD],
}

const WORD: usize = 16;

impl Run {
    /// A run of these bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let mut head = [0; WORD];
        head.iter_mut().zip(bytes).for_each(|(head, byte)| *head = *byte);
        let heads = (1 << bytes.len().min(WORD)) - 1;
        let tail = bytes.last_chunk().copied().unwrap_or_default();
        Self { bytes: bytes.into(), head, heads, tail }
    }

    /// Its bytes.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The place after it, if it stands there.
    #[must_use]
    #[inline(always)]
    pub fn behind(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let (end, length) = (at + self.bytes.len(), self.bytes.len());
        if length <= 2 * WORD
            && let Some(first) = alike(bytes, at, self.head)
        {
            let is_tail = || alike(bytes, end - WORD, self.tail) == Some(u32::from(u16::MAX));
            return (first & self.heads == self.heads && (length <= WORD || is_tail())).then_some(end);
        }
        (bytes.get(at..end)? == &*self.bytes).then_some(end)
    }
}

/// A bit for each byte of the word there that is as that of the other; none where there are fewer bytes.
#[inline(always)]
fn alike(bytes: &[u8], at: usize, other: [u8; WORD]) -> Option<u32> {
    let word = bytes.get(at..)?.first_chunk()?;
    Some(u8x16::new(*word).cmp_eq(u8x16::new(other)).move_mask().cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_any_length_is_found_where_it_stands_and_nowhere_else() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for length in 0..=40 {
            let run = Run::new(&text.as_bytes()[..length]);
            for (before, after) in [("", ""), ("-", ""), ("", "x"), ("----", "tail that is long enough for words")] {
                let there = format!("{before}{}{after}", &text[..length]);
                let at = before.len();
                assert_eq!(run.behind(there.as_bytes(), at), Some(at + length), "{there}");
                for other in at..at + length {
                    let mut bytes = there.clone().into_bytes();
                    bytes[other] = b'#';
                    assert_eq!(run.behind(&bytes, at), None, "{other} of {there}");
                }
                if length > 0 {
                    assert_eq!(run.behind(&there.as_bytes()[..at + length - 1], at), None, "cut off");
                }
            }
        }
    }
}
